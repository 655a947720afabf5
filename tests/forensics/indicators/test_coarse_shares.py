"""Coarse shares: honest small stations are not accused, rounded results are found, Russia's spikes are where known."""

from dataclasses import replace

import numpy as np
import pytest

from contested.forensics.indicators.coarse_shares import coarse_shares, find
from contested.forensics.models.synthetic import honest_election
from tests.forensics import files


@pytest.mark.parametrize("voters", [25, 60, 900])
def test_honest_elections_show_next_to_nothing(voters):
    # an alarm comes at chance 1 in 201 an election; three of 16 would come once in 15,000 times
    runs = [coarse_shares(honest_election(400, voters=voters, seed=s), resamples=200, seed=s) for s in range(16)]
    assert sum(r.p <= 1 / 201 for r in runs) < 3
    away = np.mean([(r.excess - r.usual) / r.stations for r in runs])
    assert -0.01 < away < 0.004, f"{away:.2%} of stations"
    assert np.mean([max(r.excess - r.usual, 0) / r.stations for r in runs]) < 0.005


def test_halves_and_fifths_of_tiny_stations_are_no_spikes():
    tiny = honest_election(4000, voters=12, result=0.5, between_sd=0.05, within_sd=0.05, seed=1)
    tiny = tiny.where(tiny.registered < 40)
    halves = float((2 * tiny.leader == tiny.cast).mean())
    assert halves > 0.1, "one in ten is at one half sharp"
    found = find(tiny, resamples=400)
    assert not found.alarm and found.value < 0.002


def planted(part=0.05, step=0.05, seed=3):
    honest = honest_election(3000, voters=6000, turnout=0.7, seed=seed)
    who = np.random.default_rng(seed).random(honest.stations) < part
    rounded = np.rint(honest.cast * np.round(honest.result / step) * step).astype(np.int64)
    return replace(honest, leader=np.where(who, rounded, honest.leader)), who.mean()


def test_rounding_of_one_station_in_twenty_is_recovered():
    case, part = planted()
    found = find(case, resamples=400)
    assert found.alarm
    assert found.value == pytest.approx(part, abs=0.012)
    assert found.low < found.value < found.high
    top = found.tables["spikes"]["share"].head(4)
    assert (top * 20).round(6).is_in([float(k) for k in range(21)]).all(), "spikes are at twentieths"


def test_more_rounding_is_more_excess():
    small, large = (coarse_shares(planted(part)[0], resamples=200).excess for part in (0.03, 0.09))
    assert small < large


def test_the_seed_moves_redraws_and_not_what_was_observed():
    case, _ = planted()
    a, again, b = (coarse_shares(case, resamples=100, seed=s) for s in (1, 1, 2))
    assert a.excess == again.excess and a.spikes.equals(again.spikes)
    both = a.spikes.join(b.spikes, on="share")
    assert both.height > 3
    assert (both["observed"] == both["observed_right"]).all() and (both["expected"] != both["expected_right"]).any()


def test_russian_results_of_2011_have_spikes_at_round_percentages():
    found = find(files.case_2011(), resamples=60)
    assert found.alarm
    assert {0.65, 0.8, 0.85, 0.95} <= set(found.tables["spikes"]["share"].head(8).round(3).to_list())
    assert 0.003 < found.value < 0.03


def test_odd_cases_do_not_fail():
    honest = honest_election(60, regions=1, territories=1)
    assert find(honest.where(np.arange(1))).value is None
    same = honest.where(np.zeros(40, int))
    assert find(same, resamples=50).value is not None
    all_ = replace(honest, leader=honest.cast)
    assert find(all_, resamples=50).value == 0, "unanimity is not rounding"
