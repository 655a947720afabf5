"""Tables of a TOML file read by declared columns, and the line of each key for messages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from contested import files
from contested.files.faults import Faults
from contested.ground.columns import Column, UnreadableError, in_range, parse
from contested.ground.errors import closest


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


def keys_of(
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
            faults.add(lines.at(f"{section}.{key}"), column.expects(), files.shown(table[key]), reason.hint)
    return values


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
