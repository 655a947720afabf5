"""Two people read activity and tension on a line alike."""

import numpy as np
import pytest

from contested import zoo
from contested.engine.run import InMemory, run
from contested.zoo.berestycki_2015.theory import equilibria, speed, tension_for
from contested.zoo.kit.trajectories import trajectory
from tests.second import berestycki_2015 as second

LINE = zoo.load("berestycki-2015")
#: the first's word for a thing -> the second's
NAMES = {
    "spacing": "dx", "reach": "diffusion", "tension_reach": "diffusion_v", "calming": "omega", "sharpness": "beta",
    "threshold": "a", "easing": "theta", "feedback": "p", "quiet": "u_b", "tension_base": "v_b", "drive": "source",
}  # fmt: skip
#: what a line alike everywhere does not ask
SPREADING = ("dx", "diffusion", "diffusion_v", "frozen")
ALIKE = {"crowding": "logistic", "linear": "linear"}


def translated(params):
    """The same rules for the second."""
    rules = {theirs: getattr(params, ours) for ours, theirs in NAMES.items()}
    return {**rules, "kind": ALIKE[params.growth], "frozen": params.tension == "frozen"}


def some(rng):
    """Any rules, both kinds of feedback among them, on a line of 1 to 40 places."""
    return {
        "places": int(rng.integers(1, 41)), "spacing": rng.uniform(0.4, 2), "reach": rng.uniform(0, 2),
        "tension_reach": rng.choice([0, rng.uniform(0, 2)]), "sharpness": rng.uniform(1, 10),
        "threshold": rng.uniform(-0.5, 1.5), "calming": rng.uniform(0.05, 0.7), "quiet": rng.choice([0, 0.1]),
        "tension_base": rng.uniform(-0.5, 0.5), "easing": rng.uniform(0.02, 0.8), "feedback": rng.uniform(-3, 3),
        "drive": rng.uniform(0, 0.4),
    }  # fmt: skip


def from_state(params, u, v, steps):
    """The first's course from a state of our own."""
    model = LINE.make(params)
    state = {**model.init(params, 1), "u": u.copy(), "v": v.copy()}
    kept = InMemory(model.observables, model.coords, 0, steps)
    run(model, params, 1, steps=steps, recorder=kept, state=state)
    return kept.arrays


@pytest.mark.parametrize("growth", ["crowding", "linear"])
@pytest.mark.parametrize("tension", ["moves", "frozen"])
def test_courses_from_drawn_states_are_the_same(growth, tension):
    rng = np.random.default_rng(11)
    steps = 20 if growth == "crowding" else 6
    for _ in range(25):
        params = LINE.choose({**some(rng), "growth": growth, "tension": tension, "shock": 0})
        u, v = rng.uniform(0, 0.4, params.places), rng.uniform(-0.5, 2.5, params.places)
        seen = from_state(params, u, v, steps)
        path = second.course(np.arange(1, steps + 1), u, v, **translated(params))
        assert seen["activity"] == pytest.approx(path["u"], abs=1e-7, rel=1e-6)
        assert seen["tension"] == pytest.approx(path["v"], abs=1e-7, rel=1e-6)
        assert seen["total"] == pytest.approx(path["u"].sum(1) * (params.spacing if params.places > 1 else 1), rel=1e-6)


def test_sparks_anywhere_on_any_tension_run_alike():
    """The second's own drawn starts, summed over the line."""
    params = LINE.choose({"places": 60, "spacing": 1, "sharpness": 10, "easing": 1, "calming": 0.2, "shock": 0})
    theirs = second.sample(20, 6, **translated(params))
    for k in range(20):
        seen = from_state(params, theirs["u0"][k], theirs["v0"][k], 20)
        for t in (1, 5, 20):
            assert seen["total"][t - 1] == pytest.approx(theirs[f"u_{t}"][k], rel=1e-6, abs=1e-9)
            assert seen["tension"][t - 1].sum() == pytest.approx(theirs[f"v_{t}"][k], rel=1e-6)


@pytest.mark.parametrize("preset", [None, "wave", "burns-out", "front"])
def test_presets_run_alike_from_their_own_start(preset):
    """Activity and tension at rest, a spark in the middle place, a shock to those near it."""
    params = LINE.choose({"places": 81, "spacing": 1}, preset)
    x = np.arange(-40.0, 41.0)
    u = np.where(x == 0, params.quiet + params.spark, params.quiet)
    rest = params.tension_base + params.drive / second.release(params.quiet, theta=params.easing, p=params.feedback)
    v = rest + params.shock * (np.abs(x) <= params.shock_width)
    seen = trajectory(LINE.make(params), steps=60)
    path = second.course(np.arange(1, 61), u, v, **translated(params))
    assert seen["activity"] == pytest.approx(path["u"], abs=1e-7)
    assert seen["tension"] == pytest.approx(path["v"], abs=1e-7)


def test_a_shock_is_a_sudden_rise_of_tension():
    """Every seven steps, on top of what tension there is."""
    params = LINE.choose({"places": 31, "spacing": 1, "shock_every": 7, "shock": 1.3, "shock_width": 4, "drive": 0.02,
                          "tension_reach": 0.5, "spark": 0.2})  # fmt: skip
    seen = trajectory(LINE.make(params), steps=28)
    x = np.arange(-15, 16)
    u, v = np.where(x == 0, 0.2, 0.0), np.full(31, 0.02 / 0.1)
    for begin in range(0, 28, 7):
        path = second.course(np.arange(1, 8), u, v + 1.3 * (np.abs(x) <= 4), **translated(params))
        assert seen["activity"][begin : begin + 7] == pytest.approx(path["u"], abs=1e-7)
        assert seen["tension"][begin : begin + 7] == pytest.approx(path["v"], abs=1e-7)
        u, v = path["u"][-1], path["v"][-1]


def test_two_places_cannot_tell_everywhere_from_next_door():
    """D (mean - u) of two is half of D times their difference: the second's neighbours at half the reach."""
    rng = np.random.default_rng(12)
    for _ in range(15):
        rules = {**some(rng), "places": 2, "spacing": 1}
        params = LINE.choose({**rules, "spread": "everywhere", "shock": 0})
        u, v = rng.uniform(0, 0.6, 2), rng.uniform(0, 2, 2)
        path = second.course(np.arange(1, 11), u, v, **{**translated(params), "diffusion": params.reach / 2})
        seen = from_state(params, u, v, 10)
        assert seen["activity"] == pytest.approx(path["u"], abs=1e-7)
        assert seen["tension"] == pytest.approx(path["v"], abs=1e-7)


def test_rests_are_the_same():
    rng = np.random.default_rng(13)
    several = 0
    for k in range(40):
        rules = some(rng)
        if k % 2:  # a drive that is enough only where activity keeps tension up
            rules |= {"sharpness": rng.uniform(4, 8), "threshold": 1, "calming": rng.uniform(0.2, 0.4), "easing": 0.1,
                      "tension_base": 0, "drive": rng.uniform(0.03, 0.08), "feedback": rng.uniform(1, 3),
                      "quiet": rng.choice([0, 0.01])}  # fmt: skip
        params = LINE.choose(rules)
        theirs = {name: value for name, value in translated(params).items() if name not in SPREADING}
        found = equilibria(params)
        # above everybody and below nobody the rules have roots that no line can be at; 0 itself is found to 1e-9
        rests = [rest for rest in second.exact_equilibria(**theirs) if -1e-8 <= rest[0] <= 1]
        assert np.array(found) == pytest.approx(np.array(rests), abs=1e-8)
        several += len(found) > 1
    assert several > 10, "most of the driven lines have more than one rest"


@pytest.mark.parametrize("r", [0.6, 0.8])
def test_growth_and_fronts_have_the_same_speed(r):
    params = LINE.choose({"calming": 0.2})
    assert speed(r, params) == pytest.approx(second.exact_speed(1.0, r, 0.2), rel=1e-8)
    tension = tension_for(r, params)
    assert float(second.exact_linear_rate(tension, omega=0.2, beta=5.0, a=1.0)) == pytest.approx(r - 0.2, abs=1e-12)
    model = LINE.model({"places": 801, "calming": 0.2, "tension": "frozen", "shock": tension, "shock_width": 1e6,
                        "spark": 0.5})  # fmt: skip
    at = trajectory(model, steps=120)["front"]
    # begun from other starts and read at other levels: alike to the lag of a young front, two parts in a hundred
    assert (at[119] - at[59]) / 60 == pytest.approx(second.front_speed(r=r, omega=0.2), rel=0.02)
