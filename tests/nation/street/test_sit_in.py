"""A sit-in stays: once people are on a square, cordons no longer keep them apart, and they have to be cleared."""

from __future__ import annotations

import numpy as np
import pytest

from contested.nation.country import Unit
from tests.nation.countries import act, series, small_world
from tests.nation.playing import Stage

LAST = 6


@pytest.fixture(scope="module")
def square():
    """A town whose square is taken on day 2 in a pause, and cordoned off from day 3 on."""
    return small_world(
        acts=(series("sit_in", 2, LAST, level=0.8), act("tactic_pause", 0, until=2),
              act("tactic_hardening", 3, until=LAST + 2)),
        units=(Unit("omon", "riot_police", -1, 150, 1.0),), mechanism="ordered", announcement_day=0,
    )  # fmt: skip


def _played(world, stays):
    """By day: crowd, denial, inside, arrests and who was there."""
    stage = Stage(world, {"forms.sit_in.stays": stays, "street.cost": 0.4, "opposition.spread": 0.0})
    days = []
    for day in range(LAST + 3):
        stage.day(day)
        rows = stage["street_rows"][: stage["street_start"][-1]].copy()
        days.append({name: float(stage[name].sum()) for name in (
            "street_crowd", "security_denial", "opposition_inside", "security_arrests",
        )} | {"rows": rows})  # fmt: skip
    return days


def test_who_is_inside_is_not_kept_apart_and_has_to_be_cleared(square):
    stays, leaves = _played(square, 0.9), _played(square, 0.0)
    assert stays[2]["street_crowd"] == leaves[2]["street_crowd"] > 500
    for day in range(3, LAST + 1):
        assert stays[day]["opposition_inside"] == pytest.approx(0.9 * stays[day - 1]["street_crowd"], rel=0.05)
        assert stays[day]["security_denial"] < leaves[day]["security_denial"]
    assert stays[3]["security_denial"] < 0.5 * leaves[3]["security_denial"]
    assert sum(d["street_crowd"] for d in stays[3 : LAST + 1]) > 1.1 * sum(
        d["street_crowd"] for d in leaves[3 : LAST + 1]
    )
    assert stays[3]["security_arrests"] > 0


def test_much_the_same_people_are_there_the_next_day(square):
    days = _played(square, 0.9)
    again = np.isin(days[3]["rows"], days[2]["rows"]).mean()
    assert again > 0.5


def test_nobody_is_inside_once_it_is_called_off_or_where_people_go_home(square):
    stays, leaves = _played(square, 0.9), _played(square, 0.0)
    assert stays[LAST + 1]["opposition_inside"] == stays[2]["opposition_inside"] == 0
    assert all(day["opposition_inside"] == 0 for day in leaves)
