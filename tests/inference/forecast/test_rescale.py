"""A count of agents says how many persons there would be, no finer than it can."""

from __future__ import annotations

import numpy as np
import pytest

from contested.inference.forecast.rescale import to_persons

SCALE, RUNS = 100, 4000


def counted(rng, spread, median):
    """Persons, and what runs with an agent for each hundred of them count."""
    persons = median * np.exp(spread * rng.normal(size=(RUNS, 1)))
    return persons, SCALE * rng.poisson(persons / SCALE)


@pytest.mark.parametrize(("spread", "median"), [(1.0, 60.0), (0.3, 300.0), (1.0, 900.0), (0.7, 50_000.0)])
def test_persons_are_spread_as_they_were_before_agents_counted_them(spread, median):
    persons, agents = counted(np.random.default_rng(1), spread, median)
    found = to_persons(agents, SCALE, 3)
    assert np.log(np.median(found)) == pytest.approx(np.log(median), abs=0.15)
    assert np.log(found).std() == pytest.approx(spread, rel=0.15)
    assert np.quantile(found, [0.1, 0.9]) == pytest.approx(np.quantile(persons, [0.1, 0.9]), rel=0.25)


def test_a_small_count_is_no_multiple_of_an_agent_and_a_large_one_stays():
    _, agents = counted(np.random.default_rng(2), 1.0, 60.0)
    found = to_persons(agents, SCALE, 3)
    assert ((agents == 0) & (found > 5)).mean() > 0.3 and (found % SCALE != 0).all()
    # a run that counted more is still thought to have more
    assert np.median(found[agents >= 300]) > 3 * np.median(found[agents == 0])
    _, many = counted(np.random.default_rng(3), 0.7, 200_000.0)
    assert (to_persons(many, SCALE, 3)[many >= 100 * SCALE] == many[many >= 100 * SCALE]).all()


def test_what_counts_no_persons_and_runs_of_everybody_are_left_alone():
    money = np.random.default_rng(4).gamma(2.0, 3.0, size=(50, 2))
    assert (to_persons(money, SCALE, 1) == money).all()
    people = np.round(money)
    assert (to_persons(people, 1, 1) == people).all()


def test_where_no_run_counts_anybody_there_is_hardly_anybody():
    found = to_persons(np.zeros((200, 1)), SCALE, 1)
    assert (found >= 0).all() and found.mean() < 1.0
