"""Patterns of maps, matched in time that grows with the text alone.

A map may come from others, and Python's `re` can be made to search for years: `(a+)+$` does on forty letters. These are
the patterns of Rust, as Polars has them: the same language without look-around and back-references.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

#: characters; no heading needs more, and the work of a search grows with it
LONGEST = 500


def groups(pattern: str) -> int:
    """How many groups a pattern has.

    Raises
    ------
    ValueError
        If it is none.
    """
    if len(pattern) > LONGEST:
        raise ValueError(f"more than {LONGEST} characters")
    try:
        kind = pl.Series([""]).str.extract_groups(pattern).dtype
    except pl.exceptions.PolarsError as error:
        lines = [line.strip() for line in str(error).splitlines()]
        why = next((line for line in lines if line.startswith("error: ")), lines[0])
        raise ValueError(why.removeprefix("error: ").removeprefix("regex error: ").rstrip(".")) from None
    return len(kind.fields) if isinstance(kind, pl.Struct) else 0


def search(pattern: str, texts: Sequence[str]) -> list[str | None]:
    """What the first group matches in each text, all of a text where there is no group, None where nothing matches."""
    given = pl.Series(texts, dtype=pl.String)
    part = given.str.extract(pattern, 1) if groups(pattern) else pl.Series([None], dtype=pl.String)
    found = given.str.contains(pattern)
    return pl.select(pl.when(found).then(pl.coalesce(part, given))).to_series().to_list()
