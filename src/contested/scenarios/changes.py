"""How a scenario is changed to ask what if: parameters set, dated acts dropped or added, subsystems left out.

    name = "no blackout"
    scenario = "teaching"
    drop_acts = ["shutdown"]
    add_acts = ["2031-05-05,,incumbent,release,,0.5,share"]
    without = ["workplaces"]
    [set]
    detention.hold_limit = 1
    election.mechanism = "none"

Such a file is a change, and so are the options of `contested compare`. The scenario's own files stay as they are.

Acts to drop are named by kind, form, first day, place or line of acts.csv, joined with "/": "shutdown" is every
shutdown, "2031-05-08" all that begins on that day, "2031-05-08/release" what is both, "strike/Tesk" the strikes called
there, and "12" the act of line 12.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from contested.engine.params import current, override, walk
from contested.files import is_folder, read_toml, refusing, shown
from contested.files.faults import Faults, Row
from contested.files.lines import cells_of
from contested.files.rows import parsed
from contested.ground.columns import Column
from contested.ground.commands import command
from contested.ground.errors import ParameterError, ScenarioError, closest
from contested.ground.units import suffix
from contested.nation.acts import ACT_KINDS
from contested.nation.codes import MECHANISMS
from contested.nation.country import Place
from contested.nation.plan import leave_out
from contested.scenarios import acts
from contested.scenarios.former_acts import renewed, today
from contested.scenarios.places import names
from contested.scenarios.scenario import ActRow, Scenario
from contested.scenarios.schema import ACTS

#: how counts are falsified: a setting like a parameter, although scenario.toml keeps it apart
MECHANISM = "election.mechanism"
#: cells that an added act may not leave out
_NEEDED = ("date", "end_date", "actor", "act")
#: what a cell left out means
_REST = {"source": "assumed", "level_source": "assumed"}
#: columns that earlier versions had not
_NEW = ("form", "every", "caller")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
KEYS = ("name", "scenario", "set", "drop_acts", "add_acts", "without")
#: keys of earlier versions, still read
_FORMERLY = {"drop": "drop_acts", "add": "add_acts"}


@dataclass(frozen=True)
class Change:
    """What sets an arm of a comparison apart from a scenario.

    Parameters
    ----------
    name : str
        How to call it; "" for its content in words.
    settings : mapping of dotted name to value
        Parameters, and election.mechanism; none of it makes the counts of later votes honest as well.
    drop_acts : tuple of str
        Acts of acts.csv to leave out, as above.
    add_acts : tuple of str
        Acts as lines of acts.csv; cells after the act may be left out from the end. Done after those of acts.csv, so
        that of two tactics of a day the added one holds.
    without : tuple of str
        Subsystems or phases.
    """

    name: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)
    drop_acts: tuple[str, ...] = ()
    add_acts: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    def then(self, more: Change) -> Change:
        """This change, and `more` on top."""
        return Change(
            more.name, {**self.settings, **more.settings}, _both(self.drop_acts, more.drop_acts),
            # an act that is added twice is done twice: loans add up
            (*self.add_acts, *more.add_acts), _both(self.without, more.without),
        )  # fmt: skip


def _both(a: tuple[str, ...], b: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*a, *b)))


def changed(scenario: Scenario, change: Change) -> Scenario:
    """The scenario with a change applied; what is left out stays a matter of the plan.

    Raises
    ------
    ParameterError
        An unknown parameter or subsystem, or a value it cannot have.
    ScenarioError
        An act that is not there, or one that cannot be added.
    """
    country = scenario.country
    settings = {current(country.params, name): value for name, value in change.settings.items()}
    mechanism = settings.pop(MECHANISM, country.mechanism)
    if mechanism != country.mechanism and not country.election:
        raise ParameterError(f"{MECHANISM}: expected a scenario with an election; {scenario.name} has none.", "")
    if mechanism not in MECHANISMS:
        raise ParameterError(
            f"{MECHANISM}: expected one of {', '.join(MECHANISMS)}; got {mechanism!r}.",
            "none announces what was cast",
        )
    unknown = [name for name in settings if name not in {n for n, _, _ in walk(country.params)}]
    if unknown:
        known = [MECHANISM, *(n for n, _, _ in walk(country.params))]
        raise ParameterError(f"{unknown[0]!r} is no parameter of {scenario.name}.", closest(unknown[0], known))
    _, gone = leave_out(tuple(change.without))
    kept = dropped(scenario.acts, change.drop_acts, country.places, scenario.name)
    reported = (*kept, *added(scenario, change.add_acts, gone))
    rows = [Row(ACTS.name, row.line, {c.name: getattr(row, c.name) for c in ACTS.columns}) for row in reported]
    params = override(country.params, settings)
    done = acts.resolve(rows, _around(scenario), Faults(ScenarioError))
    later = country.later_votes
    if mechanism == "none":
        later = tuple(replace(vote, mechanism=mechanism) for vote in later)
    country = replace(
        country, params=params, mechanism=mechanism, later_votes=later, acts=done.acts, calls=done.calls
    )
    return replace(scenario, country=country, acts=reported)


def dropped(
    rows: Sequence[ActRow], selectors: Sequence[str], places: tuple[Place, ...], scenario: str
) -> tuple[ActRow, ...]:
    """Acts without those that a selector means.

    Raises
    ------
    ScenarioError
        A selector that means nothing, or no act.
    """
    gone: set[int] = set()
    for selector in selectors:
        meant = _meant(rows, selector, places)
        if not meant:
            raise ScenarioError(
                f"drop {selector!r}: expected an act of {scenario}; there is none.", _like(rows, selector, scenario)
            )
        gone.update(meant)
    return tuple(row for k, row in enumerate(rows) if k not in gone)


def _meant(rows: Sequence[ActRow], selector: str, places: tuple[Place, ...]) -> list[int]:
    parts = _parts(selector)
    known = [*ACT_KINDS, *dict.fromkeys(row.form for row in rows if row.form), *names(places)]
    for part in parts:
        if not (part.isdecimal() or _DATE.fullmatch(part) or part in known):
            raise ScenarioError(
                f"drop {selector!r}: expected act, form, date, place or line of acts.csv, joined with /; got {part!r}.",
                closest(part, known),
            )
    return [k for k, row in enumerate(rows) if all(_is(row, part) for part in parts)]


def _parts(selector: str) -> list[str]:
    """What a selector joins; an act of earlier versions, such as call_march, is an act and its form."""
    parts = [part.strip() for part in selector.split("/")]
    return [word for part in parts for act, form in (today(part),) for word in ((act, form) if form else (act,))]


def _is(row: ActRow, part: str) -> bool:
    return part in (row.act, row.form, row.place, str(row.date), str(row.line))


def _like(rows: Sequence[ActRow], selector: str, scenario: str) -> str:
    """Acts that share something with what was asked for."""
    parts = _parts(selector)
    some = [f"{row.date}/{row.act}" for row in rows if any(_is(row, part) for part in parts)]
    if some:
        return f"there is {', '.join(dict.fromkeys(some[:5]))}{' ...' if len(some) > 5 else ''}"
    return f"`{command('plan', scenario)}` lists its acts"


def in_words(scenario: Scenario, change: Change) -> tuple[str, ...]:
    """What a change does to a scenario, a phrase each; none if it does nothing."""
    units = {name: d.unit for name, _, d in walk(scenario.country.params)}
    kept = dropped(scenario.acts, change.drop_acts, scenario.country.places, scenario.name)
    gone = [row for row in scenario.acts if row not in kept]
    return (
        *(f"{name} = {plain(value)}{suffix(units.get(name, '-'))}" for name, value in change.settings.items()),
        *_removed(gone),
        *(f"added: {_phrase(row)}" for row in added(scenario, change.add_acts)),
        *(f"without {name}" for name in change.without),
    )


def plain(value: float | str) -> str:
    """A setting or level with all its digits: a name that rounds would name another one."""
    return str(value).removesuffix(".0")


def _removed(gone: list[ActRow]) -> Iterator[str]:
    if len(gone) <= 3:
        yield from (f"dropped: {_phrase(row)}" for row in gone)
        return
    kinds = dict.fromkeys(row.act for row in gone)
    named = ", ".join(f"{kind} ({sum(row.act == kind for row in gone)})" for kind in kinds)
    yield f"dropped {len(gone)} acts: {named}"


def _phrase(row: ActRow) -> str:
    until = f" to {row.end_date}" if row.end_date else ""
    level = "" if row.level is None else f" {plain(row.level)} {row.unit}"
    form = f" {row.form}" if row.form else ""
    every = f" every {row.every}" if row.every else ""
    return f"{row.date}{until} {row.act}{form}{every}{level}{f' in {row.place}' if row.place else ''}"


def _around(scenario: Scenario) -> acts.Around:
    country = scenario.country
    end = country.start + timedelta(days=country.days - 1)
    return acts.Around(country.places, country.params, country.start, end, country.election)


def added(
    scenario: Scenario, lines: tuple[str, ...], gone: frozenset[str] = frozenset()
) -> tuple[ActRow, ...]:
    """Added acts, checked as those of acts.csv are, and against doing nothing.

    Parameters
    ----------
    scenario : Scenario
    lines : tuple of str
        Of acts.csv.
    gone : frozenset of str
        Subsystems that are left out.

    Raises
    ------
    ScenarioError
        What cannot be added, and why.
    """
    country = scenario.country
    faults = Faults(ScenarioError)
    rows, _ = renewed([row for k, line in enumerate(lines, 1) if (row := _row(k, line, faults))])
    origin = country.start + timedelta(days=country.origin)
    for row in rows:
        if row["date"] > origin:
            faults.add(
                row.where("date"), f"a day not after the origin, {origin}", str(row["date"]),
                "from the origin on actors follow their policies, and no act is done",
            )  # fmt: skip
        kind = ACT_KINDS.get(row["act"])
        if kind is not None and kind.subsystem in gone:
            faults.add(
                row.where("act"), "an act of a subsystem that is played",
                f"{row['act']!r}, which is left out with {kind.subsystem}", "leave out one of the two",
            )  # fmt: skip
    done = acts.resolve(rows, _around(scenario), faults)
    if faults.errors:
        raise faults.errors[0]
    return done.reported


def _row(number: int, line: str, faults: Faults) -> Row | None:
    """One line of acts.csv."""
    where, columns = f"added act {number}", ACTS.columns
    try:
        cells = cells_of(line)
    except csv.Error as reason:
        faults.add(where, "cells separated by commas", f"a line that cannot be split ({reason})", "close every quote")
        return None
    if not len(_NEEDED) <= len(cells) <= len(columns):
        faults.add(
            where, f"{len(_NEEDED)} to {len(columns)} cells ({','.join(c.name for c in columns)})",
            f"{len(cells)}: {line!r}", "for example 2031-05-08,,incumbent,release,,0.5,share",
        )  # fmt: skip
        return None
    given = dict(zip((c.name for c in _columns(cells)), cells, strict=False))
    whole = {c.name: given.get(c.name, "") for c in columns}
    whole |= {name: rest for name, rest in _REST.items() if not whole[name]}
    values = parsed(columns, [whole[c.name] for c in columns], where, faults)
    return None if values is None else Row(where, number, values)


def _columns(cells: Sequence[str]) -> list[Column]:
    """The columns a line has: those of today, or of earlier versions where a source stands in place of a form."""
    names = [c.name for c in ACTS.columns]
    kind, form = (cells[k].strip() if k < len(cells) else "" for k in (names.index("act"), names.index("form")))
    old = kind not in ACT_KINDS or (form and not ACT_KINDS[kind].table)
    return [c for c in ACTS.columns if not (old and c.name in _NEW)]


def read_change(path: Path) -> tuple[Change, str | None]:
    """A change written down, and the scenario it names, if it does.

    Raises
    ------
    ScenarioError
        If it is no such file.
    """
    refused = refusing(ScenarioError, f"{path}: expected TOML, the file of a change", "or name a scenario")
    table = {_FORMERLY.get(key, key): value for key, value in read_toml(path, refused).items()}
    for key in table:
        if key not in KEYS:
            raise ScenarioError(f"{path}: expected only {', '.join(KEYS)}; got {shown(key)}.", closest(key, KEYS))
    settings = table.get("set", {})
    if not isinstance(settings, dict):
        raise ScenarioError(f"{path}, set: expected a table [set]; got {shown(settings)}.", "see its example")
    for key in ("name", "scenario"):
        if not isinstance(table.get(key, ""), str):
            raise ScenarioError(f"{path}, {key}: expected text; got {shown(table[key])}.", "put it in quotes")
    lists = {key: _texts(table.get(key, []), f"{path}, {key}") for key in ("drop_acts", "add_acts", "without")}
    scenario = table.get("scenario")
    if scenario is not None and is_folder(path.parent / scenario):
        scenario = str(path.parent / scenario)  # a folder beside the file
    return Change(table.get("name", ""), dict(_flat(settings, str(path))), **lists), scenario


def _texts(value: Any, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise ScenarioError(f"{where}: expected a list of texts; got {shown(value)}.", 'for example ["shutdown"]')
    return tuple(value)


def _flat(table: Mapping[str, Any], where: str, before: str = "") -> Iterator[tuple[str, Any]]:
    """detention.hold_limit = 1 is a table in a table to TOML."""
    for key, value in table.items():
        name = re.sub(r"\s", "", f"{before}{key}")
        if isinstance(value, Mapping):
            yield from _flat(value, where, f"{name}.")
        elif isinstance(value, bool) or not isinstance(value, int | float | str):
            raise ScenarioError(f"{where}, {name}: expected a number or a word; got {shown(value)}.", "see [set]")
        else:
            yield name, value
