"""Two people read Makowsky & Rubin 2013 alike."""

import numpy as np
import pytest

from contested import zoo
from contested.zoo.kit.trajectories import trajectory
from tests.laws import assert_same_mean
from tests.second import makowsky_rubin_2013 as second
from tests.slow import all_but

NAMES = ("falsification", "defiance", "expressed")
#: steps looked at: the first, settling, before and after the shock of step 100, before and after a sitting, the end
WHEN = (0, 1, 4, 99, 100, 102, 118, 119, 159)


def first(runs, **settings):
    model = zoo.load("makowsky-rubin-2013").model(settings)
    rows = [trajectory(model, steps=160, seed=9_000 + r) for r in range(runs)]
    return {name: np.array([row[name] for row in rows]) for name in rows[0]}


CELLS = [
    {"centralisation": 0.8, "reach": 4, "relief": 0.2, "shock": 0.3},
    {"centralisation": 0.2, "reach": 1, "relief": 0.15, "shock": 0.2},
    {"centralisation": 0.6, "reach": 2, "regional": 0.7, "seat": 0.3, "sanction": 3.0, "conformity": 0.4, "term": 30},
    {"centralisation": 0.9, "reach": 3, "tolerance": 0.1, "timidity": "alike", "shock": 0.5, "term": 7},
    {"centralisation": 0.4, "reach": 2, "tolerance": 0.1, "sanction": 2.0, "seat": 0.1, "term": 11},
]


@pytest.mark.parametrize("cell", all_but(CELLS[2:4], CELLS), ids=lambda c: f"{c['centralisation']}-{c['reach']}")
def test_two_people_read_the_paper_alike(cell):
    runs, settings = 80, {"side": 24, "province": 8, **cell}
    ours = {"exposure" if k == "timidity" else k: v for k, v in settings.items()}
    ours = {"relief": 0.2, "shock": 0.3} | ours
    a, b = second.sample(runs, 5, steps=160, **ours), first(runs, **{"relief": 0.2, "shock": 0.3} | settings)
    for name in NAMES:
        for k in WHEN:
            assert_same_mean(a[name][:, k], b[name][:, k], detects=0.35)
    assert_same_mean(a["change"][:, -1] - a["change"][:, 99], b["change"][:, -1], detects=0.5)
    assert_same_mean(a["change"][:, -1], b["moved"][:, -1], detects=0.5)
    assert_same_mean(a["fallen"].sum(axis=1), b["fallen"].sum(axis=1), detects=max(2.0, 12 * a["fallen"].sum(1).std()))


def test_where_nobody_is_relieved_the_mean_position_is_a_weighted_mean():
    """c = 1, seat 0, alike, no shock, no sitting: mean x = mean b / (1 + sanction) for every reach, run by run."""
    settings = {"centralisation": 1.0, "seat": 0.2, "relief": 0.0, "timidity": "alike", "shock": 0.0, "sanction": 4.0,
                "side": 24, "province": 8, "regional": 0.0, "term": 1000}  # fmt: skip
    near, far = (first(20, reach=r, **settings)["expressed"][:, -1] for r in (1, 5))
    assert near == pytest.approx(far, abs=1e-9)
    mean = second.exact_mean(0.5, 0.2, 4.0)
    assert near.mean() == pytest.approx(mean, abs=6 * np.sqrt(1 / 12 / 576 / 20) / 5)


def test_the_second_settles_where_a_linear_solve_says():
    rng = np.random.default_rng(3)
    kept = {}

    class Kept:
        def random(self, shape):
            kept.setdefault("draws", []).append(rng.random(shape))
            return kept["draws"][-1]

    h = second.play(Kept(), side=12, province=4, relief=0.0, exposure="alike", shock=0.0, term=1000, reach=2,
                    sanction=2.0, centralisation=0.5, seat=0.1, steps=200)  # fmt: skip
    spread = np.ones((4, 4))
    b = 0.3 * np.kron(kept["draws"][0], spread) + 0.7 * kept["draws"][1]
    local = b.reshape(3, 4, 3, 4).mean(axis=(1, 3))
    a = 0.5 * 0.1 + 0.5 * np.kron(local, spread)
    x = second.exact_positions(b, a, 2.0, 1.0, 2)
    assert h["expressed"][-1] == pytest.approx(x.mean(), abs=1e-12)
    assert h["falsification"][-1] == pytest.approx(np.abs(x - b).mean(), abs=1e-12)
