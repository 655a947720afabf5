"""The checks of a study's first answer: calibration, one party left out, and the audit without an emulator."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from contested.inference.emulator.emulator import Emulator
from contested.inference.emulator.proposals import log_proposal
from contested.inference.likelihood.bias_groups import bias_groups
from contested.inference.likelihood.claim_params import ClaimModel
from contested.inference.likelihood.claim_simulator import draw_biases, predict_figures, simulate_figures
from contested.inference.posterior import abc, sbc
from contested.inference.posterior.predictive_check import Group, leave_out
from contested.studies.calibration import tables, trials
from contested.studies.calibration.emulated import extended, restricted
from contested.studies.calibration.evidence import Evidence
from contested.studies.calibration.posterior import Draws, on_used
from contested.studies.calibration.study import Held
from contested.studies.calibration.waves import wave

KINDS = {trials.EMULATED: "emulated", trials.PLAYED: "played"}
#: summaries of the audit at most
SUMMARIES = 24
#: trials below which nothing is said of calibration: ranks in two halves cannot show a posterior that is too narrow
FEWEST = 15


def calibration(study: Path, names: tuple[str, ...]) -> tuple[pl.DataFrame, dict[str, Any], float]:
    """Ranks and coverage of both kinds of trials.

    Returns
    -------
    (polars.DataFrame, dict, float)
        A row a kind and parameter; a summary by kind; the factor by which intervals have to be stretched (1 unless
        trials with played truths show that they are too narrow).
    """
    rows, said, factor = [], {}, 1.0
    for kind, word in KINDS.items():
        truth, draws, failed = trials.read(study, kind)
        said[word] = {"trials": len(truth), "failed": failed}
        if len(truth) < FEWEST:
            continue
        ranks, cover, stretch = sbc.ranks(truth, draws), sbc.coverage(truth, draws), sbc.stretch(truth, draws)
        at = int(np.flatnonzero(cover.level == 0.9)[0])
        said[word] |= {
            "passed": ranks.passed, "least_p": ranks.p.min(), "needed": ranks.needed, "bins": ranks.counts.shape[1],
            "coverage": dict(zip(map(str, cover.level.tolist()), cover.pooled.tolist())),
            "coverage_error": float(cover.pooled_error[at]), "factor": stretch.factor, "factor_low": stretch.low,
            "factor_high": stretch.high,
        }  # fmt: skip
        if kind == trials.PLAYED and stretch.low > 1.0:
            factor = stretch.factor
        for j, name in enumerate(names):
            rows.append({
                "truth": word, "parameter": name, "p": ranks.p[j], "share_50": cover.share[0, j],
                "share_80": cover.share[1, j], "share_90": cover.share[2, j], "low_90": cover.low[2, j],
                "high_90": cover.high[2, j], "share_95": cover.share[3, j],
                "ranks": " ".join(map(str, ranks.counts[j].tolist())),
            })  # fmt: skip
    return pl.DataFrame(rows, schema=CALIBRATION), said, factor


CALIBRATION = {
    "truth": pl.String, "parameter": pl.String, "p": pl.Float64, "share_50": pl.Float64, "share_80": pl.Float64,
    "share_90": pl.Float64, "low_90": pl.Float64, "high_90": pl.Float64, "share_95": pl.Float64, "ranks": pl.String,
}  # fmt: skip


def without(
    model: Emulator, found: Evidence, claim_model: ClaimModel, draws: Draws, names: tuple[str, ...], seed: int
) -> pl.DataFrame:
    """The posterior without each group of a bias in turn, and its claims beside what the others' answer foretells."""
    used = found.used
    small = restricted(model, used)
    group, of_claim = bias_groups(found.fitted, claim_model)
    said = tables.observed(found.fitted)
    number = {b.name: k for k, b in enumerate(group)}

    def lack(name: str) -> tuple[np.ndarray, np.ndarray | None, np.ndarray | None]:
        k = number[name]
        doubt = claim_model.doubting(*group[k].parties, spread=math.inf)
        left = on_used(small, found, doubt, seed)
        truth = extended(model, used, left.z, left.truth, seed)
        own = of_claim == k
        if not np.isfinite(said[own]).any():
            return left.z, None, None
        known = draw_biases(truth, found.fitted, doubt, seed)
        figures = predict_figures(truth, found.fitted, claim_model, known, seed)
        return left.z, said[own], np.log(figures[:, own] + tables.RAISED)

    heard = [b.name for k, b in enumerate(group) if (of_claim == k).any() and not (of_claim == k).all()]
    rows = []
    for one in leave_out(heard, draws.z, lack):
        worst = int(np.argmax(np.abs(one.shift)))
        fit: dict[str, Any] = one.fit._asdict() if one.fit else dict.fromkeys(Group._fields)
        rows.append({
            "party": one.party, "claims": int((of_claim == number[one.party]).sum()), "most_moved": names[worst],
            "shift": one.shift[worst], "mean_shift": float(np.mean(np.abs(one.shift))),
            "wider": float(np.mean(one.wider)), "compared": fit["claims"], "higher": fit["higher"], "p": fit["p"],
            "within_90": fit["within_90"],
        })  # fmt: skip
    return pl.DataFrame(rows, schema=WITHOUT)


WITHOUT = {
    "party": pl.String, "claims": pl.Int64, "most_moved": pl.String, "shift": pl.Float64, "mean_shift": pl.Float64,
    "wider": pl.Float64, "compared": pl.Int64, "higher": pl.Float64, "p": pl.Float64, "within_90": pl.Float64,
}  # fmt: skip


def audit(held: Held, found: Evidence, claim_model: ClaimModel, draws: Draws) -> tuple[pl.DataFrame, dict[str, Any]]:
    """The posterior by nearest runs, beside the sharp one; an empty table where there are too few runs for it."""
    runs = held.runs(*held.waves)
    good = np.isfinite(runs.x[:, found.used]).all(axis=1)
    z, x, number = runs.z[good], runs.x[good], runs.wave[good]
    summary, observed = summaries(x, found, claim_model, held.record["seed"])
    least = 2 * (summary.shape[1] + z.shape[1] + 1)
    if summary.shape[1] == 0 or len(z) < least:
        return pl.DataFrame(schema=AUDIT), {"runs": len(z), "needed": least, "summaries": summary.shape[1]}
    weight = np.ones(len(z))
    for k in held.waves[1:]:
        of = number == k
        source = wave(held.path, k, _absent).source
        # of the prior's density, over the density of the wave
        log = -0.5 * (z[of] ** 2).sum(1) - 0.5 * z.shape[1] * math.log(2 * math.pi) - log_proposal(z[of], source)
        weight[of] = np.exp(log)
    kept = abc.accepted(z, summary, observed, weight=weight)
    rows = [{**a._asdict(), "agrees": a.agrees} for a in abc.against(held.priors.names, draws.z, kept)]
    said = {
        "runs": len(z), "kept": len(kept.row), "effective": kept.effective, "distance": kept.distance,
        "summaries": summary.shape[1], "needed": least,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=AUDIT), said


AUDIT = {
    "name": pl.String, "shift": pl.Float64, "ratio": pl.Float64, "inside": pl.Float64, "agrees": pl.Boolean,
}  # fmt: skip


def summaries(x: np.ndarray, found: Evidence, claim_model: ClaimModel, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Mean logarithms of claims by party and indicator: made from runs, (runs, k), and as they were said, (k,)."""
    told = found.fitted
    said = tables.observed(told)
    usable = np.isfinite(said)
    group = [(int(p), int(i)) for p, i in zip(told.party, told.indicator)]
    count = {g: sum(h == g and u for h, u in zip(group, usable)) for g in dict.fromkeys(group)}
    chosen = sorted((g for g in count if count[g]), key=lambda g: (-count[g], g))[:SUMMARIES]
    made = np.log(simulate_figures(x, told, claim_model, seed=seed) + tables.RAISED)
    columns = [np.array([h == g for h in group]) & usable for g in chosen]
    if not columns:
        return np.empty((len(x), 0)), np.empty(0)
    return np.column_stack([made[:, c].mean(axis=1) for c in columns]), np.array([said[c].mean() for c in columns])


def _absent() -> Any:
    raise KeyError("a wave that was never put down has no runs")
