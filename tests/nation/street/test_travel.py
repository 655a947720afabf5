"""People who travel to a square are counted, kept apart, arrested and hurt there, and live where they live."""

from __future__ import annotations

import numpy as np
import pytest

from contested.nation.codes import DETAINED
from contested.nation.country import Site, Unit
from tests.nation.countries import act, place, series, small_world
from tests.nation.playing import Stage

HOME, SQUARE, ELSEWHERE = range(3)


@pytest.fixture(scope="module")
def region():
    """A village near a town with a square, in one region; and a town of another."""
    return small_world(
        places=(
            place("Village", region="R", population=9000, voters=7000, lon=27.3),
            place("Town", region="R", population=9000, voters=7000),
            place("Far", region="S", population=4000, voters=3000, lon=27.1),
        ),
        acts=(series("march", 1, 3, places=(SQUARE,), level=0.9), act("tactic_crackdown", 1, until=3)),
        units=(Unit("omon", "riot_police", -1, 300, 1.0),), sites=(Site("jail", SQUARE, 5000),),
        mechanism="ordered",
    )  # fmt: skip


def _played(world, travel, days=2, **settings):
    stage = Stage(world, {
        "forms.march.travel": travel, "street.cost": 0.4, "street.spontaneous": 0.0, "street.announcement": 0.0,
        "security.injuries_per_arrest": 1.0, "forms.march.deniable": 0.2, **settings,
    })  # fmt: skip
    for day in range(days):
        stage.day(day)
    return stage


def test_the_crowd_is_counted_at_the_square_and_marchers_where_they_live(region):
    stage = _played(region, 100.0)
    marchers, crowd = stage["street_marchers"], stage["street_crowd"]
    assert (marchers[[HOME, SQUARE]] > 300).all() and marchers[ELSEWHERE] == 0
    assert crowd.tolist() == [0.0, marchers[HOME] + marchers[SQUARE], 0.0]
    at_home = _played(region, 0.0)
    assert at_home["street_crowd"].tolist() == [0.0, at_home["street_marchers"][SQUARE], 0.0]


def test_officers_go_to_the_square_and_arrest_and_injure_there(region):
    stage = _played(region, 100.0)
    for column in ("security_officers", "security_arrests", "security_injured"):
        assert stage[column][SQUARE] > 0
        assert stage[column][[HOME, ELSEWHERE]].sum() == 0, column
    detained = np.flatnonzero(stage["citizens_status"] == DETAINED)
    from_home = detained < stage["place_start"][HOME + 1]
    assert 0.2 < from_home.mean() < 0.8
    assert (stage["security_taken_place"][: stage["security_taken_count"][0]] == SQUARE).all()


def test_denial_at_the_square_keeps_travellers_away_too(region):
    """Where the square is closed people of the village do not come together at home instead."""
    open_, closed = (
        _played(region, 100.0, **{"forms.march.deniable": 1.0, "security.denial_half": half}) for half in (10.0, 1e-6)
    )
    assert closed["security_denial"][SQUARE] > 0.9
    assert (closed["street_marchers"][[HOME, SQUARE]] < 0.2 * open_["street_marchers"][[HOME, SQUARE]]).all()


def test_fewer_come_from_farther_away(region):
    near, far = (_played(region, km)["street_marchers"] for km in (100.0, 10.0))
    assert 0 < far[HOME] < near[HOME]
    assert far[SQUARE] > 300


def test_without_a_call_within_reach_nobody_travels(region):
    stage = _played(region, 100.0, days=5)  # on day 4 nothing is called any more
    assert stage["street_venue"].tolist() == [HOME, SQUARE, ELSEWHERE]
    assert stage["street_crowd"].sum() == 0


def test_travellers_learn_at_home_what_going_to_the_square_brings(region):
    """Nobody is arrested in the village; its people expect the policing of the square, and dread what was done to them.
    """
    stage = _played(region, 100.0)
    arrests, dread = stage["security_arrests_mean"], stage["media_repression"].copy()
    before = stage["media_effort"].copy()
    stage["security_effort"][:] = [0.0, 1.0, 0.0]
    assert arrests[HOME] == 0 < arrests[SQUARE]
    stage.play("media", "repression_news", day=2)
    learnt = stage["media_effort"] - before
    assert (learnt[HOME] > 0).all() and (learnt[ELSEWHERE] <= 0).all()
    gained = stage["media_repression"] - dread * 0.5 ** (1 / stage.params.media.dread_half_life)
    assert (gained[HOME] > gained[ELSEWHERE]).all()
