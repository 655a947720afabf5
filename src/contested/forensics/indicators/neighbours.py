"""Small stations beside large ones of the same unit (Jimenez, Hidalgo & Klimek 2017).

A few people can rig a small station unseen more easily than a large one. Each station's turnout and result are
standardised by the other stations of its unit, so that regions may differ as they like; then small stations of a unit
are held against its large ones. Rigging moves the small to more turnout and more for the leader at once.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import polars as pl

from contested.forensics.finding import Finding
from contested.forensics.table.case import SMALL, Case, Flags, Floats, Ints, ordered
from contested.forensics.table.resample import UNITS, middle95, resamples

#: stations a unit needs
FEW = 8
#: standardised values are held within this, so that one odd station is not the result
FAR = 4.0
TIMES = 200
#: alarm: standard deviations of the permuted null; and of stations
ALARM_Z, ALARM_SHIFT = 3.0, 0.1


def units_of(case: Case) -> Case:
    """Stations with 100 voters or more, in territories that have at least eight of them."""
    some = ordered(case, SMALL)
    count = np.bincount(some.territory, minlength=len(some.territories))
    return some.where(count[some.territory] >= FEW)


def numbered(case: Case) -> Ints:
    """Territories from 0 in the order of `units_of`, so that codes do not matter: int64 array (stations,)."""
    return np.cumsum(np.diff(case.territory, prepend=case.territory[:1]) != 0)


def standardised(x: Floats, unit: Ints) -> Floats:
    """Each number's distance from the mean of the other numbers of its unit, in their standard deviations.

    Parameters
    ----------
    x : float64 array of shape (stations,)
    unit : int array of shape (stations,)
        From 0.

    Returns
    -------
    float64 array of shape (stations,)
        Within -4 to 4; 0 where the others do not differ.
    """
    n = np.bincount(unit)[unit] - 1
    y = x - (np.bincount(unit, x) / np.bincount(unit))[unit]  # first centred: the sums below lose no digits
    mean = (np.bincount(unit, y)[unit] - y) / np.maximum(n, 1)
    square = (np.bincount(unit, y * y)[unit] - y * y) / np.maximum(n, 1)
    sd = np.sqrt(np.maximum(square - mean**2, 0.0))
    # what is left of rounding is no spread
    return np.clip(np.divide(y - mean, sd, out=np.zeros_like(y), where=sd > 1e-6), -FAR, FAR)


def shift(turnout: Floats, result: Floats) -> Floats:
    """How far a station lies towards more turnout and more for the leader: (z + z') / 2."""
    return (turnout + result) / 2


def small(case: Case) -> Flags:
    """bool array: stations with fewer voters than the median of their territory, of `units_of` a case."""
    unit = numbered(case)
    order = np.lexsort((case.registered, unit))
    first = np.searchsorted(unit[order], np.arange(unit.max(initial=-1) + 1))
    count = np.bincount(unit)
    low = case.registered[order[first + (count - 1) // 2]] + case.registered[order[first + count // 2]]
    return np.asarray(2 * case.registered < low[unit])


def differences(x: Floats, unit: Ints, is_small: Flags) -> tuple[Floats, Floats]:
    """For each unit the mean of its small stations less that of its large ones, and its weight (0 without either)."""
    count = np.bincount(unit)
    few = np.bincount(unit, is_small, count.size)
    many = count - few
    sum_small, whole = np.bincount(unit, x * is_small, count.size), np.bincount(unit, x, count.size)
    apart = sum_small / np.maximum(few, 1) - (whole - sum_small) / np.maximum(many, 1)
    return apart, few * many / count


def null_sd(x: Floats, unit: Ints, is_small: Flags) -> float:
    """Standard deviation of the overall difference if stations' sizes are dealt out anew within each unit.

    In a unit of n stations with variance s^2 (n - 1 below), a difference of m against n - m dealt at random has
    variance s^2 n / (m (n - m)), and its weight is m (n - m) / n.
    """
    n = np.bincount(unit)
    mean = np.bincount(unit, x) / n
    variance = np.bincount(unit, (x - mean[unit]) ** 2) / np.maximum(n - 1, 1)
    _, weight = differences(x, unit, is_small)
    return math.sqrt(float(weight @ variance)) / float(weight.sum())


ABOUT = Finding(
    name="neighbours", title="Small stations beside large neighbours", kind="estimate",
    rule=f"small stations lie at least {ALARM_SHIFT} standard deviations above large ones, {ALARM_Z:.0f} times "
    f"the null's standard deviation, and the whole range lies above 0; no alarm where fewer than {UNITS} territories "
    "can be compared",
    assumes="Within a territory, honest turnout and support are unrelated to a station's size.",
    fails_when="The small stations of a territory are its villages, which honestly have higher turnout and more "
    "uniform votes. "
    "Fraud that is as common at large stations does not show, nor does fraud in territories with fewer than eight "
    "stations.",
    cites=("jimenez2017",),
)  # fmt: skip


def find(case: Case, *, seed: int = 1) -> Finding:
    """How far small stations lie above large ones of their territory, against a permuted null."""
    some = units_of(case)
    unit = numbered(some)
    turnout, result = standardised(some.turnout, unit), standardised(some.result, unit)
    is_small = small(some)
    x = shift(turnout, result)
    apart, weight = differences(x, unit, is_small)
    if weight.sum() == 0 or np.ptp(x) == 0:
        return replace(ABOUT, says=f"No comparison: no territory has {FEW} stations that differ in size and shares.")
    value, sd = float(apart @ weight / weight.sum()), null_sd(x, unit, is_small)
    low = high = None
    span = f"no range and no alarm: fewer than {UNITS} territories can be compared"
    if (weight > 0).sum() >= UNITS:
        drawn = resamples(weight.size, TIMES, seed)
        with np.errstate(invalid="ignore"):
            low, high = middle95(drawn @ (apart * weight) / (drawn @ weight))
        span = f"{low:.2f} to {high:.2f}"
    z = value / sd if sd > 0 else 0.0
    way = "above" if value >= 0 else "below"
    says = (
        f"Small stations lie {abs(value):.2f} standard deviations {way} large ones of the same territory in turnout "
        f"and support for {some.leader_name} together ({span}); chance alone gives 0 +- {sd:.3f}."
    )
    rows = []
    for name, y in (("turnout", turnout), ("result", result), ("both", x)):
        d, w = differences(y, unit, is_small)
        rows.append((name, float(y[is_small].mean()), float(y[~is_small].mean()), float(d @ w / w.sum()),
                     null_sd(y, unit, is_small)))  # fmt: skip
    columns = ("of", "small", "large", "difference", "null_sd")
    names = np.array(some.territories, object)[some.territory[np.unique(unit, return_index=True)[1]]]
    units = pl.DataFrame({"territory": names.tolist(), "stations": np.bincount(unit), "difference": apart,
                          "weight": weight}, schema_overrides={"territory": pl.String})  # fmt: skip
    edges = np.linspace(-FAR, FAR, 33)
    at = pl.DataFrame({"turnout": _cell(turnout, edges), "result": _cell(result, edges), "small": is_small})
    return replace(
        ABOUT,
        says=says, value=value, low=low, high=high,
        range_is="" if low is None else f"95 % of {TIMES} resamples of territories",
        alarm=None if low is None else bool(value >= ALARM_SHIFT and z >= ALARM_Z and low > 0),
        tables={"parts": pl.DataFrame(rows, schema=columns, orient="row"), "territories": units,
                "cells": at.group_by("turnout", "result", "small").len("stations").sort("turnout", "result", "small")},
    )  # fmt: skip


def _cell(z: Floats, edges: Floats) -> Floats:
    """Lower edge of the cell a number lies in."""
    return edges[np.clip(np.searchsorted(edges, z, "right") - 1, 0, edges.size - 2)]
