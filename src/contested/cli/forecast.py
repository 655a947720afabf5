"""`contested forecast`: what will they say tomorrow, and how good were such forecasts?"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated

import typer

from contested.cli.errors import errors_told, say
from contested.cli.finished import drawing
from contested.ground.errors import InputError

if TYPE_CHECKING:
    from contested.tasks.results import Forecast

EXAMPLES = (
    "Examples:\n\n"
    "contested forecast studies/belarus --horizon 28\n\n"
    "contested forecast studies/belarus --origins 2020-08-31 --origins 2020-09-07 --by side\n\n"
    "contested forecast --score studies/belarus/forecasts/001/ledger.jsonl --claims later.csv"
)


@errors_told
def forecast(
    study: Annotated[
        str | None, typer.Argument(metavar="[STUDY]", help="Folder of a calibration (contested calibrate).")
    ] = None,
    horizon: Annotated[int, typer.Option(help="Days ahead.")] = 28,
    origins: Annotated[
        list[str] | None,
        typer.Option(
            metavar="DATE",
            help="Forecast again from this day, and score by what was said then; repeatable. The study's last day and "
            "four weeks before it, a week apart, if not given.",
        ),
    ] = None,
    by: Annotated[str, typer.Option(metavar="WHO", help="One voice is a party, or a side.")] = "party",
    claims: Annotated[
        str | None, typer.Option(metavar="FILE", help="Claims, also later ones, instead of the study's own.")
    ] = None,
    played: Annotated[
        int, typer.Option("--runs", help="Played from each origin, by actors that know no later act.")
    ] = 200,
    draws: Annotated[int, typer.Option(help="Draws of each forecast.")] = 400,
    seed: Annotated[int, typer.Option(help="Same study, claims and seed, same numbers.")] = 1,
    ledger: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Book to write the forecast down in; FOLDER/ledger.jsonl if not given."),
    ] = None,
    score: Annotated[
        str | None, typer.Option(metavar="LEDGER", help="Score the forecasts of this book by --claims instead.")
    ] = None,
    executor: Annotated[
        str, typer.Option(metavar="WHO", help="pool (processes), serial (this process) or ray. Changes no number.")
    ] = "pool",
    workers: Annotated[int | None, typer.Option(help="One a processor if not given.")] = None,
    out: Annotated[
        str | None, typer.Option(metavar="PATH", help="New folder; STUDY/forecasts/NUMBER if not given.")
    ] = None,
    report: Annotated[bool, typer.Option("--report/--no-report", help="Write the page with charts.")] = True,
) -> None:
    """Forecast what each party will say and what will be true, and score such forecasts against simple ones.

    From each origin runs are played at parameters of the posterior on the claims up to it, with a script that ends
    there; the study keeps them. The tables print lost comparisons as well. A forecast is written into a ledger with
    hashes, to be scored when later claims are there.
    """
    from contested.cli import show

    if (study is None) == (score is None):
        raise InputError("STUDY: expected the folder of a calibration, or --score LEDGER; got "
                         + ("neither." if study is None else "both."), "contested forecast --help")  # fmt: skip
    if score is not None:
        _score(score, claims)
        return
    from contested.tasks.forecast import forecast as task

    began = time.perf_counter()
    done = task(
        study, horizon, origins=origins or None, by=by, claims=claims, runs=played, draws=draws, seed=seed,
        ledger=ledger, executor=executor, workers=workers, out=out,
    )  # fmt: skip
    page = ""
    if report:
        with drawing():
            page = str(done.report())
    _print(done)
    rows = [("folder", str(done.path)), ("ledger", str(done.ledger))]
    if page:
        rows.append(("report", page))
    rows.append(("took", f"{time.perf_counter() - began:.1f} s"))
    show.pairs(rows)


def _score(ledger: str, claims: str | None) -> None:
    from contested.cli import show
    from contested.tasks.forecast import score as task

    if claims is None:
        raise InputError("--claims: expected a file of claims to score by; got none.", "--claims FILE")
    rows = task(ledger, claims)
    if not rows.height:
        say("no claim in the file is new and of a day and series that was forecast")
        return
    columns = ["quantity", "place", "voice", "date", "lead", "ahead", "crps", "crps_log", "log_score", "covered", "pit"]
    show.table(columns, [[_plain(v) for v in row] for row in rows.select(columns).iter_rows()],
               right=["lead", "crps", "crps_log", "log_score", "pit"])  # fmt: skip
    say(f"{rows.height} scores were added to {ledger}; `ahead`: the forecast was written before that day")


def _print(done: Forecast) -> None:
    from contested.cli import show
    from contested.report.pages.forecast import ACTS_KNOWN, called, shown_leads

    frame = done.to_polars()
    lead = shown_leads(frame["lead"].to_list())
    rows = [
        (r["quantity"], r["place"], r["voice"] if r["kind"] == "claim" else "the truth", r["lead"],
         *(_plain(r[q]) for q in ("q05", "q50", "q95")))
        for r in frame.filter(frame["lead"].is_in(lead)).iter_rows(named=True)
    ]  # fmt: skip
    rows = list(dict.fromkeys(rows))  # voices that speak of one thing share its truth
    heads = ("quantity", "place", "who says it", "days ahead", "5 %", "median", "95 %")
    show.table(heads, rows, title=f"from {done.record['origin']}", right=heads[3:])
    against = done.tables["against"]
    if not against.height:
        say("no claim could be scored; skipped.csv says why")
        return
    part = against.filter((against["score"] == "crps_log") & (against["quantity"] == ""))
    rows = [
        (_horizon(r["horizon"]), called(r["against"]), r["claims"],
         *(f"{r[c]:+.3f}" for c in ("difference", "low", "high")), r["verdict"])
        for r in part.iter_rows(named=True)
    ]  # fmt: skip
    heads = ("horizon", "the nation against", "claims", "difference", "from", "to", "verdict")
    show.table(heads, rows, title="CRPS of log(1 + number); below 0 the nation is better", right=heads[2:6])
    say(verdicts(part.filter(part["against"] != ACTS_KNOWN)["verdict"].to_list()))
    rows = [
        (r["quantity"], _horizon(r["horizon"]), r["claims"], f"{r['score']:.3f}", f"{r['so_far_score']:.3f}",
         r["so_far_verdict"], f"{r['hindsight_score']:.3f}", r["hindsight_verdict"], called(r["best"]))
        for r in done.tables["best"].iter_rows(named=True)
    ]  # fmt: skip
    heads = ("quantity", "horizon", "claims", "nation", "best until then", "verdict", "best in hindsight", "verdict",
             "which is")  # fmt: skip
    show.table(heads, rows, title="CRPS of log(1 + number) beside the best single baseline",
               right=("claims", "nation", "best until then", "best in hindsight"))  # fmt: skip
    say(f"{called(ACTS_KNOWN)} is no forecast: it shows what acts that nobody foresaw are worth")


def verdicts(words: list[str]) -> str:
    """Wins and losses in a sentence."""
    return ", ".join(f"{word}: {words.count(word)}" for word in ("wins", "loses", "even", "too few")) + (
        f" of {len(words)} comparisons"
    )


def _horizon(days: int | None) -> str:
    return "all" if days is None else f"{days} days" if days > 1 else "1 day"


def _plain(value: object) -> str:
    if value is None or isinstance(value, bool):
        return "" if value is None else "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return str(value)
