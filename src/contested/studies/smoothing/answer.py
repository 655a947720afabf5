"""What an ensemble says: tables of parameters, chance, biases and claims, and answer.json, written last."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path

import numpy as np
import polars as pl

from contested.claims import unused
from contested.inference.likelihood.biases import biases
from contested.inference.likelihood.claim_params import ClaimModel
from contested.inference.likelihood.claim_simulator import draw_biases
from contested.inference.posterior import information, predictive_check
from contested.inference.posterior.identifiability import alike, scales
from contested.inference.posterior.importance import ess
from contested.inference.posterior.posterior import Posterior
from contested.inference.smoother.marginal import log_likelihood
from contested.inference.smoother.observations import Observations
from contested.store import disk, hashes
from contested.studies.calibration import tables
from contested.studies.calibration.answer import TRUTHS, of_evidence, plain, predictions
from contested.studies.calibration.evidence import Evidence
from contested.studies.calibration.folder import ANSWER, CalibrationFolder
from contested.studies.folder import of_this_code
from contested.studies.result import write_tables
from contested.studies.smoothing.passes import Ensemble
from contested.studies.smoothing.truths import truths
from contested.studies.smoothing.unknowns import Unknowns

#: a crowd of one agent's order is none on a log scale
CROWD = "crowd"


def write(
    folder: CalibrationFolder, path: Path, before: Ensemble, after: Ensemble, unknowns: Unknowns, evidence: Evidence,
    observed: Observations, claim_model: ClaimModel, misfits: list[float],
    simulated: int, resampled: int, began: float,
) -> None:  # fmt: skip
    """Write tables and answer.json.

    Parameters
    ----------
    before, after : Ensemble
        Of the first pass, and behind the last; members that failed left out.
    observed : Observations
        The fitted claims, as the smoother takes them.
    misfits : list of float
        Of each pass (`smoother.update.Update`), and of what came of the last.
    simulated : int
        All runs.
    resampled : int
        Runs of the prior that members were drawn from; 0 if they were moved.
    began : float
        When, by time.perf_counter.
    """
    seed, cells, d = folder.seed, evidence.cells, len(folder.priors.names)
    scale = folder.record["scale"]
    found_of = {"prior": truths(before, cells, scale, seed), "posterior": truths(after, cells, scale, seed, observed)}
    x, prior = found_of["posterior"].x, found_of["prior"].x
    known = draw_biases(x, evidence.fitted, claim_model, seed)
    found = predictions(evidence, claim_model, x, prior, known, seed)
    predicted = pl.concat(found.claims)
    by_scale = scales(prior, x, evidence.fitted, claim_model)
    z = after.u[:, :d]
    gained = information.gained(z)
    # a variance of so many members is known to this: what is less is no contraction that anybody has seen
    least = max(information.STANDS, 2.0 * float(np.sqrt(2.0 / (len(z) - 1))))
    one = np.ones(d)
    draws = Posterior(z, x, np.empty((len(z), 0)), one, len(z) * one, 1.0, 1.0)
    log = log_likelihood(observed, observed.predictions(after.x), seed)
    weight = np.exp(log - log.max())
    some = x[:: -(-len(x) // TRUTHS)]
    write_tables(path, {
        "posterior": tables.posterior(folder.scenario.country.params, folder.priors, draws, 1.0, gained),
        "chance": chance(after.u[:, d:], unknowns, cells.start),
        "biases": pl.DataFrame([b.row() for b in biases(some, evidence.fitted, claim_model)]),
        "predicted": predicted,
        "coverage": predictive_check.coverage(predicted),
        "groups": found.groups,
        "unused_claims": unused.table(evidence.claims, evidence.reasons),
        "scales": pl.DataFrame([vars(s) for s in by_scale]),
        "sharpness": sharpness(before, after, evidence, scale),
        "fans": pl.concat([
            tables.fans(tables.courses(which.daily, np.ones(len(which.u))), cells, kind)
            for kind, which in found_of.items()
        ]),
    })  # fmt: skip
    with disk.writing(path):
        disk.write_arrays(path / "draws.npz", z=z, truth=x, figures=found.figures[0], later_figures=found.figures[1])
        hashes.finish(path, ANSWER, disk.as_json(plain({
            **of_evidence(evidence, claim_model),
            "prior_stands": [p.name for p, c in zip(folder.priors.each, gained.contraction) if c < least],
            "stands": least,
            "bands": found.bands,
            "coverage": predictive_check.pooled(predicted),
            "parameters": d,
            "chances": len(unknowns.events),
            "draws": len(z),
            "converged": True,
            "rhat": 1.0,
            "ess": float(len(z)),
            "extrapolating": 0.0,
            "nearness": 1.0,
            "simulated": len(z),
            "emulator": {},
            "replayed": {},
            "calibration": {},
            "audit": {},
            "other_code": not of_this_code(folder.record),
            "effective": ess(weight),
            "raw_effective": ess(weight),
            "tail": None,
            "reliable": True,
            "stretch": 1.0,
            "misfits": misfits,
            "alike": alike(evidence.fitted, by_scale),
            "resampled": resampled,
            "runs": {"training": simulated, "failed": 0, "ended": 0,
                     "seconds": float(np.nanmean(after.seconds))},
            "seconds": round(time.perf_counter() - began, 2),
        })))  # fmt: skip


def chance(u: np.ndarray, unknowns: Unknowns, start: dt.date) -> pl.DataFrame:
    """A row per gathering or shock: how strong it turned out, in standard deviations of chance, with its 90 %."""
    low, middle, high = np.quantile(u, (0.05, 0.5, 0.95), axis=0) if u.shape[1] else np.empty((3, 0))
    rows = [
        (e.kind, start + dt.timedelta(days=e.day), *(float(x[k]) for x in (middle, low, high)), float(u[:, k].std()))
        for k, e in enumerate(unknowns.events)
    ]
    schema = {"kind": pl.String, "date": pl.Date, "median": pl.Float64, "low": pl.Float64, "high": pl.Float64,
              "spread": pl.Float64}  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def sharpness(before: Ensemble, after: Ensemble, evidence: Evidence, scale: int) -> pl.DataFrame:
    """Standard deviation of the logarithm of the national crowd on each day of which a fitted claim speaks, among runs
    of the prior and of the ensemble; columns date, prior, posterior."""
    cells = evidence.cells
    if CROWD not in cells.indicators:
        return pl.DataFrame(schema={"date": pl.Date, "prior": pl.Float64, "posterior": pl.Float64})
    k = cells.indicators.index(CROWD)
    spoken = [cells.each[c] for c in evidence.used.tolist()]
    days = sorted({c.first for c in spoken if c.indicator == CROWD and c.first == c.last})
    spread = [
        np.log(np.nan_to_num(e.daily[:, k, :][:, days]) + scale / 2).std(axis=0, ddof=1).tolist()
        for e in (before, after)
    ]
    dates = [cells.start + dt.timedelta(days=day) for day in days]
    return pl.DataFrame({"date": dates, "prior": spread[0], "posterior": spread[1]}, schema_overrides={"date": pl.Date})
