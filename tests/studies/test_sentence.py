"""A difference in words."""

from __future__ import annotations

import pytest

from contested.studies.comparison.sentence import effect


@pytest.mark.parametrize(
    ("indicator", "unit", "mean", "said"),
    [
        ("lent.last", "million USD", 5.0, "In B loans, at the end, is 5 million USD higher than in A"),
        ("aid.sum", "million EUR", -2.0, "In B loans, added up over time, is 2 million EUR lower than in A"),
        ("crowd.max", "person", 5.0, "B has 5 more loans, at the highest, than A"),
        ("crowd.max", "person", 0.0, "B has as many loans, at the highest, as A"),
        ("fear.mean", "level", 0.0, "In B loans, averaged over time, is the same as in A"),
    ],
)
def test_things_are_counted_and_amounts_have_their_unit(indicator, unit, mean, said):
    row = {"indicator": indicator, "unit": unit, "mean": mean, "pairs": 4}
    assert effect(row, mean - 1, mean + 1, meaning="loans", noun="pairs").startswith(f"{said} (90 % interval")
