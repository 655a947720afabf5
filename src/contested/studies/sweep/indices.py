"""Sensitivity indices of a sweep with a design for them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

from contested.ensemble.axes import Axis
from contested.ensemble.sensitivity import analysed
from contested.ground.errors import RunError
from contested.ground.options import Sensitivity
from contested.store import disk
from contested.studies.runner import COLUMNS
from contested.studies.sweep.sweep import sensitivity_file


def write_indices(
    path: Path, kind: Sensitivity, axes: list[Axis], u: np.ndarray, frame: pl.DataFrame, seed: int
) -> pl.DataFrame:
    """sensitivity.csv; an output is the mean over a point's replicates.

    Parameters
    ----------
    kind : Sensitivity
    u : float64 array of shape (points, parameters)
        The design.
    frame : polars.DataFrame
        Of the runs.

    Raises
    ------
    RunError
        If nothing varies.
    """
    names = [a.name for a in axes]
    finished = frame.filter(pl.col("failed") == "")
    # what is no number even where a run went well (a share of nothing) has no variance to explain
    outputs = [c for c in frame.columns if c not in (*COLUMNS, *names) and finished[c].is_finite().all()]
    # a point has its mean only if all of its replicates went well
    means = frame.group_by("point").agg(
        pl.when(pl.col(c).is_not_null().all()).then(pl.col(c).mean()).alias(c) for c in outputs
    )
    means = means.sort("point")
    rows = analysed(kind, names, u, {c: means[c].fill_null(np.nan).to_numpy() for c in outputs}, seed)
    if not rows:
        raise RunError(f"{path}: nothing that was observed varies over these ranges.", "widen them; see points.parquet")
    table = pl.DataFrame(rows)
    with disk.writing(path):
        disk.write_bytes(sensitivity_file(path), table.write_csv().encode())
    return table
