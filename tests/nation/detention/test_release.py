"""Custody ends by time, by order or for want of room, and who was ill-treated may tell."""

from __future__ import annotations

import numpy as np
import pytest

from contested.nation.codes import DEAD, DETAINED, HOME, HURT, OUT
from contested.nation.country import Site
from tests.laws import assert_chance
from tests.nation.countries import act, small_world, with_country
from tests.nation.playing import Stage, play

ORIGIN = 20


@pytest.fixture(scope="module")
def jail():
    return small_world(sites=(Site("jail", 0, 2000),))


def _held(jail, n=1500, *, until=100, ill=0, **settings):
    """n people in custody since yesterday."""
    stage = Stage(jail, {f"detention.{k}": v for k, v in settings.items()})
    stage["detention_rows"][:n] = np.arange(n) * 5
    stage["detention_until"][:n] = until
    stage["detention_ill"][:n] = ill
    stage["detention_count"][0] = n
    stage["detention_custody"][0] = n
    stage["citizens_status"][np.arange(n) * 5] = DETAINED
    return stage


def _assert_kept(stage):
    """The list, the status and the number held say the same."""
    n = stage["detention_count"][0]
    rows = stage["detention_rows"][:n]
    assert (np.flatnonzero(stage["citizens_status"] == DETAINED) == np.sort(rows)).all()
    assert stage["detention_custody"].sum() == n * stage["scale"][0]


def test_everybody_goes_on_their_day_and_not_before(jail):
    stage = _held(jail, until=np.arange(1500) % 7 + 1)
    for day in range(1, 8):
        before = stage["detention_count"][0]
        stage.play("release", day=day)
        due = (np.arange(1500) % 7 + 1 == day).sum()
        assert stage["detention_released"].sum() == due == before - stage["detention_count"][0]
        _assert_kept(stage)
    assert (stage["citizens_status"] == HOME).all()


def test_an_order_frees_the_part_it_names(jail):
    stage = _held(jail)
    stage["detention_release"][0] = 0.3
    stage.play("release", day=5)
    assert_chance(int(stage["detention_released"].sum()), 1500, 0.3, detects=0.16)
    _assert_kept(stage)


def test_without_an_order_and_before_their_day_nobody_goes(jail):
    assert _held(jail).play("release", day=5)["detention_released"].sum() == 0


@pytest.mark.parametrize(("day", "goes"), [(ORIGIN, False), (ORIGIN + 1, True)])
def test_a_site_above_capacity_lets_people_go_once_no_script_says_who(day, goes):
    world = small_world(sites=(Site("jail", 0, 500),), origin=ORIGIN)
    stage = _held(world, 1000, overcrowding=2.0, crowding_release=0.5)
    stage.play("release", day=day)
    left = stage["detention_custody"][0]
    assert (500 < left < 950) if goes else left == 1000


def test_those_charged_with_crimes_stay_for_their_time_whatever_is_ordered(jail):
    stage = _held(jail, until=np.where(np.arange(1500) < 500, 30, 9), crowding_release=1.0)
    stage["detention_accused"][:500] = 1
    stage["detention_release"][0] = 1.0
    stage.play("release", day=5)
    assert stage["detention_released"].sum() == 1000
    assert stage["detention_accused"][: stage["detention_count"][0]].all()
    _assert_kept(stage)
    stage.play("release", day=30)
    assert stage["detention_count"][0] == 0


def test_below_capacity_nobody_is_let_go_for_want_of_room(jail):
    stage = _held(jail, crowding_release=1.0)
    assert stage.play("release", day=ORIGIN + 1)["detention_released"].sum() == 0


@pytest.mark.parametrize(("ending", "empties"), [(0, False), (1, True), (2, True), (3, True), (4, False)])
def test_a_new_election_a_transition_and_a_collapse_empty_the_cells(jail, ending, empties):
    stage = _held(jail)
    stage["outcome_ended"][ending] = 1
    stage.play("release", day=ORIGIN + 2)
    assert stage["detention_count"][0] == (0 if empties else 1500)


def test_only_those_ill_treated_and_released_testify(jail):
    ill = (np.arange(1500) % 2).astype(np.uint8)
    stage = _held(jail, ill=ill, until=np.where(np.arange(1500) < 1000, 5, 9), testify=1.0)
    stage.play("release", day=5)
    telling = stage["detention_telling"][: stage["detention_telling_count"][0]]
    assert (telling == np.arange(1, 1000, 2) * 5).all()
    assert stage["detention_testimonies"].sum() == 500


def test_testimony_has_its_chance(jail):
    stage = _held(jail, ill=1, until=5, testify=0.5).play("release", day=5)
    assert_chance(int(stage["detention_testimonies"].sum()), 1500, 0.5, detects=0.18)


def test_released_people_are_counted_where_they_were_arrested(teaching):
    stage = Stage(teaching)
    stage["detention_rows"][:4] = [1, 2, 3, 4]
    stage["detention_until"][:4] = 2
    stage["detention_place"][:4] = [0, 3, 3, 5]
    stage["detention_count"][0] = 4
    stage["detention_custody"][0] = 4
    stage.play("release", day=2)
    assert stage["detention_released"].tolist() == [1, 0, 0, 2, 0, 1]


def test_every_day_everybody_is_exactly_one_thing_and_nobody_is_lost(teaching):
    """Over a whole run: custody grows by arrests given a cell, shrinks by releases and deaths, and lists agree."""
    held_before = [0.0]
    days = []

    def check(day, state):
        status = state["citizens_status"]
        assert status.max() <= DEAD
        assert not (status == OUT).any()
        n = int(state["detention_count"][0])
        rows = state["detention_rows"][:n]
        assert len(set(rows.tolist())) == n
        assert (np.sort(rows) == np.flatnonzero(status == DETAINED)).all()
        hurt = state["security_hurt"][: state["security_hurt_count"][0]]
        assert (np.sort(hurt) == np.flatnonzero(status == HURT)).all()
        assert (state["detention_custody"] >= 0).all()
        assert (state["detention_custody"] <= 2.5 * state["site_capacity"]).all()
        held = state["detention_custody"].sum()
        assert held == n
        taken = int(state["security_taken_count"][0])
        given = held - held_before[0] + state["detention_released"].sum() + state["detention_killed"].sum()
        assert 0 <= given <= taken == state["security_arrests"].sum() + state["security_raided"].sum()
        held_before[0] = held
        days.append(day)

    play(
        teaching, each_day=check,
        settings={"security.reach": 0.5, "security.arrests_per_officer": 3.0, "security.injuries_per_arrest": 2.0,
                  "detention.death_chance": 0.05},
    )
    assert len(days) == teaching.country.days


def test_testimonies_of_released_people_outrage_those_who_know_them(town):
    """Two runs alike up to the release; in one, what was done in the cells is told."""
    acts = (act("call_march", 0), act("tactic_crackdown", 0, until=2), act("release", 4, 1.0))
    world = with_country(town, acts=acts, mechanism="ordered")
    how = {"security.arrests_per_officer": 5.0, "security.reach": 0.5, "detention.sentenced": 1.0,
           "detention.sentence_longest": 365.0, "media.attention_half_life": 0.1, "repression.testimony.outrage": 0.0,
           "citizens.severity": 1.0}
    silent = play(world, days=6, settings=how | {"detention.testify": 0.0})
    told = play(world, days=6, settings=how | {"detention.testify": 1.0})
    assert (silent.numbers["released"] == told.numbers["released"]).all()
    assert told.numbers["testimonies"][4, 0] >= 5
    assert told.numbers["outrage"][4, 0] == silent.numbers["outrage"][4, 0]
    assert told.numbers["outrage"][5, 0] > silent.numbers["outrage"][5, 0]
