"""Members are distinct runs of the prior, taken as often as their weights ask; the world need not be linear."""

from __future__ import annotations

import numpy as np
import pytest

from contested.ground.draws import normals
from contested.inference.smoother.marginal import log_likelihood
from contested.inference.smoother.start import POWER, inclusion, take
from tests.inference.smoother.test_update import asked, smoothed, start


@pytest.mark.parametrize("spread", [0.01, 3.0, 4000.0])
@pytest.mark.parametrize("members", [1, 40, 119])
def test_every_run_is_taken_once_at_most(spread, members):
    log = spread * normals(120, 5, 7)
    rows = take(log, members, 2)
    assert len(rows) == len(set(rows.tolist())) == members
    chance = inclusion(POWER * log, members)
    assert chance.sum() == pytest.approx(members) and (chance <= 1.0).all()
    assert set(np.flatnonzero(chance > 1 - 1e-9)) <= set(rows), "who is sure to be taken is"


def test_runs_are_taken_as_often_as_their_weights_ask():
    log = np.log([8.0, 1.0, 1.0, 2.0, 3.0]) / POWER
    count = np.zeros(5)
    for seed in range(2000):
        count[take(log, 2, seed)] += 1
    assert count / 2000 == pytest.approx([1.0, 1 / 7, 1 / 7, 2 / 7, 3 / 7], abs=0.05), "one is sure, the others share"


def test_all_runs_are_taken_if_there_are_no_more():
    assert take(np.array([0.0, -900.0]), 2, 1).tolist() == take(np.array([0.0, -900.0]), 5, 1).tolist() == [0, 1]


def test_where_most_of_the_prior_stays_at_home_members_begin_in_the_street():
    """A fifth of the prior marches; claims say how many do. Unknowns that act on nothing keep their law to the end."""
    days, members = 4, 100

    def crowd(u):
        size = 8.0 + 0.8 * u[:, 1:2] + 0.5 * u[:, 2 : 2 + days]
        return np.where(u[:, :1] > 0.8, size, 3.0)

    observed = asked(np.full(days, 8.6), 0.3, shared=np.full((days, days), 0.5))
    prior = start(3 * members, 12)
    rows = take(log_likelihood(observed, crowd(prior), 1), members, 1)
    marching = [float((u[:, 0] > 0.8).mean()) for u in (prior, prior[rows])]
    assert marching[0] < 0.25 and marching[1] > 0.55
    u = smoothed(observed, crowd, prior[rows])
    assert 0.9 < u[:, 2 + days :].std() < 1.1 and abs(u[:, 2 + days :].mean()) < 0.1
