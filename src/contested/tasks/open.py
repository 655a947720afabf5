"""Open a stored result of any kind; and what it is and says, without a report."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from contested.store import layout
from contested.studies.folder import unfinished
from contested.tasks.results import Audit, Calibration, Comparison, Forecast, Run, Sweep, result_in

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

    Warns
    -----
    UserWarning
        If files of a study were edited or damaged since it was written; what is read from them is refused, and
        `integrity.damaged()` names them all. A run's numbers are too many to read all when it is opened:
        `integrity.check()` does.
    """
    opened = result_in(path)
    if not isinstance(opened, Run):
        for error in opened.integrity.damaged().values():
            warnings.warn(error.message, stacklevel=2)
    return opened


def show(path: str | Path) -> list[tuple[str, str]]:
    """Label and value of what a result is; damaged results are refused.

    Raises
    ------
    CheckpointError
    """
    if rows := unfinished(layout.given(path, "path")):
        return rows
    opened = result_in(path)
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
