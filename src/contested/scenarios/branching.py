"""A country whose calendar is changed from a day on, and is the former one before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import TypeVar

from contested.nation.acts import ACT_KINDS, OF_DAYS
from contested.nation.country import Act, Call, Country
from contested.scenarios.scenario import ActRow

One = TypeVar("One", Act, Call)
#: acts that are done on their first day and not again; what stands until the next of its kind began on that day
ONCE = frozenset(ACT_KINDS) - OF_DAYS


def last_day(row: ActRow) -> date:
    """The last day on which an act is done; one that happens once is over after its first, whatever its end date."""
    return row.date if row.act in ONCE else row.end_date or row.date


def from_day(before: Country, after: Country, day: int) -> Country:
    """The country `after` with the acts of `before` up to the evening before `day`, and its own from then on.

    An act that only one of them has is cut at that day. A series of calls that is cut close to the forecast origin can
    be taken up by its callers after it, as any series whose next gathering had not been missed by then.

    Parameters
    ----------
    before, after : Country
        Alike but for acts, calls and parameters.
    day : int
        Number of the first day on which acts are those of `after`.
    """
    if day > after.origin:  # no act is done from then on
        return replace(after, acts=before.acts, calls=before.calls)
    return replace(
        after,
        acts=(*_until(before.acts, after.acts, day), *_acts_from(before.acts, after.acts, day)),
        calls=(*_until(before.calls, after.calls, day), *_calls_from(before.calls, after.calls, day)),
    )  # fmt: skip


def _until(former: Iterable[One], later: Iterable[One], day: int) -> Iterator[One]:
    """The former ones in their order: whole where the later calendar has them too, else cut."""
    kept = Counter(later)
    for one in former:
        if kept[one]:
            kept[one] -= 1
            yield one
        elif one.day < day:
            yield replace(one, until=min(one.until, day - 1))


def _new(former: Iterable[One], later: Iterable[One]) -> Iterator[One]:
    """Those that only the later calendar has."""
    known = Counter(former)
    for one in later:
        if known[one]:
            known[one] -= 1
        else:
            yield one


def _acts_from(former: tuple[Act, ...], later: tuple[Act, ...], day: int) -> Iterator[Act]:
    for act in _new(former, later):
        if act.day >= day:
            yield act
        elif act.until >= day and act.act not in ONCE:
            yield replace(act, day=day)


def _calls_from(former: tuple[Call, ...], later: tuple[Call, ...], day: int) -> Iterator[Call]:
    for call in _new(former, later):
        first = max(call.day, call.day + -(-(day - call.day) // call.every) * call.every)
        if first <= call.until:
            yield replace(call, day=first)
