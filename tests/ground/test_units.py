"""A unit is one of a closed list, and an unknown one is told with the nearest known."""

import json
import re
from importlib.resources import files

import pytest

from contested.ground.errors import ParameterError
from contested.ground.units import BARE, UNITS, check_unit, suffix


@pytest.mark.parametrize("unit", UNITS)
def test_known_units_pass_and_say_what_they_are(unit):
    assert check_unit(unit, "here") == unit
    assert UNITS[unit]


def test_an_unknown_unit_is_refused_with_the_nearest():
    with pytest.raises(ParameterError, match=r"SecurityParams.reach: expected a known unit; got 'shares'") as told:
        check_unit("shares", "SecurityParams.reach")
    assert told.value.hint == "did you mean 'share'?"


@pytest.mark.parametrize("within", [(0, 10), (-1, 1), (0.1, 1.5)])
def test_a_share_lies_within_0_to_1(within):
    assert check_unit("ratio", "here", within) == "ratio"
    for unit in ("share", "probability", "chance"):
        with pytest.raises(ParameterError, match=f"within 0 to 1; its range is {within[0]:g} to {within[1]:g}"):
            check_unit(unit, "DetentionParams.overcrowding", within)


def test_a_probability_is_a_bare_number_in_a_sentence_as_a_share_is():
    assert [suffix(unit) for unit in ("share", "probability", "chance", "level", "-")] == [""] * 5
    assert suffix("day") == " day"


def test_pages_name_the_same_units_behind_a_number():
    script = (files("contested.serve") / "static" / "format.js").read_text("utf-8")
    listed = re.search(r"const BARE = (\[.*\]);", script)
    assert listed is not None and set(json.loads(listed[1])) == set(BARE)
