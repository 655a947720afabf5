"""Rallies for the incumbent: a part of supporters, where one is ordered, and what they do to hope."""

from __future__ import annotations

import numpy as np
import pytest

from contested.nation.incumbent import IncumbentParams
from tests.nation.countries import act, place, small_world, with_country
from tests.nation.playing import Stage, play

BASE = IncumbentParams().rally_base
PLAIN = {"opposition.spread": 0.0}


def _rally(world, ordered=1.0, settings=None, seed=7, **columns):
    stage = Stage(world, {**PLAIN, **(settings or {})}, seed=seed)
    stage["incumbent_rallying"][:] = ordered
    for name, value in columns.items():
        stage[name][:] = value
    return stage.play("rallies")["incumbent_rally"].copy()


def test_a_part_of_supporters_within_reach_rallies_where_one_is_ordered():
    world = small_world(places=(place("A", incumbent=0.4), place("B", kind="town", incumbent=0.2)))
    assert _rally(world, 0.0).tolist() == [0, 0]
    assert _rally(world) == pytest.approx([BASE * 0.4 * 20_000, np.floor(BASE * 0.2 * 20_000 * 0.4 + 0.5)])
    assert _rally(world, 0.5)[0] == pytest.approx(BASE * 0.4 * 10_000)


def test_chance_has_the_part_in_a_rally_that_it_has_in_a_gathering(town):
    sizes = [_rally(town, settings={"opposition.spread": 0.35, "incumbent.rally_base": 0.2}, seed=s)[0]
             for s in range(200)]  # fmt: skip
    assert np.log(sizes).std() == pytest.approx(0.35, rel=0.25)
    assert np.median(sizes) == pytest.approx(0.2 * 0.4 * 20_000, rel=0.15)


def test_after_an_ending_nobody_rallies(town):
    ended = np.zeros(len(Stage(town)["outcome_ended"]))
    ended[0] = 1
    assert _rally(town, outcome_ended=ended).tolist() == [0]


def test_a_rally_takes_hope_the_more_the_larger_it_is_beside_the_crowds_against():
    world = small_world(units=())

    def hope(rally, against):
        stage = Stage(world)
        stage["incumbent_rally"][:] = rally
        stage["incumbent_crowd"][:] = against
        stage["street_marchers"][:] = against
        return stage.play("media")["media_hopeful"][0]

    none = hope(0.0, 500.0)
    assert none == pytest.approx(0.5)
    assert hope(500.0, 500.0) < hope(100.0, 500.0) < none
    assert hope(500.0, 500.0) < hope(500.0, 5000.0)
    # as large as the latest gathering: the declared log-odds online
    stage = Stage(world)
    stage["incumbent_rally"][:] = stage["incumbent_crowd"][:] = 500.0
    stage.play("media")
    online = stage["media_hope"][0, 1]
    assert np.log(online / (1 - online)) == pytest.approx(-stage.params.media.hope_rally)


def test_a_rally_of_the_script_is_held_on_its_day_and_tells_on_the_next(town):
    plain, rallied = (
        play(with_country(town, acts=acts), days=6, settings=PLAIN).numbers for acts in ((), (act("rally", 3, 1.0),))
    )
    assert (plain["hope"][:4] == rallied["hope"][:4]).all()
    assert rallied["hope"][4] < plain["hope"][4]
