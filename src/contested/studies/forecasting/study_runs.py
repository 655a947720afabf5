"""The runs of a calibration, read for forecasts: every cell that was stored, and every day of the whole country.

A study stores cells of claims, and each indicator's national course. So the country as a whole can be foretold for any
day that was simulated, a place only for days of which somebody had spoken when the study was begun.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from contested.inference.likelihood.cells import STANDING, Cell, Cells
from contested.studies.forecasting.origins import StudyRuns

if TYPE_CHECKING:
    from contested.studies.calibration.folder import CalibrationFolder


def study_runs(study: CalibrationFolder) -> StudyRuns:
    """The runs that the study's emulator learnt from."""
    cells = study.cells
    runs = study.runs(*study.training_waves)
    good = np.array([not f for f in runs.failed], dtype=bool)
    days = runs.daily.shape[2]
    national = {_day(name, d): runs.daily[good, k, d] for k, name in enumerate(cells.indicators) for d in range(days)}
    there = set(cells.each)
    more = [cell for cell in national if cell not in there]
    x = np.concatenate([runs.x[good], np.array([national[c] for c in more]).reshape(len(more), -1).T], axis=1)
    # half of what one agent stands for, so that a day on which nobody marched is a number too
    return StudyRuns(runs.z[good], Cells((*cells.each, *more), cells.start), x, floor=study.record["scale"] / 2)


def _day(indicator: str, day: int) -> Cell:
    names = tuple(indicator.split("+"))
    return Cell(names, (), day, day, set(names) <= STANDING)
