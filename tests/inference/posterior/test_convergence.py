"""Chains that found one law agree; chains apart, of other width or drifting do not; their effective size is known."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from contested.ground.errors import MissingExtra
from contested.inference.posterior import convergence


def chains(rng, draws=200, chains=16, follow=0.0, size=30):
    """Autoregressive chains of variance 1: effective size draws * chains * (1 - follow) / (1 + follow)."""
    out = np.empty((draws, chains, size))
    out[0] = rng.normal(size=(chains, size))
    for k in range(1, draws):
        out[k] = follow * out[k - 1] + np.sqrt(1 - follow**2) * rng.normal(size=(chains, size))
    return out


@pytest.mark.parametrize("follow", [0.0, 0.5, 0.8])
def test_the_effective_size_is_that_of_an_autoregression(follow):
    found = convergence.ess(chains(np.random.default_rng(1), follow=follow))
    right = 3200 * (1 - follow) / (1 + follow)
    assert np.median(found) == pytest.approx(right, rel=0.15)


def test_chains_of_one_law_agree():
    assert convergence.rhat(chains(np.random.default_rng(2))).max() < 1.01


@pytest.mark.parametrize("fault", ["apart", "wider", "drifting"])
def test_chains_that_differ_are_seen(fault):
    draws = chains(np.random.default_rng(3))
    if fault == "apart":
        draws[:, :4] += 1.0
    elif fault == "wider":
        draws[:, :4] *= 2.0
    else:
        draws += np.linspace(0, 1.5, len(draws))[:, None, None]
    assert convergence.rhat(draws).min() > 1.02


def test_no_moments_are_needed():
    rng = np.random.default_rng(4)
    draws = np.tan(np.pi * (rng.uniform(size=(200, 16, 30)) - 0.5))  # Cauchy's law has no mean
    assert convergence.rhat(draws).max() < 1.01
    assert np.array_equal(convergence.ess(draws), convergence.ess(np.arcsinh(draws)))
    assert np.median(convergence.ess(draws)) == pytest.approx(3200, rel=0.15)


def test_one_draw_a_chain_says_nothing_of_agreement():
    draws = np.random.default_rng(5).normal(size=(1, 63, 4))
    assert np.isnan(convergence.rhat(draws)).all() and (convergence.ess(draws) == 63).all()


def test_without_the_library_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "arviz_stats.base.array", None)
    with pytest.raises(MissingExtra, match=r"pip install .*\[inference\]"):
        convergence.ess(chains(np.random.default_rng(1), draws=8))
