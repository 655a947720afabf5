"""Which parameters matter: Sobol's indices and Morris's elementary effects of a finished design, through SALib.

The designs are ours (`design.saltelli`, `design.morris`), keyed as all chance here is; the estimators and the
bootstrap of their intervals are SALib's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from contested.ensemble import design
from contested.ground.errors import RunError
from contested.ground.extras import extra
from contested.ground.options import Sensitivity

#: kind -> points of a block beyond one a parameter
KINDS: dict[Sensitivity, int] = {"sobol": 2, "morris": 1}
#: chance that an interval holds the index; resamples behind it
LEVEL = 0.9
RESAMPLES = 500
#: fewest whole blocks that give an interval at all
FEWEST = 4


def designed(kind: Sensitivity, base: int, dims: int, seed: int) -> np.ndarray:
    """The unit-cube design of an analysis: `base` blocks of dims + 2 (sobol) or dims + 1 (morris) points."""
    return {"sobol": design.saltelli, "morris": design.morris}[kind](base, dims, seed)


def analysed(
    kind: Sensitivity, names: Sequence[str], u: np.ndarray, outputs: Mapping[str, np.ndarray], seed: int
) -> list[dict[str, Any]]:
    """Indices of every output.

    Parameters
    ----------
    kind : Sensitivity
    names : sequence of str
        Of the parameters, in the order of columns.
    u : float64 array of shape (points, parameters)
        From `designed`.
    outputs : mapping of name to float64 array of shape (points,)
        NaN where a point failed: its whole block is left out, as an index needs all of it. Outputs that never vary
        are passed over.
    seed : int
        Of the resampling.

    Returns
    -------
    list of dict
        A row an output and parameter. For sobol: first (share of variance that goes with the parameter alone) and
        total (with all its interactions); for morris: mu_star (mean size of the change that a step of two thirds of
        its range makes, over two thirds), mu, sigma. Each with the half-width of its 90 % interval where SALib gives
        one.

    Raises
    ------
    MissingExtra
        If SALib is not installed.
    RunError
        If too few whole blocks are left.
    """
    analyse = imported(kind)
    block = len(names) + KINDS[kind]
    rows = []
    problem = {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names), "groups": None}
    for output, values in outputs.items():
        whole = np.isfinite(values).reshape(-1, block).all(axis=1)
        if whole.sum() < FEWEST:
            raise RunError(
                f"sensitivity: expected at least {FEWEST} whole blocks of {block} points; {int(whole.sum())} have no "
                f"failure in {output}.", "more --points, or ranges in which the model can be played"
            )  # fmt: skip
        kept = np.repeat(whole, block)
        y = values[kept]
        if np.ptp(y) == 0:
            continue
        how = {"num_resamples": RESAMPLES, "conf_level": LEVEL, "seed": seed + 1}  # SALib takes 0 for no seed
        if kind == "sobol":
            found = analyse(problem, y, calc_second_order=False, **how)
            columns = {"first": "S1", "first_within": "S1_conf", "total": "ST", "total_within": "ST_conf"}
        else:
            found = analyse(problem, u[kept], y, num_levels=design.LEVELS, **how)
            columns = {"mu_star": "mu_star", "mu_star_within": "mu_star_conf", "mu": "mu", "sigma": "sigma"}
        for k, name in enumerate(names):
            rows.append({"output": output, "parameter": name} | {c: float(found[s][k]) for c, s in columns.items()})
    return rows


def imported(kind: Sensitivity) -> Any:
    """SALib's analysis of a kind.

    Raises
    ------
    MissingExtra
    """
    return extra(f"SALib.analyze.{kind}", "sensitivity needs", "inference").analyze
