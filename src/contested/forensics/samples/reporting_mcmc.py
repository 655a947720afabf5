"""Random-walk Metropolis sampler of the reporting model (`forensics.samples.reporting`), compiled.

By area the state has log ratios of true shares and logs of the *registered* shares (true share times reporting rate),
because the latter are what the data fix: a share and a rate that trade off leave them in place. Means and shifts are
drawn from their full conditionals. Where shares, rates and the shift of trusted stations trade off in all areas at
once, a step moves all of them together; it keeps volume, so it is accepted as any other.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from contested.forensics.table.case import Floats
from contested.ground import streams
from contested.ground.compiled import inlined, scalar, serial
from contested.ground.draws import uniform

_POSTERIOR = streams.POSTERIOR
_TARGET = 0.44  # acceptance of a step in one direction (roberts2001)


class Target(NamedTuple):
    """Data and prior of the posterior that is sampled, for A areas and C contestants.

    Parameters
    ----------
    ballots, registered, photos : float64 arrays of shape (A,), (A, C), (A, C)
        Counts outside trusted stations.
    trusted_rate, trusted_variance : float64 arrays of shape (A, C)
        Logit of the rate at trusted stations, NaN where none is, and its variance.
    counted : float64 array of shape (C,)
        Votes at trusted stations.
    centre, precision : float64 arrays of shape (C,) and (C, C)
        Prior of the mean rates.
    shift : float64 array of shape (C,)
        Expected rates at trusted stations less those elsewhere.
    scales : float64 array of shape (4,)
        Scale of the spread of rates, spread of the ratios' means, scale of the spread of ratios, spread of the shifts.
    claim, tolerance : float64 array of shape (C,), float
        Announced shares, used if the tolerance is above 0.
    """

    ballots: Floats
    registered: Floats
    photos: Floats
    trusted_rate: Floats
    trusted_variance: Floats
    counted: Floats
    centre: Floats
    precision: Floats
    shift: Floats
    scales: Floats
    claim: Floats
    tolerance: float


@inlined
def _area(
    eta: Floats, psi: Floats, mu: Floats, m: Floats, gamma: Floats, sigma: float, s: float, target: Target, a: int,
    votes: Floats,
) -> float:  # fmt: skip
    """Log density of one area given what is common to all; its votes by contestant are written to `votes`."""
    n, ballots = psi.size, target.ballots[a]
    total, silent, left, out = 1.0, 1.0, ballots, 0.0
    for c in range(n - 1):
        if abs(eta[c]) > 50.0:
            return -math.inf
        votes[c] = math.exp(eta[c])
        total += votes[c]
        out -= 0.5 * ((eta[c] - m[c]) / s) ** 2
    votes[n - 1] = 1.0
    for c in range(n):
        share = votes[c] / total
        votes[c] = share * ballots
        rate = psi[c] - math.log(share)
        if rate >= 0.0 or votes[c] < target.photos[a, c]:
            return -math.inf
        quiet = -math.expm1(rate)
        level = rate - math.log(quiet)
        # a density over registered shares: the last term is the change from the logit of the rate
        out -= 0.5 * ((level - mu[c]) / sigma) ** 2 + math.log(quiet)
        if not math.isnan(target.trusted_rate[a, c]):
            out -= 0.5 * (target.trusted_rate[a, c] - level - gamma[c]) ** 2 / target.trusted_variance[a, c]
        out += target.registered[a, c] * psi[c]
        left -= target.registered[a, c]
        silent -= math.exp(psi[c])
    if silent <= 0.0:
        return -math.inf
    return float(out + left * math.log(silent))


@inlined
def _log_claim(votes: Floats, target: Target) -> float:
    """Log chance that the announced shares are these votes', for a claim that is true."""
    if target.tolerance <= 0.0:
        return 0.0
    areas, n = votes.shape
    all_, out = 0.0, 0.0
    for c in range(n):
        all_ += target.counted[c]
        for a in range(areas):
            all_ += votes[a, c]
    for c in range(n - 1):
        here = target.counted[c]
        for a in range(areas):
            here += votes[a, c]
        out -= 0.5 * ((here / all_ - target.claim[c]) / target.tolerance) ** 2
    return out


@scalar
def _normal(seed: int, row: int, sweep: int) -> float:
    u = uniform(seed, _POSTERIOR, 2 * row, sweep, 1) + 2.0**-33
    return math.sqrt(-2.0 * math.log(u)) * math.cos(2.0 * math.pi * uniform(seed, _POSTERIOR, 2 * row + 1, sweep, 1))


@scalar
def _adapted(scale: float, taken: bool, sweep: int, warm: int) -> float:
    if sweep >= warm:
        return scale
    return scale * math.exp(((1.0 if taken else 0.0) - _TARGET) / math.sqrt(sweep / 4.0 + 1.0))


@serial
def sample(
    eta: Floats, psi: Floats, hyper: Floats, target: Target, seed: int, warm: int, every: int, out: Floats
) -> None:
    """Sample, and store the votes every few sweeps.

    Parameters
    ----------
    eta : float64 array of shape (A, C - 1)
        Start: log ratios of true shares to the last contestant's. Changed, as are the next two.
    psi : float64 array of shape (A, C)
        Logs of registered shares.
    hyper : float64 array of shape (3 C + 1,)
        Means of rates (C, logit), of ratios (C - 1), logs of the spread of either over areas, shifts (C).
    target : Target
    seed, warm, every : int
        The key; sweeps in which steps learn their length; sweeps between stored draws.
    out : float64 array of shape (draws, A, C)
        Votes outside trusted stations; written.
    """
    areas, n = psi.shape
    mu, m, gamma = hyper[:n], hyper[n : 2 * n - 1], hyper[2 * n + 1 :]
    spread = hyper[2 * n - 1 : 2 * n + 1]
    votes, new_votes = np.empty((areas, n)), np.empty((areas, n))
    at, new_at = np.empty(areas), np.empty(areas)
    step_eta, step_psi = np.full((areas, n - 1), 0.3), 2.4 / np.sqrt(target.registered + 1.0)
    step_all, step_spread = np.full((n - 1, 3), 0.3), np.full(2, 0.7)
    tried = np.empty((areas, n - 1))
    new_mu, new_gamma, drift = np.empty(n), np.empty(n), np.empty(n)
    for sweep in range(warm + every * out.shape[0]):
        row = 0
        sigma, s = math.exp(spread[0]), math.exp(spread[1])
        for a in range(areas):
            at[a] = _area(eta[a], psi[a], mu, m, gamma, sigma, s, target, a, votes[a])
        log_claim = _log_claim(votes, target)
        new_votes[:] = votes
        for a in range(areas):
            for k in range(2 * n - 1):
                if k < n - 1:
                    place, length = eta[a], step_eta[a]
                else:
                    place, length = psi[a], step_psi[a]
                c = k if k < n - 1 else k - n + 1
                old = place[c]
                place[c] += length[c] * (2.0 * uniform(seed, _POSTERIOR, row, sweep, 0) - 1.0)
                new = _area(eta[a], psi[a], mu, m, gamma, sigma, s, target, a, new_votes[a])
                new_claim = _log_claim(new_votes, target) if new > -math.inf else 0.0
                gain = new + new_claim - at[a] - log_claim
                taken = math.log(uniform(seed, _POSTERIOR, row + 1, sweep, 0) + 1e-12) < gain
                row += 2
                if taken:
                    at[a], log_claim = new, new_claim
                    votes[a] = new_votes[a]
                else:
                    place[c] = old
                    new_votes[a] = votes[a]
                length[c] = _adapted(length[c], taken, sweep, warm)
        for c in range(n - 1):  # everywhere at once; what the rates gain goes to their means and out of the shifts
            for kind in range(3):
                delta = step_all[c, kind] * (2.0 * uniform(seed, _POSTERIOR, row, sweep, 0) - 1.0)
                tried[:] = eta
                tried[:, c] += delta
                _drift(eta, tried, psi, drift)
                new_mu[:] = mu
                new_gamma[:] = gamma
                if kind < 2:
                    new_mu += drift
                if kind > 0:
                    new_gamma -= drift
                old_c = m[c]
                before, after = _common(mu, m, gamma, target), -math.inf
                m[c] += delta
                possible = not math.isnan(drift.sum())
                if possible:
                    after = _common(new_mu, m, new_gamma, target)
                    for a in range(areas):
                        new_at[a] = _area(tried[a], psi[a], new_mu, m, new_gamma, sigma, s, target, a, new_votes[a])
                        after += new_at[a]
                        before += at[a]
                    new_claim = _log_claim(new_votes, target) if after > -math.inf else 0.0
                    after += new_claim
                    before += log_claim
                taken = math.log(uniform(seed, _POSTERIOR, row + 1, sweep, 0) + 1e-12) < after - before
                row += 2
                if taken:
                    eta[:] = tried
                    mu[:] = new_mu
                    gamma[:] = new_gamma
                    at[:] = new_at
                    votes[:] = new_votes
                    log_claim = new_claim
                else:
                    m[c] = old_c
                step_all[c, kind] = _adapted(step_all[c, kind], taken, sweep, warm)
        _draw_means(eta, psi, hyper, target, seed, sweep)
        sigma, s = math.exp(spread[0]), math.exp(spread[1])
        for k in range(2):
            squares = _squares(eta, psi, mu, m, k)
            number = areas * (n if k == 0 else n - 1)
            scale = target.scales[0] if k == 0 else target.scales[2]
            y = spread[k] + step_spread[k] * (2.0 * uniform(seed, _POSTERIOR, row, sweep, 0) - 1.0)
            gain = _spread_density(y, squares, number, scale) - _spread_density(spread[k], squares, number, scale)
            taken = math.log(uniform(seed, _POSTERIOR, row + 1, sweep, 0) + 1e-12) < gain
            row += 2
            if taken:
                spread[k] = y
            step_spread[k] = _adapted(step_spread[k], taken, sweep, warm)
        if sweep >= warm and (sweep - warm + 1) % every == 0:
            out[(sweep - warm + 1) // every - 1] = votes


@scalar
def _level(eta: Floats, psi: Floats, c: int) -> float:
    """Logit of a reporting rate; NaN where the share is below what registered."""
    n = psi.size
    total = 1.0
    for d in range(n - 1):
        total += math.exp(min(eta[d], 700.0))
    rate = psi[c] - (eta[c] if c < n - 1 else 0.0) + math.log(total)
    return rate - math.log(-math.expm1(rate)) if rate < 0.0 else math.nan


@scalar
def _drift(eta: Floats, tried: Floats, psi: Floats, drift: Floats) -> None:
    areas, n = psi.shape
    for c in range(n):
        drift[c] = 0.0
        for a in range(areas):
            drift[c] += (_level(tried[a], psi[a], c) - _level(eta[a], psi[a], c)) / areas


@scalar
def _common(mu: Floats, m: Floats, gamma: Floats, target: Target) -> float:
    out = 0.0
    for c in range(mu.size):
        for d in range(mu.size):
            out -= 0.5 * (mu[c] - target.centre[c]) * target.precision[c, d] * (mu[d] - target.centre[d])
        out -= 0.5 * ((gamma[c] - target.shift[c]) / target.scales[3]) ** 2
    for c in range(m.size):
        out -= 0.5 * (m[c] / target.scales[1]) ** 2
    return out


@scalar
def _draw_means(eta: Floats, psi: Floats, hyper: Floats, target: Target, seed: int, sweep: int) -> None:
    """Draw means and shifts from their normal laws given all else."""
    areas, n = psi.shape
    sigma, s = math.exp(hyper[2 * n - 1]), math.exp(hyper[2 * n])
    for c in range(n):
        weight, pull = target.precision[c, c] + areas / sigma**2, target.precision[c, c] * target.centre[c]
        for d in range(n):
            if d != c:
                pull -= target.precision[c, d] * (hyper[d] - target.centre[d])
        firm, lean = 1.0 / target.scales[3] ** 2, target.shift[c] / target.scales[3] ** 2
        for a in range(areas):
            level = _level(eta[a], psi[a], c)
            pull += level / sigma**2
            if not math.isnan(target.trusted_rate[a, c]):
                firm += 1.0 / target.trusted_variance[a, c]
                lean += (target.trusted_rate[a, c] - level) / target.trusted_variance[a, c]
        hyper[c] = pull / weight + _normal(seed, c, sweep) / math.sqrt(weight)
        hyper[2 * n + 1 + c] = lean / firm + _normal(seed, n + c, sweep) / math.sqrt(firm)
    for c in range(n - 1):
        weight, pull = 1.0 / target.scales[1] ** 2 + areas / s**2, 0.0
        for a in range(areas):
            pull += eta[a, c] / s**2
        hyper[n + c] = pull / weight + _normal(seed, 2 * n + c, sweep) / math.sqrt(weight)


@scalar
def _squares(eta: Floats, psi: Floats, mu: Floats, m: Floats, kind: int) -> float:
    areas, n = psi.shape
    out = 0.0
    for a in range(areas):
        for c in range(n if kind == 0 else n - 1):
            out += (_level(eta[a], psi[a], c) - mu[c]) ** 2 if kind == 0 else (eta[a, c] - m[c]) ** 2
    return out


@scalar
def _spread_density(log_spread: float, squares: float, number: int, scale: float) -> float:
    """Of the log of a spread: half a normal law, and as many deviations as there are."""
    if log_spread < -5.0 or log_spread > 4.0:
        return -math.inf
    spread = math.exp(log_spread)
    return log_spread - 0.5 * (spread / scale) ** 2 - number * log_spread - 0.5 * squares / spread**2
