"""The two arms of a comparison, from what was asked: scenarios, files of changes, and options on top."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contested.ensemble.paired import Arm
from contested.ground.errors import InputError, ScenarioError
from contested.scenarios.changes import Change, changed, in_words, read_change
from contested.studies import arguments

if TYPE_CHECKING:
    from contested.nation.country import Country
    from contested.scenarios import Scenario


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
    """

    scenario: Scenario
    country: Country
    change: Change
    words: tuple[str, ...]

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
        return {
            "name": self.name, "scenario": self.scenario.name, "hash": self.scenario.hash, "words": list(self.words),
            "settings": dict(c.settings), "drop_acts": list(c.drop_acts), "add_acts": list(c.add_acts),
            "without": list(c.without),
        }  # fmt: skip


def sides(
    a: str | Path | Scenario, b: str | Path | Scenario | None, change: Change
) -> tuple[Side, Side]:
    """Both arms.

    Parameters
    ----------
    a : scenario's name or folder, or the file of a change that names one
        The arm to compare with.
    b : the same, or None
        None is `a` over again. A file without a scenario changes `a`'s.
    change : Change
        Done to `b` on top.

    Raises
    ------
    InputError
        Whatever is wrong, or two countries that cannot be set side by side.
    """
    first = _side(*_read(a, None))
    folder, own = _read(b, first) if b is not None else (first.scenario.folder, first.change)
    second = _side(folder, own.then(change) if change != Change() else own)
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
    from contested.scenarios.load import load

    scenario = load(arguments.scenario(folder))
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
