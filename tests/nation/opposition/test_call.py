"""How strong a focal point a day is: who leads, who is reached, and what day of the week it is."""

from __future__ import annotations

import numpy as np
import pytest

from contested.nation.opposition.call import one_of_the_last
from tests.nation.countries import act, place, small_world, with_country
from tests.nation.playing import Stage, play

LEADERS = 12.0


def _strength(town, *, free=LEADERS, jailed=0.0, exiled=0.0, council=0.0, aid=0.0):
    stage = Stage(town)
    stage["opposition_free"][0] = free
    stage["opposition_jailed"][0] = jailed
    stage["opposition_exiled"][0] = exiled
    stage["opposition_council"][0] = council
    stage["abroad_aid"][0] = aid
    stage.play("calls")
    return stage["opposition_leadership"][0]


def test_with_all_leaders_at_liberty_a_call_is_as_strong_as_called(town):
    assert _strength(town) == 1.0


def test_with_all_leaders_in_prison_it_keeps_what_needs_no_leader(town):
    assert _strength(town, free=0.0, jailed=LEADERS) == pytest.approx(0.75)


def test_a_leader_abroad_still_counts_in_part(town):
    assert _strength(town, free=0.0, exiled=LEADERS) == pytest.approx(0.75 + 0.25 * 0.6)


def test_a_council_adds_its_gain_and_aid_makes_good_for_lost_leaders(town):
    assert _strength(town, council=1.0) == pytest.approx(1.1)
    assert _strength(town, free=0.0, jailed=LEADERS, aid=50.0) == pytest.approx(0.75 + 0.25 * 0.5)
    assert _strength(town, free=0.0, jailed=LEADERS, aid=1e6) == pytest.approx(1.0)


@pytest.mark.parametrize("fate", ["leader_jailed", "leader_exiled"])
def test_losing_leaders_lowers_calls_and_crowds(town, fate):
    marches = tuple(act("call_march", day) for day in range(4))
    free = play(with_country(town, acts=marches, mechanism="ordered"), days=4)
    lost = play(with_country(town, acts=(*marches, act(fate, 2, 10.0)), mechanism="ordered"), days=4)
    assert (lost.numbers["call"][:2] == free.numbers["call"][:2]).all()
    assert (lost.numbers["call"][2:] < free.numbers["call"][2:]).all()
    assert lost.total("crowd")[2] < free.total("crowd")[2]
    assert lost.numbers["leaders_free"].tolist() == [12, 12, 2, 2]


def test_a_call_reaches_towns_less_than_the_capital():
    kinds = ("capital", "regional_centre", "town", "countryside")
    world = small_world(places=tuple(place(kind.title(), kind=kind, population=4000, voters=3000) for kind in kinds))
    stage = Stage(world)
    stage["opposition_march"][:] = 1.0
    stage.play("calls")
    s = stage.params.street
    reach = [s.reach_capital, s.reach_regional_centre, s.reach_town, s.reach_countryside]
    assert stage["opposition_call"][:, 0] == pytest.approx(reach)
    assert sorted(reach, reverse=True) == reach


def test_a_call_to_one_place_is_heard_there():
    world = small_world(places=(place("A"), place("B")))
    run = play(with_country(world, acts=(act("call_march", 1, place=1),)), days=2)
    quiet = run.model.params.street.spontaneous
    assert run.numbers["call"][1] == pytest.approx([quiet, 1.0])


def test_a_day_nobody_called_keeps_what_is_spontaneous(town):
    stage = Stage(town).play("calls")
    assert stage["opposition_call"][0] == pytest.approx([0.004, 0.004])


def test_a_shutdown_costs_those_online_twice_what_it_costs_the_others(town):
    stage = Stage(town)
    stage["opposition_march"][:] = 0.8
    stage["media_shutdown"][:] = 1.0
    stage.play("calls")
    assert stage["opposition_call"][0] == pytest.approx([0.8 * 0.75, 0.8 * 0.5])


def test_no_call_is_stronger_than_everybody(town):
    stage = Stage(town, {"opposition.council_gain": 1.0})
    stage["opposition_march"][:] = 0.9
    stage["opposition_strike"][:] = 0.9
    stage["opposition_council"][0] = 1.0
    stage.play("calls")
    assert stage["opposition_call"].max() == stage["opposition_strike_call"].max() == 1.0


def test_a_false_result_is_a_focal_point_of_its_own_on_its_night_only(town):
    run = play(with_country(town, mechanism="ordered"), days=4)
    night = run.model.params.street.announcement
    assert run.numbers["call"][:, 0] == pytest.approx([0.004, night, 0.004, 0.004], rel=0.1)


def _policy(origin, *marches, days=40, seed=7, **settings):
    world = small_world(acts=tuple(act("call_march", d, level) for d, level in marches), origin=origin, days=days)
    # a crisis that would end would hide the calendar
    never = {f"outcome.{h}": 0.0 for h in ("collapse", "concession", "negotiation", "intervention", "repression")}
    return play(world, days=days, seed=seed, settings={**never, **settings}).numbers["call"][:, 0]


@pytest.mark.parametrize("march_day", [7, 9])
def test_after_the_origin_marches_keep_their_weekday(march_day):
    call = _policy(13, (march_day - 7, 1.0), (march_day, 1.0))
    for day in range(14, 40):
        marched = call[day] > 0.1
        assert marched == ((day - march_day) % 7 == 0), f"day {day}"


def test_after_the_origin_calls_fade_by_the_declared_part_each_day():
    call = _policy(13, (0, 1.0), (7, 1.0))
    assert call[21] / call[14] == pytest.approx((1 - 0.012) ** 7, rel=1e-9)
    assert call[14] == pytest.approx(0.85 * (1 - 0.012), rel=1e-9)


def test_a_weekday_called_now_and_then_is_called_as_often_afterwards():
    """Called on one of the last four Tuesdays: on about one of four afterwards, whichever it was."""
    steady = {"opposition.policy_fade": 0.0}
    often = [
        (_policy(27, (2 + 7 * k, 0.5), days=126, seed=seed, **steady)[28 + 2 :: 7] > 0.1).mean()
        for k in (0, 3) for seed in range(6)
    ]
    assert np.mean(often) == pytest.approx(0.25, abs=3 * np.sqrt(0.25 * 0.75 / (14 * 12)))


@pytest.mark.parametrize("u", [0.0, 0.26, 0.51, 0.99])
@pytest.mark.parametrize("origin", [6, 13, 20, 27, 50, 52])
def test_what_is_called_again_was_called_on_that_weekday_in_the_last_four_weeks(origin, u):
    for day in range(origin + 1, origin + 30):
        like = one_of_the_last(day, origin, u)
        assert (day - like) % 7 == 0
        assert max(0, origin - 28) <= like <= origin


def test_a_script_shorter_than_a_week_is_gone_through_again():
    assert [one_of_the_last(day, 2, 0.5) for day in range(3, 10)] == [0, 1, 2, 0, 1, 2, 0]
    assert one_of_the_last(0, -1, 0.5) == 0


def test_no_policy_before_the_origin():
    assert (_policy(39, (7, 1.0), (39, 0.2))[8:39] < 0.1).all()


def test_after_an_ending_nobody_calls(town):
    stage = Stage(town)
    stage["opposition_march"][:] = 1.0
    stage["opposition_strike"][:] = 1.0
    stage["outcome_ended"][2] = 1
    stage.play("calls")
    assert stage["opposition_call"].max() == stage["opposition_strike_call"].max() == 0.0
