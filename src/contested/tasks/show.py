"""What a stored result is and, for a run, what came out, without a report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from contested.tasks.open import open as open_result
from contested.tasks.results import Run

if TYPE_CHECKING:
    import polars as pl


def show(path: str | Path) -> list[tuple[str, str]]:
    """Label and value of what a result is; damaged runs are refused.

    Raises
    ------
    CheckpointError
    """
    opened = open_result(path)
    if isinstance(opened, Run):
        opened.integrity.check()
    return opened.overview()


def facts(run: str | Path) -> pl.DataFrame:
    """Headline figures beside what was reported, and whether the simulation holds to its targets.

    Raises
    ------
    CheckpointError
        If the folder is no run, the run is damaged, or no replicate is finished.
    """
    return Run(run).facts()
