"""The cells `value`, `low` and `high` of a table: which numbers they say, by who wrote them.

Persons, votes and stations come in ones. So where a person filled the table, a point before three digits parts
thousands, as it does in words (`claims.words`): 10.000 is ten thousand, 10000.0 is the same as sheets write it, and 1.5
is refused. Shares, money and hours have decimals, and so has what is counted in a unit that multiplies, such as
"thousand people". A ledger is written by this package, which writes the shortest decimal: there 12.345 is one. It never
writes 10.000; that is a person's, and read as in any table.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from contested.claims import amounts
from contested.claims.claim import RENAMED, Claim
from contested.claims.ledger import QUANTITIES
from contested.claims.words import Reported, bounds, short
from contested.ground.columns import Column, UnreadableError, parse
from contested.ground.errors import ClaimError

COLUMNS: tuple[Column, ...] = (
    Column("value", "number", "the point said", "column quantity", (0, 1e15), optional=True, source="claimant"),
    Column("low", "number", "lower bound said", "column quantity", (0, 1e15), optional=True, source="claimant"),
    Column("high", "number", "upper bound said", "column quantity", (0, 1e15), optional=True, source="claimant"),
)
NAMES = tuple(column.name for column in COLUMNS)
#: units of which there is no half
_ONES = frozenset({"person", "vote", "site", "settlement", "station", "case", "ballot", "officer"})
_THOUSANDS = re.compile(r"\+?([1-9]\d{0,2}\.\d{3})", re.ASCII)


def counted(quantity: str, unit: str) -> bool:
    """Whether numbers of a quantity, in the unit that was said, are whole ones."""
    known = QUANTITIES.get(RENAMED.get(quantity, quantity))
    if known is None or known.unit not in _ONES or amounts.multiplies(unit):
        return False
    name, times = amounts.base(unit)
    return times == 1.0 and name.casefold() not in ("percent", "share") and not amounts.is_currency(unit)


def in_words(cells: Mapping[str, str]) -> bool:
    """Whether `value` holds something else than a number, and stands alone."""
    if cells["low"] or cells["high"]:
        return False
    try:
        parse(cells["value"], COLUMNS[0])
    except UnreadableError:
        return True
    return False


def reported(
    cells: Mapping[str, str], quantity: str, unit: str, *, ledger: bool = False, typed: Collection[str] = ()
) -> Reported:
    """The point and the bounds that the three cells say.

    Parameters
    ----------
    cells : mapping of str to str
        By NAMES, without spaces around them.
    quantity, unit : str
        Of the row.
    ledger : bool
        The table is one that this package writes.
    typed : collection of str
        Cells that were numbers in the file and no text, so that their point is a decimal point.

    Raises
    ------
    ClaimError
        If one says no number; the message begins with the column.
    """
    if in_words(cells):
        return _of_words(cells["value"])
    whole = counted(quantity, unit)
    numbers = (_number(cells[c.name], c, whole, ledger, c.name in typed) for c in COLUMNS)
    return Reported(*numbers)


def broken(claim: Claim) -> str:
    """What to say of a claim of a ledger that counts persons or things and has a decimal; "" if it has none."""
    numbers = [n for n in (claim.value, claim.low, claim.high) if n is not None and not float(n).is_integer()]
    if not numbers or not counted(claim.quantity, claim.unit):
        return ""
    return (f"{claim.quantity} on {claim.date} is {numbers[0]:.12g}, no whole number: in a ledger a point is a decimal "
            "point; write thousands without one")  # fmt: skip


def _of_words(text: str) -> Reported:
    try:
        found = bounds(text)
    except ClaimError as reason:
        raise ClaimError(f"value: {reason.message}", reason.hint) from None
    if found is None:
        raise ClaimError(f"value: expected a number or words for one; got {short(text)}.",
                         "leave out what was not said; an event that is only dated begins with event_")  # fmt: skip
    return found


def _number(text: str, column: Column, whole: bool, ledger: bool, typed: bool) -> float | None:
    try:
        number: float | None = parse(text, column)
    except UnreadableError as reason:
        raise ClaimError(f"{column.name}: expected {column.expects()}; got {short(text)}.", reason.hint) from None
    if number is None or not whole:
        return number
    match = None if typed else _THOUSANDS.fullmatch(text)
    if match is not None and (not ledger or text.endswith("0")):
        found = bounds(match[1])
        return number if found is None else found.value
    if not ledger and not number.is_integer():
        raise ClaimError(f"{column.name}: expected a whole number; got {short(text)}.",
                         "10000 and 10.000 are ten thousand; a decimal needs a unit, such as 1.5 thousand")  # fmt: skip
    return number
