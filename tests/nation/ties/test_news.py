"""What is done to a person reaches exactly those who know them, that evening."""

from __future__ import annotations

import numpy as np
import pytest

from contested.ground.exact import LARGEST, LEVELS_PER_ONE
from contested.nation.codes import ADULT, DEAD, HURT
from tests.nation.playing import Stage


@pytest.fixture
def stage(town):
    return Stage(town)


def _friends(stage, person):
    """Adult ties of a person; one known twice (a neighbour who is a colleague) counts twice."""
    ties = stage["ties"][person]
    ties = ties[ties >= 0]
    return ties[stage["flags"][ties] & ADULT > 0]


def _person(stage, different_from=()):
    """Somebody with adult ties, no two of them the same person and none shared with the others."""
    taken = {int(x) for p in different_from for x in (p, *stage["ties"][p])}
    for person in range(len(stage["flags"])):
        friends = _friends(stage, person)
        if len(friends) > 5 and len(set(friends)) == len(friends) and not taken & {person, *map(int, friends)}:
            return person
    raise AssertionError("nobody fits")


def _assert_only(column, rows, level):
    want = np.zeros(len(column), int)
    want[rows] = round(level * LEVELS_PER_ONE)
    assert (column == want).all()


def test_an_arrest_outrages_and_frightens_the_arrested_person_s_ties_and_nobody_else(stage):
    person = _person(stage)
    stage.take_in([person])
    stage.play("news")
    friends = _friends(stage, person)
    _assert_only(stage["citizens_outrage"], friends, stage.params.citizens.arrest_outrage)
    _assert_only(stage["citizens_fear"], friends, stage.params.citizens.arrest_fear)
    assert stage["ties_reached"][0] == len(friends)


def test_testimony_outrages_and_does_not_frighten(stage):
    person = _person(stage)
    stage["detention_telling"][0] = person
    stage["detention_telling_count"][0] = 1
    stage.play("news")
    _assert_only(stage["citizens_outrage"], _friends(stage, person), stage.params.citizens.testimony_outrage)
    assert stage["citizens_fear"].sum() == 0


@pytest.mark.parametrize("status", [HURT, DEAD])
def test_injury_and_death_have_a_weight_of_their_own(stage, status):
    person = _person(stage)
    stage.march([person])
    stage["citizens_status"][person] = status
    stage.play("news")
    _assert_only(stage["citizens_outrage"], _friends(stage, person), stage.params.citizens.injury_outrage)
    _assert_only(stage["citizens_fear"], _friends(stage, person), stage.params.citizens.arrest_fear)


def test_somebody_hurt_weeks_ago_is_no_news(stage):
    stage["citizens_status"][_person(stage)] = HURT
    stage.play("news")
    assert stage["citizens_outrage"].sum() == stage["ties_reached"][0] == 0


def test_two_arrests_add_up(stage):
    one = _person(stage)
    other = _person(stage, different_from=(one,))
    stage.take_in([one, other])
    stage.play("news")
    both = np.concatenate([_friends(stage, one), _friends(stage, other)])
    _assert_only(stage["citizens_outrage"], both, stage.params.citizens.arrest_outrage)


def test_levels_stop_at_the_largest(town):
    stage = Stage(town, {"citizens.arrest_outrage": 10.0, "citizens.arrest_fear": 10.0})
    person = _person(stage)
    stage.take_in([person])
    for _ in range(3):
        stage.play("news")
    friends = _friends(stage, person)
    assert (stage["citizens_outrage"][friends] == LARGEST).all()
    assert (stage["citizens_fear"][friends] == LARGEST).all()


def test_without_ties_no_news_travels(town):
    stage = Stage(town, without=("ties",))
    stage.take_in([5])
    stage.play("news")
    assert stage["citizens_outrage"].sum() == 0


def test_people_reached_are_persons_whatever_the_scale():
    from tests.nation.countries import small_world

    stage = Stage(small_world(scale=10))
    person = _person(stage)
    stage.take_in([person])
    stage.play("news")
    assert stage["ties_reached"][0] == 10 * len(_friends(stage, person))
