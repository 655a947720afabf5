"""One answer of a study: posterior, biases and predictions, for one set of claims and one view of the sources."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import polars as pl

from contested.claims import unused
from contested.inference.emulator import emulator_validation
from contested.inference.likelihood.biases import biases
from contested.inference.likelihood.claim_model import log_density
from contested.inference.likelihood.claim_params import ClaimModel
from contested.inference.likelihood.claim_simulator import (
    BiasDraws,
    draw_biases,
    possible,
    predict_figures,
    simulate_figures,
)
from contested.inference.posterior import information, predictive_check
from contested.inference.posterior.identifiability import alike, scales
from contested.inference.posterior.importance import reweight
from contested.inference.posterior.posterior import Posterior
from contested.store import disk, hashes
from contested.studies.calibration import tables
from contested.studies.calibration.evidence import Evidence
from contested.studies.calibration.folder import ANSWER, CalibrationFolder
from contested.studies.calibration.material import Material
from contested.studies.folder import FORMATS, VERSION, of_this_code
from contested.studies.result import write_tables

#: truths that biases are averaged over; each has its own smooth law, so few do
TRUTHS = 128


class Predictions(NamedTuple):
    """What truths predict of fitted claims and of later ones, in this order.

    Parameters
    ----------
    claims : list of polars.DataFrame
        `tables.claims` of each.
    groups : polars.DataFrame
        `predictive_check.by_party`.
    bands : list of dict
        `predictive_check.width`.
    figures : list of float64 array of shape (truths, claims)
    """

    claims: list[pl.DataFrame]
    groups: pl.DataFrame
    bands: list[dict[str, Any]]
    figures: list[np.ndarray]


def predictions(
    evidence: Evidence, claim_model: ClaimModel, truth: np.ndarray, prior: np.ndarray, known: BiasDraws, seed: int
) -> Predictions:
    """Claims beside what is predicted of them by truths with their biases, and by truths of the prior, float64 arrays
    of shape (truths, cells)."""
    frames, figures, by, widths = [], [], [], []
    for k, (arrays, later) in enumerate(((evidence.fitted, False), (evidence.later, True))):
        figures.append(predict_figures(truth, arrays, claim_model, known, seed + k))
        before = possible(simulate_figures(prior, arrays, seed=seed + k), arrays)
        frames.append(tables.claims(arrays, figures[k], before, truth, later))
        by += [{"holdout": later, **g._asdict()} for g in predictive_check.by_party(arrays, figures[k])]
        widths += [{"holdout": later, "indicator": g.name, "claims": g.claims, "within_50": g.within_50,
                    "within_90": g.within_90} for g in predictive_check.by_indicator(arrays, figures[k])]  # fmt: skip
    return Predictions(frames, pl.DataFrame(by), predictive_check.width(pl.DataFrame(widths)), figures)


def write(
    folder: CalibrationFolder, path: Path, shared: Material, evidence: Evidence, claim_model: ClaimModel,
    draws: Posterior, more: dict[str, Any], began: float, mine: np.ndarray | None = None,
) -> None:  # fmt: skip
    """Write the tables of an answer, answer.json last.

    Parameters
    ----------
    more : dict
        What answer.json says besides.
    began : float
        When, by time.perf_counter.
    mine : int64 array of shape (validation runs,), optional
        The draw of each run at the posterior; absent if they were simulated at another answer's draws.
    """
    seed = folder.seed
    known = draw_biases(draws.truth, evidence.fitted, claim_model, seed)
    mine_of = None if mine is None else _sound(shared.x, mine)
    found = predictions(evidence, claim_model, draws.truth, shared.prior, known, seed)
    replayed = []
    if mine_of is not None:
        x, at = mine_of
        replayed = predictions(evidence, claim_model, x, shared.prior, known.take(at), seed).claims
    predicted = pl.concat(found.claims)
    gained = information.gained(draws.z)
    near = information.nearness(draws.z, shared.training, shared.spacing)
    weight = reweight(log_density(shared.x, evidence.fitted, claim_model), shared.log_likelihood)
    cells = evidence.cells
    params = folder.scenario.country.params
    by_scale = scales(shared.prior, draws.truth[::2], evidence.fitted, claim_model)
    judgement = emulator_validation.table(shared.model, shared.z, shared.x, evidence.cells)
    replays = predictive_check.replayed(predicted, pl.concat(replayed)) if mine_of is not None else None
    some = draws.truth[:: -(-len(draws.z) // TRUTHS)]
    write_tables(path, {
        "posterior": tables.posterior(params, folder.priors, draws, shared.stretch, gained),
        "biases": pl.DataFrame([b.row() for b in biases(some, evidence.fitted, claim_model)]),
        "predicted": predicted,
        "coverage": predictive_check.coverage(predicted),
        "groups": found.groups,
        "unused_claims": unused.table(evidence.claims, evidence.reasons),
        "scales": pl.DataFrame([vars(s) for s in by_scale]),
        "emulator": judgement,
        **({"replayed": replays} if replays is not None else {}),
        "fans": pl.concat([
            *(tables.fans(bands, cells, kind) for bands, kind in zip(shared.bands, ("prior", "posterior"))),
            tables.fans(tables.courses(shared.daily, weight.weight), cells, "weighted"),
        ]),
    })  # fmt: skip
    with disk.writing(path):
        disk.write_arrays(
            path / "draws.npz", z=draws.z, truth=draws.truth, figures=found.figures[0], later_figures=found.figures[1]
        )
        hashes.finish(path, ANSWER, disk.as_json(plain({
            **of_evidence(evidence, claim_model),
            "prior_stands": [p.name for p, c in zip(folder.priors.each, gained.contraction) if c < information.STANDS],
            "bands": found.bands,
            "coverage": predictive_check.pooled(predicted),
            "parameters": len(folder.priors.names),
            "draws": len(draws.z),
            "converged": draws.converged,
            "rhat": draws.worst,
            "ess": float(draws.ess.min()),
            "extrapolating": near.extrapolating,
            "nearness": float(np.median(near.ratio)),
            "simulated": len(shared.z),
            "emulator": emulator_validation.summary(judgement),
            "alike": alike(evidence.fitted, by_scale),
            "replayed": {} if replays is None else predictive_check.shares(replays),
            "other_code": not of_this_code(folder.record),
            "effective": weight.ess,
            "raw_effective": weight.raw_ess,
            "tail": weight.shape,
            "reliable": weight.reliable,
            "stretch": shared.stretch,
            "seconds": round(time.perf_counter() - began, 2),
            **more,
        })))  # fmt: skip


def of_evidence(evidence: Evidence, claim_model: ClaimModel) -> dict[str, Any]:
    """What answer.json says first: the version that wrote it, and which claims it rests on."""
    return {
        "format": FORMATS["calibration"],
        VERSION: version("contested"),
        hashes.HASHED: True,
        "distrust": [name for name, _ in claim_model.doubted],
        "claims": evidence.fitted.numbers,
        "holdout": evidence.later.numbers,
        "unmatched": evidence.unmatched,
        "given": len(evidence.claims),
        "unused": unused.counts(evidence.reasons),
        "unreached": evidence.unreached,
    }


def _sound(x: np.ndarray, mine: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Runs that did not fail, and the draw each was played at."""
    sound = np.isfinite(x).any(axis=1)
    return x[sound], mine[sound]


def plain(value: Any) -> Any:
    """Numbers that JSON has: what is not finite becomes null."""
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [plain(v) for v in value]
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    return None if isinstance(value, float) and not math.isfinite(value) else value
