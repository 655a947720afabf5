"""Burbeck, Raine & Stark 1978, riot growth as an epidemic, written again from the rules and from nothing else.

Rules as read
1. A city has n people who could riot; at any time S have not, I are rioting, R have stopped for good. S + I + R = n.
2. Each rioter draws others in: new rioters appear at rate `recruit` * S * I / n.
3. Each rioter stops at rate `stop`, whoever else is there.
4. At the start `first` people riot, nobody has stopped.

Readings chosen
- Rule 2 is mass action on shares (S * I / n), so that R0 = recruit / stop for a whole city of susceptibles. The other
  common way (S * I without n) only renames `recruit`.
- The paper's own fits to three cities are not reproduced: they could not be opened. The core test is the SIR law.
- `sample` is the chance version of the same rules: one person at a time, exponential waits. Its mean tends to `course`
  as n grows; its final size has an exact law at any n (`final_size_law`).
"""

import numpy as np
from scipy.integrate import solve_ivp


def course(times, *, recruit=2.0, stop=1.0, n=1.0, first=1e-3):
    """The expected course: dict of S, I, R at `times` (from time 0), tight tolerances."""

    def slope(_, y):
        s, i, _r = y
        new = recruit * s * i / n
        return [-new, new - stop * i, stop * i]

    times = np.asarray(times, float)
    out = solve_ivp(slope, (0.0, max(times.max(), 1e-9)), [n - first, first, 0.0], t_eval=times, method="DOP853",
                    rtol=1e-11, atol=1e-13 * n)
    return {"S": out.y[0], "I": out.y[1], "R": out.y[2]}


def sample(runs, seed, *, recruit=2.0, stop=1.0, n=200, first=5, times=(0.5, 1.0, 2.0, 4.0, 8.0)):
    """Chance epidemics, one event at a time.

    Returns `final` (ever rioted, the first ones included), `peak` (most at once), `duration` (until nobody riots), and
    `I_<t>` and `R_<t>`: rioting and stopped at each time of `times`.
    """
    chance = np.random.default_rng(seed)
    n, first = int(n), int(first)
    out = {"final": np.empty(runs), "peak": np.empty(runs), "duration": np.empty(runs)}
    for t in times:
        out[f"I_{t:g}"] = np.empty(runs)
        out[f"R_{t:g}"] = np.empty(runs)
    for run in range(runs):
        s, i, r, now, peak = n - first, first, 0, 0.0, first
        ahead = sorted(times)
        while True:
            rate = recruit * s * i / n + stop * i
            wait = chance.exponential(1.0 / rate) if rate > 0 else np.inf
            while ahead and ahead[0] < now + wait:
                t = ahead.pop(0)
                out[f"I_{t:g}"][run] = i
                out[f"R_{t:g}"][run] = r
            if rate == 0:
                break
            now += wait
            if chance.random() * rate < stop * i:
                i, r = i - 1, r + 1
            else:
                s, i = s - 1, i + 1
            peak = max(peak, i)
        out["final"][run], out["peak"][run], out["duration"][run] = r, peak, now
    return out


def sample_steps(runs, seed, *, recruit=2.0, stop=1.0, n=200, first=5, step=0.1, steps=200):
    """The same rules in steps of fixed length: everybody's chance comes from the rate at the start of the step.

    A susceptible joins with chance 1 - exp(-recruit * I / n * step), a rioter stops with chance 1 - exp(-stop * step).
    Returns I and R as (runs, steps + 1) arrays.
    """
    chance = np.random.default_rng(seed)
    s = np.full(runs, int(n) - int(first))
    i = np.full(runs, int(first))
    r = np.zeros(runs, int)
    path_i, path_r = [i], [r]
    for _ in range(steps):
        new = chance.binomial(s, 1.0 - np.exp(-recruit * i / n * step))
        done = chance.binomial(i, 1.0 - np.exp(-stop * step))
        s, i, r = s - new, i + new - done, r + done
        path_i.append(i)
        path_r.append(r)
    return {"I": np.array(path_i).T, "R": np.array(path_r).T}


def exact_final_share(reproduction, first_share=0.0):
    """Share who ever riot, by bisection of 1 - z = s0 exp(-R0 z); the root above 0 when R0 > 1.

    z counts the first rioters; s0 = 1 - first_share.
    """
    s0 = 1.0 - first_share

    def gap(z):
        return 1.0 - z - s0 * np.exp(-reproduction * z)

    if first_share == 0.0 and reproduction <= 1.0:
        return 0.0
    # gap is concave in z, gap(0) >= 0 and gap(1) < 0, so it is positive just below the wanted root and negative above
    low, high = 0.0, 1.0
    if first_share == 0.0:
        low = max(0.0, np.log(reproduction) / reproduction)  # the top of the hump
    for _ in range(200):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if gap(middle) > 0 else (low, middle)
    return 0.5 * (low + high)


def exact_peak_share(reproduction, first_share):
    """Largest share rioting at once: 1 - 1/R0 + ln(1/(R0 s0))/R0 (from dI/dS), or first_share if it only falls."""
    s0 = 1.0 - first_share
    if reproduction * s0 <= 1.0:
        return first_share
    return 1.0 - (1.0 + np.log(reproduction * s0)) / reproduction


def final_size_law(*, recruit=2.0, stop=1.0, n=200, first=5):
    """Chance of each final number who ever rioted, 0 .. n: every path of the jump chain summed up."""
    n, first = int(n), int(first)
    here = np.zeros((n + 1, n + 1))  # [susceptible, rioting]
    here[n - first, first] = 1.0
    law = np.zeros(n + 1)
    for s in range(n - first, -1, -1):
        for i in range(n, 0, -1):
            weight = here[s, i]
            if weight == 0.0:
                continue
            join = recruit * s / (recruit * s + stop * n)
            if s:
                here[s - 1, i + 1] += weight * join
            here[s, i - 1] += weight * (1.0 - join)
        law[n - s] = here[s, 0]
    return law
