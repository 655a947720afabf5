"""Write the report of a stored run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from contested.ground.errors import CheckpointError
from contested.store import disk, layout
from contested.studies.run.opened import Run

if TYPE_CHECKING:
    from contested.zoo.published import Published


def report(
    run: str | Path | Run, path: str | Path | None = None, *, published: Published | None = None
) -> Path:
    """Write one self-contained page, and its figures beside it.

    Parameters
    ----------
    run : Run, or path of a run folder
    path : path, optional
        RUN/report.html if absent.
    published : Published, optional
        For a run of a model of your own, so that the page has its card.

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
    opened = run if isinstance(run, Run) else Run(run)
    readable(opened)
    target = layout.report(opened.path) if path is None else layout.given(path, "out")
    with disk.writing(opened.path):
        if opened.provenance["start"]:
            from contested.report.pages.nation import write_report

            return write_report(opened, target)
        from contested.report.pages.published import write_model_report

        return write_model_report(opened, published or _of_zoo(opened), target)


def _of_zoo(run: Run) -> Published | None:
    """The model of a run, unless it is a user's own: no code is run that was not named."""
    from contested.zoo.catalogue import load, names

    said = run.provenance["scenario"]
    return load(said["name"]) if "own" not in said and said.get("name") in names() else None


def readable(run: Run) -> None:
    """Refuse a run that holds nothing to show, or something damaged.

    Raises
    ------
    CheckpointError
    """
    if not run.finished:
        raise CheckpointError(f"{run.path}: no replicate is finished.", f"continue with `contested resume {run.path}`")
    run.integrity.check()
