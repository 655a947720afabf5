"""The discrepancy that results were measured with, so that a page can say which are older than the package's."""

from __future__ import annotations

from typing import Any

from contested.inference.likelihood.cells import Cell
from contested.inference.smoother.discrepancy import covariance

CELLS = (
    Cell(("crowd",), (), 0, 0, False), Cell(("crowd",), (), 7, 7, False), Cell(("crowd",), (1,), 0, 0, False),
    Cell(("detained",), (), 0, 0, False),
)  # fmt: skip


def law() -> dict[str, Any]:
    """A few cells, and the covariance of their discrepancies: written beside each result."""
    return {"cells": [list(c) for c in CELLS], "covariance": covariance(CELLS).round(4).tolist()}
