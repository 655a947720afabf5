"""One person decides otherwise, and nobody else's chances move: who differs that day differs because of it."""

from __future__ import annotations

import numpy as np
import pytest

from contested.ground import streams
from contested.ground.draws import uniform
from contested.nation.world import build
from contested.scenarios.load import load
from tests.nation.playing import Stage

DAY = 1
COLUMNS = ("citizens_status", "citizens_outrage", "citizens_fear", "citizens_fatigue", "citizens_fraud",
           "street_ties_last", "election_vote", "workplaces_job")  # fmt: skip


@pytest.fixture(scope="module")
def world():
    return build(load("belarus-2020").country, 20)


def _stage(world, seed=7):
    stage = Stage(world, seed=seed)
    for day in range(DAY):
        stage.day(day)
    return stage


def _marchers(stage):
    return stage["street_rows"][: stage["street_start"][-1]].copy()


def _taken(stage):
    return stage["security_taken"][: stage["security_taken_count"][0]].copy()


def _differ(one, other):
    return np.flatnonzero(np.logical_or.reduce([one[c] != other[c] for c in COLUMNS]))


@pytest.fixture(scope="module")
def arms(world):
    """A day twice; in the second somebody who would have marched with a tie out is too afraid to go."""
    as_it_was = _stage(world).day(DAY)
    out = _marchers(as_it_was)
    ties = as_it_was["ties"]
    among = np.isin(ties[out], out).any(axis=1)
    somebody = int(out[among][0])
    otherwise = _stage(world)
    otherwise["citizens_fear"][somebody] = 65_535
    otherwise.day(DAY)
    return as_it_was, otherwise, somebody


def test_only_they_and_those_whom_their_going_moved_stay_home(arms):
    as_it_was, _, somebody = arms
    out, left = (_marchers(s) for s in arms[:2])
    gone = np.setdiff1d(out, left)
    assert somebody in gone
    assert np.setdiff1d(left, out).size == 0, "one marcher fewer sends nobody out"
    followed = np.setdiff1d(gone, [somebody])
    assert np.isin(as_it_was["ties"][followed], gone).any(axis=1).all(), "each knows another who stayed home"
    assert gone.size <= 5


def test_arrests_differ_only_where_a_draw_lies_between_the_two_chances(arms):
    """One marcher fewer moves everybody's chance of arrest by a hair, and no draw at all."""
    as_it_was, otherwise, _ = arms
    both = np.intersect1d(_marchers(as_it_was), _marchers(otherwise))
    changed = np.intersect1d(np.setxor1d(_taken(as_it_was), _taken(otherwise)), both)
    starts = as_it_was["place_start"]
    place = np.searchsorted(starts, both, side="right") - 1
    u = np.array([uniform(7, streams.ARREST, int(i), DAY, 0) for i in both])
    held = np.isin(both, _taken(as_it_was))
    flipped = np.isin(both, changed)
    for p in np.unique(place):
        here = place == p
        if held[here].any() and flipped[here].any():
            # those who flipped are next to the chance: between the arrested below it and the others above it
            sure = u[here & held & ~flipped].max(initial=0.0)
            free = u[here & ~held & ~flipped].min(initial=1.0)
            assert (u[here & flipped] >= sure).all() and (u[here & flipped] <= free).all()
    assert changed.size <= 3


def test_who_differs_is_counted_and_every_one_of_them_has_a_cause(arms, world):
    as_it_was, otherwise, somebody = arms
    differ = _differ(as_it_was, otherwise)
    ties = as_it_was["ties"]
    moved = np.union1d(np.setxor1d(_marchers(as_it_was), _marchers(otherwise)),
                       np.setxor1d(_taken(as_it_was), _taken(otherwise)))  # fmt: skip
    caused = np.union1d(np.union1d([somebody], moved), ties[moved][ties[moved] >= 0])
    assert np.setdiff1d(differ, caused).size == 0
    assert 1 <= differ.size < 60 < world.rows / 1000
    assert _differ(as_it_was, _stage(world, seed=8).day(DAY)).size > world.rows / 20
