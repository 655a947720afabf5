"""`--json`: what a command shows, as one JSON object on standard output instead of tables.

    {"about": {"label": "value"}, "tables": [{"title": "", "rows": [{"column": value}]}], "lines": ["..."]}

A label that stands more than once has a list of values. Numbers are numbers as far as the command has not put them into
words. Errors and notes go to standard error as ever.
"""

from __future__ import annotations

import functools
import inspect
import json
import math
import sys
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import typer

from contested.ground.visible import visible

Json = Annotated[bool, typer.Option("--json", help="Print the output as JSON.")]


@dataclass
class Document:
    """What a command has shown so far."""

    about: dict[str, Any] = field(default_factory=dict)
    tables: list[dict[str, Any]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def pairs(self, rows: Sequence[tuple[str, str]]) -> None:
        """Add labels with values."""
        for label, value in rows:
            before = self.about.get(label)
            if before is None:
                self.about[label] = value
            else:
                self.about[label] = [*(before if isinstance(before, list) else [before]), value]

    def table(self, columns: Sequence[str], rows: Sequence[Sequence[Any]], title: str) -> None:
        """Add rows under headings.

        Raises
        ------
        ValueError
            A heading stands twice: a row has one value under each, so a column would be lost.
        """
        if len(set(columns)) < len(columns):
            raise ValueError(f"table {title!r}: expected headings that differ; got {', '.join(columns)}")
        records = [dict(zip(columns, map(_plain, row), strict=True)) for row in rows]
        self.tables.append({"title": title, "rows": records})

    def line(self, text: str) -> None:
        """Add a line of text."""
        self.lines += [part for part in text.splitlines() if part]


_now: ContextVar[Document | None] = ContextVar("document", default=None)


def document() -> Document | None:
    """Where a command's results go when they are printed as JSON; None if they go to the terminal."""
    return _now.get()


def printable(function: Callable[..., None]) -> Callable[..., None]:
    """A command with the option --json."""

    @functools.wraps(function)
    def command(*args: Any, as_json: bool = False, **options: Any) -> None:
        if not as_json:
            return function(*args, **options)
        shown = Document()
        token = _now.set(shown)
        try:
            function(*args, **options)
        except typer.Exit:
            _print(shown)
            raise
        finally:
            _now.reset(token)
        _print(shown)
        return None

    given = inspect.signature(function, eval_str=True)
    option = inspect.Parameter("as_json", inspect.Parameter.KEYWORD_ONLY, default=False, annotation=Json)
    command.__signature__ = given.replace(parameters=[*given.parameters.values(), option])  # type: ignore[attr-defined]
    return command


def _print(shown: Document) -> None:
    sys.stdout.write(json.dumps(shown.__dict__, ensure_ascii=False, indent=1, default=_plain) + "\n")


def _plain(value: Any) -> Any:
    """A value as JSON has it: no NaN, and text for whatever is no number, truth value or text."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Path):
        return str(value)
    return visible(str(value))
