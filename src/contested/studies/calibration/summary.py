"""What is stored of a run: its number for every cell, and every indicator's national course day by day."""

from __future__ import annotations

from typing import Any

import numpy as np

from contested.inference.likelihood.cells import Cells, by_day


def summarise(model: Any, arrays: dict[str, np.ndarray], people: np.ndarray | None, *, cells: Cells) -> dict[str, Any]:
    """The row of a run; see `ensemble.recipes.Read`.

    Returns
    -------
    dict
        cells, float64 array of shape (cells,); daily, float64 array of shape (indicators * days,). NaN where the crisis
        had ended.
    """
    return {"cells": cells.read(arrays), "daily": np.concatenate([_daily(name, arrays) for name in cells.indicators])}


def _daily(indicator: str, arrays: dict[str, np.ndarray]) -> np.ndarray:
    total: np.ndarray = np.zeros(1)
    for name in indicator.split("+"):
        total = total + by_day(np.asarray(arrays[name], dtype=np.float64))
    return total
