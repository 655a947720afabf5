"""What a falsified protocol says, and what obedient stations must say for the total to come out."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contested.rules.stuffing import obedient_target, stuffed

SHARE = st.floats(0, 1)
INNER = st.floats(0.01, 0.99)


@given(st.floats(0.1, 20), SHARE, SHARE)
@settings(deadline=None)
def test_without_stuffing_the_protocol_is_true(alpha, turnout, share):
    reported, winner = stuffed(0.0, alpha, turnout, share)
    assert reported == pytest.approx(turnout, abs=1e-15)
    assert winner == pytest.approx(turnout * share, abs=1e-15)


@given(st.floats(0.1, 20), SHARE, SHARE)
@settings(deadline=None)
def test_full_stuffing_reports_everybody_for_the_winner(alpha, turnout, share):
    assert stuffed(1.0, alpha, turnout, share) == pytest.approx((1.0, 1.0), abs=1e-12)


def test_klimek_s_equation_by_hand():
    """x = 0.5, alpha = 2, turnout 0.6, share 0.5: 0.8 turn out; 0.3 + 0.5 x 0.4 + 0.25 x 0.5 x 0.6 for the winner."""
    assert stuffed(0.5, 2.0, 0.6, 0.5) == pytest.approx((0.8, 0.575), rel=1e-12)


@given(SHARE, SHARE, st.floats(0.1, 20), SHARE, SHARE)
@settings(deadline=None)
def test_more_stuffing_raises_turnout_and_the_winner_and_never_invents_voters(one, other, alpha, turnout, share):
    low, high = (stuffed(x, alpha, turnout, share) for x in sorted((one, other)))
    assert low[0] <= high[0] + 1e-12
    assert low[1] <= high[1] + 1e-12
    for reported, winner in (low, high):
        assert 0 <= winner <= reported + 1e-12 <= 1 + 2e-12


@given(SHARE, INNER, SHARE)
@settings(deadline=None)
def test_obedient_stations_bring_the_total_to_the_order_where_that_is_possible(ordered, honest_part, honest_share):
    target = obedient_target(ordered, honest_part, honest_share)
    total = honest_part * honest_share + (1 - honest_part) * target
    if 0 < target < 1:
        assert total == pytest.approx(ordered, abs=1e-9)
    else:  # they go as far as they can
        assert total >= ordered - 1e-9 if target == 0 else total <= ordered + 1e-9


def test_where_everybody_is_honest_there_is_nobody_to_order():
    assert obedient_target(0.8, 1.0, 0.4) == 0.8
