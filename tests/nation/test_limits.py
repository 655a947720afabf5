"""Limits in which the answer is known: the mean field without ties, and Granovetter's thresholds without fear.

Both are written again here, in plain NumPy and plain Python, from the equations alone.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from contested.nation.codes import ADULT, FOR_INCUMBENT, ONLINE
from tests.nation.countries import act, place, small_world, with_country
from tests.nation.playing import Stage, play

#: standard deviations that right code exceeds once in a thousand million draws
SIGMAS = 6.2


def _attendance(
    stage, call, turnout, effort, violence, reserve=0.0, *, hope=(0.5, 0.5), shock=0.0, dread=(0.0, 0.0), workday=False
):
    """Chance of everybody to march, without ties: Pr = c / (1 + exp(-(2 p G + b_e E - C - cost - b_f fatigue) / T)).

    p is the expectation of success; G = h (1 - L + shock + gF phi)(1 + a), for the incumbent's voters a part of it; E
    the expected part of the place, half full at its half; C = R (s P (1 + v violence) + reserve + dread + fear), with P
    the arrests per head of the crowd expected that forces make at the effort that people expect of them.
    """
    p = stage.params
    flags = stage["flags"]
    online = (flags & ONLINE > 0).astype(int)
    h = stage["hardship"] / 255
    phi = stage["citizens_fraud"] / 255
    a = stage["citizens_outrage"] / 4096
    grievance = h * (1 - stage["incumbent_legitimacy"][0] + shock + p.citizens.fraud_grievance * phi) * (1 + a)
    grievance[stage["election_vote"] == FOR_INCUMBENT] *= p.citizens.supporter_grievance
    people = stage["place_people"][0]
    crowd = np.asarray(turnout) * np.asarray(call)
    part = crowd / people
    safety = p.street.safety * part / (part + p.street.safety_half)
    heads = np.maximum(crowd, 1.0)
    effort = np.asarray(effort)
    most = max(1e-12, stage["security_capacity"][0]) * p.security.arrests_per_officer * effort
    reached = p.security.reach * effort / (effort + p.security.reach_half)
    chance = most * -np.expm1(-reached * heads / most) / heads
    risk = p.citizens.severity * chance * (1 + p.citizens.violence_severity * np.asarray(violence))
    fear = stage["citizens_fear"] / 4096
    cost = stage["risk_aversion"] / 255 * (risk[online] + reserve + np.asarray(dread)[online] + fear)
    staying = p.street.cost + (p.street.workday if workday else 0.0)
    tired = p.street.fatigue * stage["citizens_fatigue"] / 4096
    x = (2 * np.asarray(hope)[online] * grievance + safety[online] - cost - staying - tired) / p.street.temperature
    free = (flags & ADULT > 0) & (stage["citizens_status"] == 0)
    return np.where(free, np.asarray(call)[online] / (1 + np.exp(-x)), 0.0)


@pytest.fixture(scope="module")
def city():
    """A city of 60,000."""
    return small_world(places=(place(population=60_000, voters=48_000, stations=30),), enterprises=(), units=())


@pytest.mark.parametrize(
    ("call", "turnout", "effort", "violence"),
    [
        ([1.0, 1.0], [300.0, 900.0], [0.1, 0.3], [0.2, 0.6]),
        ([0.5, 0.3], [10_000.0, 30_000.0], [0.02, 0.05], [0.0, 0.0]),
        ([0.9, 0.8], [0.2, 0.1], [0.8, 1.0], [1.0, 1.0]),
    ],
)
def test_without_ties_the_crowd_is_the_mean_field_of_the_attendance_equation(city, call, turnout, effort, violence):
    """Over a population of mixed angers, fears, doubts and wearinesses, to within a binomial's noise."""
    stage = Stage(city, without=("ties",)).play("vote")
    rng = np.random.default_rng(11)
    n = 60_000
    stage["citizens_outrage"][:] = rng.integers(0, 6000, n)
    stage["citizens_fear"][:] = rng.integers(0, 1500, n)
    stage["citizens_fatigue"][:] = rng.integers(0, 9000, n)
    stage["citizens_fraud"][:] = rng.integers(0, 256, n)
    stage["patron_reserve"][0] = 30.0
    hope, shock, dread = [0.35, 0.6], 0.2, [0.1, 0.3]
    stage["media_hope"][:] = [hope]
    stage["citizens_shock"][:] = shock
    stage["security_capacity"][:] = 400.0
    stage["media_dread"][:] = [dread]
    for column, value in (
        ("opposition_call", call), ("media_turnout", turnout), ("media_effort", effort), ("media_violence", violence),
    ):
        stage[column][:] = [value]
    reserve = stage.params.patron.reserve_weight * 30.0 / 60_000 * 1000
    chance = _attendance(
        stage, call, turnout, effort, violence, reserve, hope=hope, shock=shock, dread=dread, workday=True
    )
    expected, spread = chance.sum(), math.sqrt((chance * (1 - chance)).sum())
    assert expected > 200
    stage.play("mobilisation", day=4)
    assert abs(stage["street_crowd"][0] - expected) < SIGMAS * spread, f"{stage['street_crowd'][0]} of {expected:.1f}"
    # and it is each person's own chance, not only the sum: who went had the larger one
    out = np.zeros(n, bool)
    out[stage["street_rows"][: stage["street_start"][-1]]] = True
    weighted = (chance[out] - (chance**2).sum() / chance.sum()).sum()
    assert abs(weighted) < SIGMAS * math.sqrt((chance**3).sum())


def test_without_ties_and_police_a_city_follows_its_mean_field_from_day_to_day(city):
    """Expectations learn from crowds and crowds from expectations: the difference equation, beside the model.

    Beliefs about the count and about success stand still, nobody tires, and a march is called every day.
    """
    days = 25
    settings = {
        "street.fatigue": 0.0, "media.fraud_learning": 0.0, "street.safety": 1.0, "street.safety_half": 0.05,
        "media.prior_turnout": 0.02, "opposition.spread": 0.0, "media.hope_growth": 0.0, "media.hope_futility": 0.0,
        "street.workday": 0.0,
    }
    world = with_country(
        city, acts=(act("call_march", 0, 0.6, until=days),), mechanism="ordered", origin=days, announcement_day=0
    )
    run = play(world, settings=settings, days=days, without=("ties", "security", "outcome", "workplaces"))
    crowd = run.total("crowd")

    # everybody's standing: hardship, vote and doubt, as they are after the announcement
    start = Stage(world, settings, without=("ties",)).play("vote", "protocols", "announcement")
    p = start.params
    people = 60_000.0
    turnout = np.full(2, p.media.prior_turnout * people)
    arrests = np.full(2, p.citizens.prior_arrests * people / 100_000)
    reach = np.array([p.media.rumour, 1.0])
    told_bias = reach * p.media.independent_bias + (1 - reach) * p.media.state_discount
    expected: list[float] = []
    last = 0.0
    call = np.full(2, 0.6)
    for day in range(days):
        strength = max(0.6, run.numbers["call"][day, 0])  # the night of the announcement may be called louder
        call[:] = strength
        if day:
            turnout += p.citizens.risk_learning * (told_bias * expected[-1] / last - turnout)
            arrests += p.citizens.risk_learning * (0.0 - arrests)
        expected.append(_attendance(start, call, turnout, np.maximum(arrests, 1e-300), np.zeros(2)).sum())
        last = strength
    # a day's noise is a binomial's; carried on by learning it is a little larger
    noise = SIGMAS * 2 * math.sqrt(max(expected))
    assert max(expected) > 1.2 * expected[0]
    assert np.abs(crowd - expected).max() < noise, f"{crowd.astype(int)} beside {np.round(expected).astype(int)}"


@pytest.mark.parametrize("cost", [14.6, 15.1])
def test_without_fear_and_with_sharp_tastes_it_is_granovetter_s_model(cost):
    """People go once enough of those they know have gone; round by round until nobody is added.

    Grievance differs by hardship alone, in fifteen steps, so that nobody comes near their threshold, measured in
    temperatures. The same people on the same ties, in a plain loop.
    """
    pull = 16.5
    world = small_world(
        places=(place(population=6000, voters=4500, stations=3),), enterprises=(), units=(),
        settings={"ties.close": 0, "ties.neighbours": 6, "ties.far": 3},
    )
    settings = {
        "street.temperature": 0.001, "street.social_pull": pull, "street.memory": 0.0, "street.cost": cost,
        "street.safety": 0.0, "street.rounds": 20, "street.fatigue": 0.0, "citizens.severity": 0.0,
        "citizens.fraud_grievance": 15.0, "incumbent.legitimacy": 0.0, "citizens.supporter_grievance": 1.0,
    }
    stage = Stage(world, settings)
    hardship = stage.own("hardship")
    hardship[:] = hardship // 17 * 17
    stage["citizens_fraud"][:] = 255
    stage["opposition_call"][:] = 1.0
    stage.play("mobilisation")

    grievance = [16.0 * (int(h) / 255) for h in hardship]
    friends = [[int(t) for t in row if t >= 0] for row in stage["ties"]]
    adult = [bool(f & ADULT) for f in stage["flags"]]
    out: set[int] = set()
    sizes = []
    nearest = math.inf
    while not sizes or sizes[-1] != len(out):
        sizes.append(len(out))
        part = [sum(t in out for t in known) / len(known) for known in friends]
        for i in range(6000):
            if adult[i] and i not in out:
                surplus = grievance[i] + pull * part[i] - cost
                nearest = min(nearest, abs(surplus))
                if surplus > 0:
                    out.add(i)
    assert nearest > 12 * 0.001
    assert 2 * sizes[1] < len(out) < 4500 / 2, "a cascade, and one that stops"
    assert len(sizes) < 20, "more rounds than the model plays"
    assert set(stage["street_rows"][: stage["street_start"][-1]].tolist()) == out
