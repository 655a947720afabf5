"""Crises without a vote, of other countries and another time, are read and played by the same code."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import numpy as np
import pytest

from contested.nation.world import build
from contested.scenarios.check import check
from contested.scenarios.load import load
from tests.nation.playing import play

SHARED = {
    "yellow-vests-2018": "yellow_vests_2018_2019.csv", "leipzig-1989": "leipzig_1989.csv",
    "khabarovsk-2020": "khabarovsk_2020.csv", "serbia-2024": "serbia_2024_2025.csv",
}  # fmt: skip
#: quantities that are called otherwise today
CALLED = {"turnout": "crowd", "held": "remanded"}

pytestmark = pytest.mark.parametrize("name", SHARED)


def test_it_is_sound_and_nothing_in_it_is_odd(name):
    report = check(name)
    assert report.errors == () and report.warnings == ()


def test_nobody_votes_and_a_shock_comes_first(name):
    country = load(name).country
    assert not country.election and country.official == ()
    assert min(a.day for a in country.acts if a.act == "shock") == 0


def test_no_act_says_how_many_came(name):
    scenario = load(name)
    assert all(a.level is None for a in scenario.acts if a.act in ("call", "tactic", "shock", "concession"))
    assert {c.every for c in scenario.country.calls} >= {1, 7}


def test_the_weekly_series_falls_on_the_day_it_fell_on(name):
    country = load(name).country
    series = next(c for c in country.calls if c.every == 7)
    weekday = (country.start.weekday() + series.day) % 7
    assert weekday == {"yellow-vests-2018": 5, "leipzig-1989": 0, "khabarovsk-2020": 5, "serbia-2024": 0}[name]


@pytest.mark.skipif("CONTESTED_SHARED_DATA" not in os.environ, reason="CONTESTED_SHARED_DATA names no folder")
def test_claims_are_the_rows_that_were_read(name):
    """Those of the days simulated; deaths in traffic are no deaths of a march."""
    compiled = Path(os.environ["CONTESTED_SHARED_DATA"]) / "crises" / SHARED[name]
    scenario = load(name)
    end = str(scenario.country.start.fromordinal(scenario.country.start.toordinal() + scenario.country.days - 1))
    with compiled.open(encoding="utf-8", newline="") as file:
        wanted = [
            {**row, "quantity": CALLED.get(row["quantity"], row["quantity"])}
            for row in csv.DictReader(file)
            if row["read_or_recalled"] == "read" and row["date"] <= end and not row["quantity"].startswith("dead")
        ]
    with (scenario.folder / "claims.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.DictReader(file)) == wanted
    assert len(scenario.claims) == len(wanted)


def test_it_plays_without_a_count(name):
    country = load(name).country
    run = play(build(country, 2000), days=14)
    assert np.isfinite(run.total("crowd")).all() and run.total("crowd").sum() > 0
    assert np.isnan(run.numbers["official_share"]).all() and np.isnan(run.numbers["true_share"]).all()
    assert len(run.model.tables(run.state)["returns"]["station"]) == 0
