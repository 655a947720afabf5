"""What a model is: init, step, observe. Granovetter's crowd of a hundred and a nation of millions are the same kind.

A state is a dictionary of named NumPy arrays, changed in place. `static` names the arrays that no step may change:
they are shared between runs and left out of checkpoints.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from contested.engine.clock import Tick

State = dict[str, np.ndarray]


@dataclass(frozen=True)
class Observable:
    """One number a model reports each step.

    Parameters
    ----------
    name : str
        As it stands in results.
    unit : str
        One of ground.units.UNITS.
    meaning : str
        One sentence.
    dims : tuple of str
        () for one number, ("place",) for one a place, and so on.
    subsystem : str
        Whose it is; a heading in the report.
    """

    name: str
    unit: str
    meaning: str
    dims: tuple[str, ...] = ()
    subsystem: str = ""


@dataclass(frozen=True)
class Model:
    """Three functions and what they need to be run, stored and shown.

    Parameters
    ----------
    name : str
        For provenance and headings.
    params : dataclass of Params
        Defaults of this model (of this scenario, for the nation).
    init : (params, seed) -> State
    step : (state, params, Tick) -> State
        Arrays updated in place and handed back.
    observe : (state) -> dict of name to number or array
        Exactly the names in `observables`.
    observables : tuple of Observable
    coords : dict of dimension to labels
    static : frozenset of str
        Arrays no step changes.
    plan : tuple of Phase
        The order of a step, for `contested plan`; empty for a model of one function.
    tables : (state) -> dict of name to columns, optional
        Tables that stand at the end of a run (returns by station, casualties); columns are equally long arrays.
    clock : str
        What a step is called in results: "day" for the nation, "step" where the paper has no days.
    scratch : frozenset of str
        Those of `static` that are room to work in instead: each step rewrites them before it reads them.
    home : (state) -> None, optional
        For a model that keeps arrays on a device between steps: makes every array of the state right again. Called
        before the state is read by anybody but the model; such a state is not written from outside between steps.
    """

    name: str
    params: Any
    init: Callable[[Any, int], State]
    step: Callable[[State, Any, Tick], State]
    observe: Callable[[State], dict[str, Any]]
    observables: tuple[Observable, ...]
    coords: dict[str, list[Any]] = field(default_factory=dict)
    static: frozenset[str] = frozenset()
    plan: tuple[Any, ...] = ()
    tables: Callable[[State], dict[str, dict[str, Any]]] | None = None
    clock: str = "day"
    scratch: frozenset[str] = frozenset()
    home: Callable[[State], None] | None = None
