"""A lasting readiness: much the same people come again, and as many as without it. No feedback, so that it is seen."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from tests.nation.countries import act, place, small_world
from tests.nation.playing import play

DAYS = 20
#: nobody is tired, drawn along by others, arrested or moved by what is heard
STILL = {
    "street.fatigue": 0.0, "street.social_pull": 0.0, "street.safety": 0.0, "street.workday": 0.0,
    "security.arrests_per_officer": 0.0, "opposition.spread": 0.0, "street.cost": 1.0,
}  # fmt: skip


@pytest.fixture(scope="module")
def runs():
    acts = tuple(act("call_march", day, 0.5) for day in range(DAYS))
    world = small_world(places=(place(population=50_000, voters=37_000, stations=20),), acts=acts, days=DAYS,
                        origin=DAYS, units=(), enterprises=())  # fmt: skip
    return {p: _marchers(world, p) for p in (0.0, 0.7, 1.0)}


def _marchers(world, persistence):
    """Sets of rows by day, and the run."""
    rows = []
    ran = play(world, days=DAYS, settings=STILL | {"street.persistence": persistence},
               each_day=lambda _, s: rows.append(set(s["street_rows"][: s["street_start"][-1]])))  # fmt: skip
    return rows, ran


def _again(rows):
    """Part of a day's marchers who march on the next day."""
    return float(np.mean([len(a & b) / len(a) for a, b in pairwise(rows[2:])]))


def test_as_many_come(runs):
    crowds = {p: ran.total("crowd")[2:] for p, (_, ran) in runs.items()}
    for p in (0.7, 1.0):
        assert abs(crowds[p].mean() / crowds[0.0].mean() - 1.0) < 0.06


def test_more_of_them_are_the_same_people(runs):
    again = {p: _again(rows) for p, (rows, _) in runs.items()}
    assert again[0.0] < 0.15
    # both days lasting: 0.49 of all; else by chance
    assert again[0.0] + 0.4 < again[0.7] < again[0.0] + 0.6
    assert again[1.0] > 0.9


def test_fewer_ever_march(runs):
    ever = {p: ran.total("participants")[-1] for p, (_, ran) in runs.items()}
    assert ever[1.0] < 0.4 * ever[0.7] < 0.6 * ever[0.0]
