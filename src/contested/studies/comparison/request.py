"""What a comparison is asked to be, checked before anything is written: its two arms, and the pairs of runs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from contested.engine.params import override, walk
from contested.ensemble.paired import Arm
from contested.ensemble.points import Point, points_of
from contested.ground import options
from contested.ground.errors import InputError, ParameterError, ScenarioError, closest
from contested.nation.world import world_hash
from contested.scenarios.branching import from_day, last_day
from contested.scenarios.changes import Change, added, changed, in_words, read_change
from contested.scenarios.interventions import Interventions, intervened
from contested.scenarios.load import opened
from contested.studies import arguments, memory
from contested.studies.comparison.comparison import CONDITIONAL
from contested.studies.comparison.posterior import Draws
from contested.studies.days import to_date
from contested.studies.folder import Record, new_record

if TYPE_CHECKING:
    from contested.nation.country import Country
    from contested.scenarios import Scenario


MOST_PAIRS = 1_000_000


@dataclass(frozen=True)
class Side:
    """One arm, checked.

    Parameters
    ----------
    scenario : Scenario
        As it comes.
    country : Country
        With the change applied.
    change : Change
    words : tuple of str
        What the change does; none if it does nothing.
    branch : int
        Number of the first day on which it does; 0 for the first day of all.
    """

    scenario: Scenario
    country: Country
    change: Change
    words: tuple[str, ...]
    branch: int = 0

    @property
    def name(self) -> str:
        """How to call it."""
        return self.change.name or "; ".join(self.words) or f"{self.scenario.name} as it is"

    @property
    def arm(self) -> Arm:
        """Scenario and change, as a worker takes them."""
        return Arm(Path(self.scenario.folder).resolve(), self.change)

    def record(self) -> dict[str, Any]:
        """What the study's record says of it."""
        c = self.change
        # numbers are numbers, also those that a terminal gave as text
        values = {name: value for name, value, _ in walk(self.country.params)}
        settings = {name: values.get(name, value) for name, value in c.settings.items()}
        return {
            "name": self.name, "scenario": self.scenario.name, "hash": self.scenario.hash, "words": list(self.words),
            "settings": settings, "drop_acts": list(c.drop_acts), "add_acts": list(c.add_acts),
            "without": list(c.without), **({"branch": self.branch} if self.branch else {}),
        }  # fmt: skip


def branching(
    sides: tuple[Side, Side], date: str | dt.date, days: int, add_acts: tuple[str, ...]
) -> tuple[Side, Side]:
    """Arms of which the second is the first up to the evening before a date, and changed from then on.

    Parameters
    ----------
    sides : two of Side
        That differ from the first day.
    date : str or date
        First day on which they are to differ.
    days : int
        That are simulated.
    add_acts : lines
        Acts that were asked for one by one: none of them may be over by then.

    Raises
    ------
    InputError
        A day that is not simulated, arms of two scenarios, or a change that cannot be made on a day, or makes none.
    """
    a, b = sides
    first = to_date(date, "branch")
    last = a.country.start + dt.timedelta(days=days - 1)
    if not a.country.start < first <= last:
        raise InputError(f"branch: expected a day after {a.country.start}, {last} at most; got {first}.",
                         "without it the change holds from the first day")  # fmt: skip
    if b.scenario.hash != a.scenario.hash:
        raise InputError("branch: expected a change of one scenario; A and B are two.", "leave out B")
    if b.change.without != a.change.without:
        raise InputError("branch: expected the same subsystems and phases in both; without leaves out some.",
                         "what is left out is left out from the first day")  # fmt: skip
    if world_hash(a.country, 1) != world_hash(b.country, 1):
        raise InputError("branch: expected a change that leaves the population as it is; this one draws another.",
                         "who lives where and knows whom holds from the first day")  # fmt: skip
    past = [row for row in added(b.scenario, add_acts) if last_day(row) < first]
    if past:
        raise InputError(f"branch: expected acts that are not over before {first}; {past[0].act} on {past[0].date} is.",
                         "what was done by then stays as it was")  # fmt: skip
    day = (first - a.country.start).days
    country = from_day(a.country, b.country, day)
    if country == a.country:
        raise InputError(f"branch: expected a change on {first} or later; there is none.", "branch on an earlier day")
    words = (*b.words, f"from {first} on")
    change = replace(b.change, name=f"{b.name}; from {first} on")
    return a, replace(b, country=country, branch=day, words=words, change=change)


def sides(
    a: str | Path | Scenario, b: str | Path | Scenario | None, change: Change, wanted: Interventions = ()
) -> tuple[Side, Side]:
    """Both arms, of countries that can be set side by side; interventions and `change` are done to `b` on top.

    An arm is a scenario's name or folder, a scenario, or the file of a change; one that names no scenario changes
    `a`'s. None for `b` is `a` over again.
    """
    first = _side(*_read(a, None))
    folder, own = _read(b, first) if b is not None else (first.scenario.folder, first.change)
    if wanted:
        known = opened(arguments.scenario(folder))
        intervention = intervened(known, wanted)
        name = "; ".join((intervention.name, *in_words(known, change)))
        own = replace(own.then(intervention).then(change), name=name)
    elif change != Change():
        own = own.then(change)
    second = _side(folder, own)
    if second.name == first.name and second.words:
        second = replace(second, change=replace(second.change, name="; ".join(second.words)))
    _comparable(first.country, second.country)
    return first, second


def _read(value: str | Path | Scenario, other: Side | None) -> tuple[str | Path | Scenario, Change]:
    """The scenario and the change that a name, a folder or a file means."""
    if isinstance(value, str | Path) and str(value).endswith(".toml") and Path(value).name != "scenario.toml":
        change, scenario = read_change(Path(value))
        if scenario is not None:
            return scenario, change
        if other is not None:
            return other.scenario.folder, change
        raise ScenarioError(
            f"{value}: expected the scenario that it changes; it names none.", 'add a line scenario = "teaching"'
        )
    return value, Change()


def _side(folder: str | Path | Scenario, change: Change) -> Side:
    scenario = opened(arguments.scenario(folder))
    return Side(scenario, changed(scenario, change).country, change, in_words(scenario, change))


def _comparable(a: Country, b: Country) -> None:
    """Both must report the same things of the same days."""
    facts = {
        "start": (a.start, b.start),
        "places": tuple([p.name for p in c.places] for c in (a, b)),
        "forces": tuple(list(dict.fromkeys(u.kind for u in c.units)) for c in (a, b)),
        "sites": tuple([s.name for s in c.sites] for c in (a, b)),
        "enterprises": tuple([e.name for e in c.enterprises] for c in (a, b)),
    }
    odd = [name for name, (x, y) in facts.items() if x != y]
    if odd:
        raise InputError(
            f"{a.name} and {b.name}: expected countries alike in what they report; they differ in {', '.join(odd)}.",
            "compare changes of one scenario; two countries have no common random numbers",
        )


def pairs_of(
    sides: tuple[Side, Side], posterior: Draws | None, pairs: int | None, scale: int | None, days: int,
    workers: int | None,
) -> tuple[list[dict[str, Any]], int]:  # fmt: skip
    """Settings of each pair, which both arms share, and the scale; workers hold a pair each."""
    a, b = (side.country for side in sides)
    if days > b.days:
        raise InputError(f"days: expected at most the {b.days} of b; got {days}.", "fewer --days")
    scale = arguments.scale(scale if scale is not None else (posterior.scale if posterior else None) or 1)
    settings = _settings(sides, posterior, pairs)
    memory.check_workers(a, scale, workers, arms=2, populations=len({world_hash(c, scale) for c in (a, b)}))
    return settings, scale


def record_of(
    sides: tuple[Side, Side], posterior: Draws | None, *, pairs: int, seed: int, scale: int, days: int
) -> Record:
    """What the comparison is; two are one only if this is the same."""
    country = sides[0].country
    return new_record("comparison", {
        "label": CONDITIONAL, "a": sides[0].record(), "b": sides[1].record(),
        "posterior": posterior.record() if posterior else None,
        "pairs": pairs, "seed": seed, "scale": scale, "days": days,
        "start": str(country.start), "places": [p.name for p in country.places], "title": country.title,
        "where": [[p.lat, p.lon] for p in country.places],
    })  # fmt: skip


def _settings(sides: tuple[Side, Side], posterior: Draws | None, pairs: int | None) -> list[dict[str, Any]]:
    wanted = None if pairs is None else arguments.whole(pairs, "pairs")
    if wanted is not None and not 1 <= wanted <= MOST_PAIRS:
        raise InputError(f"pairs: expected 1 to {MOST_PAIRS:,}; got {wanted}.", f"the default is {options.PAIRS}")
    if posterior is None:
        return [{} for _ in range(wanted or options.PAIRS)]
    return _settings_from(posterior, sides, wanted or min(options.PAIRS, posterior.table.height))


def rows_of(given: Draws, pairs: int) -> list[int]:
    """Which draw each pair has: evenly from first to last."""
    rows: list[int] = np.linspace(0, given.table.height - 1, pairs).round().astype(np.int64).tolist()
    return rows


def points(seed: int, shared: Sequence[Mapping[str, Any]], posterior: Draws | None) -> list[Point]:
    """The pairs to simulate; each the member of its draw, if draws are members of an ensemble."""
    each = list(points_of(seed, shared, 1))
    if posterior is None or not posterior.members:
        return each
    return [replace(p, member=posterior.members[row]) for p, row in zip(each, rows_of(posterior, len(each)))]


def _settings_from(given: Draws, sides: tuple[Side, Side], pairs: int) -> list[dict[str, Any]]:
    """Settings of each pair: rows of the table, evenly from first to last."""
    table, where = given.table, given.name
    if pairs > table.height:
        raise InputError(
            f"pairs: expected at most the {table.height} draws of {where}; got {pairs}.",
            "draw more; a draw used twice would look like two",
        )
    if given.scenario and given.scenario not in [s.scenario.hash for s in sides]:
        raise InputError(
            f"{where}: expected a calibration of {sides[0].scenario.name}; it is one of another scenario.",
            "or of this one before its files were changed: calibrate again",
        )
    known = [name for name, _, _ in walk(sides[0].country.params)]
    for name in table.columns:
        if name not in known:
            raise ParameterError(f"{where}, column {name!r}: no parameter of the model.", closest(name, known))
        if not table[name].dtype.is_numeric() or table[name].null_count():
            raise InputError(f"{where}, column {name!r}: expected a number in every row.", "remove rows without one")
        if all(name in s.change.settings for s in sides):
            raise InputError(f"{where}, column {name!r}: drawn, and set in both arms.", "leave out one of the two")
    rows = rows_of(given, pairs)
    chosen = [{**given.fixed, **dict(zip(table.columns, map(float, table.row(r))))} for r in rows]
    for row, drawn in zip(rows, chosen):
        try:
            override(sides[0].country.params, drawn)
        except ParameterError as error:
            raise ParameterError(f"{where}, row {row + 1}: {error.message}", error.hint) from None
    return chosen
