"""A record: a table of a JSON file whose values are asked for by name and kind.

Somebody may have edited the file. What is missing or of another kind is the caller's error then, and never a TypeError
far from the file.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from contested.files.refusal import Refused, plain
from contested.files.trees import parse_json, read_json

_KINDS = {bool: "true or false", int: "a whole number", float: "a number", str: "text", dict: "a table", list: "a list"}


class Record(Mapping[str, Any]):
    """Values by name, checked where they are asked for.

    Parameters
    ----------
    values : mapping
        A table of JSON, or anything else, which is refused.
    refused : function
        Makes the errors.
    name : str
        Of the table within its file, such as "versions"; "" for the file's own.
    """

    def __init__(self, values: Any, refused: Refused, name: str = "") -> None:
        if not isinstance(values, Mapping):
            raise refused(f"{name}: {_kind(values)}, no table" if name else f"{_kind(values)}, no table", "")
        self._values: Mapping[str, Any] = values
        self._refused, self._name = refused, name

    def __getitem__(self, name: str) -> Any:
        """The value as it is; `text` and its siblings check its kind."""
        if name not in self._values:
            raise self._refused(f"no {self._called(name)!r}", "")
        return self._values[name]

    def get(self, name: str, default: Any = None) -> Any:
        """The value as it is, or `default` where the name is missing (`Mapping.get` waits for a KeyError)."""
        return self._values.get(name, default)

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __contains__(self, name: object) -> bool:
        return name in self._values

    def text(self, name: str, *default: str) -> str:
        """A text, without null characters; the default where the name is missing, as with the others."""
        value: str = self._of(name, default, str)
        return value

    def integer(self, name: str, *default: int, low: float = -math.inf, high: float = math.inf) -> int:
        """A whole number from `low` to `high`."""
        value: int = self._of(name, default, int)
        self._within(name, value, low, high)
        return value

    def number(self, name: str, *default: float, low: float = -math.inf, high: float = math.inf) -> float:
        """A finite number from `low` to `high`."""
        value = self._of(name, default, float)
        try:
            number = float(value)
        except OverflowError:
            number = math.inf
        self._within(name, number, max(low, -1.8e308), min(high, 1.7976931348623157e308))
        return number

    def boolean(self, name: str, *default: bool) -> bool:
        """True or false."""
        value: bool = self._of(name, default, bool)
        return value

    def record(self, name: str, *default: Mapping[str, Any]) -> Record:
        """A table within."""
        return Record(self._of(name, default, dict), self._refused, self._called(name))

    def records(self, name: str) -> tuple[Record, ...]:
        """A list of tables."""
        return tuple(Record(v, self._refused, f"{self._called(name)}[{i}]") for i, v in enumerate(self.items_of(name)))

    def items_of(self, name: str, *default: list[Any], of: type | None = None) -> list[Any]:
        """A list; with `of` (str, int, float, bool, dict, list), every element is of this kind."""
        values: list[Any] = self._of(name, default, list)
        for i, value in enumerate(values):
            if of is not None and not _is(value, of):
                raise self._refused(f"{_kind(value)} for {self._called(name)}[{i}], which is {_KINDS[of]}", "")
        return values

    def texts(self, name: str, *default: list[str]) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(self.items_of(name, *default, of=str))

    def plain(self) -> dict[str, Any]:
        """The table as a dict."""
        return dict(self._values)

    def _called(self, name: str) -> str:
        return plain(f"{self._name}.{name}" if self._name else str(name), 80)

    def _of(self, name: str, default: tuple[Any, ...], kind: type) -> Any:
        if default and name not in self._values:
            return default[0]
        value = self[name]
        if not _is(value, kind):
            raise self._refused(f"{_kind(value)} for {self._called(name)!r}, which is {_KINDS[kind]}", "")
        if kind is str and "\0" in value:
            raise self._refused(f"a null character in {self._called(name)!r}", "")
        return value

    def _within(self, name: str, value: float, low: float, high: float) -> None:
        if not low <= value <= high:
            got = plain(repr(value), 40) if abs(value) < 1e300 else "a number out of range"
            raise self._refused(f"{got} for {self._called(name)!r}, which lies within {low:g} to {high:g}", "")


def read_record(path: str | Path, refused: Refused, nan: bool = False) -> Record:
    """The table that a JSON file is."""
    return Record(read_json(path, refused, nan), refused)


def parse_record(content: str | bytes, refused: Refused, nan: bool = False) -> Record:
    """The table that JSON text is."""
    return Record(parse_json(content, refused, nan), refused)


def _is(value: Any, kind: type) -> bool:
    if isinstance(value, bool):
        return kind is bool
    return isinstance(value, (int, float) if kind is float else kind)


def _kind(value: Any) -> str:
    for kind, words in _KINDS.items():
        if isinstance(value, kind):
            return words
    return "null" if value is None else type(value).__name__
