"""Regularities beside bands fixed before any run, and the table of cuts: what benchmarks/dynamics measured."""

from __future__ import annotations

import csv
import json
import re
from typing import Any

from tables.benchmarks import RESULTS
from tables.page import Link, table

#: a key of references.bib
KEY = re.compile(r"\b[a-z]{3,}(?:19|20)\d\d\b")
#: pairs or draws that a row is judged on
FEWEST = 5
BANDS = RESULTS.parent / "dynamics" / "bands.csv"
#: rows of bands.csv in plainer words; the file itself stays as it was before any run
WORDS = {
    "denial_lower": "share of pairs in which a crackdown instead of a pause lowers the crowd of the same day (pairs "
    "whose crowd in the pause is above 0.02 % of the people)",
    "denial_size": "crowd of that day, crackdown / pause, median",
    "crackdown_small": "person-days in the 14 days after three days of crackdown on a small crowd (under 0.1 % of the "
    "people per day), crackdown / containment, median",
    "crackdown_small_ends": "share of these crackdowns that are followed by no crowd above 0.1 % within 14 days",
    "crackdown_large": "largest crowd in the 14 days after three days of crackdown on a large crowd (above 1 % of the "
    "people) with a death, crackdown / containment, median",
    "releases": "person-days in the 7 days after releases of detained people who testify, with testimonies / "
    "without, median",
    "tail_exponent": "exponent of the distribution of crowds by place and day (maximum likelihood; lower cut-off by "
    "the Kolmogorov-Smirnov distance), median over draws",
    "tail_share": "share of person-days in the largest 10 % of gatherings by place and day, median over draws",
    "tail_decades": "factors of ten between the 10 % point and the largest gathering, median over draws",
    "rhythm_weekly": "share of person-days on the busiest weekday if the only series is weekly, median over draws",
    "rhythm_daily": "share of person-days on the busiest weekday if the only series is daily, median over draws",
    "half_life": "days in which the weekly largest crowd halves after its peak (peak above 0.2 % of the people), "
    "median over draws",
    "half_life_inside": "share of these draws with a half-life of 1 to 16 weeks",
    "arrests_per_marcher": "people detained per person-day, median over draws",
    "arrests_inside": "share of draws in which that number is between 0.1 and 15 %",
    "arrests_slope": "slope of log arrests per marcher on log crowd, by day, median over draws",
    "arrests_falling": "share of draws in which that slope is negative",
    "participants": "people who marched at least once by the last day in towns above 20,000, / people aged 16 to 64 "
    "(65 % of residents), own parameters, median",
    "participants_prior": "whether the 90 % band of prior draws contains 14 % (1 is yes)",
    "marches_each": "person-days per person who marched at least once, median over draws",
    "scale_crowd_10": "person-days, scale 1:10 / 1:1, mean of logs over paired seeds",
    "scale_crowd_100": "person-days, scale 1:100 / 1:1, mean of logs over paired seeds",
    "scale_crowd_z": "largest difference between scales in mean log person-days, in standard errors",
    "scale_detained_z": "largest difference between scales in mean log detained, in standard errors",
    "scale_deaths_z": "largest difference between scales in mean deaths, in standard errors",
    "calls_r2": "share of the variance of the log crowd by day that the inputs of the calls explain (form, place, "
    "recurrence, size of shocks), days with and without calls, prior draws",
    "calls_r2_called": "the same, only days with calls",
    "permuted_z": "smallest Kolmogorov-Smirnov p of 15 statistics, times 15: ensembles with z as drawn against "
    "ensembles with z permuted among calls of one form",
    "permuted_z_batches": "Kolmogorov-Smirnov p of the p values of 20 such comparisons of small ensembles, against a "
    "uniform distribution",
    "cut_crowd": "cut at election day: share of weeks to 31 October whose largest crowd is in the 90 % band of prior "
    "draws",
    "cut_detained": "cut at election day: share of weeks to 31 October whose detentions are in the 90 % band of prior "
    "draws",
    "cut_august": "cut at election day: share of the figures of the first three weeks (crowds and detentions) that are "
    "in the 90 % band of prior draws",
    "cut_peak": "cut at election day: share of futures whose largest crowd comes in the first three weeks",
    "cut_collapse": "cut at election day: share of futures with crowds under 1,000 within a week, and never more again",
    "cut_success": "cut at election day: share of futures with an ending other than repression or fading within 30 "
    "days",
}


def regularities(link: Link) -> str:
    """Every row of the file of bands with what was measured, misses too."""
    stored = [_stored("regularities"), _stored("cuts")]
    found: dict[str, list[dict[str, Any]]] = {}
    for results in stored:
        for row in results["rows"]:
            found.setdefault(row["row"], []).append(row)
    lines = []
    with BANDS.open(encoding="utf-8", newline="") as f:
        for band in csv.DictReader(f):
            between = f"{float(band['low']):g} to {float(band['high']):g}"
            nothing = [{"scenario": "-", "value": None, "of": 0, "inside": False, "note": "not measured"}]
            for row in found.get(band["row"], nothing):
                value = "none" if row["value"] is None else f"{row['value']:.3g}"
                few = 0 < row["of"] < FEWEST
                verdict = "too few" if few else "yes" if row["inside"] else "**no**"
                what = WORDS[band["row"]]
                lines.append((what, row["scenario"], between, value, str(row["of"]), verdict, row["note"]))
    heads = ("what", "scenario", "band", "measured", "of", "inside", "note")
    missed = sum(line[5] != "yes" for line in lines)
    count = f"{len(lines) - missed} of {len(lines)} rows are inside their band."
    return f"{count} {_made(stored[0])}\n\n{table(heads, lines, ('measured', 'of'))}"


def bands(link: Link) -> str:
    """Why each band is as it is; what the file calls the design is named as the requirement that it was."""
    with BANDS.open(encoding="utf-8", newline="") as f:
        lines = [
            (f"`{b['row']}`", WORDS[b["row"]], KEY.sub(lambda key: link.source(key[0]), _source(b["source"])))
            for b in csv.DictReader(f)
        ]
    return table(("row", "what", "source of the band"), lines)


def _source(text: str) -> str:
    return text.replace("the design", "our requirement", 1)


def cuts(link: Link) -> str:
    """What follows from a script cut on five dates."""
    stored = _stored("cuts")
    lines = []
    for c in stored["cuts"]:
        arm = {"prior": "prior draws", "own": "own parameters"}[c["arm"]]
        for k, name in enumerate(("crowd", "detained")):
            x = c[name]
            rest = (_part(c["peak_first_weeks"]), _part(c["collapse"]), _part(c["success"])) if k == 0 else ("",) * 3
            lines.append((
                c["cut"] if k == 0 else "", f"{arm} ({c['runs']})" if k == 0 else "", name,
                f"{x['in_band']} of {x['weeks']}", _factor(x["error"]), _factor(x["last_value"]), *rest,
            ))  # fmt: skip
    heads = (
        "cut", "runs", "what", "weeks in the 90 % band", "error of the median", "error of the last value",
        "peak by 29 August", "quick collapse", "quick success",
    )  # fmt: skip
    return f"{_made(stored)}\n\n{table(heads, lines)}"


def cut_weeks(link: Link) -> str:
    """Week by week after the cut at election day: reported, and the ensembles' bands."""
    stored = _stored("cuts")
    first = {c["arm"]: c["weeks"] for c in stored["cuts"] if c["cut"] == stored["cuts"][0]["cut"]}
    lines = [
        (w["week"], w["what"], f"{w['real']:,.0f}", _band(w), _band(o))
        for w, o in zip(first["prior"], first["own"], strict=True)
    ]
    return table(("week from", "what", "reported", "prior draws", "own parameters"), lines, ("reported",))


def _band(w: dict[str, Any]) -> str:
    mark = "" if w["in_band"] else " **outside**"
    return f"{w['low']:,.0f} to {w['high']:,.0f}, median {w['median']:,.0f}{mark}"


def _part(x: float) -> str:
    return f"{100 * x:.1f} %"


def _factor(x: float | None) -> str:
    return "none known" if x is None else f"x {x:.2f}"


def _stored(name: str) -> dict[str, Any]:
    results: dict[str, Any] = json.loads((RESULTS / f"{name}.json").read_text(encoding="utf-8"))
    return results


def _made(results: dict[str, Any]) -> str:
    return f"Measured on {results['date']} ({results['machine']}), {results['draws']} prior draws."
