"""Numbers as a reader meets them."""

from __future__ import annotations

import pytest

from contested.report import format as fmt


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0, "0"), (0.2, "< 1"), (0.5, "1"), (2.5, "3"), (3, "3"), (12.5, "13"), (1234.5, "1,230"), (None, fmt.NONE)],
)
def test_nobody_is_a_part_of_a_person(value, shown):
    """A median between two replicates is 2.5: no table says that two and a half people were killed."""
    assert fmt.number(value, "person") == fmt.number(value, "officer") == shown


def test_other_units_keep_their_parts():
    assert fmt.number(2.5, "level") == "2.5" and fmt.number(0.125, "share") == "12.5 %"


def test_differences_of_persons_are_whole_and_keep_their_sign():
    assert fmt.difference(-2.5, "person") == "−3" and fmt.difference(2.5, "level") == "2.5"
