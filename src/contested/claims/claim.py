"""One claim: somebody says a number about somebody, for a place and a day.

`value` is the point said, `low` and `high` are bounds said: "more than 3,000" is value 3000, low 3000, no
high; "hundreds" is no value, low 200, high 999. Nothing said is None, never 0. An event (quantity
`event_...`) dates something and carries no number.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Literal, get_args

from contested.ground.errors import ClaimError, closest

Side = Literal["incumbent", "opposition", "independent", "media", "foreign"]
Status = Literal["read", "recalled"]
SIDES: tuple[Side, ...] = get_args(Side)
STATUSES: tuple[Status, ...] = get_args(Status)
#: quantities that had another word in version 0.1; tables and ledgers of then still hold it
RENAMED = {"turnout": "crowd", "held": "remanded"}


@dataclass(frozen=True, slots=True)
class Origin:
    """The row of a file that a claim was read from, as it stood there.

    Parameters
    ----------
    file : str
        Its name.
    line : int
        Line of a text file, row of a sheet, or row of a Parquet file counted from 1.
    rule : str
        Name of the rule that made the claim.
    columns : tuple of str
    cells : sequence of str
        The whole row, nothing left out; codes such as 040 are text.
    """

    file: str
    line: int
    rule: str
    columns: tuple[str, ...]
    cells: Sequence[str] = field(repr=False)

    @property
    def row(self) -> dict[str, str]:
        """The row by column."""
        return dict(zip(self.columns, self.cells))


@dataclass(frozen=True, slots=True)
class Claim:
    """What one claimant says.

    Parameters
    ----------
    date, end_date : date
        The day counted (not the day of the statement); `end_date` only for totals over a period.
    place : str
        As the claimant's report names it; empty for the whole country.
    quantity : str
        What is counted; claims.ledger.QUANTITIES says in which unit. A former word (RENAMED) becomes today's.
    actor : str
        Whom the number is about.
    value, low, high : float or None
        The point and the bounds said.
    claimant, side : str
        Who says it, and on whose side that is (SIDES).
    source_url, status, note : str
        Where it was read, whether it was `read` or is `recalled` from memory, and what else to know.
    latitude, longitude : float or None
        Where the place lies, degrees; both or neither.
    admin1, admin2, country : str
        The first- and second-level administrative units and the country that the place lies in, if they are known.
    unit : str
        The unit said, such as `RUB` or `million USD`; empty for the quantity's own. It is kept and never converted
        into another currency.
    origin : Origin or None
        The row it was made from, if an importer made it; plays no part in whether two claims are equal.

    Raises
    ------
    ClaimError
        Bounds that contradict the value or each other, an unknown side, dates out of order, a number missing
        or not finite, coordinates that are no point of the earth.
    """

    date: dt.date
    end_date: dt.date | None
    place: str
    quantity: str
    actor: str
    value: float | None
    low: float | None
    high: float | None
    claimant: str
    side: Side
    source_url: str = ""
    status: Status = "read"
    note: str = ""
    latitude: float | None = None
    longitude: float | None = None
    admin1: str = ""
    admin2: str = ""
    country: str = ""
    unit: str = ""
    origin: Origin | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        if self.quantity in RENAMED:
            object.__setattr__(self, "quantity", RENAMED[self.quantity])
        if self.side not in SIDES:
            raise ClaimError(f"side: expected one of {', '.join(SIDES)}; got {self.side!r}.", closest(self.side, SIDES))
        if self.status not in STATUSES:
            raise ClaimError(
                f"status: expected one of {', '.join(STATUSES)}; got {self.status!r}.",
                "`read` in a report, or `recalled` from memory",
            )
        if not self.quantity:
            raise ClaimError("quantity: expected what is counted; got nothing.")
        if self.end_date is not None and self.end_date < self.date:
            raise ClaimError(f"end_date: expected a day not before {self.date}; got {self.end_date}.")
        north, east = self.latitude, self.longitude
        if (north is not None or east is not None) and not (
            north is not None and east is not None and -90 <= north <= 90 and -180 <= east <= 180
        ):
            self._located()
        numbers = (self.value is not None) + (self.low is not None) + (self.high is not None)
        if numbers:
            self._numbered()
        event = self.event
        if event and numbers:
            raise ClaimError(
                f"value: expected no number with {self.quantity!r}, which only dates an event; got {numbers}."
            )
        if not event and not numbers:
            raise ClaimError(
                "value: expected a value or at least one bound; got none.",
                "a claim without a number has a quantity that begins with event_",
            )

    def _numbered(self) -> None:
        for name, number in (("value", self.value), ("low", self.low), ("high", self.high)):
            if number is not None and not 0 <= number < math.inf:
                raise ClaimError(
                    f"{name}: expected a number not below 0, or nothing; got {number:g}.",
                    "leave the cell empty where nothing was said",
                )
        if self.low is not None or self.high is not None:
            self._ordered("low", self.low, "high", self.high)
            self._ordered("low", self.low, "value", self.value)
            self._ordered("value", self.value, "high", self.high)

    def __repr__(self) -> str:
        from contested.claims.people.people import People

        people = People.of((self.claimant, self.actor, self.note, self.source_url))
        shown = ((f.name, getattr(self, f.name)) for f in fields(self) if f.repr)
        texts = (f"{name}={(people.masked(v) if isinstance(v, str) else v)!r}" for name, v in shown)
        return f"Claim({', '.join(texts)})"

    def _ordered(self, less: str, a: float | None, more: str, b: float | None) -> None:
        if a is not None and b is not None and a > b:
            raise ClaimError(
                f"{less}: expected {less} not above {more}; got {less} {a:g} and {more} {b:g}.",
                "`more than N` is value N and low N; `up to N` is value N and high N",
            )

    def _located(self) -> None:
        for name, number, most in (("latitude", self.latitude, 90), ("longitude", self.longitude, 180)):
            if number is not None and not abs(number) <= most:
                raise ClaimError(f"{name}: expected degrees from {-most} to {most}; got {number:g}.",
                                 "decimal degrees, south and west negative")  # fmt: skip
        if (self.latitude is None) != (self.longitude is None):
            raise ClaimError("latitude: expected latitude and longitude, or neither; got one.")

    @property
    def event(self) -> bool:
        """Whether it dates an event instead of giving a number."""
        return self.quantity.startswith("event_")

    @property
    def bounds(self) -> tuple[float | None, float | None]:
        """Least and most that the words allow; None where they leave it open.

        A bare point (no bounds said) allows itself only; with one bound said, the other side stays open.
        """
        if self.low is None and self.high is None:
            return self.value, self.value
        return self.low, self.high

    @property
    def middle(self) -> float | None:
        """One number to plot: the point said, else the middle of the bounds, else the bound there is."""
        if self.value is not None:
            return self.value
        said = [x for x in (self.low, self.high) if x is not None]
        return sum(said) / len(said) if said else None
