"""Parameters that scenario.toml sets, and rows that it adds to the tables of kinds.

[parameters.GROUP] holds NAME = { value = ..., unit = "...", source = "..." }. A table of kinds has a table for each
row: [parameters.forms.march] changes a row that is there, [parameters.forms.motorcade] adds one.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from contested import files
from contested.engine.params import Kinds, current, declarations, deleted, override
from contested.files.faults import Faults
from contested.ground.errors import ParameterError
from contested.nation.params import NationParams
from contested.scenarios.keys import Lines, keys_of
from contested.scenarios.scenario import Setting
from contested.scenarios.schema import PARAMETER

#: units that parameters had in earlier versions, and have now
_FORMERLY = {("share", "ratio"), ("-", "ratio"), ("chance", "probability")}
KIND = re.compile(r"[a-z][a-z0-9_]*")


def parameters_of(
    groups: Any, lines: Lines, faults: Faults
) -> tuple[tuple[Setting, ...], NationParams, tuple[str, ...]]:
    """What is set, all parameters with it, and a note for each that earlier versions had."""
    params = NationParams()
    if not isinstance(groups, dict):
        faults.add(lines.at("parameters"), "a table", files.shown(groups))
        return (), params, ()
    notes: list[str] = []
    known = list(dict.fromkeys(name.split(".")[0] for name in declarations(params)))
    settings: list[Setting] = []
    for group, table in groups.items():
        where = lines.at(f"parameters.{group}", group)
        if group not in known or not isinstance(table, dict):
            faults.unknown(where, "a table [parameters.GROUP] of a known group", group, known)
            continue
        rows = getattr(params, group)
        if isinstance(rows, Kinds):
            for kind, cells in table.items():
                params = _with_row(params, group, kind, cells, lines, faults)
            entries = {f"{kind}.{c}": cell for kind, cells in table.items() if isinstance(cells, dict)
                       for c, cell in cells.items()}  # fmt: skip
        else:
            entries = table
        for leaf, entry in entries.items():
            if why := deleted(params, f"{group}.{leaf}"):
                where = lines.at(f"parameters.{group}.{leaf}", f"{group}.{leaf}")
                notes.append(f"{where} is no longer a parameter, and its value is not used: {why}")
                continue
            set_to = _setting(params, group, leaf, entry, lines, faults)
            if set_to is None:
                continue
            try:
                params = override(params, {set_to.name: set_to.value})
            except ParameterError as reason:
                section = f"parameters.{group}.{leaf}"
                faults.say(f"{lines.at(section, set_to.name)}: {reason.message}", reason.hint)
                continue
            settings.append(set_to)
    return tuple(settings), params, tuple(notes)


def _with_row(
    params: NationParams, group: str, kind: str, cells: Any, lines: Lines, faults: Faults
) -> NationParams:
    """The parameters with a row of this kind, new ones with the defaults of their table."""
    section = f"parameters.{group}.{kind}"
    if not isinstance(cells, dict) or "value" in cells:
        faults.add(
            lines.at(section, kind), f"a table [{section}], one row of {group}", files.shown(cells),
            f"write its columns ({', '.join(getattr(params, group).of.declared())}) into it",
        )  # fmt: skip
        return params
    if not KIND.fullmatch(kind):
        faults.add(lines.at(section, kind), "small letters, digits and underscores", repr(kind))
        return params
    if kind in getattr(params, group):
        return params
    return replace(params, **{group: getattr(params, group).replaced(kind)})


def _setting(
    params: NationParams, group: str, leaf: str, entry: Any, lines: Lines, faults: Faults
) -> Setting | None:
    """One parameter set."""
    declared = declarations(params)
    section = f"parameters.{group}.{leaf}"
    name = current(params, f"{group}.{leaf}")
    where = lines.at(section, name)
    if name not in declared:
        faults.unknown(where, "a known parameter", name, declared)
        return None
    before = len(faults.errors)
    values = keys_of(entry, PARAMETER, section, lines, faults)
    if len(faults.errors) > before:
        return None
    unit = declared[name].unit
    if values["unit"] != unit and (values["unit"], unit) not in _FORMERLY:
        faults.add(where, f"the unit {unit!r}", repr(values["unit"]), declared[name].meaning)
        return None
    return Setting(name, values["value"], unit, values["source"], values["note"], lines.line(section))
