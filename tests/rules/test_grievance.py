"""Grievance against risk, after Epstein, with fraud as a second source."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contested.rules.grievance import grievance, perceived_fraud

SHARE = st.floats(0, 1)


@given(SHARE, SHARE, st.floats(0, 20))
@settings(deadline=None)
def test_without_fraud_and_outrage_it_is_epstein_s_product(hardship, legitimacy, weight):
    assert grievance(hardship, 1 - legitimacy, 0.0, weight, 0.0) == pytest.approx(hardship * (1 - legitimacy))


def test_outrage_of_one_doubles_it():
    assert grievance(0.5, 0.4, 0.3, 1.3, 1.0) == 2 * grievance(0.5, 0.4, 0.3, 1.3, 0.0)


@given(SHARE, SHARE, SHARE, st.floats(0, 20), st.floats(0, 16))
@settings(deadline=None)
def test_who_lacks_nothing_resents_nothing(_, illegitimacy, fraud, weight, outrage):
    assert grievance(0.0, illegitimacy, fraud, weight, outrage) == 0.0


@given(SHARE, SHARE, SHARE, SHARE, st.floats(0, 20), st.floats(0, 16))
@settings(deadline=None)
def test_more_fraud_never_means_less_grievance(hardship, illegitimacy, one, other, weight, outrage):
    low, high = sorted((one, other))
    assert grievance(hardship, illegitimacy, low, weight, outrage) <= grievance(
        hardship, illegitimacy, high, weight, outrage
    )


def test_four_in_five_announced_and_one_in_four_seen():
    assert perceived_fraud(0.8, 3, 12, 0.0) == pytest.approx(0.55)


def test_few_acquaintances_say_little_about_a_count():
    """The comparison counts n / (n + half): the same share seen among three voters counts half at half = 3."""
    assert perceived_fraud(0.8, 0, 3, 3.0) == pytest.approx(0.4)
    seen = [perceived_fraud(0.8, n // 4, n, 3.0) for n in (4, 8, 40, 400)]
    assert seen == sorted(seen)
    assert seen[-1] == pytest.approx(0.55, rel=0.01)


@pytest.mark.parametrize(("official", "own", "voters"), [(0.3, 5, 10), (0.5, 5, 10), (0.8, 0, 0)])
def test_nothing_is_suspected_of_a_smaller_share_or_by_those_who_know_no_voter(official, own, voters):
    assert perceived_fraud(official, own, voters, 3.0) == 0.0
