"""Open a stored result of any kind; and what it is and says, without a report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from contested.store import layout
from contested.studies.folder import kind_of
from contested.tasks.results import KINDS, Audit, Calibration, Comparison, Forecast, Run, Sweep

if TYPE_CHECKING:
    import polars as pl


def open(path: str | Path) -> Run | Sweep | Calibration | Comparison | Forecast | Audit:
    """A run, sweep, calibration, comparison, forecast or audit, by what its folder says it is.

    Folders of earlier versions open as well; those of earlier formats cannot be resumed.

    Parameters
    ----------
    path : path
        A folder that a command or function wrote; of a calibration also one in its folder `answers`.

    Raises
    ------
    CheckpointError
        If the folder holds none of them, is damaged, or is of a calibration that is not finished.
    """
    folder = layout.given(path, "path")
    return KINDS[kind_of(folder)](folder)


def show(path: str | Path) -> list[tuple[str, str]]:
    """Label and value of what a result is; damaged runs are refused.

    Raises
    ------
    CheckpointError
    """
    opened = open(path)
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
