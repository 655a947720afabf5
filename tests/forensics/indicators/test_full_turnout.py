"""Stations where everybody voted: known numbers, and who is left out."""

from dataclasses import replace

import numpy as np
import pytest

from contested.forensics.indicators import full_turnout
from contested.forensics.models.synthetic import honest_election
from tests.forensics import files


@pytest.mark.parametrize(("year", "stations"), [(2011, 2478), (2018, 1449)])
def test_russian_elections_give_the_known_numbers(year, stations):
    case = files.case_2011() if year == 2011 else files.case_2018()
    found = full_turnout.find(case)
    assert found.value == stations
    assert found.tables["regions"]["full"].sum() == stations


def test_only_full_stations_of_a_hundred_voters_count():
    honest = honest_election(400, seed=2)
    assert full_turnout.find(honest).value == 0
    registered = np.array([99, 100, 100, 101])
    few = replace(honest.where(np.arange(4)), registered=registered, issued=np.array([99, 100, 99, 101]),
                  cast=np.array([99, 98, 99, 101]), leader=np.array([50, 50, 50, 50]))  # fmt: skip
    found = full_turnout.find(few)
    assert found.value == 2
    assert found.tables["regions"]["registered"].sum() == 201


def test_without_large_stations_nothing_is_said():
    few = honest_election(60, voters=30, regions=1, territories=1)
    assert full_turnout.find(few.where(few.registered < 100)).value is None
