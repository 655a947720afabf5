"""Numbers as a reader meets them: the one formatter of pages, charts and terminal."""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from contested.scenarios.scenario import ActRow

#: where there is no number
NONE = "–"
SHARES = ("share", "probability", "chance")
#: units that nobody has a part of: a median between two counts is rounded
WHOLE = ("person", "officer", "station")


def significant(value: float | None, digits: int = 3) -> float | None:
    """`value` to so many significant digits: a simulated figure has no more to say. None and NaN become None."""
    if value is None or not math.isfinite(value):
        return None
    return float(f"{value:.{digits}g}")


def number(value: float | None, unit: str = "person") -> str:
    """A figure to three digits, thousands separated: persons whole, shares in percent, an en dash for no number."""
    value = significant(value)
    if value is None:
        return NONE
    if unit in SHARES:
        return f"{value * 100:,.3g} %".replace(".0 %", " %")
    if unit in WHOLE:
        return _whole(value)
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:,g}"


def _whole(value: float) -> str:
    """A count without parts, halves away from zero; what is there but less than half of one is "< 1"."""
    count = math.floor(abs(value) + 0.5)
    if not count:
        return "< 1" if value else "0"
    return f"{math.copysign(count, value):,.0f}"


def share(value: float | None) -> str:
    """Whole percent."""
    return NONE if value is None or not math.isfinite(value) else f"{100 * value:.0f} %"


def factor(value: float) -> str:
    """A factor to two digits."""
    return f"{value:.2g}" if value < 10 else f"{value:,.0f}"


def fixed(value: float | None, digits: int = 2, *, signed: bool = False) -> str:
    """So many decimals, with its sign if wanted."""
    if value is None or not math.isfinite(value):
        return NONE
    return f"{value:{'+' if signed else ''},.{digits}f}"


def exact(value: float) -> str:
    """A figure as it was given: all its digits, thousands separated."""
    return f"{value:,.10g}"


def difference(value: float | None, unit: str) -> str:
    """A difference to three digits; of shares in percentage points."""
    if value is None or math.isnan(value):
        return NONE
    sign = "−" if value < 0 else ""
    if unit in SHARES:
        return f"{sign}{number(100 * abs(value), '-')} points"
    return sign + number(abs(value), unit)


def between(low: float | None, high: float | None, unit: str = "person") -> str:
    """The ends of a band; "" if there is none, or if both ends read alike."""
    if low is None or high is None or number(low, unit) == number(high, unit):
        return ""
    return f"{number(low, unit)} to {number(high, unit)}"


def claimed(kind: str, value: float | None, low: float | None, high: float | None) -> str:
    """A claim's number as it was made: "at least 100,000", "200 to 999"; "event" without a number."""
    if kind == "between" and low is not None and high is not None:
        return f"{exact(low)} to {exact(high)}"
    if value is None:
        return "event"
    return exact(value) if kind == "one figure" else f"{kind} {exact(value)}"


def plain(value: Any, digits: int = 4, none: str = NONE) -> str:
    """Any value of a table: yes and no, whole numbers, some digits of others, text as it is.

    >>> plain(412345.7), plain(0.12345, 3), plain(None, none=""), plain("Minsk")
    ('412,346', '0.123', '', 'Minsk')
    """
    if value is None or value != value:
        return none
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, int | float):
        return str(value)
    if abs(value) >= 10 ** (digits - 1) or float(value).is_integer():
        return f"{value:,.0f}"
    return f"{value:.{digits}g}"


def words(name: str) -> str:
    """An identifier with its words apart."""
    return name.replace("+", " and ").replace("_", " ")


def capital(text: str) -> str:
    """With a capital at its beginning, and all else as it is."""
    return text[:1].upper() + text[1:]


def indicator(name: str, clock: str = "day") -> str:
    """A number of a run in words.

    >>> indicator("crowd.sum"), indicator("elite_loyalty.last", "step"), indicator("crossed")
    ('crowd, summed over the days', 'elite loyalty, last step', 'crossed')
    """
    base, _, how = name.rpartition(".")
    said = {"sum": f"summed over the {clock}s", "max": f"largest {clock}", "last": f"last {clock}",
            "mean": f"mean of the {clock}s"}  # fmt: skip
    return f"{words(base)}, {said[how]}" if base and how in said else words(name)


def act(row: ActRow) -> str:
    """What was done, with its form: "call: group march"."""
    return f"{words(row.act)}: {words(row.form)}" if row.form else words(row.act)


def level(row: ActRow) -> str:
    """How much, as a source states it; "usual" where none does."""
    return "usual" if row.level is None else f"{row.level:,g} {row.unit}"


def span(first: date, last: date | None) -> str:
    """A day, or the first and last of several."""
    return f"{first:%-d %b %Y}" + (f" to {last:%-d %b}" if last else "")


def count(number: int, noun: str) -> str:
    """ "1 pair", "3 pairs"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
