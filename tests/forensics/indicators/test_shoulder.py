"""Stations above the shoulder: added ballots alarm; gradients, blocs, villages and postal stations do not."""

from dataclasses import replace

import numpy as np
import pytest
from benchmarks.audits.elections import HONEST, honest, planted
from scipy.stats import binom

from contested.forensics.indicators import shoulder
from contested.forensics.models.synthetic import falsify, honest_election

ELECTIONS = 24


@pytest.mark.parametrize("kind", HONEST)
def test_honest_elections_of_seven_kinds_do_not_alarm(kind):
    """The full table is `benchmarks/audits/held.py`; measured there: none in 200, postal stations 1 or 2."""
    alarms = sum(bool(shoulder.find(honest(kind, 8000 + s)).alarm) for s in range(ELECTIONS))
    assert alarms <= binom.ppf(1 - 1e-4, ELECTIONS, 0.015 if kind == "postal" else 0.001)


@pytest.mark.parametrize("part", [0.3, 0.5])
def test_added_ballots_alarm_four_times_in_five(part):
    alarms = sum(bool(shoulder.find(planted(part, 8100 + s).case).alarm) for s in range(ELECTIONS))
    assert alarms >= binom.ppf(1e-3, ELECTIONS, 0.8)


def test_what_lies_above_is_told_by_the_others():
    """Added ballots leave others as they are; a keener electorate of the same mind gives them more."""
    rng = np.random.default_rng(1)
    case = honest("plain", 8200, 3000)
    some = rng.random(case.stations) < 0.25
    add = rng.binomial(case.registered - case.issued, 0.6 * some)
    stuffed = replace(case, issued=case.issued + add, cast=case.cast + add, leader=case.leader + add)
    voters = rng.binomial(add, (case.cast - case.leader) / case.cast)
    keener = replace(stuffed, leader=case.leader + add - voters)
    found, other = shoulder.shoulder(stuffed), shoulder.shoulder(keener)
    assert abs(found.gained) < 0.05 and found.as_added and found.has_bend
    assert other.gained > 0.3 and not other.as_added
    assert found.stations == pytest.approx(some.sum(), rel=0.1)


def test_few_territories_or_stations_are_said_not_to_do():
    case = honest_election(400, territories=12, seed=3)
    none = np.zeros(case.stations, np.int32)
    for odd in (case.where(np.arange(100)), replace(case, territory=none, territories=("",)),
                replace(case, leader=case.cast)):  # fmt: skip
        found = shoulder.find(odd)
        assert found.value is None and found.alarm is None and "Not possible" in found.says


def test_order_of_rows_changes_nothing():
    case = falsify(honest_election(900, territories=20, seed=4), stuffing=0.3, stuffed_part=0.5, seed=4).case
    other = case.where(np.random.default_rng(1).permutation(case.stations))
    assert shoulder.shoulder(case) == shoulder.shoulder(other)
