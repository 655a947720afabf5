"""The lattice: who is quiet, who rebels, who sits in jail in the open, and where the cops are."""

from __future__ import annotations

import numpy as np

from contested.engine.model import State
from contested.zoo.epstein_2002.params import Rebellion
from contested.zoo.kit.policed_torus import FREE
from contested.zoo.view import EMPTY, View

QUIET, ACTIVE, JAILED, COP = range(4)


def codes(state: State, params: Rebellion) -> np.ndarray:
    """What stands on each site; a cop hides whoever lies under their feet."""
    kind = np.full(params.side**2, EMPTY, np.int8)
    site, free = state["site"], state["jail"] == FREE
    shown = ~free & (site >= 0)
    kind[site[shown]] = JAILED
    kind[site[free]] = np.where(state["active"][free] == 1, ACTIVE, QUIET)
    kind[state["cop"][: state["cops"][0]]] = COP
    return kind


VIEW = View(
    kinds=(("quiet", "quiet"), ("active", "active"), ("jailed in place", "confined"), ("cops", "force")),
    codes=codes,
    follows="active",
    side=lambda params: params.side,
)
