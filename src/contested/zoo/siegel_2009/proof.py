"""What must come out: the complete network exactly, and the paper's claim that more ties can mean fewer people.

Pictures: participation against the spread of motivations on each network, and against the number of ties.
"""

from __future__ import annotations

from functools import cache, partial
from typing import Any

import numpy as np

from contested.engine.params import override
from contested.ground.draws import member_seed
from contested.zoo.kit.threshold_map import normal_equilibrium, normal_jump
from contested.zoo.kit.trajectories import trajectory
from contested.zoo.picture import Layer, Panel, Picture, long
from contested.zoo.siegel_2009.model import NETWORKS, Participation, make
from contested.zoo.target import Target

#: mean motivation -> spread -> equilibrium share on the complete network
COMPLETE = {
    0.4: {0.1: 0.0000, 0.2: 0.0014, 0.25: 0.0090, 0.3: 0.0284, 0.35: 0.0622, 0.4: 0.1105, 0.5: 0.2291},
    0.5: {0.2: 0.0068, 0.25: 0.0301, 0.3: 0.0815, 0.35: 0.1811, 0.4: 0.5, 0.5: 0.5},
    0.6: {0.15: 0.0042, 0.2: 0.0334, 0.25: 0.9910, 0.3: 0.9716, 0.35: 0.9378, 0.4: 0.8895, 0.5: 0.7709},
    0.7: {0.1: 0.0014, 0.15: 0.0438, 0.2: 0.9998, 0.25: 0.9974, 0.3: 0.9892},
}  # fmt: skip
#: long enough for every case here to come to rest
STEPS = 150


@cache
def shares(runs: int, steps: int = STEPS, **settings: object) -> np.ndarray:
    """Share taking part at the end of each run."""
    model = make(override(Participation(), settings))
    return np.array([trajectory(model, steps=steps, seed=member_seed(2009, r))["share"][-1] for r in range(runs)])


def _end_share(mean: float, sd: float) -> float:
    return float(shares(1, people=20_000, network="complete", motivations="quantiles", motivation_mean=mean,
                        motivation_sd=sd)[0])  # fmt: skip


def _gap_of_memory() -> float:
    """Largest difference between what different memories come to."""
    ends = [shares(1, 600, people=20_000, network="complete", motivations="quantiles", motivation_sd=0.3, memory=m)[0]
            for m in (0.0, 0.3, 0.6, 0.9)]  # fmt: skip
    return float(np.ptp(ends))


def _fewer(few: dict[str, Any], many: dict[str, Any]) -> float:
    """Part of paired histories in which more ties leave fewer people."""
    a, b = shares(40, motivation_sd=0.2, **few), shares(40, motivation_sd=0.2, **many)
    return float((b < a).mean())


def targets() -> tuple[Target, ...]:
    """Closed forms first, then the same by simulation, then networks."""
    exact = "smallest root of r = Phi((r - (1 - b mean)) / b sd)"
    rows = [(mean, sd, r) for mean, row in COMPLETE.items() for sd, r in row.items()]
    return (
        Target("b sd at which participation jumps, complete network, b mean 0.6", 0.2413456, 1e-6, "derived",
               lambda: normal_jump(0.4)[0], where=exact),
        Target("share who take part just below that jump",
               0.1580, 1e-4, "derived", lambda: normal_jump(0.4)[1], where=exact),
        *(Target(f"share who take part, complete network, b mean {mean}, b sd {sd}", r, 1e-4, "derived",
                 partial(lambda m, s: normal_equilibrium(1 - m, s), mean, sd), where=exact) for mean, sd, r in rows),
        Target("share who take part, complete network, b mean 0.5, b sd 0.4, first value noted",
               0.4939, 1e-4, "own run",
               lambda: normal_equilibrium(0.5, 0.4), where="iteration of the map",
               miss="the first value came from an iteration that had not converged: near 1/2 the map has slope 0.997, "
                    "and its only root is 1/2"),
        *(Target(f"share who take part, simulated, 20,000 people at quantiles, b mean {mean}, b sd {sd}",
                 r, 2e-3, "derived",
                 partial(_end_share, mean, sd), where=exact, runs=1)
          for mean, sd, r in rows if (mean, sd) in ((0.4, 0.4), (0.5, 0.3), (0.6, 0.2), (0.6, 0.25), (0.7, 0.2))),
        Target("largest difference between final shares at lambda 0, 0.3, 0.6 and 0.9, complete network",
               0.0, 0.0, "derived",
               _gap_of_memory, where="lambda cancels in equilibrium", runs=4),
        Target("share of 40 paired runs in which fewer take part with 50 neighbours on either side instead of 5 (small "
               "world, b sd 0.2)", 1.0, 0.1, "read", lambda: _fewer({"radius": 5}, {"radius": 50}),
               where="abstract: adding ties can lower participation", runs=80),
        Target("share of 40 paired runs in which fewer take part with 100 times as many ties between villages "
               "(village, b sd 0.2)", 1.0, 0.10, "read",
               lambda: _fewer({"network": "village"}, {"network": "village", "far": 0.1}),
               where="abstract: adding ties can lower participation", runs=80),
    )  # fmt: skip


# pictures -------------------------------------------------------------------------------------------------------------


RUNS = 31


def pictures() -> tuple[Picture, ...]:
    """Two panels: networks, and ties."""
    some = np.round(np.arange(0.1, 0.51, 0.05), 2)
    fine = np.round(np.arange(0.1, 0.501, 0.002), 3)
    by_network = {
        name: [np.median(shares(RUNS, network=name, motivation_sd=float(sd))) for sd in some] for name in NETWORKS[1:]
    }
    radius = np.array([1, 2, 3, 5, 8, 13, 20, 50, 100])
    by_ties = {
        f"b sd {sd}": [np.median(shares(RUNS, radius=int(k), motivation_sd=sd)) for k in radius]
        for sd in (0.2, 0.25, 0.4)
    }
    return (
        Picture(
            "networks",
            "The network decides how many take part",
            f"1,000 people, b mean 0.6, medians of {RUNS} runs. Left: share taking part in the end against the "
            "standard deviation of motivation; the line is exact for an infinite population in which everybody sees "
            "everybody. Right: small worlds with more or fewer neighbours. If few people are strongly motivated, more "
            "ties lower participation, because people see that most others do nothing.",
            (
                Panel("standard deviation of motivation (b sd)", "share taking part", (
                    Layer("line", {"x": fine, "y": [normal_equilibrium(0.4, sd) for sd in fine]}, "complete, exact"),
                    Layer("points", long(some, by_network)),
                ), y_range=(0, 1)),
                Panel("neighbours seen on either side", "share taking part", (
                    Layer("line", long(radius, by_ties)), Layer("points", long(radius, by_ties)),
                ), x_log=True, y_range=(0, 1)),
            ),
        ),
    )  # fmt: skip
