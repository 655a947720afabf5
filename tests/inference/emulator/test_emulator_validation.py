"""Played runs say yes to a right emulator and no to one that is off or too sure, and luck is not taken for an error."""

from __future__ import annotations

import numpy as np
import pytest

from contested.inference.emulator.emulator_validation import validate

GROUP = np.repeat([0, 1], [30, 10])


def scores(rng, runs=200, common=0.6):
    """Scores of a right emulator: runs err in many cells together."""
    shared = rng.normal(size=(runs, 1))
    return np.sqrt(common) * shared + np.sqrt(1 - common) * rng.normal(size=(runs, GROUP.size))


def verdicts(score):
    return [j.verdict for j in validate(score, GROUP, ("crowd", "detained"))]


def test_a_right_emulator_is_confirmed_whatever_its_runs_luck():
    rng = np.random.default_rng(1)
    for runs in (25, 200):  # three standard errors on two groups
        found = [verdicts(scores(rng, runs)) for _ in range(300)]
        assert np.mean([v[0] != "off" and v[1] != "off" for v in found]) > 0.97, runs
    assert np.mean([v == ["agrees", "agrees"] for v in found]) > 0.97
    first = validate(scores(rng), GROUP, ("crowd", "detained"))[0]
    assert first.cells == 30 and first.runs == 200
    assert first.within_90 == pytest.approx(0.9, abs=0.04) and first.within_50 == pytest.approx(0.5, abs=0.06)
    # cells that err together are not thirty witnesses
    assert first.error == pytest.approx(np.sqrt(0.6 / 200), rel=0.2)


@pytest.mark.parametrize(("fault", "says"), [("off", "off"), ("sure", "narrow")])
def test_a_wrong_emulator_is_told_by_indicator(fault, says):
    rng = np.random.default_rng(2)
    found = []
    for _ in range(50):
        score = scores(rng)
        score[:, GROUP == 1] = score[:, GROUP == 1] - 0.6 if fault == "off" else 1.6 * score[:, GROUP == 1]
        found.append(verdicts(score))
    assert all(v[1] != "agrees" for v in found) and np.mean([v == ["agrees", says] for v in found]) > 0.9


def test_a_cautious_emulator_and_few_runs_are_no_fault():
    rng = np.random.default_rng(3)
    assert verdicts(0.5 * scores(rng)) == ["agrees", "agrees"]
    assert validate(scores(rng, runs=1), GROUP, ("crowd", "detained")) == []
