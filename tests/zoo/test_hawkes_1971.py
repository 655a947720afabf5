"""Claims about events that set off events, beyond the model's targets."""

import numpy as np
import pytest
from scipy.stats import poisson as poisson_law

from contested import zoo
from contested.ground.errors import ParameterError
from contested.zoo.hawkes_1971.model import Excitement, event_times
from contested.zoo.hawkes_1971.theory import borel, fano, residuals
from contested.zoo.kit.poisson import poisson
from contested.zoo.kit.trajectories import trajectory
from tests.laws import assert_law, assert_same_law

HAWKES = zoo.load("hawkes-1971")


def test_times_and_counts_are_one_run():
    params = Excitement(base=2, branching=0.7, decay=0.4)
    times = event_times(params, steps=300, seed=7)
    path = trajectory(HAWKES.make(params), steps=300, seed=7)
    assert (np.histogram(times, bins=300, range=(0, 300))[0] == path["events"]).all()
    assert (np.diff(times) > 0).all()
    rate = 2 + sum(0.7 * 0.4 * np.exp(-0.4 * (300 - t)) for t in times)
    assert path["rate"][-1] == pytest.approx(rate, rel=1e-9)
    whole = 2 * 300 + 0.7 * (1 - np.exp(-0.4 * (300 - times))).sum()
    assert path["expected"].sum() == pytest.approx(whole, rel=1e-9)
    assert path["total"][-1] == len(times)


@pytest.mark.parametrize(("branching", "decay"), [(0.0, 1.0), (0.6, 5.0), (0.9, 0.2)])
def test_the_rate_summed_between_events_is_exponential(branching, decay):
    params = Excitement(base=1, branching=branching, decay=decay)
    times = event_times(params, steps=int(30_000 * (1 - branching)), seed=3)
    assert_law(residuals(params, times), lambda x: 1 - np.exp(-np.maximum(x, 0)), detects=0.06)


def test_without_branching_counts_are_poisson():
    for view in ("continuous", "counts"):
        events = trajectory(HAWKES.model({"view": view, "base": 2.5, "branching": 0}), steps=20_000)["events"]
        assert_law(events, lambda x: poisson_law.cdf(x, 2.5), detects=0.05)


def test_clusters_follow_borels_law():
    size = np.arange(1, 4000)
    for n in (0.3, 0.85):
        assert borel(size, n).sum() == pytest.approx(1, abs=1e-9)
        assert borel(size, n) @ size == pytest.approx(1 / (1 - n), rel=1e-6)
        law = np.concatenate([[0.0], np.cumsum(borel(size, n))])
        drawn = trajectory(HAWKES.model({"view": "clusters", "branching": n}), steps=20_000)["events"]
        assert_law(drawn, lambda x, law=law: law[np.clip(x.astype(int), 0, 3999)], detects=0.05)
    assert (borel(np.array([1, 2]), 0) == [1, 0]).all()


def test_a_burst_of_the_process_is_a_cluster():
    """Where events come rarely of themselves and excitement fades at once, runs of events are clusters."""
    params = Excitement(base=0.05, branching=0.6, decay=1000)
    times = event_times(params, steps=60_000, seed=11)
    runs = np.diff(np.flatnonzero(np.concatenate([[True], np.diff(times) > 0.03, [True]])))
    clusters = trajectory(HAWKES.model({"view": "clusters", "branching": 0.6}), steps=3000)["events"]
    assert_same_law(runs, clusters, detects=0.25)


def test_counts_excite_the_next_step_and_not_their_own():
    path = trajectory(HAWKES.model({"view": "counts", "branching": 0.8, "decay": 0.5}), steps=200)
    x = 0.0
    for n, rate, expected in zip(path["events"], path["rate"], path["expected"]):
        assert expected == pytest.approx(1 + x, rel=1e-12)
        x = np.exp(-0.5) * x + (1 - np.exp(-0.5)) * 0.8 * n
        assert rate == pytest.approx(1 + x, rel=1e-12)


def test_the_spread_of_windows_grows_from_one_to_its_limit():
    n = 0.7
    spread = [fano(n, t) for t in (1e-6, 0.1, 1, 10, 1e6)]
    assert spread == sorted(spread)
    assert spread[0] == pytest.approx(1, abs=1e-5) and spread[-1] == pytest.approx(1 / 0.09, rel=1e-5)
    assert fano(n, 10, decay=2) == fano(n, 20)


def test_more_branching_means_more_and_burstier_events():
    def seen(n):
        events = trajectory(HAWKES.model({"branching": n}), steps=4000)["events"]
        return events.mean(), events.var() / events.mean()

    calm, tense = seen(0.2), seen(0.8)
    assert tense[0] > 2 * calm[0] and tense[1] > 2 * calm[1]


def test_a_critical_cluster_is_cut_where_it_is_said():
    sizes = trajectory(HAWKES.model({"view": "clusters", "branching": 1, "largest": 50}), steps=3000)["events"]
    assert sizes.max() == 50 and (sizes == 50).mean() == pytest.approx(1 - borel(np.arange(1, 50), 1).sum(), abs=0.03)


@pytest.mark.parametrize("mean", [0.0, 1e-3, 1.0, 30.0, 199.999, 450.0])
def test_poisson_numbers(mean):
    n = 20_000
    drawn = np.array([poisson(mean, 5, 1234, row, 0) for row in range(n)])
    assert_law(drawn, lambda x: poisson_law.cdf(x, mean), detects=0.05)


def test_no_events_without_a_base():
    for view in ("continuous", "counts"):
        assert not trajectory(HAWKES.model({"view": view, "base": 0}), steps=50)["events"].any()


def test_what_has_no_end_is_refused():
    for view in ("continuous", "counts"):
        with pytest.raises(ParameterError, match="branching"):
            HAWKES.model({"view": view, "branching": 1})
    with pytest.raises(ParameterError, match="branching"):
        HAWKES.model({"branching": 1.2})
    with pytest.raises(ParameterError, match="view"):
        event_times(Excitement(view="counts"), steps=3)
    assert event_times(Excitement(), steps=0).size == 0
