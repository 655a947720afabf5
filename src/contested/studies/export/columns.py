"""What the columns of a study's tables hold: label and unit, by column and by table."""

from __future__ import annotations

from contested.studies.export.tidy import Meaning

#: "as in unit": the row's own column `unit`, or its indicator or quantity, says it
ROW = "as in unit"

_M = Meaning
#: of every table that has such a column
EVERYWHERE: dict[str, Meaning] = {
    "wave": _M("wave of runs, counted from 0"), "point": _M("point of the design, or pair of runs, counted from 0"),
    "replicate": _M("run at the point, counted from 0; each has random numbers of its own"),
    "pair": _M("pair of runs on the same random numbers, counted from 0"),
    "seed": _M("seed of the run"), "seconds": _M("seconds of computing, on the machine that ran it", "second"),
    "failed": _M("why the run failed; empty if it did not"),
    "parameter": _M("name of the parameter"), "unit": _M("unit of the numbers of the row"),
    "meaning": _M("what it is"), "prior": _M("prior distribution of the parameter"),
    "prior_median": _M("median under the prior", ROW), "prior_low": _M("5 % quantile under the prior", ROW),
    "prior_high": _M("95 % quantile under the prior", ROW), "median": _M("median", ROW),
    "low": _M("lower end of the 90 % interval", ROW), "high": _M("upper end of the 90 % interval", ROW),
    "low50": _M("25 % quantile", ROW), "high50": _M("75 % quantile", ROW), "low90": _M("5 % quantile", ROW),
    "high90": _M("95 % quantile", ROW), "mean": _M("mean", ROW),
    "indicator": _M("observable, with its summary or label; empty for all together"),
    "date": _M("date", "date"), "end_date": _M("last date of what a claim covers, if it is another", "date"),
    "place": _M("name of the place"), "longitude": _M("longitude of the place", "degree"),
    "latitude": _M("latitude of the place", "degree"), "party": _M("who reports"), "side": _M("side of who reports"),
    "quantity": _M("what is counted"), "claims": _M("number of claims"), "pairs": _M("number of pairs"),
    "phase": _M("phase of the day"), "subsystem": _M("subsystem of the model"),
    "holdout": _M("whether the claims were not used in fitting"), "kind": _M("kind of the row"),
    "name": _M("name of the row"), "share": _M("share of the cases", "share"),
    "p": _M("p-value under a calibrated posterior", "probability"),
    "within": _M("whether the 90 % predictive band holds the claim"),
    "within_50": _M("share within the 50 % predictive band", "share"),
    "within_90": _M("share within the 90 % predictive band", "share"),
    "shift": _M("how far the posterior median moves, in prior standard deviations", "ratio"),
    "verdict": _M("verdict in words"), "runs": _M("number of runs"), "reason": _M("why"),
    "a_median": _M("median of arm a", ROW), "b_median": _M("median of arm b", ROW),
    "up": _M("share of the pairs in which b is larger", "share"),
    "down": _M("share of the pairs in which b is smaller", "share"),
    "same": _M("share of the pairs in which both are the same", "share"),
    "up_low": _M("lower end of the 90 % interval of up", "share"),
    "up_high": _M("upper end of the 90 % interval of up", "share"),
    "down_low": _M("lower end of the 90 % interval of down", "share"),
    "down_high": _M("upper end of the 90 % interval of down", "share"),
    "forecaster": _M("which forecaster: the model, a baseline or a mixture"),
    "horizon": _M("longest lead of the group", "day"), "lead": _M("days ahead of the origin", "day"),
    "origin": _M("last day that the forecaster knew", "date"), "claimant": _M("who made the claim"),
    "form": _M("exact number, range or bound"), "actor": _M("whom the quantity is of"),
    "voice": _M("whose reports make up the series"), "crps": _M("continuous ranked probability score", ROW),
    "crps_log": _M("the same of logarithms", "ratio"), "log_score": _M("log score; larger is better", "ratio"),
    "interval_score": _M("score of the 90 % interval", ROW),
    "covered": _M("whether, or how often, the 90 % interval holds the claim", "share"),
    "label": _M("label of the row"), "weight": _M("weight", "share"), "value": _M("value", ROW),
    "score": _M("which score"), "difference": _M("difference; below 0 if the model is better", "ratio"),
    "title": _M("name in words"), "alarm": _M("whether it alarms"), "station": _M("polling station"),
    "rule": _M("rule by which it alarms or flags"), "stations": _M("number of polling stations", "station"),
    "region": _M("region"), "leader": _M("contestant whose votes are examined"),
}  # fmt: skip
#: by table, where it has other columns, or means something else
OF_TABLE: dict[str, dict[str, Meaning]] = {
    "sensitivity": {
        "output": _M("summary of an observable"), "first": _M("first-order Sobol index", "share"),
        "first_within": _M("half-width of its 90 % interval", "share"), "total": _M("total Sobol index", "share"),
        "total_within": _M("half-width of its 90 % interval", "share"),
        "mu_star": _M("mean absolute elementary effect (Morris)", ROW),
        "mu_star_within": _M("half-width of its 90 % interval", ROW), "mu": _M("mean elementary effect (Morris)", ROW),
        "sigma": _M("standard deviation of elementary effects (Morris)", ROW),
    },
    "differences": {
        "a": _M("the indicator in arm a", ROW), "b": _M("the indicator in arm b", ROW),
        "difference": _M("b minus a", ROW),
    },
    "indicators": {
        "low90": _M("5 % quantile of b minus a over pairs", ROW), "median": _M("median of b minus a over pairs", ROW),
        "low50": _M("25 % quantile of b minus a", ROW), "high50": _M("75 % quantile of b minus a", ROW),
        "high90": _M("95 % quantile of b minus a over pairs", ROW), "mean": _M("mean of b minus a over pairs", ROW),
        "error": _M("standard error of the mean", ROW), "a_mean": _M("mean of arm a", ROW),
        "b_mean": _M("mean of arm b", ROW), "mean_low": _M("lower end of the 90 % interval of the mean", ROW),
        "mean_high": _M("upper end of the 90 % interval of the mean", ROW),
        "efficiency": _M("unpaired runs per arm that would give the precision of one pair", "ratio"),
        "efficiency_low": _M("lower end of its 90 % interval", "ratio"),
        "efficiency_high": _M("upper end of its 90 % interval", "ratio"),
    },
    "first": {
        "observable": _M("observable"), "from": _M("first date or step on which it differed in any pair"),
        "share": _M("share of the pairs in which it ever differed", "share"),
    },
    "changed": {
        "by": _M("what the row is of: day, place, group, or differing (all who differ on a day)"),
        "label": _M("which day, place or group"), "mean": _M("persons first changed, mean over pairs", "person"),
        "low90": _M("5 % quantile", "person"), "median": _M("median", "person"),
        "high90": _M("95 % quantile", "person"), "pairs": _M("pairs in which anybody changed"),
    },
    "columns": {
        "column": _M("column of the model"), "owner": _M("subsystem that owns it"),
        "share": _M("share of the pairs in which it ever differed", "share"),
        "earliest": _M("first date on which it differed in any pair", "date"),
        "median": _M("median date on which it first differed", "date"),
        "phase": _M("phase after which it usually first differed"),
    },
    "doing": {
        "in_a": _M("what people do in arm a"), "in_b": _M("what the same people do in arm b"),
        "mean": _M("person-days, mean over pairs", "person"), "low90": _M("5 % quantile", "person"),
        "median": _M("median", "person"), "high90": _M("95 % quantile", "person"),
        "pairs": _M("pairs in which there are any"),
    },
    "posterior": {
        "median": _M("posterior median", ROW), "low": _M("5 % quantile of the posterior", ROW),
        "high": _M("95 % quantile of the posterior", ROW),
        "spread_ratio": _M("posterior standard deviation over that of the prior", "ratio"),
        "contraction": _M("1 minus the square of spread_ratio: what the claims taught", "share"),
        "shift": _M("posterior mean off the prior's, in prior standard deviations", "ratio"),
        "surprise": _M("shift over how far a posterior mean usually lies off; above 3 the prior is doubtful", "ratio"),
        "rhat": _M("R-hat of the chains; near 1 if they agree", "ratio"), "ess": _M("bulk effective sample size"),
    },
    "predicted": {
        "reported_low": _M("least number the claim allows", ROW),
        "reported_high": _M("largest number the claim allows; missing if there is no bound", ROW),
        "reference": _M("number that biases are relative to", ROW),
        "listed": _M("whether the claim is a count of named cases"),
        "low": _M("5 % quantile, posterior predictive", ROW),
        "median": _M("posterior predictive median", ROW), "high": _M("95 % quantile, posterior predictive", ROW),
        "true_low": _M("5 % quantile of the truth", ROW), "true_median": _M("posterior median of the truth", ROW),
        "true_high": _M("95 % quantile of the truth", ROW),
        "copy": _M("whether it repeats the number of an earlier claim from the same origin, and is not counted"),
        "prior_within": _M("whether the 90 % band of the prior holds the claim"),
    },
    "coverage": {
        "within": _M("claims within the 90 % band"), "share": _M("share of the claims within the 90 % band", "share"),
        "bounded": _M("claims with an upper bound"),
        "share_bounded": _M("share of those within the 90 % band", "share"),
        "prior_share": _M("share of the claims within the 90 % band of the prior", "share"),
    },
    "biases": {
        "witnesses": _M("number of claims of the party"), "factor": _M("reported over true, median", "ratio"),
        "low": _M("5 % quantile of the factor", "ratio"), "high": _M("95 % quantile of the factor", "ratio"),
    },
    "emulator": {
        "cells": _M("numbers that the emulator predicts"), "explained": _M("share of the variance explained", "share"),
        "left_out_90": _M("share of left-out runs within the 90 % band", "share"),
        "offset": _M("mean error, in predictive standard deviations", "ratio"),
        "error": _M("root mean square error, in log units or units of the link", "ratio"),
        "spread": _M("standard deviation of runs at one point", "ratio"),
    },
    "scales": {
        "prior_spread": _M("prior standard deviation of the scale, log units", "ratio"),
        "posterior_spread": _M("posterior standard deviation of the scale, log units", "ratio"),
        "from_prior": _M("how much of the scale is the prior's", "share"),
        "from_trust": _M("elasticity of the estimate to the assumed mean bias", "share"),
    },
    "groups": {
        "higher": _M("share of the claims above the median", "share"),
        "wider": _M("spread of the claims over that predicted", "ratio"),
    },
    "without": {
        "party": _M("party whose claims are left out"), "most_moved": _M("parameter that moves most"),
        "mean_shift": _M("mean absolute shift of all parameters", "ratio"),
        "wider": _M("posterior width without the party, over that with it", "ratio"),
        "compared": _M("claims compared"), "higher": _M("share of the party's claims above the median", "share"),
    },
    "replayed": {
        "share_runs": _M("share of the claims within the band of the runs", "share"),
        "share_bounded": _M("share of claims with an upper bound within the 90 % band", "share"),
        "share_bounded_runs": _M("the same within the band of the runs", "share"),
    },
    "audit": {
        "ratio": _M("ratio of spreads", "ratio"), "inside": _M("share inside", "share"),
        "agrees": _M("whether both answers agree"),
    },
    "calibration": {
        "truth": _M("whether truths were simulated or emulated"), "ranks": _M("ranks of the truth among the draws"),
        "share_50": _M("share of truths within the 50 % interval", "share"),
        "share_80": _M("share within the 80 % interval", "share"),
        "share_90": _M("share within the 90 % interval", "share"),
        "share_95": _M("share within the 95 % interval", "share"),
        "low_90": _M("least share_90 that chance allows", "share"),
        "high_90": _M("largest share_90 that chance allows", "share"),
    },
    "fans": {"kind": _M("which runs: of the prior or the posterior")},
    "forecast": {
        "kind": _M("claim (what will be reported) or truth"),
        **{f"q{q}": _M(f"{int(q)} % quantile", ROW) for q in ("05", "25", "50", "75", "95")},
    },
    "claims": {
        "known": _M("whether the claim was known at the origin"), "value": _M("middle of the claim", ROW),
        "low": _M("least number the claim allows", ROW),
        "high": _M("largest number the claim allows; missing if there is no bound", ROW),
    },
    "against": {
        "low": _M("lower end of the 95 % interval", "ratio"), "high": _M("upper end of the 95 % interval", "ratio"),
        "better": _M("share of the claims on which the model is better", "share"),
        "days": _M("days with claims", "day"), "against": _M("the other forecaster"),
    },
    "averages": {"exact": _M("exact numbers among the claims")},
    "weights": {"weight": _M("weight of the forecaster in the mixture", "share")},
    "skipped": {"subject": _M("what was skipped")},
    "scores": {"low": _M("least number the claim allows", ROW), "high": _M("largest number the claim allows", ROW),
               "claim": _M("number of the claim")},
    "findings": {
        "name": _M("name of the test"), "kind": _M("proof, estimate, or independent evidence"),
        "value": _M("the test's number", ROW), "range_is": _M("what low and high are"),
        "low": _M("lower end of the range", ROW), "high": _M("upper end of the range", ROW),
        "says": _M("what is found, in a sentence"), "assumes": _M("under which assumption"),
        "fails_when": _M("when the assumption fails"),
    },
    "flags": {
        "row": _M("row of the table of returns, counted from 0"), "line": _M("line of the file"),
        "column": _M("column of the file"), "value": _M("text that stands there"), "why": _M("what is wrong with it"),
    },
    "honest": {
        "name": _M("name of the test"), "world": _M("kind of honest election"),
        "elections": _M("honest elections simulated"), "alarms": _M("alarms among them"),
        "rate": _M("false-alarm rate", "share"), "low": _M("lower end of its 90 % interval", "share"),
        "high": _M("upper end of its 90 % interval", "share"),
    },
    "quality": {
        "says": _M("what is wrong, in words"), "flags": _M("flags"), "used": _M("whether the stations are still used"),
        "example": _M("an example"),
    },
    "regions": {
        "registered": _M("registered voters", "person"), "turnout": _M("turnout", "share"),
        "result": _M("share of the leader", "share"),
        "anomalous ballots": _M("anomalous ballots by the reference of the whole file", "vote"),
        "by own window": _M("anomalous ballots by the region's own reference", "vote"),
        "integers, z": _M("excess of round percentages, in standard deviations", "ratio"),
    },
}  # fmt: skip
#: what a row of each table is
TITLES: dict[str, str] = {
    "points": "runs: a row per point and replicate, or per pair",
    "summaries": "runs, long: a row per run, observable, label and statistic",
    "sensitivity": "a row per output and parameter", "indicators": "a row per indicator",
    "over_time": "a row per day and indicator", "by_place": "a row per place and indicator",
    "changed": "persons whose state first differed", "first": "from when on each observable differs",
    "columns": "columns of the model that differed",
    "doing": "person-days by what people do in both arms", "differences": "a row per pair and indicator",
    "draws": "posterior draws: a row per draw, a column per parameter",
    "posterior": "a row per parameter", "predicted": "a row per claim", "biases": "a row per party and indicator",
    "coverage": "how often bands hold claims", "emulator": "a row per indicator: errors of the emulator",
    "fans": "bands of national courses: a row per day, indicator and kind of runs",
    "forecast": "quantiles: a row per series, day and kind", "scores": "a row per claim and forecaster",
    "averages": "mean scores: a row per quantity, horizon and forecaster",
    "against": "the model against every other forecaster", "best": "the model beside the best baseline",
    "findings": "a row per test", "flags": "problems in the data: a row per cell", "quality": "problems, counted",
    "regions": "a row per region", "honest": "alarms on simulated honest elections: a row per test and kind",
}  # fmt: skip


def meaning(table: str, column: str) -> Meaning | None:
    """What a column of a study's table holds; None if it is not known."""
    return OF_TABLE.get(table, {}).get(column) or EVERYWHERE.get(column)
