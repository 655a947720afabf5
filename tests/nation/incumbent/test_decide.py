"""What the day does to the incumbent, and what they do about it once no script says."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contested.nation.codes import CONTAINMENT, HARDENING
from contested.nation.country import Unit
from contested.nation.incumbent import IncumbentParams
from contested.nation.incumbent.decide import respond
from tests.nation.countries import act, small_world, with_country
from tests.nation.playing import Stage, both_arms, play

PARAMS = IncumbentParams()
SHARE = st.floats(0, 1)


def _day(town, day=0, settings=None, **columns):
    stage = Stage(town, settings)
    for name, value in columns.items():
        stage[name][:] = value
    return stage.play("incumbent", day=day)


def test_concessions_defiance_and_refused_recognition_move_legitimacy_as_declared(town):
    start = PARAMS.legitimacy
    assert _day(town, incumbent_conceded=0.5)["incumbent_legitimacy"][0] == pytest.approx(start + 0.5 * 0.1)
    assert _day(town, incumbent_defied=0.5)["incumbent_legitimacy"][0] == pytest.approx(start - 0.5 * 0.03)
    assert _day(town, abroad_refused=0.5)["incumbent_legitimacy"][0] == pytest.approx(start - 0.5 * 0.05)


def test_legitimacy_stays_a_share(town):
    stage = Stage(town)
    for column, end in (("incumbent_conceded", 1.0), ("incumbent_defied", 0.0)):
        for _ in range(60):
            stage["incumbent_conceded"][:] = stage["incumbent_defied"][:] = 0.0
            stage[column][:] = 1.0
            stage.play("incumbent")
        assert stage["incumbent_legitimacy"][0] == end


@pytest.mark.parametrize(
    ("column", "value", "change"),
    [
        ("patron_lent_today", 500.0, 500.0),
        ("workplaces_lost", 10.0, -4.0),
        ("security_officers", 1000.0, -0.2),
        ("abroad_sanctioned", 100.0, -0.75),
    ],
)
def test_the_treasury_takes_loans_and_pays_for_strikes_police_and_sanctions(town, column, value, change):
    stage = _day(town, **{column: value})
    assert stage["incumbent_treasury"][0] - PARAMS.treasury == pytest.approx(change, rel=1e-9)


def test_a_loan_raises_the_treasury_and_sanctions_lower_it_from_their_day_on(town):
    plain = play(town, days=8).numbers["treasury"]
    lent = play(with_country(town, acts=(act("loan", 3, 500.0),)), days=8).numbers["treasury"]
    listed = play(with_country(town, acts=(act("sanctions", 3, 100.0),)), days=8).numbers["treasury"]
    assert (lent[:3] == plain[:3]).all() and (listed[:3] == plain[:3]).all()
    assert lent[3:] - plain[3:] == pytest.approx(500.0)
    assert np.diff(listed - plain)[2:] == pytest.approx(-0.75)  # 1.5 a day at the largest bite, half of it here


def test_a_threat_is_remembered_for_a_week(town):
    stage = _day(town, street_crowd=200.0)  # 1 % of the people: half of the largest threat
    assert stage["incumbent_threat"][0] == 0.5
    stage["street_crowd"][:] = 0.0
    for day in range(1, 8):
        stage.play("incumbent", day=day)
    assert stage["incumbent_threat"][0] == pytest.approx(0.25)


def test_strikes_threaten_as_crowds_do(town):
    assert _day(town, workplaces_by_place=200.0)["incumbent_threat"][0] == 0.5


def test_before_the_origin_the_tactic_is_the_script_s(town):
    stage = _day(town, day=19, street_crowd=5000.0, security_tactic=1, security_level=0.3)
    assert stage["security_tactic"][0] == 1
    assert stage["security_level"][0] == 0.3
    stage.play("incumbent", day=20)  # on the origin's evening, for the day after
    assert stage["security_tactic"][0] == HARDENING
    assert stage["security_level"][0] > 0.3


@given(SHARE, SHARE, SHARE, SHARE, SHARE, SHARE)
@settings(deadline=None)
def test_the_policy_answers_more_threat_with_no_less_force(one, other, obeying, elite, guarantee, u):
    low, high = sorted((one, other))
    tactic, level, _ = respond(low, obeying, elite, guarantee, u, PARAMS)
    tactic_high, level_high, _ = respond(high, obeying, elite, guarantee, u, PARAMS)
    assert tactic_high >= tactic
    assert level_high >= level
    assert {tactic, tactic_high} <= {CONTAINMENT, HARDENING}
    assert 0.2 <= level <= level_high <= 3.0


@given(SHARE, SHARE, SHARE, SHARE, SHARE, SHARE)
@settings(deadline=None)
def test_the_policy_leans_on_loyal_forces_and_the_patron(threat, one, other, elite, guarantee, u):
    low, high = sorted((one, other))
    assert respond(threat, low, elite, guarantee, u, PARAMS)[1] <= respond(threat, high, elite, guarantee, u, PARAMS)[1]
    assert respond(threat, guarantee, elite, low, u, PARAMS)[1] <= respond(threat, guarantee, elite, high, u, PARAMS)[1]


@given(SHARE, SHARE, SHARE, SHARE)
@settings(deadline=None)
def test_a_loyal_elite_or_a_quiet_street_asks_for_no_concession(threat, obeying, guarantee, u):
    assert respond(threat, obeying, 1.0, guarantee, u, PARAMS)[2] == 0.0
    assert respond(0.0, obeying, 0.0, guarantee, u, PARAMS)[2] == 0.0


def test_a_disloyal_elite_under_threat_concedes_as_often_as_declared():
    conceded = [respond(0.5, 0.5, 0.2, 0.5, u / 1000, PARAMS)[2] > 0 for u in range(1000)]
    assert sum(conceded) == pytest.approx(1000 * 0.02 * 0.8 * 0.5, abs=1)


def test_forces_count_by_their_officers():
    """A large loyal force is leant on, however many small ones refuse."""
    units = (Unit("army", "army", -1, 9000, 1.0), *(Unit(f"u{k}", "police", -1, 10, 1.0) for k in range(9)))
    world = small_world(units=units)

    def level(refusing):
        stage = Stage(world)
        stage["street_crowd"][:] = 5000.0
        stage["security_refusing"][:] = refusing
        return stage.play("incumbent", day=25)["security_level"][0]

    small_ones = level([0.0] + [1.0] * 9)
    assert small_ones == pytest.approx(level([0.0] * 10), rel=0.02)
    assert level([1.0] + [0.0] * 9) < small_ones


def test_after_the_origin_a_harder_policy_meets_the_same_march_with_more_effort(town):
    world = with_country(town, origin=3, mechanism="ordered", acts=tuple(act("call_march", d) for d in range(4)))
    soft, hard = both_arms(world, "incumbent.policy_hardness", 0.3, 2.5, days=6)
    assert (soft.numbers["effort"][:4] == hard.numbers["effort"][:4]).all()
    assert hard.numbers["effort"][4, 0] > soft.numbers["effort"][4, 0]


def test_concessions_add_up(town):
    run = play(with_country(town, acts=(act("concession", 2, 0.1), act("concession", 4, 0.3))), days=6)
    assert run.numbers["concessions"] == pytest.approx([0, 0, 0.1, 0.1, 0.4, 0.4])
