"""Drafts without files: from the text of one report to its review page, and from reviewed rows to a table of claims."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from contested.ground.errors import ClaimError
from contested.store import layout
from contested.tasks.read import Readings, cells, publication_day


def read_text(text: str, published: str | dt.date, name: str = "report") -> Readings:
    """Draft claims from the text of one report; nothing is written.

    Parameters
    ----------
    text : str
        In English.
    published : str or date
        Day of publication.
    name : str
        What drafts call the report.

    Returns
    -------
    Readings

    Raises
    ------
    ClaimError
        If it is not English, or the day is none or lies ahead.
    """
    from contested.reading import read_text as drafted
    from contested.reading.language import check_english
    from contested.reading.masking import Masks
    from contested.reading.memory import compared

    check_english(text, name)
    found = [drafted(text, name, publication_day(published))]
    masks = Masks(found)
    readings = masks.readings(found)
    accounts = compared([d for r in found for d in r.drafts], (), [d for r in readings for d in r.drafts])
    return Readings(tuple(readings), (), tuple(accounts), mask=masks.masked)


def review(drafted: Readings, accept: str = "") -> str:
    """The page on which a person reviews drafts, as text.

    Parameters
    ----------
    drafted : Readings
    accept : str
        Address of a server to which the page sends decided drafts for a table of claims; without one it sends nothing.
    """
    from contested.reading import table
    from contested.report.pages.review import review_page

    drafts = [d for r in drafted.readings for d in r.drafts]
    rows = cells(table.rows(drafts, [(a.status, a.note) for a in drafted.accounts]))
    return review_page(drafted.readings, table.COLUMNS, rows, [table.rules(d) for d in drafts], drafted.mask, accept)


def claims_of(drafts: str | Path) -> tuple[bytes, int, tuple[ClaimError, ...]]:
    """The accepted rows of a table of drafts as a table of claims.

    Parameters
    ----------
    drafts : str or Path
        As for `accept`.

    Returns
    -------
    (bytes, int, tuple of ClaimError)
        CSV; how many claims there are; why other accepted rows are none.

    Raises
    ------
    ClaimError
        If the table cannot be read.
    """
    from contested.claims.write import as_bytes
    from contested.reading.accept import accepted

    claims, _, aside = accepted(Path(layout.given(drafts, "drafts")))
    new = tuple(dict.fromkeys(claims))
    return as_bytes(new, ".csv"), len(new), tuple(aside)
