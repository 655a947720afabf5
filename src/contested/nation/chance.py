"""Chance that inference can set: how strong each gathering that was called turns out, and how large each shock is.

Both are drawn before the first day and read by nothing but the phase that they belong to, so a run with a few of them
set is a run like any other. They are named by what a call or an act is and not by its row, so that two scripts share
the chance of all that they share.
"""

from __future__ import annotations

import math
import zlib
from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from contested.engine.model import State
from contested.nation.country import Act, Call, Country

#: spread of the logarithm of a shock's size about what its act says; assumed
SHOCK_SPREAD = 0.5


class Event(NamedTuple):
    """Something whose chance can be set: `kind` is "gathering" or "shock", `key` what it is, and `day` when."""

    kind: str
    key: int
    day: int


class Chance(NamedTuple):
    """Chances that are set, standard normal under the prior: `z[k]` is that of `events[k]`."""

    events: tuple[Event, ...]
    z: tuple[float, ...]


def events(country: Country, until: int) -> tuple[Event, ...]:
    """Every scripted gathering and shock up to a day, gatherings first, in the order of the script."""
    last = min(until, country.origin, country.days - 1)
    calls = zip(call_keys(country.calls), country.calls)
    gatherings = [
        Event("gathering", key, day) for key, x in calls for day in range(x.day, min(x.until, last) + 1, x.every)
    ]
    acts = zip(act_keys(country.acts), country.acts)
    return (*gatherings, *(Event("shock", key, a.day) for key, a in acts if a.act == "shock" and a.day <= last))


def set_chance(state: State, country: Country, chance: Chance) -> None:
    """Write chances into a state that `Model.init` made; of what the country's script does not have, nothing.

    Example
    -------
    >>> state = model.init(params, seed)
    >>> set_chance(state, country, Chance(events(country, 40), z))
    """
    scripted = len(state["call_until"])
    row_of = {int(key): k for k, key in enumerate(state["series_key"][:scripted])}
    act_of = {key: k for k, key in enumerate(act_keys(country.acts))}
    for event, z in zip(chance.events, chance.z, strict=True):
        if event.kind == "gathering" and event.key in row_of and event.day < state["opposition_z"].shape[1]:
            state["opposition_z"][row_of[event.key], event.day] = z
        elif event.kind == "shock" and event.key in act_of:
            k = act_of[event.key]
            state["act_level"][k] = country.acts[k].level * math.exp(SHOCK_SPREAD * z)


def call_keys(calls: Iterable[Call]) -> list[int]:
    """A number for each call: how long it went on, and how strong, is no part of what it is."""
    return _keys(replace(x, until=x.day, level=None) for x in calls)


def act_keys(acts: Iterable[Act]) -> list[int]:
    """A number for each act; its level is no part of what it is."""
    return _keys(replace(a, level=0.0) for a in acts)


def _keys(each: Iterable[Hashable]) -> list[int]:
    same: Counter[Hashable] = Counter()
    keys = []
    for one in each:
        keys.append(zlib.crc32(repr((one, same[one])).encode()))
        same[one] += 1  # one like it has chance of its own
    return keys


def series_keys(calls: tuple[Call, ...], series: int) -> np.ndarray:
    """What the chance of each series is keyed by, int64 array of shape (series,); series that begin by rule have the
    numbers from 0 on."""
    return np.array([*call_keys(calls), *range(series - len(calls))], np.int64)
