"""How far a party's numbers lie from the others'."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contested.claims import Claim
from contested.claims.ratios import ratios

DAY = date(2020, 8, 16)


def said(who, value, low=None, high=None, days=0, place="Minsk"):
    return Claim(DAY + timedelta(days), None, place, "crowd", "protesters", value, low, high, who, "media")


def test_a_party_that_doubles_has_a_ratio_of_two():
    both = (("organisers", 2000.0), ("press", 1000.0))
    claims = [said(who, n * (k + 1), days=k) for k in range(5) for who, n in both]
    assert [tuple(r) for r in ratios(claims, {})] == [("organisers", 2.0, 2.0, 2.0, 5), ("press", 0.5, 0.5, 0.5, 5)]


def test_other_days_places_and_lone_bounds_are_no_comparison():
    alone = [said("police", 500.0), said("organisers", 900.0, days=1), said("press", 900.0, place="Brest"),
             said("chronicle", None, low=200.0), said("radio", 3000.0, low=3000.0), said("paper", 0.0)]  # fmt: skip
    assert ratios(alone, {}) == ()
    between = [said("police", 500.0), said("press", None, low=500.0, high=1500.0)]
    assert {r.party: r.middle for r in ratios(between, {})} == {"police": 0.5, "press": 2.0}


def test_names_of_one_party_count_once():
    claims = [said("MVD", 100.0), said("TASS citing MVD", 300.0), said("press", 400.0)]
    assert {r.party: r.middle for r in ratios(claims, {"TASS citing MVD": "MVD"})} == {"MVD": 0.5, "press": 2.0}


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.floats(1, 1e6), st.integers(0, 3)), max_size=20), st.randoms())
def test_the_order_of_claims_does_not_matter(numbers, shuffler):
    claims = [said(who, n, days=k) for who, n, k in numbers]
    first = ratios(claims, {})
    shuffler.shuffle(claims)
    assert ratios(claims, {}) == first
    for r in first:
        assert r.low <= r.middle * (1 + 1e-12) and r.middle <= r.high * (1 + 1e-12) and r.things >= 1


@pytest.mark.parametrize("factor", [0.1, 3.0])
def test_what_all_exaggerate_alike_is_not_seen(factor):
    plain = [said("a", 100.0), said("b", 250.0), said("c", 70.0)]
    more = [said(c.claimant, c.value * factor) for c in plain]
    assert [r.middle for r in ratios(more, {})] == pytest.approx([r.middle for r in ratios(plain, {})])
