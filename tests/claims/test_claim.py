"""A claim holds together, or is refused with the reason."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contested.claims.claim import SIDES, Claim
from contested.ground.errors import ClaimError


def claim(**changes) -> Claim:
    """Somebody counts a crowd, with some fields changed."""
    told = {
        "date": date(2020, 8, 16), "end_date": None, "place": "Minsk", "quantity": "crowd",
        "actor": "opposition", "value": 200_000,
        "low": 180_000, "high": 220_000, "claimant": "a reporter", "side": "media",
    }  # fmt: skip
    return Claim(**(told | changes))


def test_more_than_is_open_above_and_up_to_is_open_below():
    assert claim(value=3000, low=3000, high=None).bounds == (3000, None)
    assert claim(value=20_000, low=None, high=20_000).bounds == (None, 20_000)


def test_a_bare_number_allows_itself_only():
    assert claim(value=774, low=None, high=None).bounds == (774, 774)


def test_a_verbal_claim_is_plotted_in_the_middle_of_its_bounds():
    assert claim(value=None, low=200, high=999).middle == pytest.approx(599.5)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"low": 230_000, "high": 220_000, "value": None}, "low 230000 and high 220000"),
        ({"value": 100_000}, "low 180000 and value 100000"),
        ({"value": 300_000}, "value 300000 and high 220000"),
        ({"side": "oposition"}, "'oposition'"),
        ({"status": "heard"}, "'heard'"),
        ({"end_date": date(2020, 8, 15)}, "not before 2020-08-16"),
        ({"value": float("nan")}, "got nan"),
        ({"low": -1}, "got -1"),
        ({"value": None, "low": None, "high": None}, "at least one bound"),
        ({"quantity": "event_leader"}, "only dates an event"),
        ({"quantity": ""}, "what is counted"),
    ],
)
def test_a_claim_that_contradicts_itself_is_refused(changes, words):
    with pytest.raises(ClaimError, match="expected") as told:
        claim(**changes)
    assert words in told.value.message


def test_an_unknown_side_is_met_with_the_nearest_one():
    with pytest.raises(ClaimError) as told:
        claim(side="oposition")
    assert told.value.hint == "did you mean 'opposition'?"


numbers = st.none() | st.floats(0, 1e9)


@given(numbers, numbers, numbers, st.sampled_from(SIDES))
def test_every_claim_that_is_accepted_is_in_order(value, low, high, side):
    try:
        made = claim(value=value, low=low, high=high, side=side)
    except ClaimError:
        said = [x for x in (low, value, high) if x is not None]
        assert not said or said != sorted(said), "refused although its numbers are in order"
        return
    least, most = made.bounds
    assert (least is None or least <= made.middle) and (most is None or made.middle <= most)


def test_a_former_word_for_a_quantity_is_read():
    assert claim(quantity="turnout") == claim(quantity="crowd")
    assert claim(quantity="held") == claim(quantity="remanded")
