"""The page on which a person reviews drafts: the report left, the drafts right, one colour a claimant, keyboard first.

It needs no network and sends nothing; what is decided is saved as the table that `contested claims accept` reads.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from contested.report.pages import envelope

if TYPE_CHECKING:
    from contested.reading import Reading

#: columns that a person may correct on the page
EDITED = (
    "quantity", "actor_or_side", "value", "low", "high", "place", "date", "end_date", "claimant", "claimant_side",
    "certainty",
)  # fmt: skip
#: of a report's name and a piece of its text
Mask = Callable[[str, str], str]


class Piece(NamedTuple):
    """A stretch of a report; `draft` is None outside of marks."""

    text: str
    draft: int | None = None
    role: str = ""
    colour: int = 0


def write_review_page(
    readings: Sequence[Reading], columns: Sequence[str], rows: Sequence[Sequence[str]], rules: Sequence[str],
    path: str | Path, mask: Mask = lambda _, text: text,
) -> Path:  # fmt: skip
    """Write the page of `review_page` to a path."""
    return envelope.deliver(review_page(readings, columns, rows, rules, mask), path)


def review_page(
    readings: Sequence[Reading], columns: Sequence[str], rows: Sequence[Sequence[str]], rules: Sequence[str],
    mask: Mask = lambda _, text: text, accept: str = "",
) -> str:  # fmt: skip
    """The page as text.

    Parameters
    ----------
    readings : sequence of Reading
    columns, rows : sequences
        The table of drafts, a row a draft, in the order of the readings.
    rules : sequence of str
        For each draft, how its fields were found.
    mask : function
        Masks names in a piece of a report, by the report's name.
    accept : str
        Address on the page's own server to which it sends decided drafts for a table of claims; without one the page
        sends nothing.
    """
    actors: dict[str, int] = {}
    colours = [actors.setdefault(d.actor, len(actors)) for r in readings for d in r.drafts]
    reports, first = [], 0
    for reading in readings:
        pieces = [p._replace(text=mask(reading.report, p.text)) for p in _pieces(reading, first, colours)]
        reports.append({"name": reading.report, "published": str(reading.published), "pieces": pieces})
        first += len(reading.drafts)
    title = readings[0].report if len(readings) == 1 else f"{len(readings)} reports"
    data = {"columns": list(columns), "rows": [list(r) for r in rows], "rules": list(rules), "colours": colours,
            "edited": EDITED, "accept": accept}  # fmt: skip
    return envelope.scripted("review.html", "review.js", asks=bool(accept), title=title, reports=reports, data=data)


def _pieces(reading: Reading, first: int, colours: Sequence[int]) -> list[Piece]:
    """A report cut at the numbers of its drafts and the words that name who says them."""
    marks = [
        (d.anchors[role].start, d.anchors[role].end, first + k, role)
        for role in ("number", "claimant") for k, d in enumerate(reading.drafts) if role in d.anchors
    ]  # fmt: skip
    taken: list[tuple[int, int, int, str]] = []
    for mark in marks:
        if all(mark[1] <= start or end <= mark[0] for start, end, *_ in taken):
            taken.append(mark)
    pieces, at = [], 0
    for start, end, draft, role in sorted(taken):
        pieces += [Piece(reading.text[at:start]), Piece(reading.text[start:end], draft, role, colours[draft])]
        at = end
    return [p for p in (*pieces, Piece(reading.text[at:])) if p.text]
