"""Counts of the Belarus 2020 platform as arrays, for tests that need them; they skip where the file is not there."""

from __future__ import annotations

from functools import cache

import numpy as np
import polars as pl

from tests.forensics.files import shared

NAMES = {"Tikhanovskaya": "tihanovkaja", "Lukashenko": "lukashenko", "against": "against", "Dmitriev": "dmitriyev",
         "Kanopatskaya": "kanopatskaja", "Cherechen": "cherechen"}  # fmt: skip


@cache
def platform() -> pl.DataFrame:
    """Every station of the file."""
    return pl.read_csv(shared("belarus_2020_voice.csv"), infer_schema_length=None)


def column(kind: str, who: str) -> np.ndarray:
    """int64 array of shape (5709,): officialVotes, registered or photoVoices; -1 where not known."""
    return platform()[f"{NAMES[who]}_{kind}"].fill_null(-1).to_numpy()


def cast() -> np.ndarray:
    """int64 array of shape (5709,): ballots by the protocol; -1 where not known."""
    return platform()["officialVotes"].fill_null(-1).to_numpy()
