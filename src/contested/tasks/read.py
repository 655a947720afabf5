"""News reports into drafts of claims, each with its source, its day and the characters it comes from."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from contested.ground.errors import ClaimError, ContestedError, InputError
from contested.ground.options import CLAIM_FORMAT, Reader
from contested.ground.progress import Progress, ProgressCallback
from contested.store import disk, layout, lock
from contested.studies import arguments
from contested.studies.days import to_date
from contested.tasks.outputs import all_or_none, new_files
from contested.tasks.progress import ProgressOption, shown

if TYPE_CHECKING:
    from contested.claims import Claim
    from contested.reading import Reading
    from contested.reading.memory import Account

TIMELINE = (
    "quantity", "place", "day", "actor_or_side", "published", "report", "party", "number", "certainty", "status",
    "note",
)  # fmt: skip
_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.]?(\d\d)[-_.]?(\d\d)(?!\d)")


def _as_written(report: str, text: str) -> str:
    return text


@dataclass(frozen=True)
class Readings:
    """What reading some reports gave.

    Parameters
    ----------
    readings : tuple of Reading
        One for each report that could be read, names masked.
    refused : tuple of ContestedError
        Why the others could not.
    accounts : tuple of Account
        For each draft, in order, what it is against the ledger and against earlier reports.
    written : tuple of Path
        Files that were written.
    passed : tuple of Path
        What lay in the folders and is no report by its ending: other files, and folders within.
    mask : function of str and str
        Masks the same names in the same way in a text of a report, by the report's name.
    """

    readings: tuple[Reading, ...]
    refused: tuple[ContestedError, ...]
    accounts: tuple[Account, ...] = field(default=())
    written: tuple[Path, ...] = field(default=())
    passed: tuple[Path, ...] = field(default=())
    mask: Callable[[str, str], str] = field(default=_as_written, repr=False, compare=False)


def read(
    paths: str | Path | Sequence[str | Path],
    published: str | dt.date | None = None,
    *,
    out: str | Path | None = None,
    acts: str | Path | None = None,
    timeline: str | Path | None = None,
    ledger: str | Path | None = None,
    review: str | Path | None = None,
    reader: Reader = "rules",
    endpoint: str | None = None,
    model: str = "",
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
    timeline : str or Path, optional
        A CSV file for all accounts of each event, in order of publication. Nothing is written over.
    ledger : str or Path, optional
        A table of claims that the drafts are compared with.
    review : str or Path, optional
        A page (.html) on which a person reviews the drafts. Nothing is written over.
    reader : str, optional
        `rules`, or `parse` for a tagger from the extra `read`.
    endpoint : str, optional
        Address of an OpenAI-compatible server, up to `/v1`, that reads instead; the environment variable
        CONTESTED_ENDPOINT_KEY holds its key, if it needs one. Reports are sent to it, and to nobody otherwise.
    model : str
        The endpoint's model.
    progress : bool or callable, optional
        As in `contested.simulate`.

    Returns
    -------
    Readings

    Raises
    ------
    ClaimError
        If no report can be read, the day is none or lies ahead, a file to write is there already or is asked for
        twice, or a reader is asked for that there is not.

    Examples
    --------
    >>> found = read("report.txt", "2020-08-15")  # doctest: +SKIP
    >>> found.readings[0].drafts[0].quantity  # doctest: +SKIP
    'crowd'
    """
    from contested.reading.masking import Masks
    from contested.reading.memory import compared

    files, passed = _files(arguments.several(paths, "paths"))
    names = _names(files)
    day = None if published is None else publication_day(published)
    _check_reader(reader, endpoint, model)
    tables = {"out": out, "acts": acts, "timeline": timeline}
    targets = new_files(tables | {"review": review}, dict.fromkeys(tables, (".csv",)) | {"review": (".html", ".htm")})
    known = () if ledger is None else arguments.claims(ledger, CLAIM_FORMAT)
    found: list[Reading] = []
    refused: list[ContestedError] = []
    with shown(progress) as tell:
        for k, (file, name) in enumerate(zip(files, names)):
            try:
                step = partial(_step, tell, k, len(files))
                found.append(_one(file, name, day, reader, endpoint, model, step))
            except ContestedError as error:
                refused.append(error)
            tell(Progress(k + 1, len(files), "reading"))
    if not found:
        raise refused[0]
    masks = Masks(found)
    readings = masks.readings(found)
    accounts = compared([d for r in found for d in r.drafts], known, [d for r in readings for d in r.drafts])
    return Readings(
        tuple(readings), tuple(refused), tuple(accounts), tuple(_written(readings, accounts, targets, masks.masked)),
        tuple(passed), masks.masked,
    )  # fmt: skip


def _written(
    readings: Sequence[Reading], accounts: Sequence[Account], targets: dict[str, Path], mask: Callable[[str, str], str]
) -> list[Path]:
    from contested.ground.formulas import csv_of_rows
    from contested.reading import table

    against = [(a.status, a.note) for a in accounts]
    content: dict[str, Callable[[], bytes]] = {
        "out": lambda: csv_of_rows(table.COLUMNS, cells(table.rows((d for r in readings for d in r.drafts), against))),
        "acts": lambda: csv_of_rows(table.ACT_COLUMNS, cells(table.act_rows(a for r in readings for a in r.acts))),
        "timeline": lambda: csv_of_rows(TIMELINE, cells(map(_event_row, _in_order(accounts)))),
    }
    with all_or_none() as written:
        for name, file in targets.items():
            with disk.writing(file):
                file.parent.mkdir(parents=True, exist_ok=True)
                if name == "review":
                    from contested.report.pages.review import write_review_page

                    drafts = [d for r in readings for d in r.drafts]
                    rules = [table.rules(d) for d in drafts]
                    write_review_page(readings, table.COLUMNS, cells(table.rows(drafts, against)), rules, file, mask)
                else:
                    disk.write_bytes(file, content[name]())
            written(file)
    return list(targets.values())


def _in_order(accounts: Sequence[Account]) -> Iterator[Account]:
    from contested.reading.memory import timeline

    return (account for event in timeline(accounts) for account in event)


def _event_row(a: Account) -> tuple[object, ...]:
    return (*a.event, a.published, a.source, a.party, a.number, a.certainty, a.status, a.note)


def cells(rows: Iterable[Iterable[object]]) -> list[list[str]]:
    """Rows of a table as texts; nothing is an empty one."""

    def cell(value: object) -> str:
        if value is None:
            return ""
        return f"{value:g}" if isinstance(value, float) and value < 1e6 else str(value)

    return [[cell(v) for v in row] for row in rows]


def _check_reader(reader: object, endpoint: object, model: object) -> None:
    """A ClaimError where no reader is meant, or two."""
    if reader not in get_args(Reader):
        raise ClaimError(
            f"reader: expected one of {', '.join(get_args(Reader))}; got {arguments.short(reader)}.",
            "an endpoint is named by its own address",
        )
    if endpoint is not None and not isinstance(endpoint, str):
        raise ClaimError(f"endpoint: expected an address; got {arguments.short(endpoint)}.", "such as http://host/v1")
    if endpoint is not None and reader != "rules":
        raise ClaimError(f"reader: expected one reader; got {reader!r} and an endpoint.", "leave one out")
    if model and endpoint is None:
        raise ClaimError(
            f"model: expected an endpoint that has it; got {arguments.short(model)} without one.",
            "name the endpoint too, or leave the model out: the default reader needs none",
        )


def _files(paths: Sequence[str | Path]) -> tuple[list[Path], list[Path]]:
    """Every report once, in order; and what lies in folders beside them."""
    from contested.files.article import SUFFIXES

    found: dict[Path, Path] = {}
    passed: list[Path] = []
    for given in paths:
        path = Path(layout.given(given, "path"))
        inside = [path]
        if path.is_dir():
            there = sorted(p for p in path.iterdir() if not p.name.startswith("."))
            inside = [p for p in there if p.suffix.casefold() in SUFFIXES and not p.is_dir()]
            passed += [p for p in there if p not in inside]
            if not inside:
                raise ClaimError(
                    f"{path}: expected a folder of reports ({', '.join(SUFFIXES)}); got none.",
                    "folders within a folder are not looked into: name each" if any(map(Path.is_dir, there)) else "",
                )
        for file in inside:
            found.setdefault(file.resolve(), file)
    if not found:
        raise ClaimError("paths: expected at least one report; got none.")
    return list(found.values()), passed


def _names(files: Sequence[Path]) -> list[str]:
    """What drafts call each report: the file's name, or its whole path where another report has the same name."""
    several = Counter(file.name for file in files)
    return [file.name if several[file.name] == 1 else file.as_posix() for file in files]


def publication_day(given: str | dt.date) -> dt.date:
    """A day of publication as it is typed; ClaimError if it is none or lies ahead."""
    try:
        day = to_date(given, "published")
    except InputError as error:
        raise ClaimError(error.message, error.hint) from None
    if day > dt.date.today():
        raise ClaimError(f"published: expected a day that has been; got {day}.", "the day on which the report appeared")
    return day


def _step(tell: ProgressCallback, done: int, files: int, part: int, parts: int) -> None:
    """Tell which part of a long text is read."""
    tell(Progress(done, files, f"reading part {part} of {parts}"))


def _one(
    path: Path, name: str, day: dt.date | None, reader: Reader, endpoint: str | None, model: str,
    step: Callable[[int, int], None],
) -> Reading:  # fmt: skip
    """The drafts of one file."""
    from contested.files import article, limits
    from contested.files.refusal import refusing
    from contested.reading.hygiene import decode
    from contested.reading.language import check_english
    from contested.reading.parts import read_parts

    refused = refusing(ClaimError, f"{path}: expected a report", "text, HTML or PDF")
    content = article.article_bytes(path, refused)
    page_day = ""
    if article.is_pdf(content):
        text = article.text_of_pdf(content, refused)
    elif article.is_html(content):
        text, page_day = article.text_of_html(content, refused)
    else:
        text = decode(content, str(path))
    limits.check("prose", len(text), refused)
    check_english(text, str(path))
    named = [date for date in (_named_day(path.name), _named_day(page_day)) if date is not None]
    when = day or next((date for date in named if date <= dt.date.today()), None)
    if when is None and named:
        where = "the file's name" if _named_day(path.name) == named[0] else "the page"
        raise ClaimError(
            f"{path}: expected a day of publication that has been; got {named[0]}, from {where}.",
            "if that is no day of publication, say which: --published 2020-08-15",
        )
    if when is None:
        raise ClaimError(
            f"{path}: expected a day of publication; got none.",
            "--published 2020-08-15, or a day in the file's name (report_2020-08-15.txt)",
        )
    if endpoint is not None:
        from contested.reading import endpoint as remote

        key = os.environ.get("CONTESTED_ENDPOINT_KEY", "")
        ask = partial(remote.read_text, endpoint=remote.Endpoint(endpoint, model, key))
        return read_parts(text, name, when, ask, step)
    if reader == "parse":
        from contested.reading import parse, read_text

        return read_parts(text, name, when, partial(read_text, tagger=parse.tokens), step)
    return read_parts(text, name, when, step=step)


def _named_day(name: str) -> dt.date | None:
    match = _DAY.search(name)
    if match is None:
        return None
    try:
        return dt.date(*(int(g) for g in match.groups()))
    except ValueError:
        return None


@dataclass(frozen=True)
class Accepted:
    """What was moved into a ledger.

    Parameters
    ----------
    added : tuple of Claim
    duplicates : tuple of Claim
        Accepted claims that the ledger had already.
    aside : tuple of ClaimError
        Why other accepted rows are no claims.
    undecided : int
        Rows without a decision.
    ledger : Path
    """

    added: tuple[Claim, ...]
    duplicates: tuple[Claim, ...]
    aside: tuple[ClaimError, ...]
    undecided: int
    ledger: Path


def accept(drafts: str | Path, ledger: str | Path) -> Accepted:
    """Move the accepted rows of a table of drafts into a ledger of claims.

    The rows are added at its end; what stands there stays as it is. A claim that is there already is not added again.

    Parameters
    ----------
    drafts : str or Path
        What `read` wrote, with `accept` in the column `decision`.
    ledger : str or Path
        A CSV table of claims; it is made if there is none.

    Raises
    ------
    ClaimError
        If a table cannot be read, or the ledger lacks a column that a claim needs.
    RunError
        If another process is adding to the ledger.
    DiskError
        If the ledger cannot be written.
    """
    from contested.claims.reading import TABLE
    from contested.reading.accept import accepted
    from contested.reading.append import appended

    table, book = Path(layout.given(drafts, "drafts")), Path(layout.given(ledger, "ledger"))
    if book.suffix.casefold() != ".csv":
        raise ClaimError(f"{book}: expected a ledger that ends in .csv; got {book.suffix or 'no ending'}.")
    claims, undecided, aside = accepted(table)
    known = _known(book)
    new: tuple[Claim, ...] = ()
    if not known.issuperset(claims):
        with disk.writing(book):
            book.parent.mkdir(parents=True, exist_ok=True)
        with lock.exclusive_file(book):
            known = _known(book)  # once more: another process may have added to it meanwhile
            new = tuple(dict.fromkeys(c for c in claims if c not in known))
            with disk.writing(book):
                disk.write_bytes(book, appended(book, new, TABLE))
    return Accepted(new, tuple(c for c in claims if c in known), tuple(aside), undecided, book)


def _known(ledger: Path) -> set[Claim]:
    return set(arguments.claims(ledger, CLAIM_FORMAT)) if ledger.exists() else set()
