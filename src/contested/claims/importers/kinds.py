"""What a file looks like, told by its first bytes or by its columns, for whoever gave another file than was expected.

A download that failed is a page of HTML, an interface gives JSON, and databases publish tables that only resemble the
one that is read here. Such a file is refused as a whole and called what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple


class Kind(NamedTuple):
    """What a file looks like, and what to do."""

    name: str
    hint: str


_UNPACK = "unpack it first; .zip and .gz are read as they are"
_MAGIC = (
    (b"%PDF", Kind("a PDF", "a table is needed: CSV, XLSX or Parquet")),
    (b"PAR1", Kind("a Parquet file", "call it .parquet")),
    (b"BZh", Kind("a bzip2 file", _UNPACK)),
    (b"\xfd7zXZ", Kind("an xz file", _UNPACK)),
    (b"7z\xbc\xaf", Kind("a 7-Zip archive", _UNPACK)),
    (b"Rar!", Kind("a RAR archive", _UNPACK)),
    (b"\x28\xb5\x2f\xfd", Kind("a Zstandard file", _UNPACK)),
    (b"\xd0\xcf\x11\xe0", Kind("an old Excel workbook or another Office file", "save it as .xlsx or .csv")),
    (b"SQLite format 3", Kind("an SQLite database", "export the table as CSV")),
    (b"<stata_dta>", Kind("a Stata file", "export it as CSV")),
    (b"$FL", Kind("an SPSS file", "export it as CSV")),
    (b"RDX", Kind("an R workspace", "export it as CSV")),
    (b"\x89PNG", Kind("a picture", "a table is needed: CSV, XLSX or Parquet")),
    (b"\xff\xd8\xff", Kind("a picture", "a table is needed: CSV, XLSX or Parquet")),
)
_PAGE = re.compile(r"\s*<(?:!doctype html|html|head|body|h1|p\b|title|script|!--)", re.I)
_OTHER_MARKUP = re.compile(r"\s*<[?!a-z]", re.I)
_JSON = re.compile(r'\s*(?:\{\s*(?:"|\}|$)|\[\s*(?:\{|\[|\]|"(?:[^"\\]|\\.)*"\s*:|$))')

#: what columns a table of this kind has; name, format that reads it
_TABLES = (
    ("event_id_cnty event_date", "an ACLED export", "acled"),
    ("admin1 events fatalities disorder_type", "ACLED's aggregated data, counts per week or month and not events", ""),
    ("size_low size_high locality", "a Crowd Counting Consortium export", "ccc"),
    ("startday startmonth startyear protest", "a Mass Mobilization export", "mass-mobilization"),
    ("date_start date_end best low high", "a UCDP GED export", "ucdp"),
    ("date_start date_end best_est low_est high_est", "a UCDP GED export", "ucdp"),
    ("conflict_id bd_best", "UCDP's battle-related deaths by year, and not events", ""),
    ("conflict_id best_fatality_estimate", "UCDP's one-sided violence by year, and not events", ""),
    ("conflict_id intensity_level", "UCDP's list of armed conflicts, and not events", ""),
    ("globaleventid sqldate", "a GDELT event file with column names", "gdelt"),
    ("sqldate eventcode", "a GDELT event file with column names", "gdelt"),
    ("date source target cameocode", "GDELT's reduced file, which has no addresses", ""),
    ("globaleventid mentiontimedate", "GDELT's mentions, and not its events", ""),
    ("gkgrecordid", "GDELT's knowledge graph (GKG), and not its events", ""),
    ("date numarts counts themes", "GDELT's knowledge graph (GKG), and not its events", ""),
    ("date numarts counttype", "GDELT's knowledge graph counts, and not its events", ""),
    ("eventid iyear nkill", "the Global Terrorism Database", ""),
    ("eventid etype escalation", "the Social Conflict Analysis Database", ""),
    ("event_id event_date cameo_code", "ICEWS events", ""),
    ("quantity claimant", "a plain table of claims", "table"),
)
#: tables of GDELT without column names, by their number of columns
_WIDTHS = {
    61: "a GDELT 2.0 event file", 58: "a GDELT 1.0 event file", 57: "a GDELT 1.0 event file of before April 2013",
    16: "GDELT's mentions, and not its events", 27: "GDELT's knowledge graph (GKG), and not its events",
    17: "GDELT's reduced file, which has no addresses", 11: "GDELT's knowledge graph (GKG), and not its events",
    15: "GDELT's knowledge graph (GKG), and not its events",
}  # fmt: skip


def of_bytes(begin: bytes) -> Kind | None:
    """What the first bytes of a file betray; None where they could begin a table in text."""
    found = next((kind for magic, kind in _MAGIC if begin.startswith(magic)), None)
    if found is not None:
        return found
    text = begin.decode("utf-8-sig", "replace")
    if _PAGE.match(text):
        return Kind("an HTML page", "a server that refuses answers with a page: open the file to read why")
    if _OTHER_MARKUP.match(text):
        return Kind("XML", "export the table as CSV")
    if _JSON.match(text):
        return Kind("JSON", "export the table as CSV")
    return None


def of_columns(columns: Iterable[str]) -> Kind | None:
    """What columns betray; names as `rows.plain_name` gives them."""
    there = set(columns)
    for wanted, name, form in _TABLES:
        if there.issuperset(wanted.split()):
            return Kind(name, f"read it with --format {form}" if form else "the file of single events is needed")
    return None


def of_width(cells: list[str]) -> Kind | None:
    """What a row without column names betrays by its number of cells: GDELT's first cell is a number."""
    name = _WIDTHS.get(len(cells), "")
    if not name or not cells[0][:8].strip().isdigit():
        return None
    return Kind(name, "read it with --format gdelt" if len(cells) > 50 else "the file of events is needed")
