"""Write the report of a stored result."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from contested.ground.errors import InputError
from contested.tasks.open import open as open_result
from contested.tasks.results import Run, Sweep

if TYPE_CHECKING:
    from contested.zoo.published import Published


def report(result: str | Path | Run, path: str | Path | None = None, *, published: Published | None = None) -> Path:
    """Write one self-contained page, and its figures beside it.

    Parameters
    ----------
    result : Run, or path of a result's folder
    path : path, optional
        report.html in the folder if absent.
    published : Published, optional
        For a run of a model of your own, so that the page has its card.

    Returns
    -------
    Path
        Of the page.

    Raises
    ------
    InputError
        If results of this kind have no page.
    CheckpointError
        If a run has no finished replicate, or is damaged.
    DiskError
        If the page cannot be written.
    """
    opened = result if isinstance(result, Run) else open_result(result)
    if isinstance(opened, Run):
        return opened.report(path, published=published)
    if isinstance(opened, Sweep):
        raise InputError(f"{opened.path}: a sweep, which has no page.", "its table is points.parquet")
    return opened.report(path)
