"""A run in a few numbers: for every observable its last value, its largest, and its sum or mean over time.

Counts are added up over places, sites and named employers, and over time. Shares and levels are averaged: over places
by their people, over time day by day from the first that has a number: a share has none before it is announced. What is
reported for several audiences, forces or endings stays apart by label.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any

import numpy as np

from contested.engine.model import Model, Observable

#: units of what can be added up
COUNTED = frozenset(
    {"person", "agent", "officer", "million USD", "million EUR", "tie", "station", "node", "event", "vote"}
)
#: dimensions along which a country, a city or a lattice is cut
PARTS = frozenset({"place", "site", "enterprise", "origin"})


def summaries(model: Model, arrays: dict[str, np.ndarray], people: np.ndarray | None) -> dict[str, float]:
    """The numbers kept of a run.

    Parameters
    ----------
    model : Model
    arrays : dict of observable to float64 array of shape (steps, ...)
    people : float64 array of shape (places,), person, optional
        Weights of places; all alike if None.

    Returns
    -------
    dict of name to float
        OBSERVABLE.last, OBSERVABLE.max, and OBSERVABLE.sum for counts or OBSERVABLE.mean for others; labelled ones as
        OBSERVABLE[LABEL].last. NaN where the observable itself is.
    """
    return summarised(model.observables, model.coords, arrays, people)


def summarised(
    observables: Sequence[Observable], coords: dict[str, list[Any]], arrays: dict[str, np.ndarray],
    people: np.ndarray | None,
) -> dict[str, float]:  # fmt: skip
    """The same numbers, of observables and labels that stand in a stored run."""
    found: dict[str, float] = {}
    for o in observables:
        counted = o.unit in COUNTED
        for name, series in by_day(o, arrays[o.name], coords, people):
            found[f"{name}.last"] = float(series[-1])
            series = series[np.argmax(~np.isnan(series)) :]
            found[f"{name}.max"] = float(series.max())
            found[f"{name}.{'sum' if counted else 'mean'}"] = float(series.sum() if counted else series.mean())
    return found


def by_day(
    o: Observable, values: np.ndarray, coords: dict[str, list[Any]], people: np.ndarray | None
) -> list[tuple[str, np.ndarray]]:
    """(name, float64 array of shape (steps,)) of each label, or of the whole."""
    counted = o.unit in COUNTED
    apart = []
    axis = 1
    for dim in o.dims:
        if dim not in PARTS:
            apart.append(dim)
            axis += 1
        elif counted:
            values = values.sum(axis=axis)
        elif dim == "place" and people is not None:
            shape = [1] * values.ndim
            shape[axis] = -1
            values = (values * (people / people.sum()).reshape(shape)).sum(axis=axis)
        else:
            values = values.mean(axis=axis)
    if not apart:
        return [(o.name, values)]
    labels = product(*(coords[dim] for dim in apart))
    flat = values.reshape(len(values), -1)
    return [(f"{o.name}[{','.join(map(str, label))}]", flat[:, k]) for k, label in enumerate(labels)]
