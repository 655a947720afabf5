"""Berestycki, Nadal & Rodriguez 2015, activity and tension, written again from the rules and from nothing else.

Rules as read
1. Activity u(t, x) and tension v(t, x) on a line.
2. u_t = D u_xx + r(v) G(u) - omega (u - u_b).
3. v_t = D_v v_xx + A(t, x) - h(u) (v - v_b).
4. r(v) = 1 / (1 + exp(-beta (v - a))): tension switches the self-reinforcement on.
5. h(u) = theta / (1 + u)^p: with p > 0 unrest keeps tension up (enhancing), with p < 0 it lets it off (inhibiting).
6. G(u) = u near 0; either u for good ("linear") or u (1 - u) ("logistic").
7. A is outside shocks: by default none; a shock is a sudden rise of v.

Readings chosen
- r has maximum 1 (any other scale is a change of omega and of time).
- The line ends with no flux ("closed") or joins up ("ring").
- Everything here is the exact system on a given grid (second differences), integrated with tight tolerances: a time
  stepper on the same grid must come close, its own error apart.
"""

import numpy as np
from scipy.integrate import solve_ivp
from scipy.sparse import diags


def rate(v, *, beta=10.0, a=1.0):
    """r(v)."""
    return 1.0 / (1.0 + np.exp(-beta * (np.asarray(v, float) - a)))


def growth(u, kind="logistic"):
    """G(u)."""
    return u if kind == "linear" else u * (1.0 - u)


def release(u, *, theta=1.0, p=1.0):
    """h(u)."""
    return theta * (1.0 + u) ** (-p)


def spread(n, dx, edge="closed"):
    """Second differences on n points."""
    m = diags([np.ones(n - 1), -2 * np.ones(n), np.ones(n - 1)], [-1, 0, 1]).tolil()
    if n == 1:
        m[0, 0] = 0.0
    elif edge == "closed":
        m[0, 0] = m[n - 1, n - 1] = -1.0
    else:
        m[0, n - 1] += 1.0
        m[n - 1, 0] += 1.0
    return m.tocsr() / dx**2


def course(times, u0, v0, *, dx=1.0, diffusion=1.0, diffusion_v=0.0, omega=0.2, beta=10.0, a=1.0, theta=1.0, p=1.0,
           u_b=0.0, v_b=0.0, source=0.0, kind="logistic", edge="closed", frozen=False):
    """u and v at `times`, each (times, points). `source` is a number, an array of points, or a function of time."""
    u0, v0 = np.asarray(u0, float), np.asarray(v0, float)
    n = u0.size
    lap = spread(n, dx, edge)
    shock = source if callable(source) else (lambda _: source)

    def slope(t, y):
        u, v = y[:n], y[n:]
        du = diffusion * (lap @ u) + rate(v, beta=beta, a=a) * growth(u, kind) - omega * (u - u_b)
        dv = np.zeros(n) if frozen else diffusion_v * (lap @ v) + shock(t) - release(u, theta=theta, p=p) * (v - v_b)
        return np.concatenate([du, dv])

    times = np.asarray(times, float)
    out = solve_ivp(slope, (0.0, times.max()), np.concatenate([u0, v0]), t_eval=times, method="LSODA", rtol=1e-9,
                    atol=1e-12)
    return {"u": out.y[:n].T, "v": out.y[n:].T}


def front_speed(*, points=600, dx=0.5, diffusion=1.0, omega=0.2, r=0.8, kind="logistic", level=0.01, between=(60, 120)):
    """Speed of a front into calm ground with the tension frozen where r(v) = r, measured between two times."""
    beta, a = 1.0, 0.0
    v = np.full(points, np.log(r / (1 - r)))
    u = np.zeros(points)
    u[:5] = 0.5
    path = course(np.array(between, float), u, v, dx=dx, diffusion=diffusion, omega=omega, beta=beta, a=a, kind=kind,
                  frozen=True)["u"]
    place = []
    for row in path:
        k = np.nonzero(row >= level)[0].max()
        place.append((k + (row[k] - level) / (row[k] - row[k + 1])) * dx)
    return (place[1] - place[0]) / (between[1] - between[0])


def exact_speed(diffusion, r, omega):
    """2 sqrt(D (r - omega)), the smallest speed of an edge exp(-k (x - c t)): min over k of D k + (r - omega)/k."""
    k = np.exp(np.linspace(np.log(1e-6), np.log(1e6), 400_001))
    return float((diffusion * k + (r - omega) / k).min())


def exact_equilibria(*, omega=0.2, beta=10.0, a=1.0, theta=1.0, p=1.0, u_b=0.0, v_b=0.0, source=0.0, kind="logistic",
                     most=3.0):
    """Places (u, v) where nothing moves in a single well-mixed town, by a scan for sign changes and bisection.

    v = v_b + source / h(u) from rule 3; put into rule 2.
    """

    def v_of(u):
        return v_b + source / release(u, theta=theta, p=p)

    def push(u):
        return rate(v_of(u), beta=beta, a=a) * growth(u, kind) - omega * (u - u_b)

    grid = np.linspace(-1e-9, most, 300_001)
    values = push(grid)
    found = []
    for k in np.nonzero(np.signbit(values[:-1]) != np.signbit(values[1:]))[0]:
        low, high = grid[k], grid[k + 1]
        for _ in range(100):
            middle = 0.5 * (low + high)
            if (push(middle) > 0) == (push(low) > 0):
                low = middle
            else:
                high = middle
        u = 0.5 * (low + high)
        found.append((u, float(v_of(u))))
    return found


def exact_linear_rate(v, *, omega=0.2, beta=10.0, a=1.0):
    """Growth rate of a vanishing activity under tension v: r(v) - omega; calm is unstable when positive."""
    return float(rate(v, beta=beta, a=a)) - omega


def sample(runs, seed, *, points=60, times=(1.0, 5.0, 20.0), spark=0.2, **model):
    """Random starting states (there is no other chance): a spark at a random place on a random tension.

    Returns activity summed over the line at each time as `u_<t>`, tension as `v_<t>`, and the starts `u0`, `v0`, so
    that another implementation can be run from exactly the same states.
    """
    chance = np.random.default_rng(seed)
    dx = model.get("dx", 1.0)
    u0 = np.zeros((runs, points))
    u0[np.arange(runs), chance.integers(0, points, runs)] = spark
    v0 = 1.5 * chance.random((runs, points))
    out = {"u0": u0, "v0": v0}
    for t in times:
        out[f"u_{t:g}"] = np.empty(runs)
        out[f"v_{t:g}"] = np.empty(runs)
    for run in range(runs):
        path = course(times, u0[run], v0[run], **model)
        for k, t in enumerate(times):
            out[f"u_{t:g}"][run] = path["u"][k].sum() * dx
            out[f"v_{t:g}"][run] = path["v"][k].sum() * dx
    return out
