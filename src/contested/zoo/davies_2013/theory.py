"""What is known exactly, where there are no police."""

from __future__ import annotations

import numpy as np

from contested.zoo.davies_2013.model import HOME, Riots, init


def at_home(params: Riots, steps: int) -> float:
    """Share of everybody still at home after so many steps without police, those of the spark not counted."""
    state = init(params, 1)
    total = state["pull"].sum(1)
    chance = params.readiness * state["rho"] * total / (1.0 + total)
    waiting = (state["where"].reshape(-1, params.residents) == HOME).sum(1)
    return float(waiting @ (1 - chance) ** steps / waiting.sum())


def destinations(params: Riots) -> np.ndarray:
    """Shares of all journeys in the first step that go to each site, without police."""
    state = init(params, 1)
    total = state["pull"].sum(1)
    waiting = (state["where"].reshape(-1, params.residents) == HOME).sum(1)
    out = waiting * params.readiness * state["rho"] / (1.0 + total)
    flow = out @ state["pull"]
    shares: np.ndarray = flow / flow.sum()
    return shares
