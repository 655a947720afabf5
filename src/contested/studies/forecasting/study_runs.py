"""The runs of a calibration, read for forecasts: every cell that was kept, and every day of the whole country.

A study keeps cells of claims, and each indicator's national course. So the country as a whole can be foretold for any
day that was played, a place only for days of which somebody had spoken when the study was begun.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from contested.inference.likelihood.cells import STANDING, Cell, Cells
from contested.studies.calibration import evidence
from contested.studies.forecasting.origins import Played

if TYPE_CHECKING:
    from contested.studies.calibration.study import Held


def played(held: Held) -> Played:
    """What the runs that the study's emulator learnt from say."""
    cells = evidence.read_cells(held.path / "cells.json")
    runs = held.runs(*held.learnt)
    good = np.array([not f for f in runs.failed], dtype=bool)
    days = runs.daily.shape[2]
    national = {_day(name, d): runs.daily[good, k, d] for k, name in enumerate(cells.indicators) for d in range(days)}
    there = set(cells.each)
    more = [cell for cell in national if cell not in there]
    x = np.concatenate([runs.x[good], np.array([national[c] for c in more]).reshape(len(more), -1).T], axis=1)
    # half of what one agent stands for, so that a day on which nobody marched is a number too
    return Played(runs.z[good], Cells((*cells.each, *more), cells.start), x, floor=held.record["scale"] / 2)


def _day(indicator: str, day: int) -> Cell:
    names = tuple(indicator.split("+"))
    return Cell(names, (), day, day, set(names) <= STANDING)
