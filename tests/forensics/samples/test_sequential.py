"""A sequential test of the outcome: the risk holds whenever it stops, and it stops early where the winner won."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from contested.forensics.samples.sequential import assorted, confirm, find, order
from contested.ground.draws import member_seed
from contested.ground.errors import InputError
from tests.laws import assert_law, uniform_cdf

STATIONS, ALPHA, RUNS = 300, 0.1, 2000


def election(margin: float, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Winner's and loser's votes and registered voters at each station; the margin is exactly `margin` x ballots."""
    rng = np.random.default_rng(seed)
    most = rng.integers(200, 2000, STATIONS)
    cast = rng.binomial(most, 0.7)
    winner = rng.binomial(cast, np.clip(rng.normal(0.5 + margin / 2, 0.2, STATIONS), 0, 1))
    off = round(margin * cast.sum()) - int((2 * winner - cast).sum())
    for i in np.argsort(-cast):  # move votes at one station after another until the total is what it should be
        step = int(np.clip(off // 2, -winner[i], cast[i] - winner[i]))
        winner[i] += step
        off -= 2 * step
    return winner, cast - winner, most


def runs(winner, loser, most, alpha=ALPHA):
    """Where each of many random orders stops, 0 if never."""
    x = assorted(winner, loser, most, int(most.max()))
    return np.array([confirm(x[order(STATIONS, member_seed(7, r))], STATIONS, alpha=alpha).stopped
                     for r in range(RUNS)])  # fmt: skip


@pytest.mark.parametrize("margin", [0.0, -0.02])
def test_a_winner_who_did_not_win_is_confirmed_at_most_as_often_as_the_risk_says(margin):
    winner, loser, most = election(margin, 3)
    assert (winner - loser).sum() <= 1
    winner[np.argmax(winner)] -= max(int((winner - loser).sum()), 0)  # at most a tie
    confirmed = int((runs(winner, loser, most) > 0).sum())
    assert stats.binom.sf(confirmed - 1, RUNS, ALPHA) > 1e-6, f"{confirmed} of {RUNS}"


def test_a_clear_winner_is_confirmed_from_a_part_of_the_stations():
    stopped = runs(*election(0.2, 5))
    assert (stopped > 0).mean() > 0.95
    assert np.median(stopped[stopped > 0]) < STATIONS / 4


def test_every_station_inspected_settles_the_smallest_margin():
    winner, loser, most = election(0.0, 11)
    winner = winner - (winner - loser).sum() * (np.arange(STATIONS) == winner.argmax())
    assert (winner - loser).sum() == 0
    largest = int(most.max())
    assert confirm(assorted(winner, loser, most, largest), STATIONS).stopped == 0
    loser[loser.argmax()] -= 1
    assert np.isinf(confirm(assorted(winner, loser, most, largest), STATIONS).path[-1])


def test_a_station_that_cannot_be_inspected_is_the_worst_it_can_be():
    winner, loser, most = election(0.3, 2)
    largest = int(most.max())
    unseen = winner.copy()
    unseen[::4] = -1
    x, y = assorted(winner, loser, most, largest), assorted(unseen, loser, most, largest)
    assert (y <= x).all() and (y[::4] == 0.5 - most[::4] / (2 * largest)).all()
    assert confirm(y, STATIONS).risk >= confirm(x, STATIONS).risk
    gone = np.full(STATIONS, -1)
    assert confirm(assorted(gone, gone, most, largest), STATIONS).risk == 1


def test_the_order_is_a_permutation_and_its_first_is_any_station():
    first = []
    for r in range(2000):
        rows = order(STATIONS, member_seed(1, r))
        first.append(rows[0])
        if r < 5:
            assert sorted(rows) == list(range(STATIONS))
    jitter = np.random.default_rng(0).random(2000)
    assert_law((np.array(first) + jitter) / STATIONS, uniform_cdf, detects=0.16)


def test_the_finding_speaks_both_ways():
    winner, loser, most = election(0.3, 4)
    rows, largest = order(STATIONS, 1), int(most.max())
    won = find(winner[rows], loser[rows], most[rows], STATIONS, largest)
    lost = find(loser[rows], winner[rows], most[rows], STATIONS, largest)
    assert won.alarm is False and won.value <= 0.05
    assert lost.alarm is True and "no fewer" in lost.says
    few = find(winner[rows][:1], loser[rows][:1], most[rows][:1], STATIONS, largest)
    assert few.alarm is False and "do not settle" in few.says
    assert find([], [], [], STATIONS, largest).value is None


def test_more_votes_than_ballots_and_wrong_risks_are_refused():
    with pytest.raises(InputError, match="more votes"):
        assorted(np.array([5]), np.array([6]), np.array([10]), 10)
    with pytest.raises(InputError, match="largest"):
        assorted(np.array([5]), np.array([1]), np.array([10]), 9)
    with pytest.raises(InputError, match="alpha"):
        confirm(np.array([0.5]), 10, alpha=0.0)
    with pytest.raises(InputError, match="at most 1"):
        confirm(np.array([0.5, 0.5]), 1)


def test_at_a_tie_the_bet_is_fair_at_any_time():
    """Over random orders the fortune's mean is 1, however long one waits: that is what holds the risk."""
    winner, loser, most = election(0.0, 21)
    winner = winner - (winner - loser).sum() * (np.arange(STATIONS) == winner.argmax())
    x = assorted(winner, loser, most, int(most.max()))
    paths = np.array([confirm(x[order(STATIONS, member_seed(9, r))], STATIONS).path[[4, 19, 59]] for r in range(6000)])
    error = paths.std(axis=0) / np.sqrt(len(paths))
    assert (np.abs(paths.mean(axis=0) - 1) < 5 * error).all()
    assert (error < 0.06).all()
