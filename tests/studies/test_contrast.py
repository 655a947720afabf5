"""Stored results beside each other: pairs by seed, their mean difference, and what is refused."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

import contested
from contested.ground.errors import InputError
from contested.store import layout

HOW = {"scale": 20, "days": 12, "seed": 5}
LIMIT = {"detention.hold_limit": 1}


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """A run, the same with another limit of custody, and two branches of its first replicate."""
    home = tmp_path_factory.mktemp("contrast")
    a = contested.simulate("teaching", replicates=4, checkpoints=[6], out=home / "a", **HOW)
    b = contested.simulate("teaching", replicates=3, settings=LIMIT, out=home / "b", **HOW)
    evening = layout.checkpoint(a.path, 0, 6)
    c = contested.simulate(checkpoint=evening, replicates=3, days=5, out=home / "c")
    d = contested.simulate(checkpoint=evening, replicates=3, days=5, settings={"street.cost": 1.4}, out=home / "d")
    return {"a": a, "b": b, "c": c, "d": d}


def test_replicates_of_one_seed_are_pairs_and_the_mean_is_that_of_their_differences(runs):
    a, b = runs["a"], runs["b"]
    found = a.compare(b)
    assert found.paired and found.notes == ("left out, having no pair: 1 of A's 4 runs, 0 of B's 3",)
    custody = [r.to_xarray()["custody"].sum("site").max("day").values[:3] for r in (a, b)]
    row = found.to_polars().row(by_predicate=pl.col("indicator") == "custody.max", named=True)
    difference = custody[1] - custody[0]
    assert row["mean"] == pytest.approx(difference.mean()) and row["pairs"] == 3
    # Student's t of two degrees of freedom leaves 5 % above 2.920
    assert row["high"] - row["mean"] == pytest.approx(2.919986 * difference.std(ddof=1) / np.sqrt(3), rel=1e-5)


def test_it_names_what_differs_first(runs):
    found = runs["a"].compare(runs["b"])
    first = found.tables["first"]
    assert first["subsystem"][0] == "detention" and "(detention)" in found.sentence
    days = runs["a"].to_xarray()["custody"].sum("site").sel(replicate=[0, 1, 2])
    odd = (days != runs["b"].to_xarray()["custody"].sum("site")).any("replicate").values
    row = first.row(by_predicate=pl.col("observable") == "custody", named=True)
    assert row["from"] == str(np.datetime64("2031-05-04") + int(odd.argmax()))


def test_a_run_and_itself_differ_by_nothing(runs):
    found = runs["a"].compare(runs["a"])
    assert found.same and found.sentence == "No difference: A and B are exactly the same in each of 4 pairs."


def test_a_branch_and_its_run_share_the_one_replicate_that_goes_on(runs):
    found = runs["a"].compare(runs["c"])
    assert found.same and found.tables["indicators"]["pairs"].max() == 1
    assert runs["c"].compare(runs["d"]).tables["indicators"]["pairs"].max() == 3
    assert runs["c"].compare(runs["d"]).tables["over_time"]["day"].min() == 7


def test_points_of_a_sweep_are_independent_and_welch_tells_how_sure(tmp_path):
    from scipy.stats import ttest_ind

    how = {"design": "grid", "points": 2, "executor": "serial", "steps": 5}
    sweep = contested.sweep(
        "granovetter-1978", {"sd": (0.1, 0.3)}, replicates=6, settings={"people": 50}, out=tmp_path / "s", **how
    )
    found = sweep.point(0).compare(sweep.point(1))
    assert not found.paired and "independent" in found.notes[0]
    x, y = (sweep.point(k).to_polars()["crowd.last"].to_numpy() for k in (0, 1))
    row = found.to_polars().row(by_predicate=pl.col("indicator") == "crowd.last", named=True)
    known = ttest_ind(y, x, equal_var=False).confidence_interval(0.9)
    assert (row["low"], row["high"]) == pytest.approx((known.low, known.high))
    with pytest.raises(InputError, match="@7: expected a point of the sweep"):
        sweep.point(7)


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"seed": 6}, "no seed is in both"),
        ({"scale": 25}, "scale is 20 and 25"),
        ({"days": 3, "checkpoint": True}, "began from different states"),
    ],
)
def test_pairs_that_do_not_match_are_refused(runs, change, part):
    how = {**HOW, **change}
    if how.pop("checkpoint", False):
        evening = layout.checkpoint(runs["a"].path, 3, 6)
        other = contested.simulate(checkpoint=evening, days=3)
    else:
        other = contested.simulate("teaching", replicates=2, **how)
    with pytest.raises(InputError, match=part):
        (runs["d"] if "checkpoint" in change else runs["a"]).compare(other)


def test_what_is_not_compared_says_so(runs):
    with pytest.raises(InputError, match="expected runs, sweeps, points"):
        runs["a"].compare("runs/b")
