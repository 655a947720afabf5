"""Open a stored result of any kind."""

from __future__ import annotations

from pathlib import Path

from contested.store import layout
from contested.studies.folder import kind_of
from contested.tasks.results import KINDS, Audit, Calibration, Comparison, Forecast, Run, Sweep


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
