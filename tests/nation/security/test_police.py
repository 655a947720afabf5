"""Arrests, injuries and deaths among today's marchers, person by person."""

from __future__ import annotations

from functools import cache, partial

import numpy as np
import pytest

from contested.nation.codes import DEAD, HOME, HURT, IN_CUSTODY
from contested.rules.contact import encounters
from tests.laws import assert_chance, assert_same_mean
from tests.nation.countries import act, place, small_world, with_country
from tests.nation.playing import Stage, both_arms

MARCHERS = np.arange(0, 20_000, 2)  # 10,000


def _police(town, *, officers=1000.0, effort=1.0, violence=0.0, day=0, marchers=MARCHERS, **settings):
    stage = Stage(town, {f"security.{k}": v for k, v in settings.items()})
    stage.march(marchers)
    stage["security_officers"][:] = stage["security_capacity"][:] = officers
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
    assert listed[:, 5].sum() == n == stage["security_injured"].sum() + stage["security_killed"].sum()
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


def test_a_crackdown_does_not_change_today_s_crowd_and_teaches_fear_for_tomorrow(town):
    marches = tuple(act("call_march", day) for day in range(5))
    world = with_country(town, acts=(*marches, act("tactic_crackdown", 0, until=4)))
    mild, hard = both_arms(world, "tactics.crackdown.effort", 0.1, 1.0, days=5, settings={
        "forms.march.deniable": 0.0, "street.cost": 0.8,
    })  # fmt: skip
    assert hard.total("crowd")[0] == mild.total("crowd")[0]
    assert hard.total("detained")[0] > mild.total("detained")[0]
    expected = [run.numbers["expected_effort"][1].sum() for run in (mild, hard)]
    assert expected[1] > expected[0]
    assert hard.total("crowd")[1] < mild.total("crowd")[1]


def test_a_marcher_of_a_scaled_run_stands_for_as_many(teaching):
    from contested.nation.world import build

    stage = Stage(build(teaching.country, 10))
    stage.march(np.arange(0, 3000, 3))
    stage["security_officers"][:] = stage["security_capacity"][:] = 1e6
    stage["security_effort"][:] = 1.0
    stage.play("policing")
    assert stage["security_arrests"].sum() == 10 * stage["security_taken_count"][0] > 0


@pytest.fixture(scope="module")
def scaled():
    """Three million persons who march against 30,000 officers, each agent so many of them; a world of each scale."""
    worlds = cache(partial(small_world, places=(place(population=6_000_000),), units=(), enterprises=(), sites=()))

    def stage(scale, **settings):
        stage = Stage(worlds(scale), {f"security.{k}": v for k, v in settings.items()})
        stage.march(np.arange(0, 6_000_000 // scale, 2))
        stage["security_officers"][:] = stage["security_capacity"][:] = 30_000.0
        stage["security_effort"][:] = stage["security_violence"][:] = 1.0
        return stage

    return stage


@pytest.mark.parametrize("scale", [100, 1000])
def test_the_dead_are_persons_and_of_each_cause_by_its_own_chance(scaled, scale):
    stage = scaled(scale, arrests_per_officer=5.0, injuries_per_arrest=3.0, deaths_per_injury=0.001).play("policing")
    listed = stage["security_casualties"][: stage["security_casualty_count"][0]]
    hurt = int(stage["security_injured"][0] + stage["security_killed"][0])
    assert hurt % scale == 0 and listed[:, 5].sum() == hurt > 100_000
    s = stage.params.security
    for cause, share, times in ((1, s.cause_rubber, 3), (2, s.cause_grenade, 4), (3, s.cause_live, 200)):
        of = listed[listed[:, 4] == cause]
        persons, dead = int(of[:, 5].sum()), int(of[of[:, 2] == 1, 5].sum())
        assert_chance(persons, hurt, share, detects=0.02)
        assert_chance(dead, persons, 0.001 * times, detects=max(0.003, 0.3 * share / 0.02 * 0.01, 0.4 * (times > 100)))
    assert stage["security_killed"][0] == listed[listed[:, 2] == 1, 5].sum()


def test_an_agent_leaves_with_its_dead_in_proportion(scaled):
    stage = scaled(100, arrests_per_officer=5.0, injuries_per_arrest=0.8, deaths_per_injury=0.03, cause_live=0.0)
    stage.play("policing")
    status = stage["citizens_status"]
    dead, killed = int((status == DEAD).sum()), float(stage["security_killed"][0])
    assert dead + (status == HURT).sum() == (stage["security_injured"][0] + killed) / 100
    assert dead == pytest.approx(killed / 100, rel=0.5) and dead > 20


def test_deaths_are_as_spread_at_any_scale(scaled):
    """Means and variances over seeds: one in a hundred gives the Poisson deaths of every person by himself."""
    killed = {}
    for scale in (10, 100):
        runs = []
        for seed in range(80):
            stage = scaled(scale, arrests_per_officer=1.0, injuries_per_arrest=0.5, deaths_per_injury=0.0005)
            stage.seed = seed
            runs.append(float(stage.play("policing")["security_killed"][0]))
        killed[scale] = np.array(runs)
    assert_same_mean(killed[10], killed[100], detects=10.0)
    for deaths in killed.values():
        assert deaths.var(ddof=1) < 4 * deaths.mean()
        assert len(set(deaths.tolist())) > 5


def test_officers_are_injured_in_clashes_and_never_more_than_there_are(town):
    calm = _police(town, violence=0.0)
    assert calm["security_officers_injured"][0] == 0
    hard = _police(town, violence=1.0, officer_injuries=0.05)
    assert_chance(int(hard["security_officers_injured"][0]), 10_000, 0.05, detects=0.03)
    few = _police(town, officers=7.5, violence=1.0, officer_injuries=1.0)
    assert few["security_officers_injured"][0] == 7
