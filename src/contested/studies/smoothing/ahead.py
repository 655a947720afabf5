"""Forecasts of a smoother's study: from each origin an ensemble that matches the claims so far, and its members go on.

    STUDY/origins/DATE-HASH/NN/   passes of earlier origins (`passes`)

A member is its parameters, its chances and its seed. Simulated again it is the same run to the last bit, so up to the
origin it is the run that matched the claims; from the next day on actors follow their policies.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from contested.ensemble.points import Point
from contested.inference.forecast.claim_forecast import Known
from contested.inference.forecast.series import seed_of
from contested.inference.smoother.discrepancy import before_claims, covariance, given_claims, moved
from contested.studies.calibration.folder import CalibrationFolder
from contested.studies.forecasting import runs_ahead
from contested.studies.forecasting.origins import known_at, prior_biases, upto
from contested.studies.runner import Runner
from contested.studies.smoothing import members, passes, stages
from contested.studies.smoothing import record as calendar
from contested.studies.smoothing.passes import Ensemble
from contested.studies.smoothing.unknowns import Unknowns, floor_and_lump, unknowns

if TYPE_CHECKING:
    from contested.claims import Claim


class OriginEnsemble(NamedTuple):
    """What is known at an origin, and the ensemble that matches it."""

    known: Known
    learnt: Unknowns
    members: Ensemble
    spoken: np.ndarray


def at(
    runner: Runner, study: CalibrationFolder, claims: Sequence[Claim], origin: dt.date, own: bool
) -> OriginEnsemble:
    """The ensemble of an origin; the study's own if `own`, else one smoothed from the prior with the claims so far."""
    scenario, record = study.scenario, study.record
    known, spoken = known_at(scenario, claims, study.cells, origin, study.claim_model())
    if own:
        return OriginEnsemble(known, *stages.ensemble(study), spoken)
    day = (origin - scenario.country.start).days
    learnt, setting = unknowns(study.priors, scenario.country, day), stages.setting_of(study)
    setting = setting._replace(cells=known.claims.cells)
    observed = stages.observed_of(setting, known.claims, known.claim_model)
    home = study.path / "origins" / f"{origin}-{_hash(upto(claims, origin))[:12]}"
    start = partial(learnt.start, record["points"], study.seed)
    beside = calendar.record(scenario.country, record["settings"], 0, day + 1)
    at = passes.smooth(
        runner, home, setting, learnt, observed, day + 1, record["waves"], start, beside, note=f"{origin}, "
    )
    runner.stage(f"{origin}, the ensemble")
    last = passes.simulate(runner, home / passes.name(record["waves"]), setting, learnt, day + 1, lambda: at)
    return OriginEnsemble(known, learnt, last, np.arange(len(setting.cells)))


def job(
    study: CalibrationFolder, claims: Sequence[Claim], origin: dt.date, at_origin: OriginEnsemble, horizon: int,
    seed: int, view: Mapping[str, Any],
) -> runs_ahead.Job:  # fmt: skip
    """The runs of an origin: every member, going on."""
    there, known = at_origin.members.sound(), at_origin.known
    where = runs_ahead.place_of(study, claims, origin, horizon, {**view, "members": there.at.mark})
    setting = stages.setting_of(study)._replace(cells=known.claims.cells)
    observed = stages.observed_of(setting, known.claims, known.claim_model)
    x, spoken, mine = there.x[:, at_origin.spoken], len(known.claims.cells), seed_of(seed, origin.isoformat())
    between = covariance((*known.claims.cells.each, *where.cells.each))
    d = given_claims(between, observed, observed.predictions(x), mine)
    floor, _ = floor_and_lump(known.claims.cells, setting.scale)
    draws = members.posterior(
        there.u[:, : len(study.priors.names)], moved(x, floor, d[:, :spoken]), known.claims, known.claim_model,
        known.likelihood, mine,
    )  # fmt: skip
    good = np.array([not why for why in at_origin.members.failed], dtype=bool)
    eta, ahead = np.zeros((len(good), draws.eta.shape[1])), np.zeros((len(good), len(where.cells)))
    eta[good], ahead[good] = draws.eta, d[:, spoken:]
    return _job(study, where, at_origin.learnt.points(at_origin.members.at, study.seed, wave=where.day),
                at_origin.members.u, eta, good, ahead)  # fmt: skip


def prior_job(
    study: CalibrationFolder, claims: Sequence[Claim], origin: dt.date, at_origin: OriginEnsemble, horizon: int,
    seed: int, view: Mapping[str, Any],
) -> runs_ahead.Job:  # fmt: skip
    """The same members as they were before any claim, going on: what the forecast would be if nobody had spoken."""
    at = at_origin.learnt.start(study.record["points"], study.seed)
    u = at.u
    eta = prior_biases(at_origin.known, len(u), seed_of(seed, f"{origin} prior"))
    where = runs_ahead.place_of(study, claims, origin, horizon, {**view, "members": at.mark})
    d = before_claims(covariance(where.cells.each), len(u), seed_of(seed, f"{origin} prior"))
    # both jobs are simulated together, and runs are told apart by their keys
    points = [replace(p, replicate=1) for p in at_origin.learnt.points(at, study.seed, wave=where.day)]
    return _job(study, where, points, u, eta, np.ones(len(u), dtype=bool), d)


def _job(
    study: CalibrationFolder, where: runs_ahead.Place, every: list[Point], u: np.ndarray, eta: np.ndarray,
    good: np.ndarray, d: np.ndarray,
) -> runs_ahead.Job:  # fmt: skip
    points = tuple(point for point, sound in zip(every, good.tolist()) if sound)
    z = u[:, : len(study.priors.names)]
    return runs_ahead.Job(where.path, where.day, where.days, study.seed, where.cells, z, eta, points, d)


def _hash(claims: Sequence[Claim]) -> str:
    from contested.claims import write

    return hashlib.sha256(write.as_bytes(claims, ".csv")).hexdigest()
