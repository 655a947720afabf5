"""Claims back into a plain table, and beside it the rows they came from and the rows kept aside.

The columns of the table are those of a scenario's claims.csv, so that what is imported can be read by everything that
reads claims. Everything here gives bytes, CSV in parts, because an export may have millions of rows; who calls decides
where they go.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

from contested.claims.claim import Claim, Origin
from contested.claims.importers.rows import Aside
from contested.claims.people.masking import masked_claims
from contested.claims.people.people import CACHED_LENGTH, People
from contested.claims.reading import LOCATION, TABLE, UNIT
from contested.ground.errors import ClaimError
from contested.ground.formulas import WORKBOOK, csv_cell, csv_of_rows, csv_parts, too_long

if TYPE_CHECKING:
    import polars as pl

    from contested.claims.contradictions.record import Contradiction
    from contested.claims.spellings.proposals import Proposal

T = TypeVar("T")
#: lines that are written at once, and different cells that are remembered
_PART, _CACHED = 2_000, 100_000
SUFFIXES = (".csv", ".xlsx", ".parquet")
#: the attribute of a claim that stands in a column
FIELDS = {c.name: c.name for c in TABLE} | {"actor_or_side": "actor", "claimant_side": "side",
                                            "read_or_recalled": "status"}  # fmt: skip


def table(claims: Iterable[Claim]) -> pl.DataFrame:
    """Claims as a table with the columns `reading.TABLE`; what was not said is null.

    Columns of the location and of the unit are there only where a claim has one, so that a table of before they existed
    stays as it is.
    """
    import polars as pl

    claims = tuple(claims)
    kinds = {"date": pl.Date, "number": pl.Float64}
    schema = {c.name: kinds.get(c.kind, pl.String) for c in TABLE}
    present = _present(claims)
    columns = {
        name: pl.Series(name, [getattr(c, FIELDS[name]) for c in claims], schema[name], strict=False)
        for name in present
    }
    return pl.DataFrame(columns, schema={name: schema[name] for name in present})


def _present(claims: Sequence[Claim]) -> tuple[str, ...]:
    """The columns that a table of these claims has."""
    located = any(c.latitude is not None or c.admin1 or c.admin2 or c.country for c in claims)
    absent = {
        *(() if located else (c.name for c in LOCATION)),
        *(() if any(c.unit for c in claims) else (UNIT.name,)),
    }
    return tuple(c.name for c in TABLE if c.name not in absent)


def as_bytes(claims: Iterable[Claim], suffix: str, masked: bool = False) -> bytes:
    """Claims as the content of a file.

    Parameters
    ----------
    claims : iterable of Claim
    suffix : str
        One of SUFFIXES.
    masked : bool
        Whether names are masked already, as in those of `scan`.

    Raises
    ------
    ClaimError
        If the format is none of them, or takes fewer claims.
    """
    claims = tuple(claims)
    if suffix.lower() not in SUFFIXES:
        raise ClaimError(f"expected a file that ends in {', '.join(SUFFIXES)}; got {suffix or 'no ending'!r}.",
                         "for example --out claims.csv")  # fmt: skip
    check_fits(len(claims), suffix)
    if suffix.lower() == ".csv":
        return b"".join(csv_of_claims(claims, masked))
    frame, content = table(claims if masked else masked_claims(claims)), io.BytesIO()
    if suffix.lower() == ".parquet":
        frame.write_parquet(content)
    else:
        import xlsxwriter

        with xlsxwriter.Workbook(content, {"in_memory": True} | WORKBOOK) as book:
            frame.write_excel(book, "claims", dtype_formats={frame.schema["date"]: "yyyy-mm-dd"}, autofit=True)
    return content.getvalue()


def check_fits(claims: int, suffix: str) -> None:
    """Raise a ClaimError where a file of this format takes fewer claims."""
    if suffix.lower() == ".xlsx" and (wrong := too_long("the table of claims", claims)):
        raise ClaimError(wrong, ".csv and .parquet have no such limit")


def csv_of_claims(claims: Iterable[Claim], masked: bool = False) -> Iterator[bytes]:
    """Claims as the content of a CSV file, in parts; names masked, if they are not already."""
    claims = tuple(claims) if masked else masked_claims(claims)
    present = _present(claims)
    fields, cells = attrgetter(*(FIELDS[name] for name in present)), _Cells(cell_text)
    yield from csv_parts(present, ())
    for k in range(0, len(claims), _PART):
        lines = (",".join(map(cells.__getitem__, fields(claim))) for claim in claims[k : k + _PART])
        yield "".join(f"{line}\n" for line in lines).encode()


def csv_of(frame: pl.DataFrame) -> bytes:
    """A table as the content of a CSV file, empty where it is null."""
    return _csv(frame.columns, frame.iter_rows())


def contradictions(each: Iterable[Contradiction]) -> pl.DataFrame:
    """Contradictions as a table: kind, then both claims with party and source, then by how much they differ."""
    import polars as pl

    texts, numbers = ("place", "quantity", "actor", "claimant", "source"), ("value", "low", "high")
    schema: dict[str, type[pl.DataType]] = {"kind": pl.String}
    for side in ("less", "more"):
        schema |= {f"{side}_party": pl.String, f"{side}_date": pl.Date, f"{side}_end_date": pl.Date}
        schema |= {f"{side}_{name}": pl.String for name in texts} | {f"{side}_{name}": pl.Float64 for name in numbers}
    schema |= dict.fromkeys(("most", "least", "gap", "factor"), pl.Float64) | {"remark": pl.String}
    rows = [
        (c.kind, c.less_party, *_side(c.less), c.more_party, *_side(c.more), c.most, c.least, c.gap, c.factor, c.remark)
        for c in each
    ]
    return pl.DataFrame(rows, schema=schema, orient="row")


def _side(claim: Claim) -> tuple[Any, ...]:
    return (claim.date, claim.end_date, claim.place, claim.quantity, claim.actor, claim.claimant, claim.source_url,
            claim.value, claim.low, claim.high)  # fmt: skip


def contradictions_as_bytes(each: Iterable[Contradiction], suffix: str) -> bytes:
    """Contradictions as the content of a file that ends in .csv or .json.

    Raises
    ------
    ClaimError
        If it ends in something else.
    """
    frame = contradictions(each)
    if suffix.lower() == ".json":
        import json

        rows = [{k: None if v in (float("inf"), None) else v for k, v in row.items()} for row in frame.to_dicts()]
        return (json.dumps(rows, indent=1, default=str) + "\n").encode()
    if suffix.lower() != ".csv":
        raise ClaimError(f"expected a file that ends in .csv or .json; got {suffix or 'no ending'!r}.",
                         "for example --contradictions contradictions.csv")  # fmt: skip
    return csv_of(frame)


def aliases(proposed: Iterable[Proposal]) -> bytes:
    """CSV: proposals as a table of aliases, with what speaks for each; strike out what is wrong."""
    return _csv(("kind", "name", "also", "why"), ((p.kind, p.name, p.also, p.why) for p in proposed))


def origin_parts(claims: Iterable[Claim], people: People | None = None) -> Iterator[bytes]:
    """CSV: for each claim of a table, its number there from 1, the rule that made it, file, line, and the whole row.

    Names in the rows are masked as `people` has them; as the rows' own if absent.
    """
    numbered = tuple((i, o) for i, o in enumerate((c.origin for c in claims), 1) if o is not None)
    people = people or People.of(cell for _, o in numbered for cell in o.cells)
    head = "claim", "rule", "file", "line"
    place = _Cells(str)
    before = (f"{i},{place[o.rule]},{place[o.file]},{o.line}" for i, o in numbered)
    return _with_rows(head, [o for _, o in numbered], before, people)


def aside_parts(rows: Iterable[Aside], people: People | None = None) -> Iterator[bytes]:
    """CSV: line and reason, then the row, its names masked; `text` holds a line that could not be split.

    Names are masked as `people` has them; as the rows' own if absent.
    """
    rows = tuple(rows)
    people = people or People.of(text for row in rows for text in (*row.cells, row.text))
    masked = _Cells(people.masked)
    before = (f"{r.line},{masked[r.reason]},{masked[r.text]}" for r in rows)
    return _with_rows(("line", "reason", "text"), rows, before, people)


def _with_rows(
    head: tuple[str, ...], rows: Sequence[Origin | Aside], before: Iterable[str], people: People
) -> Iterator[bytes]:
    """What stands before a row, which is the cells of `head`, then the whole row.

    A column of the file that has a name of ours gets a _ behind it.
    """
    columns = tuple(dict.fromkeys(name for names in dict.fromkeys(row.columns for row in rows) for name in names))
    shown = (f"{name}_" if name.casefold() in head else name for name in columns)

    def cells(row: Origin | Aside) -> Iterable[str]:
        if row.columns == columns:
            return row.cells
        of = dict(zip(row.columns, row.cells))
        return (of.get(name, "") for name in columns)

    yield from csv_parts((*head, *shown), ())
    masked = _Cells(people.masked)
    lines: list[str] = []
    last, line = None, ""
    for i, (what, row) in enumerate(zip(before, rows)):
        if i % _PART == 0:
            people.look_ahead(_long_cells(rows[i : i + _PART]))
        if row.cells is not last or not row.cells:  # several claims may come from one row
            # one look-up a cell: most cells of an export stand in many rows
            last, line = row.cells, ",".join(("", *map(masked.__getitem__, cells(row))))
        lines.append(f"{what}{line}\n")
        if len(lines) == _PART:
            yield "".join(lines).encode()
            lines = []
    yield "".join(lines).encode()


def _long_cells(rows: Sequence[Origin | Aside]) -> list[str]:
    """Those of rows, each once, in the columns that are long in the first."""
    first = rows[0].cells
    if not isinstance(first, tuple):  # bytes, split for each cell anew
        return []
    long = [k for k, cell in enumerate(first) if len(cell) > CACHED_LENGTH]
    return list(dict.fromkeys(row.cells[k] for k in long for row in rows if k < len(row.cells)))


class _Cells(dict[T, str]):
    """A cell as it stands in CSV, by what it holds; made once for as many as fit."""

    def __init__(self, change: Callable[[T], str]) -> None:
        super().__init__()
        self._change = change

    def __missing__(self, value: T) -> str:
        cell = csv_cell(self._change(value))
        # hardly two rows share a long text
        if len(self) < _CACHED and len(cell) <= CACHED_LENGTH:
            self[value] = cell
        return cell


def _csv(columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> bytes:
    return csv_of_rows(columns, (map(cell_text, row) for row in rows))


def cell_text(value: Any) -> str:
    """What a claim says in one field, as it stands in a table: empty where it says nothing."""
    if value is None:
        return ""
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() else repr(value)
    return str(value)
