"""A stored run of a published model looked at where its agents stand: at its start, at its peak, at its end.

A run stores numbers and no states. The first finished replicate is simulated again, up to the last moment, and each
moment's numbers are compared with those stored: a picture that belongs to other numbers is not shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from contested.engine import checkpoint
from contested.engine.model import State
from contested.engine.run import run as simulate
from contested.store import layout
from contested.studies.run.dimensions import stored_arrays
from contested.zoo.kit.networks import Ties
from contested.zoo.kit.trajectories import Unrecorded

if TYPE_CHECKING:
    from contested.studies.run.run import Run
    from contested.zoo.published import Published

#: sites, and sites times steps, above which a run is not simulated again for its picture: a second or two of work
MOST_SITES, MOST_WORK = 40_000, 40_000_000
#: part of a course's range below its top at which its end still counts as the top
PLATEAU = 0.02


@dataclass(frozen=True)
class Moment:
    """One look at a run.

    Parameters
    ----------
    name : str
        "start", "halfway", "peak" or "end".
    step : int
    codes : int8 array of shape (sites,)
        Position in the view's kinds; -1 for nothing.
    ties : Ties, optional
        The network; None on a lattice.
    """

    name: str
    step: int
    codes: np.ndarray
    ties: Ties | None


@dataclass(frozen=True)
class Moments:
    """What there is to see of a run.

    Parameters
    ----------
    some : tuple of Moment
        In order; empty if there is nothing to show.
    replicate : int
    side : int
        Sites along a side of the lattice; 0 for a network.
    reason : str
        Why a model that has a view shows nothing of this run; empty if it does, or has none.
    """

    some: tuple[Moment, ...] = ()
    replicate: int = 0
    side: int = 0
    reason: str = ""


def moments(run: Run, published: Published | None) -> Moments:
    """Start, peak and end of a run's first finished replicate; halfway up where what rises stays up.

    Parameters
    ----------
    run : Run
        At least one replicate is finished.
    published : Published, optional
        The model; without one, or without a view, there is nothing to see.

    Raises
    ------
    ParameterError
        If the run's parameters are none of the model's.
    CheckpointError
        If the run is damaged.
    """
    if published is None or published.view is None:
        return Moments()
    view, record = published.view, run.provenance
    model = published.model(record["settings"], record["scenario"].get("preset"))
    replicate = run.finished[0]
    side = view.side(model.params)
    stored = stored_arrays(run).sel(replicate=replicate)
    steps = stored[model.clock].values
    wanted = _chosen(stored[view.follows].values, steps)
    own = run.integrity.note(replicate)["seed"]
    branch = record["branched_from"]
    state = model.init(model.params, branch["about"]["seed"] if branch else own)
    sites = view.codes(state, model.params).size
    if not side and view.ties(state) is None:
        return Moments()
    length = max(wanted) - record["first_day"] + 1
    if sites * length > MOST_WORK or (side and sites > MOST_SITES):
        return Moments(reason=f"with {sites:,} sites over {length:,} {model.clock}s the run is too large to draw")
    if branch:
        checkpoint.load(layout.branched_from(run.path), model, state)
    some: list[Moment] = []
    differing: list[int] = []

    def look(step: int, state: State) -> bool:
        if step in wanted:
            differing.extend([] if _same(model.observe(state), stored.sel({model.clock: step})) else [step])
            ties = None if side else view.ties(state)
            some.append(Moment(wanted[step], step, view.codes(state, model.params).copy(), ties))
        return step == max(wanted)

    simulate(
        model, model.params, own, steps=length, first=record["first_day"], state=state, recorder=Unrecorded(),
        after=look,
    )  # fmt: skip
    if differing:
        return Moments(reason="simulated again with this version, the run gives other numbers than are stored")
    return Moments(tuple(some), replicate, side)


def _chosen(course: np.ndarray, steps: np.ndarray) -> dict[int, str]:
    """Step -> what is to be seen there: the start, the peak or else the step halfway up to it, and the end."""
    last = len(steps) - 1
    chosen = {last: "end", 0: "start"}
    if np.isfinite(course).any():
        low, high = np.nanmin(course), np.nanmax(course)
        peak, between = int(np.nanargmax(course)), "peak"
        if course[last] >= high - PLATEAU * (high - low):  # what rises and stays has its end for a peak
            peak, between = int(np.argmax(course >= (low + high) / 2)), "halfway"
        chosen.setdefault(peak, between)
    return {int(steps[k]): chosen[k] for k in sorted(chosen)}


def _same(numbers: dict[str, Any], stored: Any) -> bool:
    """Whether these are the numbers of a step as they were stored."""
    return all(
        np.array_equal(np.asarray(value).astype(stored[name].dtype), stored[name].values, equal_nan=True)
        for name, value in numbers.items() if name in stored
    )  # fmt: skip
