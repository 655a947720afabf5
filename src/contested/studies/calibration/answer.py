"""One answer of a study: posterior, biases and what is foretold, for one set of claims and one view of the sources."""

from __future__ import annotations

import io
import math
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import polars as pl

from contested.inference.emulator import emulator_validation
from contested.inference.emulator.emulator import Emulator
from contested.inference.likelihood.biases import biases
from contested.inference.likelihood.claim_model import log_density
from contested.inference.likelihood.claim_params import ClaimModel
from contested.inference.likelihood.claim_simulator import draw_biases, predict_figures, simulate_figures
from contested.inference.posterior import information, predictive_check
from contested.inference.posterior.identifiability import scales
from contested.inference.posterior.importance import reweight
from contested.inference.posterior.posterior import Posterior
from contested.store import disk
from contested.studies import study_folder
from contested.studies.calibration import tables
from contested.studies.calibration.evidence import Evidence
from contested.studies.calibration.record import ANSWER
from contested.studies.calibration.study import Held
from contested.studies.calibration.waves import Runs

#: truths that biases are averaged over; each has its own smooth law, so few do
TRUTHS = 128


class Material(NamedTuple):
    """What answers of one study share.

    Parameters
    ----------
    prior : Runs
        Of the first wave.
    learnt : float64 array of shape (runs, d)
        Where the runs lie that the emulator learnt from.
    played : Runs
        At the first answer's draws; the emulator did not learn from them.
    log_chance : float64 array of shape (played,)
        See `importance.emulated_log_chance`.
    stretch : float
        Factor on the spread of parameters that coverage asks for; 1 for none.
    """

    model: Emulator
    prior: Runs
    learnt: np.ndarray
    played: Runs
    log_chance: np.ndarray
    stretch: float


def write(
    held: Held, folder: Path, shared: Material, found: Evidence, claim_model: ClaimModel, draws: Posterior,
    more: dict[str, Any], began: float, mine: np.ndarray | None = None,
) -> None:  # fmt: skip
    """Write the tables of an answer, answer.json last.

    Parameters
    ----------
    more : dict
        What answer.json says besides.
    began : float
        When, by time.perf_counter.
    mine : int64 array of shape (played,), optional
        Which draw each run at the posterior was played at; absent if they were played at another answer's.
    """
    seed = held.record["seed"]
    known = draw_biases(draws.truth, found.fitted, claim_model, seed)
    told, said, by, replayed = [], [], [], []
    for k, (arrays, later) in enumerate(((found.fitted, False), (found.later, True))):
        figures = predict_figures(draws.truth, arrays, claim_model, known, seed + k)
        before = simulate_figures(shared.prior.x, arrays, seed=seed + k)
        told.append(tables.claims(arrays, figures, before, draws.truth, later))
        by += [{"holdout": later, **g._asdict()} for g in predictive_check.by_party(arrays, figures)]
        said.append(figures)
        if mine is not None:
            x, at = _sound(shared.played.x, mine)
            again = predict_figures(x, arrays, claim_model, known.take(at), seed + k)
            replayed.append(tables.claims(arrays, again, before, x, later))
    predicted = pl.concat(told)
    learnt = information.learnt(draws.z)
    near = information.nearness(draws.z, shared.learnt)
    weight = reweight(log_density(shared.played.x, found.fitted, claim_model), shared.log_chance)
    cells = found.cells
    params = held.scenario.country.params
    found_scales = scales(shared.prior.x, draws.truth[::2], found.fitted, claim_model)
    judgement = emulator_validation.table(shared.model, shared.played.z, shared.played.x, found.cells)
    replays = predictive_check.replayed(predicted, pl.concat(replayed)) if replayed else None
    write_tables(folder, {
        "posterior": tables.posterior(params, held.priors, draws, shared.stretch, learnt),
        "biases": pl.DataFrame(biases(draws.truth[:: -(-len(draws.z) // TRUTHS)], found.fitted, claim_model).table()),
        "predicted": predicted,
        "coverage": predictive_check.coverage(predicted),
        "groups": pl.DataFrame(by),
        "scales": pl.DataFrame([vars(s) for s in found_scales]),
        "emulator": judgement,
        **({"replayed": replays} if replays is not None else {}),
        "fans": pl.concat([
            tables.fans(shared.prior.daily, np.ones(len(shared.prior.z)), cells, "prior"),
            tables.fans(shared.played.daily, np.ones(len(shared.played.z)), cells, "posterior"),
            tables.fans(shared.played.daily, weight.weight, cells, "weighted"),
        ]),
    })  # fmt: skip
    packed = io.BytesIO()
    np.savez_compressed(packed, z=draws.z, truth=draws.truth, figures=said[0], later_figures=said[1])
    with disk.writing(folder):
        disk.write_bytes(folder / "draws.npz", packed.getvalue())
        disk.write_json(folder / ANSWER, plain({
            "distrust": [name for name, _ in claim_model.doubted],
            "claims": len(found.fitted),
            "holdout": len(found.later),
            "unmatched": found.unmatched,
            "draws": len(draws.z),
            "converged": draws.converged,
            "rhat": draws.worst,
            "ess": float(draws.ess.min()),
            "extrapolating": near.extrapolating,
            "nearness": float(np.median(near.ratio)),
            "played": len(shared.played.z),
            "emulator": emulator_validation.summary(judgement),
            "replayed": {} if replays is None else predictive_check.shares(replays),
            "other_code": held.record.get(study_folder.CODE) != study_folder.playing_code(),
            "effective": weight.ess,
            "raw_effective": weight.raw_ess,
            "tail": weight.shape,
            "reliable": weight.reliable,
            "stretch": shared.stretch,
            "seconds": round(time.perf_counter() - began, 2),
            **more,
        }))  # fmt: skip


def _sound(x: np.ndarray, mine: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Runs that did not fail, and the draw each was played at."""
    sound = np.isfinite(x).any(axis=1)
    return x[sound], mine[sound]


def write_tables(folder: Path, frames: dict[str, pl.DataFrame]) -> None:
    """Each as NAME.csv."""
    with disk.writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for name, frame in frames.items():
            disk.write_bytes(folder / f"{name}.csv", frame.write_csv().encode())


def plain(value: Any) -> Any:
    """Numbers that JSON has: what is not finite becomes null."""
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [plain(v) for v in value]
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    return None if isinstance(value, float) and not math.isfinite(value) else value
