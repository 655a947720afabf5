"""What the patron's promise and money do: the script's up to the origin, then by the incumbent's prospects."""

from __future__ import annotations

import pytest

from tests.nation.countries import act, with_country
from tests.nation.playing import Stage, play

ORIGIN = 20
LATER = ORIGIN + 5


def _support(town, day=LATER, settings=None, **columns):
    stage = Stage(town, settings)
    for name, value in columns.items():
        stage[name][:] = value
    return stage.play("patron", day=day)


def test_up_to_the_origin_the_guarantee_is_the_script_s(town):
    assert _support(town, day=ORIGIN, patron_guarantee=0.9)["patron_guarantee"][0] == 0.9


def test_after_it_the_guarantee_moves_towards_what_a_safe_incumbent_is_promised(town):
    stage = _support(town, patron_guarantee=0.3)
    assert stage["patron_guarantee"][0] == pytest.approx(0.3 + 0.03 * (0.6 - 0.3))


def test_an_incumbent_whose_forces_refuse_loses_it(town):
    safe, gone = (_support(town, patron_guarantee=0.6, security_refusing=r)["patron_guarantee"][0] for r in (0, 1))
    assert gone < safe == pytest.approx(0.6)
    assert gone == pytest.approx(0.6 + 0.03 * (0.6 - 0.8 * 0.5 - 0.6), abs=1e-9)


def test_loans_are_booked_and_add_up(town):
    stage = _support(town, day=3, patron_lent_today=500.0)
    stage.play("patron", day=4)
    assert stage["patron_lent"][0] == 1000.0


def test_a_guarantee_steadies_forces_and_elite(town):
    marches = tuple(act("call_march", day) for day in range(8))
    alone = play(with_country(town, acts=marches, mechanism="ordered"), days=8)
    backed = play(with_country(town, acts=(*marches, act("guarantee", 2, 1.0)), mechanism="ordered"), days=8)
    for name in ("force_loyalty", "elite_loyalty"):
        assert (backed.numbers[name][:2] == alone.numbers[name][:2]).all()
        assert (backed.numbers[name][-1] > alone.numbers[name][-1]).all()


def test_officers_held_ready_keep_people_home(town):
    marches = (act("call_march", 3),)
    willing = {"street.cost": 0.8}
    alone = play(with_country(town, acts=marches, mechanism="ordered", settings=willing), days=4)
    ready = play(
        with_country(town, acts=(*marches, act("reserve", 3, 20.0)), mechanism="ordered", settings=willing), days=4
    )
    assert ready.total("crowd")[3] < 0.9 * alone.total("crowd")[3]
    assert (ready.total("crowd")[:3] == alone.total("crowd")[:3]).all()
