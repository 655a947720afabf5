"""Other claims than the study's, and the posterior each set leads to, sampled by the study's workers.

Claims simulated from known truths, for simulation-based calibration and coverage, are of two kinds. Truths drawn from
the emulator ask whether sampler and claim model do what they say. Truths that are runs, simulated at points of the
prior that no emulator learnt from, ask it of everything, the emulator's errors included. A third kind are the study's
own claims without those of one bias group.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from contested.ensemble.points import Point, Simulator
from contested.ground import streams
from contested.ground.draws import normals
from contested.ground.errors import RunError
from contested.inference.emulator.emulator import draw_truths, restrict
from contested.inference.likelihood.claim_simulator import simulate_figures, to_claims
from contested.inference.likelihood.conditional_likelihood import ConditionalLikelihood
from contested.inference.posterior.leave_out import Without, without
from contested.inference.posterior.posterior import sample
from contested.inference.posterior.predictive_check import Group
from contested.store import points as stored

#: kinds of claims, as waves of the trials' own store
EMULATED, SIMULATED, LEFT_OUT = 0, 1, 2
#: draws of each trial: chains that keep one draw each, so that draws are independent
CHAINS, WARM = 63, 16


def folder(study: Path) -> Path:
    """Where trials are stored."""
    return study / "trials"


def points(seed: int, trials: int, runs: int, groups: Sequence[int]) -> list[Point]:
    """As many trials of each kind as there are truths, and groups to leave out; these first, for each takes longest."""
    kinds = ((LEFT_OUT, groups), (EMULATED, range(trials)), (SIMULATED, range(runs)))
    return [Point(seed, kind, k, 0) for kind, every in kinds for k in every]


def prepare(study: Path, full: np.ndarray) -> Simulator:
    """What a worker does for a trial: see `ensemble.points.Recipe`.

    Answers hold z, float64 array of shape (d,), the truth; and draws, of shape (CHAINS * d,). Those without a group are
    rows of WITHOUT, beside `full`, the posterior's draws with all claims, float64 array of shape (draws, d).
    """
    from contested.studies.calibration.folder import CalibrationFolder

    calibration = CalibrationFolder(study)
    evidence, claim_model = calibration.evidence(), calibration.claim_model()
    used = evidence.used
    whole = calibration.emulator()
    model = restrict(whole, used)
    d = whole.features.scale.size
    real = calibration.check_runs() if calibration.record["checks"] else None

    def play(point: Point) -> dict[str, Any]:
        if point.wave == LEFT_OUT:
            found = without(whole, evidence.fitted, claim_model, full, calibration.seed, point.index)
            return _row(found, calibration.priors.names)
        if point.wave == EMULATED:
            z = normals(d, point.seed, streams.TRIAL_TRUTH)
            x = draw_truths(whole, z[None], point.seed)[0]
        else:
            assert real is not None
            z, x = real.z[point.index], real.x[point.index][None]
        claims = to_claims(evidence.fitted, simulate_figures(x, evidence.fitted, claim_model, seed=point.seed)[0])
        likelihood = ConditionalLikelihood(claims, claim_model, used)
        drawn = sample(model, likelihood, seed=point.seed, chains=CHAINS, draws=1, warmup=WARM)
        return {"z": z, "draws": drawn.z.ravel()}

    return play


def _row(one: Without, names: tuple[str, ...]) -> dict[str, Any]:
    """What WITHOUT says of one group; `names` are the parameters'."""
    worst = int(np.argmax(np.abs(one.shift)))
    fit: dict[str, Any] = one.fit._asdict() if one.fit else dict.fromkeys(Group._fields)
    return {
        "party": one.party, "claims": one.claims, "most_moved": names[worst], "shift": one.shift[worst],
        "mean_shift": float(np.mean(np.abs(one.shift))), "wider": float(np.mean(one.wider)),
        "compared": fit["claims"], "higher": fit["higher"], "p": fit["p"], "within_90": fit["within_90"],
    }  # fmt: skip


#: the posterior without each bias group in turn, and its claims beside what the others' posterior predicts
WITHOUT = pl.Schema({
    "party": pl.String, "claims": pl.Int64, "most_moved": pl.String, "shift": pl.Float64, "mean_shift": pl.Float64,
    "wider": pl.Float64, "compared": pl.Int64, "higher": pl.Float64, "p": pl.Float64, "within_90": pl.Float64,
})  # fmt: skip


def left_out(study: Path) -> pl.DataFrame:
    """A row of WITHOUT for each group.

    Raises
    ------
    RunError
        If the posterior without one of them could not be sampled.
    """
    frame = stored.read(folder(study))
    frame = frame.filter(frame["wave"] == LEFT_OUT)
    if not len(frame):  # one group makes all claims
        return pl.DataFrame(schema=WITHOUT)
    for row in frame.filter(frame["failed"] != "").iter_rows(named=True):
        raise RunError(f"the posterior without bias group {row['point'] + 1}: {row['failed']}")
    return frame.select(WITHOUT.names()).cast(WITHOUT)


def read(study: Path, kind: int) -> tuple[np.ndarray, np.ndarray, int]:
    """Truths, float64 array of shape (trials, d), draws of shape (trials, CHAINS, d), and how many trials failed."""
    frame = stored.read(folder(study))
    frame = frame.filter(frame["wave"] == kind)
    good = frame.filter(frame["failed"] == "") if "failed" in frame.columns else frame
    if not len(good):
        return np.empty((0, 0)), np.empty((0, CHAINS, 0)), len(frame)
    z = np.array(good["z"].to_list(), float)
    draws = np.array(good["draws"].to_list(), float).reshape(len(good), CHAINS, -1)
    return z, draws, len(frame) - len(good)
