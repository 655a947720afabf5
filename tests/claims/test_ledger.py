"""What can be set beside what."""

from __future__ import annotations

import pytest

from contested.claims.ledger import QUANTITIES, comparable
from contested.nation.observables import OBSERVABLES

from .test_claim import claim


def test_every_quantity_points_at_numbers_that_the_model_gives():
    given = {o.name for o in OBSERVABLES}
    for name, quantity in QUANTITIES.items():
        assert set(quantity.observables) <= given, name


def test_a_rally_for_the_incumbent_is_not_set_beside_the_crowd_of_marchers():
    assert comparable(claim(actor="opposition")).observables == ("crowd",)
    assert comparable(claim(actor="incumbent")) is None


@pytest.mark.parametrize("quantity", ["injured", "injured_cum"])
def test_injured_police_are_set_beside_injured_officers_and_not_beside_marchers(quantity):
    assert comparable(claim(quantity=quantity, actor="security")).observables == ("officers_injured",)
    assert comparable(claim(quantity=quantity, actor="Police")).observables == ("officers_injured",)
    assert comparable(claim(quantity=quantity, actor="protesters")).observables == ("injured",)
    assert comparable(claim(quantity="dead", actor="security")) is None


def test_a_loan_said_in_dollars_becomes_millions():
    loan = claim(quantity="patron_loan_usd", actor="patron", value=1.5e9, low=None, high=None)
    assert loan.value * comparable(loan).factor == 1500
