"""Two people read the self-exciting process alike: one by its rate, one by its families.

Sums and laws without chance to many digits; windows and counts by the day in law, 4,500 runs each:
distributions that differ by a fifth are surely seen, and means by six standard errors. 20,000 families likewise.
"""

import numpy as np
import pytest

from contested import zoo
from contested.ground.draws import member_seed
from contested.zoo.hawkes_1971.model import Excitement, event_times
from contested.zoo.hawkes_1971.theory import borel, fano, residuals
from contested.zoo.kit.trajectories import trajectory
from tests.laws import assert_law, assert_same_law, assert_same_mean
from tests.second import hawkes_1971 as second
from tests.slow import all_but

FIRST = zoo.load("hawkes-1971")
RUNS = 4500


def test_sums_of_the_rate_are_the_same_for_any_times():
    """Also for times that the process would not give."""
    rng = np.random.default_rng(71)
    for _ in range(60):
        rules = {"mu": rng.uniform(0.1, 3), "n": rng.uniform(0, 0.95), "b": rng.uniform(0.05, 20)}
        times = np.sort(rng.uniform(0, 50, rng.integers(1, 120)))
        params = Excitement(base=rules["mu"], branching=rules["n"], decay=rules["b"])
        assert residuals(params, times) == pytest.approx(second.residuals(times, **rules), rel=1e-9, abs=1e-10)


@pytest.mark.parametrize("n", [0.2, 0.5, 0.8, 0.9, 1.0])
def test_sizes_of_families_have_the_same_law(n):
    size = np.arange(1, 200)
    exact = second.exact_borel(n, 199)
    assert exact[0] == pytest.approx(0, abs=1e-9)
    assert borel(size[:60], n) == pytest.approx(exact[1:61], abs=1e-9)
    assert borel(size, n) == pytest.approx(exact[1:], abs=1e-6)


@pytest.mark.parametrize("n", [0.0, 0.5, 0.8, 0.9])
def test_spreads_of_windows_are_the_same(n):
    for b in (0.3, 1.0, 4.0):
        for window in (0.01, 1.0, 30.0, 2000.0):
            mean = window * second.exact_mean_rate(1.7, n)
            variance = second.exact_window_variance(window, mu=1.7, n=n, b=b)
            assert fano(n, window, b) == pytest.approx(variance / mean, rel=1e-7)


CASES = {
    "standard": {"mu": 1.0, "n": 0.5, "b": 1.0},
    "Poisson": {"mu": 1.3, "n": 0.0, "b": 1.0},
    "long memory": {"mu": 0.6, "n": 0.8, "b": 0.2},
    "short bursts": {"mu": 0.5, "n": 0.9, "b": 8.0},
}


@pytest.mark.parametrize("before", [0, 60])
@pytest.mark.parametrize("case", all_but(("standard", "short bursts"), CASES))
def test_windows_agree(case, before):
    """From nothing, and after so long that the start is forgotten (but in the long memory, where both remember it)."""
    rules, until, marks = CASES[case], 30, (0.1, 0.5)
    params = Excitement(base=rules["mu"], branching=rules["n"], decay=rules["b"])
    rows = []
    for r in range(RUNS):
        times = event_times(params, steps=before + until, seed=member_seed(1971, r))
        times = times[times >= before] - before
        gaps = np.diff(times)
        rows.append((
            times.size, np.bincount(times.astype(int), minlength=1).max(), times[0] if times.size else until,
            (gaps < 0.1 / rules["mu"]).mean() if gaps.size else np.nan, gaps.mean() if gaps.size else np.nan,
            *(np.searchsorted(times, m * until) for m in marks),
        ))  # fmt: skip
    names = ("count", "most", "first", "close", "gap", *(f"count_{m:g}" for m in marks))
    ours = dict(zip(names, np.array(rows, float).T, strict=True))
    theirs = second.sample(RUNS, 19, **rules, until=until, before=before, marks=marks)
    for name in names:
        a, b = (x[~np.isnan(x)] for x in (ours[name], theirs[name]))
        assert min(a.size, b.size) > 4430, "hardly a window is without two events"
        assert_same_law(a, b, detects=0.2)
        assert_same_mean(a, b, detects=0.3 * b.std())
    if before == 0:
        mean = second.exact_mean_count(until, **rules)
        assert ours["count"].mean() == pytest.approx(mean, abs=6 * ours["count"].std() / np.sqrt(RUNS))


@pytest.mark.parametrize("case", CASES)
def test_counts_by_the_day_agree(case):
    rules, steps = CASES[case], 50
    model = FIRST.model({"view": "counts", "base": rules["mu"], "branching": rules["n"], "decay": rules["b"]})
    ours = np.stack([trajectory(model, steps=steps, seed=member_seed(72, r))["events"] for r in range(RUNS)])
    theirs = second.sample_steps(RUNS, 23, **rules, steps=steps)
    exact = second.exact_steps_mean(steps, **rules)
    for t in (0, 1, 2, 9, 49):
        assert_same_law(ours[:, t], theirs[:, t], detects=0.2)
        assert ours[:, t].mean() == pytest.approx(exact[t], abs=6 * ours[:, t].std() / np.sqrt(RUNS))
    for a, b in ((ours.sum(1), theirs.sum(1)), (ours.max(1), theirs.max(1)), (ours.var(1), theirs.var(1))):
        assert_same_law(a, b, detects=0.2)
        assert_same_mean(a, b, detects=0.3 * b.std())


@pytest.mark.parametrize("n", [0.3, 0.8, 0.95])
def test_families_agree(n):
    many = 20_000
    ours = trajectory(FIRST.model({"view": "clusters", "branching": n}), steps=many, seed=9)["events"]
    theirs = second.families(many, 29, n=n)
    assert_same_law(ours, theirs, detects=0.1)
    # cut at 50, where the spread of the largest would hide the rest
    a, b = np.minimum(ours, 50), np.minimum(theirs, 50)
    assert_same_mean(a, b, detects=0.15 * b.std())
    law = second.exact_borel(n, 100).cumsum()  # beyond 200 its rounding errors grow past the chances
    law[100] = 1.0
    assert_law(np.minimum(ours, 100), lambda x: law[np.clip(x, 0, 100).astype(int)], detects=0.05)


def test_the_sums_of_the_first_are_exponential_as_the_second_sums_them():
    times = event_times(Excitement(branching=0.8, decay=0.7), steps=2_000, seed=31)
    sums = second.residuals(times, mu=1.0, n=0.8, b=0.7)
    assert_law(sums, lambda x: 1 - np.exp(-np.maximum(x, 0)), detects=0.08)
