"""Every number of the model says its unit, its range, where it comes from and what it means."""

from __future__ import annotations

import math
import re

import pytest

from contested.engine.params import walk
from contested.ground.units import UNITS
from contested.nation.params import NationParams
from contested.nation.plan import PHASES
from tests.house.sources import references

PARAMETERS = list(walk(NationParams()))
IDS = [name for name, _, _ in PARAMETERS]


def test_there_are_as_many_as_the_model_needs_and_no_name_twice():
    assert len(PARAMETERS) > 100
    assert len(set(IDS)) == len(IDS)


@pytest.mark.parametrize(("name", "value", "declared"), PARAMETERS, ids=IDS)
def test_a_parameter_is_declared_in_full(name, value, declared):
    assert declared.unit in UNITS
    low, high = declared.within
    assert math.isfinite(low) and math.isfinite(high) and low < high
    assert low <= value <= high
    assert len(declared.meaning.split()) >= 3, "a sentence"
    assert declared.source == "assumed" or declared.source in references(), declared.source
    assert not declared.prior or re.fullmatch(r"(log)?normal\(.+, .+\)|beta\(.+, .+\)", declared.prior)


@pytest.mark.parametrize(("name", "value", "declared"), PARAMETERS, ids=IDS)
def test_a_prior_has_the_value_well_inside(name, value, declared):
    """A value set by hand three spreads from its prior's centre is a prior or a value that somebody forgot."""
    from scipy import stats

    if not declared.prior:
        return
    kind, a, b = re.fullmatch(r"(\w+)\(([^,]+), ([^)]+)\)", declared.prior).groups()
    a, b = float(a), float(b)
    law = {"lognormal": lambda: stats.lognorm(b, scale=math.exp(a)), "normal": lambda: stats.norm(a, b),
           "beta": lambda: stats.beta(a, b)}[kind]()
    assert 0.0025 < law.cdf(value) < 0.9975, f"{value} under {declared.prior}"


@pytest.mark.parametrize("phase", PHASES, ids=lambda p: p.name)
def test_a_phase_names_a_source(phase):
    assert phase.source == "script" or phase.source in references()
