"""A unit is one of a closed list, and an unknown one is told with the nearest known."""

import pytest

from contested.ground.errors import ParameterError
from contested.ground.units import UNITS, check_unit


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
