"""Returns in long form, a row a candidate: brought into a row a station before anything else looks at them.

    [long]
    candidate = "candidate"                     # a column
    votes = "votes"                             # a column; different rows of a candidate at a station are added up
    office = "office"                           # a column that names the contest of each row
    contest = "President"                       # which contest; asked for where the file has several
    registered = ["Registered Voters"]          # names of rows that count voters, in office or candidate
    cast = ["Ballots Cast"]                     # ... that count ballots
    invalid = ["Over Votes", "Under Votes"]     # ... that count ballots without a valid vote

Voters and ballots may also stand in columns, the same in every row of a station: then [counts] names these columns.
Only candidate and votes must be there. Names of rows are compared without regard to case. Of columns besides, those of
station, units and place are kept. Left out, and flagged, are a row that repeats an earlier one in every column, and
votes of a row that names no candidate.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import polars as pl

from contested.forensics.table.cells import Cells
from contested.forensics.table.column_map import KINDS, Long
from contested.forensics.table.numbers import counts
from contested.ground.errors import ReturnsError, closest


def widen(
    cells: Cells, long: Long, columns: Sequence[str], counted: Sequence[str] = (), decimal: str | None = None
) -> tuple[Cells, dict[str, tuple[str, ...]], list[str], pl.DataFrame]:
    """A row a station.

    Parameters
    ----------
    cells : Cells
    long : Long
    columns : sequence of str
        That name a station, its units and its place.
    counted : sequence of str
        Columns of counts that every row of a station repeats.
    decimal : "." or ",", optional
        What sets apart a fraction, where it is known.

    Returns
    -------
    Cells
        `columns` and `counted`, then one column for each kind of row that is there, then one a candidate.
    dict of str to tuple of str
        Kind of count -> its column, for those that are there.
    list of str
        Candidates, in the order of the file.
    polars.DataFrame
        What is wrong with rows of the file: row (Int64, of the first frame; null for a station that is not in it), line
        (Int64), rule, column, value, why (str).

    Raises
    ------
    ReturnsError
        A column that is missing; several contests and none chosen, or one that the file does not have; no candidate.
    """
    name = cells.column(long.candidate).fill_null("").str.strip_chars()
    office = pl.Series([""] * name.len()) if long.office is None else cells.column(long.office).fill_null("")
    office = office.str.strip_chars()
    kind = _kinds(office, name, long)
    # no column of a file has a null byte in its name: these stand beside columns of our own
    places = {f"\0{column}": column for column in columns}
    keys = list(places)
    frame = pl.DataFrame({
        key: cells.column(column).fill_null("").str.strip_chars() for key, column in places.items()
    }).with_columns(
        _at=pl.int_range(pl.len(), dtype=pl.UInt32), line=cells.lines, _whole=_whole(cells),
        _kind=kind, _name=name, _office=office, _votes=cells.column(long.votes),
        **{f"counted: {column}": cells.column(column) for column in counted},
    )  # fmt: skip
    odd = cells.odd.join(frame.select(pl.col("_at").alias("row"), "line", *keys), on="row", maintain_order="left")
    # which field of a row with too many is which nobody knows: it names no candidate and no contest
    whole = frame.filter("_whole")
    chosen = _contest(whole.filter(pl.col("_kind").is_null() & (pl.col("_name") != "")), long, cells)
    own = pl.col("_kind").is_null() & (pl.col("_office") == chosen)
    # counts of invalid ballots belong to a contest; voters and ballots cast to the station
    of_any = pl.col("_kind").is_in(["registered", "cast"]).fill_null(False)
    of_contest = (pl.col("_office") == chosen) & pl.col("_kind").is_not_null()
    others = whole.filter(pl.col("_kind").is_null() & (pl.col("_office") != chosen))["_office"].implode()
    elsewhere = ~pl.col("_whole") & pl.col("_office").is_in(others) & ~of_any
    cut = frame.filter(~pl.col("_whole") & ~elsewhere)
    odd = odd.join(frame.filter(elsewhere), left_on="row", right_on="_at", how="anti", maintain_order="left")
    named = pl.col("_kind").is_not_null() | (pl.col("_name") != "")
    nameless = whole.filter(~named)
    frame = whole.filter(named & (own | of_any | of_contest))
    frame = frame.with_columns(_column=pl.coalesce("_kind", pl.lit("votes: ") + pl.col("_name")))
    again = _again(cells, frame["_at"])
    repeats, frame = frame.filter(again), frame.filter(~again)
    summed = _summed(frame, keys, decimal)
    there: list[str] = frame["_column"].unique(maintain_order=True).to_list()
    candidates = [c.removeprefix("votes: ") for c in there if c.startswith("votes: ")]
    if not candidates:
        raise ReturnsError("no row names a candidate.", file=cells.source, column=long.candidate)
    clash = {*columns, *KINDS, *counted} & set(candidates)
    if clash:
        raise ReturnsError(f"a candidate is called like a column: {min(clash)!r}.", file=cells.source)
    # a station all of whose rows are cut is there, without a count
    rows = pl.concat([frame.select("_at", "line", *keys), cut.select("_at", "line", *keys)]).sort("_at")
    of_station = rows.group_by(keys, maintain_order=True).agg(pl.col("line").min())
    wide = of_station.select(keys).join(
        summed.pivot("_column", index=keys, values="_text"), on=keys, how="left", maintain_order="left"
    )
    votes = _read(nameless, "_votes", decimal).filter(
        pl.col("_office").is_in([chosen, ""]) & (pl.col("_bad") | (pl.col("_number") != 0))
    )
    faults = [
        votes.select(
            *keys, "line", pl.lit("no-candidate").alias("rule"), pl.lit(long.votes).alias("column"),
            pl.col("_votes").cast(pl.String).alias("value"), pl.lit("the row names no candidate").alias("why"),
        ),
        odd.select(*keys, "line", "rule", pl.lit("").alias("column"), "value", "why"),
        repeats.select(
            *keys, "line", pl.lit("repeated-row").alias("rule"), pl.lit(long.votes).alias("column"),
            pl.col("_votes").cast(pl.String).alias("value"), pl.lit("an earlier row is the same").alias("why"),
        ),
    ]  # fmt: skip
    own_rows = frame.filter(pl.col("_kind").is_null())
    for column in counted:
        one = _agreed(own_rows, keys, column, decimal)
        wide = wide.join(one.select(*keys, column), on=keys, how="left", maintain_order="left")
        differ = one.filter(pl.col("_differ")).join(of_station, on=keys, how="left", maintain_order="left")
        faults.append(differ.select(
            *keys, "line", pl.lit("rows-disagree").alias("rule"), pl.lit(column).alias("column"),
            pl.col("_texts").alias("value"), pl.lit("a count of the station, not of a row").alias("why"),
        ))  # fmt: skip
    row = of_station.select(*keys, pl.int_range(pl.len(), dtype=pl.Int64).alias("row"))
    wrong = pl.concat(faults).join(row, on=keys, how="left", maintain_order="left")
    lines = of_station["line"]
    wide = wide.rename({f"votes: {c}": c for c in candidates})
    given: dict[str, tuple[str, ...]] = {k: (k,) for k in KINDS if k in there}
    counts_only = [column for column in counted if column not in columns]
    ordered = wide.select(*(pl.col(key).alias(column) for key, column in places.items()), *counts_only, *given,
                          *candidates)  # fmt: skip
    # rows at fault are no longer those of the frame: their faults are returned beside it
    plain = cells._replace(frame=ordered, lines=lines, repeated=(), odd=cells.odd.clear())
    return plain, given, candidates, wrong.select("row", "line", "rule", "column", "value", "why")


def contests(cells: Cells, candidate: str, office: str, votes: str, skipped: Collection[str]) -> list[str]:
    """Contests of a file, those with most votes first; `skipped` are names of rows, in lower case, of no candidate."""
    frame = pl.DataFrame({
        "office": cells.column(office).fill_null("").str.strip_chars(),
        "name": cells.column(candidate).fill_null("").str.strip_chars(),
        "votes": counts(cells.column(votes)).values,
    })  # fmt: skip
    frame = frame.filter(_whole(cells))
    own = ~pl.any_horizontal(pl.col("office", "name").str.to_lowercase().is_in(list(skipped))) & (pl.col("name") != "")
    ranked = frame.filter(own).group_by("office").agg(pl.col("votes").sum()).sort("votes", "office", descending=True)
    return ranked["office"].to_list()


def _kinds(office: pl.Series, name: pl.Series, long: Long) -> pl.Series:
    """Which kind of count each row is; null for a candidate's."""
    frame = pl.DataFrame({"office": office.str.to_lowercase(), "name": name.str.to_lowercase()})
    kind = pl.lit(None, pl.String)
    for key in KINDS:
        words = [word.casefold() for word in long.rows.get(key, ())]
        if words:
            kind = pl.when(pl.any_horizontal(pl.col("office", "name").is_in(words))).then(pl.lit(key)).otherwise(kind)
    return frame.with_columns(kind.alias("kind"))["kind"]


def _contest(rows: pl.DataFrame, long: Long, cells: Cells) -> str:
    there: list[str] = rows["_office"].unique(maintain_order=True).to_list()
    if long.contest is None:
        if len(there) <= 1:
            return there[0] if there else ""
        shown = ", ".join(there[:8]) + (", ..." if len(there) > 8 else "")
        raise ReturnsError(f"the file holds {len(there)} contests ({shown}); which one?",
                           f'say --contest "{there[0]}", or contest = "{there[0]}" under [long] in the map',
                           file=cells.source, column=long.office)  # fmt: skip
    exact = [o for o in there if o.casefold() == long.contest.casefold()]
    if not exact:
        raise ReturnsError(f"no contest is called {long.contest!r}.", closest(long.contest, there), file=cells.source,
                           column=long.office)  # fmt: skip
    return exact[0]


def _whole(cells: Cells) -> pl.Series:
    """Which rows of the file have no more fields than the header."""
    cut = cells.odd.filter(pl.col("rule") == "extra-fields")["row"].implode()
    return ~pl.select(pl.int_range(cells.frame.height, dtype=pl.UInt32).is_in(cut)).to_series()


def _again(cells: Cells, rows: pl.Series) -> pl.Series:
    """Which of these rows of the file repeat an earlier one of them in every column."""
    text = cells.frame[rows].select(pl.all().fill_null("").str.strip_chars())
    return text.select(~pl.struct(pl.all()).is_first_distinct()).to_series()


def _agreed(frame: pl.DataFrame, keys: Sequence[str], column: str, decimal: str | None) -> pl.DataFrame:
    """The text of a count that all rows of a station repeat, the first that is no count where there is one.

    Where they give different counts, it is null, `_differ` is true, and `_texts` has them all.
    """
    text, number = pl.col(f"counted: {column}"), pl.col("_number")
    read = _read(frame, f"counted: {column}", decimal).group_by(keys, maintain_order=True).agg(
        text.filter(pl.col("_bad")).first().alias("_first_bad"),
        text.filter(number.is_not_null()).first().alias("_first"),
        number.drop_nulls().n_unique().alias("_counts"),
        text.filter(number.is_not_null()).unique(maintain_order=True).str.join(" or ").alias("_texts"),
    )  # fmt: skip
    differ = (pl.col("_counts") > 1) & pl.col("_first_bad").is_null()
    count = pl.coalesce("_first_bad", pl.when(~differ).then("_first"))
    return read.with_columns(count.alias(column), differ.alias("_differ"))


def _summed(frame: pl.DataFrame, keys: Sequence[str], decimal: str | None) -> pl.DataFrame:
    """The text of each count: a sum where several rows make it up, the first text that is no count where there is one.

    So what cannot be read is flagged at its station, as in any other file.
    """
    text = _read(frame, "_votes", decimal).with_columns(_text=pl.col("_votes").cast(pl.String))
    first_bad = pl.col("_text").filter(pl.col("_bad")).first()
    known = pl.col("_number").is_not_null()
    total = pl.when(known.any()).then(pl.col("_number").sum()).cast(pl.String)
    return text.group_by([*keys, "_column"], maintain_order=True).agg(pl.coalesce(first_bad, total).alias("_text"))


def _read(frame: pl.DataFrame, column: str, decimal: str | None) -> pl.DataFrame:
    """The frame with the numbers of a column of text, `_number`, and where it has a text that is none, `_bad`."""
    values, faults = counts(frame[column], decimal)
    bad = pl.Series([False]).new_from_index(0, frame.height)
    if faults.height:
        bad = bad.scatter(faults["row"].to_list(), True)
    return frame.with_columns(_number=values, _bad=bad)
