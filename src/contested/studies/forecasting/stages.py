"""A forecast from the last day that a study was fitted to, and from days of the past to see how good that is.

From each origin runs are simulated that know no later act (`runs_ahead`): they make the nation's forecast. Beside it,
and labelled so, stands the forecast if the scenario's later acts were known.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import polars as pl

from contested.claims import Claim
from contested.claims.reasons import Reason, Unused, counts
from contested.ground.errors import InputError
from contested.ground.options import Executor
from contested.ground.progress import Progress, ProgressCallback
from contested.inference.forecast import baselines
from contested.inference.forecast import ledger as book
from contested.inference.forecast.backtest import EQUAL, HORIZONS, Backtest, backtest
from contested.inference.forecast.claim_forecast import ClaimForecast
from contested.inference.forecast.ledger_baselines import recorded
from contested.inference.forecast.series import Key, Series, seed_of, series_of, so_far, uncounted
from contested.inference.forecast.skill import best_so_far
from contested.inference.likelihood.cells import counterpart, placed
from contested.inference.likelihood.claim_params import DEFAULT
from contested.nation import tallies
from contested.store import disk, hashes, layout, lock, whole
from contested.studies.calibration.request import hash_of
from contested.studies.folder import LAST, Record, begin, complete, new_record, signed
from contested.studies.forecasting import runs_ahead
from contested.studies.forecasting.forecast import (
    ACTS_KNOWN,
    NATION,
    PRIOR,
    PRIOR_ACTS_KNOWN,
    SeriesForecast,
    write_forecast,
)
from contested.studies.forecasting.origins import Origins, by_prior, study_runs, upto
from contested.studies.forecasting.request import Request
from contested.studies.interrupt import stoppable
from contested.studies.runner import Runner
from contested.studies.smoothing import ahead as smoothing

if TYPE_CHECKING:
    from contested.scenarios import Scenario

#: days with claims that a series needs before it is scored
LEAST = 5
#: days with claims that make a voice worth forecasting, if any has as many
SPEAKS = 3


class Forecasters(NamedTuple):
    """The nation's forecaster, what stands beside it and is no forecast (the prior alone; of an emulator's study also
    the same if later acts were known), how many runs it was learnt from, and whether the posterior of each origin is
    sound."""

    nation: ClaimForecast
    beside: Mapping[str, ClaimForecast]
    training: int
    converged: dict[dt.date, bool]


def forecast(
    wanted: Request, ledger: str | Path | None, executor: Executor, workers: int | None, progress: ProgressCallback
) -> None:
    """Everything from the study's runs to the forecast's entry in the ledger and its folder, forecast.json last.

    Raises
    ------
    Stopped
    InputError
        A ledger that was changed; before anything is simulated.
    """
    file = layout.given(ledger, "ledger") if ledger is not None else wanted.path / "ledger.jsonl"
    book.read(file)
    with stoppable(wanted.path, "the forecast"):
        if complete(wanted.path, "forecast"):
            whole.clear(wanted.path)
        else:
            _forecast(wanted, file, executor, workers, progress)


def _forecast(
    wanted: Request, file: Path, executor: Executor, workers: int | None, progress: ProgressCallback
) -> None:
    folder, by, seed = wanted.study.folder, wanted.by, wanted.seed
    scenario, fit_until, horizon = folder.scenario, folder.fit_until, wanted.horizon
    wanted = wanted._replace(claims=tuple(so_far(c, scenario.country.start) for c in wanted.claims))
    unusable = partial(unsimulated, scenario=scenario)
    claims = tuple(c for c in wanted.claims if not unusable(c))
    doubted = wanted.study.answer["distrust"]
    both = forecasters(wanted, claims, executor, workers, progress)
    progress(Progress(text="forecasts, and their scores"))
    series = series_of([c for c in claims if (c.end_date or c.date) <= fit_until], fit_until, by, totals=True)
    forecasts = _of_series(both.nation, series, horizon, wanted.draws, seed)
    if not forecasts:
        raise InputError(
            f"{folder.path}: no series of claims up to {fit_until} can be forecast a day ahead.",
            _why_none(wanted.claims, scenario, fit_until),
        )
    record = new_record("forecast", {
        "study": folder.path.name, "distrust": doubted, "scenario": scenario.name,
        "title": scenario.country.title, "origin": fit_until.isoformat(), "horizon": horizon,
        "origins": [d.isoformat() for d in wanted.origins], "by": by, "draws": wanted.draws, "seed": seed,
        "series": len(forecasts), "runs": wanted.runs, "training": both.training,
        "converged": {d.isoformat(): sound for d, sound in both.converged.items()}, "ledger": str(file),
        "warnings": wanted.study.warnings(),
    })  # fmt: skip
    # a later claim may give a party another name
    every = {**series, **series_of(claims, dt.date.max, by, totals=True)}
    past = {key: recorded(series[key], wanted.draws, seed) for key in forecasts}
    scored = _backtest(wanted, both, unusable)
    path = begin(wanted.path, scenario.name, wanted.record)
    with lock.exclusive(path):
        if not complete(path, "forecast"):
            write_forecast(path, record, forecasts, every, scored)
            _record(file, forecasts, past, fit_until, signed(record))
            hashes.finish(path, LAST["forecast"], disk.as_json(signed(record)))
        whole.clear(path)


def _why_none(claims: Sequence[Claim], scenario: Scenario, fit_until: dt.date) -> str:
    """What stands in the way of every claim up to the last fitted day, counted by reason."""
    if (fit_until - scenario.country.start).days + 1 >= scenario.country.days:
        return "the scenario ends there"
    before = [c for c in claims if (c.end_date or c.date) <= fit_until]
    out = uncounted(before, totals=True)
    reasons = [why for c in before if (why := unsimulated(c, scenario) or out.get(id(c)))]
    each = ", ".join(f"{why}: {n}" for why, n in counts(reasons).items())
    return each or f"no claim is about a day up to {fit_until}"


def forecasters(
    wanted: Request, claims: Sequence[Claim], executor: Executor, workers: int | None, progress: ProgressCallback
) -> Forecasters:
    """What forecasts from each origin, its runs simulated; `claims` are those that some run can say anything about."""
    make = _smoothed if wanted.study.folder.smoothed else _emulated
    return make(wanted, claims, executor, workers, progress)


def _emulated(
    wanted: Request, claims: Sequence[Claim], executor: Executor, workers: int | None, progress: ProgressCallback
) -> Forecasters:
    """Forecasters by the posterior of an emulator at each origin, and the runs from there."""
    folder = wanted.study.folder
    scenario, fit_until, doubted = folder.scenario, folder.fit_until, wanted.study.answer["distrust"]
    progress(Progress(text="reading runs"))
    runs = study_runs(folder)
    there = set(runs.cells.each)
    # the posterior rests on what the study's runs have; series and scores on every claim that some run ahead has
    told = tuple(c for c in wanted.claims if counterpart(c, scenario) in there)
    origins = Origins(scenario, told, runs, claim_model=DEFAULT.doubting(*doubted), seed=wanted.seed)
    view = {"seed": wanted.seed, "distrust": doubted}
    first = study_runs(folder, (0,))
    known, acts_known, prior, jobs = {}, {}, {}, {}
    for day in sorted({*wanted.origins, fit_until}):
        if day != fit_until and not origins.speaks(day):
            continue  # nobody has spoken, so no series is forecast from there
        progress(Progress(text=f"claims up to {day}"))
        found = origins.at(day)
        known[day], acts_known[day] = found.known, origins.acts_known(day, wanted.draws)
        prior[day] = by_prior(found.known, first, seed_of(wanted.seed, f"{day} prior"))
        jobs[day] = runs_ahead.job(folder, upto(claims, day), day, found, wanted.horizon, view)
    runs_ahead.simulate(folder, list(jobs.values()), wanted.runs, executor, workers, progress)
    ahead = {day: runs_ahead.read(folder, one, wanted.runs) for day, one in jobs.items()}
    return Forecasters(
        ClaimForecast(scenario, known, ahead),
        {ACTS_KNOWN: ClaimForecast(scenario, known, acts_known),
         PRIOR_ACTS_KNOWN: ClaimForecast(scenario, known, prior)},
        origins.at(fit_until).runs,
        {day: origins.at(day).posterior.converged for day in known},
    )  # fmt: skip


def _smoothed(
    wanted: Request, claims: Sequence[Claim], executor: Executor, workers: int | None, progress: ProgressCallback
) -> Forecasters:
    """The forecaster of an ensemble at each origin, whose members go on; beside it the same members before any claim.
    """
    folder = wanted.study.folder
    scenario, fit_until, record = folder.scenario, folder.fit_until, folder.record
    there = set(folder.cells.each)
    told = tuple(c for c in wanted.claims if counterpart(c, scenario) in there)
    same = hash_of(wanted.study.claims()) == wanted.record["claims"]
    view = {"seed": wanted.seed, "distrust": wanted.study.answer["distrust"]}
    days = [day for day in sorted({*wanted.origins, fit_until})
            if day == fit_until or any((c.end_date or c.date) <= day for c in told)]  # fmt: skip
    own = {day: same and day == fit_until for day in days}
    total = (record["waves"] + 1) * record["points"] * sum(not mine for mine in own.values())
    with lock.exclusive(folder.path / "origins"), Runner(
        folder.path, executor, workers, progress, total=total, world=folder.path / "origins" / "world"
    ) as runner:
        found = {day: smoothing.at(runner, folder, told, day, mine) for day, mine in own.items()}
    both = [
        {day: make(folder, upto(claims, day), day, one, wanted.horizon, wanted.seed, view)
         for day, one in found.items()}
        for make in (smoothing.job, smoothing.prior_job)
    ]  # fmt: skip
    runs_ahead.simulate(folder, [one for jobs in both for one in jobs.values()], wanted.runs, executor, workers,
                        progress)  # fmt: skip
    known = {day: one.known for day, one in found.items()}
    nation, prior = (
        ClaimForecast(
            scenario, known, {day: runs_ahead.read(folder, one, wanted.runs) for day, one in jobs.items()},
            reported=True,
        )
        for jobs in both
    )
    return Forecasters(nation, {PRIOR: prior}, len(found[fit_until].members.u), dict.fromkeys(days, True))


def _of_series(
    model: ClaimForecast, series: Mapping[Key, Series], horizon: int, draws: int, seed: int
) -> dict[Key, SeriesForecast]:
    """Of the voices that speak often, or of all if none does; without those of which no run says anything."""
    often = {key: one for key, one in series.items() if one.past.days.size >= SPEAKS} or series
    found = {}
    for key, one in often.items():
        leads = np.array([k for k in range(1, horizon + 1) if model.can(one, k)], dtype=np.int64)
        if leads.size:
            reported, truth = model(one, leads, draws, seed), model.truth(one, leads)
            found[key] = SeriesForecast(one.claims[-1].side, leads, reported, truth)
    return found


def unsimulated(claim: Claim, scenario: Scenario) -> Reason | None:
    """Why no run can say anything about a claim; None if some run can."""
    cell = placed(claim, scenario)
    if isinstance(cell, Unused):
        return cell.reason
    return "count of votes" if cell.observables[0] in tallies.NAMES else None


def _backtest(wanted: Request, both: Forecasters, unusable: Callable[[Claim], Reason | None]) -> Backtest:
    horizons = tuple(dict.fromkeys((*(h for h in HORIZONS if h < wanted.horizon), wanted.horizon)))
    scored = backtest(
        wanted.claims, wanted.origins,
        {NATION: both.nation, **{name: one.where_simulated for name, one in both.beside.items()}},
        by=wanted.by, horizons=horizons, least=LEAST, mix=NATION, unusable=unusable, totals=True, draws=wanted.draws,
        seed=wanted.seed,
    )  # fmt: skip
    best = best_so_far(scored.scores, list(baselines.available()[0]), EQUAL)
    return replace(scored, scores=pl.concat([scored.scores, best]))


def _record(
    path: Path, forecasts: Mapping[Key, SeriesForecast], past: Mapping[Key, Mapping[str, Any]], origin: dt.date,
    record: Record,
) -> None:  # fmt: skip
    # a forecast cannot be older than what it knows: countries that do not exist yet have their days in years to come
    lines = book.read(path)
    today = max([dt.date.today(), origin, *map(book.written_on, lines[-1:])])
    maker = f"contested {record['contested']}, {record['study']}, seed {record['seed']}"
    with disk.writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    book.record_all(
        path, [(key, one.leads, one.reported) for key, one in forecasts.items()], origin, maker=maker, today=today,
        pasts=[past[key] for key in forecasts],
    )  # fmt: skip
