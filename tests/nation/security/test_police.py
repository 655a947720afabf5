"""Arrests, injuries and deaths among today's marchers, person by person."""

from __future__ import annotations

import numpy as np
import pytest

from contested.nation.codes import DEAD, HOME, HURT, IN_CUSTODY
from contested.rules.contact import encounters
from tests.laws import assert_chance
from tests.nation.countries import act, with_country
from tests.nation.playing import Stage, both_arms

MARCHERS = np.arange(0, 20_000, 2)  # 10,000


def _police(town, *, officers=1000.0, effort=1.0, violence=0.0, day=0, marchers=MARCHERS, **settings):
    stage = Stage(town, {f"security.{k}": v for k, v in settings.items()})
    stage.march(marchers)
    stage["security_officers"][:] = officers
    stage["security_effort"][:] = effort
    stage["security_violence"][:] = violence
    return stage.play("policing", day=day)


def test_arrests_follow_the_encounter_function(town):
    """With capacity for 420 and one in eleven reached of a small crowd, from 10,000 marchers."""
    stage = _police(town)
    expected = encounters(10_000.0, 1000 * 0.42, 0.1 / 1.1)
    assert 300 < expected < 420
    assert_chance(int(stage["security_arrests"][0]), 10_000, expected / 10_000, detects=0.03)


def test_those_taken_in_are_marchers_once_each_and_as_many_as_reported(town):
    stage = _police(town)
    taken = stage["security_taken"][: stage["security_taken_count"][0]]
    assert len(set(taken.tolist())) == len(taken) == stage["security_arrests"].sum()
    assert np.isin(taken, MARCHERS).all()
    assert (stage["security_taken_place"][: len(taken)] == 0).all()


@pytest.mark.parametrize("idle", [{"officers": 0.0}, {"effort": 0.0}, {"arrests_per_officer": 0.0}, {"reach": 0.0}])
def test_nobody_is_taken_in_where_nobody_acts(town, idle):
    stage = _police(town, violence=1.0, **idle)
    assert stage["security_taken_count"][0] == stage["security_injured"].sum() == 0
    assert (stage["citizens_status"] == HOME).all()


def test_everybody_is_home_hurt_or_dead_after_policing(town):
    stage = _police(town, violence=1.0, injuries_per_arrest=2.0, deaths_per_injury=0.05)
    status = stage["citizens_status"]
    assert set(np.unique(status).tolist()) == {HOME, HURT, DEAD}
    injured, killed = stage["security_injured"][0], stage["security_killed"][0]
    assert (status == DEAD).sum() == killed
    assert (status == HURT).sum() == injured == stage["security_hurt_count"][0]
    assert np.isin(np.flatnonzero(status), MARCHERS).all()


def test_peaceful_policing_injures_nobody(town):
    stage = _police(town, violence=0.0, injuries_per_arrest=10.0)
    assert stage["security_injured"].sum() == stage["security_casualty_count"][0] == 0
    assert stage["security_arrests"].sum() > 100


def test_injuries_are_as_many_per_arrest_as_declared(town):
    stage = _police(town, violence=0.5, injuries_per_arrest=4.0)
    expected = encounters(10_000.0, 420.0, 0.1 / 1.1) / 10_000
    assert_chance(int(stage["security_injured"][0]), 10_000, 4 * 0.5 * expected, detects=0.04)


def test_each_casualty_is_listed_with_day_place_and_cause(town):
    stage = _police(town, violence=1.0, injuries_per_arrest=10.0, day=3, deaths_per_injury=0.05)
    n = stage["security_casualty_count"][0]
    listed = stage["security_casualties"][:n]
    assert n == stage["security_injured"].sum() + stage["security_killed"].sum()
    assert (listed[:, 0] == 3).all()
    assert (listed[:, 1] == 0).all()
    assert listed[:, 2].sum() == stage["security_killed"].sum()
    assert (listed[:, 3] == 0).all()
    assert listed[:, 4].max() < IN_CUSTODY
    s = stage.params.security
    assert_chance(int((listed[:, 4] == 1).sum()), n, s.cause_rubber, detects=0.12)
    assert_chance(int((listed[:, 4] == 2).sum()), n, s.cause_grenade, detects=0.12)


def test_live_rounds_kill_more_often_than_batons(town):
    stage = _police(
        town, violence=1.0, injuries_per_arrest=10.0, cause_live=0.3, cause_rubber=0.2, cause_grenade=0.2,
        deaths_per_injury=0.005,
    )
    listed = stage["security_casualties"][: stage["security_casualty_count"][0]]
    deadly = [listed[listed[:, 4] == cause, 2].mean() for cause in range(4)]
    assert deadly[3] == 1.0  # 0.005 x 200
    assert max(deadly[:3]) < 0.1


def test_the_injured_are_away_for_their_days_and_then_well_again(town):
    stage = _police(town, violence=1.0, injuries_per_arrest=5.0, day=0, injury_days=4)
    hurt = np.flatnonzero(stage["citizens_status"] == HURT)
    stage.march([])
    for day in range(1, 5):
        assert (stage["citizens_status"][hurt] == HURT).all(), f"day {day}"
        stage.play("policing", day=day)
    assert (stage["citizens_status"][hurt] == HOME).all()
    assert stage["security_hurt_count"][0] == 0


def test_the_dead_do_not_return(teaching):
    dead: set[int] = set()

    def check(_, state):
        now = set(np.flatnonzero(state["citizens_status"] == DEAD).tolist())
        assert dead <= now
        dead.update(now)

    from tests.nation.playing import play

    run = play(
        teaching, each_day=check,
        settings={
            "security.injuries_per_arrest": 10.0, "security.deaths_per_injury": 0.2, "security.reach": 0.9,
            "security.arrests_per_officer": 5.0, "detention.death_chance": 0.3,
        },
    )
    killed = run.total("killed_street").sum() + run.total("killed_custody").sum()
    assert len(dead) == killed > 20


def test_more_arrests_today_never_raise_today_s_crowd_and_teach_fear_for_tomorrow(town):
    marches = tuple(act("call_march", day) for day in range(5))
    world = with_country(town, acts=(*marches, act("tactic_crackdown", 0, until=4)))
    mild, hard = both_arms(world, "security.arrests_per_officer", 0.2, 6.0, days=5)
    assert hard.total("crowd")[0] == mild.total("crowd")[0]
    assert hard.total("detained")[0] > mild.total("detained")[0]
    expected = [run.numbers["expected_arrests"][1].sum() for run in (mild, hard)]
    assert expected[1] > expected[0]
    assert hard.total("crowd")[1] < mild.total("crowd")[1]


def test_a_marcher_of_a_scaled_run_stands_for_as_many(teaching):
    from contested.nation.world import build

    stage = Stage(build(teaching.country, 10))
    stage.march(np.arange(0, 3000, 3))
    stage["security_officers"][:] = 1e6
    stage["security_effort"][:] = 1.0
    stage.play("policing")
    assert stage["security_arrests"].sum() == 10 * stage["security_taken_count"][0] > 0
