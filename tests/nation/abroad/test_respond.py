"""What outside governments do, and what it costs."""

from __future__ import annotations

import numpy as np
import pytest

from contested.nation.abroad.respond import OFFER
from contested.nation.params import NationParams
from tests.laws import assert_chance
from tests.nation.countries import act, with_country
from tests.nation.playing import Stage, play

ORIGIN = 20


def test_an_unanswered_offer_halves_in_its_half_life(town):
    stage = Stage(town, {"abroad.mediation_half_life": 7.0})
    stage["abroad_mediation"][0] = 0.8
    for day in range(14):
        stage.play("abroad", day=day)
    assert stage["abroad_mediation"][0] == pytest.approx(0.2)


def test_recognition_is_refused_once_and_costs_once(town):
    acts = (act("non_recognition", 2, 0.5), act("non_recognition", 4, 0.5), act("non_recognition", 6, 0.8))
    run = play(with_country(town, acts=acts), days=8)
    assert run.numbers["non_recognition"] == pytest.approx([0, 0, 0.5, 0.5, 0.5, 0.5, 0.8, 0.8])
    assert np.diff(run.numbers["legitimacy"]) == pytest.approx([0, -0.025, 0, 0, 0, -0.015, 0])


def test_sanctions_and_aid_add_up(town):
    acts = (act("sanctions", 1, 30), act("sanctions", 3, 12), act("aid", 2, 1.5), act("aid", 3, 1.0))
    run = play(with_country(town, acts=acts), days=5)
    assert run.numbers["sanctioned"].tolist() == [0, 30, 30, 42, 42]
    assert run.numbers["aid"].tolist() == [0, 0, 1.5, 2.5, 2.5]


def _listed(town, day, effort, days=1):
    stage = Stage(town)
    stage["street_crowd"][:] = 1000.0
    stage["security_effort"][:] = effort
    for d in range(days):
        stage.play("abroad", day=day + d)
    return stage["abroad_sanctioned"][0]


def test_after_the_origin_repression_lists_persons_day_by_day_as_far_as_it_goes(town):
    daily = NationParams().abroad.policy_listing
    assert _listed(town, ORIGIN + 1, 1.0, days=2) == pytest.approx(2 * daily)
    assert _listed(town, ORIGIN + 1, 0.25) == pytest.approx(daily / 4)


def test_without_repression_or_before_the_origin_nobody_is_listed_but_by_the_script(town):
    assert _listed(town, ORIGIN + 1, 0.0) == 0
    assert _listed(town, ORIGIN, 1.0) == 0


def test_repression_of_an_empty_street_is_not_answered(town):
    stage = Stage(town, {"abroad.policy_listing": 30.0})
    stage["security_effort"][:] = 1.0
    assert stage.play("abroad", day=ORIGIN + 1)["abroad_sanctioned"][0] == 0


def test_sanctions_wear_down_the_elite(town):
    plain = play(town, days=10).numbers["elite_loyalty"]
    listed = play(with_country(town, acts=(act("sanctions", 3, 300.0),)), days=10).numbers["elite_loyalty"]
    assert (plain[:3] == listed[:3]).all()
    assert (listed[3:] < plain[3:]).all()


def test_after_the_origin_danger_is_answered_with_offers_to_mediate(town):
    n = 1500
    offers = 0
    for seed in range(n):
        stage = Stage(town, {"abroad.policy_mediation": 0.2}, seed=seed)
        stage["street_crowd"][:] = 1000.0
        stage["security_violence"][:] = 0.5
        offers += stage.play("abroad", day=ORIGIN + 1)["abroad_mediation"][0] == OFFER
    assert_chance(offers, n, 0.2 * 0.5, detects=0.12)
    stage = Stage(town, {"abroad.policy_mediation": 1.0})
    stage["incumbent_threat"][0] = 1.0  # a crowd that threatens is enough
    assert stage.play("abroad", day=ORIGIN + 1)["abroad_mediation"][0] == OFFER
    stage = Stage(town, {"abroad.policy_mediation": 1.0})
    stage["incumbent_threat"][0] = 1.0
    assert stage.play("abroad", day=ORIGIN)["abroad_mediation"][0] == 0.0
