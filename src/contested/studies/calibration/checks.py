"""The checks of a study's first answer: calibration, and the audit without an emulator."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from contested.inference.emulator.proposals import log_proposal
from contested.inference.likelihood.claim_params import ClaimModel
from contested.inference.posterior import abc, sbc
from contested.inference.posterior.posterior import Posterior
from contested.studies.calibration import trials
from contested.studies.calibration.evidence import Evidence
from contested.studies.calibration.folder import CalibrationFolder
from contested.studies.calibration.waves import Runs, stored_wave

KINDS = {trials.EMULATED: "emulated", trials.SIMULATED: "simulated"}


def calibration(study: Path, names: tuple[str, ...]) -> tuple[pl.DataFrame, dict[str, Any], float]:
    """Ranks and coverage of both kinds of trials.

    Returns
    -------
    (polars.DataFrame, dict, float)
        A row a kind and parameter; a summary by kind; the factor by which intervals have to be stretched (1 unless
        trials with played truths show that they are too narrow).
    """
    frames, summaries, factor = [pl.DataFrame(schema={"truth": pl.String, **sbc.TABLE})], {}, 1.0
    for kind, word in KINDS.items():
        truth, draws, failed = trials.read(study, kind)
        summaries[word] = {"trials": len(truth), "failed": failed}
        if len(truth) < sbc.FEWEST:
            continue
        table, summary = sbc.tabulate(truth, draws, names)
        frames.append(table.select(pl.lit(word).alias("truth"), pl.all()))
        summaries[word] |= summary
        if kind == trials.SIMULATED and summary["factor_low"] > 1.0:
            factor = summary["factor"]
    return pl.concat(frames), summaries, factor


def audit(
    folder: CalibrationFolder, runs: Runs, evidence: Evidence, claim_model: ClaimModel, draws: Posterior
) -> tuple[pl.DataFrame, dict[str, Any]]:
    """The posterior by nearest of the waves' runs, beside the sharp one; an empty table where there are too few runs
    for it."""
    good = np.isfinite(runs.x[:, evidence.used]).all(axis=1) & np.isin(runs.wave, folder.waves)
    z, x, number = runs.z[good], runs.x[good], runs.wave[good]
    summary, observed = abc.summaries(x, evidence.fitted, claim_model, folder.record["seed"])
    least = 2 * (summary.shape[1] + z.shape[1] + 1)
    if summary.shape[1] == 0 or len(z) < least:
        return pl.DataFrame(schema=AUDIT), {"runs": len(z), "needed": least, "summaries": summary.shape[1]}
    weight = np.ones(len(z))
    for k in folder.waves[1:]:
        of = number == k
        source = stored_wave(folder.path, k).source
        # of the prior's density, over the density of the wave
        log = -0.5 * (z[of] ** 2).sum(1) - 0.5 * z.shape[1] * math.log(2 * math.pi) - log_proposal(z[of], source)
        weight[of] = np.exp(log)
    near = abc.accepted(z, summary, observed, weight=weight)
    rows = [a._asdict() for a in abc.against(folder.priors.names, draws.z, near)]
    said = {
        "runs": len(z), "accepted": len(near.row), "effective": near.ess, "distance": near.distance,
        "summaries": summary.shape[1], "needed": least,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=AUDIT), said


AUDIT = {
    "name": pl.String, "shift": pl.Float64, "ratio": pl.Float64, "inside": pl.Float64, "agrees": pl.Boolean,
}  # fmt: skip
