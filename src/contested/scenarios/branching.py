"""A country whose calendar is changed from a day on, and is the former one before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

from contested.ground.errors import InputError
from contested.nation.country import Act, Call, Country
from contested.scenarios.changes import Change, added, dropped
from contested.scenarios.former_acts import CALL
from contested.scenarios.lines import short_line
from contested.scenarios.rhythm import DAILY, gap
from contested.scenarios.scenario import ActRow, Scenario

One = TypeVar("One", Act, Call)
#: acts that happen once, on their first day (`nation.script`)
ONCE = frozenset({
    "leader_jailed", "leader_exiled", "leader_freed", "council_formed", "strike_fund", "guarantee", "loan", "reserve",
    "sanctions", "mediation", "aid", "shock", "refusal",
})  # fmt: skip


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


def branched(scenario: Scenario, change: Change, day: int) -> Change:
    """A change of acts that holds from a day on, as one that holds from the first and leaves the days before as they
    are: acts that are left out end on the evening before, added ones begin on the day. It makes the country that
    `from_day` makes, so a run of it is the branch, to the last bit.

    Parameters
    ----------
    scenario : Scenario
    change : Change
        Of acts alone.
    day : int
        Number of the first day on which it holds.

    Raises
    ------
    InputError
        Parameters or subsystems are changed as well: they change in the state of that evening, as a checkpoint has it.
    """
    if change.settings or change.without:
        raise InputError(
            "branch: expected changes of acts alone; parameters are changed as well.",
            "let the parameters hold from the first day, or branch from a checkpoint: `contested simulate --from`",
        )
    if day > scenario.country.origin:
        return Change(change.name)
    first = scenario.country.start + timedelta(days=day)
    kept = {row.line for row in dropped(scenario.acts, change.drop_acts, scenario.country.places, scenario.name)}
    gone = [row for row in scenario.acts if row.line not in kept and _last(row) >= first]
    cut = [replace(row, end_date=first - timedelta(days=1)) for row in gone if row.date < first]
    begun = [later for row in added(scenario, change.add_acts) if (later := _from(row, first)) is not None]
    return Change(change.name, {}, tuple(str(row.line) for row in gone), tuple(map(short_line, [*cut, *begun])))


def _last(row: ActRow) -> date:
    return row.end_date or row.date


def _from(row: ActRow, first: date) -> ActRow | None:
    """An added act from a day on; None if nothing of it is left."""
    if row.date >= first:
        return row
    if row.act == CALL:
        every = gap(row.every) if row.every else DAILY
        begin = row.date + timedelta(days=-(-(first - row.date).days // every) * every)
    else:
        begin = first
    return None if row.act in ONCE or begin > _last(row) else replace(row, date=begin)
