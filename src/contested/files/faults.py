"""What is wrong with a table, row by row, in words that name file, line and field."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from contested.ground.errors import InputError, closest


@dataclass(frozen=True)
class Row:
    """One row and where it stands."""

    file: str
    line: int
    values: dict[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def where(self, name: str) -> str:
        """File, line and field, as every message about this row begins."""
        return f"{self.file}:{self.line}, {name}"


@dataclass
class Faults:
    """What is wrong, collected, so that a check can tell all of it and a load only the first.

    Parameters
    ----------
    kind : type
        Class of the errors, ScenarioError or ClaimError.
    """

    kind: type[InputError]
    errors: list[InputError] = field(default_factory=list)

    def add(self, where: str, expected: str, got: str, hint: str = "") -> None:
        """Note one fault."""
        self.errors.append(self.kind(f"{where}: expected {expected}; got {got}.", hint))

    def unknown(self, where: str, expected: str, value: str, known: Iterable[str]) -> None:
        """Note a name that is none of those known; the hint is the nearest."""
        self.add(where, expected, repr(value), closest(value, list(known)))

    def say(self, message: str, hint: str = "") -> None:
        """Note one fault that does not fit `expected ...; got ...`."""
        self.errors.append(self.kind(message, hint))
