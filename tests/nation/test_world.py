"""The population has the people, homes, work and ties that its country says."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from contested.ground.errors import ParameterError
from contested.nation.codes import ADULT, ONLINE
from contested.nation.country import Enterprise
from contested.nation.world import LARGEST_HOUSEHOLD, build, bytes_needed, columns_of_ties, world_hash
from contested.scenarios.load import load
from tests.laws import assert_law, uniform_cdf
from tests.nation.countries import country, place, small_world

WORKS = (Enterprise("works", 1, 3000, 1.0, 1.0), Enterprise("mill", 0, 500, 1.0, 0.0))


@pytest.fixture(scope="module")
def world():
    return small_world(
        places=(
            place("North"),
            place("South", population=41_000, voters=33_333, stations=31, online=0.5, kind="town"),
        ),
        enterprises=WORKS,
        units=(), sites=(),
    )


def _place(world):
    return np.repeat(np.arange(len(world.country.places)), np.diff(world.arrays["place_start"]))


def test_every_place_has_its_people_its_voters_and_those_online(world):
    where, flags = _place(world), world.arrays["flags"]
    for p, here in enumerate(world.country.places):
        assert (where == p).sum() == here.population
        assert (flags[where == p] & ADULT > 0).sum() == here.voters
        assert (flags[where == p] & ONLINE > 0).sum() == round(here.online * here.voters)
    assert (flags[flags & ONLINE > 0] & ADULT > 0).all()


def test_stations_cut_their_place_into_nearly_equal_parts(world):
    a = world.arrays
    assert (np.bincount(a["station_place"]) == [p.stations for p in world.country.places]).all()
    sizes = np.diff(a["station_start"])
    for p in range(2):
        assert np.ptp(sizes[a["station_place"] == p]) <= 1
    assert (_place(world)[a["station_start"][:-1]] == a["station_place"]).all()


def test_employers_have_the_staff_they_report(world):
    a = world.arrays
    staff = np.bincount(a["workplace"], minlength=len(a["workplace_size"]))
    assert (staff[1:] == a["workplace_size"][1:]).all()
    assert a["workplace_size"][1:3].tolist() == [3000, 500]
    employed = a["workplace"] > 0
    assert (a["flags"][employed] & ADULT > 0).all()
    assert (_place(world)[employed] == a["workplace_place"][a["workplace"][employed]]).all()
    want = sum(round(0.457 * p.population) for p in world.country.places)
    assert employed.sum() == want
    assert (np.sort(a["workplace_size"][3:])[2:] == 40).all()  # all but the last of each place


def test_workers_are_spread_over_the_whole_place(world):
    """The named plant takes its staff from everywhere in its town, not from one end of it."""
    a = world.arrays
    rows = np.flatnonzero(a["workplace"] == 1)
    lo, hi = a["place_start"][1], a["place_start"][2]
    adults = np.flatnonzero(a["flags"][lo:hi] & ADULT) + lo
    rank = np.searchsorted(adults, rows) / len(adults)
    assert_law(rank, uniform_cdf, detects=0.13)


def test_households_are_cliques_of_neighbouring_rows_with_the_declared_mean(world):
    home = world.arrays["ties"][:, : LARGEST_HOUSEHOLD - 1]
    row = np.arange(len(home))[:, None]
    tied = home >= 0
    assert (np.abs(home - row)[tied] < LARGEST_HOUSEHOLD).all()
    for i in range(0, 3000):
        members = {i, *home[i][tied[i]]}
        for j in members:
            assert {j, *home[j][tied[j]]} == members
    size = 1 + tied.sum(axis=1)
    households = (1 / size).sum()
    # 1 + three chances of 0.5, cut off at the end of each of 61 neighbourhoods
    assert len(home) / households == pytest.approx(2.5, abs=0.05)


def test_homes_are_as_large_at_a_coarse_scale():
    """A station of 1:200 has ten rows; homes do not end with it."""
    home = small_world(200, places=(place(population=2_000_000, voters=1_500_000, stations=1000),)).arrays["ties"]
    size = 1 + (home[:, : LARGEST_HOUSEHOLD - 1] >= 0).sum(axis=1)
    assert len(home) / (1 / size).sum() == pytest.approx(2.5, abs=0.05)


def test_every_tie_is_mutual_and_never_to_oneself(world):
    ties = world.arrays["ties"]
    row = np.arange(len(ties))
    for k in range(LARGEST_HOUSEHOLD - 1, ties.shape[1]):
        there = ties[:, k] >= 0
        assert (ties[ties[there, k], k] == row[there]).all()
        assert (ties[there, k] != row[there]).all()


def test_neighbours_share_a_place_colleagues_a_plant_and_far_ties_reach_anywhere(world):
    ties, work, where = world.arrays["ties"], world.arrays["workplace"], _place(world)
    row = np.arange(len(ties))
    first = LARGEST_HOUSEHOLD - 1
    for k in range(first, first + 4):
        there = ties[:, k] >= 0
        assert (where[ties[there, k]] == where[there]).all()
        assert (np.abs(ties[there, k] - row[there]) <= 1100).all()
    for k in range(first + 4, first + 7):
        there = ties[:, k] >= 0
        assert (work[there] > 0).all()
        assert (work[ties[there, k]] == work[there]).all()
    for k in range(first + 7, first + 9):
        assert (ties[:, k] >= 0).mean() > 0.999
        assert (where[ties[:, k]] != where).mean() == pytest.approx(2 * (20 / 61) * (41 / 61), abs=0.02)
    assert (world.arrays["degree"] == (ties >= 0).sum(axis=1)).all()


def test_hardship_and_risk_aversion_are_uniform_and_independent(world):
    hardship, risk = world.arrays["hardship"].astype(float), world.arrays["risk_aversion"].astype(float)
    for trait in (hardship, risk):
        assert_law(trait, lambda x: np.clip(np.floor(x) + 1, 0, 256) / 256, detects=0.03)
    cell = (hardship // 16) * 16 + risk // 16
    assert_law(cell, lambda x: np.clip(np.floor(x) + 1, 0, 256) / 256, detects=0.03)


def test_blocks_stay_in_their_place(world):
    a = world.arrays
    assert (_place(world)[a["block_start"][:-1]] == a["block_place"]).all()
    assert (_place(world)[a["block_start"][1:] - 1] == a["block_place"]).all()


def test_the_same_country_is_the_same_people_and_another_seed_is_not(world):
    again = build(world.country)
    assert all((again.arrays[k] == world.arrays[k]).all() for k in world.arrays)
    assert again.hash == world.hash
    other = build(replace(world.country, world_seed=2))
    assert (other.arrays["ties"] != world.arrays["ties"]).mean() > 0.4
    assert other.hash != world.hash


def test_the_hash_sees_what_shapes_people_and_not_what_is_done_to_them(world):
    c = world.country
    assert world_hash(replace(c, acts=(), origin=3, mechanism="none"), 1) == world.hash
    assert world_hash(c, 2) != world.hash
    assert world_hash(replace(c, places=(replace(c.places[0], online=0.1), c.places[1])), 1) != world.hash
    assert world_hash(replace(c, enterprises=WORKS[:1]), 1) != world.hash


@pytest.mark.parametrize("scale", [3, 100])
def test_at_a_scale_counts_are_counts_over_the_scale(scale):
    world = small_world(scale)
    flags = world.arrays["flags"]
    assert len(flags) == round(20_000 / scale)
    assert (flags & ADULT > 0).sum() == round(15_000 / scale)
    assert world.arrays["workplace_size"][1] == round(2000 / scale)


@pytest.mark.parametrize("scale", [0, -1, 1.5])
def test_a_scale_that_is_no_whole_number_of_people_is_refused(scale):
    with pytest.raises(ParameterError, match="whole number of at least 1"):
        build(country(), scale)


def test_a_place_smaller_than_the_scale_still_has_people_and_a_station():
    world = small_world(100, places=(place(), place("Hamlet", population=120, voters=80, stations=3)))
    assert np.diff(world.arrays["place_start"]).tolist() == [200, 4]
    assert (world.arrays["flags"] & ADULT > 0).sum() >= 150


@pytest.mark.parametrize("name", ["teaching", "belarus-2020"])
def test_the_memory_told_beforehand_is_enough_for_the_arrays(name):
    from tests.nation.playing import Stage

    made = load(name).country
    scale = 1 if name == "teaching" else 20
    stage = Stage(build(made, scale))
    held = sum(array.nbytes for array in stage.state.values())
    assert held < bytes_needed(made, scale)
    rows = stage.world.rows
    per_row = (bytes_needed(made, scale) - 150_000_000) / rows
    by_person = sum(a.nbytes for a in stage.state.values() if a.shape[:1] == (rows,)) / rows
    assert by_person <= per_row
    assert stage["ties"].shape[1] == columns_of_ties(made)


def test_a_scale_that_leaves_no_country_is_refused_with_the_largest_that_does():
    country = load("teaching").country
    with pytest.raises(ParameterError, match="fewer than 100 agents of 50,000 people") as told:
        build(country, 501)
    assert "the largest scale for this country is 500" in told.value.hint
    assert build(country, 500).rows >= 100
