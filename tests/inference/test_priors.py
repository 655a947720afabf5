"""A prior means what its line says, cut to the range of its parameter."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from scipy import stats

from contested.engine.params import Params, override, param
from contested.ground.errors import ParameterError
from contested.inference import priors
from contested.nation.params import NationParams


def table(prior, within=(0.0, 1e9)):
    """Parameters with one number in it."""

    @dataclass(frozen=True, kw_only=True)
    class OneParams(Params):
        level: float = param(
            within[0], unit="level", within=within, source="assumed", meaning="just a number", prior=prior
        )
        still: float = param(1.0, unit="level", within=(0, 2), source="assumed", meaning="never fitted at all")

    return OneParams()


@pytest.mark.parametrize(
    ("prior", "at", "value"),
    [("lognormal(2, 0.5)", 0.0, np.exp(2)), ("lognormal(2, 0.5)", -1.0, np.exp(1.5)), ("normal(1.25, 0.2)", 2.0, 1.65),
     ("uniform(2, 6)", 0.0, 4.0), ("beta(1, 1)", 1.0, stats.norm.cdf(1.0))],
)  # fmt: skip
def test_a_standard_normal_lands_where_the_law_says(prior, at, value):
    found = priors.of(table(prior, (0.0, 1.0) if "beta" in prior else (0.0, 1e9)))
    assert found.to_theta([[at]])[0, 0] == pytest.approx(value, rel=1e-6)


@pytest.mark.parametrize(
    ("prior", "law"),
    [("lognormal(-8.5, 1)", stats.lognorm(1.0, scale=np.exp(-8.5))), ("beta(2, 20)", stats.beta(2, 20)),
     ("normal(0.4, 0.2)", stats.norm(0.4, 0.2)), ("uniform(-1, 2)", stats.uniform(-1, 3))],
)  # fmt: skip
@pytest.mark.parametrize("z", [-4.0, -0.5, 0.3, 4.0])
def test_a_cut_law_against_its_definition(prior, law, z):
    """F within the range, over the mass there, is the normal's chance: by scipy's own distributions."""
    found = priors.of(table(prior, (0.0, 1.0)))
    share = (law.cdf(found.to_theta([[z]])[0, 0]) - law.cdf(0.0)) / (law.cdf(1.0) - law.cdf(0.0))
    assert share == pytest.approx(stats.norm.cdf(z), rel=1e-6)


def test_a_prior_is_cut_to_the_range():
    """Half of a normal around the lower end: its median is the quartile of the whole."""
    found = priors.of(table("normal(0, 1)", (0.0, 100.0)))
    assert found.to_theta([[0.0]])[0, 0] == pytest.approx(stats.norm.ppf(0.75))
    far = found.to_theta(np.array([[-40.0], [40.0]]))[:, 0]
    assert 0.0 <= far[0] < 1e-9 and far[1] <= 100.0


def test_a_point_is_a_setting_the_nation_takes():
    found = priors.of(NationParams())
    theta = found.to_theta(np.full((1, len(found.names)), 1.3))
    changed = override(NationParams(), found.settings(theta[0]))
    assert priors.of(changed).names == found.names
    name = found.names[3]
    group, leaf = name.split(".")
    assert getattr(getattr(changed, group), leaf) == pytest.approx(theta[0, 3])


def test_some_parameters_in_the_order_asked():
    every = priors.of(NationParams()).names
    names = (every[5], every[1])
    assert priors.of(NationParams(), names).names == names


@pytest.mark.parametrize(
    "prior", ["gauss(1, 2)", "normal(1)", "normal(1, -2)", "beta(0, 1)", "uniform(3, 2)", "normal(a, b)"]
)
def test_a_prior_nobody_can_read_is_refused(prior):
    with pytest.raises(ParameterError, match="level"):
        priors.of(table(prior))


def test_what_cannot_be_fitted_is_named():
    with pytest.raises(ParameterError, match="no parameter"):
        priors.of(NationParams(), ["street.nothing"])
    with pytest.raises(ParameterError, match="still"):
        priors.of(table("normal(1, 1)"), ["still"])
    with pytest.raises(ParameterError, match="outside"):
        priors.of(table("normal(-50, 1)"))
