"""Crowd Counting Consortium exports, in all three forms of the compiled file (2017, 2021 and 2025 on).

`size_low` and `size_high` are the lowest and highest numbers reported. They become two claims only where `size_text`
or `notes` says who gave which; else one claim between them. Coders write 200 for "hundreds", 2000 for "thousands" and
so on, and keep the words in `size_text`: there the words count. Arrests, injuries and deaths of 0 are written also
where none were reported, so 0 makes no claim. The file has no number for an event, so its line stands for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from contested.claims.claim import Claim
from contested.claims.importers.attributed import who_said
from contested.claims.importers.cells import count, day, host, joined, sized
from contested.claims.importers.imported import Imported, Rule, gather
from contested.claims.importers.rows import Progress, Row, rows
from contested.claims.words import Said
from contested.ground.errors import ClaimError

REQUIRED = ("date", "locality", "state", "size_low", "size_high", "arrests")
#: rule, columns by form of the file, quantity, about whom
_COUNTS = (
    ("arrests", ("arrests",), "detained", "protesters"),
    ("injuries-crowd", ("injuries_crowd", "participant_injuries"), "injured", "protesters"),
    ("injuries-police", ("injuries_police", "police_injuries"), "injured", "security"),
    ("deaths-crowd", ("participant_deaths",), "dead", "protesters"),
    ("deaths-police", ("police_deaths",), "dead", "security"),
)


def scan(path: Path | str, progress: Progress | None = None) -> Imported:
    """Claims of a Crowd Counting Consortium export (CSV, XLSX or Parquet).

    Raises
    ------
    ClaimError
        If the file is no such export.
    """
    return gather(rows(path, REQUIRED, progress=progress), RULES, _silent)


def _ends(row: Row) -> tuple[int | None, int | None]:
    low, high = count(row, "size_low"), count(row, "size_high")
    if low is not None and high is not None and low > high:
        raise ClaimError(f"size_low: expected it not above size_high {high}; got {low}.")
    return low, high


def _voices(row: Row) -> tuple[tuple[str, str], tuple[str, str]] | None:
    low, high = _ends(row)
    if low is None or high is None or low == high:
        return None
    return who_said(row["size_text"], low, high) or who_said(row.first("notes", "misc"), low, high)


def _two(row: Row) -> Iterator[Claim]:
    low, high = _ends(row)
    if (voices := _voices(row)) is not None:
        for number, (claimant, side) in zip((low, high), voices):
            yield _claim(row, "turnout", "protesters", Said(number, None, None), claimant, side)


def _worded(row: Row) -> Iterator[Claim]:
    if (said := _words(row)) is not None:
        yield _claim(row, "turnout", "protesters", said, note=row["size_text"])


def _numbered(row: Row) -> Iterator[Claim]:
    low, high = _ends(row)
    if (low is None and high is None) or _voices(row) is not None or _words(row) is not None:
        return
    said = Said(low, None, None) if low == high else Said(None, low, high)
    yield _claim(row, "turnout", "protesters", said, note=row["size_text"])


def _words(row: Row) -> Said | None:
    """The words of size_text, unless the numbers beside them say something else."""
    low, high = _ends(row)
    if not row["size_text"] or low != high:
        return None
    try:
        said = sized(row["size_text"], "size_text")
    except ClaimError:
        if low is None:
            raise
        return None
    if said is None or (said.value is not None and said.low is None and said.high is None and low is not None):
        return None
    inside = low is None or ((said.low or 0) <= low <= (said.high if said.high is not None else low))
    return said if inside else None


def _dated(row: Row) -> Iterator[Claim]:
    if _ends(row) == (None, None) and _words(row) is None:
        yield _claim(row, "event_protest", "protesters", Said(None, None, None))


def _counted(columns: tuple[str, ...], quantity: str, actor: str) -> Callable[[Row], Iterator[Claim]]:
    def make(row: Row) -> Iterator[Claim]:
        column = next((name for name in columns if row[name]), "")
        said = sized(row[column], column) if column else None
        if said is not None and said != Said(0, None, None):
            yield _claim(row, quantity, actor, said)

    return make


def _claim(
    row: Row, quantity: str, actor: str, said: Said, claimant: str = "", side: str = "", note: str = ""
) -> Claim:
    source = row.first("source_1", "source1")
    outlet = host(source)
    return Claim(
        day(row["date"], "date"), None, joined(row["locality"], row["state"]).replace("; ", ", "), quantity, actor,
        *said,
        claimant=claimant or outlet or "Crowd Counting Consortium",
        side=side or ("media" if outlet else "independent"),
        source_url=f"CCC row {row.line} {source}".strip(),
        note=joined(row.first("title", "type", "event_type"), note),
    )  # fmt: skip


def _silent(row: Row) -> str:
    return "says nothing"


RULES = (
    Rule("two-voices", "a turnout each for the two sizes, where the text says who gave which", _two),
    Rule("size-text", "turnout as the words in size_text allow, where the numbers are the coder's for them", _worded),
    Rule("size", "turnout: the number, or one claim between size_low and size_high", _numbered),
    Rule("no-size", "a dated event: a gathering of no reported size", _dated),
    *(Rule(name, f"{quantity} {actor}, where above 0", _counted(columns, quantity, actor))
      for name, columns, quantity, actor in _COUNTS),
)  # fmt: skip
