"""Outlines of countries, to draw a map on: Natural Earth 4.1.0 at 1:10m, public domain, made simpler.

`tools/outlines.py` in the repository cuts them; LICENSE.md beside this file says what was changed. They show where land
is, and take no side on whose it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np

from contested.files.faults import Faults
from contested.files.gazetteer import HERE
from contested.files.rows import read_rows
from contested.ground.columns import Column
from contested.ground.errors import InputError

COLUMNS = (
    Column("kind", "choice", "a piece of land, or a hole in the one above it", choices=("land", "hole")),
    Column("points", "text", "longitude and latitude of each corner in degrees, with blanks between them"),
)


@dataclass(frozen=True)
class Ring:
    """One closed line.

    Parameters
    ----------
    kind : "land" or "hole"
        A piece of land, or a hole in the piece before it, as a lake or another country makes it.
    corners : float64 array of shape (corners, 2), degree
        Longitude and latitude; the last is not the first again.
    """

    kind: Literal["land", "hole"]
    corners: np.ndarray


@cache
def outline(code: str) -> tuple[Ring, ...]:
    """The outline of a country, its largest piece first.

    Parameters
    ----------
    code : str
        Two letters of `gazetteer.countries`.

    Returns
    -------
    tuple of Ring
        Empty where there is none: of made-up countries, and of the smallest.

    Raises
    ------
    InputError
        If the table is damaged.

    Examples
    --------
    >>> [ring.kind for ring in outline("BY")]
    ['land']
    """
    path = HERE / "outlines" / f"{code}.csv"
    if not code.isalpha() or not path.is_file():
        return ()
    faults = Faults(InputError)
    rings = []
    for row in read_rows(path, COLUMNS, faults, path.name, at_least=1):
        corners = _corners(row.values["points"])
        if corners is None:
            faults.add(f"{path.name}:{row.line}, points", "pairs of numbers with blanks between them", "something else")
        else:
            rings.append(Ring(row.values["kind"], corners))
    if faults.errors:
        raise faults.errors[0]
    return tuple(rings)


def _corners(text: str) -> np.ndarray | None:
    try:
        numbers = np.array(text.split(), np.float64)
    except ValueError:
        return None
    return numbers.reshape(-1, 2) if numbers.size >= 6 and numbers.size % 2 == 0 else None
