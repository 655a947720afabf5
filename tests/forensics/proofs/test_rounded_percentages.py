"""Counts made from percentages: Venezuela 2024, counts made up so, and counts that were counted."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from contested.forensics.proofs.rounded_percentages import find, rounded_percentages
from contested.ground.errors import InputError

VENEZUELA = {"Maduro": 5_150_092, "Gonzalez": 4_445_978, "others": 462_704}


def test_the_first_bulletin_of_venezuela_has_a_chance_of_1_in_100_million():
    found = find(VENEZUELA, 10_058_774, digits=1)
    assert found.alarm
    assert found.value == pytest.approx(1e-8, rel=0.02)
    assert found.tables["counts"]["percent"].to_list() == [51.2, 44.2, 4.6]
    assert found.tables["counts"]["exact"].all()


def test_any_number_of_digits_is_tried_and_paid_for():
    found = find(VENEZUELA, 10_058_774)
    assert found.alarm and found.value == pytest.approx(5e-8, rel=0.02) and "5 numbers of digits tried" in found.says
    two = {"A": round(0.5123 * 10**8), "B": round(0.4455 * 10**8), "C": round(0.0211 * 10**8)}
    found = find(two, 10**8)
    assert found.alarm and "2 digits" in found.says
    assert found.tables["counts"]["percent"].to_list() == [51.23, 44.55, 2.11]


def test_one_ballot_more_is_no_rounded_percentage():
    changed = {**VENEZUELA, "Maduro": VENEZUELA["Maduro"] + 1, "others": VENEZUELA["others"] - 1}
    found = find(changed, 10_058_774)
    assert not found.alarm and found.tables["counts"]["exact"].to_list() == [False, True, False]


@given(st.integers(1, 10**9), st.integers(0, 2), st.data())
def test_every_count_computed_from_a_percentage_is_known_as_such(total, digits, data):
    scale = 100 * 10**digits
    step = data.draw(st.integers(0, scale))
    count = round(Fraction(step * total, scale))
    found = rounded_percentages((count,), total, digits)
    assert found.exact == (True,)


@given(st.integers(1, 10**5), st.data())
def test_the_rule_is_a_distance_of_half_a_ballot(total, data):
    count = data.draw(st.integers(0, total))
    nearest = min(abs(Fraction(s * total, 100) - count) for s in range(101))
    assert rounded_percentages((count,), total, digits=0).exact == (nearest <= Fraction(1, 2),)


def test_the_stated_chance_is_how_often_it_happens():
    total = 24_000
    hits = sum(rounded_percentages((c,), total).exact[0] for c in range(total + 1))
    assert rounded_percentages((24,), total).chance == pytest.approx(hits / (total + 1))


@pytest.mark.parametrize("total", [10_500, 10_250, 2_001, 1_999, 1_050, 900])
def test_steps_that_end_on_half_a_ballot_have_two_nearest_counts_and_the_chance_says_so(total):
    hits = sum(rounded_percentages((c,), total).exact[0] for c in range(total + 1))
    count = round(Fraction(24 * total, 1000))
    assert rounded_percentages((count,), total).chance == pytest.approx(hits / (total + 1))


def test_a_contestant_without_votes_is_0_percent_whoever_counted():
    honest = {"A": 5_123_457, "B": 3_987_013, "C": 889_530}
    alone, listed = (find({**honest, **more}, 10_000_000) for more in ({}, {"D": 0, "E": 0}))
    assert not listed.alarm and listed.value == alone.value == 1.0
    assert listed.says == alone.says + " Counts of 0 and of the total are left out: 2."
    unanimous = find({"A": 9_000_001, "B": 0, "C": 0, "D": 0}, 9_000_001)
    assert not unanimous.alarm and unanimous.value == 1.0 and "left out: 4" in unanimous.says
    longer = {**VENEZUELA, "withdrawn": 0}
    assert find(longer, 10_058_774, digits=1).value == find(VENEZUELA, 10_058_774, digits=1).value


@pytest.mark.parametrize("total", [24_000, 24_500])
@pytest.mark.parametrize("zeros", [0, 3])
def test_honest_counts_reach_a_chance_no_more_often_than_it_says(total, zeros):
    """Elections with small parties, withdrawn candidates, and totals of which a tenth of a percent is half a ballot."""
    rng = np.random.default_rng(4)
    votes = [rng.multinomial(total, rng.dirichlet([6, 5, 3, 0.3])) for _ in range(2_000)]
    chances = np.array([rounded_percentages((*v.tolist(), *(0,) * zeros), total).chance for v in votes])
    for level in (0.25, 0.05, 0.01):
        assert (chances <= level).sum() <= binom.ppf(0.999, 2_000, level), level


def test_counted_ballots_do_not_alarm():
    rng = np.random.default_rng(1)
    for _ in range(300):
        votes = rng.multinomial(5_000_000, rng.dirichlet([5, 4, 1]))
        assert not find(dict(zip("ABC", votes.tolist())), 5_000_000).alarm


def test_small_totals_accuse_nobody():
    found = find({"A": 512, "B": 442, "C": 46}, 1000)
    assert not found.alarm and found.value == 1.0


def test_counts_that_cannot_be_are_refused():
    for counts, total, digits in (((), 10, 1), ((11,), 10, 1), ((-1,), 10, 1), ((1,), 10, 9)):
        with pytest.raises(InputError):
            rounded_percentages(counts, total, digits)
