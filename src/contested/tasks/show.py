"""What a run is and what came out, without a report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from contested.studies.run.opened import Run

if TYPE_CHECKING:
    import polars as pl


def show(run: str | Path) -> list[tuple[str, str]]:
    """Label and value of what a run is; damaged runs are refused.

    Raises
    ------
    CheckpointError
    """
    opened = Run(run)
    opened.integrity.check()
    rows = opened.overview()
    if not opened.complete:
        rows.append(("unfinished", f"continue with: contested resume {opened.path}"))
    return rows


def facts(run: str | Path) -> pl.DataFrame:
    """Headline figures beside what was reported, and whether the simulation holds to its targets.

    Raises
    ------
    CheckpointError
        If the run is damaged, or no replicate is finished.
    """
    return Run(run).facts()
