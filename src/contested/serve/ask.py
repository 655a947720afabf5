"""What a request asks for: a run of a scenario, checked before any process begins it.

Two addresses that mean the same run give equal requests: settings go by their names of today, in order, and one that
is the scenario's own value is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple
from urllib.parse import urlencode

from contested.engine.params import current, override, walk
from contested.ground import options
from contested.ground.errors import InputError, ParameterError, ScenarioError, closest
from contested.nation.country import Country
from contested.scenarios.changes import Change, changed
from contested.scenarios.folders import builtin, names
from contested.scenarios.interventions import intervened
from contested.scenarios.load import load
from contested.scenarios.scenario import Scenario

KEYS = ("scenario", "seed", "scale", "set", "intervention", "drop")
#: keys that may be there more than once
MANY = ("set", "intervention", "drop")
#: agents of a run where an address does not say, and at most: a page is no place to wait for minutes
USUAL, AGENTS = 100_000, 500_000
#: changes of a run at most
MOST = 40
LARGEST_SEED = 2**53 - 1  # the largest whole number that a page's JavaScript holds exactly


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
    """

    scenario: str
    seed: int
    scale: int
    settings: tuple[tuple[str, float | str], ...] = ()
    interventions: tuple[str, ...] = ()
    drop: tuple[int, ...] = ()

    @property
    def query(self) -> str:
        """The request as the query of an address."""
        several = {"set": [f"{name}={value}" for name, value in self.settings],
                   "intervention": self.interventions, "drop": self.drop}  # fmt: skip
        changes = [(key, value) for key, values in several.items() for value in values]
        return urlencode([("scenario", self.scenario), ("seed", self.seed), ("scale", self.scale), *changes])

    def change(self) -> Change:
        """What sets the run apart from the scenario.

        Raises
        ------
        InputError
            A change that cannot be made.
        """
        on_top = Change("", dict(self.settings), tuple(map(str, self.drop)))
        return intervened(scenario_of(self.scenario), self.interventions).then(on_top)

    def country(self) -> Country:
        """The country that is simulated: the scenario's, changed.

        Raises
        ------
        InputError
            A change that cannot be made.
        """
        return changed(scenario_of(self.scenario), self.change()).country


@cache
def scenario_of(name: str) -> Scenario:
    """A scenario that comes with the package or an installed one, read once.

    Raises
    ------
    NoSuchScenario
        If there is none of this name: a path is no name.
    """
    known = names()
    folder = builtin(name) if name in known else None
    if folder is None:
        raise NoSuchScenario(f"scenario: expected one of {', '.join(known)}; got {name[:60]!r}.", closest(name, known))
    return load(folder)


def usual_scale(scenario: Scenario) -> int:
    """Persons per agent where an address does not say: the first of 1, 2, 5, 10, 20 ... with `USUAL` agents at most."""
    power = 1
    while True:
        for step in (1, 2, 5):
            if scenario.country.population <= USUAL * step * power:
                return step * power
        power *= 10


def run_of(query: Sequence[tuple[str, str]], most: int = AGENTS) -> RunRequest:
    """The run that the query of an address asks for.

    Parameters
    ----------
    query : sequence of (key, value)
        `scenario`, `seed` and `scale` once at most; `set` (NAME=VALUE), `intervention` (NAME or NAME=VALUE) and `drop`
        (a line of acts.csv) any number of times.

    Raises
    ------
    InputError
        Another key, a key twice, no scenario, a number that is none, a change that cannot be made, or more than
        `most` agents.
    """
    given: dict[str, str] = {}
    several: dict[str, list[str]] = {key: [] for key in MANY}
    for key, value in query:
        if key not in KEYS:
            raise InputError(f"query: expected {', '.join(KEYS)}; got {key[:60]!r}.", closest(key, KEYS))
        if key in MANY:
            several[key].append(value.strip())
        elif key in given:
            raise InputError(f"{key}: expected once; it is there twice.", "leave one out")
        else:
            given[key] = value
    if "scenario" not in given:
        raise InputError("scenario: expected a name; there is none.", f"for example scenario={names()[0]}")
    if (count := sum(map(len, several.values()))) > MOST:
        raise InputError(f"query: expected at most {MOST} changes; got {count}.", "leave some out")
    scenario = scenario_of(given["scenario"])
    seed = _whole("seed", given.get("seed", str(options.SEED)), 0, LARGEST_SEED)
    scale = _whole("scale", given.get("scale", str(usual_scale(scenario))), 1, 10**9)
    agents = scenario.country.population // scale
    if agents > most:
        least = -(-scenario.country.population // most)
        raise InputError(
            f"scale: expected at least {least} for {scenario.name} here, {most:,} agents at most; got {scale}.",
            f"`contested simulate {scenario.name} --scale {scale}` has no such limit",
        )
    interventions = tuple(sorted(set(several["intervention"])))
    drop = tuple(sorted({_whole("drop", line, 1, 10**6) for line in several["drop"]}))
    settings = _changed(scenario, several["set"], only_changes=not interventions)
    request = RunRequest(scenario.name, seed, scale, settings, interventions, drop)
    request.country()  # refuses what cannot be changed
    return request


def _whole(key: str, text: str, low: int, high: int) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 20) or not low <= int(text) <= high:
        raise InputError(
            f"{key}: expected a whole number from {low} to {high}; got {text[:60]!r}.", f"such as {key}=100"
        )
    return int(text)


def _changed(
    scenario: Scenario, texts: Sequence[str], only_changes: bool
) -> tuple[tuple[str, float | str], ...]:
    """Settings by their names of today; only those that change something, unless an intervention sets some as well."""
    own = scenario.country.params
    settings: dict[str, str] = {}
    for text in texts:
        name, equals, value = (part.strip() for part in text.partition("="))
        if not equals:
            raise InputError(f"set: expected NAME=VALUE; got {text[:60]!r}.", "for example set=street.cost=1.2")
        settings[name] = value
        if any(not c.isprintable() for c in name) or len(name) > 80:
            raise ParameterError("set: expected the name of a parameter.", "`contested parameters` lists them")
    values = {name: value for name, value, _ in walk(override(own, dict(settings)))}
    before = {name: value for name, value, _ in walk(own)}
    today = sorted({current(own, name) for name in settings})
    return tuple((name, values[name]) for name in today if not only_changes or values[name] != before[name])
