"""Forecast what parties will say and what will be true, from a calibration; and say how such forecasts fared before.

From each origin runs are played on that know no later act (`forecasting.played_on`): what they say is the nation's
forecast. Beside it, and labelled so, stands what would be foretold if the scenario's later acts were known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from contested.claims.claim import Claim
from contested.ensemble import executors
from contested.ground.errors import InputError
from contested.inference.forecast import baselines
from contested.inference.forecast import ledger as book
from contested.inference.forecast.backtest import EQUAL, HORIZONS, backtest
from contested.inference.forecast.claim_forecast import ClaimForecast
from contested.inference.forecast.series import Key, Series, series_of
from contested.inference.forecast.skill import best_so_far
from contested.inference.likelihood.cells import counterpart
from contested.inference.likelihood.claim_params import ClaimModel
from contested.store import disk, layout, write
from contested.studies import arguments
from contested.studies.days import to_date
from contested.studies.forecasting.folder import ACTS_KNOWN, NATION, Forecast, Made, written
from contested.studies.forecasting.scoring import claims_of
from contested.studies.run.prepare import say_nothing

if TYPE_CHECKING:
    from contested.studies.calibration.study import Study

#: origins a week apart that are tried where none are given
ORIGINS = 5
#: days with claims that a series needs before it is scored
LEAST = 5
#: days with claims that make a voice worth foretelling, if any has as many
SPEAKS = 3


def forecast(
    study: str | Path,
    horizon: int = 28,
    *,
    origins: Iterable[str | date] | None = None,
    by: str = "party",
    claims: str | Path | Iterable[Claim] | None = None,
    runs: int = 200,
    draws: int = 400,
    seed: int = 1,
    ledger: str | Path | None = None,
    executor: str = "pool",
    workers: int | None = None,
    out: str | Path | None = None,
    progress: Callable[[int, int], None] | None = None,
    say: Callable[[str], None] = say_nothing,
) -> Forecast:
    """Forecast from the last day that a study was fitted to, and from days of the past to see how good that is.

    Parameters
    ----------
    study : path
        Folder of a calibration (`contested.calibrate`). Runs from each origin are kept in its folder `ahead`, and the
        same forecast plays none of them again.
    horizon : int, day
    origins : dates, optional
        Days from which forecasts are made again and scored by the claims that followed; the study's last day and the
        four weeks before it, a week apart, if absent.
    by : "party" or "side"
        Whose voice a series is.
    claims : path or iterable of Claim, optional
        Claims instead of the study's own, for example with later ones, which score and are never forecast from.
    runs : int
        Played from each origin, at parameters of its posterior.
    draws, seed : int
    ledger : path, optional
        Book to write the forecast down in (`inference.forecast.ledger`); ledger.jsonl in the folder if absent.
    out : path, optional
        New folder; STUDY/forecasts/NUMBER if absent.
    executor, workers, progress
        As in `contested.sweep`.
    say : (str) -> None, optional
        Told what is being done.

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
        Every run of an origin failed, or another process plays runs of this study. What is finished stays.
    Stopped
        Ctrl-C while runs are played (a KeyboardInterrupt).
    """
    from contested.studies.calibration.study import Study
    from contested.studies.forecasting import runs_ahead
    from contested.studies.forecasting.origins import Origins
    from contested.studies.forecasting.study_runs import played

    horizon, runs, draws, seed = _whole(horizon, runs, draws, seed, runs_ahead.MOST)
    executors.check(executor, None if workers is None else arguments.whole(workers, "workers"))
    if by not in ("party", "side"):
        raise InputError(f"by: expected party or side; got {arguments.short(by)}.", "party if left out")
    opened = Study(study)
    held = opened.held
    scenario, until = held.scenario, held.until
    told = _told(opened, claims)
    doubted = opened.answer["distrust"]
    claim_model = ClaimModel().doubting(*doubted) if doubted else ClaimModel()
    days = _origins(origins, until, scenario.country.start, held.last)
    target = _folder(held.path, out)
    say("reading runs")
    study_runs = played(held)
    there = set(study_runs.cells.each)
    told = tuple(c for c in told if counterpart(c, scenario) in there)
    origin = Origins(scenario, told, study_runs, claim_model=claim_model, seed=seed)
    known, acts_known, jobs = {}, {}, {}
    for day in sorted({*days, until}):
        if day != until and not origin.speaks(day):
            continue  # nobody has spoken, so no series is foretold from there
        say(f"claims up to {day}")
        found = origin.at(day)
        known[day], acts_known[day] = found.known, origin.acts_known(day, draws)
        view = {"seed": seed, "distrust": doubted}
        jobs[day] = runs_ahead.job(held, origin.upto(day), day, found, horizon, view)
    runs_ahead.play(held, list(jobs.values()), runs, executor, workers, progress, say)
    say("forecasts, and their scores")
    ahead = {day: runs_ahead.read(held, one, runs) for day, one in jobs.items()}
    model, informed = ClaimForecast(scenario, known, ahead), ClaimForecast(scenario, known, acts_known)
    series = series_of([c for c in told if (c.end_date or c.date) <= until], until, by)
    often = {key: one for key, one in series.items() if one.past.days.size >= SPEAKS} or series
    tried = {key: _made(model, one, horizon, draws, seed) for key, one in often.items()}
    made = {key: one for key, one in tried.items() if one is not None}
    if not made:
        raise InputError(f"{held.path}: no series of claims up to {until} can be foretold a day ahead.",
                         "the scenario ends there")  # fmt: skip
    horizons = tuple(dict.fromkeys((*(h for h in HORIZONS if h < horizon), horizon)))
    bt = backtest(told, days, {NATION: model, ACTS_KNOWN: informed}, by=by, horizons=horizons, least=LEAST, mix=NATION,
                  draws=draws, seed=seed)  # fmt: skip
    bt = replace(bt, scores=pl.concat([bt.scores, best_so_far(bt.scores, list(baselines.available()[0]), EQUAL)]))
    record = {
        "contested": version("contested"), "study": held.path.name, "distrust": doubted, "scenario": scenario.name,
        "title": scenario.country.title,
        "origin": until.isoformat(), "horizon": horizon, "origins": [d.isoformat() for d in days], "by": by,
        "draws": draws, "seed": seed, "series": len(made), "runs": runs, "learnt from": origin.at(until).runs,
        "chains agree": {d.isoformat(): origin.at(d).posterior.converged for d in known},
        "ledger": str(layout.given(ledger, "ledger") if ledger is not None else target / "ledger.jsonl"),
    }  # fmt: skip
    # a later claim may give a party another name
    written(target, record, made, {**series, **series_of(told, date.max, by)}, bt)
    _record(Path(record["ledger"]), made, until, record)
    return Forecast(target)


def _whole(horizon: int, runs: int, draws: int, seed: int, most: int) -> tuple[int, ...]:
    """Numbers that were asked for, checked."""
    asked_for = {"horizon": (horizon, 1, 28), "runs": (runs, 10, 200), "draws": (draws, 20, 400), "seed": (seed, 0, 1)}
    for name, (value, least, usual) in asked_for.items():
        if arguments.whole(value, name) < least:
            raise InputError(f"{name}: expected at least {least}; got {value}.", f"{usual} if left out")
    if runs > most:
        raise InputError(f"runs: expected at most {most}; got {runs}.", "200 if left out")
    return horizon, runs, draws, seed


def _told(opened: Study, claims: Any) -> tuple[Claim, ...]:
    """What was given, or what an answer was asked of, or the study's own."""
    if claims is not None:
        return claims_of(claims)
    own = opened.path / "claims.csv"
    return claims_of(own) if own.is_file() else opened.held.claims()


def _origins(origins: Any, until: date, start: date, last: date) -> list[date]:
    if origins is None:
        return [d for k in reversed(range(ORIGINS)) if (d := until - timedelta(days=7 * k)) > start]
    found = sorted({to_date(o, "origins") for o in arguments.several(origins, "origins")})
    for day in found:
        if not start <= day < last:
            raise InputError(f"origins: expected days from {start} to before {last}; got {day}.",
                             f"{last} is the last day that was played")  # fmt: skip
    if not found:
        raise InputError("origins: expected at least one day; got none.", "leave it out for the last five weeks")
    return found


def _folder(study: Path, out: Any) -> Path:
    if out is not None:
        path = layout.given(out, "out")
        write.refuse_unless_free(path)
        return path
    n = 1
    while (path := study / "forecasts" / f"{n:03d}").exists():
        n += 1
    return path


def _made(model: ClaimForecast, series: Series, horizon: int, draws: int, seed: int) -> Made | None:
    """None where nothing was played that says anything."""
    leads = np.array([k for k in range(1, horizon + 1) if model.can(series.key, series.until, k)], dtype=np.int64)
    if not leads.size:
        return None
    said, truth = model(series, leads, draws, seed), model.truth(series.key, series.until, leads)
    return Made(series.claims[-1].side, leads, said, truth)


def _record(path: Path, made: dict[Key, Made], until: date, record: dict[str, Any]) -> None:
    # a forecast cannot be older than what it knows: countries that do not exist yet have their days in years to come
    lines = book.read(path)
    today = max([date.today(), until, *(date.fromisoformat(line["made"]) for line in lines[-1:])])
    maker = f"contested {record['contested']}, {record['study']}, seed {record['seed']}"
    with disk.writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    for key, one in made.items():
        book.record(path, key, until, one.leads, one.said, maker=maker, today=today)
