"""Tables that stand at a run's end agree with what was reported day by day."""

from __future__ import annotations

import numpy as np
import pytest

from contested.nation.world import build
from tests.nation.playing import play

VIOLENT = {"security.injuries_per_arrest": 10.0, "security.deaths_per_injury": 0.1, "security.reach": 0.5,
           "security.arrests_per_officer": 4.0, "detention.death_chance": 0.2}


@pytest.fixture(scope="module")
def violent(teaching):
    run = play(teaching, settings=VIOLENT)
    return run, run.model.tables(run.state)


def test_columns_are_equally_long(violent):
    for columns in violent[1].values():
        assert len({len(c) for c in columns.values()}) == 1


def test_casualties_one_by_one_are_the_casualties_by_day_and_place(violent):
    run, tables = violent
    listed = tables["casualties"]
    places = run.model.coords["place"]
    killed = listed["kind"] == "killed"
    street = listed["setting"] == "street"
    for name, rows in {
        "injured": street & ~killed, "killed_street": street & killed, "killed_custody": ~street & killed,
    }.items():
        assert rows.sum() > 0, name
        count = np.zeros((len(run.numbers["crowd"]), len(places)))
        where = [places.index(p) for p in listed["place"][rows]]
        np.add.at(count, (listed["day"][rows], where), listed["persons"][rows])
        assert (count == run.numbers[name]).all(), name
    assert set(listed["cause"][~street]) == {"ill-treatment in custody"}
    assert "ill-treatment in custody" not in set(listed["cause"][street])


def test_at_a_scale_of_one_each_casualty_has_a_row_and_at_ten_each_agent_and_cause(teaching, violent):
    assert (violent[1]["casualties"]["persons"] == 1).all()
    run = play(build(teaching.country, 10), settings=VIOLENT)
    listed = run.model.tables(run.state)["casualties"]
    killed = listed["kind"] == "killed"
    total = {name: run.numbers[name].sum() for name in ("injured", "killed_street", "killed_custody")}
    assert listed["persons"][killed].sum() == total["killed_street"] + total["killed_custody"] > 0
    assert listed["persons"][~killed].sum() == total["injured"] > 0
    assert total["killed_street"] % 10 != 0 or total["killed_custody"] % 10 != 0


def test_returns_by_station_add_up_to_the_announced_result(teaching, violent):
    run, tables = violent
    r = tables["returns"]
    assert r["reported_incumbent"].sum() / r["reported_cast"].sum() == run.numbers["official_share"][-1]
    assert r["incumbent"].sum() / r["cast"].sum() == run.numbers["true_share"][-1]
    assert (r["cast"] == r["incumbent"] + r["challenger"] + r["other"]).all()
    honest = r["honest"]
    assert not honest.all()
    for line in ("cast", "incumbent", "challenger", "other", "early"):
        assert (r[line][honest] == r[f"reported_{line}"][honest]).all()
    assert len(r["station"]) == sum(p.stations for p in teaching.country.places)
    assert r["registered"].sum() == sum(p.voters for p in teaching.country.places)


def test_returns_are_persons_whatever_the_scale(teaching):
    run = play(build(teaching.country, 10), days=2)
    r = run.model.tables(run.state)["returns"]
    assert r["registered"].sum() == pytest.approx(sum(p.voters for p in teaching.country.places), rel=0.01)
    assert (r["registered"] % 10 == 0).all()


def test_more_casualties_than_the_list_holds_are_counted_all_the_same(teaching, monkeypatch):
    import contested.nation.model as nation

    monkeypatch.setattr(nation, "CASUALTIES_LISTED", 5)
    monkeypatch.setattr("contested.nation.tables.CASUALTIES_LISTED", 5)
    run = play(teaching, settings=VIOLENT, days=10)
    assert run.numbers["injured"].sum() > 5
    assert len(run.model.tables(run.state)["casualties"]["day"]) == 5
    assert run.state["security_casualty_count"][0] > 5
