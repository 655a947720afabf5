"""Forecast what parties will report and what will be true, from a calibration; and score such forecasts of the past."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from contested.claims import Claim
from contested.claims.people.people import numbers_in
from contested.claims.reasons import Reason
from contested.ground import options
from contested.ground.errors import InputError
from contested.ground.options import Executor, Voice
from contested.ground.renamed import renamed
from contested.inference.forecast import ledger as book
from contested.inference.forecast.ledger_baselines import RECORDED, beside_baselines
from contested.inference.forecast.series import Key, Series, series_of, uncounted
from contested.inference.forecast.skill import differences
from contested.inference.forecast.unscored import Unscored
from contested.inference.forecast.unscored import table as unscored_table
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
        Whose reports form a series.
    claims : path or iterable of Claim, optional
        Claims instead of the study's own, for example with later ones, which score and are never forecast from.
    runs : int
        Simulated from each origin, at parameters of its posterior.
    draws, seed : int
    ledger : path, optional
        File in which the forecast is recorded (`inference.forecast.ledger`); ledger.jsonl in the folder if absent.
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
    with shown(progress, compiles=True) as tell:
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
        twice; `unscored` says why others are not.

    Raises
    ------
    InputError
        No book, a book that was changed, or claims that cannot be read.
    """
    path, lines = _book(ledger)
    given = arguments.claims(claims)
    today = max([dt.date.today(), *map(book.written_on, lines)])
    before = _scored_before(lines)
    by_voice, rows = _by_voice(given), []
    for line in (line for line in lines if line["kind"] == "forecast"):
        key, due = Key.of(line["series"]), _due(line, by_voice)
        new = [c for c in due if (line["hash"], *_claim_key(c)) not in before]
        for found in book.score(path, line["hash"], new, today) if new else ():
            claim = found["claim"]
            rows.append({**key._asdict(), "date": claim["date"], "lead": found["lead"], "claimant": claim["claimant"],
                         "ahead": found["ahead"], **found["scores"]})  # fmt: skip
    return pl.DataFrame(rows, infer_schema_length=None)


def unscored(ledger: str | Path, claims: str | Path | Iterable[Claim]) -> pl.DataFrame:
    """Claims that no forecast of a book is scored by, each with one reason of a closed list.

    Parameters
    ----------
    ledger, claims
        As for `score`.

    Returns
    -------
    polars.DataFrame
        claim (its number in the table, from 1), date, quantity, actor, place, claimant, reason
        (`claims.reasons`).
    """
    _, lines = _book(ledger)
    given = arguments.claims(claims)
    forecasts = [line for line in lines if line["kind"] == "forecast"]
    by_voice, before, out = _by_voice(given), _scored_before(lines), uncounted(given, totals=True)
    due = {(id(c), line["hash"]) for line in forecasts for c in _due(line, by_voice)}
    keys = {id(c): key for key, series in by_voice.items() for c in series.claims}
    told = []
    for number, claim in enumerate(given, 1):
        mine = [line for line in forecasts if (id(claim), line["hash"]) in due]
        if id(claim) in out:
            told.append(Unscored(number, claim, out[id(claim)]))
        elif mine and all((line["hash"], *_claim_key(claim)) in before for line in mine):
            told.append(Unscored(number, claim, "scored before"))
        elif not mine:
            told.append(Unscored(number, claim, _no_forecast(claim, keys, by_voice, forecasts)))
    return unscored_table(told)


def skill(ledger: str | Path) -> pl.DataFrame:
    """The forecasts of a book beside the baselines, over all claims by which they were scored.

    Parameters
    ----------
    ledger : path

    Returns
    -------
    polars.DataFrame
        score (crps_log or log_score), then as `inference.forecast.skill.differences`: against, claims, days, difference
        (below 0: the recorded forecasts are better), low, high, better, verdict. Empty if nothing was scored, or if the
        forecasts were recorded without their past, as version 0.1 did.
    """
    _, lines = _book(ledger)
    table = beside_baselines(lines)
    if not table.height:
        return table
    parts = [
        differences(table, RECORDED, name, ()).with_columns(score=pl.lit(name)) for name in ("crps_log", "log_score")
    ]
    joined = pl.concat(parts)
    return joined.select("score", *[c for c in joined.columns if c != "score"])


def _book(ledger: str | Path) -> tuple[Path, list[dict[str, Any]]]:
    path = layout.given(ledger, "ledger")
    if not path.is_file():
        raise InputError(f"{path}: expected a ledger of forecasts; there is no such file.", "see FOLDER/ledger.jsonl")
    return path, book.read(path)


def _by_voice(claims: tuple[Claim, ...]) -> dict[Key, Series]:
    return {
        **series_of(claims, dt.date.max, "side", totals=True), **series_of(claims, dt.date.max, "party", totals=True)
    }  # fmt: skip


def _due(line: Mapping[str, Any], by_voice: Mapping[Key, Series]) -> list[Claim]:
    """Claims that a forecast speaks of; a masked person's number means nothing in another file."""
    key, origin = Key.of(line["series"]), dt.date.fromisoformat(line["origin"])
    if key not in by_voice or numbers_in(key.voice):
        return []
    return [c for c in by_voice[key].claims if (c.date - origin).days in line["leads"]]


def _no_forecast(
    claim: Claim, keys: Mapping[int, Key], by_voice: Mapping[Key, Series], forecasts: list[dict[str, Any]]
) -> Reason:
    of = [line for line in forecasts if (key := Key.of(line["series"])) in by_voice
          and any(c is claim for c in by_voice[key].claims)]  # fmt: skip
    if not of:
        return "no such forecast"
    if numbers_in(keys[id(claim)].voice) and all(numbers_in(line["series"]["voice"]) for line in of):
        return "masked voice"
    ahead = [(claim.date - dt.date.fromisoformat(line["origin"])).days for line in of]
    return "known at every origin" if max(ahead) < 1 else "beyond the horizon"


def _scored_before(lines: list[dict[str, Any]]) -> set[tuple[Any, ...]]:
    scored = (line for line in lines if line["kind"] == "score")
    return {(line["forecast"], *(line["claim"][name] for name in sorted(line["claim"]))) for line in scored}


def _claim_key(claim: Claim) -> tuple[Any, ...]:
    """A claim as a score's line names it."""
    return (claim.claimant, claim.date.isoformat(), claim.high, claim.low, claim.side, claim.source_url, claim.value)
