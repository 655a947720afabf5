"""The fictional country has something for every part of the model to do, at Belarus's proportions."""

from __future__ import annotations

import pytest

from contested.nation.acts import ACT_KINDS
from contested.scenarios.check import check
from contested.scenarios.load import load


@pytest.fixture(scope="module")
def teaching():
    return load("teaching")


def test_it_is_sound_and_nothing_in_it_is_odd():
    report = check("teaching")
    assert report.errors == () and report.warnings == ()


def test_50000_people_60_days(teaching):
    country = teaching.country
    assert (country.population, len(country.places), country.days, country.origin) == (50_000, 6, 60, 40)
    assert country.mechanism == "stuffing"


def test_every_kind_of_act_happens(teaching):
    assert {a.act for a in teaching.acts} == set(ACT_KINDS)


@pytest.mark.parametrize(
    "count",
    [
        lambda c: sum(u.officers * u.deployable for u in c.units),
        lambda c: sum(s.capacity for s in c.sites),
        lambda c: c.params.incumbent.treasury,
        lambda c: sum(p.voters for p in c.places),
    ],
    ids=["deployable officers", "places in custody", "treasury", "voters"],
)
def test_for_each_resident_it_has_about_what_belarus_has(teaching, count):
    belarus = load("belarus-2020").country
    ratio = (count(teaching.country) / teaching.country.population) / (count(belarus) / belarus.population)
    assert 0.8 <= ratio <= 1.25


def test_settings_of_the_file_reach_the_parameters(teaching):
    assert {s.name for s in teaching.settings} >= {"incumbent.treasury", "elite.members"}
    assert teaching.country.params.elite.members == 40
