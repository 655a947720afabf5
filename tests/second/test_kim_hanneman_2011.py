"""Two people read the statement of Kim & Hanneman's worker protest alike.

A small torus and many short runs: distributions that differ by 0.7 are surely seen, and means by six standard errors.
Every word of every choice stands in some case. Outbursts are found alike in any series.
"""

import math

import numpy as np
import pytest

from contested import zoo
from contested.ground.draws import member_seed
from contested.zoo.kim_hanneman_2011.proof import outbursts
from contested.zoo.kit.trajectories import trajectory
from tests.laws import assert_same_law, assert_same_mean
from tests.second import kim_hanneman_2011 as second
from tests.slow import all_but

FIRST = zoo.load("kim-hanneman-2011")
RUNS, STEPS, SETTLE = 364, 45, 20
SMALL = {"side": 12, "vision": 3, "decision": "threshold", "groups": 2, "jail_max": 12, "inequality": 0.3}
#: the first's word for a thing -> the second's
NAMES = {"workers": "worker_density", "cops": "cop_density"}

#: `over` is the part of workers beyond which protest is an outburst here: about what protest is on average, so that
#: there are outbursts to compare on a lattice this small
CASES = {
    "standard": {"over": 0.19},
    "chance": {"decision": "chance", "inequality": 0.9, "over": 0.16},
    "exact ratio": {"ratio": "exact", "cops": 0.03, "over": 0.17},
    "two groups": {"identity": 1.0, "inequality": 0.5, "cops": 0.06, "over": 0.14},
    "five groups by chance": {"identity": 0.6, "groups": 5, "decision": "chance", "inequality": 0.6, "over": 0.11},
    "tags by degrees": {"identity": 1.0, "similarity": "graded", "inequality": 0.5, "ratio": "exact", "over": 0.15},
    "crowded, long terms": {"workers": 0.85, "cops": 0.08, "jail_max": 40, "vision": 2, "over": 0.05},
    "few, short terms": {"workers": 0.3, "cops": 0.02, "jail_max": 1, "vision": 5, "inequality": 0.2, "over": 0.25},
    # hardly an empty site and short sight: cops get about by taking the places of those they arrest
    "packed": {"workers": 0.92, "cops": 0.06, "jail_max": 2, "vision": 1, "inequality": 0.6, "over": 0.37},
}


def row(path, workers, over):
    """One number of each kind for a run, with the second's names."""
    found = outbursts(path["protesting"][SETTLE - 1 :], over)
    out = {
        "protesting": path["protesting"][SETTLE:].mean(),
        "jailed": path["jailed"][SETTLE:].mean(),
        "outbursts_per_100": 100 * found.began.size / (STEPS - SETTLE),
        "duration": found.duration.mean() if found.began.size else np.nan,
        "strength": found.strength.mean() * workers if found.began.size else np.nan,
    }
    for k in (1, 2, 5, 20):
        out |= {f"protesting_{k}": path["protesting"][k - 1], f"jailed_{k}": path["jailed"][k - 1]}
    return out


@pytest.mark.parametrize("case", all_but(("standard", "five groups by chance"), CASES))
def test_the_two_versions_agree(case):
    settings = {**SMALL, **CASES[case]}
    over = settings.pop("over")
    model = FIRST.model(settings)
    workers = round(model.params.workers * model.params.side**2)
    rows = [row(trajectory(model, steps=STEPS, seed=member_seed(35, r)), workers, over) for r in range(RUNS)]
    ours = {name: np.array([one[name] for one in rows]) for name in rows[0]}
    other = {NAMES.get(name, name): value for name, value in settings.items()}
    theirs = second.sample(RUNS, 88, **other, steps=STEPS, settle=SETTLE, outburst_over=over)
    assert ours.keys() == theirs.keys()
    for name, values in theirs.items():
        a, b = (x[~np.isnan(x)] for x in (ours[name], values))
        assert min(a.size, b.size) > 210, f"{name}: too few runs with an outburst to compare"
        if a.size == b.size == RUNS:
            assert_same_law(a, b, detects=0.7)
        if a.std() + b.std() > 0:
            # what is surely seen: a standard deviation of runs, and with outbursts in few of them a little more
            assert_same_mean(a, b, detects=1.3 * max(a.std(), b.std()))


def test_outbursts_are_the_same_in_any_series():
    rng = np.random.default_rng(5)
    for _ in range(400):
        steps, settle = int(rng.integers(5, 60)), int(rng.integers(1, 4))
        workers = int(rng.integers(20, 1200))
        over = math.floor(0.05 * workers)
        counts = rng.integers(max(over - 3, 0), over + 4, steps) * (rng.random(steps) < rng.random())
        found = outbursts(counts[settle - 1 :] / workers)
        theirs = second.outbursts(counts, settle, over)
        assert found.duration.tolist() == [d for d, _, _ in theirs]
        assert found.strength * workers == pytest.approx([s for _, s, _ in theirs])
        assert found.size * workers == pytest.approx([s for _, _, s in theirs])


@pytest.mark.parametrize("decision", ["threshold", "chance"])
@pytest.mark.parametrize("inequality", [0.1, 0.3, 1.0])
def test_a_step_without_cops_is_the_second_ones_integral(decision, inequality):
    """Up to what a sample of colleagues makes of the mean wage: it adds 1/W to the gap's variance."""
    model = FIRST.model({"side": 31, "vision": 15, "cops": 0, "decision": decision, "inequality": inequality})
    shares = np.array([trajectory(model, steps=1, seed=member_seed(6, r))["protesting"][0] for r in range(80)])
    colleagues = 0.7 * 708
    error = 6 * shares.std(ddof=1) / np.sqrt(shares.size)
    assert error < 0.025
    assert shares.mean() == pytest.approx(second.exact(inequality, decision), abs=error + 0.25 / colleagues)
