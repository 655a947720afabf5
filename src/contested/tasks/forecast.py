"""Forecast what parties will report and what will be true, from a calibration; and score such forecasts of the past."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import polars as pl

from contested.claims import Claim
from contested.ground import options
from contested.ground.errors import InputError
from contested.ground.options import Executor, Voice
from contested.ground.renamed import renamed
from contested.inference.forecast import ledger as book
from contested.inference.forecast.series import Key, series_of
from contested.store import layout
from contested.studies import arguments
from contested.tasks.progress import ProgressOption, shown
from contested.tasks.results import Calibration, Forecast


@renamed(say="progress")
def forecast(
    study: str | Path | Calibration,
    horizon: int = options.HORIZON,
    *,
    origins: Iterable[str | dt.date] | str | dt.date | None = None,
    by: Voice = options.VOICE,
    claims: str | Path | Iterable[Claim] | None = None,
    runs: int = options.RUNS,
    draws: int = options.DRAWS,
    seed: int = options.SEED,
    ledger: str | Path | None = None,
    executor: Executor = options.EXECUTOR,
    workers: int | None = None,
    out: str | Path | None = None,
    progress: ProgressOption = None,
) -> Forecast:
    """Forecast from the last day that a study was fitted to, and from days of the past to see how good that is.

    Parameters
    ----------
    study : Calibration, or path of its folder
        Runs from each origin are stored in its folder `ahead`, and the same forecast simulates none of them again.
    horizon : int, day
    origins : dates, optional
        Days from which forecasts are made again and scored by the claims that followed; the study's last day and the
        four weeks before it, a week apart, if absent.
    by : "party" or "side"
        Whose voice a series is.
    claims : path or iterable of Claim, optional
        Claims instead of the study's own, for example with later ones, which score and are never forecast from.
    runs : int
        Simulated from each origin, at parameters of its posterior.
    draws, seed : int
    ledger : path, optional
        Book to write the forecast down in (`inference.forecast.ledger`); ledger.jsonl in the folder if absent.
    out : path, optional
        Folder of the forecast; STUDY/forecasts/NUMBER if absent. If it holds the same forecast, that is continued or
        opened; another one is refused.
    executor, workers, progress
        As in `contested.sweep`.

    Returns
    -------
    Forecast

    Raises
    ------
    InputError
        Whatever is wrong with what was asked, before anything is written.
    CheckpointError
        The folder is none of a finished calibration.
    MissingExtra
        If scoringrules is not installed.
    DiskError
    RunError
        Every run of an origin failed, or another process simulates runs of this study. What is finished stays.
    Stopped
        Ctrl-C during simulation (a KeyboardInterrupt).
    """
    from contested.studies.forecasting import stages
    from contested.studies.forecasting.request import request

    workers = arguments.workers(workers, executor)
    opened = study if isinstance(study, Calibration) else Calibration(study)
    wanted = request(opened, horizon, origins, by, claims, runs, draws, seed, out, ledger)
    with shown(progress) as tell:
        stages.forecast(wanted, ledger, executor, workers, tell)
    return Forecast(wanted.path)


def score(ledger: str | Path, claims: str | Path | Iterable[Claim]) -> pl.DataFrame:
    """Score every forecast of a book by claims that came since, and write that down in the book.

    Parameters
    ----------
    ledger : path
    claims : path or iterable of Claim

    Returns
    -------
    polars.DataFrame
        A row per claim scored now: quantity, actor, place, voice, date, lead, claimant, ahead (the forecast was written
        before that day), crps, crps_log, log_score, interval_score, covered, pit. Claims scored earlier are not scored
        twice, and those of days or series that were not forecast not at all.

    Raises
    ------
    InputError
        No book, a book that was changed, or claims that cannot be read.
    """
    path = layout.given(ledger, "ledger")
    if not path.is_file():
        raise InputError(f"{path}: expected a ledger of forecasts; there is no such file.", "see FOLDER/ledger.jsonl")
    given, lines = arguments.claims(claims), book.read(path)
    by_voice = {
        **series_of(given, dt.date.max, "side", totals=True), **series_of(given, dt.date.max, "party", totals=True)
    }  # fmt: skip
    scored = [line for line in lines if line["kind"] == "score"]
    before = {(line["forecast"], *(line["claim"][name] for name in sorted(line["claim"]))) for line in scored}
    today = max([dt.date.today(), *map(book.written_on, lines)])
    rows = []
    for line in (line for line in lines if line["kind"] == "forecast"):
        key, origin = Key.of(line["series"]), dt.date.fromisoformat(line["origin"])
        due = [c for c in by_voice[key].claims if (c.date - origin).days in line["leads"]] if key in by_voice else []
        new = [c for c in due if (line["hash"], *_claim_key(c)) not in before]
        for found in book.score(path, line["hash"], new, today) if new else ():
            claim = found["claim"]
            rows.append({**key._asdict(), "date": claim["date"], "lead": found["lead"], "claimant": claim["claimant"],
                         "ahead": found["ahead"], **found["scores"]})  # fmt: skip
    return pl.DataFrame(rows, infer_schema_length=None)


def _claim_key(claim: Claim) -> tuple[Any, ...]:
    """A claim as a score's line names it."""
    return (claim.claimant, claim.date.isoformat(), claim.high, claim.low, claim.side, claim.source_url, claim.value)
