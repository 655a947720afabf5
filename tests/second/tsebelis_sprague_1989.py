"""Tsebelis & Sprague 1989 (generic form), a second time: coercion hunts revolutionary activity.

Rules as read
1. R' = a R - b R C and C' = -d C + e R C, R, C > 0. Variant: R' = a R (1 - R / K) - b R C.
2. Facts held: equilibrium (d / e, a / b); e R - d ln R + b C - a ln C is kept; small cycles last 2 pi / sqrt(a d);
   with capacity K the equilibrium R = d / e, C = (a / b)(1 - R / K) is stable iff K > d / e.
Reading: the paper's own variants could not be read; this is the form all of them start from.
3. Variants as the first one's card states them: - f C^2 (`strain`), input from outside to either (`help_r`, `help_c`);
   and periods, R(t+1) = R(t) + h R'(t), the same for C, neither below 0.
Solved by an explicit high-order integrator of scipy at tight tolerance.
"""

from __future__ import annotations

import numpy as np
from scipy import integrate


def flows(r, c, *, a=1.0, b=1.0, d=1.0, e=1.0, capacity=np.inf, strain=0.0, help_r=0.0, help_c=0.0):
    """R' and C'."""
    return (
        a * r * (1.0 - r / capacity) - b * r * c + help_r,
        -d * c + e * r * c - strain * c * c + help_c,
    )


def periods(count: int, h: float, r: float, c: float, **rules) -> np.ndarray:
    """Activity and coercion after each of the periods, an array of shape (2, count)."""
    path = []
    for _ in range(count):
        dr, dc = flows(r, c, **rules)
        r, c = max(0.0, r + h * dr), max(0.0, c + h * dc)
        path.append((r, c))
    return np.array(path).T


def course(times: np.ndarray, r: float, c: float, **rules) -> np.ndarray:
    """Activity and coercion at the times, an array of shape (2, times)."""

    def flow(_, y):
        return flows(*y, **rules)

    times = np.asarray(times, float)
    solved = integrate.solve_ivp(flow, (0.0, times[-1]), [r, c], method="DOP853", t_eval=times, rtol=1e-12, atol=1e-14)
    return solved.y


def kept(r, c, *, a=1.0, b=1.0, d=1.0, e=1.0):
    return e * r - d * np.log(r) + b * c - a * np.log(c)


def period(r: float, c: float, *, a=1.0, b=1.0, d=1.0, e=1.0) -> float:
    """Time between two upward crossings of C = a / b, by an event of the integrator."""

    def flow(_, y):
        return flows(*y, a=a, b=b, d=d, e=e)

    def crosses(_, y):
        return y[1] - a / b

    crosses.direction = 1.0
    span = 40.0 * 2.0 * np.pi / np.sqrt(a * d)
    hits = integrate.solve_ivp(
        flow, (0.0, span), [r, c], method="DOP853", events=crosses, rtol=1e-12, atol=1e-14
    ).t_events[0]
    return float(np.diff(hits).mean())


def growth_at_rest(*, a=1.0, b=1.0, d=1.0, e=1.0, capacity: float = np.inf) -> float:
    """Largest real part of the eigenvalues at the inner rest, by a finite-difference Jacobian."""
    rest = np.array([d / e, a / b * (1.0 - d / e / capacity)])

    def flow(y):
        return np.array(flows(*y, a=a, b=b, d=d, e=e, capacity=capacity))

    jacobian = np.empty((2, 2))
    for k in range(2):
        h = np.zeros(2)
        h[k] = 1e-6
        jacobian[:, k] = (flow(rest + h) - flow(rest - h)) / 2e-6
    return float(np.linalg.eigvals(jacobian).real.max())
