"""Sweeps of listed values, with statistics of one's own, days on demand, and arrays by parameter."""

from __future__ import annotations

import numpy as np
import pytest

import contested
from contested.ground.errors import InputError, ParameterError, StatisticFailed

SERIAL = {"executor": "serial"}


def late(run):
    """Mean crowd of the last two steps."""
    return run["crowd"][-2:].mean()


@pytest.fixture(scope="module")
def two_ways(tmp_path_factory):
    """Granovetter's crowd at every combination of three spreads and two sizes."""
    return contested.sweep(
        "granovetter-1978", settings={"sd": [0.1, 0.3, 0.2], "people": [30, 60]}, replicates=2, steps=6,
        statistics=[late], series="crowd", out=tmp_path_factory.mktemp("own") / "s", **SERIAL,
    )  # fmt: skip


def test_listed_values_are_all_combined(two_ways):
    points = two_ways.to_polars().select("sd", "people").unique().sort("sd", "people").rows()
    assert points == [(s, n) for s in (0.1, 0.2, 0.3) for n in (30, 60)]
    assert two_ways.record["over"] == {"sd": "0.1 | 0.3 | 0.2", "people": "30 | 60"}


def test_a_statistic_is_what_the_function_gives_of_the_run_itself(two_ways):
    x = two_ways.to_xarray()
    assert x["crowd"].dims == ("sd", "people", "replicate", "day") and x["late"].dims == ("sd", "people", "replicate")
    assert np.allclose(x["late"], x["crowd"].isel(day=slice(-2, None)).mean("day"))
    assert np.array_equal(x["crowd_last"], x["crowd"].isel(day=-1))
    assert x["crowd_last"].attrs["original"] == "crowd.last" and x.attrs["seed"] == 1


def test_arrays_hold_the_numbers_of_the_table(two_ways):
    x = two_ways.to_xarray()
    for row in two_ways.to_polars().iter_rows(named=True):
        cell = x["crowd_max"].sel(sd=row["sd"], people=row["people"], replicate=row["replicate"])
        assert float(cell) == row["crowd.max"]


def test_days_stand_in_a_table_of_their_own(two_ways):
    days = two_ways.series()
    assert days.columns == ["point", "replicate", "sd", "people", "day", "crowd"] and days.height == 6 * 2 * 6
    assert not [c for c in two_ways.to_polars().columns if c.startswith("day/")]


def test_numbers_do_not_depend_on_what_else_is_kept(two_ways):
    plain = contested.sweep(
        "granovetter-1978", settings={"sd": [0.1, 0.3, 0.2], "people": [30, 60]}, replicates=2, steps=6, **SERIAL
    )
    columns = [c for c in plain.to_polars().columns if c != "seconds"]
    assert plain.to_polars().select(columns).equals(two_ways.to_polars().select(columns))


def test_points_that_are_no_grid_are_a_dimension_of_points(tmp_path):
    sweep = contested.sweep("granovetter-1978", {"sd": (0.1, 0.3)}, points=4, steps=4, out=tmp_path / "s", **SERIAL)
    x = sweep.to_xarray()
    assert x["crowd_last"].dims == ("sd", "replicate") and x.sizes["sd"] == 4  # one parameter: a grid of its values
    both = contested.sweep("granovetter-1978", {"sd": (0.1, 0.3), "mean": (0.2, 0.3)}, points=4, steps=4, **SERIAL)
    x = both.to_xarray()
    assert x["crowd_last"].dims == ("point", "replicate") and x["sd"].dims == ("point",)


def test_a_statistic_that_fails_on_one_run_is_one_warning_and_the_rest_is_kept(tmp_path):
    def odd(run):
        return 1 / (0 if int(run["crowd"][-1]) == 30 else 1)

    def fine(run):
        return float(run["share"].max())

    with pytest.warns(StatisticFailed, match="gave no number in 1 of 2 runs.*odd: ZeroDivisionError") as caught:
        sweep = contested.sweep(
            "granovetter-1978", settings={"people": [30, 40], "thresholds": "ladder"}, steps=50, out=tmp_path / "s",
            statistics=[odd, fine], **SERIAL,
        )  # fmt: skip
    assert len(caught) == 1
    table = sweep.to_polars()
    assert table["odd"].to_list() == [None, 1.0] and table["fine"].to_list() == [1.0, 1.0]
    assert table["failed"].to_list() == ["", ""] and table["crowd.last"].to_list() == [30, 40]


def test_a_nation_has_dates_and_units(tmp_path):
    sweep = contested.sweep(
        "teaching", settings={"street.cost": [1.0, 1.3]}, scale=50, days=5, series=["crowd", "told_crowd"],
        statistics={"peak": lambda run: run["crowd"].sum("place").max()}, out=tmp_path / "s", **SERIAL,
    )  # fmt: skip
    x = sweep.to_xarray()
    assert x["crowd"].attrs["units"] == "person" and str(x["date"].values[0])[:10] == "2031-05-04"
    assert "told_crowd_online" in x and np.array_equal(x["peak"], x["crowd"].max("day"))


@pytest.mark.parametrize(
    ("how", "error", "part"),
    [
        ({"settings": {"sd": [0.1]}}, ParameterError, "at least two values"),
        ({"settings": {"sd": [0.1, 0.1]}}, ParameterError, "each once"),
        ({"settings": {"sd": [0.1, "x"]}}, ParameterError, "expected a number"),
        ({"settings": {"sdd": [0.1, 0.2]}}, ParameterError, "no parameter"),
        ({"settings": {"sd": [0.1, 0.2]}, "over": "sd"}, InputError, "set and varied"),
        ({"settings": {"sd": [0.1, 0.2]}, "statistics": [late, late]}, InputError, "two functions have one name"),
        ({"settings": {"sd": [0.1, 0.2]}, "statistics": {"crowd max": late}}, InputError, "letters, digits"),
        ({"settings": {"sd": [0.1, 0.2]}, "statistics": {"seed": late}}, InputError, "that is free"),
        ({"settings": {"sd": [0.1, 0.2]}, "series": "crowds"}, InputError, "did you mean 'crowd'"),
        ({"settings": {"sd": [0.1, 0.2]}, "design": "grid", "points": 3}, InputError, "has 2 points"),
        ({}, InputError, "--set street.cost=1,1.2,1.5"),
    ],
)
def test_what_makes_no_sense_is_refused(how, error, part):
    with pytest.raises(error, match=part):
        contested.sweep("granovetter-1978", steps=3, **how, **SERIAL)
