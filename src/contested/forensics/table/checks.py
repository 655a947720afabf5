"""Checks of the kinds of values in a map's file, with errors that name the map and the key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contested.files import shown
from contested.forensics.table.patterns import groups
from contested.ground.errors import ReturnsError, closest

Columns = tuple[str, ...]


class Checks:
    """Checks the kinds of a map's values; errors name the map and the key."""

    def __init__(self, source: str) -> None:
        self.source = source

    def keys(self, tree: Mapping[str, Any], known: Columns, must: Columns = (), where: str = "") -> None:
        """Refuse keys that are unknown, and their absence where they must be there."""
        prefix = f"{where}." if where else ""
        for key in tree:
            if key not in known:
                raise ReturnsError(f"unknown key {prefix}{key}.", closest(key, known), file=self.source, value=key)
        for key in must:
            if key not in tree:
                raise ReturnsError(f"the map lacks {prefix}{key}.", file=self.source)

    def table(self, value: object, where: str, known: Columns | None = None, must: Columns = ()) -> Mapping[str, Any]:
        """A table with these keys."""
        if not isinstance(value, Mapping):
            raise ReturnsError(f"{where}: expected a table; got {shown(value)}.", file=self.source)
        if known is not None:
            self.keys(value, known, must, where)
        return value

    def rows(self, value: object, where: str) -> list[object]:
        """A list."""
        if not isinstance(value, list):
            raise ReturnsError(f"{where}: expected a list; got {shown(value)}.", file=self.source)
        return value

    def text(self, value: object, where: str) -> str:
        """Text that is not empty."""
        if not isinstance(value, str) or not value:
            raise ReturnsError(f"{where}: expected text; got {shown(value)}.", file=self.source)
        return value

    def whole(self, value: object, where: str, least: int = 0, most: int = 2**53) -> int:
        """A whole number from `least` to `most`."""
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            expected = f"a whole number, {least} or more" if most == 2**53 else f"a whole number, {least} to {most}"
            raise ReturnsError(f"{where}: expected {expected}; got {shown(value)}.", file=self.source)
        return value

    def truth(self, value: object, where: str) -> bool:
        """True or false."""
        if not isinstance(value, bool):
            raise ReturnsError(f"{where}: expected true or false; got {shown(value)}.", file=self.source)
        return value

    def percent(self, value: object, where: str) -> float:
        """A number from 0 to 100."""
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise ReturnsError(f"{where}: expected a number; got {shown(value)}.", file=self.source)
        if not 0 <= value <= 100:
            raise ReturnsError(f"{where}: expected 0 to 100; got {value}.", file=self.source)
        return float(value)

    def columns(self, value: object, where: str) -> Columns:
        """One column or several."""
        names = [value] if isinstance(value, str) else self.rows(value, where)
        if not names:
            raise ReturnsError(f"{where}: expected at least one column.", file=self.source)
        return tuple(self.text(name, where) for name in names)

    def names(self, value: object, where: str) -> dict[str, str]:
        """A table of text to text."""
        return {key: self.text(text, f"{where}.{key}") for key, text in self.table(value, where).items()}

    def pattern(self, value: object, where: str) -> str | None:
        """A regular expression (`forensics.table.patterns`)."""
        if value is None:
            return None
        text = self.text(value, where)
        try:
            groups(text)
        except ValueError as error:
            hint = "patterns know no look-around and no back-references"
            raise ReturnsError(f"{where}: {error} in the pattern {shown(text)}.", hint, file=self.source) from None
        return text
