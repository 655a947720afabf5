"""Steps are integers; dates live only at the edges."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple


class Tick(NamedTuple):
    """Which step of which run: all that chance may depend on besides the row."""

    step: int
    seed: int


@dataclass(frozen=True)
class Calendar:
    """Turns dates into days counted from `start` and back."""

    start: date

    def day(self, when: date) -> int:
        """Days from the start; negative before it."""
        return (when - self.start).days

    def date(self, day: int) -> date:
        """The date of a day."""
        return self.start + timedelta(days=int(day))

    def weekday(self, day: int) -> int:
        """0 is Monday, 6 is Sunday."""
        return self.date(day).weekday()
