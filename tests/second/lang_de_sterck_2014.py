"""Lang & De Sterck 2014, a second time: a march of tiny steps, and the pieces solved one by one.

Rules as read
1. r(t) in [0, 1] is the share protesting: dr/dt = c1 v(r)(1 - r) - c2 p(r) r.
2. Visibility v = 1 if r > 1 - alpha, else 0. Policing p = 1 if r < beta, else 0.
Readings: the steps are open just as printed (at r = 1 - alpha nothing is visible; at r = beta no policing). Where the
two flows meet head on at an edge (from below up, from above down) the state stays at the edge: with these steps it can
happen nowhere: v switches a rise on, p switches a fall off, so both jumps of the right-hand side are upward in r.
"""

from __future__ import annotations

import numpy as np
from scipy import integrate, special


def slope(r: float, c1: float, c2: float, alpha: float, beta: float) -> float:
    visible = 1.0 if r > 1.0 - alpha else 0.0
    policed = 1.0 if r < beta else 0.0
    return c1 * visible * (1.0 - r) - c2 * policed * r


def smooth(r0: float, times: np.ndarray, c1: float, c2: float, alpha: float, beta: float, k: float) -> np.ndarray:
    """With logistic curves of slope k / 4 in the middle for both switches (the first one's card), by scipy."""

    def flow(_, y):
        visible = special.expit(k * (y - (1.0 - alpha)))
        policed = special.expit(k * (beta - y))
        return c1 * visible * (1.0 - y) - c2 * policed * y

    return integrate.solve_ivp(flow, (0.0, times[-1]), [r0], t_eval=times, method="DOP853", rtol=1e-12, atol=1e-13).y[0]


def marched(r: float, until: float, c1: float, c2: float, alpha: float, beta: float, dt: float = 1e-4) -> float:
    """Euler's march: right to the order of dt."""
    for _ in range(round(until / dt)):
        r += dt * slope(r, c1, c2, alpha, beta)
    return r


def course(r0: float, times: np.ndarray, c1: float, c2: float, alpha: float, beta: float) -> np.ndarray:
    """Share at each time, by exact exponentials between the edges.

    Inside a piece dr/dt = A - B r with A = c1 v, B = c1 v + c2 p.
    """
    edges = sorted({1.0 - alpha, beta})
    out, r, now = [], r0, 0.0
    for t in times:
        while now < t:
            visible, policed = float(r > 1.0 - alpha), float(r < beta)
            gain, pull = c1 * visible, c1 * visible + c2 * policed
            if pull == 0.0:
                now = t
                break
            rest = gain / pull
            ahead = [e for e in edges if min(r, rest) < e < max(r, rest)]
            if not ahead:
                r, now = rest + (r - rest) * np.exp(-pull * (t - now)), t
                break
            edge = min(ahead, key=lambda e: abs(e - r))
            needs = np.log((r - rest) / (edge - rest)) / pull
            if now + needs > t:
                r, now = rest + (r - rest) * np.exp(-pull * (t - now)), t
            else:
                now += needs
                r = edge + np.sign(rest - r) * 1e-13  # just across
        out.append(r)
    return np.array(out)


def ending(r0: float, c1: float, c2: float, alpha: float, beta: float) -> float:
    return float(course(r0, np.array([200.0 / min(c1, c2)]), c1, c2, alpha, beta)[0])


def region(c1: float, c2: float, alpha: float, beta: float) -> str:
    """Name of the region, from where a fine comb of starts ends and not from the inequalities."""
    starts = np.linspace(0.001, 0.999, 999)
    slopes = np.array([slope(r, c1, c2, alpha, beta) for r in starts])
    if (slopes == 0.0).sum() > 2:  # a single zero is only a rest inside a piece
        return "failed"
    ends = np.array([ending(r, c1, c2, alpha, beta) for r in starts[::27]])
    if np.any((ends > 1e-6) & (ends < 1.0 - 1e-6)):
        return "meta-stable"
    tips = starts[::27][np.argmax(ends > 0.5)]
    return "stable" if abs(tips - beta) < abs(tips - (1.0 - alpha)) else "unstable"
