"""How one looks at a model whose agents stand somewhere: on a lattice, or in a network.

A view says which columns a picture is made of; the report room draws it, and no model knows a chart library. Models
whose agents stand nowhere have none, and their pages show curves alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np

from contested.engine.model import State
from contested.zoo.kit.networks import Ties

#: what an agent does, which decides its colour
Role: TypeAlias = Literal["quiet", "other", "active", "confined", "force"]
#: the code of a site where nothing is drawn
EMPTY = -1


def _no_side(params: Any) -> int:
    return 0


def _no_ties(state: State) -> Ties | None:
    return None


@dataclass(frozen=True, kw_only=True)
class View:
    """What of a model's state is seen.

    Parameters
    ----------
    kinds : tuple of (name, role)
        What a site or a node can hold, in the order of its codes; names stand in the key.
    codes : (state, params) -> int8 array of shape (sites,)
        Position in `kinds` of what each site or node holds, `EMPTY` for nothing. Sites of a lattice row by row.
    follows : str
        Observable that says when most is going on; its peak is shown.
    side : (params) -> int
        Sites along a side of a square lattice; 0 where there is none.
    ties : (state) -> Ties, optional
        Who is tied to whom; None where there is no network either, and nothing is drawn.
    """

    kinds: tuple[tuple[str, Role], ...]
    codes: Callable[[State, Any], np.ndarray]
    follows: str
    side: Callable[[Any], int] = _no_side
    ties: Callable[[State], Ties | None] = _no_ties


def stored_ties(state: State) -> Ties | None:
    """The ties of a model that keeps them as `offsets` and `ends`; None where nobody has any."""
    return Ties(state["offsets"], state["ends"]) if state["ends"].size else None


def flags(column: str) -> Callable[[State, Any], np.ndarray]:
    """Codes 0 and 1 from a column of no and yes, by site or node."""

    def codes(state: State, params: Any) -> np.ndarray:
        return state[column].astype(np.int8)

    return codes
