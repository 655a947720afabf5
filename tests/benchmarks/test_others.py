"""Forecasts of other crises: the score, the draw of points, and what pages and scenarios say of the stored results."""

from __future__ import annotations

import json

import numpy as np
import pytest
from benchmarks.dynamics.endings import CAME, FIGURES
from benchmarks.dynamics.others import CRISES, RESULTS, crps, drawn

from contested.scenarios.load import load

STORED = {r["scenario"]: r for r in json.loads(RESULTS.read_text(encoding="utf-8"))["results"]}


def test_the_score_of_one_sure_member_is_its_distance_and_of_two_the_fair_one():
    assert crps(np.array([3.0, 3.0]), 5.0) == 2.0
    assert crps(np.array([0.0, 2.0]), 1.0) == pytest.approx(0.0)  # distance 1, less half of the mean gap of 2


def test_the_fair_score_does_not_favour_large_ensembles():
    rng = np.random.default_rng(1)
    value = rng.standard_normal(4000)
    mean = {m: np.mean([crps(rng.standard_normal(m), v) for v in value]) for m in (2, 40)}
    assert mean[2] == pytest.approx(mean[40], abs=0.05)


def test_near_points_are_drawn_and_far_ones_are_not():
    points = [{"a": float(k)} for k in range(3)]
    chosen = drawn(points, np.array([0.1, 0.1, 9.0]), 40)
    assert [p["a"] for p in chosen] == [0.0] * 20 + [1.0] * 20


@pytest.mark.parametrize("crisis", CRISES, ids=lambda c: c.scenario)
def test_what_is_stored_is_of_these_figures_and_what_the_scenario_says(crisis):
    stored, scenario = STORED[crisis.scenario], load(crisis.scenario)
    assert [row["figure"] for row in stored["rows"]] == list(crisis.figures.values())[crisis.fitted :]
    scores = [f"{stored['crps'][k]:.2f}" for k in ("model", "last value", "climatology")]
    assert scenario.scored == f"CRPS {scores[0]}; last value {scores[1]}, climatology {scores[2]}"
    settings = {s.name: s.value for s in scenario.settings}
    assert len(stored["numbers"]) == 3
    for name, value in stored["numbers"].items():
        assert settings[name] == pytest.approx(value, rel=0.005)


@pytest.mark.parametrize("crisis", FIGURES, ids=lambda c: c.scenario)
def test_three_numbers_of_a_fallen_ruler_are_set_on_crowds_before_the_fall(crisis):
    scenario = load(crisis.scenario)
    assert set(crisis.numbers) <= {s.name for s in scenario.settings}
    assert max(crisis.figures) < str(CAME[crisis.scenario][1])
