"""What words allow, and that no text does harm."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from contested.claims.words import MAGNITUDES, bounds, number_of
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
    assume(low == 0 or low * 1000 >= high)  # an end below a thousandth of the other is never meant
    assert bounds(f"between {low} and {high}") == (None, low, high)
    if low < high:
        with pytest.raises(ClaimError):
            bounds(f"between {high} and {low}")


def _shown(text):
    try:
        said = bounds(text)
    except ClaimError:
        return "REFUSED"
    return "NONE" if said is None else ",".join("-" if x is None else f"{x:g}" for x in said)


SIZES = [line.split("\t") for line in Path(__file__).with_name("sizes_in_words.tsv").read_text().splitlines()]


def test_each_phrase_of_the_table_is_read_as_it_is_meant_or_refused():
    wrong = {text: got for text, right in SIZES if (got := _shown(text)) not in right.split("|")}
    assert not wrong, wrong
    assert len(SIZES) > 450


@pytest.mark.parametrize("write", [str.upper, str.title, lambda t: f"  {t} ", lambda t: t.replace(" ", "\u00a0"),
                                   lambda t: t.replace("-", "–"), lambda t: f"“{t}”"])  # fmt: skip
def test_case_space_dash_and_quotes_change_nothing(write):
    wrong = {text: got for text, right in SIZES if (got := _shown(write(text))) not in right.split("|")}
    assert not wrong, wrong


UNITS = ["k", " thousand", ",000", ".000", " 000", "'000", "000"]
RANGES = ["{}-{}", "{}–{}", "{} to {}", "between {} and {}", "about {} - {}", "from {} to {} people"]


@given(st.integers(1, 9), st.integers(2, 99), st.sampled_from(UNITS), st.sampled_from(RANGES))
def test_a_unit_behind_the_second_end_belongs_to_both(a, b, unit, form):
    assume(a < b and a * 25 >= b)
    said = bounds(form.format(a, f"{b}{unit}"))
    assert said == (None, a * 1000, b * 1000)


QUALIFIERS = {
    "low": ["at least", "more than", "over", "just over", "well over", "no fewer than", "upwards of", "in excess of",
            ">"],
    "high": ["at most", "up to", "as many as", "no more than", "fewer than", "nearly", "just under", "almost", "<"],
    "about": ["around", "about", "roughly", "some", "approximately", "~", "c.", "est.", "an estimated"],
}  # fmt: skip
BEHIND = ["", " people", " protesters", " supporters of the opposition", " students and teachers", " (police)",
          ", according to organisers", " gathered in the square"]  # fmt: skip
WRITTEN = st.sampled_from(["", ",", " ", "'"])


@given(st.integers(2, 9_999_999), WRITTEN, st.sampled_from([(k, w) for k, ws in QUALIFIERS.items() for w in ws]),
       st.sampled_from(BEHIND))  # fmt: skip
def test_a_qualifier_is_kept_whatever_stands_behind_the_number(n, separator, qualifier, behind):
    kind, words = qualifier
    right = {"low": (n, n, None), "high": (n, None, n), "about": (n, round(n * 0.9), round(n * 1.1))}[kind]
    assert bounds(f"{words} {f'{n:,}'.replace(',', separator)}{behind}") == right


ONES = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
        "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]  # fmt: skip
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def _spelt(n, joint):
    for unit, name in ((1_000_000, "million"), (1_000, "thousand"), (100, "hundred")):
        if n >= unit:
            rest = f"{joint if n % unit < 100 else ' '}{_spelt(n % unit, joint)}" if n % unit else ""
            return f"{_spelt(n // unit, joint)} {name}{rest}"
    if n < 20:
        return ONES[n]
    return TENS[n // 10 - 2] + (f"-{ONES[n % 10]}" if n % 10 else "")


@given(numbers, st.sampled_from([" ", " and "]))
def test_a_number_in_words_is_the_number(n, joint):
    assert number_of(_spelt(n, joint)) == n == bounds(_spelt(n, joint)).value


def _indian(n):
    head, tail = str(n)[:-3], str(n)[-3:]
    while len(head) > 2:
        head, tail = head[:-2], f"{head[-2:]},{tail}"
    return f"{head},{tail}" if head else tail


@given(st.integers(100_000, 999_999_999))
def test_digits_grouped_as_in_india_are_one_number(n):
    assert bounds(_indian(n)) == (n, None, None)


@given(st.integers(1, 999), st.integers(1, 9_999_999))
def test_no_end_is_ever_below_a_thousandth_of_the_other(a, b):
    said = _shown(f"{min(a, b)}-{max(a, b):,}")
    if said != "REFUSED":
        low, high = (float(x) for x in said.split(",")[1:])
        assert low * 1000 >= high * (1 - 1e-5)


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
