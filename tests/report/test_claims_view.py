"""A claim is set beside the same thing, in the same place, over the same days, or beside nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
import pytest

from contested.claims.claim import Claim
from contested.report import claims_view, numbers


def claim(quantity="detained", *, place="Belarus", actor="protesters", value=100.0, low=None, high=None,
          day=date(2020, 8, 9), until=None, side="incumbent"):  # fmt: skip
    return Claim(day, until, place, quantity, actor, value, low, high, "somebody", side)


def one(material, c):
    """The row of a single claim."""
    told = replace(material, scenario=replace(material.scenario, claims=(c,)))
    return told, claims_view.points(told).row(0, named=True)


@pytest.mark.parametrize(
    ("value", "low", "high", "word"),
    [(5, None, None, "one figure"), (5, 4, 6, "one figure"), (5, 5, None, "at least"), (5, None, 5, "at most"),
     (None, 2, 9, "between"), (None, 2, None, "at least"), (None, None, None, "")],
)  # fmt: skip
def test_how_a_number_was_given(value, low, high, word):
    assert claims_view.kind(value, low, high) == word


@pytest.mark.parametrize(
    ("place", "where", "count"),
    [("Belarus", "nation", 34), ("Minsk", "place", 1), ("Brest_oblast", "region", 5), ("outside_Minsk", "outside", 33),
     ("Vilnius", "", 0)],
)  # fmt: skip
def test_where_a_claim_speaks_of(material, place, where, count):
    found, rows = claims_view.where_of(place, material.scenario)
    assert (found, len(rows)) == (where, count)


def test_a_claim_about_a_town_meets_that_town_only(material):
    told, row = one(material, claim(place="Minsk"))
    minsk = material.results["detained"].sel(place="Minsk")
    assert claims_view.simulated(told, row).median == np.median(minsk.values[:, 0])


def test_a_claim_about_all_but_a_town_meets_the_rest(material):
    told, row = one(material, claim(place="outside_Minsk"))
    rest = material.nation("detained") - material.results["detained"].sel(place="Minsk")
    assert claims_view.simulated(told, row).median == pytest.approx(np.median(rest.values[:, 0]))


def test_a_total_adds_the_days_it_covers(material):
    told, row = one(material, claim("detained_cum", day=date(2020, 8, 12), value=6000))
    assert row["span"] == "so_far"
    four_nights = material.nation("detained").values[:, :4].sum(axis=1)
    assert claims_view.simulated(told, row).median == np.median(four_nights)


def test_a_total_that_began_before_the_run_is_set_beside_nothing(material):
    _, row = one(material, claim("detained_cum", day=date(2020, 5, 8), until=date(2020, 10, 31)))
    assert row["observable"] == ""


def test_a_loan_is_a_stand_and_not_a_sum(material):
    told, row = one(material, claim("patron_loan_usd", actor="Russia", value=1.5e9, day=date(2020, 9, 20)))
    assert row["value"] == 1500, "million USD"
    assert claims_view.simulated(told, row).median == 1500


@pytest.mark.parametrize(
    "c",
    [claim("crowd", actor="incumbent"), claim("dead", actor="security"), claim("vote_share", actor="Dmitriev"),
     claim("detained", place="Vilnius"), claim("strike_sites", place="Minsk", actor="workers")],
    ids=["own rally", "police killed", "a share of a minor candidate", "abroad", "a town, of a national number"],
)  # fmt: skip
def test_what_the_model_does_not_count_is_set_beside_nothing(material, c):
    told, row = one(material, c)
    assert row["observable"] == ""
    assert claims_view.simulated(told, row) == numbers.Summary(None, None, None)


def test_deaths_meet_both_kinds_of_death(material):
    _, row = one(material, claim("dead", value=1))
    assert row["observable"] == "killed_street+killed_custody"


def test_bounds_alone_are_drawn_at_their_middle(material):
    _, row = one(material, claim("crowd", actor="opposition", value=None, low=200, high=400))
    assert (row["value"], row["kind"]) == (300, "between")


def test_every_claim_of_the_scenario_is_kept(material):
    frame = material.claims
    assert frame.height == len(material.scenario.claims)
    drawn = claims_view.on_curve(frame, "crowd", ("day",))
    assert drawn.height > 10 and (drawn["where"] == "nation").all()
    assert frame.filter(pl.col("observable") == "crowd").height > drawn.height, "towns stand in the place charts"
