"""Claims of a teaching country, said in one line each."""

from __future__ import annotations

from datetime import timedelta
from functools import cache

import numpy as np

from contested.claims.claim import Claim
from contested.inference import ClaimArrays, arrays_of, cells_of
from contested.scenarios.load import load

ABOUT = {"crowd": "opposition", "detained": "protesters", "detained_cum": "protesters", "dead": "protesters",
         "injured": "protesters", "strikers": "workers"}  # fmt: skip


@cache
def teaching():
    return load("teaching")


def say(value=None, *, low=None, high=None, by="Ministry", side="incumbent", what="crowd", day=0, place="", note="",
        source=""):  # fmt: skip
    """One claim about the whole country on day `day`."""
    date = teaching().country.start + timedelta(days=day)
    return Claim(date, None, place, what, ABOUT[what], value, low, high, by, side, source, note=note)


def ready(*claims) -> ClaimArrays:
    """Claims as arrays; cells in the order in which they are first spoken of."""
    return arrays_of(claims, *cells_of(teaching(), claims))


def line(first: float, last: float, points: int = 60) -> np.ndarray:
    """Truths of one cell, from small to large: shape (points, 1)."""
    return np.geomspace(first, last, points)[:, None]
