"""What is known exactly: when an epidemic starts, and what it leaves."""

from __future__ import annotations

import numpy as np

from contested.zoo.bonnasse_gahot_2018.model import Country, init


def reproduction(params: Country, seed: int = 1) -> float:
    """R0: events that one event sets off while reservoirs are full, as the largest eigenvalue of b sigma W / omega."""
    state = init(params, seed)
    # similar to a symmetric matrix, so its eigenvalues are real
    root = np.sqrt(state["filled"])
    return float(params.contagion / params.calming * np.linalg.eigvalsh(root[:, None] * state["weight"] * root)[-1])


def left_in_the_end(params: Country, seed: int = 1) -> np.ndarray:
    """What stays of each reservoir, with the response linear: s_k = f_k exp(-(b/omega) sum_j W_kj (l_j + f_j - s_j)).

    Events summed over all days are what was there at the start and what was drawn in, over omega; the map falls from
    full reservoirs to its largest fixed point.
    """
    state = init(params, seed)
    filled, first, weight = state["filled"], state["activity"], state["weight"]
    s = filled.copy()
    for _ in range(200_000):
        then: np.ndarray = filled * np.exp(-params.contagion / params.calming * (weight @ (first + filled - s)))
        if np.abs(then - s).max() <= 1e-14 * max(filled.max(), 1e-300):
            return then
        s = then
    return s
