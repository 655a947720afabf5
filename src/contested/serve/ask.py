"""What a request asks for: a run of a scenario, checked before any process begins it.

Two addresses that mean the same run give equal requests: settings go by their names of today, in order, and one that
is the scenario's own value is none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple
from urllib.parse import urlencode

from contested.engine.params import current, override, walk
from contested.ground import options
from contested.ground.errors import InputError, ParameterError, ScenarioError, closest
from contested.scenarios.folders import builtin, names
from contested.scenarios.load import load
from contested.scenarios.scenario import Scenario

KEYS = ("scenario", "seed", "scale", "set")
#: agents of a run where an address does not say, and at most: a page is no place to wait for minutes
USUAL, AGENTS = 100_000, 500_000
#: settings of a run at most
MOST = 40
LARGEST_SEED = 2**53 - 1  # the largest whole number that a page's JavaScript holds exactly


class RunRequest(NamedTuple):
    """A run: everything its numbers depend on, but for the program.

    Parameters
    ----------
    scenario : str
        Its name.
    seed, scale : int
    settings : tuple of (name, number or word)
        Parameters that differ from the scenario's own, by name.
    """

    scenario: str
    seed: int
    scale: int
    settings: tuple[tuple[str, float | str], ...] = ()

    @property
    def query(self) -> str:
        """The request as the query of an address."""
        changed = [("set", f"{name}={value}") for name, value in self.settings]
        return urlencode([("scenario", self.scenario), ("seed", self.seed), ("scale", self.scale), *changed])


@cache
def scenario_of(name: str) -> Scenario:
    """A scenario that comes with the package or an installed one, read once.

    Raises
    ------
    ScenarioError
        If there is none of this name: a path is no name.
    """
    known = names()
    folder = builtin(name) if name in known else None
    if folder is None:
        raise ScenarioError(f"scenario: expected one of {', '.join(known)}; got {name[:60]!r}.", closest(name, known))
    return load(folder)


def usual_scale(scenario: Scenario) -> int:
    """Persons per agent where an address does not say: the first of 1, 2, 5, 10, 20 ... with `USUAL` agents at most."""
    power = 1
    while True:
        for step in (1, 2, 5):
            if scenario.country.population <= USUAL * step * power:
                return step * power
        power *= 10


def run_of(query: Sequence[tuple[str, str]]) -> RunRequest:
    """The run that the query of an address asks for.

    Parameters
    ----------
    query : sequence of (key, value)
        `scenario`, `seed` and `scale` once at most, `set` (NAME=VALUE) any number of times.

    Raises
    ------
    InputError
        Another key, a key twice, no scenario, a number that is none, an unknown parameter, or more than `AGENTS`
        agents.
    """
    given: dict[str, str] = {}
    settings: dict[str, str] = {}
    for key, value in query:
        if key not in KEYS:
            raise InputError(f"query: expected {', '.join(KEYS)}; got {key[:60]!r}.", closest(key, KEYS))
        if key == "set":
            name, equals, number = value.partition("=")
            if not equals:
                raise InputError(f"set: expected NAME=VALUE; got {value[:60]!r}.", "for example set=street.cost=1.2")
            settings[name.strip()] = number.strip()
        elif key in given:
            raise InputError(f"{key}: expected once; it is there twice.", "leave one out")
        else:
            given[key] = value
    if "scenario" not in given:
        raise InputError("scenario: expected a name; there is none.", f"for example scenario={names()[0]}")
    if len(settings) > MOST:
        raise InputError(f"set: expected at most {MOST} settings; got {len(settings)}.", "leave some out")
    scenario = scenario_of(given["scenario"])
    seed = _whole("seed", given.get("seed", str(options.SEED)), 0, LARGEST_SEED)
    scale = _whole("scale", given.get("scale", str(usual_scale(scenario))), 1, 10**9)
    agents = scenario.country.population // scale
    if agents > AGENTS:
        least = -(-scenario.country.population // AGENTS)
        raise InputError(
            f"scale: expected at least {least} for {scenario.name} here, {AGENTS:,} agents at most; got {scale}.",
            f"`contested simulate {scenario.name} --scale {scale}` has no such limit",
        )
    return RunRequest(scenario.name, seed, scale, _changed(scenario, settings))


def _whole(key: str, text: str, low: int, high: int) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 20) or not low <= int(text) <= high:
        raise InputError(
            f"{key}: expected a whole number from {low} to {high}; got {text[:60]!r}.", f"such as {key}=100"
        )
    return int(text)


def _changed(scenario: Scenario, settings: Mapping[str, str]) -> tuple[tuple[str, float | str], ...]:
    """Settings that change something, by their names of today."""
    own = scenario.country.params
    for name in settings:
        if any(not c.isprintable() for c in name) or len(name) > 80:
            raise ParameterError("set: expected the name of a parameter.", "`contested parameters` lists them")
    values = {name: value for name, value, _ in walk(override(own, dict(settings)))}
    before = {name: value for name, value, _ in walk(own)}
    today = sorted({current(own, name) for name in settings})
    return tuple((name, values[name]) for name in today if values[name] != before.get(name))
