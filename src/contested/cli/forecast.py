"""`contested forecast`: what will they say tomorrow, and how good were such forecasts?"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated

import typer

from contested.cli import options, tables
from contested.cli.command import line, say
from contested.ground.errors import InputError
from contested.ground.options import DRAWS, EXECUTOR, HORIZON, RUNS, SEED, VOICE, Voice

if TYPE_CHECKING:
    import polars as pl

    from contested.tasks.results import Forecast

EXAMPLES = (
    "Examples:\n\n"
    "contested forecast studies/belarus --horizon 28\n\n"
    "contested forecast studies/belarus --origins 2020-08-31 --origins 2020-09-07 --by side\n\n"
    "contested forecast --score studies/belarus/forecasts/001/ledger.jsonl --claims later.csv"
)


def forecast(
    study: Annotated[
        str | None, typer.Argument(metavar="[STUDY]", help="Folder of a calibration (contested calibrate).")
    ] = None,
    horizon: Annotated[int, typer.Option(help="Days to forecast from each origin.")] = HORIZON,
    origins: Annotated[
        list[str] | None,
        typer.Option(
            metavar="DATE", help="Also forecast from this day, and score with what was reported later. Repeatable.",
            show_default="the study's last fitted day and four weeks before it, a week apart",
        ),
    ] = None,
    by: Annotated[
        Voice, options.one_of("--by", Voice, "Forecast the reports of each party, or of each side.")
    ] = VOICE,
    claims: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Table of claims; may include later ones.", show_default="the study's own"),
    ] = None,
    runs: Annotated[int, typer.Option(help="Runs from each origin, without any act after it.")] = RUNS,
    draws: Annotated[int, typer.Option(help="Draws from each predictive distribution.")] = DRAWS,
    seed: options.Seed = SEED,
    ledger: Annotated[
        str | None,
        typer.Option(
            metavar="FILE", help="Ledger in which the forecast is recorded.", show_default="ledger.jsonl in the folder"
        ),
    ] = None,
    score: Annotated[
        str | None, typer.Option(metavar="LEDGER", help="Instead, score the forecasts of this ledger with --claims.")
    ] = None,
    executor: options.Executor = EXECUTOR,
    workers: options.Workers = None,
    out: options.Out = None,
    report: options.Report = True,
    with_names: options.WithNames = None,
    progress: options.Progress = None,
) -> None:
    """Forecast what each party will report and what will be true, and score such forecasts against simple baselines.

    An origin is a day from which a forecast is made. Simulates from each origin, with parameters fitted to the claims
    up to it and without any later act. Writes STUDY/forecasts/NUMBER unless --out names another folder: quantiles,
    scores (also where the model loses), report.html, and a ledger with hashes that can be scored once there are later
    claims.
    """
    if (study is None) == (score is None):
        raise InputError("STUDY: expected the folder of a calibration, or --score LEDGER; got "
                         + ("neither." if study is None else "both."), "contested forecast --help")  # fmt: skip
    if study is None:
        _score(score or "", claims)
        return
    from contested.tasks.forecast import forecast as task

    began = time.perf_counter()
    done = task(
        study, horizon, origins=origins or None, by=by, claims=claims, runs=runs, draws=draws, seed=seed, ledger=ledger,
        executor=executor, workers=workers, out=out, progress=progress,
    )  # fmt: skip
    page = str(done.report()) if report else ""
    _print(done)
    for text in done.warnings():
        say(text)
    tables.pairs([("ledger", str(done.ledger)), *tables.last_words(done.path, page, began)])


def _score(ledger: str, claims: str | None) -> None:
    from contested.tasks.forecast import score as task
    from contested.tasks.forecast import skill, unscored

    if claims is None:
        raise InputError("--claims: expected a file of claims to score by; got none.", "--claims FILE")
    left = unscored(ledger, claims)
    rows = task(ledger, claims)
    _unscored(left, f"{ledger} has no forecast for them, or has their scores")
    if not rows.height:
        say("no claim in the file is new and of a day and series that was forecast")
        _beside(skill(ledger))
        return
    columns = ["quantity", "place", "voice", "date", "lead", "ahead", "crps", "crps_log", "log_score", "covered", "pit"]
    tables.table(columns, [[tables.number(v) for v in row] for row in rows.select(columns).iter_rows()],
                 right=["lead", "crps", "crps_log", "log_score", "pit"])  # fmt: skip
    _beside(skill(ledger))
    say(f"{rows.height} scores were added to {ledger}; `ahead`: the forecast was recorded before that day")


def _beside(skill: pl.DataFrame) -> None:
    """A ledger's forecasts beside the baselines, over all its scores, and how many claims that are."""
    from contested.report.pages.forecast import SCORES, called, counted, interval, verdict

    if not skill.height:
        say("the ledger's forecasts were recorded without earlier claims, so no baseline can be scored beside them")
        return
    rows = [
        (SCORES[r["score"]], called(r["against"]), r["claims"], f"{r['difference']:+.3f}", *interval(r, "+.3f"),
         verdict(r))
        for r in skill.iter_rows(named=True)
    ]  # fmt: skip
    heads = ("score", "recorded against", "claims", "difference", "from", "to", "verdict")
    tables.table(heads, rows, title="all scores of the ledger; below 0 its forecasts are better", right=heads[2:6])
    first = skill.row(0, named=True)
    say(f"on {counted(first['claims'], 'claim')} of {counted(first['days'], 'day')}")


def _print(done: Forecast) -> None:
    from contested.report.pages.forecast import called, headline, interval, shown_leads, verdict
    from contested.studies.forecasting.forecast import ACTS_KNOWN

    frame = done.to_polars()
    lead = shown_leads(frame["lead"].to_list())
    rows = [
        (r["quantity"], r["place"], r["voice"] if r["kind"] == "claim" else "the truth", r["lead"],
         *(tables.number(r[q]) for q in ("q05", "q50", "q95")))
        for r in frame.filter(frame["lead"].is_in(lead)).iter_rows(named=True)
    ]  # fmt: skip
    rows = list(dict.fromkeys(rows))  # voices that speak of one thing share its truth
    heads = ("quantity", "place", "reported by", "days ahead", "5 %", "median", "95 %")
    tables.table(heads, rows, title=f"from {done.record['origin']}", right=heads[3:])
    against = done.tables["against"]
    _unscored(done.tables["unscored"], "unscored.csv")
    if not against.height:
        say("no claim could be scored; unscored.csv says why")
        return
    part = against.filter((against["score"] == "crps_log") & (against["quantity"] == ""))
    comparisons = [
        (_horizon(r["horizon"]), called(r["against"]), r["claims"],
         f"{r['difference']:+.3f}", *interval(r, "+.3f"), verdict(r))
        for r in part.iter_rows(named=True)
    ]  # fmt: skip
    heads = ("horizon", "the nation against", "claims", "difference", "from", "to", "verdict")
    tables.table(heads, comparisons, title="CRPS of log(1 + number); below 0 the model is better", right=heads[2:6])
    best = [
        (r["quantity"], _horizon(r["horizon"]), r["claims"], f"{r['score']:.3f}", f"{r['so_far_score']:.3f}",
         verdict({**r, "verdict": r["so_far_verdict"]}), f"{r['hindsight_score']:.3f}",
         verdict({**r, "verdict": r["hindsight_verdict"]}), called(r["best"]))
        for r in done.tables["best"].iter_rows(named=True)
    ]  # fmt: skip
    columns = ("quantity", "horizon", "claims", "nation", "best until then", "verdict until then", "best in hindsight",
               "verdict in hindsight", "which is")  # fmt: skip
    tables.table(columns, best, title="CRPS of log(1 + number) against the best single baseline",
                 right=("claims", "nation", "best until then", "best in hindsight"))  # fmt: skip
    line(headline(against, done.tables["scores"]))
    if found := done.coverage():
        say(f"of scored claims {found.text()}")
    if ACTS_KNOWN in against["against"]:
        say(f"{called(ACTS_KNOWN)} is not a forecast: its advantage measures how much later, unforeseen events matter")


def _unscored(frame: pl.DataFrame, where: str) -> None:
    from contested.claims.reasons import MEANING, counts

    if frame.height:
        rows = [(reason, MEANING[reason], n) for reason, n in counts(frame["reason"]).items()]
        tables.table(("reason", "meaning", "claims"), rows, title=f"{frame.height:,} claims were not scored ({where})",
                     right=["claims"])  # fmt: skip


def _horizon(days: int | None) -> str:
    return "all" if days is None else f"{days} days" if days > 1 else "1 day"
