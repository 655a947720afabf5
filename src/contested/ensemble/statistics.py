"""What a sweep keeps of a run besides its summaries: days of some observables, and numbers by functions of one's own.

A function is called where the sweep was begun, never in a worker, so that it may be any callable; what it reads comes
with the run. It is handed an xarray Dataset with the dimensions of the model and gives a number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from contested.engine.model import Model, Observable
from contested.ensemble.points import Answer, reason
from contested.ensemble.summaries import by_day, summaries

if TYPE_CHECKING:
    import xarray as xr

#: (Dataset of one run) -> a number
Statistic = Callable[["xr.Dataset"], Any]
#: before the name of an observable that is kept day by day
DAY = "day/"
#: where the reasons stand of those that gave no number
FAILED = "statistics_failed"
_RUN = "run"


class WholeRun(NamedTuple):
    """All that a run reported, as a worker sends it."""

    observables: tuple[Observable, ...]
    coords: dict[str, list[Any]]
    clock: str
    arrays: dict[str, np.ndarray]


def recorded(
    model: Model, arrays: dict[str, np.ndarray], people: np.ndarray | None, *, series: Sequence[str] = (),
    whole: bool = False,
) -> Answer:  # fmt: skip
    """Summaries of a run, days of what is in `series`, and all of it if `whole`; see `ensemble.recipes.Read`."""
    found: dict[str, Any] = dict(summaries(model, arrays, people))
    for o in model.observables:
        if o.name in series:
            found |= {DAY + name: values for name, values in by_day(o, arrays[o.name], model.coords, people)}
    if whole:
        mine = {o.name: arrays[o.name] for o in model.observables}
        found[_RUN] = WholeRun(model.observables, model.coords, model.clock, mine)
    return found


def with_statistics(answer: Answer, statistics: Mapping[str, Statistic], start: date | None) -> Answer:
    """An answer with a number for each function in place of the whole run.

    One that raises, or gives no number, leaves its cell empty and a reason in `FAILED`; the rest is kept.
    """
    run = answer.get(_RUN)
    if run is None:  # the run failed
        return answer
    numbers: dict[str, Any] = {}
    failed = []
    data = dataset(run, start)
    for name, function in statistics.items():
        numbers[name], why = _attempt(function, data)
        failed += [f"{name}: {why}"] if why else []
    rest = {key: value for key, value in answer.items() if key != _RUN}
    return {**rest, **numbers, FAILED: "; ".join(failed)}


def _attempt(function: Statistic, data: xr.Dataset) -> tuple[float | None, str]:
    """The number, or the reason why there is none."""
    try:
        return _number(function(data)), ""
    except Exception as error:  # whatever a user's function raises is the reason
        return None, reason(error)


def _number(value: Any) -> float:
    number = np.asarray(value, np.float64)
    if number.size != 1:
        raise ValueError(f"expected one number; got an array of shape {number.shape}")
    return float(number.reshape(()))


def dataset(run: WholeRun, start: date | None) -> xr.Dataset:
    """A run as `contested.Run.to_xarray` gives it, without a dimension of replicates."""
    import xarray as xr

    clock = run.clock
    steps = len(next(iter(run.arrays.values())))
    coords: dict[str, Any] = {clock: np.arange(steps)} | {d: list(labels) for d, labels in run.coords.items()}
    if start is not None:
        coords["date"] = (clock, np.datetime64(start, "ns") + np.arange(steps) * np.timedelta64(1, "D"))
    return xr.Dataset(
        {
            o.name: ((clock, *o.dims), run.arrays[o.name], {"units": o.unit, "long_name": o.meaning})
            for o in run.observables
        },
        coords,
    )
