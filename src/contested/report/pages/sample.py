"""The page of a sample: what it says in one paragraph, a picture, the numbers, and what they rest on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from contested.report.citations import citations
from contested.report.pages import envelope
from contested.report.pages.cells import Table

if TYPE_CHECKING:
    from contested.report.plot.parts import Figure


class SamplePage(NamedTuple):
    """What the page of a sample shows.

    Parameters
    ----------
    title : str
    says : sequence of str
        Its sentences, the first the most important.
    figures : sequence of Figure
    tables : sequence of (heading, Table)
    rests : sequence of (name, text)
        What must be true, and how it misleads.
    record : Table
        What was read, with which numbers.
    sources : sequence of str
        Keys of references.bib.
    """

    title: str
    says: Sequence[str]
    figures: Sequence[Figure]
    tables: Sequence[tuple[str, Table]]
    rests: Sequence[tuple[str, str]]
    record: Table
    sources: Sequence[str]


def write_sample_page(page: SamplePage, path: str | Path, *, pictures: bool = True) -> Path:
    """Write the page, self-contained, and its charts as pictures in a folder `figures` beside it."""
    by_name = {f.name: f for f in page.figures}
    text = envelope.render(
        "sample.html", by_name, title=page.title, says=page.says, figures=page.figures, tables=page.tables,
        rests=page.rests, record=page.record, sources=[citations().get(key, key) for key in page.sources],
    )  # fmt: skip
    return envelope.deliver(text, path, page.figures if pictures else ())
