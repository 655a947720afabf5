"""Units as reports say them: what turns the unit of a claim into that of its quantity, if it is the same kind.

Money stays in the currency it was said in: a rate of exchange would be one more number that somebody has to believe.
"""

from __future__ import annotations

import re

#: what a unit may be multiplied by
_TIMES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9}
_CURRENCY = re.compile(r"[A-Z]{3}")
#: other words for a unit
_SAME = {"people": "person", "%": "percent", "per cent": "percent", "pct": "percent"}
#: unit of a quantity of money: any currency
MONEY = "money"


def base(unit: str) -> tuple[str, float]:
    """A unit without its multiplier, and the multiplier: ("USD", 1e6) for "million USD"."""
    first, _, rest = unit.strip().partition(" ")
    times = _TIMES.get(first.casefold())
    if times is not None and rest:
        name, more = base(rest)
        return name, times * more
    word = unit.strip()
    return _SAME.get(word.casefold(), word), 1.0


def multiplies(unit: str) -> bool:
    """Whether a unit is nothing but a multiplier: "million"."""
    return unit.strip().casefold() in _TIMES


def factor(unit: str, own: str, currency: str = "") -> float | None:
    """What turns a number in `unit` into one in a quantity's `own`; None if that is another kind of unit.

    Parameters
    ----------
    unit : str
        As said; empty for the quantity's own.
    own : str
        The quantity's unit, or `MONEY`.
    currency : str
        The one that `MONEY` is counted in; empty for none.
    """
    if not unit:
        return None if own == MONEY else 1.0
    name, times = base(unit)
    wanted = currency if own == MONEY else own
    if name == wanted or name.casefold().removesuffix("s") == wanted.casefold().removesuffix("s"):
        return times
    return times * 100.0 if (name, wanted) == ("share", "percent") else None


def is_currency(unit: str) -> bool:
    """Whether a unit is an amount of money, whatever the currency."""
    return _CURRENCY.fullmatch(base(unit)[0]) is not None
