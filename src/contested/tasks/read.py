"""News reports into drafts of claims, each with its source, its day and the characters it comes from."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from contested.ground.errors import ClaimError, ContestedError
from contested.ground.progress import Progress
from contested.store import disk, layout
from contested.tasks.progress import ProgressOption, shown

if TYPE_CHECKING:
    from contested.reading import Reading

_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.]?(\d\d)[-_.]?(\d\d)(?!\d)")


@dataclass(frozen=True)
class Readings:
    """What reading some reports gave.

    Parameters
    ----------
    readings : tuple of Reading
        One for each report that could be read, names masked.
    refused : tuple of ContestedError
        Why the others could not.
    written : tuple of Path
        Files that were written.
    """

    readings: tuple[Reading, ...]
    refused: tuple[ContestedError, ...]
    written: tuple[Path, ...] = field(default=())


def read(
    paths: str | Path | Sequence[str | Path],
    published: str | dt.date | None = None,
    *,
    out: str | Path | None = None,
    acts: str | Path | None = None,
    progress: ProgressOption = None,
) -> Readings:
    """Draft claims from news reports.

    Parameters
    ----------
    paths : str, Path, or a sequence of them
        Reports: text, HTML or PDF; a folder stands for every such file in it.
    published : str or date, optional
        Day of publication. If absent, the day in a file's name (report_2020-08-15.txt), or the one that a page of HTML
        gives.
    out : str or Path, optional
        A CSV file for the drafts. Nothing is written over.
    acts : str or Path, optional
        A CSV file for dated acts. Nothing is written over.
    progress : bool or callable, optional
        As in `contested.simulate`.

    Returns
    -------
    Readings

    Raises
    ------
    ClaimError
        If no report can be read, the day is none or lies ahead, or a file to write is there already.

    Examples
    --------
    >>> found = read("report.txt", "2020-08-15")  # doctest: +SKIP
    >>> found.readings[0].drafts[0].quantity  # doctest: +SKIP
    'crowd'
    """
    from contested.reading.table import masked

    files = _files([paths] if isinstance(paths, (str, Path)) else list(paths))
    day = None if published is None else _day(published)
    targets = {
        name: Path(layout.given(file, name)) for name, file in (("out", out), ("acts", acts)) if file is not None
    }
    for name, file in targets.items():
        if file.exists():
            raise ClaimError(
                f"{file}: expected a new file; it is there already.", f"move it away, or choose another with --{name}"
            )
    found: list[Reading] = []
    refused: list[ContestedError] = []
    with shown(progress) as tell:
        for k, file in enumerate(files):
            try:
                found.append(_one(file, day))
            except ContestedError as error:
                refused.append(error)
            tell(Progress(k + 1, len(files), "reading"))
    if not found:
        raise refused[0]
    readings = masked(found)
    return Readings(tuple(readings), tuple(refused), tuple(_written(readings, targets)))


def _written(readings: Sequence[Reading], targets: dict[str, Path]) -> list[Path]:
    from contested.ground.formulas import csv_of_rows
    from contested.reading import table

    content: dict[str, Callable[[], bytes]] = {
        "out": lambda: csv_of_rows(table.COLUMNS, _cells(table.rows(d for r in readings for d in r.drafts))),
        "acts": lambda: csv_of_rows(table.ACT_COLUMNS, _cells(table.act_rows(a for r in readings for a in r.acts))),
    }
    for name, file in targets.items():
        with disk.writing(file):
            file.parent.mkdir(parents=True, exist_ok=True)
            disk.write_bytes(file, content[name]())
    return list(targets.values())


def _cells(rows: object) -> list[list[str]]:
    def cell(value: object) -> str:
        if value is None:
            return ""
        return f"{value:g}" if isinstance(value, float) and value < 1e6 else str(value)

    return [[cell(v) for v in row] for row in rows]  # type: ignore[attr-defined]


def _files(paths: Sequence[str | Path]) -> list[Path]:
    from contested.files.article import SUFFIXES

    found: list[Path] = []
    for given in paths:
        path = Path(layout.given(given, "path"))
        if path.is_dir():
            inside = sorted(p for p in path.iterdir() if p.suffix.casefold() in SUFFIXES)
            if not inside:
                raise ClaimError(f"{path}: expected a folder of reports ({', '.join(SUFFIXES)}); got none.")
            found += inside
        else:
            found.append(path)
    if not found:
        raise ClaimError("paths: expected at least one report; got none.")
    return found


def _day(given: str | dt.date) -> dt.date:
    try:
        day = dt.date.fromisoformat(given) if isinstance(given, str) else given
    except ValueError:
        raise ClaimError(f"published: expected a day such as 2020-08-15; got {given!r}.") from None
    if day > dt.date.today():
        raise ClaimError(f"published: expected a day that has been; got {day}.", "the day on which the report appeared")
    return day


def _one(path: Path, day: dt.date | None) -> Reading:
    """The drafts of one file."""
    from contested.files import article
    from contested.files.refusal import refusing
    from contested.reading import read_text
    from contested.reading.hygiene import decode
    from contested.reading.language import check_english

    refused = refusing(ClaimError, f"{path}: expected a report", "text, HTML or PDF")
    content = article.article_bytes(path, refused)
    page_day = ""
    if article.is_pdf(content):
        text = article.text_of_pdf(content, refused)
    elif article.is_html(content):
        text, page_day = article.text_of_html(content, refused)
    else:
        text = decode(content, str(path))
    check_english(text, str(path))
    when = day or _named_day(path.name) or _named_day(page_day)
    if when is None:
        raise ClaimError(
            f"{path}: expected a day of publication; got none.",
            "--published 2020-08-15, or a day in the file's name (report_2020-08-15.txt)",
        )
    return read_text(text, path.name, when)


def _named_day(name: str) -> dt.date | None:
    match = _DAY.search(name)
    if match is None:
        return None
    try:
        day = dt.date(*(int(g) for g in match.groups()))
    except ValueError:
        return None
    return day if day <= dt.date.today() else None
