"""Covariates of stations as numbers: columns of a design, and how much of one lies between territories."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import polars as pl

from contested.forensics.table.case import Floats
from contested.forensics.table.circumstances import COVARIATE

#: values of a text up to which it is a covariate
VALUES = 8


class Design(NamedTuple):
    """Covariates as numbers (stations, covariates), their names, which stations have all, and columns left out."""

    x: Floats
    names: tuple[str, ...]
    known: np.ndarray
    left_out: tuple[str, ...]


def design(frame: pl.DataFrame) -> Design:
    """The covariates of a table: numbers as they are, texts of few values as 0 and 1 for each but the commonest.

    A column that is neither is left out.
    """
    columns: list[Floats] = []
    names, left = list[str](), list[str]()
    known = np.ones(frame.height, bool)
    for column in (c for c in frame.columns if c.startswith(COVARIATE)):
        name, text = column.removeprefix(COVARIATE), frame[column].cast(pl.String).str.strip_chars()
        text = pl.select(pl.when(text.str.len_bytes() > 0).then(text)).to_series()
        number = text.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
        if text.drop_nulls().len() and number.null_count() == text.null_count():
            columns.append(number.fill_null(float("nan")).to_numpy())
            names.append(name)
        else:
            values = text.drop_nulls().value_counts(sort=True).sort("count", text.name, descending=[True, False])
            if not 2 <= values.height <= VALUES:
                left.append(name)
                continue
            for value in values[text.name][1:]:
                columns.append((text == value).cast(pl.Float64).fill_null(float("nan")).to_numpy())
                names.append(f"{name}: {value}")
        known &= np.isfinite(columns[-1])
    x = np.array(columns).T if columns else np.zeros((frame.height, 0))
    return Design(x, tuple(names), known, tuple(left))


def between_territories(x: Floats, territory: np.ndarray) -> float:
    """Part of a covariate's variance that lies between territories, less what chance puts there."""
    code = np.unique(territory, return_inverse=True)[1]
    n = np.bincount(code)
    if not 1 < n.size < x.size:
        return 0.0
    within = float(((x - (np.bincount(code, x) / n)[code]) ** 2).sum()) / (x.size - n.size)
    return 1 - within / float(x.var(ddof=1))
