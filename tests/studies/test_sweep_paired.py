"""Points of a sweep on a common seed are pairs: with one another, and with a run of that seed."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

import contested
from contested.ensemble.points import seeds
from contested.ground.errors import CheckpointError, InputError
from tests.cli.terminal import typed

HOW = {"scale": 20, "days": 10, "seed": 5}
COSTS = [1.0, 1.02]


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """One sweep on a common seed and the same with chance of each point's own."""
    home = tmp_path_factory.mktemp("paired")
    how = {"settings": {"street.cost": COSTS}, "replicates": 5, "executor": "serial", **HOW}
    return [
        contested.sweep("teaching", common_seed=common, out=home / name, **how)
        for name, common in (("common", True), ("separate", False))
    ]


def test_every_point_has_the_seeds_of_a_run(both):
    common, separate = both
    for point in (0, 1):
        assert common.point(point).to_polars()["seed"].to_list() == seeds(5, 5)
    assert separate.to_polars()["seed"].n_unique() == 10
    assert "common_seed" not in separate.record  # as in the records of sweeps made before there was a choice


def test_a_point_and_the_run_of_its_parameters_differ_by_nothing(both):
    run = contested.simulate("teaching", replicates=3, settings={"street.cost": 1.02}, **HOW)
    found = run.compare(both[0].point(1))
    assert found.paired and found.same and found.tables["indicators"]["pairs"].max() == 3


def test_pairs_tell_a_small_change_better_than_independent_points(both):
    width = []
    for sweep in both:
        found = sweep.point(0).compare(sweep.point(1))
        row = found.tables["indicators"].row(by_predicate=pl.col("indicator") == "crowd.sum", named=True)
        width.append(row["mean_high"] - row["mean_low"])
        assert found.paired is sweep.common_seed
    assert width[0] < 0.5 * width[1]


def test_differences_are_those_of_a_comparison_of_two_points(both):
    table = both[0].differences(1)
    assert table["point"].unique().to_list() == [0]
    mine = table.filter(indicator="crowd.sum").row(0, named=True)
    compared = both[0].point(1).compare(both[0].point(0)).tables["indicators"]
    theirs = compared.filter(indicator="crowd.sum").row(0, named=True)
    assert (mine["mean"], mine["low"], mine["high"]) == (theirs["mean"], theirs["mean_low"], theirs["mean_high"])
    crowd = both[0].to_xarray()["crowd_sum"].values
    assert mine["mean"] == pytest.approx(np.mean(crowd[0] - crowd[1]))


def test_points_with_chance_of_their_own_are_no_pairs(both):
    with pytest.raises(InputError, match="each has chance of its own"):
        both[1].differences()
    assert "--common-seed" in both[1].point(0).compare(both[1].point(1)).notes[-1]


def test_another_choice_is_another_sweep(both):
    with pytest.raises(CheckpointError, match="common_seed was absent, is True"):
        contested.sweep("teaching", settings={"street.cost": COSTS}, replicates=5, executor="serial",
                        common_seed=True, out=both[1].path, **HOW)  # fmt: skip


def test_the_page_shows_each_point_less_the_first(both):
    pages = [sweep.report().read_text() for sweep in both]
    assert "Each point less the first (1 rows)" in pages[0] and "all points on the random numbers of seed 5" in pages[0]
    assert "How points differ" not in pages[1]


def test_on_the_command_line(tmp_path):
    words = ("sweep", "granovetter-1978", "--set", "sd=0.1,0.2", "--replicates", 3, "--common-seed", "--steps", 8,
             "--executor", "serial", "--no-report", "--out", tmp_path / "s")  # fmt: skip
    assert typed(*words).exit_code == 0
    compared = typed("compare", tmp_path / "s@0", tmp_path / "s@1")
    assert compared.exit_code == 0, compared.stderr
    assert "3 pairs" in compared.stdout and "independent" not in compared.output
