"""Exported tables are tidy: safe names, one kind of row per table, every column in the codebook, numbers unchanged."""

from __future__ import annotations

import re

import numpy as np
import polars as pl
import pytest

import contested
from contested.ground.safe_names import RESERVED
from contested.ground.units import UNITS
from contested.scenarios.load import load
from contested.studies.export.export import tables_of

VARIABLE = re.compile(r"[a-z][a-z0-9_]{0,31}")
STUDIES = ("calibration", "comparison", "sweep", "forecast")


def checked(result):
    """The tables of a result, after what holds for all of them."""
    made = {name: make() for name, make in tables_of(result).items()}
    for name, t in made.items():
        assert t.name == name and VARIABLE.fullmatch(name)
        assert [v.name for v in t.variables] == t.frame.columns
        for v in t.variables:
            assert VARIABLE.fullmatch(v.name) and v.name not in RESERVED, v
            assert v.unit in (*UNITS, "", "1", "date", "second", "as in unit"), v
            assert v.label, v
        for column in t.frame:
            assert column.dtype in (pl.String, pl.Int64, pl.Float64, pl.Boolean, pl.Date), (name, column.name)
            assert not (column.dtype.is_float() and column.is_nan().any())
    return made


def test_a_run_has_a_table_for_each_set_of_dimensions(run):
    made = checked(run)
    assert {"by_day", "by_place", "by_site", "by_force", "by_segment", "by_enterprise", "by_outcome", "places",
            "returns", "casualties", "parameters"} <= set(made)  # fmt: skip
    place, site = made["by_place"].frame, made["by_site"].frame
    assert place.select("replicate", "day", "place").is_duplicated().sum() == 0
    assert site.columns == ["replicate", "day", "date", "site", "custody", "capacity"]
    stored = run.to_polars("place")
    assert place["crowd"].equals(stored["crowd"].fill_nan(None), null_equal=True)
    day = run.to_polars("day")
    wide = site.filter(pl.col("site") == "Tesk detention centre")["custody"]
    assert wide.equals(day["custody[Tesk detention centre]"].fill_nan(None).alias("custody"), null_equal=True)
    assert place["crowd"].null_count() == 9 * 6  # replicate 0 ended after day 20 of 30


def test_places_carry_where_they_are_and_how_many_live_there(run):
    first = checked(run)["by_place"].frame.filter(pl.col("day") == 3, pl.col("replicate") == 1)
    assert first.height == 6
    for p in load("teaching").country.places:
        row = first.row(by_predicate=pl.col("place") == p.name, named=True)
        assert (row["region"], row["longitude"], row["latitude"], row["population"]) == (
            p.region, p.lon, p.lat, p.population
        )  # fmt: skip
        assert str(row["date"]) == "2031-05-07"


def test_the_codebook_says_unit_and_source_of_every_observable(run):
    book = {(r["table"], r["variable"]): r for r in run.codebook().iter_rows(named=True)}
    crowd = book["by_place", "crowd"]
    assert (crowd["label"], crowd["unit"], crowd["source"]) == ("people who marched", "person", "simulated: street")
    assert book["by_place", "population"]["source"] == "places.csv"
    assert book["by_day", "date"]["type"] == "date"
    observables = {o["name"]: o["unit"] for o in run.provenance["observables"]}
    units = {r["original"]: r["unit"] for r in book.values() if r["source"].startswith("simulated: ")}
    assert units == {name: "1" if unit == "-" else unit for name, unit in observables.items()}


def test_a_models_run_has_its_own_dimensions(model_run):
    made = checked(model_run)
    assert "by_site" in made and "places" not in made and "date" not in made["by_site"].frame.columns
    assert made["by_site"].frame.height == 2 * 5 * 60


@pytest.mark.parametrize("kind", STUDIES)
def test_every_column_of_a_study_is_described(former, kind):
    study = contested.open(former / kind)
    made = checked(study)
    for name, t in made.items():
        for v in t.variables:
            assert v.label != v.original.replace("_", " ") or " " not in v.original, (name, v)
    assert dict(study.tidy()).keys() == {name for name, t in made.items() if t.frame.width}


def test_the_runs_of_a_sweep_are_the_same_wide_and_long(former):
    made = checked(contested.open(former / "sweep"))
    wide, long = made["points"], made["summaries"].frame
    originals = {v.original: v for v in wide.variables}
    assert originals["mean"].source or originals["mean"].label
    crowd = long.filter(observable="crowd", statistic="max")
    assert crowd["value"].to_list() == wide.frame[originals["crowd.max"].name].to_list()
    assert originals["crowd.max"].label == "people who have joined, largest value"
    assert originals["crowd.max"].unit == "person"


def test_arms_of_a_comparison_stay_apart(former):
    study = contested.open(former / "comparison")
    made = checked(study)
    long = made["summaries"].frame.filter(observable="crowd", statistic="max")
    assert set(long["arm"]) == {"a", "b"}
    assert long.filter(arm="b")["value"].to_list() == study.to_polars()["b.crowd.max"].to_list()
    assert {"longitude", "latitude"} <= set(made["by_place"].frame.columns)


def test_draws_are_the_posterior(former):
    study = contested.open(former / "calibration")
    draws = checked(study)["draws"]
    assert [v.original for v in draws.variables] == list(study.parameters)
    assert np.array_equal(draws.frame.to_numpy(), study.to_polars().to_numpy())


def test_seeds_too_large_for_a_double_are_text():
    from contested.studies.export.tidy import Meaning, tidy

    frame = pl.DataFrame({"seed": [2**60 + 1, 5], "n": [2**53, -3], "bits": pl.Series([[1.0, 2.0], []])})
    t = tidy("t", "a row", frame, lambda name: Meaning(name))
    assert t.frame["seed"].to_list() == [str(2**60 + 1), "5"]
    assert t.frame["n"].to_list() == [2**53, -3]
    assert t.frame["bits"].to_list() == ["1.0 2.0", ""]
