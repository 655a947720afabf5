"""Hartigan's dip: values that can be worked out, quantiles that were published, chances that are even."""

import numpy as np
import pytest

from contested.forensics.toolkit.dip import chance, dip

#: marks of the quality of university departments, as in Hartigan and Hartigan's own example
MARKS = [30, 33, 35, 36, 37, 37, 39, 39, 39, 39, 39, 40, 40, 40, 40, 41, 42, 43, 43, 43, 44, 44, 45, 45, 46, 47, 47, 48,
         48, 48, 49, 50, 50, 51, 52, 52, 53, 53, 53, 53, 53, 54, 54, 57, 57, 59, 60, 60, 60, 61, 61, 61, 61, 62, 62, 62,
         62, 63, 66, 70, 72, 72]  # fmt: skip


def test_values_that_can_be_worked_out():
    assert dip(np.array([])) == dip(np.array([3.0])) == dip(np.full(9, 2.0)) == 0.0
    assert dip(np.arange(50.0)) == pytest.approx(1 / 100)  # evenly spaced: the least possible
    # two lumps far apart: half of the sample steps at each, the uniform between misses either by a quarter
    assert dip(np.repeat([0.0, 1.0], 100)) == pytest.approx(0.25)


def test_a_published_value():
    # 3.75 steps off, as R's diptest (Maechler) has it for these numbers
    assert dip(np.array(MARKS, float)) == pytest.approx(3.75 / 62)
    assert dip(-np.array(MARKS, float)) == pytest.approx(3.75 / 62)
    assert dip(10 + np.array(MARKS, float) / 7) == pytest.approx(3.75 / 62)


@pytest.mark.parametrize(
    ("n", "value", "p"),
    # critical values of R's diptest, from a million uniform samples each
    [(10, 0.13046, 0.1), (20, 0.09723, 0.1), (50, 0.06491, 0.1), (100, 0.04715, 0.1), (100, 0.0658, 0.002),
     (500, 0.02188, 0.1), (1000, 0.02193, 0.002), (5000, 0.00706, 0.1)],
)  # fmt: skip
def test_chances_are_those_that_were_published(n, value, p):
    assert chance(value, n) == pytest.approx(p, rel=0.03 if p == 0.1 else 0.15)


def test_chances_stay_in_bounds_and_fall():
    some = [chance(x, 300) for x in np.linspace(0.002, 0.25, 40)]
    assert some[0] == 1.0 and 0 < some[-1] <= 1e-4 * 1.01
    assert (np.diff(some) <= 0).all()


def test_uniform_samples_are_flagged_as_often_as_they_should_be_and_normal_ones_less():
    rng = np.random.default_rng(2)
    flagged = sum(chance(dip(rng.random(150)), 150) < 0.1 for _ in range(1000))
    assert 60 <= flagged <= 142  # a tenth, within more than four standard deviations
    assert sum(chance(dip(rng.normal(size=150)), 150) < 0.1 for _ in range(300)) <= 10


def test_two_modes_are_seen():
    rng = np.random.default_rng(3)
    x = np.concatenate([rng.normal(0, 1, 300), rng.normal(5, 1, 200)])
    assert chance(dip(x), x.size) <= 1e-4 * 1.01
