"""The page of a calibration: parameters, reporting biases, predicted claims, and the checks to judge it by."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from contested.inference.posterior.predictive_check import counted
from contested.report import format as fmt
from contested.report.pages import cells, envelope
from contested.report.pages.cells import Cell, Row, Table, code
from contested.report.pages.cite import citation

if TYPE_CHECKING:
    from contested.studies.calibration.calibration import Calibration

#: coverage of 90 % bands that is as it should be
WANTED = (0.8, 0.97)
#: claims of which a coverage is judged, at least
ENOUGH = 5
DIFFERS = Cell(chip="differs")
TRUTHS = {"emulated": "drawn from the emulator", "simulated": "runs of their own, from the prior"}


def write_calibrate_page(study: Calibration, path: str | Path, *, pictures: bool = False) -> Path:
    """Write the page, and its charts as pictures beside it: `envelope.write`."""
    from contested.report.charts.calibration import charts

    return envelope.write(study, path, charts, calibrate_page, pictures)


def calibrate_page(study: Calibration, figures: envelope.Figures) -> str:
    """The whole page as text."""
    coverage, answer = study.tables["coverage"], study.answer
    held_back = coverage.filter(pl.col("holdout"))
    fitted = counted(study.tables["predicted"].filter(~pl.col("holdout")))
    record = {**study.record, **{k: answer[k] for k in ("distrust", "seconds")}}
    record.pop("parameters")
    audit = _audit(study)
    return envelope.render(
        "calibration.html", envelope.by_name(figures),
        cite=citation("calibration", study.record["title"], study.record),
        title=study.record["title"], lead=_lead(study), size=_size(study), figures=figures, answer=answer,
        warnings=[f"{w[:1].upper()}{w[1:]}." for w in study.warnings()], biases=_biases(study),
        posterior=_posterior(study), held_back=coverage_table(held_back) if held_back.height else None,
        fitted=coverage_table(coverage.filter(~pl.col("holdout"))), parties=_parties(study),
        fitted_claims=fitted.height, surprising=_surprising(fitted), without=_without(study), scales=_scales(study),
        calibration=_calibration(study), emulator=_emulator(study), replayed=_replayed(study), audit=audit,
        smoothed=study.folder.smoothed, sharpness=_sharpness(study), chance=_chance(study),
        differing=sum(row[-1] == DIFFERS for row in audit.rows) if audit else 0,
        claims=claim_table(study.tables["predicted"]), unused=_unused(study), record=cells.record_table(record),
    )  # fmt: skip


def _lead(study: Calibration) -> str:
    """The largest reporting biases, and the coverage of later claims, in a sentence or two."""
    # parties that seldom speak are pooled as "others": nobody in particular made those claims
    heard = (pl.col("witnesses") >= 3) & (pl.col("indicator").fill_null("") != "")
    rows = study.tables["biases"].filter(heard & ~pl.col("party").str.starts_with("others"))
    off = rows.with_columns(off=pl.col("factor").log().abs()).sort("off", descending=True).head(2)
    largest = "; ".join(
        f"{r['party']}: {fmt.factor(r['factor'])} of the true {fmt.words(r['indicator'])}"
        for r in off.iter_rows(named=True)
    )
    held = study.coverage()
    shown = f"Claims held back: {held.text()}." if held else ""
    return f"{largest}. {shown}".strip(". ") + "." if largest else shown


def _size(study: Calibration) -> str:
    """How many claims, parameters and runs."""
    a, r = study.answer, study.record
    runs = r["waves"] * r["points"] * r["replicates"]
    rounds = f"{r['waves']} passes of {r['points']} members" if study.folder.smoothed else fmt.count(r["waves"], "wave")
    if resampled := a.get("resampled"):
        runs, rounds = resampled, f"the prior, from which {r['points']} members were resampled"
    return (
        f"{a['claims']} claims until {study.folder.fit_until:%-d %B %Y} fitted, {a['holdout']} later ones held back, "
        f"{study.unused} not used; {len(r['parameters'])} parameters; {runs:,} runs in {rounds} "
        f"at 1:{r['scale']}, until {study.folder.until:%-d %B %Y}."
    )


def _sharpness(study: Calibration) -> Table | None:
    """How far runs that match the past differ in the national crowd, day by day; None where no claim counts it."""
    table = study.tables.get("sharpness")
    if table is None or not table.height:
        return None
    rows = [(str(r["date"]), fmt.fixed(r["prior"]), fmt.fixed(r["posterior"])) for r in table.iter_rows(named=True)]
    mean = [fmt.fixed(float(table[name].to_numpy().mean())) for name in ("prior", "posterior")]
    return Table(("day", "before the claims", "runs that match them"), [(Cell("mean", "strong"), *mean), *rows])


def _chance(study: Calibration) -> Table | None:
    """How strong gatherings and shocks turned out; None where there are none."""
    table = study.tables.get("chance")
    if table is None or not table.height:
        return None
    rows = [
        (str(r["date"]), r["kind"], Cell(fmt.fixed(r["median"], signed=True),
         band=f"{r['low']:+.1f} to {r['high']:+.1f}"), fmt.fixed(r["spread"]))
        for r in table.iter_rows(named=True)
    ]  # fmt: skip
    return Table(("day", "what", "strength (sd of chance)", "spread left"), rows, "chance")


def _biases(study: Calibration) -> Table:
    """Reported over true, by party and indicator."""
    rows = [
        (r["party"] if r["indicator"] else Cell(r["party"], "strong"), fmt.words(r["indicator"] or "") or "everything",
         fmt.factor(r["factor"]), f"{fmt.factor(r['low'])} to {fmt.factor(r['high'])}", str(r["witnesses"]))
        for r in study.tables["biases"].iter_rows(named=True)
    ]  # fmt: skip
    return Table(("party", "indicator", "ratio", "90 %", "claims"), rows)


def _posterior(study: Calibration) -> Table:
    """Every parameter with unit, prior and posterior."""
    rows = [
        (
            Cell(r["parameter"], "code", note=r["meaning"]), r["unit"],
            Cell(_n(r["prior_median"]), band=_to(r["prior_low"], r["prior_high"]), note=r["prior"]),
            Cell(_n(r["median"]), "strong", band=_to(r["low"], r["high"])),
            fmt.share(max(r["contraction"], 0)), fmt.fixed(r["surprise"], 1, signed=True), fmt.fixed(r["rhat"], 3),
        )
        for r in study.tables["posterior"].sort("contraction", descending=True).iter_rows(named=True)
    ]  # fmt: skip
    heads = ("parameter", "unit", "prior, 90 %", "posterior, 90 %", "contraction", "surprise", "R-hat")
    return Table(heads, rows, "parameters")


def coverage_table(table: pl.DataFrame) -> Table:
    """Shares of claims in their bands, by indicator and side; judged where there are enough claims."""
    rows = []
    for r in table.iter_rows(named=True):
        whole = not r["indicator"] and not r["side"]
        good = WANTED[0] <= r["share"] <= WANTED[1]
        chip = ("well calibrated" if good else "miscalibrated") if r["claims"] >= ENOUGH else ""
        rows.append((
            Cell("all", "strong") if whole else fmt.words(r["indicator"] or "all"), r["side"] or "all",
            str(r["claims"]), str(r.get("days", "")),
            Cell(fmt.share(r["share"]), chip=chip, band=_interval(r)), fmt.share(r["prior_share"]), str(r["bounded"]),
            fmt.share(r["share_bounded"]),
        ))  # fmt: skip
    heads = ("indicator", "side", "claims", "days", "within 90 % (95 %)", "prior only", "with both ends",
             "of these within")  # fmt: skip
    return Table(heads, rows)


def _interval(r: Mapping[str, Any]) -> str:
    """Ends of a coverage's interval; studies of version 0.1 have none."""
    return f"{fmt.share(r['low'])} to {fmt.share(r['high'])}" if r.get("low") is not None else ""


def _parties(study: Calibration) -> Table:
    """Posterior predictive checks, party by party."""
    rows = [
        (r["name"], "later" if r["holdout"] else "fitted", str(r["claims"]), fmt.fixed(r["higher"]),
         fmt.fixed(r["wider"]), fmt.share(r["within_50"]), fmt.share(r["within_90"]))
        for r in study.tables["groups"].iter_rows(named=True)
    ]  # fmt: skip
    return Table(("party", "claims are", "claims", "higher", "wider", "in 50 %", "in 90 %"), rows)


def _surprising(fitted: pl.DataFrame) -> Table | None:
    """Claims that the prior would not have expected; None if there are none."""
    rows = [
        (str(r["date"]), r["place"] or "", r["quantity"], r["party"], _n(r["reference"]),
         _to(r["prior_low"], r["prior_high"]))
        for r in fitted.filter(~pl.col("prior_within")).iter_rows(named=True)
    ]  # fmt: skip
    return Table(("day", "place", "of", "party", "claimed", "prior's 90 %"), rows, "") if rows else None


def _without(study: Calibration) -> Table | None:
    """Leave one party out."""
    table = study.tables.get("without")
    if table is None or not table.height:
        return None
    rows = [
        (r["party"], str(r["claims"]), Cell(r["most_moved"], "code", more=fmt.fixed(r["shift"], signed=True)),
         fmt.fixed(r["mean_shift"]), fmt.fixed(r["wider"]), fmt.fixed(r["p"]), fmt.share(r["within_90"]))
        for r in table.iter_rows(named=True)
    ]  # fmt: skip
    heads = ("left out", "claims", "moves most", "mean move", "wider by", "p of its claims",
             "inside the 90 % band from all other parties")  # fmt: skip
    return Table(heads, rows, "")


def _scales(study: Calibration) -> Table:
    """Identifiability of indicators' scales."""
    rows = [
        (fmt.words(r["indicator"]), fmt.fixed(r["prior_spread"]), fmt.fixed(r["posterior_spread"]),
         fmt.share(r["from_prior"]), fmt.fixed(r["from_trust"]))
        for r in study.tables["scales"].iter_rows(named=True)
    ]  # fmt: skip
    heads = ("indicator", "prior spread (log)", "posterior spread (log)", "variance left", "sensitivity to trust")
    return Table(heads, rows)


def _calibration(study: Calibration) -> Table | None:
    """Simulation-based calibration and coverage; None if it was not checked."""
    rows: list[Row] = []
    for word, what in TRUTHS.items():
        f = study.answer["calibration"].get(word, {})
        if "passed" not in f:
            continue
        more = f"{f['needed']} would show a fifth too narrow" if f["trials"] < f["needed"] else ""
        rows.append((
            what, Cell(str(f["trials"]), note=more),
            Cell(f"p {f['least_p']:.2g}", chip="holds" if f["passed"] else "fails"),
            *(fmt.share(f["coverage"][level]) for level in ("0.5", "0.8", "0.9", "0.95")),
            Cell(fmt.fixed(f["factor"]), band=f"{fmt.fixed(f['factor_low'])} to {fmt.fixed(f['factor_high'])}"),
        ))  # fmt: skip
    heads = ("truths", "trials", "uniform ranks at 1 %", "50 % hold", "80 % hold", "90 % hold", "95 % hold",
             "stretch needed")  # fmt: skip
    return Table(heads, rows) if rows else None


def _emulator(study: Calibration) -> Table | None:
    """Whether runs at the posterior, which the emulator never saw, go as it says; None of a smoother."""
    if study.folder.smoothed:
        return None
    rows = [
        (fmt.words(r["indicator"]), str(r["cells"]), fmt.share(r["explained"]), fmt.share(r["left_out_90"]),
         fmt.share(r["within_50"]), fmt.share(r["within_90"]),
         Cell(fmt.fixed(r["offset"], signed=True), band="" if r["offset"] is None else f"± {2 * r['error']:.2f}"),
         fmt.fixed(r["spread"]), Cell(chip=r["verdict"] or "", tone="good" if r["verdict"] == "agrees" else "bad"))
        for r in study.tables["emulator"].iter_rows(named=True)
    ]  # fmt: skip
    heads = ("indicator", "cells", "explained", "90 % hold, left-out runs", "50 % hold, at the posterior", "90 % hold",
             "offset (sd)", "spread", "")  # fmt: skip
    return Table(heads, rows)


def _replayed(study: Calibration) -> Table | None:
    """Coverage by runs that were simulated at the posterior."""
    table = study.tables.get("replayed")
    if table is None:
        return None
    rows = [
        (fmt.words(r["indicator"]) if r["indicator"] else Cell("all", "strong"), "later" if r["holdout"] else "fitted",
         str(r["claims"]), fmt.share(r["share"]), fmt.share(r["share_runs"]), fmt.share(r["share_bounded_runs"]),
         fmt.share(r.get("prior_share")))
        for r in table.iter_rows(named=True)
    ]  # fmt: skip
    heads = ("indicator", "claims are", "claims", "in the answer's 90 %", "in simulated runs' 90 %", "with both ends",
             "prior only")  # fmt: skip
    return Table(heads, rows)


def _audit(study: Calibration) -> Table | None:
    """ABC on the same runs, parameter by parameter."""
    table = study.tables.get("audit")
    if not study.answer["audit"] or table is None:
        return None
    rows = [
        (code(r["name"]), fmt.fixed(r["shift"], signed=True), fmt.fixed(r["ratio"]), fmt.share(r["inside"]),
         Cell(chip="agrees") if r["agrees"] else DIFFERS)
        for r in table.sort("inside").iter_rows(named=True)
    ]  # fmt: skip
    return Table(("parameter", "shift (sd of the check)", "width over the check's", "draws inside its 95 %", ""), rows,
                 "")  # fmt: skip


def claim_table(predicted: pl.DataFrame) -> Table:
    """Every claim with what was predicted of it."""
    rows = [
        (str(r["date"]), r["place"] or "", r["quantity"], r["party"], _claimed(r),
         Cell(_n(r["median"]), band=_to(r["low"], r["high"])),
         Cell(_n(r["true_median"]), band=_to(r["true_low"], r["true_high"])),
         Cell("later" if r["holdout"] else "", chip="" if r["within"] else "missed"))
        for r in predicted.iter_rows(named=True)
    ]  # fmt: skip
    return Table(("day", "place", "of", "party", "claimed", "predicted", "truth, posterior", ""), rows, "claims")


def _unused(study: Calibration) -> Table | None:
    """The unused claims, each with its reason; None if there are none."""
    table = study.tables.get("unused_claims")
    if table is None or not table.height:
        return None
    rows = [
        (str(r["claim"]), str(r["date"]), r["place"] or "", r["quantity"], r["actor"] or "", r["claimant"], r["reason"],
         r["detail"] or "")
        for r in table.iter_rows(named=True)
    ]  # fmt: skip
    return Table(("claim", "day", "place", "of", "about", "claimant", "reason", "look at"), rows, "unused")


def _claimed(r: Mapping[str, Any]) -> str:
    if r["listed"] or r["reported_high"] is None or not math.isfinite(r["reported_high"]):
        return f"at least {_n(r['reference'])}"
    if r["reported_low"] == 0 and r["reference"] > 0:
        return f"at most {_n(r['reference'])}"
    return _n(r["reference"])


def _n(value: float | None) -> str:
    return fmt.number(value, "-")


def _to(low: float | None, high: float | None) -> str:
    return f"{_n(low)} to {_n(high)}"
