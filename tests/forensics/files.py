"""Election files that lie beside the repository and are not shipped with it; a test that needs one skips without it."""

import os
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from contested.forensics.samples.quick_count_table import read_quick_counts
from contested.forensics.table.case import Case
from contested.forensics.table.read import read
from contested.forensics.table.returns import ReturnsTable


def shared(name: str) -> Path:
    """Path of a file of elections, or the test is skipped."""
    beside = Path(__file__).resolve().parents[3] / "shared" / "data"
    path = Path(os.environ.get("CONTESTED_SHARED_DATA", beside)) / "elections" / name
    if not path.is_file():
        pytest.skip(f"{name} is not here: CONTESTED_SHARED_DATA names a folder that has elections/{name}")
    return path


@cache
def returns_2011() -> ReturnsTable:
    """Russia 2011, 95,225 stations."""
    return read(shared("russia_2011.csv.zip"), "russia-2011")


@cache
def returns_2018() -> ReturnsTable:
    """Russia 2018, 97,699 stations."""
    return read(shared("russia_2018.csv.zip"), "russia-2018")


@cache
def case_2011() -> Case:
    """Russia 2011, the stations that can be used."""
    return returns_2011().case()


@cache
def case_2018() -> Case:
    """Russia 2018, the stations that can be used."""
    return returns_2018().case()


@cache
def belarus() -> ReturnsTable:
    """Belarus 2020 as Golos published it; most stations have no official protocol."""
    return read(shared("belarus_2020_voice.csv"), "belarus-2020-voice")


@cache
def georgia() -> pl.DataFrame:
    """Georgia 2003-2020, parallel counts against official results."""
    return read_quick_counts(shared("georgia_pvt_2003_2020.xlsx"))
