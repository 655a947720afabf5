"""Claims about activity and tension on a line, beyond the model's targets."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from contested import zoo
from contested.ground.errors import ParameterError
from contested.zoo.berestycki_2015.model import Unrest, front, resting
from contested.zoo.berestycki_2015.theory import equilibria, speed, speed_on_places, tension_for
from contested.zoo.kit.trajectories import trajectory

LINE = zoo.load("berestycki-2015")
SHORT = {"places": 41, "spacing": 1}


def by_hand(params, steps):
    """The same equations, written as one right-hand side and left to another integrator."""
    n, dx = params.places, params.spacing
    x = (np.arange(n) - (n - 1) // 2) * dx
    u, v = np.full(n, params.quiet), np.full(n, resting(params))
    u[(n - 1) // 2] += params.spark
    v += params.shock * (np.abs(x) <= params.shock_width)
    fixed = params.tension == "frozen"

    def bend(f):
        wide = np.concatenate([f[:1], f, f[-1:]])
        return (wide[:-2] - 2 * f + wide[2:]) / dx**2

    def change(_, state):
        u, v = state[:n], state[n:]
        spread = params.reach * (bend(u) if params.spread == "diffusion" else u.mean() - u)
        grow = u * (1 - u) if params.growth == "crowding" else u
        rise = 1 / (1 + np.exp(-params.sharpness * (v - params.threshold)))
        du = spread + rise * grow - params.calming * (u - params.quiet)
        dv = params.tension_reach * bend(v) + params.drive
        dv = dv - params.easing / (1 + u) ** params.feedback * (v - params.tension_base)
        return np.concatenate([du, 0 * v if fixed else dv])

    found = solve_ivp(change, (0, steps), np.concatenate([u, v]), "LSODA", rtol=1e-10, atol=1e-13,
                      t_eval=np.arange(1, steps + 1))  # fmt: skip
    return found.y[:n].T, found.y[n:].T


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"drive": 0.06, "feedback": 2, "tension_reach": 1, "spark": 0.5},
        {"spread": "everywhere", "feedback": -2, "quiet": 0.02, "tension_base": 0.3},
        {"growth": "linear", "tension": "frozen", "places": 40, "spacing": 0.7},
    ],
)
def test_it_solves_its_equations(changed):
    params = LINE.choose({**SHORT, **changed})
    path = trajectory(LINE.make(params), steps=15)
    u, v = by_hand(params, 15)
    assert path["activity"] == pytest.approx(u, abs=1e-7)
    assert path["tension"] == pytest.approx(v, abs=1e-7)


def test_what_spreads_is_kept():
    """With nothing growing, calming or easing, activity and tension only even out."""
    still = {**SHORT, "calming": 0, "easing": 0, "sharpness": 50, "threshold": 1000, "spark": 3, "tension_reach": 2}
    for spread in ("diffusion", "everywhere"):
        path = trajectory(LINE.model({**still, "spread": spread}), steps=400)
        assert path["total"] == pytest.approx(np.full(400, 3), rel=1e-9)
        assert path["mean_tension"] == pytest.approx(np.full(400, 2 * 21 / 41), rel=1e-9)
        assert np.ptp(path["activity"][-1]) < np.ptp(path["activity"][0])


def test_both_sides_are_alike():
    path = trajectory(LINE.model({**SHORT, "tension_reach": 1}), steps=20)
    assert path["activity"] == pytest.approx(path["activity"][:, ::-1], abs=1e-13)


def test_nothing_happens_without_spark_or_quiet_activity():
    assert not trajectory(LINE.model({**SHORT, "spark": 0}), steps=10)["activity"].any()


def test_without_a_shock_tension_stays_at_rest():
    path = trajectory(LINE.model({**SHORT, "shock": 0, "spark": 0, "drive": 0.05, "quiet": 0.0}), steps=30)
    assert path["tension"] == pytest.approx(np.full((30, 41), 0.5), rel=1e-12)


def test_shocks_come_when_they_are_due_and_where():
    path = trajectory(LINE.model({**SHORT, "spark": 0, "easing": 0, "shock_every": 5, "shock_width": 3}), steps=12)
    middle, edge = path["tension"][:, 20], path["tension"][:, 24]
    assert middle.tolist() == [2] * 5 + [4] * 5 + [6] * 2
    assert not edge.any() and (path["tension"][:, 17:24] > 0).all()


def test_activity_holds_tension_up_or_burns_it_out():
    """Same shock, same spark: the sign of p alone orders how long tension and activity last."""
    mean = {p: trajectory(LINE.model({**SHORT, "feedback": p, "spark": 0.5}), steps=40) for p in (-3, 0, 3)}
    late = {p: m["mean_tension"][-1] for p, m in mean.items()}
    assert late[-3] < late[0] < late[3]
    total = {p: m["total"].sum() for p, m in mean.items()}
    assert total[-3] < total[0] < total[3]


def test_a_line_with_two_rests_needs_a_push():
    """A quiet and an active rest are both stable; which one is reached is up to the shock."""
    both = {"places": 1, "drive": 0.06, "feedback": 2, "spark": 0.05}
    rests = equilibria(LINE.choose(both))
    assert rests[0][0] == 0 and len(rests) == 3
    calm = trajectory(LINE.model({**both, "shock": 0}), steps=400)["highest"][-1]
    riot = trajectory(LINE.model({**both, "shock": 3}), steps=400)["highest"][-1]
    assert calm < 1e-6 and riot == pytest.approx(rests[-1][0], abs=1e-6)


def test_everywhere_reaches_the_ends_at_once():
    far = {**SHORT, "spark": 0.5, "shock_width": 1e6, "tension": "frozen"}
    near = trajectory(LINE.model(far), steps=1)["activity"][0, 0]
    media = trajectory(LINE.model({**far, "spread": "everywhere"}), steps=1)["activity"][0, 0]
    assert near < 1e-12 < 1e-3 < media


def test_speeds():
    base = Unrest()
    assert speed(base.calming, base) == 0 and speed(0.1, base) == 0
    assert speed_on_places(0.8, Unrest(spacing=1e-3))[0] == pytest.approx(speed(0.8, base), rel=1e-6)
    assert 1 / (1 + np.exp(-5 * (tension_for(0.8, base) - 1))) == pytest.approx(0.8)
    for wrong in (0, 1, -1, float("nan")):
        with pytest.raises(ParameterError, match="reproduction"):
            tension_for(wrong, base)


def test_a_front_lies_between_places():
    x = np.arange(5.0)
    assert front(x, np.array([1, 1, 1, 0, 0.0]), 0.25) == pytest.approx(2.75)
    assert front(x, np.ones(5), 0.5) == 4
    assert front(x, np.zeros(5), 0.5) == 0


def test_what_makes_no_sense_is_refused():
    with pytest.raises(ParameterError, match="shock_every"):
        LINE.model({"tension": "frozen", "shock_every": 3})
    with pytest.raises(ParameterError, match="spacing"):
        LINE.model({"spacing": 1e-3, "reach": 100})
    endless = LINE.model({"growth": "linear", "tension": "frozen", "places": 1, "shock": 5})
    with pytest.raises(ParameterError, match="growth"):
        trajectory(endless, steps=600)
