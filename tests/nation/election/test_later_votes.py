"""Run-offs and repeated votes: who may vote for whom, when one is held, and how each result is judged anew."""

from __future__ import annotations

import numpy as np
import pytest

from contested.nation.codes import FOR_CHALLENGER, FOR_INCUMBENT, FOR_OTHER, NOT_VOTED
from contested.nation.country import LaterVote, OfficialResult
from tests.laws import assert_chance
from tests.nation.countries import place, series, small_world, with_country
from tests.nation.playing import Stage, play

PHASES = ("vote", "protocols", "announcement")
#: nobody has half, and the challenger leads
SPLIT = place(population=20_000, voters=15_000, incumbent=0.39, challenger=0.41, turnout=0.75)


def _votes(runoff="ordered", repeat="none"):
    votes = [LaterVote("runoff", 10, 11, runoff)]
    return tuple([*votes, LaterVote("repeat", 20, 21, repeat)] if repeat else votes)


@pytest.fixture(scope="module")
def split():
    """A falsified run-off between the two of an honest first vote, annulled and repeated honestly (as Ukraine 2004)."""
    return small_world(
        places=(SPLIT,), official=(OfficialResult("Town", 0.85, 0.1, 0.68, 0.3, "runoff"),), later_votes=_votes(),
    )  # fmt: skip


def _at(world, day, **settings):
    stage = Stage(world, settings)
    for today in range(day + 1):
        stage.play(*PHASES, day=today)
    return stage


def test_in_a_runoff_two_stand_and_whoever_voted_for_them_does_so_again(split):
    before, after = (_at(split, day)["election_vote"].copy() for day in (9, 10))
    assert (after != FOR_OTHER).all()
    both = (before != NOT_VOTED) & (after != NOT_VOTED)
    for candidate in (FOR_INCUMBENT, FOR_CHALLENGER):
        assert (after[both & (before == candidate)] == candidate).all()
    free = after[both & (before == FOR_OTHER)]
    assert_chance(int((free == FOR_CHALLENGER).sum()), len(free), 0.5, detects=0.2)
    more = _at(split, 10, **{"election.transfer": 0.9})["election_vote"]
    assert (more == FOR_CHALLENGER).sum() > (after == FOR_CHALLENGER).sum()


def test_turnout_of_later_votes_is_declared(split):
    first, low = (_at(split, day, **{"election.again_turnout": 0.5})["election_true"][:, 0].sum() for day in (9, 10))
    assert low == pytest.approx(0.5 * first, rel=0.05)


def test_there_is_no_runoff_where_somebody_has_more_than_half(split):
    world = with_country(split, mechanism="ordered", official=(OfficialResult("Town", 0.85, 0.1, 0.6, 0.3),))
    stage = _at(world, 12)
    assert stage["election_votes"][0] == 1
    assert (stage["election_vote"] == FOR_OTHER).any()
    # and what is repeated then is the first vote, for all who stood
    stage = _at(world, 20)
    assert stage["election_votes"][0] == 3
    assert (stage["election_vote"] == FOR_OTHER).any()
    assert _at(split, 12)["election_votes"][0] == 2


def test_each_result_is_judged_anew(split):
    first, stolen, again = (_at(split, day) for day in (9, 11, 21))
    doubt = [stage["citizens_fraud"].mean() / 255 for stage in (first, stolen, again)]
    assert doubt[1] > 1.5 * max(doubt[0], doubt[2])
    assert [bool(s["election_official"][0] > s["election_true_share"][0] + 0.03) for s in (first, stolen, again)] == [
        False, True, False,
    ]  # fmt: skip


def test_a_stolen_runoff_brings_people_out_on_its_own_night_and_a_repeated_vote_ends_the_reason(split):
    world = with_country(split, acts=(series("march", 12, 26),), origin=29)
    # without forces, which an incumbent who knows of the theft sends out on the same night
    run, honest = (
        play(with_country(world, later_votes=_votes(runoff=m)), without=("security",)) for m in ("ordered", "none")
    )
    assert run.numbers["call"][11].max() > 3 * run.numbers["call"][9].max()
    assert honest.numbers["call"][11].max() < 1.5 * honest.numbers["call"][9].max()
    assert run.total("crowd")[12:20].sum() > 1.1 * honest.total("crowd")[12:20].sum()
    assert run.numbers["fraud_belief"][22, 0] < 0.7 * run.numbers["fraud_belief"][19, 0]


@pytest.fixture(scope="module")
def lists():
    """A vote for lists: the challenger's list loses nine points, the others' three, to the incumbent's."""
    return small_world(
        places=(place(population=20_000, voters=15_000, incumbent=0.2, challenger=0.4),), contest="lists",
        mechanism="ordered", official=(OfficialResult("Town", 0.8, 0.1, 0.32, 0.28),), settings={
            "election.honest_stations": 0.0, "election.order_noise": 0.0},
    )  # fmt: skip


def _doubt(stage):
    """Mean perceived fraud by what people voted."""
    return [float(stage["citizens_fraud"][stage["election_vote"] == k].mean()) / 255 for k in range(4)]


def test_among_lists_those_are_angry_whose_list_was_lowered(lists):
    office = _doubt(_at(with_country(lists, contest="office"), 1))
    own = _doubt(_at(lists, 1))
    assert own[FOR_CHALLENGER] > 1.5 * own[FOR_OTHER]
    # to be sure of a list one must know people who voted for it: everybody knows the incumbent's inflation
    assert own[:2] == office[:2]
    spared = _doubt(_at(with_country(lists, official=(OfficialResult("Town", 0.8, 0.1, 0.32, 0.40),)), 1))
    assert spared[FOR_CHALLENGER] < 0.7 * own[FOR_CHALLENGER]
    assert spared[FOR_OTHER] > 1.3 * own[FOR_OTHER]


def test_among_lists_the_night_grows_with_all_that_was_moved(lists):
    """Where another list than the incumbent's gains, the incumbent's share alone says nothing."""
    moved = with_country(lists, official=(OfficialResult("Town", 0.8, 0.1, 0.2, 0.2),))
    assert _at(moved, 1)["election_inflation"][0] == pytest.approx(0.2, abs=0.02)
    assert _at(with_country(moved, contest="office"), 1)["election_inflation"][0] < 0.02


def test_where_only_the_nation_s_total_is_published_media_cannot_add_up_and_people_rely_on_whom_they_know(lists):
    """The night's own comparison is the same; what those online learn in the days after is not."""
    known = with_country(lists, contest="office", settings={"media.fraud_claim": 0.1})
    stations, nation = (play(with_country(known, published=p), days=8) for p in ("stations", "nation"))
    compared = [_at(with_country(known, published=p), 1)["citizens_fraud"] for p in ("stations", "nation")]
    assert np.array_equal(*compared)
    belief = [run.numbers["fraud_belief"][:, 0] for run in (stations, nation)]
    moved = [float(b[4]) - compared[0].mean() / 255 * 20_000 / 15_000 for b in belief]
    assert moved[0] > 2 * moved[1] > 0
    without = play(with_country(known, published="nation"), days=8, settings={"media.fraud_unpublished": 1.0})
    assert (without.numbers["fraud_belief"] == stations.numbers["fraud_belief"]).all()


def test_a_later_vote_has_the_same_bits_on_any_day_it_is_reached(split):
    one, other = _at(split, 20), _at(split, 25)
    assert np.array_equal(one["election_vote"], other["election_vote"])
