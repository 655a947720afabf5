"""Nothing simulated is ever tied to a person: no table of a run has a column or a cell that names one."""

from __future__ import annotations

import re

import polars as pl

import contested
from contested.claims.people.names import names_in
from contested.nation.observables import OBSERVABLES

#: what a column would be called that names somebody
_COLUMN = re.compile(r"(?:^|_)(?:name|first_?name|surname|last_?name|passport|phone|email|birth)(?:_|$)", re.I)


def words_of(frame):
    """Different texts of a table's cells."""
    return {text for name in frame.columns if frame.schema[name] in (pl.String, pl.Categorical)
            for text in frame[name].cast(pl.String).unique().drop_nulls()}  # fmt: skip


def test_no_table_of_a_run_names_a_person(tmp_path):
    run = contested.simulate("teaching", scale=400, days=12, out=tmp_path / "run")
    country = contested.load_scenario("teaching").country
    places = {one.name for one in (*country.places, *country.sites, *country.enterprises)} | {
        one.region for one in country.places
    }
    frames = {name: run.tables[name] for name in run.tables} | {by: run.to_polars(by) for by in ("place", "day")}
    assert len(frames) > 2
    for name, frame in frames.items():
        assert not [c for c in frame.columns if _COLUMN.search(c)], name
        named = {text: names_in(text) for text in words_of(frame) - places}
        assert not {text: names for text, names in named.items() if names}, name


def test_no_observable_is_of_one_person():
    assert not [o.name for o in OBSERVABLES if "person" in o.dims or _COLUMN.search(o.name)]
