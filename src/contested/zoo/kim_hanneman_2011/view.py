"""The lattice: workers who are quiet or protest, and cops."""

from __future__ import annotations

import numpy as np

from contested.engine.model import State
from contested.zoo.kim_hanneman_2011.model import FREE, Works
from contested.zoo.view import EMPTY, View

COP = 2


def codes(state: State, params: Works) -> np.ndarray:
    """What stands on each site; who is in jail stands on none."""
    kind = np.full(params.side**2, EMPTY, np.int8)
    free = state["jail"] == FREE
    kind[state["site"][free]] = state["protesting"][free]
    kind[state["cop"]] = COP
    return kind


VIEW = View(
    kinds=(("quiet", "quiet"), ("protesting", "active"), ("cops", "force")),
    codes=codes,
    follows="protesting",
    side=lambda params: params.side,
)
