"""Stations above the shoulder: added ballots alarm; gradients, blocs, villages and postal stations do not."""

from dataclasses import replace

import numpy as np
import pytest
from benchmarks.audits.elections import HONEST, Country, honest, planted, voted
from scipy.special import expit, logit
from scipy.stats import binom

from contested.forensics.indicators import shoulder
from contested.forensics.models.synthetic import demo, falsify, honest_election

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


def test_the_synthetic_election_that_is_shown_alarms_beside_its_invented_stations():
    """Where hardly anybody voted for others nothing can be compared: these stations are counted apart."""
    alarms = []
    for seed in range(1, 9):
        case = demo(seed)[0].case()
        found = shoulder.find(case)
        alarms.append(found.alarm)
        nearly_all = ((case.turnout > 0.9) & (case.result > 0.9) & (case.registered >= 100)).sum()
        assert shoulder.shoulder(case).extreme == pytest.approx(nearly_all, rel=0.35)
        assert "left out" in found.says
    assert alarms[0] and sum(alarms) >= 6


def curved(rng, n=3000, towns=60):
    """Keener stations are fonder of the leader, and ever more so."""
    x, town = rng.normal(0, 1, n), np.arange(n) * towns // n
    size = np.exp(rng.normal(6.6, 0.5, n)).astype(np.int64) + 100
    t = 0.1 + 0.3 * x + rng.normal(0, 0.1, n)
    p = -0.2 + 0.2 * x + 0.08 * (x * x - 1) + rng.normal(0, 0.2, n)
    return voted(rng, Country(t, p, size, town, 6))


def enclaves(rng, n=3000, towns=60):
    """A third of the stations of every town vote more, and leave others just as many ballots as the rest do."""
    town, bloc = np.arange(n) * towns // n, rng.random(n) < 0.33
    size = np.exp(rng.normal(6.6, 0.5, n)).astype(np.int64) + 100
    high, low = expit(1.4), expit(0.2)
    t = np.where(bloc, 1.4, 0.2) + rng.normal(0, 0.2, n)
    p = np.where(bloc, -logit(0.55 * low / high), logit(0.45)) + rng.normal(0, 0.25, n)
    return voted(rng, Country(t, p, size, town, 6))


@pytest.mark.parametrize("world", [curved, enclaves])
def test_bends_that_only_resemble_added_ballots_do_not_alarm(world):
    found = [shoulder.shoulder(world(np.random.default_rng([5, k]))) for k in range(30)]
    assert np.mean([f.has_bend for f in found]) > 0.6 and np.median([abs(f.gained) for f in found]) < 0.5
    assert sum(f.has_bend and f.as_added for f in found) <= 4


def test_few_stations_apart_are_not_compared():
    """Invented stations alone: nothing is left that could be compared, so nothing alarms."""
    case = falsify(honest_election(3000, territories=60, seed=5), extreme=0.03, seed=5).case
    found = shoulder.find(case)
    assert found.alarm is False and found.value == 0.0 and "can be compared" in found.says


def test_the_least_score_that_alarms_may_be_that_of_a_case():
    case = demo(1)[0].case()
    found = shoulder.find(case)
    assert found.alarm and shoulder.find(case, least=found.value).alarm
    assert shoulder.find(case, least=found.value + 0.01).alarm is False
