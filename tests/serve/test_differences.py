"""Who differs on a served page: the numbers of `contested compare A B --people`, and nobody before anything differs."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

import contested

PAIR = "/api/differences?scenario=teaching&scale=10&seed=5&set=street.cost=1.6"


@pytest.fixture(scope="module")
def pair(server):
    answer = server.get(PAIR)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_they_are_those_of_two_stored_runs_compared_person_by_person(pair, server, tmp_path):
    a, b = (
        contested.simulate("teaching", seed=5, scale=10, settings=settings, out=tmp_path / str(k), progress=False)
        for k, settings in enumerate(({}, {"street.cost": 1.6}))
    )
    compared = contested.compare(a, b, people=True, executor="serial", out=tmp_path / "both", progress=False)
    start = date.fromisoformat(server.get("/api/scenarios/teaching").json()["start"])
    served = {
        (str(start + timedelta(day)), one["phase"]): persons
        for one in pair["reached"] for day, persons in enumerate(one["persons"]) if persons
    }  # fmt: skip
    changed = compared.tables["changed"]
    days = changed.filter(pl.col("by") == "day")
    assert served == {(row["label"], row["phase"]): row["mean"] for row in days.iter_rows(named=True)}
    now = changed.filter(pl.col("by") == "differing")
    assert [v for v in pair["differing"] if v] == now["mean"].to_list()
    doing = {(row["in_a"], row["in_b"]): row["mean"] for row in compared.tables["doing"].iter_rows(named=True)}
    assert {(one["without"], one["with"]): sum(one["persons"]) for one in pair["doing"]} == doing
    places = changed.filter(pl.col("by") == "place").group_by("label").agg(pl.col("mean").sum())
    names = [p["name"] for p in server.get("/api/scenarios/teaching").json()["place"]]
    by_place = dict(zip(names, np.sum(pair["where"], axis=0).tolist()))
    assert {name: v for name, v in by_place.items() if v} == dict(places.iter_rows())
    assert pair["through"].startswith("It begins on") and pair["through"] in compared.sentence


def test_fewer_march_where_marching_costs_more(pair):
    total = {(one["without"], one["with"]): sum(one["persons"]) for one in pair["doing"]}
    assert total["out", "home"] > total.get(("home", "out"), 0)


def test_nobody_differs_before_a_branch_and_the_plain_run_is_the_same(server, pair):
    branch = 20
    served = server.get(f"{PAIR}&branch={branch}").json()
    assert not any(served["differing"][:branch]) and any(served["differing"][branch:])
    assert min(row["day"] for row in served["first"]) >= branch and len(served["differing"]) == len(pair["differing"])
    assert not np.any(served["where"][:branch])


def test_another_population_is_compared_with_nobody(server):
    served = server.get("/api/differences?scenario=teaching&scale=10&set=workplaces.employed=0.4").json()
    assert not served["same_people"] and not any(served["differing"]) and served["first"]


def test_no_change_is_refused_and_a_table_has_a_row_for_each_day(server, pair):
    refused = server.get("/api/differences?scenario=teaching&scale=10")
    assert refused.status_code == 400 and "expected a change" in refused.json()["error"]
    table = pl.read_csv(server.get(f"{PAIR}&format=csv").content)
    assert table["differing"].to_list() == pair["differing"]
