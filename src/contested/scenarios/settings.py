"""scenario.toml: what a scenario is called, when it plays, how the vote went if there was one, what it sets."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from contested import files
from contested.files import gazetteer
from contested.files.faults import Faults
from contested.files.lines import text_of
from contested.ground.columns import Column
from contested.ground.errors import InputError, ScenarioError, closest
from contested.nation.codes import ROUNDS
from contested.nation.params import NationParams
from contested.scenarios.keys import Lines, key_lines, keys_of
from contested.scenarios.parameters import parameters_of
from contested.scenarios.scenario import Setting
from contested.scenarios.schema import SECTIONS, SETTINGS_FILE

#: the section that a crisis without a vote leaves out
ELECTION = "election"
#: keys of the claims that name the two sides of a vote
SIDES = ("incumbent", "challenger")
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Settings:
    """The file, read.

    Parameters
    ----------
    sections : dict
        Section -> key -> value, for the sections of schema.SECTIONS; nothing for one that is left out.
    settings : tuple of Setting
        Parameters it sets.
    params : NationParams
        All parameters, with these.
    lines : Lines
    election : bool
        Whether there is a vote.
    notes : tuple of str
        Parameters that it sets and that are no more.
    """

    sections: dict[str, dict[str, Any]]
    settings: tuple[Setting, ...]
    params: NationParams
    lines: Lines
    election: bool
    notes: tuple[str, ...] = ()


def read_settings(folder: Path, shown: str, faults: Faults) -> Settings | None:
    """scenario.toml of a folder, or None where it cannot be used; what is wrong is in `faults`."""
    shown = f"{shown}/{SETTINGS_FILE}"
    text = text_of(folder / SETTINGS_FILE, shown, faults)
    if text is None:
        return None

    def refused(why: str, hint: str) -> InputError:
        at = re.search(r"at line (\d+)|at end", why)
        line = "" if at is None else f":{at[1] or text.count(chr(10)) + 1}"
        return ScenarioError(f"{shown}{line}: expected TOML; got {why}.", hint)

    try:
        table = files.parse_toml(text, refused)
    except InputError as error:
        faults.errors.append(error)
        return None
    lines = Lines(shown, key_lines(text))
    allowed = [*SECTIONS, "parameters"]
    for name in table:
        if name not in allowed:
            hint = closest(name, allowed)
            faults.add(lines.at(name), f"the sections {', '.join(allowed)}", f"an extra section {name!r}", hint)
    sections = {
        name: keys_of(table.get(name), _columns(name, table), name, lines, faults)
        for name in SECTIONS if name in table or name not in (ELECTION, *ROUNDS)
    }  # fmt: skip
    for name in (ELECTION, *ROUNDS):
        sections.setdefault(name, {})
    short = sections["scenario"].get("name")
    if short is not None and not NAME.fullmatch(short):
        faults.add(lines.at("scenario.name"), "small letters, digits and hyphens", repr(short))
    drawn = sections["scenario"].get("outline")
    if drawn and drawn not in gazetteer.countries():
        expected = "the two letters that ISO 3166-1 has for a country, such as KE"
        faults.add(lines.at("scenario.outline"), expected, repr(drawn), _code(drawn))
    settings, params, notes = parameters_of(table.get("parameters", {}), lines, faults)
    if ELECTION not in table:
        _needless(table, settings, lines, faults)
    return Settings(sections, settings, params, lines, ELECTION in table, notes)


def _code(text: str) -> str:
    """A hint that names the code of the country that was meant."""
    try:
        return f"did you mean {gazetteer.country(text).code!r}?"
    except ScenarioError as unknown:
        return unknown.hint


def _columns(name: str, table: dict[str, Any]) -> tuple[Column, ...]:
    """Keys of a section; without a vote nobody stands for election."""
    if name != "claims" or ELECTION in table:
        return SECTIONS[name]
    return tuple(replace(c, optional=True) if c.name in SIDES else c for c in SECTIONS[name])


def _needless(table: dict[str, Any], settings: tuple[Setting, ...], lines: Lines, faults: Faults) -> None:
    """What speaks of a vote where there is none."""
    for name in ROUNDS:
        if name in table:
            faults.add(lines.at(name), "a section [election], whose vote this one follows", "none")
    claims = table.get("claims")
    for key in SIDES:
        if isinstance(claims, dict) and key in claims:
            faults.add(lines.at(f"claims.{key}"), "a section [election], since this names a side of a vote", "none")
    for s in settings:
        if s.name.startswith(f"{ELECTION}."):
            faults.add(f"{lines.shown}:{s.line}, {s.name}", "a section [election], whose vote this is about", "none")

