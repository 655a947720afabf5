"""What words allow, and that no text does harm."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contested.claims.words import MAGNITUDES, bounds
from contested.ground.errors import ClaimError


@pytest.mark.parametrize(
    ("words", "value", "low", "high"),
    [
        ("hundreds", None, 200, 999),
        ("thousands", None, 2_000, 9_999),
        ("Tens of thousands of people", None, 20_000, 99_999),
        ("hundreds of thousands", None, 200_000, 999_999),
        ("dozens", None, 20, 99),
        ("several hundred", None, 200, 999),
        ("a few dozen", None, 20, 99),
        ("1,000s", None, 2_000, 9_999),
        ("100s", None, 200, 999),
        ("3,000", 3000, None, None),
        ("10 000 protesters", 10_000, None, None),
        ("1.5 million", 1_500_000, None, None),
        ("two hundred and fifty", 250, None, None),
        ("half a million", 500_000, None, None),
        ("two dozen", 24, None, None),
        ("around 3,000", 3000, 2700, 3300),
        ("about a hundred", 100, 90, 110),
        ("between 200 and 300", None, 200, 300),
        ("200-300", None, 200, 300),
        ("from 2 to 3 thousand", None, 2000, 3000),
        ("200 to a thousand", None, 200, 1000),
        ("dozens to hundreds", None, 20, 999),
        ("at least 40", 40, 40, None),
        ("more than 3,000", 3000, 3000, None),
        ("50+", 50, 50, None),
        (">1000", 1000, 1000, None),
        ("at least hundreds", None, 200, None),
        ("up to 20,000", 20_000, None, 20_000),
        ("almost 200", 200, None, 200),
        ("fewer than 50 people", 50, None, 50),
        ("0", 0, None, None),
    ],
)
def test_words_have_these_bounds(words, value, low, high):
    assert bounds(words) == (value, low, high)


@pytest.mark.parametrize("words", ["no report", "No Report", "", "NA", "unknown", "-"])
def test_what_says_no_number_is_nothing_and_never_zero(words):
    assert bounds(words) is None


@pytest.mark.parametrize(
    "words",
    ["a large crowd", "large", "several", "hundreds of vehicles", "-5", "1e5", "300-200", "28 December 2022", "10%"],
)
def test_what_no_rule_covers_is_refused_with_what_was_said(words):
    with pytest.raises(ClaimError, match="expected") as told:
        bounds(words)
    assert words in told.value.message


def test_orders_of_magnitude_do_not_overlap():
    spans = [MAGNITUDES[w] for w in ("dozens", "hundreds", "thousands", "tens of thousands", "hundreds of thousands")]
    assert all(below[1] < above[0] for below, above in pairwise(spans))


numbers = st.integers(0, 9_999_999)


@given(numbers)
def test_a_number_is_read_as_it_was_written_with_any_separator(n):
    for text in (str(n), f"{n:,}", f"{n:,}".replace(",", " "), f"{n:,}".replace(",", ".")):
        assert bounds(text) == (n, None, None)


@given(numbers, st.sampled_from([("at least", 0), ("more than", 0), ("up to", 1), ("almost", 1)]))
def test_a_bound_holds_its_own_number_and_leaves_the_other_side_open(n, said):
    words, closed = said
    found = bounds(f"{words} {n:,}")
    assert found.value == n and found[1 + closed] == n and found[2 - closed] is None


@given(numbers, numbers)
def test_a_range_is_its_ends_and_refused_the_wrong_way_round(a, b):
    low, high = sorted((a, b))
    assert bounds(f"between {low} and {high}") == (None, low, high)
    if low < high:
        with pytest.raises(ClaimError):
            bounds(f"between {high} and {low}")


pieces = st.lists(
    st.sampled_from(["around", "at least", "between", "and", "to", "-", "tens", "of", "thousands", "hundred", "several",
                     "a", "dozen", "3,000", "1.5", "million", "people", "+", ">", "two", "٣", "k", "no report"]),
    max_size=6,
).map(" ".join)  # fmt: skip


@given(st.text(max_size=200) | pieces)
def test_any_text_is_nothing_or_ordered_bounds_or_refused(text):
    try:
        said = bounds(text)
    except ClaimError:
        return
    if said is not None:
        inside = [x for x in (said.low, said.value, said.high) if x is not None]
        assert inside and inside == sorted(inside) and inside[0] >= 0
