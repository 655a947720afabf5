"""The lattice: two groups, those of either who are out to kill, and the peacekeepers."""

from __future__ import annotations

import numpy as np

from contested.engine.model import State
from contested.zoo.epstein_2002_ii.model import Strife
from contested.zoo.kit.policed_torus import FREE
from contested.zoo.view import EMPTY, View

ACTIVE, COP = 2, 3


def codes(state: State, params: Strife) -> np.ndarray:
    """What stands on each site: the group of a quiet person, whoever is active, or a peacekeeper."""
    kind = np.full(params.side**2, EMPTY, np.int8)
    there = (state["alive"] == 1) & (state["jail"] == FREE)
    kind[state["site"][there]] = np.where(state["active"][there] == 1, ACTIVE, state["group"][there])
    kind[state["cop"]] = COP
    return kind


VIEW = View(
    kinds=(("first group", "quiet"), ("second group", "other"), ("active", "active"), ("peacekeepers", "force")),
    codes=codes,
    follows="active",
    side=lambda params: params.side,
)
