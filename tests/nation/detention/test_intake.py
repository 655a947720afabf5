"""Arrest becomes custody where there is room, nearest first."""

from __future__ import annotations

import numpy as np
import pytest

from contested.nation.codes import DEAD, DETAINED, HOME, IN_CUSTODY
from contested.nation.country import Site
from tests.laws import assert_chance
from tests.nation.countries import place, small_world
from tests.nation.playing import Stage


@pytest.fixture(scope="module")
def jails():
    """A town with a jail, its region's second town with another, and one far away."""
    return small_world(
        places=(place("A", region="West"), place("B", region="West", lat=54.0), place("C", region="East", lat=53.1)),
        sites=(Site("far", 2, 100), Site("regional", 1, 50), Site("own", 0, 20)),
        units=(), enterprises=(),
    )


def _take(world, n, *, day=0, where=0, violence=0.0, **settings):
    none = {"detention.overcrowding": 1.0, "detention.prosecuted": 0.0}
    stage = Stage(world, none | {k if "." in k else f"detention.{k}": v for k, v in settings.items()})
    rows = np.arange(0, 3 * n, 3)
    stage.take_in(rows, where)
    stage["security_violence"][:] = violence
    return stage.play("intake", day=day)


def test_the_place_s_own_jail_is_filled_first_then_its_region_s_then_the_nearest(jails):
    assert _take(jails, 15)["detention_custody"].tolist() == [0, 0, 15]
    assert _take(jails, 60)["detention_custody"].tolist() == [0, 40, 20]
    assert _take(jails, 130)["detention_custody"].tolist() == [60, 50, 20]


def test_those_for_whom_no_cell_is_left_go_home(jails):
    stage = _take(jails, 300)
    assert stage["detention_custody"].tolist() == [100, 50, 20]
    assert (stage["citizens_status"] == DETAINED).sum() == 170 == stage["detention_count"][0]
    assert (stage["citizens_status"][510:900:3] == HOME).all()


@pytest.mark.parametrize("overcrowding", [0.5, 1.0, 2.5])
def test_a_site_never_holds_more_than_its_overcrowded_capacity(jails, overcrowding):
    stage = _take(jails, 2000, overcrowding=overcrowding)
    assert stage["detention_custody"].tolist() == [100 * overcrowding, 50 * overcrowding, 20 * overcrowding]


def test_capacity_is_persons_whatever_the_scale():
    world = small_world(10, sites=(Site("jail", 0, 95),))
    stage = _take(world, 500)
    assert stage["detention_custody"].tolist() == [90]
    assert stage["detention_count"][0] == 9


def test_everybody_held_is_listed_once_with_site_and_place(jails):
    stage = _take(jails, 120, where=0)
    n = stage["detention_count"][0]
    rows = stage["detention_rows"][:n]
    assert len(set(rows.tolist())) == n == (stage["citizens_status"] == DETAINED).sum()
    assert (stage["citizens_status"][rows] == DETAINED).all()
    assert (np.bincount(stage["detention_site"][:n], minlength=3) == stage["detention_custody"]).all()
    assert (stage["detention_place"][:n] == 0).all()


@pytest.mark.parametrize(("violence", "chance"), [(0.0, 0.08), (0.5, 0.34), (1.0, 0.6)])
def test_ill_treatment_rises_with_the_violence_of_the_street(jails, violence, chance):
    stage = _take(
        jails, 2900, violence=violence, overcrowding=20.0, death_chance=0.0,
        ill_treatment_otherwise=0.08, ill_treatment_crackdown=0.6,
    )
    n = int(stage["detention_count"][0])
    assert n == 2900
    assert_chance(int(stage["detention_ill"][:n].sum()), n, chance, detects=0.15)


def test_deaths_in_custody_come_of_ill_treatment_only(jails):
    none = _take(jails, 3000, overcrowding=20.0, death_chance=1.0, ill_treatment_otherwise=0.0)
    assert none["detention_killed"].sum() == 0
    some = _take(jails, 1000, day=4, overcrowding=20.0, death_chance=1.0, ill_treatment_otherwise=0.2)
    dead = int(some["detention_killed"].sum())
    assert_chance(dead, 1000, 0.2, detects=0.2)
    assert (some["citizens_status"] == DEAD).sum() == dead
    assert some["detention_count"][0] == 1000 - dead
    listed = some["security_casualties"][:dead]
    assert (listed == [4, 0, 1, 1, IN_CUSTODY, 1]).all()


@pytest.mark.parametrize(("sentenced", "longest"), [(0.0, 3), (1.0, 15)])
def test_nobody_is_kept_longer_than_the_law_allows(jails, sentenced, longest):
    stage = _take(jails, 3000, day=10, overcrowding=20.0, sentenced=sentenced)
    stay = stage["detention_until"][: stage["detention_count"][0]] - 10
    assert stay.min() == 1
    assert stay.max() == longest


def test_those_sentenced_are_as_many_as_declared(jails):
    stage = _take(jails, 3000, overcrowding=20.0, sentenced=0.6, hold_limit=1.0, sentence_longest=365.0)
    n = int(stage["detention_count"][0])
    long = int((stage["detention_until"][:n] > 1).sum())
    assert_chance(long, n, 0.6 * 364 / 365, detects=0.12)


@pytest.mark.parametrize("chance", [0.0, 0.4, 1.0])
def test_those_charged_are_as_many_as_the_tactic_says_and_stay_for_months(jails, chance):
    stage = _take(
        jails, 2500, day=10, overcrowding=20.0, ill_treatment_otherwise=0.0, prosecuted_days=90.0,
        **{"detention.prosecuted": chance},
    )
    n = int(stage["detention_count"][0])
    accused = stage["detention_accused"][:n]
    assert_chance(int(accused.sum()), 2500, chance, detects=0.13)
    assert (stage["detention_until"][:n][accused == 1] == 100).all()
    assert (stage["detention_until"][:n][accused == 0] <= 25).all()
    assert stage["detention_charged"].tolist() == [accused.sum(), 0, 0]


def test_deaths_in_custody_are_persons_whatever_the_scale():
    """Of a hundred persons behind each agent some die; an agent leaves with its dead by their part."""
    world = small_world(100, places=(place(population=7_000_000),), sites=(Site("jail", 0, 2_000_000),))
    stage = _take(world, 3000, overcrowding=20.0, ill_treatment_otherwise=1.0, death_chance=0.02)
    dead = int(stage["detention_killed"].sum())
    assert_chance(dead, 300_000, 0.02, detects=0.004)
    assert dead % 100 != 0
    assert_chance(int((stage["citizens_status"] == DEAD).sum()), 3000, 0.02, detects=0.06)
    listed = stage["security_casualties"][: stage["security_casualty_count"][0]]
    assert listed[:, 5].sum() == dead and (listed[:, 4] == IN_CUSTODY).all()
