"""A column: name, dtype, what it has one entry of, unit, meaning. A subsystem's state is a list of these."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Field:
    """One array of a state.

    Parameters
    ----------
    name : str
        `<subsystem>_<what>`, unique in the model.
    dtype : str
    per : tuple of str
        Names of sizes; () is one number, kept as an array of shape (1,).
    unit, meaning : str
    scratch : bool
        Rewritten every step before it is read, so no checkpoint holds it.
    """

    name: str
    dtype: str
    per: tuple[str, ...]
    unit: str
    meaning: str
    scratch: bool = False


def allocate(fields: Iterable[Field], sizes: dict[str, int]) -> dict[str, np.ndarray]:
    """Arrays of zeros for fields."""
    return {f.name: np.zeros(tuple(sizes[d] for d in f.per) or (1,), np.dtype(f.dtype)) for f in fields}


def bytes_per_person(fields: Iterable[Field]) -> int:
    """Bytes of the columns that have one entry a person."""
    return sum(np.dtype(f.dtype).itemsize for f in fields if f.per == ("person",))
