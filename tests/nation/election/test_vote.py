"""Polling day: everybody on a list votes once or not at all, and stations count what was cast."""

from __future__ import annotations

import numpy as np
import pytest

from contested.nation.codes import ADULT, FOR_CHALLENGER, FOR_INCUMBENT, FOR_OTHER, NOT_VOTED
from tests.laws import assert_chance
from tests.nation.countries import place, small_world
from tests.nation.playing import Stage, play


@pytest.fixture(scope="module")
def polled(town):
    return Stage(town).play("vote")


def test_only_adults_vote_and_all_of_them_are_on_a_list(polled):
    adult = polled["flags"] & ADULT > 0
    assert (polled["election_vote"][~adult] == NOT_VOTED).all()
    assert polled["election_registered"].sum() == adult.sum() == 15_000


def test_stations_count_what_their_own_voters_cast(polled):
    starts = polled["station_start"]
    station = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    vote = polled["election_vote"]
    count = polled["election_true"]
    for column, kind in ((1, FOR_INCUMBENT), (2, FOR_CHALLENGER), (3, FOR_OTHER)):
        assert (np.bincount(station, vote == kind) == count[:, column]).all()
    assert (count[:, 0] == count[:, 1:4].sum(axis=1)).all()
    assert (count[:, 4] <= count[:, 0]).all()
    assert (count[:, 0] <= polled["election_registered"]).all()


def test_turnout_and_early_votes_have_their_chances(polled):
    cast, early = polled["election_true"][:, [0, 4]].sum(axis=0)
    assert_chance(cast, 15_000, 0.8, detects=0.05)
    assert_chance(early, cast, polled.params.election.early, detects=0.05)


@pytest.mark.parametrize("incumbent", [0.2, 0.45, 0.8])
def test_a_place_votes_as_its_source_says(incumbent):
    """Within two points: the mean over stations and hardship of a logistic is not the logistic of the mean."""
    world = small_world(
        places=(place(population=60_000, voters=50_000, stations=40, incumbent=incumbent, challenger=0.15),)
    )
    stage = Stage(world).play("vote")
    share = stage["election_true"][:, 1].sum() / stage["election_true"][:, 0].sum()
    # chance alone: 0.0025 for voters and 0.35 x 0.24 / sqrt(40) = 0.013 for stations, at most
    assert share == pytest.approx(incumbent, abs=0.02 + 3 * 0.013)
    assert stage["election_true_share"][0] == share


def test_votes_against_the_incumbent_split_as_the_source_says(polled):
    against = np.isin(polled["election_vote"], (FOR_CHALLENGER, FOR_OTHER)).sum()
    assert_chance((polled["election_vote"] == FOR_CHALLENGER).sum(), against, 0.5 / 0.6, detects=0.06)


def test_the_worse_off_vote_against_the_incumbent_and_only_by_that_parameter(town):
    def gap(slope):
        stage = Stage(town, {"election.hardship_vote": slope}).play("vote")
        vote, hardship = stage["election_vote"], stage["hardship"] / 255.0
        return hardship[vote > FOR_INCUMBENT].mean() - hardship[vote == FOR_INCUMBENT].mean()

    assert gap(1.5) > 0.05
    assert abs(gap(0.0)) < 0.03  # six standard errors of 12,000 uniforms


def test_stations_lean_their_own_way(town):
    def spread(lean):
        true = Stage(town, {"election.station_spread": lean, "election.hardship_vote": 0}).play("vote")["election_true"]
        return (true[:, 1] / true[:, 0]).std()

    assert spread(1.0) > 3 * spread(0.0)


def test_nothing_is_cast_on_any_other_day(town):
    stage = Stage(town).play("vote", day=1)
    assert stage["election_vote"].sum() == stage["election_true"].sum() == 0


@pytest.mark.parametrize(("mechanism", "announced", "added"), [("none", np.nan, 0.0), ("central", 0.8, 0.8)])
def test_where_nobody_votes_no_share_is_known_and_only_an_invented_one_is_announced(mechanism, announced, added):
    nobody = small_world(places=(place(turnout=0.0),), mechanism=mechanism, days=5)
    inflation = {}
    played = play(nobody, each_day=lambda step, state: inflation.update({step: float(state["election_inflation"][0])}))
    assert played.numbers["true_share"] == pytest.approx([np.nan] * 5, nan_ok=True)
    assert played.numbers["official_share"][1:] == pytest.approx([announced] * 4, nan_ok=True)
    assert max(inflation.values()) == pytest.approx(added)
    shares = {"true_share", "official_share"}
    assert all(np.isfinite(values).all() for name, values in played.numbers.items() if name not in shares)
