"""The discrepancy and the start of members that results were measured with, so that a page can say which are older."""

from __future__ import annotations

from typing import Any

from contested.inference.likelihood.cells import Cell
from contested.inference.smoother.discrepancy import covariance
from contested.inference.smoother.start import POWER, RUNS_PER_MEMBER

CELLS = (
    Cell(("crowd",), (), 0, 0, False), Cell(("crowd",), (), 7, 7, False), Cell(("crowd",), (1,), 0, 0, False),
    Cell(("detained",), (), 0, 0, False),
)  # fmt: skip


def law() -> dict[str, Any]:
    """A few cells, the covariance of their discrepancies, and how members start: written beside each result."""
    return {"cells": [list(c) for c in CELLS], "covariance": covariance(CELLS).round(4).tolist(),
            "start": [RUNS_PER_MEMBER, POWER]}  # fmt: skip
