"""Who marches: one draw a person and day, rounds that only add people, and lists that agree with the crowd."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contested.nation.codes import ADULT, DEAD, DETAINED, HURT
from contested.nation.street.mobilise import prospects_of
from tests.nation.countries import act, place, small_world, with_country
from tests.nation.playing import Stage, play


def _called(world, settings=None, call=1.0, seed=7, fraud=120, **columns):
    """A nation that half believes in fraud, on a day of a call; `columns` are set before it marches."""
    stage = Stage(world, settings, seed=seed).play("vote")
    stage["opposition_call"][:] = call
    stage["citizens_fraud"][:] = fraud
    for name, value in columns.items():
        stage[name][:] = value
    return stage.play("mobilisation")


def _out(stage):
    return set(stage["street_rows"][: stage["street_start"][-1]].tolist())


@pytest.fixture(scope="module")
def three():
    return small_world(
        places=(
            place("A", population=9000, voters=7000),
            place("B", population=17_001, voters=13_000, kind="town"),
            place("C", population=4999, voters=3000, kind="countryside"),
        )
    )


def test_the_list_of_marchers_is_everybody_once_place_after_place(three):
    stage = _called(three)
    start = stage["street_start"]
    rows = stage["street_rows"][: start[-1]]
    assert len(rows) > 300
    assert (np.diff(rows) > 0).all()
    place_of = np.repeat(np.arange(3), np.diff(stage["place_start"]))
    for p in range(3):
        assert (place_of[rows[start[p] : start[p + 1]]] == p).all()
    assert (stage["street_crowd"] == np.diff(start)).all()


def test_only_adults_who_are_free_and_well_march(three):
    stage = Stage(three).play("vote")
    stage["opposition_call"][:] = 1.0
    stage["citizens_fraud"][:] = 255
    stage["citizens_status"][::4] = DETAINED
    stage["citizens_status"][1::4] = HURT
    stage["citizens_status"][2::4] = DEAD
    stage.play("mobilisation")
    rows = np.array(sorted(_out(stage)))
    assert len(rows) > 100
    assert (rows % 4 == 3).all()
    assert (stage["flags"][rows] & ADULT > 0).all()


def test_nobody_marches_where_nothing_is_called(three):
    stage = _called(three, call=[[1.0, 1.0], [0.0, 0.0], [1.0, 1.0]])
    assert stage["street_crowd"][1] == 0
    assert (stage["street_crowd"][[0, 2]] > 0).all()


def test_a_call_heard_only_online_brings_only_those_online(three):
    stage = _called(three, call=[[0.0, 1.0]])
    rows = np.array(sorted(_out(stage)))
    assert len(rows) > 100
    assert (stage["flags"][rows] & 2 > 0).all()


@given(
    st.sampled_from([
        ("opposition_call", 0.3, 0.9),
        ("citizens_fraud", 60, 160),
        ("citizens_outrage", 0, 4096),
        ("street_ties_last", 0, 5),
        ("media_turnout", 0.0, 5000.0),
        ("media_hope", 0.3, 0.7),
        ("citizens_shock", 0.0, 0.5),
    ]),
    st.integers(0, 2**40),
)
@settings(deadline=None, max_examples=25)
def test_more_of_what_draws_people_out_never_keeps_one_of_them_home(three, what, seed):
    """Expected crowd acts both ways at once, as pull and as safety, and both draw people out."""
    name, less, more = what
    few = _out(_called(three, seed=seed, **{name: less}))
    many = _out(_called(three, seed=seed, **{name: more}))
    assert few <= many


@given(
    st.sampled_from([
        ("citizens_fear", 0, 8192),
        ("citizens_fatigue", 0, 20_000),
        ("media_effort", 0.01, 1.0),
        ("media_violence", 0.0, 1.0),
        ("incumbent_legitimacy", 0.2, 0.9),
        ("patron_reserve", 0.0, 400.0),
        ("security_denial", 0.1, 0.6),
    ]),
    st.integers(0, 2**40),
)
@settings(deadline=None, max_examples=25)
def test_more_of_what_keeps_people_home_never_brings_one_of_them_out(three, what, seed):
    name, less, more = what
    many = _out(_called(three, seed=seed, **{name: less, "media_turnout": 500.0}))
    few = _out(_called(three, seed=seed, **{name: more, "media_turnout": 500.0}))
    assert few <= many


@pytest.mark.parametrize(
    ("name", "shy", "bold"),
    [("cost", 1.5, 1.0), ("social_pull", 0.2, 1.2), ("safety", 0.0, 1.0), ("fatigue", 0.5, 0.0)],
)
def test_lower_costs_and_stronger_pulls_never_empty_the_square(three, name, shy, bold):
    columns = {"media_turnout": 500.0, "citizens_fatigue": 4096, "street_ties_last": 1}
    few = _out(_called(three, {f"street.{name}": shy}, **columns))
    many = _out(_called(three, {f"street.{name}": bold}, **columns))
    assert few < many


def test_rounds_only_add_people_and_end_when_nobody_is_added(three):
    crowds = [_out(_called(three, {"street.rounds": n, "street.social_pull": 3.0})) for n in (1, 2, 3, 19, 20)]
    for fewer, more in pairwise(crowds[:4]):
        assert fewer < more
    assert crowds[3] == crowds[4]


def test_without_pull_the_first_round_is_the_last(three):
    one, many = (_out(_called(three, {"street.rounds": n, "street.social_pull": 0.0})) for n in (1, 10))
    assert one == many


def test_ties_out_today_are_counted_for_everybody(three):
    stage = _called(three)
    out = np.zeros(len(stage["flags"]), bool)
    out[list(_out(stage))] = True
    ties = stage["ties"]
    want = (out[ties] & (ties >= 0)).sum(axis=1)
    assert (stage["street_ties_last"] == want).all()  # a day of a great call is remembered
    rows = np.flatnonzero(out)
    assert stage["street_tie_out"][0] == want[rows].sum() / stage["degree"][rows].sum()


def test_a_small_march_is_not_remembered_as_the_last_one(three):
    stage = _called(three, call=0.01, street_ties_last=3)
    assert (stage["street_ties_last"] == 3).all()


def test_a_large_march_in_one_place_is_remembered_there_and_not_elsewhere(three):
    stage = Stage(three, None, seed=7).play("vote")
    stage["opposition_call"][:] = 0.0
    stage["opposition_call"][0] = 1.0
    stage["citizens_fraud"][:] = 200
    stage["street_ties_last"][:] = 3
    stage.play("mobilisation")
    end = stage["place_start"][1]
    assert (stage["street_ties_last"][end:] == 3).all()
    assert (stage["street_ties_last"][:end] == stage["street_ties_now"][:end] & 127).all()
    assert stage["street_ties_now"][:end].any()


def test_marching_tires_marchers_and_nobody_else(three):
    stage = _called(three)
    tired = np.flatnonzero(stage["citizens_fatigue"])
    assert set(tired.tolist()) == _out(stage)
    assert (stage["citizens_fatigue"][tired] == 4096).all()


def test_the_crowd_is_persons_whatever_the_scale():
    world = small_world(50)
    stage = _called(world)
    assert stage["street_crowd"].sum() == 50 * stage["street_start"][-1] > 0


def test_another_day_is_another_crowd_and_the_same_day_the_same(three):
    def crowd(day):
        stage = Stage(three).play("vote")
        stage["opposition_call"][:] = 0.5
        stage["citizens_fraud"][:] = 120
        return _out(stage.play("mobilisation", day=day))

    assert crowd(3) == crowd(3)
    assert crowd(3) != crowd(4)


def test_hope_multiplies_what_people_resent(three):
    """At 0.5 a unit of grievance counts as one: the stake is twice the expectation of success."""
    stage = Stage(three)
    stage["opposition_call"][:] = 0.5
    stage["media_hope"][:] = [[0.5, 0.5], [0.25, 1.0], [0.0, 0.5]]
    prospects = prospects_of(stage.bound("mobilisation"), stage.params, 0)
    assert prospects.stake.tolist() == [[1.0, 1.0], [0.5, 2.0], [0.0, 1.0]]
    none = _out(_called(three, media_hope=0.0))
    assert len(none) < 0.5 * len(_out(_called(three)))


def test_half_of_those_who_set_out_are_kept_apart_where_half_are_denied(three):
    """Denial is a chance of its own, at the square where people gather."""
    stage = Stage(three)
    stage["opposition_call"][:] = 0.8
    stage["street_venue"][:] = [1, 1, 2]
    stage["security_denial"][:] = [0.9, 0.5, 0.0]
    prospects = prospects_of(stage.bound("mobilisation"), stage.params, 0)
    assert prospects.chance == pytest.approx(np.array([[0.4, 0.4], [0.4, 0.4], [0.8, 0.8]]))
    assert prospects.top == pytest.approx([0.4, 0.4, 0.8])


def test_a_curfew_keeps_its_part_of_people_at_home(three):
    stage = Stage(three)
    stage["opposition_call"][:] = 0.8
    tactics = stage.params.tactics
    stage["security_tactic"][:] = [tactics.row(name) for name in ("curfew", "crackdown", "pause")]
    prospects = prospects_of(stage.bound("mobilisation"), stage.params, 0)
    assert prospects.chance[:, 0] == pytest.approx([0.8 * (1 - tactics["curfew"].curfew), 0.8, 0.8])


def test_a_working_day_costs_more_than_a_sunday(three):
    stage = Stage(three)  # day 0 is a Sunday
    columns = stage.bound("mobilisation")
    sunday, monday, saturday = (prospects_of(columns, stage.params, day).benefit for day in (0, 1, 6))
    assert sunday - monday == pytest.approx(np.full((3, 2), stage.params.street.workday))
    assert (sunday == saturday).all()


def test_people_are_counted_where_they_gather_and_where_they_live(three):
    """Those who travel are part of the crowd of the square, and marchers of their own place."""
    home = _called(three)
    away = _called(three, street_venue=[1, 1, 2])
    assert away["street_crowd"].tolist() == [0.0, away["street_marchers"][:2].sum(), away["street_marchers"][2]]
    assert (np.diff(away["street_start"]) == away["street_marchers"]).all()
    assert (home["street_crowd"] == home["street_marchers"]).all()


def test_many_who_gather_together_are_as_safe_as_the_crowd_at_the_square(three):
    """Safety in numbers and the risk of arrest are those of the crowd one joins."""
    stage = Stage(three)
    stage["opposition_call"][:] = 1.0
    stage["media_turnout"][:] = np.array([900.0, 100.0, 0.0])[:, None]
    stage["security_capacity"][:] = 100.0
    apart = prospects_of(stage.bound("mobilisation"), stage.params, 0)
    stage["street_venue"][:] = [0, 0, 2]
    together = prospects_of(stage.bound("mobilisation"), stage.params, 0)
    assert (together.benefit[1] > apart.benefit[1]).all()
    assert (together.cost[1] < apart.cost[1]).all()


def test_whoever_ever_marched_is_a_participant_once(three):
    stage = Stage(three).play("vote")
    stage["citizens_fraud"][:] = 120
    ever: set[int] = set()
    days = 0.0
    for day in range(3):
        stage["opposition_call"][:] = 0.6
        ever |= _out(stage.play("mobilisation", day=day))
        place_of = np.searchsorted(stage["place_start"], sorted(ever), "right") - 1
        assert stage["street_participants"].tolist() == np.bincount(place_of, minlength=3).tolist()
        days += stage["street_marchers"].sum()
    assert stage["street_ever"].sum() == len(ever) < days


@pytest.mark.parametrize("without", [(), ("security",), ("policing",)])
def test_marchers_go_home_at_night_whether_or_not_there_are_police(town, without):
    """A crowd that nobody dispersed is not still there, and counted again, on the next day."""
    world = with_country(town, acts=(act("call_march", 2),), mechanism="ordered")
    settings = {"street.cost": 0.8, "forms.march.deniable": 0.0}
    crowd = play(world, days=6, without=without, settings=settings).total("crowd")
    assert crowd[2] > 100
    assert (crowd[3:] < 0.1 * crowd[2]).all()
