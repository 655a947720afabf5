"""Medians, bands and totals have known answers, with and without missing days."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
import xarray as xr

from contested.report import format as fmt
from contested.report import numbers

NAN = float("nan")


def series(rows, start="2020-08-09"):
    """(replicate, day) numbers with dates."""
    grid = np.array(rows, dtype=float)
    dates = (np.datetime64(start) + np.arange(grid.shape[1]) * np.timedelta64(1, "D")).astype("datetime64[ns]")
    return xr.DataArray(grid, dims=("replicate", "day"), coords={"date": ("day", dates)})


def test_median_and_bands_of_one_to_a_hundred_and_one():
    frame = numbers.bands(series(np.arange(1, 102)[:, None]))
    row = frame.row(0, named=True)
    assert (row["low90"], row["low50"], row["median"], row["high50"], row["high90"]) == (6, 26, 51, 76, 96)
    assert row["replicates"] == 101


def test_one_replicate_has_a_median_and_no_band():
    frame = numbers.bands(series([[4.0, 5.0]]))
    assert frame["median"].to_list() == [4.0, 5.0]
    assert frame["low90"].null_count() == frame["high50"].null_count() == 2
    assert numbers.summary(np.array([7.0])) == numbers.Summary(7.0, None, None)


def test_a_future_that_ended_is_left_out_and_not_counted_as_zero():
    frame = numbers.bands(series([[10, NAN, NAN], [30, 50, NAN]]))
    assert frame["median"].to_list() == [20.0, 50.0], "the last day has no value in any replicate, and no row"
    assert frame["replicates"].to_list() == [2, 1]


def test_nothing_known_has_no_summary():
    assert numbers.summary(np.array([NAN, NAN])) == numbers.Summary(None, None, None)


def test_bands_of_places_keep_each_place_apart():
    a = series([[1, 2], [3, 4]]).expand_dims(place=["here", "there"]).transpose("replicate", "day", "place").copy()
    a[..., 1] = 100
    frame = numbers.bands(a)
    by_place = {name: part["median"].to_list() for (name,), part in frame.group_by("place")}
    assert by_place == {"here": [2.0, 3.0], "there": [100.0, 100.0]}


def test_national_sum_is_missing_only_where_all_places_are():
    a = xr.DataArray([[[1.0, NAN], [NAN, NAN]]], dims=("replicate", "day", "place"))
    assert numbers.national(a).values.tolist()[0][0] == 1.0
    assert np.isnan(numbers.national(a).values[0, 1])


def test_mean_over_people_weights_places_by_population():
    a = xr.DataArray([[[0.0, 1.0]]], dims=("replicate", "day", "place"))
    assert numbers.mean(a, np.array([1_000, 3_000])).item() == pytest.approx(0.75)


def test_running_total_stops_where_the_run_does():
    total = numbers.so_far(series([[1, 2, NAN]])).values[0]
    assert total[:2].tolist() == [1, 3]
    assert np.isnan(total[2])


def test_a_period_the_run_does_not_cover_has_no_total():
    a = series([[1, 2, 3]])
    assert numbers.on(a, date(2020, 8, 9), date(2020, 8, 11)).tolist() == [6]
    assert np.isnan(numbers.on(a, date(2020, 8, 10), date(2020, 8, 12))).all()
    assert np.isnan(numbers.on(a, date(2020, 8, 1))).all()


def test_peak_says_how_much_and_when():
    tops, when = numbers.peak(series([[1, 9, 2], [NAN, NAN, NAN]]))
    assert tops[0] == 9 and when == [date(2020, 8, 10), None]
    assert np.isnan(tops[1])


def test_endings_are_shares_of_futures_and_sum_to_one():
    grid = np.zeros((4, 3, 2))
    grid[0, 1:, 0] = 1
    grid[1, 2:, 1] = 1
    grid[1, 2:, 0] = np.nan
    a = xr.DataArray(grid, dims=("replicate", "day", "outcome"), coords={"outcome": ["holds", "collapse"]})
    assert numbers.ended(a) == {"holds": 0.25, "collapse": 0.25, "goes_on": 0.5}


@pytest.mark.parametrize(("value", "shown"), [(123_456.0, 123_000.0), (0.012349, 0.0123), (NAN, None), (None, None)])
def test_figures_keep_three_digits(value, shown):
    assert fmt.significant(value) == shown
