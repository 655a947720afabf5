"""The same scenario at another scale agrees within the noise of its ensemble: all rates are per person."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from contested.nation.world import build
from contested.scenarios.load import load
from tests.nation.playing import play

#: members at each scale: more where each differs more
MEMBERS = {100: 14, 1000: 30}
DAYS = 57  # to the eighth Sunday
#: standard errors of a difference that right code exceeds once in a million (Welch's t)
SIGMAS = 7.0
NUMBERS = {
    "marchers": lambda run: run.total("crowd").sum(),
    "first nights": lambda run: run.total("crowd")[1:4].sum(),
    "first great march": lambda run: run.total("crowd")[7],
    "detained": lambda run: run.total("detained").sum(),
    "released": lambda run: run.total("released").sum(),
    "strikers": lambda run: run.total("strikers").sum(),
    "official share": lambda run: run.numbers["official_share"][-1],
    "belief in fraud": lambda run: run.numbers["fraud_belief"][2].mean(),
    "elite's loyalty": lambda run: run.numbers["elite_loyalty"][-1],
}
#: largest difference, as a part of the mean, that these ensembles could hide. On the first nights an arrest of 1:1000
#: is a thousand people in one place, so what places learn of risk varies more, and crowds answer unevenly
HIDES = {
    "marchers": 0.3, "first nights": 0.7, "first great march": 0.5, "detained": 0.9, "released": 0.9, "strikers": 1.0,
    "official share": 0.02, "belief in fraud": 0.08, "elite's loyalty": 0.04,
}


@pytest.fixture(scope="module")
def ensembles():
    """Eight weeks of Belarus 2020, each member with people of its own: scale -> name -> a number a member."""
    country = load("belarus-2020").country
    found: dict[int, dict[str, np.ndarray]] = {}
    for scale, members in MEMBERS.items():
        runs = [
            play(
                build(replace(country, world_seed=k), scale), seed=100 + k, days=DAYS,
                # how a call is followed is chance of the same size at any scale, and would hide much
                settings={"opposition.spread": 0.0},
            )
            for k in range(members)
        ]
        found[scale] = {name: np.array([number(run) for run in runs]) for name, number in NUMBERS.items()}
    return found


@pytest.mark.parametrize("name", NUMBERS)
def test_one_in_a_hundred_and_one_in_a_thousand_agree(ensembles, name):
    fine, coarse = ensembles[100][name], ensembles[1000][name]
    error = math.sqrt(fine.var(ddof=1) / len(fine) + coarse.var(ddof=1) / len(coarse))
    mean, other = fine.mean(), coarse.mean()
    assert SIGMAS * error < HIDES[name] * mean, f"{SIGMAS * error / mean:.2f} of the mean could hide"
    assert abs(other - mean) < SIGMAS * error, f"{mean:.4g} at 1:100, {other:.4g} at 1:1000, error {error:.3g}"


def test_members_of_a_coarser_ensemble_differ_more(ensembles):
    assert ensembles[1000]["marchers"].std() > ensembles[100]["marchers"].std()


def test_every_person_and_one_in_ten_agree_where_everything_is_large(teaching):
    """Shares of thousands of people, whose noise is known."""
    full, tenth = play(teaching, days=2), play(build(teaching.country, 10), days=2)
    for name, places in {"true_share": 0.05, "official_share": 0.05, "fraud_belief": 0.04}.items():
        assert tenth.numbers[name][1] == pytest.approx(full.numbers[name][1], abs=places), name
