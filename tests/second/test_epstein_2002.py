"""Two people read Epstein's Model I alike, switch by switch.

A small torus and many short runs, since populations differ more from one another than steps do. Every word of every
switch stands in some case; each mean may differ by six standard errors, and `SEEN` says what difference is surely seen.
"""

import numpy as np
import pytest

from contested import zoo
from contested.ground.draws import member_seed
from contested.zoo.kit.trajectories import trajectory
from tests.laws import assert_chance, assert_same_mean
from tests.second import epstein_2002 as second

FIRST = zoo.load("epstein-2002")
SMALL = {"side": 16, "citizen_vision": 3, "cop_vision": 3, "max_jail": 10, "cop_density": 0.06}
RUNS, STEPS = 240, 40

#: the first's word for a thing -> the second's
NAMES = {"citizen_density": "density", "citizen_vision": "vision", "max_jail": "jail_max", "arrest_constant": "k",
         "turn": "order", "release": "jail_clock", "term": "draw_top", "pursuit": "cop_takes_site",
         "placement": "counts"}  # fmt: skip
WORDS = {
    "turn": {"move-act": "move_act", "act-move": "act_move"},
    "activation": {"each-once": "shuffled", "with-replacement": "drawn"},
    "jailed": {"off-grid": "off_grid", "in-place": "blocking", "under-foot": "free"},
    "release": {"end-of-step": "step_end", "own-turn": "own_turn"},
    "term": {"to-max": 1, "below-max": 0},
    "pursuit": {"takes-place": True, "stays": False},
    "placement": {"counts": "fixed", "by-site": "drawn"},
}


def translated(settings):
    """The same settings for the second; a cop of the first stays where it is unless told otherwise."""
    out = {"cop_takes_site": False}
    for name, value in settings.items():
        if (name, value) == ("term", "life"):
            out["jail_max"] = np.inf
        else:
            out[NAMES.get(name, name)] = WORDS.get(name, {}).get(value, value)
    return out


def seen(active, jailed, arrests):
    """What is compared, one number a run: the first steps one by one, and the course as a whole."""
    row = {f"active after {t}": active[:, t - 1] for t in (1, 2, 5, 40)}
    row |= {f"jailed after {t}": jailed[:, t - 1] for t in (1, 5, 40)}
    row |= {f"arrests in {t}": arrests[:, t - 1] for t in (1, 10)}
    return row | {
        "mean active": active[:, 10:].mean(1),
        "spread of active": active[:, 10:].std(1),
        "most active": active.max(1),
        "mean jailed": jailed[:, 10:].mean(1),
        "arrests": arrests.sum(1),
    }


#: a difference of means that is surely seen: a part of the second's mean, and a little
SEEN = 0.4, 6.0

CASES = {
    "paper": {},
    "floor": {"ratio": "floor"},
    "diagonals": {"neighbourhood": "moore", "ratio": "floor", "pursuit": "takes-place", "citizen_vision": 2},
    "lines": {"neighbourhood": "cross", "ratio": "round", "term": "below-max", "movement": "cops"},
    "short sight": {"neighbourhood": "disc", "citizen_vision": 1.7, "cop_vision": 2.9, "movement": "none"},
    "drawn turns": {"activation": "with-replacement", "ratio": "floor", "turn": "act-move", "self_count": "twice"},
    "for life": {"term": "life", "ratio": "floor", "legitimacy": 0.9, "legitimacy_change": -0.3, "change_until": 30},
    "other numbers": {"legitimacy": 0.7, "threshold": 0.05, "arrest_constant": 1.2, "citizen_density": 0.5},
    "netlogo": dict(FIRST.presets["netlogo"]),
    "mesa": {**FIRST.presets["mesa"], "max_jail": 10, "legitimacy": 0.8, "cop_density": 0.06},
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_the_two_versions_agree(case):
    settings = {**SMALL, **CASES[case]}
    model = FIRST.model(settings)
    runs = [trajectory(model, steps=STEPS, seed=member_seed(4711, r)) for r in range(RUNS)]
    ours = seen(*(np.stack([run[name] for run in runs]) for name in ("active", "jailed", "arrests")))
    other = translated({k: v for k, v in settings.items() if not k.startswith(("legitimacy_c", "change_"))})
    if "legitimacy_change" in settings:
        other["legitimacy"] = runs[0]["legitimacy"]
        assert runs[0]["legitimacy"] == pytest.approx(0.9 - 0.3 * np.minimum(np.arange(STEPS) / 30, 1))
    theirs = seen(*np.stack([second.path(8_000_000 + r, steps=STEPS, **other) for r in range(RUNS)]).transpose(2, 0, 1))
    for name, values in theirs.items():
        part, little = SEEN
        if values.std() == 0 and ours[name].std() == 0:
            assert values[0] == ours[name][0], name
            continue
        assert_same_mean(ours[name], values, detects=part * values.mean() + little)


def test_courses_of_legitimacy_are_one():
    for preset, course in (("salami", second.salami()), ("jump", second.jump())):
        path = trajectory(FIRST.model({"side": 15}, preset=preset), steps=250)
        assert path["legitimacy"] == pytest.approx(course, abs=1e-12)


@pytest.mark.parametrize("legitimacy", [0.82, 0.7])
def test_shares_active_are_the_second_ones_areas(legitimacy):
    """Without cops nobody expects arrest; with a boundless k and a cop in everybody's sight everybody does."""
    people = round(0.7 * 21 * 21)
    everywhere = {"arrest_constant": 100, "citizen_vision": 10, "neighbourhood": "moore"}
    for chance, settings in ((0.0, {"cop_density": 0}), (1.0, everywhere)):
        model = FIRST.model({"side": 21, "legitimacy": legitimacy, "term": "life", **settings})
        ends = [trajectory(model, steps=1, seed=member_seed(12, r)) for r in range(60)]
        acted = sum(end["active"][0] + end["jailed"][0] for end in ends)
        assert_chance(int(acted), 60 * people, second.exact(legitimacy, chance), detects=0.06)
