"""Two people read the statement of Davies and others' riots alike.

What has no chance in it to the last digits: the city, who is still at home, where the first go, when police of a given
number and delay arrest everybody. A small city in law, 720 runs each: distributions that differ by a half are surely
seen, and means by six standard errors.
"""

import numpy as np
import pytest

from contested import zoo
from contested.ground.draws import member_seed
from contested.zoo.davies_2013.model import init
from contested.zoo.davies_2013.theory import at_home, destinations
from contested.zoo.kit.trajectories import trajectory
from tests.laws import assert_same_law, assert_same_mean
from tests.second import davies_2013 as second
from tests.slow import all_but

FIRST = zoo.load("davies-2013")
RUNS, STEPS, MARKS = 720, 40, (1, 2, 5, 10, 20, 40)
SMALL = {"side": 6, "width": 15.0, "sites": 8, "residents": 20, "spark": 8, "police": 60.0, "delay": 2}


def some(rng):
    """A city without police."""
    return {"side": int(rng.integers(1, 15)), "width": rng.uniform(1, 40), "sites": int(rng.integers(1, 40)),
            "size_pull": rng.uniform(0, 2), "distance_cost": rng.uniform(0, 1)}  # fmt: skip


def test_cities_and_what_needs_no_police_are_the_same():
    rng = np.random.default_rng(13)
    for _ in range(40):
        city, eta = some(rng), rng.uniform(0.05, 1)
        rho, size, apart = second.city(**{name: city[name] for name in ("side", "width", "sites")})
        params = FIRST.choose({**city, "police": 0, "readiness": eta, "residents": 9, "spark": 4})
        state = init(params, 1)
        assert state["rho"] == pytest.approx(rho, abs=1e-12)
        pull = size ** city["size_pull"] * np.exp(-city["distance_cost"] * apart)
        assert state["pull"] == pytest.approx(pull, rel=1e-11)
        waiting = np.full(rho.size, 9)
        waiting[apart[:, 0].argmin()] = 5
        assert ((state["where"].reshape(-1, 9) == -1).sum(1) == waiting).all()
        for t in (1, 3, 8):
            stays = second.exact_at_home(t, **city, readiness=eta)
            assert at_home(params, t) == pytest.approx(np.average(stays, weights=waiting), abs=1e-12)
        out = waiting * (1 - second.exact_at_home(1, **city, readiness=eta))
        if out.sum() > 0:
            flow = out @ (pull / pull.sum(1, keepdims=True))
            assert destinations(params) == pytest.approx(flow / flow.sum(), abs=1e-12)


@pytest.mark.parametrize("delay", [0, 1, 3])
@pytest.mark.parametrize("sites", [1, 3])
def test_police_arrest_everybody_at_the_same_step(delay, sites):
    """A crowd that neither grows nor leaves, and arrest that is certain from one officer a rioter on."""
    still = {"side": 1, "residents": 60, "sites": sites, "readiness": 0, "leaving": 0, "arrest_rate": 100,
             "delay": delay}  # fmt: skip
    for spark in (1, 7, 49):
        for police in (spark - 0.001, spark, 2 * spark, 3 * spark - 0.001, 3 * spark, 9 * spark):
            settings = {**still, "spark": spark, "police": police}
            path = trajectory(FIRST.model(settings), steps=6)
            other = second.sample(1, 3, **settings, steps=6, marks=range(1, 7))
            assert [other[f"rioting_{t}"][0] for t in range(1, 7)] == path["rioting"].tolist()
            # spread evenly until the news comes, all at the one site from then on
            shares = [police / sites if t < delay else police for t in range(6)]
            left = [spark * (max(shares[: t + 1]) < spark) for t in range(6)]
            assert path["rioting"].tolist() == left


CASES = {
    "police outnumbered": {},
    "police enough": {"police": 240.0},
    "late and keen police": {"police": 120.0, "delay": 6, "police_focus": 2.0, "deterrence": 0.4, "arrest_rate": 0.5},
    "other numbers": {"police": 150.0, "delay": 0, "police_focus": 0.5, "size_pull": 1.5, "distance_cost": 0.1,
                      "readiness": 0.5, "arrest_rate": 0.3, "leaving": 0.3, "deterrence": 2.0},
    "no spark": {"spark": 0, "police": 30.0, "police_focus": 0.0, "delay": 1},
}  # fmt: skip


def first(settings):
    """One number a run, with the second's names; its `peak` counts the start too."""
    model = FIRST.model(settings)
    spark = model.params.spark
    rho = second.city(**{name: settings[name] for name in ("side", "width", "sites")})[0]
    rows = []
    for r in range(RUNS):
        path = trajectory(model, steps=STEPS, seed=member_seed(77, r))
        total = np.concatenate([[spark], path["rioting"]])
        to, origin = path["gone_to"][-1], path["gone_from"][-1]
        rows.append({
            **{f"rioting_{t}": total[t] for t in MARKS},
            "arrested_20": path["arrested"][19], "arrested_40": path["arrested"][39],
            "ever": spark + path["set_out"][-1], "peak": total.max(), "peak_step": total.argmax(),
            "near": to[:3].sum() / max(to.sum(), 1), "deprived": origin[rho > 0.5].sum() / max(to.sum(), 1),
        })  # fmt: skip
    return {name: np.array([row[name] for row in rows], float) for name in rows[0]}


@pytest.mark.parametrize("case", all_but(("other numbers",), CASES))
def test_the_two_versions_agree(case):
    settings = {**SMALL, **CASES[case]}
    ours = first(settings)
    theirs = second.sample(RUNS, 4242, **settings, steps=STEPS, marks=MARKS)
    assert ours.keys() == theirs.keys()
    for name, values in theirs.items():
        assert_same_law(ours[name], values, detects=0.5)
        if values.std() + ours[name].std() > 0:
            # what is surely seen: half a standard deviation and a little, of the 720 people of the city
            assert_same_mean(ours[name], values, detects=0.7 * values.std() + 0.1)
