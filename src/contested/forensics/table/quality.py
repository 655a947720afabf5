"""What is wrong with a table of returns before anybody asks about fraud: flagged and counted, never dropped silently.

A flag is one row: where (row of the table, line of the file, station), which rule, which column, which value, why. A
rule that `stops` keeps a station out of `ReturnsTable.case`; the others only speak. The list is the first page of an
audit, because a wrong reading of a file looks like fraud.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from contested.forensics.table.case import SMALL
from contested.forensics.table.percentages import PERCENT
from contested.forensics.table.plausible import SPECIAL, special_size
from contested.forensics.table.sums import sums_of_others


class Rule(NamedTuple):
    """One thing that can be wrong.

    Parameters
    ----------
    says : str
        What it is, as a reader sees it.
    stops : bool
        Whether the station cannot be used in estimates.
    """

    says: str
    stops: bool


RULES: dict[str, Rule] = {
    "guessed-encoding":       Rule("the file is not UTF-8 and its map names no encoding; one was guessed", False),
    "empty-line":             Rule("lines with nothing in them; they are no stations", False),
    "extra-fields":           Rule("a row has more fields than the header", True),
    "several-lines":          Rule("a row continues over several lines, as after a missing quotation mark", False),
    "not-a-number":           Rule("text where a count should be", False),
    "rows-disagree":          Rule("rows of one station give different counts", False),
    "no-candidate":           Rule("votes in a row that names no candidate; they are left out", False),
    "not-whole":              Rule("a count with a fraction, or one that may be read two ways", False),
    "negative":               Rule("a count below zero", False),
    "too-large":              Rule("a count no station can have", False),
    "no-data":                Rule("no number at all", True),
    "missing-number":         Rule("voters registered, ballots issued or ballots cast are not given", True),
    "missing-votes":          Rule("votes of some contestant are not given", False),
    "no-voters":              Rule("nobody is registered", True),
    "zero-ballots":           Rule("no ballot was cast", False),
    "turnout-above-100":      Rule("more ballots issued than voters registered", True),
    "cast-above-registered":  Rule("more ballots cast than voters registered", True),
    "cast-above-issued":      Rule("more ballots cast than issued", False),
    "votes-above-cast":       Rule("a contestant has more votes than ballots were cast", True),
    "votes-differ-from-valid": Rule("votes of all contestants do not add up to valid ballots", False),
    "parts-differ-from-cast": Rule("valid and invalid ballots do not add up to ballots cast", False),
    "identity":               Rule("another identity of the protocol does not hold", False),
    "pseudo-station":         Rule("a total, not a station", True),
    "sum-of-others":          Rule("the sum of other rows in every column, not a station", True),
    "special-station":        Rule("no ordinary station: online, postal, or of a size that no station has", True),
    "no-station":             Rule("the station has no name", False),
    "repeated-row":           Rule("the same station with the same counts as an earlier row", True),
    "duplicate-station":      Rule("a station that appears twice with different counts", True),
    "same-protocol":          Rule("all counts equal those of another station of the unit (100 ballots up)", False),
    "one-share":              Rule("all stations of a unit, three or more, give the winner the same 0.1 %", False),
}  # fmt: skip

SCHEMA: dict[str, pl.DataType] = {
    "row": pl.Int64(), "line": pl.Int64(), "station": pl.String(), "rule": pl.String(), "column": pl.String(),
    "value": pl.String(), "why": pl.String(),
}  # fmt: skip

#: how totals call themselves in tables of stations
TOTALS = r"(?i)(^|/ )(grand total|totals?|sum|итого|всего|сумма|разам|razem|suma|toplam|jami|ընդամենը|სულ)\s*:?( /|$)"

#: rules of rows that are no stations of their own: nothing else is said of them, and no sum has them
NOT_COUNTED = ("pseudo-station", "sum-of-others", "repeated-row")

#: columns of counts every table has; a column a file does not give is null, or follows from the others
COUNTS = ("registered", "issued", "cast", "valid", "invalid")


def empty() -> pl.DataFrame:
    """No flags."""
    return pl.DataFrame(schema=SCHEMA)


def judge(
    frame: pl.DataFrame,
    contestants: Sequence[str],
    units: Sequence[str],
    faults: pl.DataFrame,
    derived: Sequence[str] = (),
) -> pl.DataFrame:
    """All flags of a table, in order of rows; columns as `SCHEMA`.

    Parameters
    ----------
    frame : polars.DataFrame
        Canonical columns, as in `ReturnsTable.frame`.
    contestants, units : sequence of str
        Names of columns.
    faults : polars.DataFrame
        Flags that reading has already raised.
    derived : sequence of str
        Columns of `COUNTS` that the file does not give: no rule compares them.
    """
    names, others = _names(frame, contestants, units), _no_stations(frame, contestants, units, set(derived))
    apart = pl.concat([*names, *others]).filter(pl.col("rule").is_in(NOT_COUNTED))["row"].unique()
    own = frame.filter(~pl.col("row").is_in(apart.to_list()))
    flags = [
        *_missing(own, contestants, faults, set(derived)),
        *_contradictions(own, contestants, set(derived)),
        *names,
        *others,
        *_alike(own, contestants, units),
    ]
    return pl.concat([faults.select(*SCHEMA), *flags]).sort("row", maintain_order=True)


def summary(flags: pl.DataFrame, used: pl.Series) -> pl.DataFrame:
    """The data-quality list.

    Parameters
    ----------
    flags : polars.DataFrame
    used : polars.Series of Int64
        Rows of the table that estimates use: what a rule spoilt may keep a station out though the rule does not.

    Returns
    -------
    polars.DataFrame
        rule, says (str); flags, stations (UInt32: how often, and at how many stations); used (bool: whether
        such stations stay in estimates); example (str: place, column and value of the first).
    """
    place = pl.concat_str(
        pl.format("line {}", pl.col("line")), pl.col("station"), pl.col("column"), pl.col("value"),
        separator=": ", ignore_nulls=True,
    )  # fmt: skip
    order = {name: i for i, name in enumerate(RULES)}
    kind = pl.col("rule")
    # a row that was left out of the table has the name of its station
    outside = pl.col("station").filter(pl.col("row").is_null()).drop_nulls()
    table = flags.group_by("rule", maintain_order=True).agg(
        pl.len().cast(pl.UInt32).alias("flags"),
        (pl.col("row").drop_nulls().n_unique() + outside.n_unique()).cast(pl.UInt32).alias("stations"),
        place.first().alias("example"),
        (pl.col("row").is_null() | pl.col("row").is_in(used.to_list())).any().alias("_stays"),
    )
    says = kind.replace_strict({k: r.says for k, r in RULES.items()}, return_dtype=pl.String)
    stops = kind.replace_strict({k: r.stops for k, r in RULES.items()}, return_dtype=pl.Boolean)
    table = table.with_columns(says.alias("says"), (~stops & pl.col("_stays")).alias("used"))
    table = table.sort(kind.replace_strict(order, return_dtype=pl.Int64), "rule")
    return table.select("rule", "says", "flags", "stations", "used", "example")


def stopped(flags: pl.DataFrame) -> pl.Series:
    """Rows of the table that a rule keeps out of estimates (Int64, unique)."""
    stopping = [name for name, rule in RULES.items() if rule.stops]
    return flags.filter(pl.col("rule").is_in(stopping))["row"].drop_nulls().unique()


def flag(
    frame: pl.DataFrame, when: pl.Expr, rule: str, column: str, why: pl.Expr | str, value: pl.Expr | None = None
) -> pl.DataFrame:
    """Flags for the rows of `frame` where `when` is true; `value` is the column's, or null without a column."""
    if value is None:
        value = pl.col(column) if column else pl.lit(None)
    return frame.filter(when).select(
        "row", "line", "station", rule=pl.lit(rule), column=pl.lit(column), value=value.cast(pl.String),
        why=pl.lit(why) if isinstance(why, str) else why,
    )  # fmt: skip


def _listed(columns: Sequence[str]) -> pl.Expr:
    """Names of the columns that are null, joined."""
    names = [pl.when(pl.col(c).is_null()).then(pl.lit(c)) for c in columns]
    return pl.concat_str(names, separator=", ", ignore_nulls=True)


def _missing(
    frame: pl.DataFrame, contestants: Sequence[str], faults: pl.DataFrame, derived: set[str]
) -> list[pl.DataFrame]:
    needed = [name for name in ("registered", "issued", "cast") if name != "registered" or name not in derived]
    # counts of a row with too many fields are there, but unknown
    cut = faults.filter(pl.col("rule") == "extra-fields")["row"].drop_nulls().implode()
    read = frame.filter(~pl.col("row").is_in(cut))
    given = [c for c in frame.columns if c.startswith(PERCENT)]
    if {"cast", "valid"} <= derived and given:  # percentages and no counts
        return [flag(read, pl.all_horizontal(pl.col(given).is_null()), "no-data", "", "holds no percentage")]
    nothing = pl.all_horizontal(pl.col([*COUNTS, *contestants]).is_null())
    at_fault = faults["row"].drop_nulls().unique().to_list()
    rest = frame.filter(~nothing)
    bare = rest.filter(~pl.col("row").is_in(at_fault)) if at_fault else rest
    lacks = pl.any_horizontal(pl.col(needed).is_null())
    part = pl.any_horizontal(pl.col(list(contestants)).is_null())
    return [
        flag(read, nothing, "no-data", "", "holds no number"),
        flag(bare, lacks, "missing-number", "", pl.format("not given: {}", _listed(needed))),
        flag(bare, ~lacks & part, "missing-votes", "", pl.format("not given: {}", _listed(contestants))),
    ]


def _contradictions(frame: pl.DataFrame, contestants: Sequence[str], derived: set[str]) -> list[pl.DataFrame]:
    c = pl.col
    registered, issued, cast, valid, invalid = (c(name) for name in COUNTS)
    votes = pl.sum_horizontal(*(c(name) for name in contestants), ignore_nulls=False)
    listed, ballots = pl.format("only {} are registered", registered), pl.format("only {} ballots were cast", cast)
    parts = pl.format("{} valid and {} invalid", valid, invalid)
    return [
        flag(frame, registered == 0, "no-voters", "registered", "nobody is registered"),
        flag(frame, cast == 0, "zero-ballots", "cast", "no ballot was cast"),
        flag(frame, (issued > registered) & (registered > 0), "turnout-above-100", "issued", listed),
        flag(frame, (cast > registered) & (registered > 0), "cast-above-registered", "cast", listed),
        flag(frame, cast > issued, "cast-above-issued", "cast", pl.format("only {} were issued", issued)),
        *(flag(frame, c(name) > cast, "votes-above-cast", name, ballots) for name in contestants),
        *([] if "valid" in derived else [
            flag(frame, votes != valid, "votes-differ-from-valid", "valid", pl.format("votes add up to {}", votes))
        ]),
        *([] if {"cast", "valid", "invalid"} & derived else [
            flag(frame, valid + invalid != cast, "parts-differ-from-cast", "cast", parts)
        ]),
    ]  # fmt: skip


def _names(frame: pl.DataFrame, contestants: Sequence[str], units: Sequence[str]) -> list[pl.DataFrame]:
    total = pl.any_horizontal(pl.col("station", *units).str.contains(TOTALS))
    named = frame.filter(pl.col("station").is_not_null() & ~total.fill_null(False))
    twice = named.filter(pl.col("station").is_duplicated())
    same = [*COUNTS, *contestants]
    again = pl.struct("station", *same).is_duplicated() & ~pl.struct("station", *same).is_first_distinct()
    clash = pl.col("station").is_duplicated()
    return [
        flag(frame, total, "pseudo-station", "station", "reads as a total"),
        flag(frame, pl.col("station").is_null(), "no-station", "station", "the station has no name"),
        flag(twice, again, "repeated-row", "station", "an earlier row has the same counts"),
        flag(twice.filter(~again), clash, "duplicate-station", "station", "another row gives it other counts"),
    ]


def _no_stations(
    frame: pl.DataFrame, contestants: Sequence[str], units: Sequence[str], derived: set[str]
) -> list[pl.DataFrame]:
    """Rows that are sums of others, and stations of another kind."""
    given = [name for name in (*COUNTS, *contestants) if name not in derived]
    total = pl.lit(pl.Series(sums_of_others(frame, given, units), dtype=pl.Boolean))
    named = pl.any_horizontal(pl.col("station", *units).str.contains(SPECIAL)).fill_null(False)
    large = pl.lit(special_size(frame["cast"]))
    return [
        flag(frame, total, "sum-of-others", "cast", "every column is the sum of other rows'"),
        flag(frame, (named | large) & ~total, "special-station", "cast", "no ordinary station"),
    ]


def _alike(frame: pl.DataFrame, contestants: Sequence[str], units: Sequence[str]) -> list[pl.DataFrame]:
    whole = frame.filter((pl.col("cast") >= SMALL) & pl.col("station").is_not_null())
    whole = whole.unique("station", keep="first", maintain_order=True)
    # within a unit: among a hundred thousand stations some are equal by chance
    key = pl.struct("registered", "cast", *contestants, *units)
    copied = "another station of the unit has all the same counts"
    flags = [flag(whole, key.is_duplicated(), "same-protocol", "cast", copied)]
    votes = whole.select(pl.col(list(contestants)).sum()).row(0)
    if not units or whole.is_empty():
        return flags
    first = contestants[max(range(len(votes)), key=votes.__getitem__)]
    share = (1000 * pl.col(first) / pl.col("cast")).round()
    one = (pl.len() >= 3) & (share.n_unique() == 1) & (share.null_count() == 0)
    constant = whole.with_columns(one.over(*units).alias("_one"), (share / 10).alias("_share"))
    why = "every station of the unit has this share, in percent"
    return [*flags, flag(constant, pl.col("_one"), "one-share", first, why, pl.col("_share"))]
