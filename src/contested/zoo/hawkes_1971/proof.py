"""The numbers the process must reproduce. Pictures: clusters, and a path."""

from __future__ import annotations

import math
from functools import cache, partial

import numpy as np

from contested.ground.draws import member_seed
from contested.zoo.hawkes_1971.model import Excitement, event_times, model
from contested.zoo.hawkes_1971.theory import borel, fano, residuals
from contested.zoo.kit.trajectories import trajectory
from contested.zoo.picture import Layer, Panel, Picture, long
from contested.zoo.target import Target

BURN = 400
PATH = 100_000


@cache
def _events(view: str, branching: float) -> np.ndarray:
    process = model(view=view, branching=branching)
    return trajectory(process, steps=BURN + PATH)["events"][BURN:]


def _mean(view: str, branching: float) -> float:
    return float(_events(view, branching).mean())


def _spread(view: str, branching: float, window: int) -> float:
    counts = _events(view, branching).reshape(-1, window).sum(1)
    return float(counts.var(ddof=1) / counts.mean())


CLUSTERS = 40_000


@cache
def sizes(branching: float) -> np.ndarray:
    """Of simulated clusters."""
    process = model(view="clusters", branching=branching, largest=10_000)
    return trajectory(process, steps=CLUSTERS, seed=member_seed(1971, 3))["events"]


@cache
def summed() -> np.ndarray:
    """The rate summed between events, of a path at branching 0.8."""
    params = Excitement(branching=0.8)
    return residuals(params, event_times(params, steps=8_000, seed=5))


def _mean_size(branching: float) -> float:
    return float(sizes(branching).mean())


def _variance_of_size(branching: float) -> float:
    return float(sizes(branching).var(ddof=1))


def _chance_of_size(branching: float, size: int) -> float:
    return float((sizes(branching) == size).mean())


def _variance_error(n: float) -> float:
    """Standard deviation of a squared deviation from the mean, of Borel's law."""
    s = np.arange(1, 20_000)
    p = borel(s, n)
    mean = 1 / (1 - n)
    return float(math.sqrt(p @ (s - mean) ** 4 - (p @ (s - mean) ** 2) ** 2))


def targets() -> tuple[Target, ...]:
    """Means, spreads and laws."""
    out = []
    for view in ("continuous", "counts"):
        for n in (0.5, 0.8, 0.9):
            mean, ratio = 1 / (1 - n), 1 / (1 - n) ** 2
            out.append(Target(
                f"events per step, {view}, base 1, branching {n}", mean, 3 * math.sqrt(mean * ratio / PATH), "derived",
                partial(_mean, view, n), where="mu / (1 - n)", runs=1))
    for n, window in ((0.5, 200), (0.8, 500), (0.9, 1000)):
        ratio, error = fano(n, window), 3 * math.sqrt(2 / (PATH // window))
        long = f"tends to (1 - n)^-2 = {1 / (1 - n) ** 2:g} in long windows"
        out.append(Target(
            f"variance-to-mean ratio of counts in windows of {window} steps, continuous, branching {n}",
            ratio, error * ratio,
            "derived", partial(_spread, "continuous", n, window), where=long, runs=1))
        out.append(Target(
            f"variance-to-mean ratio of counts in windows of {window} steps, counts, branching {n}",
            ratio, (error + 0.01) * ratio,
            "derived", partial(_spread, "counts", n, window), where=long + "; tolerance 1 % wider because of the "
                "discrete steps", runs=1))
    for n, mean, variance in ((0.5, 2.0, 4.0), (0.8, 5.0, 100.0), (0.9, 10.0, 900.0)):
        out.append(Target(
            f"mean size of a cluster, branching {n}", mean, 3 * math.sqrt(variance / CLUSTERS), "derived",
            partial(_mean_size, n), where="1 / (1 - n)", runs=CLUSTERS))
        out.append(Target(
            f"variance of the size of a cluster, branching {n}", variance,
            3 * _variance_error(n) / math.sqrt(CLUSTERS), "derived", partial(_variance_of_size, n),
            where="n / (1 - n)^3", runs=CLUSTERS))
        for size in (1, 2, 5):
            p = float(borel(np.array([size]), n)[0])
            out.append(Target(
                f"probability of a cluster of {size}, branching {n}", p, 3 * math.sqrt(p * (1 - p) / CLUSTERS),
                "derived", partial(_chance_of_size, n, size), where="Borel distribution", runs=CLUSTERS))
    tail = float(1 - borel(np.arange(1, 100), 1.0).sum())
    out += [
        Target("probability of a cluster of 100 or more, branching 1", tail,
               3 * math.sqrt(tail * (1 - tail) / CLUSTERS),
               "derived", lambda: float((sizes(1.0) >= 100).mean()),
                   where="Borel distribution at n = 1", runs=CLUSTERS),
        Target("log-log slope of the probability of a cluster of s or more, s from 30 to 3,000, branching 1",
               -0.5, 0.05, "derived",
               _slope, where="the density has tail exponent 3/2", runs=CLUSTERS),
        Target("mean of the rate integrated between events, branching 0.8", 1, 3 / math.sqrt(40_000), "derived",
               lambda: float(summed().mean()), where="Exp(1)", runs=1),
        Target("Kolmogorov-Smirnov distance of those integrals from Exp(1)",
               0, 1.95 / math.sqrt(38_000), "derived", _distance,
               where="tolerance: exceeded with probability 1 in 1,000", runs=1),
    ]  # fmt: skip
    return tuple(out)


def _slope() -> float:
    drawn = sizes(1.0)
    return math.log((drawn >= 3000).mean() / (drawn >= 30).mean()) / math.log(100)


def _distance() -> float:
    law = np.sort(-np.expm1(-summed()))
    k = np.arange(law.size)
    return float(max((law - k / law.size).max(), ((k + 1) / law.size - law).max()))


# pictures -------------------------------------------------------------------------------------------------------------


def pictures() -> tuple[Picture, ...]:
    """Clusters against Borel's law, and a path."""
    size = np.unique(np.round(np.logspace(0, 3.5, 60)).astype(int))
    exact, drawn = {}, {}
    for n in (0.5, 0.8, 0.9, 1.0):
        upto = 1 - np.concatenate([[0.0], np.cumsum(borel(np.arange(1, size[-1] + 1), n))])
        found = sizes(n)
        exact[f"n {n:g}"] = [max(upto[s - 1], 1e-12) for s in size]
        drawn[f"n {n:g}"] = [(found >= s).mean() for s in size]
    seen = long(size, drawn)
    shown = [k for k, y in enumerate(seen["y"]) if y > 0]
    law = long(size, exact)
    kept = [k for k, y in enumerate(law["y"]) if y > 1e-5]
    steps = 150
    path = trajectory(model(branching=0.8, decay=0.5), steps=steps, seed=4)
    sums = np.sort(summed())
    at = np.linspace(0, 6, 121)
    return (
        Picture(
            "clusters",
            "Size of a cluster: small if n is below 1, any size at n = 1",
            "Probability that a cluster has at least a given number of events, for several values of n, the mean "
            f"number of events that one event triggers directly: Borel distribution (lines) and {CLUSTERS:,} simulated "
            "clusters (points).",
            (
                Panel("size of a cluster", "probability of at least that size", (
                    Layer("line", {c: [v[k] for k in kept] for c, v in law.items()}),
                    Layer("points", {c: [v[k] for k in shown] for c, v in seen.items()}),
                ), x_log=True, y_log=True, y_range=(1e-5, 1)),
            ),
        ),
        Picture(
            "path",
            "Bursts without any external cause",
            "Left: events per step (bars) and rate (line) at base 1, n = 0.8 and decay 0.5. Right: distribution of the "
            "rate integrated between consecutive events, simulated (points) and exact (line); a wrong simulation would "
            "leave the line.",
            (
                Panel("step", "events in the step", (
                    Layer("bars", {"x": np.arange(steps), "low": np.arange(steps), "high": np.arange(steps) + 1.0,
                                   "y": path["events"]}, "events"),
                    Layer("line", {"x": np.arange(1, steps + 1), "y": path["rate"]}, "rate"),
                )),
                Panel("rate integrated between two events (x)", "share of intervals up to x", (
                    Layer("points", {"x": at[::3], "y": np.searchsorted(sums, at[::3], "right") / sums.size},
                          "simulated"),
                    Layer("line", {"x": at, "y": 1 - np.exp(-at)}, "1 - exp(-x)"),
                ), y_range=(0, 1)),
            ),
        ),
    )  # fmt: skip
