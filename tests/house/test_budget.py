"""What a person costs is a budget; a column more is a decision, not an accident."""

from __future__ import annotations

import numpy as np

from contested.ground.field import bytes_per_person
from contested.nation.plan import FIELDS
from contested.nation.world import columns_of_ties
from contested.scenarios.load import load
from tests.nation.countries import place, small_world
from tests.nation.playing import Stage

#: bytes a person, everything together, at the default number of ties
BUDGET = 96
TIE = 4


def test_a_person_costs_no_more_than_the_budget():
    """Counted on the arrays of a run themselves, whatever has an entry (or a quarter of a quad) a person."""
    world = small_world(places=(place(population=30_007),))  # no other column has this many entries
    stage = Stage(world)
    n = world.rows
    quads = (n + 3) // 4
    by_person = {
        name: array.nbytes / n for name, array in stage.state.items() if n in array.shape or quads in array.shape
    }
    total = sum(by_person.values())
    assert total <= BUDGET + 0.01, f"{total:.1f} bytes: {by_person}"
    assert by_person["ties"] == TIE * columns_of_ties(world.country)


def test_declared_columns_are_what_changes_by_person():
    words = np.dtype("uint32").itemsize
    assert bytes_per_person(FIELDS) + words <= 28
    assert bytes_per_person(f for f in FIELDS if not f.scratch) <= 12


def test_belarus_has_twelve_places_for_ties():
    assert columns_of_ties(load("belarus-2020").country) == 12
