"""Who leaves for months, when they are back, and that nobody is dropped in silence."""

from __future__ import annotations

import numpy as np
import pytest

from contested.nation.codes import AWAY, DEAD, DETAINED, HOME
from tests.laws import assert_chance
from tests.nation.playing import Stage

ROWS = np.arange(0, 6000, 2, dtype=np.int32)  # 3,000


def _stage(town, **settings):
    return Stage(town, {f"citizens.{k}": v for k, v in settings.items()})


def _freed(stage, rows=ROWS):
    stage.state["detention_freed"] = np.asarray(rows, np.int32)
    stage["detention_freed_count"][0] = len(rows)
    return stage


def test_of_those_released_the_declared_part_leaves(town):
    stage = _freed(_stage(town, departure_released=0.2)).play("departures", day=3)
    away = stage["citizens_away"][: stage["citizens_away_count"][0]]
    assert_chance(len(away), 3000, 0.2, detects=0.1)
    assert (np.flatnonzero(stage["citizens_status"] == AWAY) == np.sort(away)).all()
    assert np.isin(away, ROWS).all()
    assert stage["citizens_departed"].sum() == len(away)


def test_they_are_back_on_their_day_and_not_before(town):
    stage = _freed(_stage(town, departure_released=1.0, departure_days=30.0), ROWS[:500]).play("departures", day=2)
    stage["detention_freed_count"][0] = 0
    stage.play("departures", day=31)
    assert (stage["citizens_status"] == AWAY).sum() == 500
    stage.play("departures", day=32)
    assert (stage["citizens_status"] == HOME).all() and stage["citizens_away_count"][0] == 0


@pytest.mark.parametrize("status", [DEAD, DETAINED, AWAY])
def test_only_those_at_home_leave(town, status):
    stage = _freed(_stage(town, departure_released=1.0))
    stage["citizens_status"][ROWS] = status
    assert stage.play("departures")["citizens_departed"].sum() == 0


def test_dismissed_strikers_leave_too(town):
    stage = _stage(town, departure_released=0.3)
    stage.state["workplaces_fired"] = ROWS
    stage["workplaces_fired_count"][0] = len(ROWS)
    assert_chance(int(stage.play("departures")["citizens_departed"].sum()), 3000, 0.3, detects=0.12)


def test_marchers_leave_by_dread_and_nobody_where_there_is_none(town):
    stage = _stage(town, departure_active=0.2)
    stage.march(ROWS)
    assert stage.play("departures", day=1)["citizens_departed"].sum() == 0
    stage["media_dread"][:] = 0.5
    assert_chance(int(stage.play("departures", day=2)["citizens_departed"].sum()), 3000, 0.1, detects=0.08)


def test_whoever_finds_no_room_in_the_list_stays_and_is_counted(town):
    stage = _stage(town, departure_released=1.0)
    room = len(stage["citizens_away"])
    _freed(stage, np.arange(room + 300, dtype=np.int32)).play("departures")
    assert stage["citizens_departed"].sum() == room == (stage["citizens_status"] == AWAY).sum()
    assert stage["citizens_away_over"][0] == 300


def test_those_who_left_do_not_march(town):
    stage = _freed(_stage(town, departure_released=1.0), np.arange(1000, dtype=np.int32)).play("departures")
    stage["opposition_call"][:] = 1.0
    stage.play("mobilisation", day=1)
    marched = stage["street_rows"][: stage["street_start"][-1]]
    assert marched.min() >= 1000


def test_a_tactic_that_expels_makes_more_of_those_released_leave(town):
    gone = []
    for tactic in ("pause", "hardening"):
        stage = Stage(town, {"citizens.departure_released": 0.1, "tactics.hardening.expulsion": 0.2})
        stage["security_tactic"][:] = stage.params.tactics.row(tactic)
        gone.append(int(_freed(stage, ROWS).play("departures")["citizens_departed"].sum()))
    assert_chance(gone[0], 3000, 0.1, detects=0.1)
    assert_chance(gone[1], 3000, 0.3, detects=0.12)
