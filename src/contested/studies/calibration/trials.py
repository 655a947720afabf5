"""Claims simulated from known truths, and the posterior each leads to, for simulation-based calibration and coverage.

Two kinds. Truths drawn from the emulator ask whether sampler and claim model do what they say. Truths that are runs,
simulated at points of the prior that no emulator learnt from, ask it of everything, the emulator's errors included.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from contested.ensemble.points import Point, Simulator
from contested.ground import streams
from contested.ground.draws import normals
from contested.inference.emulator.emulator import draw_truths, restrict
from contested.inference.likelihood.claim_simulator import simulate_figures, to_claims
from contested.inference.likelihood.conditional_likelihood import ConditionalLikelihood
from contested.inference.posterior.posterior import sample
from contested.store import points as stored

#: kinds of truth, as waves of the trials' own store
EMULATED, SIMULATED = 0, 1
#: draws of each trial: chains that keep one draw each, so that draws are independent
CHAINS, WARM = 63, 16


def folder(study: Path) -> Path:
    """Where trials are stored."""
    return study / "trials"


def points(seed: int, trials: int, runs: int) -> list[Point]:
    """As many trials of each kind as there are truths."""
    return [Point(seed, kind, k, 0) for kind, n in ((EMULATED, trials), (SIMULATED, runs)) for k in range(n)]


def prepare(study: Path) -> Simulator:
    """What a worker does for a trial: see `ensemble.points.Recipe`.

    Answers hold z, float64 array of shape (d,), the truth; and draws, of shape (CHAINS * d,).
    """
    from contested.studies.calibration.folder import CalibrationFolder

    calibration = CalibrationFolder(study)
    evidence, claim_model = calibration.evidence(), calibration.claim_model()
    used = evidence.used
    whole = calibration.emulator()
    model = restrict(whole, used)
    d = whole.features.scale.size
    real = calibration.check_runs()

    def play(point: Point) -> dict[str, Any]:
        if point.wave == EMULATED:
            z = normals(d, point.seed, streams.TRIAL_TRUTH)
            x = draw_truths(whole, z[None], point.seed)
        else:
            z, x = real.z[point.index], real.x[point.index][None]
        claims = to_claims(evidence.fitted, simulate_figures(x, evidence.fitted, claim_model, seed=point.seed)[0])
        likelihood = ConditionalLikelihood(claims, claim_model, used)
        drawn = sample(model, likelihood, seed=point.seed, chains=CHAINS, draws=1, warmup=WARM)
        return {"z": z, "draws": drawn.z.ravel()}

    return play


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
