"""Words and tables of a calibration's page, a function a section; "" where a study has nothing to say there."""

from __future__ import annotations

from html import escape
from typing import Any

import polars as pl

from contested.report.charts.calibration import named
from contested.report.pages import html

#: coverage of 90 % bands that is as it should be
WANTED = (0.8, 0.97)


def lead(study: Any) -> str:
    """What the claims say of who bends what, in a sentence or two."""
    # parties that seldom speak are pooled as "others": nobody in particular said that
    heard = (pl.col("witnesses") >= 3) & (pl.col("indicator").fill_null("") != "")
    rows = study.biases().filter(heard & ~pl.col("party").str.starts_with("others"))
    off = rows.with_columns(off=pl.col("factor").log().abs()).sort("off", descending=True).head(2)
    said = "; ".join(
        f"{r['party']}: {factor(r['factor'])} of the true {named(r['indicator'])}" for r in off.iter_rows(named=True)
    )
    held = study.coverage().filter(pl.col("holdout") & _whole())
    shown = ""
    if len(held):
        shown = f"{100 * held['share'][0]:.0f} % of {held['claims'][0]} later claims lie in their 90 % bands."
    return f"{said}. {shown}".strip(". ") + "." if said else shown


def size(study: Any) -> str:
    """How much went into it."""
    a, r = study.answer, study.record
    runs = r["waves"] * r["points"] * r["replicates"]
    return escape(
        f"{a['claims']} claims until {study.held.until:%-d %B %Y} fitted, {a['holdout']} later ones held back, "
        f"{a['unmatched']} with nothing to be set beside; {len(r['parameters'])} parameters; {runs:,} runs in "
        f"{r['waves']} waves at 1:{r['scale']}, until {study.held.last:%-d %B %Y}."
    )


def changed(study: Any) -> str:
    """Whom this answer doubts."""
    doubted = study.answer["distrust"]
    if not doubted:
        return ""
    return (
        f'<p class="notice"><strong>Doubted:</strong> {escape(", ".join(doubted))}. The bias of a doubted party may be '
        "a factor of twenty either way, so its claims say little.</p>"
    )


def asked(study: Any) -> str:
    """What the study is."""
    return (
        "<p>The simulator is played at many values of its parameters. An emulator learns from the runs what each "
        "claimed number would be, and how far chance moves it. A claim is the truth, times the bias of the party that "
        "makes it, times an error; bounds, words, rounding, copies and growing lists are read for what they say, and "
        "nobody's silence is read as a number. The posterior is what remains of parameters, truths and biases "
        "together.</p>"
    )


def biases(study: Any) -> str:
    """Who says how many times the truth."""
    rows = []
    for r in study.biases().iter_rows(named=True):
        what = r["indicator"] or ""
        party = escape(r["party"])
        rows.append((
            party if what else f"<strong>{party}</strong>", escape(named(what) or "everything"),
            f"says {factor(r['factor'])} of it", f"{factor(r['low'])} to {factor(r['high'])}", str(r["witnesses"]),
        ))  # fmt: skip
    return html.folded(
        "Table: every party and indicator",
        html.table(("party", "of", "median", "90 %", "witnesses"), rows, kind="numbers"),
    )


def factor(value: float) -> str:
    """A factor to two digits."""
    return f"{value:.2g}" if value < 10 else f"{value:,.0f}"


def parameters(study: Any) -> str:
    """How to read them."""
    stretch = study.answer["stretch"]
    wide = f" Intervals are widened by {stretch:.2f}, as the check of coverage asks." if stretch > 1 else ""
    return (
        "<p>A parameter is learnt about only as far as some claim hangs on it; the rest keep their priors and should "
        f"be read as assumptions.{wide}</p>"
    )


def parameter_table(study: Any) -> str:
    """Every parameter with unit, prior and posterior."""
    rows = [
        (
            f"<code>{escape(r['parameter'])}</code><small class=note>{escape(r['meaning'])}</small>", escape(r["unit"]),
            f"{number(r['prior_median'])} <small class=band>{number(r['prior_low'])} to "
            f"{number(r['prior_high'])}</small><small class=note>{escape(r['prior'])}</small>",
            f"<strong>{number(r['median'])}</strong> <small class=band>{number(r['low'])} to "
            f"{number(r['high'])}</small>",
            f"{100 * max(r['contraction'], 0):.0f} %",
            f"{r['surprise']:+.1f}" if _finite(r["surprise"]) else "–",
            f"{r['rhat']:.3f}",
        )
        for r in study.table("posterior").sort("contraction", descending=True).iter_rows(named=True)
    ]  # fmt: skip
    heads = ("parameter", "unit", "prior, 90 %", "posterior, 90 %", "learnt", "surprise", "R-hat")
    note = (
        "<p>Learnt: the part of the prior's variance that is gone. Surprise: how far the mean moved, in standard "
        "deviations of how far it should; beyond 3, prior and claims disagree.</p>"
    )
    return html.folded(f"Table: all {len(rows)} parameters", note + html.table(heads, rows, kind="parameters"))


def courses(study: Any) -> str:
    """What the fans are."""
    a = study.answer
    return f"<p>{a['played']} runs were played at draws of the posterior. Bands show them as they came.</p>"


def held_back(study: Any) -> str:
    """Coverage of later claims, by indicator and side."""
    table = study.coverage().filter(pl.col("holdout"))
    if not table.height:
        return "<p>No claim speaks of a later day that was played.</p>"
    return (
        "<p>Nothing was fitted to these. A good forecast's 90 % bands hold 80 to 97 % of them; \"at least\" is held "
        "by many bands, so claims with both ends are counted apart.</p>" + coverage_table(table)
    )


def coverage_table(table: pl.DataFrame) -> str:
    """Shares by indicator and side."""
    rows = []
    for r in table.iter_rows(named=True):
        whole = not r["indicator"] and not r["side"]
        chip = ""
        if r["claims"] >= 5:
            good = WANTED[0] <= r["share"] <= WANTED[1]
            chip = f' <span class="chip {"good" if good else "bad"}">{"as wanted" if good else "not as wanted"}</span>'
        rows.append((
            "<strong>all</strong>" if whole else escape(named(r["indicator"] or "all")), escape(r["side"] or "all"),
            str(r["claims"]), share(r["share"]) + chip, str(r["bounded"]), share(r["share_bounded"]),
            share(r["prior_share"]),
        ))  # fmt: skip
    heads = ("indicator", "side", "claims", "within 90 %", "with both ends", "of these within", "by the prior")
    return html.table(heads, rows, kind="numbers")


def fitted(study: Any) -> str:
    """The claims that were heard."""
    return "<p>These were fitted, so they should be held at least as often as bands promise.</p>" + html.folded(
        "Table: by indicator and side", coverage_table(study.coverage().filter(~pl.col("holdout")))
    )


def parties(study: Any) -> str:
    """Posterior predictive, party by party."""
    rows = [
        (escape(r["name"]), "later" if r["holdout"] else "fitted", str(r["claims"]), f"{r['higher']:.2f}",
         f"{r['wider']:.2f}", share(r["within_50"]), share(r["within_90"]))
        for r in study.table("groups").iter_rows(named=True)
    ]  # fmt: skip
    note = (
        "<p>Higher: share of replications whose mean lies below what the party said; near 0 or 1 the model hardly "
        "ever puts its claims there. Wider: the same of their scatter. A finding about the model, not a test.</p>"
    )
    heads = ("party", "claims are", "claims", "higher", "wider", "in 50 %", "in 90 %")
    return html.folded("Table: party by party", note + html.table(heads, rows, kind="numbers"))


def prior(study: Any) -> str:
    """Which claims the prior would never have expected."""
    table = study.table("predicted").filter(~pl.col("holdout"))
    out = table.filter(~pl.col("prior_within"))
    if not out.height:
        return "<p>No fitted claim lies outside the prior's 90 % band: the prior allows for what was said.</p>"
    rows = [
        (escape(str(r["date"])), escape(r["place"] or ""), escape(r["quantity"]), escape(r["party"]),
         number(r["reference"]), f"{number(r['prior_low'])} to {number(r['prior_high'])}")
        for r in out.iter_rows(named=True)
    ]  # fmt: skip
    return (
        f"<p>{out.height} of {table.height} fitted claims lie outside the prior's 90 % band; a tenth may.</p>"
        + html.folded("Table: these claims", html.table(("day", "place", "of", "party", "said", "prior's 90 %"), rows))
    )


def without(study: Any) -> str:
    """Leave-one-party-out."""
    table = _table(study, "without")
    if table is None or not table.height:
        return ""
    rows = [
        (escape(r["party"]), str(r["claims"]), f"<code>{escape(r['most_moved'])}</code> {r['shift']:+.2f}",
         f"{r['mean_shift']:.2f}", f"{r['wider']:.2f}",
         "–" if r["p"] is None else f"{r['p']:.2f}", share(r["within_90"]))
        for r in table.iter_rows(named=True)
    ]  # fmt: skip
    heads = ("left out", "claims", "moves most", "mean move", "wider by", "p of its claims", "in 90 % of the others'")
    return (
        "<p>The posterior once more without each party. Moves are in standard deviations of the full posterior; the "
        "last two columns set the party's own claims beside what all others foretell of "
        "it.</p>" + html.table(heads, rows)
    )


def scales(study: Any) -> str:
    """Identifiability of indicators' scales."""
    rows = [
        (escape(named(r["indicator"])), f"{r['prior_spread']:.2f}", f"{r['posterior_spread']:.2f}",
         share(r["from_prior"]),
         f"{r['from_trust']:.2f}")
        for r in study.table("scales").iter_rows(named=True)
    ]  # fmt: skip
    heads = ("indicator", "prior spread (log)", "posterior spread (log)", "variance left", "hangs on trust")
    return (
        "<p>All claims of one indicator can be shifted together unless something anchors them. Hangs on trust: if all "
        "parties were believed to say a little more than assumed, by how much of that little the truth would move; at "
        "1 the scale is what trust makes it.</p>" + html.table(heads, rows, kind="numbers")
    )


def calibration(study: Any) -> str:
    """Simulation-based calibration and coverage."""
    found = study.answer["calibration"]
    rows = []
    for word, what in (("emulated", "drawn from the emulator"), ("played", "runs of their own, from the prior")):
        f = found.get(word, {})
        if "passed" not in f:
            continue
        enough = ""
        if f["trials"] < f["needed"]:
            enough = f' <small class="note">{f["needed"]} would show a fifth too narrow</small>'
        rows.append((
            escape(what), f"{f['trials']}{enough}",
            html.chip("holds" if f["passed"] else "fails") + f" p {f['least_p']:.2g}",
            *(share(f["coverage"][level]) for level in ("0.5", "0.8", "0.9", "0.95")),
            f"{f['factor']:.2f} <small class=band>{f['factor_low']:.2f} to {f['factor_high']:.2f}</small>",
        ))  # fmt: skip
    if not rows:
        return "<p>Calibration was not checked for this answer.</p>"
    heads = (
        "truths", "trials", "ranks even at 1 %", "50 % hold", "80 % hold", "90 % hold", "95 % hold", "stretch needed",
    )  # fmt: skip
    return (
        "<p>Truths that are known, claims made of them by the claim model, and a posterior for each: do its intervals "
        "hold the truth as often as they say?</p>" + html.table(heads, rows, kind="numbers")
    )


def emulator(study: Any) -> str:
    """Whether runs at the posterior, which the emulator never saw, go as it says, and reach what was claimed."""
    a = study.answer
    rows = [
        (escape(named(r["indicator"])), str(r["cells"]), share(r["explained"]), share(r["left_out_90"]),
         share(r["within_50"]), share(r["within_90"]),
         "–" if r["offset"] is None else f"{r['offset']:+.2f} <small class=band>± {2 * r['error']:.2f}</small>",
         "–" if r["spread"] is None else f"{r['spread']:.2f}", _verdict(r["verdict"]))
        for r in study.table("emulator").iter_rows(named=True)
    ]  # fmt: skip
    heads = (
        "indicator", "cells", "explained", "90 % hold, left-out runs", "50 % hold, at the posterior", "90 % hold",
        "offset (sd)", "spread", "",
    )  # fmt: skip
    said = a["emulator"]
    answer = ""
    if said:
        odd = ", ".join(f"{named(r['indicator'])} ({r['verdict']})" for r in said["differs"])
        answer = (
            f"<p>{a['played']} runs were played at the posterior that the emulator did not learn from. Its 90 % bands "
            f"hold {share(said['within_90'])} of their numbers, its 50 % bands {share(said['within_50'])}. "
            + (f"<strong>It differs in {escape(odd)}.</strong>" if odd else "<strong>They confirm it.</strong>")
            + " Offset: how far runs lie above what it says, in its standard deviations (1 is one run's own luck); "
            "spread: of these scores, below 1 if its bands are wider than needed.</p>"
        )
    return answer + html.table(heads, rows, kind="numbers") + _replayed(study) + (
        f"<p>Draws lie {a['nearness']:.2f} times as far from runs as runs lie from one another; {100 * a['far']:.0f} "
        f"% are farther than 95 % of runs. Weighed by how likely each makes the claims, the runs are worth "
        f"{a['effective']:.1f} equal ones; with many sharp claims that is about 1 however good the emulator is.</p>"
    )


def _verdict(word: str | None) -> str:
    return f'<span class="chip {"good" if word == "agrees" else "bad"}">{word}</span>' if word else ""


def _replayed(study: Any) -> str:
    """Coverage by played runs."""
    table = _table(study, "replayed")
    if table is None:
        return ""
    rows = [
        (escape(named(r["indicator"] or "")) or "<strong>all</strong>", "later" if r["holdout"] else "fitted",
         str(r["claims"]), share(r["share"]), share(r["share_runs"]), share(r["share_bounded_runs"]))
        for r in table.iter_rows(named=True)
    ]  # fmt: skip
    heads = ("indicator", "claims are", "claims", "in the answer's 90 %", "in played runs' 90 %", "with both ends")
    return (
        "<p>Claims beside what would be said of these runs, with the biases of the draws they were played at: no "
        "emulator, and no claim heard but through parameters and biases.</p>" + html.table(heads, rows, kind="numbers")
    )


def audit(study: Any) -> str:
    """ABC on the same runs."""
    said, table = study.answer["audit"], _table(study, "audit")
    if not said or table is None:
        return ""
    if not table.height:
        return f"<p>{said['runs']} runs are too few for an audit with {said['summaries']} summaries.</p>"
    bad = table.filter(~pl.col("agrees"))
    rows = [
        (f"<code>{escape(r['name'])}</code>", f"{r['shift']:+.2f}", f"{r['ratio']:.2f}", share(r["inside"]),
         html.chip("agrees" if r["agrees"] else "differs"))
        for r in table.sort("inside").iter_rows(named=True)
    ]  # fmt: skip
    heads = ("parameter", "shift (sd of the audit)", "width over the audit's", "draws inside its 95 %", "")
    return (
        f"<p>The {said['accepted']} of {said['runs']:,} runs whose {said['summaries']} summaries lie nearest the "
        f"claims', shifted by a local regression (Beaumont and others 2002), are worth {said['effective']:.0f}. It "
        f"knows no emulator and is blunt; the sharp posterior should lie inside. In {bad.height} of "
        f"{table.height} parameters it does not.</p>"
        + html.folded("Table: parameter by parameter", html.table(heads, rows))
    )


def claims(study: Any) -> str:
    """Every claim with what was foretold."""
    rows = [
        (
            escape(str(r["date"])), escape(r["place"] or ""), escape(r["quantity"]), escape(r["party"]),
            _said(r), f"{number(r['median'])} <small class=band>{number(r['low'])} to {number(r['high'])}</small>",
            f"{number(r['true_median'])} <small class=band>{number(r['true_low'])} to {number(r['true_high'])}</small>",
            ("later " if r["holdout"] else "") + ("" if r["within"] else html.chip("missed")),
        )
        for r in study.table("predicted").iter_rows(named=True)
    ]  # fmt: skip
    heads = ("day", "place", "of", "party", "said", "foretold", "the truth may be", "")
    return html.folded(f"Table: all {len(rows)} claims", html.table(heads, rows, kind="claims"))


def provenance(study: Any) -> str:
    """What was asked, so that it can be asked again."""
    r = {**study.record, **{k: study.answer[k] for k in ("distrust", "seconds")}}
    rows = [(escape(k), f"<code>{escape(str(v))}</code>") for k, v in r.items() if k != "parameters"]
    return "<p>With the same version and seed, the same numbers come out.</p>" + html.table(("", ""), rows)


def number(value: float | None) -> str:
    """Three digits."""
    if value is None or not _finite(value):
        return "–"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def share(value: float | None) -> str:
    """Percent."""
    return "–" if value is None or not _finite(value) else f"{100 * value:.0f} %"


def _said(r: dict[str, Any]) -> str:
    if r["listed"] or not _finite(r["reported_high"]):
        return f"at least {number(r['reference'])}"
    if r["reported_low"] == 0 and r["reference"] > 0:
        return f"at most {number(r['reference'])}"
    return number(r["reference"])


def _finite(value: Any) -> bool:
    return value is not None and value == value and abs(value) != float("inf")


def _whole() -> pl.Expr:
    return (pl.col("indicator").fill_null("") == "") & (pl.col("side").fill_null("") == "")


def _table(study: Any, name: str) -> pl.DataFrame | None:
    return study.table(name) if (study.path / f"{name}.csv").is_file() else None
