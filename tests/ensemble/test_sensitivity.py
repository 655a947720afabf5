"""Sensitivity indices of functions whose indices are known."""

import numpy as np
import pytest

from contested.ensemble.design import morris, saltelli
from contested.ensemble.sensitivity import analysed
from contested.ground.errors import RunError


def _ishigami(u):
    x = np.pi * (2 * u - 1)
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def test_sobol_indices_of_a_function_whose_indices_are_known():
    """Ishigami and Homma's function with a = 7, b = 0.1: first 0.314, 0.442, 0; total 0.558, 0.442, 0.244."""
    pytest.importorskip("SALib")
    u = saltelli(2048, 3, 1)
    rows = analysed("sobol", "abc", u, {"y": _ishigami(u), "flat": np.ones(len(u))}, 1)
    assert [r["output"] for r in rows] == ["y"] * 3, "what never varies has no indices"
    for row, first, total in zip(rows, (0.3139, 0.4424, 0.0), (0.5576, 0.4424, 0.2437), strict=True):
        assert row["first"] == pytest.approx(first, abs=0.03), row
        assert row["total"] == pytest.approx(total, abs=0.03), row
        assert 0 <= row["total_within"] < 0.1
    assert rows == analysed("sobol", "abc", u, {"y": _ishigami(u)}, 1), "intervals are keyed as well"


def test_morris_effects_of_a_straight_line_are_its_slopes():
    pytest.importorskip("SALib")
    u = morris(20, 3, 1)
    rows = analysed("morris", "abc", u, {"y": 5 * u[:, 0] - 2 * u[:, 1]}, 0)
    assert [r["mu_star"] for r in rows] == pytest.approx([5, 2, 0])
    assert [r["mu"] for r in rows] == pytest.approx([5, -2, 0])
    assert [r["sigma"] for r in rows] == pytest.approx([0, 0, 0], abs=1e-9)


@pytest.mark.parametrize("kind", ["sobol", "morris"])
def test_a_failed_point_takes_only_its_block_out(kind):
    pytest.importorskip("SALib")
    u = {"sobol": saltelli, "morris": morris}[kind](64, 3, 1)
    y = u[:, 0] + 0.0
    y[[2, 40]] = np.nan
    largest = max(analysed(kind, "abc", u, {"y": y}, 1), key=lambda r: r.get("total", r.get("mu_star")))
    assert largest["parameter"] == "a"
    with pytest.raises(RunError, match="whole blocks"):
        analysed(kind, "abc", u, {"y": np.full(len(u), np.nan)}, 1)
