"""The rule behind the incumbent's orders: force wanted, as far as it can work, and the tactic that comes nearest."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contested.nation.incumbent import IncumbentParams
from contested.nation.incumbent.orders import choose, control, reviewed, wanted
from contested.nation.kinds import TACTIC_ROWS

PARAMS = IncumbentParams()
EFFORTS = TACTIC_ROWS.column("effort")
CRACKDOWN = TACTIC_ROWS.row("crackdown")
SHARE = st.floats(0, 1)
PEOPLE = st.floats(0, 1e7)
OFFICERS = st.just(0.0) | st.floats(1e-6, 1e7)
NONE = np.zeros(len(EFFORTS))


def _frequencies(effort, success=NONE, n=PARAMS, efforts=EFFORTS, draws=20_000):
    rows = [choose(effort, efforts, success, (k + 0.5) / draws, n) for k in range(draws)]
    return np.bincount(rows, minlength=len(efforts)) / draws


@given(PEOPLE, PEOPLE, OFFICERS, OFFICERS)
@settings(deadline=None)
def test_control_falls_with_the_crowd_and_rises_with_officers(one, other, few, many):
    small, large = sorted((one, other))
    less, more = sorted((few, many))
    assert 0 <= control(large, more, PARAMS) <= control(small, more, PARAMS) <= 1
    assert control(large, less, PARAMS) <= control(large, more, PARAMS)


def test_control_is_full_without_a_crowd_and_none_without_officers():
    assert control(0, 10, PARAMS) == 1.0
    assert control(0, 0, PARAMS) == control(100, 0, PARAMS) == 0.0


@given(SHARE, SHARE, SHARE, SHARE)
@settings(deadline=None)
def test_more_threat_wants_no_less_force_and_less_control_no_more(one, other, some, leaning):
    low, high = sorted((one, other))
    assert wanted(low, some, leaning, PARAMS) <= wanted(high, some, leaning, PARAMS)
    assert wanted(some, low, leaning, PARAMS) <= wanted(some, high, leaning, PARAMS)
    assert wanted(some, some, low, PARAMS) <= wanted(some, some, high, PARAMS)


def test_force_wanted_is_as_declared_at_full_control_and_nothing_without_any():
    n = PARAMS
    assert wanted(0.0, 1.0, 1.0, n) == n.vigilance
    assert wanted(1.0, 1.0, 1.0, n) == pytest.approx(n.vigilance + n.policy_hardness)
    assert wanted(1.0, 1.0, 0.5, n) == pytest.approx(n.vigilance + n.policy_hardness / 2)
    assert wanted(1.0, 0.0, 1.0, n) == 0.0


@pytest.mark.parametrize("effort", [0.0, 0.1, 0.25, 0.6, 1.5])
def test_tactics_are_chosen_as_often_as_the_logit_says(effort):
    success = np.linspace(-1.0, 0.9, len(EFFORTS))
    utility = PARAMS.lesson * success - 0.5 * ((np.sqrt(EFFORTS) - np.sqrt(effort)) / PARAMS.width) ** 2
    chance = np.exp(utility - utility.max())
    chance /= chance.sum()
    assert _frequencies(effort, success) == pytest.approx(chance, abs=2e-4)


@given(st.floats(0, 3), st.floats(0, 3), st.floats(0, 1, exclude_max=True))
@settings(deadline=None)
def test_on_one_draw_more_wanted_is_never_a_softer_tactic(one, other, u):
    low, high = sorted((one, other))
    efforts = np.sort(EFFORTS)
    softer, harder = (choose(x, efforts, NONE, u, PARAMS) for x in (low, high))
    assert softer <= harder


def test_each_tactic_is_the_likeliest_where_its_own_effort_is_wanted():
    for row, effort in enumerate(EFFORTS):
        assert _frequencies(float(effort), draws=2000).argmax() == row


@given(SHARE, SHARE)
@settings(deadline=None)
def test_orders_are_reviewed_by_routine_and_where_the_threat_grows(before, threat):
    chance = reviewed(before, threat, PARAMS)
    assert PARAMS.review <= chance <= 1.0
    assert (chance == PARAMS.review) == (threat <= before)
    assert reviewed(0.0, 1.0, PARAMS) == 1.0


def test_a_lesson_is_worth_its_declared_odds_and_nothing_where_nothing_is_learned():
    success = NONE.copy()
    success[CRACKDOWN] = 1.0
    plain, taught = _frequencies(0.5), _frequencies(0.5, success)
    odds = [x[CRACKDOWN] / (1 - x[CRACKDOWN]) for x in (plain, taught)]
    assert np.log(odds[1] / odds[0]) == pytest.approx(PARAMS.lesson, abs=1e-2)
    deaf = IncumbentParams(lesson=0.0)
    assert (_frequencies(0.5, success, n=deaf, draws=2000) == _frequencies(0.5, n=deaf, draws=2000)).all()


@given(st.floats(0, 5), st.floats(0, 1, exclude_max=True))
@settings(deadline=None)
def test_a_tactic_of_the_table_is_chosen_whatever_is_wanted(effort, u):
    assert 0 <= choose(effort, EFFORTS, NONE, u, PARAMS) < len(EFFORTS)


def test_a_tactic_that_a_scenario_adds_is_chosen_where_it_comes_nearest():
    efforts = TACTIC_ROWS.replaced("siege", effort=3.0).column("effort")
    assert _frequencies(3.0, np.zeros(len(efforts)), efforts=efforts, draws=1000).argmax() == len(EFFORTS)
