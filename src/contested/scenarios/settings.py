"""scenario.toml: what a scenario is called, when it plays, how the vote went, which parameters it sets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from contested import files
from contested.engine.params import current, override, walk
from contested.files.faults import Faults
from contested.files.lines import text_of
from contested.ground.columns import Column, UnreadableError, in_range, parse
from contested.ground.errors import InputError, ParameterError, ScenarioError, closest
from contested.nation.params import NationParams
from contested.scenarios.scenario import Setting
from contested.scenarios.schema import PARAMETER, SECTIONS, SETTINGS_FILE

#: units that parameters had in earlier versions, and have now
_FORMERLY = {("share", "ratio"), ("-", "ratio")}
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Lines:
    """Where the keys of a file stand, by dotted name, for messages; tomllib does not say."""

    shown: str
    of: dict[str, int]

    def line(self, dotted: str) -> int:
        """Line of a key, or of the section it belongs to; 1 if neither is there."""
        while dotted and dotted not in self.of:
            dotted = dotted.rpartition(".")[0]
        return self.of.get(dotted, 1)

    def at(self, dotted: str, name: str = "") -> str:
        """File, line and key, as every message about this key begins."""
        return f"{self.shown}:{self.line(dotted)}, {name or dotted.rpartition('.')[2]}"


@dataclass(frozen=True)
class Settings:
    """The file, read.

    Parameters
    ----------
    sections : dict
        Section -> key -> value, for the sections of schema.SECTIONS.
    settings : tuple of Setting
        Parameters it sets.
    params : NationParams
        All parameters, with these.
    lines : Lines
    """

    sections: dict[str, dict[str, Any]]
    settings: tuple[Setting, ...]
    params: NationParams
    lines: Lines


def key_lines(text: str) -> dict[str, int]:
    """Line of each section and of each key that begins a line, by dotted name."""
    lines: dict[str, int] = {}
    section = ""
    for number, line in enumerate(text.split("\n"), 1):
        if found := re.match(r"\s*\[\s*([^\[\]]+?)\s*\]\s*(#.*)?$", line):
            section = re.sub(r"[\s\"']", "", found[1])
            lines.setdefault(section, number)
        elif found := re.match(r"\s*([A-Za-z0-9_\-.\"']+)\s*=", line):
            key = re.sub(r"[\"']", "", found[1])
            lines.setdefault(f"{section}.{key}" if section else key, number)
    return lines


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
    sections = {name: _keys(table.get(name), columns, name, lines, faults) for name, columns in SECTIONS.items()}
    short = sections["scenario"].get("name")
    if short is not None and not NAME.fullmatch(short):
        faults.add(lines.at("scenario.name"), "small letters, digits and hyphens", repr(short))
    settings, params = _parameters(table.get("parameters", {}), lines, faults)
    return Settings(sections, settings, params, lines)


def _keys(
    table: Any, columns: tuple[Column, ...], section: str, lines: Lines, faults: Faults
) -> dict[str, Any]:
    """The values of a TOML table that its columns allow."""
    known = {c.name: c for c in columns}
    if table is None:
        faults.add(lines.at(section), f"a section [{section}]", "none")
        return {}
    if not isinstance(table, dict):
        faults.add(lines.at(section, section), f"a table with {', '.join(known)}", files.shown(table))
        return {}
    for key in table:
        if key not in known:
            faults.add(
                lines.at(f"{section}.{key}", key), f"only the keys {', '.join(known)} in [{section}]",
                f"an extra key {key!r}", closest(key, list(known)),
            )  # fmt: skip
    values: dict[str, Any] = {}
    for key, column in known.items():
        if key not in table:
            if column.optional:
                values[key] = ""
            else:
                faults.add(lines.at(f"{section}.{key}"), f"a key {key!r} in [{section}]", "none", column.meaning)
            continue
        try:
            values[key] = _value(table[key], column)
        except UnreadableError as reason:
            faults.add(lines.at(f"{section}.{key}"), column.expects(), _say(table[key]), reason.hint)
    return values


def _say(value: Any) -> str:
    return files.shown(value)


def _value(value: Any, column: Column) -> Any:
    if column.numeric:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise UnreadableError(
                "write the number without quotes" if isinstance(value, str) else column.meaning
            )
        if column.kind == "integer" and not isinstance(value, int):
            raise UnreadableError(column.meaning)
        try:
            number = value if column.kind == "integer" else float(value)
        except OverflowError:
            raise UnreadableError(column.meaning) from None
        return in_range(number, column)
    if column.kind == "date" and isinstance(value, date) and not isinstance(value, datetime):
        return value
    if not isinstance(value, str):
        raise UnreadableError(
            "write text in quotes" if column.kind != "date" else "write a day without a time"
        )
    return parse(" ".join(value.split()), column)  # a long text may be broken over lines


def _parameters(groups: Any, lines: Lines, faults: Faults) -> tuple[tuple[Setting, ...], NationParams]:
    """Parameters set: [parameters.GROUP] with NAME = { value = ..., unit = "...", source = "..." }."""
    params = NationParams()
    if not isinstance(groups, dict):
        faults.add(lines.at("parameters"), "a table", _say(groups))
        return (), params
    declared = {name: d for name, _, d in walk(params)}
    known = list(dict.fromkeys(name.split(".")[0] for name in declared))
    settings = []
    for group, table in groups.items():
        if group not in known or not isinstance(table, dict):
            where = lines.at(f"parameters.{group}", group)
            faults.unknown(where, "a table [parameters.GROUP] of a known group", group, known)
            continue
        for leaf, entry in table.items():
            section = f"parameters.{group}.{leaf}"
            name = current(params, f"{group}.{leaf}")
            where = lines.at(section, name)
            if name not in declared:
                faults.unknown(where, "a known parameter", name, declared)
                continue
            before = len(faults.errors)
            values = _keys(entry, PARAMETER, section, lines, faults)
            if len(faults.errors) > before:
                continue
            unit = declared[name].unit
            if values["unit"] != unit and (values["unit"], unit) not in _FORMERLY:
                faults.add(where, f"the unit {unit!r}", repr(values["unit"]), declared[name].meaning)
                continue
            try:
                params = override(params, {name: values["value"]})
            except ParameterError as reason:
                faults.say(f"{where}: {reason.message}", reason.hint)
                continue
            line = lines.line(section)
            settings.append(Setting(name, values["value"], unit, values["source"], values["note"], line))
    return tuple(settings), params
