"""What a request asks for: a run of a scenario, checked before any process begins it.

Two addresses that mean the same run give equal requests: settings go by their names of today, in order, and one that
is the scenario's own value is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import urlencode

from contested.ground import options
from contested.ground.commands import command
from contested.ground.errors import ContestedError, InputError, ScenarioError, closest
from contested.nation.country import Country
from contested.nation.world import FEWEST_AGENTS, world_hash
from contested.scenarios.branching import from_day, last_day
from contested.scenarios.changes import Change, added, changed
from contested.scenarios.folders import builtin, names
from contested.scenarios.interventions import intervened
from contested.scenarios.lines import moved, short_line
from contested.scenarios.load import load
from contested.scenarios.scenario import ActRow, Scenario
from contested.serve.queries import LARGEST_SEED, once, settings_of, whole

KEYS = ("scenario", "seed", "scale", "set", "intervention", "drop", "move", "add", "branch")
#: keys that may be there more than once
MANY = ("set", "intervention", "drop", "move", "add")
#: agents of a run where an address does not say, and at most: a page is no place to wait for minutes
USUAL, AGENTS = 100_000, 500_000
#: characters of an added act, and days that an act is moved, at most
LONGEST_ACT, FARTHEST = 160, 1000
_MOVE = re.compile(r"(\d{1,6}):(-?\d{1,4})", re.ASCII)


class NoSuchScenario(ScenarioError):
    """A name that no scenario has."""


class RunRequest(NamedTuple):
    """A run: everything its numbers depend on, but for the program.

    Parameters
    ----------
    scenario : str
        Its name.
    seed, scale : int
    settings : tuple of (name, number or word)
        Parameters that differ from the scenario's own, by name.
    interventions : tuple of str
        Names of `ground.interventions`, or NAME=VALUE, in order.
    drop : tuple of int
        Lines of acts.csv whose acts are left out.
    move : tuple of (int, int)
        Lines whose acts are done so many days later, and how many; earlier below 0.
    add : tuple of str
        Acts that are added, as lines of acts.csv.
    branch : int
        Number of the day from which on all of this holds; 0 for the first.
    """

    scenario: str
    seed: int
    scale: int
    settings: tuple[tuple[str, float | str], ...] = ()
    interventions: tuple[str, ...] = ()
    drop: tuple[int, ...] = ()
    move: tuple[tuple[int, int], ...] = ()
    add: tuple[str, ...] = ()
    branch: int = 0

    @property
    def query(self) -> str:
        """The request as the query of an address."""
        several = {"set": [f"{name}={value}" for name, value in self.settings],
                   "intervention": self.interventions, "drop": self.drop,
                   "move": [f"{line}:{days}" for line, days in self.move], "add": self.add,
                   "branch": [self.branch] if self.branch else []}  # fmt: skip
        changes = [(key, value) for key, values in several.items() for value in values]
        return urlencode([("scenario", self.scenario), ("seed", self.seed), ("scale", self.scale), *changes])

    def change(self) -> Change:
        """What sets the run apart from the scenario, whatever the day from which it holds.

        Raises
        ------
        InputError
            A change that cannot be made.
        """
        scenario = scenario_of(self.scenario)
        named = intervened(scenario, self.interventions)
        twice = [line for line, _ in self.move if line in self.drop or str(line) in named.drop_acts]
        if twice:
            other = "drop" if twice[0] in self.drop else named.name
            raise InputError(
                f"move: expected an act that nothing else changes; that of line {twice[0]} is changed by {other}.",
                "leave out one of the two",
            )
        on_top = Change("", dict(self.settings), tuple(map(str, self.drop)), self.add)
        acts = moved(scenario, dict(self.move))
        change = named.then(acts).then(on_top)
        first = scenario.country.start + timedelta(days=self.branch)
        own = [row for row in scenario.acts if row.line in dict(self.move)]
        _check_past([*own, *added(scenario, on_top.add_acts), *added(scenario, acts.add_acts)], 0, first)
        over = [row for row in scenario.acts if str(row.line) in named.drop_acts and last_day(row) < first]
        _check_past(added(scenario, named.add_acts), len(over), first)
        return change

    def country(self) -> Country:
        """The country that is simulated: the scenario's, changed from the day of the branch on.

        Raises
        ------
        InputError
            A change that cannot be made.
        """
        scenario = scenario_of(self.scenario)
        country = changed(scenario, self.change()).country
        if not self.branch:
            return country
        if world_hash(country, self.scale) != world_hash(scenario.country, self.scale):
            raise InputError(
                "branch: expected changes that leave the population as it is; these draw another one.",
                "who lives where and knows whom cannot change at a branch: let it hold from the first day",
            )
        return from_day(scenario.country, country, self.branch)


class PairRequest(NamedTuple):
    """A run and the same run without its changes, compared person by person.

    Parameters
    ----------
    run : RunRequest
        With changes.
    """

    run: RunRequest

    @property
    def query(self) -> str:
        """The request as the query of an address."""
        return self.run.query


def _check_past(acts: Sequence[ActRow], over: int, first: date) -> None:
    """Refuse acts that are over before the day from which on changes hold, but for `over` that take the place of
    others which were over by then.
    """
    past = [row for row in acts if last_day(row) < first]
    if len(past) > over:
        raise InputError(
            f"branch: expected acts that are not over before {first}; {past[-1].act} on {past[-1].date} is.",
            "branch on an earlier day; what was done by then stays as it was",
        )


@cache
def scenario_of(name: str) -> Scenario:
    """A scenario that comes with the package or an installed one, read once; it is called as it is installed.

    Its own name may be that of another one, which an address or a job would then mean.

    Raises
    ------
    NoSuchScenario
        If there is none of this name: a path is no name.
    """
    known = names()
    folder = builtin(name) if name in known else None
    if folder is None:
        raise NoSuchScenario(f"scenario: expected one of {', '.join(known)}; got {name[:60]!r}.", closest(name, known))
    return replace(load(folder), name=name)


def readable() -> tuple[list[str], dict[str, str]]:
    """Names of the scenarios that can be read, and of an installed one that cannot why not, by name."""
    good, broken = [], {}
    for name in names():
        try:
            scenario_of(name)
            good.append(name)
        except ContestedError as error:
            broken[name] = error.message
    return good, broken


def usual_scale(scenario: Scenario, agents: int = USUAL) -> int:
    """Persons per agent where nobody says: the first of 1, 2, 5, 10, 20 ... with so many agents at most."""
    power = 1
    while True:
        for step in (1, 2, 5):
            if scenario.country.population <= agents * step * power:
                return step * power
        power *= 10


def check_scale(scenario: Scenario, scale: int) -> None:
    """Refuse a scale that leaves too few agents, before a process begins with it.

    Parameters
    ----------
    scenario : Scenario
    scale : int
        Persons per agent, at least 1.

    Raises
    ------
    InputError
    """
    largest = max(1, scenario.country.population // FEWEST_AGENTS)
    if scale > largest:
        raise InputError(
            f"scale: expected at most {largest} for {scenario.name}, {FEWEST_AGENTS} agents at least; got {scale}.",
            f"the largest scale for this country is {largest}; 1 simulates every person",
        )


def run_of(query: Sequence[tuple[str, str]], most: int = AGENTS) -> RunRequest:
    """The run that the query of an address asks for.

    Parameters
    ----------
    query : sequence of (key, value)
        `scenario`, `seed`, `scale` and `branch` (a day) once at most; `set` (NAME=VALUE), `intervention` (NAME or
        NAME=VALUE), `drop` (a line of acts.csv), `move` (LINE:DAYS) and `add` (an act) any number of times.

    Raises
    ------
    InputError
        Another key, a key twice, no scenario, a number that is none, a change that cannot be made, more than `most`
        agents, or too few of them to be simulated.
    """
    given, several = once(query, KEYS, MANY)
    if "scenario" not in given:
        raise InputError("scenario: expected a name; there is none.", f"for example scenario={names()[0]}")
    scenario = scenario_of(given["scenario"])
    seed = whole("seed", given.get("seed", str(options.SEED)), 0, LARGEST_SEED)
    scale = whole("scale", given.get("scale", str(usual_scale(scenario))), 1, 10**9)
    check_scale(scenario, scale)
    agents = scenario.country.population // scale
    if agents > most:
        least = -(-scenario.country.population // most)
        raise InputError(
            f"scale: expected at least {least} for {scenario.name} here, {most:,} agents at most; got {scale}.",
            f"`{command('simulate', scenario.name, '--scale', scale)}` has no such limit",
        )
    interventions = tuple(sorted(set(several["intervention"])))
    drop = tuple(sorted({whole("drop", line, 1, 10**6) for line in several["drop"]}))
    settings = settings_of(scenario.country.params, several["set"], only_changes=not interventions)
    changes: dict[str, Any] = {"interventions": interventions, "drop": drop, "move": _moves(several["move"]),
               "add": _acts(scenario, several["add"]), "settings": settings}  # fmt: skip
    branch = whole("branch", given.get("branch", "0"), 0, scenario.country.days - 1)
    request = RunRequest(scenario.name, seed, scale, branch=branch if any(changes.values()) else 0, **changes)
    request.country()  # refuses what cannot be changed
    return request


def pair_of(query: Sequence[tuple[str, str]], most: int = AGENTS) -> PairRequest:
    """The pair that the query of an address asks for: as `run_of`, with a change.

    Raises
    ------
    InputError
        As `run_of`, or nothing is changed.
    """
    run = run_of(query, most)
    if run == RunRequest(run.scenario, run.seed, run.scale):
        raise InputError("query: expected a change; both runs would be the same.", "set=, intervention=, drop= ...")
    return PairRequest(run)


def _moves(texts: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Days by line, without those that stay where they are."""
    moves: dict[int, int] = {}
    for text in texts:
        match = _MOVE.fullmatch(text)
        if match is None or abs(int(match[2])) > FARTHEST:
            raise InputError(
                f"move: expected LINE:DAYS, {FARTHEST} days at most; got {text[:60]!r}.",
                "move=12:-3 is the act of line 12 of acts.csv three days earlier",
            )
        if moves.setdefault(int(match[1]), int(match[2])) != int(match[2]):
            raise InputError(f"move: expected one day for an act; that of line {match[1]} has two.", "leave one out")
    return tuple(sorted((line, days) for line, days in moves.items() if days))


def _acts(scenario: Scenario, lines: Sequence[str]) -> tuple[str, ...]:
    """Added acts, each as the shortest line that means it."""
    for line in lines:
        if len(line) > LONGEST_ACT:
            raise InputError(
                f"add: expected an act of at most {LONGEST_ACT} characters; got {len(line)}.",
                "for example add=2031-05-08,,incumbent,release,,0.5,share",
            )
    return tuple(sorted({short_line(row) for row in added(scenario, tuple(lines))}))
