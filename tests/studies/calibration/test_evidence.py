"""What a study goes by: each claim is fitted, held back or not used, and only one of these."""

from __future__ import annotations

import datetime as dt

import pytest

from contested.inference.likelihood.claim_params import DEFAULT
from contested.scenarios.load import load
from contested.studies.calibration import evidence
from contested.studies.calibration.answer import of_evidence
from contested.studies.calibration.calibration import Calibration
from tests.inference.saying import say, teaching


def _counted(scenario, claims, until):
    cells = evidence.cells_within(scenario, claims, scenario.country.days)
    found = evidence.evidence(scenario, claims, cells, until, scenario.country.days)
    answer = of_evidence(found, DEFAULT)
    assert answer["claims"] + answer["holdout"] + sum(answer["unused"].values()) == answer["given"] == len(claims)
    return answer


def test_fitted_later_and_unused_claims_add_up_to_those_given():
    grown = [say(n, what="detained", by="Viasna", side="independent") for n in (88, 169)]
    claims = [*[say(900, day=2)] * 31, *grown, say(7, place="Atlantis"), *[say(30, day=5)] * 4, say(40, day=6)]
    answer = _counted(teaching(), claims, teaching().country.start + dt.timedelta(days=4))
    assert (answer["claims"], answer["holdout"]) == (2, 2)
    assert answer["unused"] == {"place unknown": 1, "superseded": 1, "copy": 33}


def test_an_impossible_number_does_not_displace_the_true_one_of_its_list():
    listed = [say(n, what="detained", by="Viasna", side="independent") for n in (88, 169, 900_000)]
    scenario, claims = teaching(), [*listed, say(300, day=2)]
    until = scenario.country.start + dt.timedelta(days=1)
    answer = _counted(scenario, claims, until)
    assert answer["unused"] == {"number impossible": 1, "superseded": 1}
    cells = evidence.cells_within(scenario, claims, scenario.country.days)
    assert evidence.evidence(scenario, claims, cells, until, scenario.country.days).fitted.claims == (listed[1],)


@pytest.mark.parametrize(("name", "until"), [("teaching", "2031-05-11"), ("belarus-2020", "2020-08-20")])
def test_the_claims_of_a_shipped_scenario_add_up(name, until):
    _counted(load(name), load(name).claims, dt.date.fromisoformat(until))


def test_copies_are_among_the_claims_that_a_calibration_does_not_use():
    done = object.__new__(Calibration)
    done.answer = {"unmatched": 1, "unused": {"place unknown": 1, "copy": 33}}
    assert done.unused == 34
