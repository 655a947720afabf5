"""Chances of a binomial count agree with scipy's everywhere, and nothing that matters is left out."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from contested.forensics.models.masses import masses


@settings(deadline=None)  # the first call compiles
@given(st.integers(0, 3000), st.floats(1e-9, 1 - 1e-9))
def test_masses_are_binomial_chances(n, p):
    first, chance = masses(n, p)
    k = first + np.arange(chance.size)
    assert chance == pytest.approx(binom.pmf(k, n, p), rel=1e-8, abs=1e-15)
    assert k[0] >= 0 and k[-1] <= n


def test_certain_counts_have_one_mass():
    for n, p, at in ((7, 0.0, 0), (7, 1.0, 7), (0, 0.5, 0)):
        first, chance = masses(n, p)
        assert (first, chance.tolist()) == (at, [1.0])
