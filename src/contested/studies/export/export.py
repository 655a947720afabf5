"""Export a result: tidy tables, a codebook and what the result is, in the format another program reads."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import get_args

from contested.files import read_record, refusing
from contested.ground.commands import command, same_command
from contested.ground.errors import CheckpointError, InputError, closest
from contested.ground.options import ExportFormat
from contested.ground.safe_names import safe_name
from contested.store import disk, layout
from contested.studies.export import folders, of_run, of_study, single
from contested.studies.export.about import about
from contested.studies.export.tidy import TidyTable
from contested.studies.result import Result, Study
from contested.studies.run.run import Run

LOG = logging.getLogger(__name__)

FORMATS: tuple[ExportFormat, ...] = get_args(ExportFormat)
#: formats that are one file; the others are a folder with a file per table
SINGLE: dict[str, Callable[[Path, Sequence[TidyTable], dict[str, str]], None]] = {
    "xlsx": single.workbook, "json": single.as_json,
}  # fmt: skip


def tables_of(result: Result) -> dict[str, Callable[[], TidyTable]]:
    """The tidy tables of a finished result by name, each made when it is called.

    Raises
    ------
    CheckpointError
        If the result is unfinished or damaged.
    """
    if isinstance(result, Run):
        if not result.complete:
            raise CheckpointError(
                f"{result.path}: unfinished: {len(result.finished)} of {result.replicates} replicates are finished.",
                f"`{command('resume', result.path)}` goes on",
            )
        result.integrity.check()
        return of_run.tables(result)
    if not isinstance(result, Study):
        raise InputError(f"{result.path}: expected a run or a study; got {type(result).__name__}.")
    if not result.finished:
        raise CheckpointError(
            f"{result.path}: unfinished: the {result.kind} is not finished.",
            f"{same_command(result.path)} goes on",
        )
    result.integrity.check()
    return of_study.tables(result)


def export(
    result: Result, to: str, out: str | Path | None = None, *, tables: Sequence[str] | str = ()
) -> Path:
    """Write a result for another program.

    Parameters
    ----------
    result : Run or Study
        Finished.
    to : "csv", "xlsx", "parquet", "dta", "nc" or "json"
        csv, parquet, dta (Stata) and nc (NetCDF) are a folder with a file per table, codebook.csv and about.json; xlsx
        and json are one file that holds all.
    out : path, optional
        The folder or file; exports/NAME-FORMAT or exports/NAME.FORMAT if absent. An earlier export is replaced.
    tables : sequence of str, or one name, optional
        Which tables; all if none is named.

    Returns
    -------
    Path
        Of the folder or file.

    Raises
    ------
    InputError
        An unknown format or table, or a folder that holds something else.
    CheckpointError
        The result is unfinished or damaged.
    MissingExtra
        What writes the format is not installed.
    DiskError
        It cannot be written.
    """
    if to not in FORMATS:
        raise InputError(f"to: expected {', '.join(FORMATS[:-1])} or {FORMATS[-1]}; got {to!r}.",
                         closest(str(to), FORMATS))  # fmt: skip
    known = tables_of(result)
    wanted = [tables] if isinstance(tables, str) else list(tables)
    for name in wanted:
        if name not in known:
            raise InputError(f"tables: expected tables of {result.path}; got {name!r}.", closest(name, list(known)))
    name = result.path.resolve().name
    target = layout.given(out, "out") if out is not None else Path("exports") / (
        f"{name}.{to}" if to in SINGLE else f"{name}-{to}"
    )  # fmt: skip
    earlier = _refuse_unless_free(target, to)
    chosen = [known[name]() for name in (dict.fromkeys(wanted) or known)]
    chosen = [t for t in chosen if t.frame.width]  # of a backtest without scores nothing is stored but a name
    with disk.writing(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        if to in SINGLE:
            SINGLE[to](target, chosen, about(result))
        else:
            folders.write(target, to, chosen, about(result), earlier)
    LOG.info("wrote %s: %s", target, ", ".join(t.name for t in chosen))
    return target


def _refuse_unless_free(target: Path, to: str) -> list[str]:
    """Refuse a place where something else lies than an earlier export; the tables of that."""
    if to in SINGLE:
        if target.is_dir():
            raise InputError(f"out: expected a file; {target} is a folder.", f"give a name such as results.{to}")
        return []
    if target.exists() and not target.is_dir():
        raise InputError(f"out: expected a folder; {target} is a file.", "choose another --out")
    if target.is_dir() and any(target.iterdir()):
        file = target / folders.ABOUT
        refused = refusing(InputError, f"{file}: expected the record of an earlier export", "choose another --out")
        record = read_record(file, refused) if file.is_file() else {}
        if "exported_by" not in record:
            raise InputError(f"out: expected a new or empty folder; {target} is not empty.", "choose another --out")
        return [safe_name(str(name)) for name in record.get("tables", {})]
    return []
