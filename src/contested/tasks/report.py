"""Write the report of a stored run."""

from __future__ import annotations

from pathlib import Path

from contested.ground.errors import CheckpointError
from contested.store import disk, layout
from contested.tasks.opened import Run


def report(run: str | Path | Run, path: str | Path | None = None) -> Path:
    """Write one self-contained page, and its figures beside it.

    Parameters
    ----------
    run : Run, or path of a run folder
    path : path, optional
        RUN/report.html if absent.

    Returns
    -------
    Path
        Of the page.

    Raises
    ------
    CheckpointError
        If no replicate is finished, or the run is damaged.
    DiskError
        If the page cannot be written.
    """
    from contested.report.page import write_report

    opened = run if isinstance(run, Run) else Run(run)
    readable(opened)
    with disk.writing(opened.path):
        return write_report(opened, layout.report(opened.path) if path is None else layout.given(path, "out"))


def readable(run: Run) -> None:
    """Refuse a run that holds nothing to show, or something damaged.

    Raises
    ------
    CheckpointError
    """
    if not run.finished:
        raise CheckpointError(f"{run.path}: no replicate is finished.", f"continue with `contested resume {run.path}`")
    run.check()
