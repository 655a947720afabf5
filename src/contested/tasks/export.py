"""Export a stored result for R, Stata, Excel and other programs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from contested.ground.commands import same_command
from contested.ground.errors import CheckpointError
from contested.store import layout
from contested.studies.folder import unfinished
from contested.tasks.results import result_in


def export(
    path: str | Path, to: str, out: str | Path | None = None, *, tables: Sequence[str] | str = ()
) -> Path:  # fmt: skip
    """Write the result in a folder as tidy tables with a codebook (`studies.export.export`).

    Parameters
    ----------
    path : path
        Folder of a run or a study.
    to, out, tables
        As in `studies.export.export`.

    Raises
    ------
    InputError, CheckpointError, MissingExtra, DiskError
    """
    from contested.studies.export.export import export as write

    folder = layout.given(path, "path")
    if unfinished(folder):  # nothing that opens is there yet
        raise CheckpointError(f"{folder}: unfinished: nothing here is a result yet.",
                              f"{same_command(folder)} goes on")  # fmt: skip
    return write(result_in(folder), to, out, tables=tables)
