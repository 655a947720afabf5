"""A draft of a map as text: TOML that can be saved, with doubts and the first rows as it reads them in comments."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from contested.forensics.table import quality
from contested.forensics.table.column_map import parse
from contested.forensics.table.guess import Guess, draft
from contested.forensics.table.percentages import PERCENT, names
from contested.forensics.table.read import read
from contested.forensics.table.returns import ReturnsTable
from contested.ground.errors import ReturnsError

_WIDTH = 110


class Drafted(NamedTuple):
    """A draft: the whole text, and the returns as it reads them."""

    text: str
    returns: ReturnsTable


def drafted(path: str | Path) -> Drafted:
    """A draft for a file, tried on it; a `ReturnsError` where none can be made."""
    guess = draft(path)
    body = toml(guess.tree)
    try:
        returns = read(path, parse(guess.tree, "draft"))
    except ReturnsError as error:
        raise ReturnsError(f"a map was drafted, but does not read the file: {error}",
                           "write the map by hand: docs/guides/audit.md", file=Path(path).name) from error  # fmt: skip
    return Drafted(_comments(guess, returns) + body, returns)


def toml(tree: Mapping[str, Mapping[str, object] | str]) -> str:
    """Tables of tables, lists and text, as TOML."""
    lines = [f"{key} = {_value(value)}" for key, value in tree.items() if isinstance(value, str)]
    for name, table in tree.items():
        if isinstance(table, str):
            continue
        lines += ["", f"[{_key(name)}]"]
        nested = {key: value for key, value in table.items() if isinstance(value, Mapping)}
        lines += [f"{_key(key)} = {_value(value)}" for key, value in table.items() if key not in nested]
        for key, value in nested.items():
            lines += ["", f"[{_key(name)}.{_key(key)}]", *(f"{_key(k)} = {_value(v)}" for k, v in value.items())]
    return "\n".join(lines) + "\n"


def _key(text: str) -> str:
    return text if re.fullmatch(r"[A-Za-z0-9_-]+", text) else _value(text)


def _value(value: object) -> str:
    if not isinstance(value, list):
        # what JSON escapes, TOML escapes alike, but for the sign DEL
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    items = [_value(item) for item in value]
    if sum(map(len, items)) + 2 * len(items) < _WIDTH - 20:
        return f"[{', '.join(items)}]"
    return "[\n" + "".join(f"    {item},\n" for item in items) + "]"


def _comments(guess: Guess, returns: ReturnsTable) -> str:
    """What a reader checks before an audit: doubts of the draft and of the table, and the first rows."""
    lines = ["A draft from headings and numbers: check every line of it before you use it."]
    doubts = [*guess.unsure, *(d.says for d in returns.doubts)]
    if doubts:
        lines += ["", "Not sure:", *(f"- {doubt}" for doubt in doubts)]
    lines += ["", f"So it reads the first of {returns.stations:,} rows:"]
    for row in returns.frame.head(3).iter_rows(named=True):
        units = ", ".join(f"{u} {row[u]}" for u in returns.units)
        counted = [f"{n} {_number(row[n])}" for n in quality.COUNTS if n not in returns.derived]
        votes = ", ".join(f"{n} {_number(row[n])}" for n in returns.contestants)
        if returns.percent_only:
            votes = ", ".join(f"{n} {row[PERCENT + n]} %" for n in names(returns.frame))
        lines += [f"- {row['station']}" + (f" ({units})" if units else ""),
                  *([f"  {', '.join(counted)}"] if counted else []), f"  {votes}"]  # fmt: skip
    totals = returns.totals()
    if not returns.percent_only:
        turnout = f"; turnout {100 * totals.turnout:.1f} %." if returns.has_voters else "."
        lines += ["", f"Leader: {returns.leader}, {100 * totals.result:.1f} % of {totals.cast:,} ballots at "
                      f"{totals.stations:,} stations{turnout}"]  # fmt: skip
    flagged = returns.quality
    at = returns.flags["row"].drop_nulls().n_unique()
    lines.append(
        f"Rows with a flag: {at:,} of {returns.stations:,}"
        + ("." if returns.percent_only else f"; rows that estimates use: {returns.case().stations:,}.")
    )
    lines += [f"- {r['says']}: {r['stations']:,}" for r in flagged.iter_rows(named=True)]
    return "".join(f"# {_one_line(text)}\n" if text else "#\n" for text in lines) + "\n"


def _one_line(text: str) -> str:
    """Text that cannot leave its comment, nor be read by a terminal as anything but text."""
    return "".join(c if c.isprintable() else " " for c in text)


def _number(value: int | None) -> str:
    return "-" if value is None else f"{value:,}"
