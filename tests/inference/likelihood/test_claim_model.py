"""The chance of claims given the truth: against brute force, and in the directions that the rules imply."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from contested.ground.errors import InputError
from contested.inference import ClaimModel, ClaimParams, log_density
from contested.inference.likelihood.claim_params import DEFAULT
from contested.inference.likelihood.source_likelihood import log_likelihood, student_between
from tests.inference import brute
from tests.inference.saying import line, ready, say

#: absolute, of a log-density; see bias_grid on what is left of it
ACCURACY = 5e-4

#: of the country that `say` speaks of; a number above it is impossible, and has no cell
PEOPLE = 50_000

MIXED = (
    say(3000), say(5000, day=1), say(88, what="detained"), say(120, low=120, what="detained", day=1),
    say(low=200, high=999, by="Paper", side="media"), say(4000, high=4000, by="Paper", side="media", day=1),
    say(12, what="detained", by="Other Paper", side="media"), say(0, what="dead"),
    say(1, what="dead", by="Paper", side="media"),
    say(3, what="dead", by="Rights group", side="independent", day=2, note="named list"),
    say(300, what="detained", by="Rights group", side="independent", day=1, note="by name"),
    say(3000, low=3000, by="Wire citing Ministry", side="media"), say(8000, by="Crowd", side="opposition"),
    say(40, low=40, what="detained", by="Crowd", side="opposition"),
)  # fmt: skip


@pytest.mark.parametrize(
    "claim_model",
    [ClaimModel(), DEFAULT, ClaimModel().doubting("Ministry"), ClaimModel(ClaimParams(own=1, bias_mean=-0.3)),
     ClaimModel(ClaimParams(error=0.1, witness_spread=0.05, indicator_spread=0.1, bias_spread=1.5))],
    ids=["as it is", "by type", "doubting", "everyone own", "sharp"],
)  # fmt: skip
def test_against_brute_force(claim_model):
    """All forms of claims, at a likely truth and at two wild ones, to 5e-4 of a log-density."""
    told = ready(*MIXED)
    middle = np.array([3000.0, 5000, 90, 130, 1, 3])[: len(told.cells)]
    X = np.stack([middle, middle[::-1] * 3 + 1, middle * 0.1])
    expected = [brute.log_density(x, told, claim_model) for x in X]
    assert log_density(X, told, claim_model) == pytest.approx(expected, abs=ACCURACY)


def test_sixty_sharp_claims_of_one_party_against_brute_force():
    """The narrowest integrand there is: sixty witnesses who agree on one bias."""
    told = ready(*(say(1000 + 7 * d, day=d) for d in range(60)))
    X = np.array([[1000.0 + 7 * d for d in range(60)], [400.0 + 9 * d for d in range(60)]])
    expected = [brute.log_density(x, told, DEFAULT) for x in X]
    assert log_density(X, told) == pytest.approx(expected, abs=ACCURACY)


def test_one_claim_of_one_party_is_a_known_law():
    """Bias, witness and error add up: with narrow t and wide normals, a claim of N is normal around log N."""
    law = ClaimParams(error=0.01, witness_spread=0.3, indicator_spread=0.4, bias_spread=0.8)
    told = ready(say(317.0, low=317, high=317))
    X = line(30, 3000, 20)
    spread = math.sqrt(0.3**2 + 0.4**2 + 0.8**2)
    expected = stats.norm.logpdf(np.log(X[:, 0]), math.log(317), spread) + math.log(1 / 317)
    assert log_density(X, told, ClaimModel(law)) == pytest.approx(expected, abs=3e-3)


@given(st.floats(-300, 300), st.floats(0, 50))
def test_student_between_two_numbers(low, width):
    inside = float(student_between(low, low + width))
    a, b = (-(low + width), -low) if low > 0 else (low, low + width)
    assert inside == pytest.approx(stats.t.cdf(b, 4) - stats.t.cdf(a, 4), rel=1e-6, abs=1e-15)


@settings(deadline=None, max_examples=15)
@given(st.integers(1, PEOPLE), st.sampled_from([ClaimModel(), ClaimModel().doubting("Ministry")]))
def test_at_least_is_never_evidence_against_more(least, claim_model):
    told = ready(say(least, low=least), say(5000, day=1))
    X = np.column_stack([line(0.5, 1e6)[:, 0], np.full(60, 4000.0)])
    assert (np.diff(log_density(X, told, claim_model)) > -1e-6).all()


@settings(deadline=None, max_examples=10)
@given(st.integers(1, PEOPLE))
def test_at_most_is_never_evidence_against_less_and_a_list_never_against_more(number):
    X = line(0.5, 1e6)
    assert (np.diff(log_density(X, ready(say(number, high=number)))) < 1e-6).all()
    listed = log_density(X, ready(say(number, what="detained", note="named list")))
    assert (np.diff(listed) > -1e-6).all()


def test_a_list_anchors_what_a_bias_would_leave_open():
    """Far fewer than the names on a list is all but ruled out, while the same number merely said is not."""
    X = np.array([[100.0], [300.0]])
    falls = [np.diff(log_density(X, ready(say(300, what="detained", note=n))))[0] for n in ("by name", "")]
    assert falls[0] > 5 > 2 > falls[1]


def test_missing_is_not_zero():
    """A day nobody spoke of may be anything; a day of which zero was said may not."""
    claims = [say(3000), say(100, day=1), say(0, what="dead", day=2)]
    told = ready(*claims)
    quiet = replace(told, cell=np.array([0, 0, 2]), low=told.low, high=told.high)
    X = np.array([[3000.0, y, 0.0] for y in (0.0, 1.0, 1e6, np.nan)])
    assert len(set(log_density(X, quiet))) == 1
    dead = np.array([[3000.0, 100.0, y] for y in (0.0, 30.0)])
    assert np.diff(log_density(dead, told))[0] < -2


def test_a_course_that_had_ended_cannot_have_been_spoken_of():
    values = log_density(np.array([[3000.0, 100.0], [3000.0, np.nan]]), ready(say(3000), say(100, day=1)))
    assert np.isfinite(values[0]) and values[1] == -np.inf


def spread_of(told, claim_model) -> float:
    """Spread of log X that one cell's claims leave, under a flat prior."""
    X = line(1, 1e8, 2000)
    x = np.log(X[:, 0])
    weight = np.exp(log_density(X, told, claim_model) - log_density(X, told, claim_model).max())
    mean = np.average(x, weights=weight)
    return math.sqrt(np.average((x - mean) ** 2, weights=weight))


def test_ten_reprints_are_not_ten_witnesses():
    """With trust in parties out of the way: ten independent counts sharpen threefold, ten copies barely."""
    claim_model = ClaimModel(ClaimParams(bias_spread=0.01, indicator_spread=0.01, error=0.2, witness_spread=0.4, own=1))
    first = say(3170, by="Ministry")
    copies = [say(3170, by=f"Paper {k} citing Ministry", side="media") for k in range(9)]
    others = [say(3170, by=f"Paper {k}", side="media") for k in range(9)]
    alone, copied, counted = (spread_of(ready(first, *more), claim_model) for more in ((), copies, others))
    assert alone == pytest.approx(math.sqrt(2 * 0.2**2 + 0.4**2), rel=0.02)
    assert 0.4 < copied < alone and copied > 0.8 * alone
    assert counted < 0.45 * alone


def test_a_copied_small_count_is_one_count():
    first = say(3, what="dead", by="Ministry")
    copies = [say(3, what="dead", by=f"Paper {k} citing Ministry", side="media") for k in range(9)]
    X = line(0.3, 300)
    assert log_density(X, ready(first, *copies)) == pytest.approx(log_density(X, ready(first)), abs=1e-9)


def test_states_of_a_growing_list_do_not_count_twice():
    X = line(10, 10_000)
    states = [say(n, what="detained", by="Rights group", side="independent") for n in (60, 90, 169, 204)]
    assert log_density(X, ready(*states)) == pytest.approx(log_density(X, ready(states[-1])), abs=1e-9)


@settings(deadline=None, max_examples=5)
@given(st.permutations(range(len(MIXED))))
def test_the_order_of_claims_does_not_matter(order):
    told, mixed = ready(*MIXED), ready(*(MIXED[k] for k in order))
    where = [told.cells.each.index(cell) for cell in mixed.cells.each]
    X = np.exp(np.linspace(0.0, 8.0, 5 * len(told.cells))).reshape(5, -1)
    assert log_density(X[:, where], mixed) == pytest.approx(log_density(X, told), abs=1e-8)


def test_a_doubted_party_says_less_and_one_left_out_says_nothing():
    told = ready(say(317), say(3000, by="Paper", side="media"), say(250, by="Ministry", day=1))
    X = np.array([[400.0, 300.0], [4000.0, 3000.0]])
    trusted, doubted = (np.diff(log_density(X, told, h))[0] for h in (ClaimModel(), ClaimModel().doubting("Ministry")))
    assert doubted > trusted + 1
    out = log_density(X, told, ClaimModel().doubting("Ministry", spread=math.inf))
    alone = log_density(X[:, :1], ready(say(3000, by="Paper", side="media")), ClaimModel())
    assert out == pytest.approx(alone, abs=1e-9)


def test_who_is_doubted_must_be_there():
    with pytest.raises(InputError, match="none of these claims"):
        log_density(np.ones((1, 1)), ready(say(3)), ClaimModel().doubting("Nobody"))
    with pytest.raises(InputError, match="spread"):
        ClaimModel().doubting("Ministry", spread=0)


def test_truths_that_do_not_fit_are_refused():
    told = ready(say(3000))
    with pytest.raises(InputError, match="one column a cell"):
        log_density(np.ones((4, 2)), told)
    with pytest.raises(InputError, match="not below 0"):
        log_density(np.array([[-1.0]]), told)


def test_a_small_count_told_as_a_wide_stretch_is_the_sum_of_its_terms():
    law, u = ClaimModel().params, np.linspace(-1.0, 14.0, 61)
    r = 1.0 / law.dispersion
    for low, high in ((0.0, 5000.5), (20.5, 3000.5), (900.5, 4000.5)):
        k = np.arange(int(np.ceil(low)), int(np.ceil(high)))
        right = np.array([np.logaddexp.reduce(stats.nbinom.logpmf(k, r, r / (r + np.exp(x)))) for x in u])
        found = log_likelihood(np.array([low]), np.array([high]), True, law, u)
        seen = right > -500
        assert found[seen] == pytest.approx(right[seen], abs=1e-6), (low, high)
        assert (found[~seen] < -400).all()
    # and a hundred thousand numbers are no list of a hundred thousand terms
    assert np.isfinite(log_likelihood(np.zeros(1), np.array([1e9]), True, law, u)).all()
