"""Writing a scenario's folder: into an empty one only, each table with its columns explained above its rows."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from contested.ground.columns import Column
from contested.ground.errors import DiskError, ScenarioError
from contested.ground.formulas import csv_of_rows
from contested.nation.acts import ACT_KINDS, ActKind
from contested.nation.params import NationParams
from contested.scenarios.new.tables import Rows
from contested.scenarios.schema import ACTS, FileSpec
from contested.store import disk


def check_empty(folder: Path) -> None:
    """Refuse to write over anything.

    Raises
    ------
    ScenarioError
        If the folder holds anything, or is a file.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ScenarioError(
            f"expected an empty folder, or none, to write a new scenario; got {str(folder)!r}, "
            f"{'which holds files' if folder.is_dir() else 'which is a file'}.",
            "choose another name, so that nothing of yours is written over",
        )


def write(folder: Path, texts: Mapping[str, str]) -> Path:
    """Files by name into a folder that is empty or not there yet.

    Raises
    ------
    ScenarioError
        If the folder holds anything, or is a file.
    DiskError
        If it cannot be written.
    """
    check_empty(folder)
    there = folder.exists()
    try:
        return overwrite(folder, texts)
    except BaseException:  # half a scenario would be in the way of the same command
        with suppress(OSError):
            for name in texts:
                (folder / name).unlink(missing_ok=True)
            if not there:
                folder.rmdir()
        raise


def overwrite(folder: Path, texts: Mapping[str, str]) -> Path:
    """Files by name into a folder, one after another in their order, in place of those of the same name.

    Each is the old file or the new one, whatever happens meanwhile.

    Raises
    ------
    DiskError
        If it cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            disk.write_bytes(folder / name, text.encode())
    except OSError as reason:
        raise DiskError(
            f"cannot write {str(folder)!r}: {reason.strerror or reason}.",
            "free space, or choose a folder that you may write to",
        ) from reason
    return folder


def csv_text(spec: FileSpec, rows: Rows) -> str:
    """Rows as CSV, with the columns that may be missing left out where no row has them."""
    names = [c.name for c in spec.columns if not c.missing_ok or any(row.get(c.name, "") != "" for row in rows)]
    return csv_of_rows(names, ([str(row.get(name, "")) for name in names] for row in rows)).decode()


def commented(spec: FileSpec, rows: str) -> str:
    """A CSV file with its columns explained above its rows."""
    lines = [f"# {spec.meaning}", "#", *(f"# {_explain(c)}" for c in spec.columns)]
    if spec is ACTS:
        lines += [
            "#",
            "# An act says what was done, and never how many came. What can be done: act (actor, unit, range; level if "
            "left out):",
            "# meaning. Acts with * may name a place or region.",
        ]
        lines += [f"#   {_act(kind)}" for kind in ACT_KINDS.values()]
    return "\n".join([*lines, "", rows.lstrip("\n")])


def _act(kind: ActKind) -> str:
    low, high = kind.within
    usual = "" if kind.usual is None else f"; {kind.usual:g}"
    if kind.table:
        meaning = f"{kind.meaning}; its form is one of {', '.join(getattr(NationParams(), kind.table))}"
    else:
        meaning = kind.meaning
    star = "*" * kind.local
    return f"{kind.name}{star} ({kind.actor}, {kind.unit}, {low:g} to {high:g}{usual}): {meaning}"


def _explain(column: Column) -> str:
    words = f"{column.name}: {column.meaning}"
    if column.kind == "choice" and len(column.choices) <= 8:
        words += f" ({', '.join(column.choices)})"
    elif column.numeric and column.unit not in ("", "-", "column unit", "column quantity"):
        words += f" ({column.unit})"
    return f"{words}; the column may be missing" if column.missing_ok else words
