"""Raids: people who have marched before are taken at home, as many as officers can, and nobody twice."""

from __future__ import annotations

import numpy as np
import pytest

from contested.nation.codes import DETAINED, HOME, HURT
from contested.nation.country import Unit
from contested.nation.kinds import TACTIC_ROWS
from tests.laws import assert_chance
from tests.nation.countries import act, place, series, small_world
from tests.nation.playing import Stage, play

CURFEW = TACTIC_ROWS.row("curfew")


@pytest.fixture(scope="module")
def two():
    return small_world(places=(place("A", population=6000, voters=4000), place("B", population=3001, voters=2000)))


def _raid(world, *, officers=1000.0, marched=None, tactic=CURFEW, raids=0.02, day=0, **columns):
    stage = Stage(world, {"tactics.curfew.raids": raids})
    marched = np.arange(0, 9000, 3) if marched is None else marched
    stage["street_ever"][marched] = 1
    stage["security_officers"][:] = officers
    stage["security_tactic"][:] = tactic
    for name, value in columns.items():
        stage[name][:] = value
    return stage.play("raids", day=day)


def _taken(stage):
    n = int(stage["security_taken_count"][0])
    return stage["security_taken"][:n].copy(), stage["security_taken_place"][:n].copy()


def test_as_many_are_taken_as_officers_can_take(two):
    stage = _raid(two, officers=[1000.0, 500.0])
    assert stage["security_raided"].tolist() == [20, 10]
    half = _raid(two, officers=[1000.0, 500.0], security_level=0.5)
    assert half["security_raided"].tolist() == [10, 5]


def test_what_is_left_over_of_a_raid_is_a_chance(two):
    stage = Stage(two, {"tactics.curfew.raids": 0.001})
    stage["street_ever"][:] = 1
    stage["security_officers"][:] = [300.0, 0.0]
    stage["security_tactic"][:] = CURFEW
    taken = 0
    for day in range(1000):
        stage["security_taken_count"][0] = 0
        taken += int(stage.play("raids", day=day)["security_raided"].sum())
    assert_chance(taken, 1000, 0.3, detects=0.2)


def test_those_taken_have_marched_are_at_home_in_their_place_and_are_taken_once(two):
    stage = _raid(two, raids=1.0)
    rows, where = _taken(stage)
    assert len(set(rows.tolist())) == len(rows) > 300
    assert (rows % 3 == 0).all()
    assert (where == np.searchsorted(stage["place_start"], rows, "right") - 1).all()


def test_nobody_who_is_taken_on_the_street_hurt_or_held_is_taken_at_home(two):
    status = np.full(9001, HOME, np.uint8)
    status[0:9000:9] = HURT
    status[3:9000:9] = DETAINED
    stage = Stage(two, {"tactics.curfew.raids": 1.0})
    stage["street_ever"][np.arange(0, 9000, 3)] = 1
    stage["citizens_status"][:] = status
    stage["security_officers"][:] = 2000.0
    stage["security_tactic"][:] = CURFEW
    on_the_street = np.arange(6, 900, 9)
    stage.take_in(on_the_street)
    rows, _ = _taken(stage.play("raids"))
    assert (rows[: len(on_the_street)] == on_the_street).all()
    assert len(set(rows.tolist())) == len(rows) > len(on_the_street)
    assert (rows % 9 == 6).all()


@pytest.mark.parametrize("tactic", ["pause", "containment"])
def test_a_tactic_without_raids_has_none(two, tactic):
    assert _raid(two, tactic=TACTIC_ROWS.row(tactic))["security_raided"].sum() == 0


def test_where_nobody_ever_marched_a_raid_finds_nobody(two):
    assert _raid(two, marched=np.zeros(0, int), raids=1.0)["security_raided"].sum() == 0


def test_those_taken_at_home_are_held_as_others_are():
    """In a run: after a march, on a day without one, custody grows by raids alone."""
    world = small_world(
        acts=(series("march", 1, level=0.9), act("tactic_pause", 1), act("tactic_curfew", 2, until=4)),
        mechanism="ordered", units=(Unit("omon", "riot_police", 0, 500, 1.0),),
    )
    settings = {"street.cost": 0.5, "street.spontaneous": 0.0, "tactics.curfew.raids": 0.02,
                "detention.hold_limit": 30.0, "detention.sentenced": 1.0}  # fmt: skip
    run = play(world, days=5, settings=settings)
    assert run.total("crowd")[1] > 200 and run.total("crowd")[2:].sum() == 0
    assert run.total("detained")[2:].sum() == 0
    raided = run.total("raided")[2:]
    assert (raided <= 10).all() and raided.sum() > 20  # a raid that finds somebody taken already leaves
    gone = run.total("released")[2:] + run.total("killed_custody")[2:]
    assert (np.diff(run.total("custody"))[1:] == raided - gone).all()


def test_a_raid_that_looks_at_few_finds_few(two):
    """One in three has marched: one look finds somebody a third of the time."""
    stage = Stage(two, {"tactics.curfew.raids": 0.1, "security.raid_search": 1})
    stage["street_ever"][::3] = 1
    stage["security_officers"][:] = [6000.0, 0.0]
    stage["security_tactic"][:] = CURFEW
    assert_chance(int(stage.play("raids")["security_raided"].sum()), 600, 1 / 3, detects=0.3)


def test_raids_take_organisers_and_others_come_in_their_place(two):
    """20 raids a day among 3 organisers leave next to none; half of the missing are replaced in a month."""
    stage = _raid(two, officers=[1000.0, 0.0])
    organisers = stage["opposition_organisers"]
    expected = np.exp(-20 / (stage.params.opposition.organisers * 6000))
    assert organisers.tolist() == pytest.approx([expected, 1.0])
    stage["security_officers"][:] = 0.0
    for day in range(1, 31):
        stage.play("raids", day=day)
    assert stage["opposition_organisers"][0] == pytest.approx(0.5 * (1 + expected), rel=1e-6)


def test_where_organisers_are_taken_fewer_come_though_nobody_is_arrested_on_the_street():
    """A week of raids between two marches under cordons."""
    crowds = []
    for raids in (0.0, 0.02):
        world = small_world(
            places=(place("A", population=20_000, voters=15_000),), mechanism="ordered",
            acts=(act("call_march", 1), act("tactic_pause", 1), act("tactic_curfew", 2, until=8),
                  act("tactic_pause", 9, until=10), act("call_march", 10)),
            units=(Unit("omon", "riot_police", 0, 200, 1.0),),
        )
        how = {"street.cost": 0.5, "opposition.leaderless": 0.5, "tactics.curfew.raids": raids,
               "media.dread": 0.0, "citizens.arrest_fear": 0.0, "citizens.arrest_outrage": 0.0,
               "repression.detention.outrage": 0.0, "detention.testify": 0.0}  # fmt: skip
        crowds.append(play(world, days=11, settings=how).total("crowd"))
    assert crowds[0][1] == crowds[1][1] > 500
    assert 0.4 * crowds[0][10] < crowds[1][10] < 0.75 * crowds[0][10]
