"""What the stations report: the truth, stuffed boxes, or an order."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from contested.nation.codes import LINES
from contested.nation.country import OfficialResult
from contested.nation.world import build
from tests.laws import assert_chance
from tests.nation.countries import place, small_world, with_country
from tests.nation.playing import Stage

CAST, INCUMBENT, CHALLENGER, OTHER, EARLY = range(5)


@pytest.fixture(scope="module")
def counted():
    """Two towns of different minds, 400 stations."""
    return small_world(
        places=(
            place("North", stations=250, population=60_000, voters=45_000, incumbent=0.3, challenger=0.6),
            place("South", stations=150, population=40_000, voters=30_000, incumbent=0.6, challenger=0.3),
        ),
        official=(OfficialResult("North", 0.9, 0.4, 0.7, 0.2), OfficialResult("South", 0.85, 0.3, 0.8, 0.1)),
    )


def _reported(world, mechanism, **settings):
    return Stage(with_country(world, mechanism=mechanism), settings).play("vote", "protocols")


@pytest.mark.parametrize("mechanism", ["none", "stuffing", "ordered"])
def test_protocols_add_up(counted, mechanism):
    stage = _reported(counted, mechanism)
    lines = stage["election_reported"]
    assert (lines >= 0).all()
    assert (lines[:, CAST] == lines[:, [INCUMBENT, CHALLENGER, OTHER]].sum(axis=1)).all()
    assert (lines[:, CAST] <= stage["election_registered"]).all()
    assert (lines[:, EARLY] <= lines[:, CAST]).all()
    assert lines.shape[1] == len(LINES)


@pytest.mark.parametrize("mechanism", ["none", "stuffing", "ordered"])
def test_a_station_that_is_honest_reports_what_was_cast(counted, mechanism):
    stage = _reported(counted, mechanism)
    honest = stage["election_honest"] == 1
    assert honest.any()
    assert (stage["election_reported"][honest] == stage["election_true"][honest]).all()


def test_a_total_invented_in_the_capital_leaves_the_protocols_honest(counted):
    stage = _reported(counted, "central").play("announcement", day=1)
    assert (stage["election_reported"] == stage["election_true"]).all()
    north, south = 45_000 * 0.9, 30_000 * 0.85
    told = (north * 0.7 + south * 0.8) / (north + south)
    assert stage["election_official"][0] == pytest.approx(told, abs=0.002)
    assert stage["election_official"][0] > stage["election_true_share"][0] + 0.2
    assert stage["citizens_fraud"].mean() > 0


def test_an_honest_count_is_honest_everywhere(counted):
    stage = _reported(counted, "none")
    assert (stage["election_honest"] == 1).all()
    assert (stage["election_reported"] == stage["election_true"]).all()


def test_stuffing_raises_turnout_and_the_incumbent_and_lets_nobody_else_gain(counted):
    stage = _reported(counted, "stuffing")
    true, told = stage["election_true"], stage["election_reported"]
    false = stage["election_honest"] == 0
    assert_chance(false.sum(), len(false), 0.6 + 0.03, detects=0.3)
    assert (told[:, CAST] >= true[:, CAST]).all()
    assert (told[:, INCUMBENT] >= true[:, INCUMBENT]).all()
    assert (told[:, CHALLENGER] + told[:, OTHER] <= true[:, CHALLENGER] + true[:, OTHER] + 1).all()
    assert told[:, INCUMBENT].sum() / told[:, CAST].sum() > true[:, INCUMBENT].sum() / true[:, CAST].sum() + 0.1
    # what is stuffed is stuffed before the day
    early = told[:, EARLY] - true[:, EARLY]
    assert (early == np.minimum(told[:, CAST] - true[:, EARLY], told[:, CAST] - true[:, CAST])).all()


def test_extreme_stuffing_reports_nearly_everybody_for_the_incumbent(counted):
    stage = _reported(counted, "stuffing", **{"election.stuffing_share": 0.0, "election.stuffing_extreme": 1.0})
    told = stage["election_reported"]
    assert told[:, INCUMBENT].sum() > 0.9 * stage["election_registered"].sum()


def test_the_order_is_met_in_every_region(counted):
    """Where the order asks for it, honest stations' truth is made good by the obedient ones."""
    stage = _reported(counted, "ordered")
    region = stage["place_region"][stage["station_place"]]
    for r, order in enumerate(counted.country.official):
        here = region == r
        total = stage["election_reported"][here].sum(axis=0)
        voters = stage["election_registered"][here].sum()
        # noise of 0.04 a station on some hundred stations, and rounding to whole ballots
        assert total[CAST] / voters == pytest.approx(order.turnout, abs=0.02)
        assert total[INCUMBENT] / total[CAST] == pytest.approx(order.incumbent, abs=0.02)
        assert total[CHALLENGER] / total[CAST] == pytest.approx(order.challenger, abs=0.02)
        assert total[EARLY] / voters == pytest.approx(order.early, abs=0.02)


@pytest.mark.parametrize("scale", [1, 50])
def test_without_noise_the_order_is_met_to_the_ballot(counted, scale):
    """At any scale, though at 1:50 a station has four voters: what rounding leaves goes to the next station."""
    world = build(counted.country, scale)
    stage = _reported(world, "ordered", **{"election.order_noise": 0.0})
    region = stage["place_region"][stage["station_place"]]
    for r, order in enumerate(counted.country.official):
        here = region == r
        total = stage["election_reported"][here].sum(axis=0)
        assert abs(total[CAST] - order.turnout * stage["election_registered"][here].sum()) < 2
        assert abs(total[INCUMBENT] - order.incumbent * total[CAST]) < 3
        assert abs(total[CHALLENGER] - order.challenger * total[CAST]) < 3


def test_honest_stations_are_as_many_as_declared(counted):
    stage = _reported(counted, "ordered", **{"election.honest_stations": 0.5})
    assert_chance(int(stage["election_honest"].sum()), len(stage["election_honest"]), 0.5, detects=0.35)


def test_an_order_of_the_truth_changes_little(counted):
    """Stations told to report what was cast in their region do; each differs from its own truth by its lean."""
    stage = Stage(counted).play("vote")
    region = stage["place_region"][stage["station_place"]]
    official = []
    for r, order in enumerate(counted.country.official):
        cast, inc, cha, _, early = stage["election_true"][region == r].sum(axis=0)
        voters = stage["election_registered"][region == r].sum()
        official.append(
            replace(order, turnout=cast / voters, early=early / voters, incumbent=inc / cast, challenger=cha / cast)
        )
    world = with_country(counted, mechanism="ordered", official=tuple(official))
    stage = Stage(world).play("vote", "protocols", "announcement", day=0)
    true, told = stage["election_true"].sum(axis=0), stage["election_reported"].sum(axis=0)
    assert told[INCUMBENT] / told[CAST] == pytest.approx(true[INCUMBENT] / true[CAST], abs=0.01)
    assert told[CAST] == pytest.approx(true[CAST], rel=0.01)


def test_nothing_is_reported_on_any_other_day(counted):
    stage = _reported(counted, "ordered")
    before = stage["election_reported"].copy()
    stage.params = Stage(counted, {"election.honest_stations": 1.0}).params
    stage.play("protocols", day=1)
    assert (stage["election_reported"] == before).all()
