"""From text to a count, and never silently: protocols print 1234 in a dozen ways, and some of them mean something else.

What is read as a number: digits of any script (`western`); digits in groups of three set apart by a space (of any
width), an apostrophe, a comma or a point, one and the same throughout; and a fraction of zeros, as spreadsheets write
whole numbers ("12.0", "12,0"). What stands for no number: an empty field, a dash, "NA" and their like. All else is a
fault with its reason.

"1,234" may be a thousand or a fraction. `decimal` settles it. Without it a comma before three digits sets apart
thousands unless another number of the same column has a fraction after its comma, and one point before three digits
is a fault, because a count with a fraction and a thousand would look alike.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

import polars as pl

#: no polling station has more voters than this; sums of a million stations stay far inside 64 bits
LARGEST = 1_000_000_000

#: what stands for a number that is not there, in lower case
MISSING = frozenset(
    ("", "-", "--", "–", "—", "−", ".", "..", "...", "…", "na", "n/a", "n.a.", "#n/a", "nan", "null", "none", "н/д")
)

_FAULTS = {"row": pl.UInt32, "value": pl.String, "rule": pl.String, "why": pl.String}
_SPACES = " \t\u00a0\u2007\u2009\u202f"
_STRIP = _SPACES + "\r\n\ufeff\u200b"
_GROUPED = re.compile(r"([1-9]\d{0,2})([ \u00a0\u2007\u2009\u202f'’,.])\d{3}(?:\2\d{3})*(?:([.,])(\d+))?", re.ASCII)
_PLAIN = re.compile(r"\d+(?:([.,])(\d+))?", re.ASCII)
_FRACTION = re.compile(r"\d([.,])(?:\d{1,2}|\d{4,})$", re.ASCII)


#: marks of Arabic and Persian numbers -> theirs: between thousands, before a fraction, of a percentage
_MARKS = {"\u066c": "\u2019", "\u066b": ".", "\u066a": "%"}


class Fault(NamedTuple):
    """Why a text is no count."""

    rule: str
    why: str


class Counts(NamedTuple):
    """A column of counts.

    Parameters
    ----------
    values : polars.Series of Int64
        Null where there is no number, or none that can be used.
    faults : polars.DataFrame
        One row for each text that is neither a count nor missing: row (UInt32), value, rule, why (str).
    """

    values: pl.Series
    faults: pl.DataFrame


def count(text: str, decimal: str | None = None) -> int | Fault | None:
    """The count a text stands for; None where it stands for no number, a `Fault` where it cannot be told.

    Parameters
    ----------
    text : str
        A cell.
    decimal : "." or ",", optional
        What sets apart a fraction, where it is known.
    """
    bare = _western(text).strip(_STRIP)
    if bare.lower() in MISSING:
        return None
    negative = bare[0] in "-−"
    digits = bare[1:].lstrip(_SPACES) if negative else bare
    found = _read(digits, decimal)
    if isinstance(found, Fault):
        return found
    if negative and found:
        return Fault("negative", "a count cannot be below zero")
    if found > LARGEST:
        return Fault("too-large", f"no station has more than {LARGEST:,} of anything")
    return found


def _read(text: str, decimal: str | None) -> int | Fault:
    whole = _PLAIN.fullmatch(text)
    grouped = _GROUPED.fullmatch(text)
    if grouped and grouped[2] in ",.":
        separator, fraction_mark = grouped[2], grouped[3]
        if separator == decimal or fraction_mark == separator:
            grouped = None
        elif separator == "." and decimal is None and text.count(".") == 1 and not fraction_mark:
            return Fault("not-whole", 'one point before three digits: say decimal = "." or decimal = "," in the map')
    if grouped and decimal and grouped[3] and grouped[3] != decimal:
        return Fault("not-a-number", f'has {grouped[3]!r} where the map says decimal = "{decimal}"')
    if grouped:
        fraction, body = grouped[4], text[: grouped.start(3)] if grouped[3] else text
    elif whole:
        if decimal and whole[1] and whole[1] != decimal:
            return Fault("not-a-number", f'has {whole[1]!r} where the map says decimal = "{decimal}"')
        fraction, body = whole[2], text[: whole.start(1)] if whole[1] else text
    else:
        return Fault("not-a-number", "is no number")
    if fraction and fraction.strip("0"):
        return Fault("not-whole", "a count has no fraction")
    digits = re.sub(r"\D", "", body)
    # more digits than this would be slow to turn into a number, and no count has them
    return int(digits) if len(digits.lstrip("0")) <= 18 else LARGEST + 1


def counts(column: pl.Series, decimal: str | None = None) -> Counts:
    """A column of text (or of numbers) as counts. Plain digits take the short way; only other texts are looked at.

    Parameters
    ----------
    column : polars.Series of str or of a numeric type
    decimal : "." or ",", optional

    Returns
    -------
    Counts
    """
    text = column
    if column.dtype != pl.String:
        text, decimal = written(column), "."
    bare = text.str.strip_chars(_STRIP)
    plain = bare.str.contains(r"^[0-9]{1,9}$")
    if plain.all(ignore_nulls=False):
        return Counts(bare.cast(pl.Int64).alias(column.name), no_faults())
    values = pl.select(pl.when(plain).then(bare)).to_series().cast(pl.Int64)
    odd = text.filter(~plain.fill_null(True)).unique(maintain_order=True).to_list()
    mark = decimal or _fraction_mark(odd)
    read = {t: count(t, mark) for t in odd}
    numbers = {t: n for t, n in read.items() if isinstance(n, int)}
    if numbers:
        more = text.replace_strict(list(numbers), list(numbers.values()), default=None, return_dtype=pl.Int64)
        values = pl.select(pl.coalesce(values, more)).to_series()
    bad = {t: f for t, f in read.items() if isinstance(f, Fault)}
    return Counts(values.alias(column.name), _located(text, bad))


def western(column: pl.Series) -> pl.Series:
    """Text with digits of any script (Arabic, Persian, Devanagari) as 0 to 9, and Arabic marks as their like."""
    other = column.filter(column.str.contains(r"[^\x00-\x7f]").fill_null(False)).unique().to_list()
    changed = {text: _western(text) for text in other if _western(text) != text}
    return column.replace(list(changed), list(changed.values())) if changed else column


def _western(text: str) -> str:
    if text.isascii():
        return text
    return "".join(_MARKS.get(c) or str(unicodedata.decimal(c, c)) for c in text)


def written(column: pl.Series) -> pl.Series:
    """Numbers as text, whole ones without a fraction."""
    if not column.dtype.is_float():
        return column.cast(pl.String, strict=False)
    whole = (column == column.floor()) & (column.abs() < 1e15)
    digits = column.cast(pl.Int64, strict=False).cast(pl.String)
    return pl.select(pl.when(whole).then(digits).otherwise(column.cast(pl.String))).to_series().alias(column.name)


def _fraction_mark(texts: list[str]) -> str | None:
    marks = {m[1] for t in texts if (m := _FRACTION.search(_western(t).strip(_STRIP)))}
    return marks.pop() if len(marks) == 1 else None


def _located(text: pl.Series, bad: dict[str, Fault]) -> pl.DataFrame:
    if not bad:
        return no_faults()
    reasons = pl.DataFrame([(0, t, *f) for t, f in bad.items()], schema=_FAULTS, orient="row").drop("row")
    rows = pl.DataFrame({"value": text}).with_row_index("row").filter(pl.col("value").is_in(list(bad)))
    return rows.join(reasons, on="value", how="left", maintain_order="left")


def no_faults() -> pl.DataFrame:
    """`Counts.faults` of a column without any."""
    return pl.DataFrame(schema=_FAULTS)
