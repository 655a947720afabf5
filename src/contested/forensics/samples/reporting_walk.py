"""A random walk over what a platform leaves possible, compiled: the inside of `forensics.samples.reporting`.

By area the walk keeps log ratios of true shares and logs of the *registered* shares (true share times reporting rate),
because the latter are what the data fix: a share and a rate that trade off leave them in place. Means and shifts are
drawn from their own laws. Where shares, rates and the shift of trusted stations trade off in all areas at once, a step
moves all of them together; it keeps volume, so it is accepted as any other.
"""

from __future__ import annotations

import math

import numpy as np

from contested.ground import streams
from contested.ground.compiled import scalar, serial
from contested.ground.draws import uniform

_POSTERIOR = streams.POSTERIOR
_TARGET = 0.44  # acceptance of a step in one direction (roberts2001)


@scalar
def _area(eta, psi, mu, m, gamma, sigma, s, ballots, registered, photos, told, told_error, votes):
    """Log density of one area given what is common to all; its votes by contestant are written to `votes`."""
    n = psi.size
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
        if rate >= 0.0 or votes[c] < photos[c]:
            return -math.inf
        quiet = -math.expm1(rate)
        level = rate - math.log(quiet)
        # a density over registered shares: the last term is the change from the logit of the rate
        out -= 0.5 * ((level - mu[c]) / sigma) ** 2 + math.log(quiet)
        if not math.isnan(told[c]):
            out -= 0.5 * (told[c] - level - gamma[c]) ** 2 / told_error[c]
        out += registered[c] * psi[c]
        left -= registered[c]
        silent -= math.exp(psi[c])
    if silent <= 0.0:
        return -math.inf
    return out + left * math.log(silent)


@scalar
def _claimed(votes, counted, claim, tolerance):
    """Log chance that the announced shares are these votes', for a claim that is true."""
    if tolerance <= 0.0:
        return 0.0
    areas, n = votes.shape
    all_, out = 0.0, 0.0
    for c in range(n):
        all_ += counted[c]
        for a in range(areas):
            all_ += votes[a, c]
    for c in range(n - 1):
        here = counted[c]
        for a in range(areas):
            here += votes[a, c]
        out -= 0.5 * ((here / all_ - claim[c]) / tolerance) ** 2
    return out


@scalar
def _normal(seed, row, sweep):
    u = uniform(seed, _POSTERIOR, 2 * row, sweep, 1) + 2.0**-33
    return math.sqrt(-2.0 * math.log(u)) * math.cos(2.0 * math.pi * uniform(seed, _POSTERIOR, 2 * row + 1, sweep, 1))


@scalar
def _adapted(scale, taken, sweep, warm):
    if sweep >= warm:
        return scale
    return scale * math.exp(((1.0 if taken else 0.0) - _TARGET) / math.sqrt(sweep / 4.0 + 1.0))


@serial
def walk(eta, psi, hyper, ballots, registered, photos, told, told_error, counted, centre, precision, shift, scales,
         claim, tolerance, seed, warm, every, out):  # fmt: skip
    """Walk, and keep a place every few sweeps.

    Parameters
    ----------
    eta : float64 array of shape (A, C - 1)
        Start: log ratios of true shares to the last contestant's. Changed, as are the next two.
    psi : float64 array of shape (A, C)
        Logs of registered shares.
    hyper : float64 array of shape (3 C + 1,)
        Means of rates (C, logit), of ratios (C - 1), logs of the spread of either over areas, shifts (C).
    ballots, registered, photos, told, told_error : float64 arrays of shape (A,) and (A, C)
        Counts outside trusted stations; logit of the rate at trusted stations, NaN where none is, and its variance.
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
    seed, warm, every : int
        The key; sweeps in which steps learn their length; sweeps between places kept.
    out : float64 array of shape (kept, A, C)
        Votes outside trusted stations; written.
    """
    areas, n = psi.shape
    mu, m, gamma = hyper[:n], hyper[n : 2 * n - 1], hyper[2 * n + 1 :]
    spread = hyper[2 * n - 1 : 2 * n + 1]
    votes, new_votes = np.empty((areas, n)), np.empty((areas, n))
    at, new_at = np.empty(areas), np.empty(areas)
    step_eta, step_psi = np.full((areas, n - 1), 0.3), 2.4 / np.sqrt(registered + 1.0)
    step_all, step_spread = np.full((n - 1, 3), 0.3), np.full(2, 0.7)
    tried = np.empty((areas, n - 1))
    new_mu, new_gamma, drift = np.empty(n), np.empty(n), np.empty(n)
    for sweep in range(warm + every * out.shape[0]):
        row = 0
        sigma, s = math.exp(spread[0]), math.exp(spread[1])
        for a in range(areas):
            at[a] = _area(eta[a], psi[a], mu, m, gamma, sigma, s, ballots[a], registered[a], photos[a], told[a],
                          told_error[a], votes[a])  # fmt: skip
        said = _claimed(votes, counted, claim, tolerance)
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
                new = _area(eta[a], psi[a], mu, m, gamma, sigma, s, ballots[a], registered[a], photos[a], told[a],
                            told_error[a], new_votes[a])  # fmt: skip
                new_said = _claimed(new_votes, counted, claim, tolerance) if new > -math.inf else 0.0
                taken = math.log(uniform(seed, _POSTERIOR, row + 1, sweep, 0) + 1e-12) < new + new_said - at[a] - said
                row += 2
                if taken:
                    at[a], said = new, new_said
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
                before, after = _common(mu, m, gamma, centre, precision, shift, scales), -math.inf
                m[c] += delta
                possible = not math.isnan(drift.sum())
                if possible:
                    after = _common(new_mu, m, new_gamma, centre, precision, shift, scales)
                    for a in range(areas):
                        new_at[a] = _area(tried[a], psi[a], new_mu, m, new_gamma, sigma, s, ballots[a], registered[a],
                                          photos[a], told[a], told_error[a], new_votes[a])  # fmt: skip
                        after += new_at[a]
                        before += at[a]
                    new_said = _claimed(new_votes, counted, claim, tolerance) if after > -math.inf else 0.0
                    after += new_said
                    before += said
                taken = math.log(uniform(seed, _POSTERIOR, row + 1, sweep, 0) + 1e-12) < after - before
                row += 2
                if taken:
                    eta[:] = tried
                    mu[:] = new_mu
                    gamma[:] = new_gamma
                    at[:] = new_at
                    votes[:] = new_votes
                    said = new_said
                else:
                    m[c] = old_c
                step_all[c, kind] = _adapted(step_all[c, kind], taken, sweep, warm)
        _means(eta, psi, hyper, told, told_error, centre, precision, shift, scales, seed, sweep)
        sigma, s = math.exp(spread[0]), math.exp(spread[1])
        for k in range(2):
            squares = _squares(eta, psi, mu, m, k)
            number = areas * (n if k == 0 else n - 1)
            scale = scales[0] if k == 0 else scales[2]
            y = spread[k] + step_spread[k] * (2.0 * uniform(seed, _POSTERIOR, row, sweep, 0) - 1.0)
            new = _spread_density(y, squares, number, scale)
            taken = (
                math.log(uniform(seed, _POSTERIOR, row + 1, sweep, 0) + 1e-12)
                < new - _spread_density(spread[k], squares, number, scale)
            )  # fmt: skip
            row += 2
            if taken:
                spread[k] = y
            step_spread[k] = _adapted(step_spread[k], taken, sweep, warm)
        if sweep >= warm and (sweep - warm + 1) % every == 0:
            out[(sweep - warm + 1) // every - 1] = votes


@scalar
def _level(eta, psi, c):
    """Logit of a reporting rate; NaN where the share is below what registered."""
    n = psi.size
    total = 1.0
    for d in range(n - 1):
        total += math.exp(min(eta[d], 700.0))
    rate = psi[c] - (eta[c] if c < n - 1 else 0.0) + math.log(total)
    return rate - math.log(-math.expm1(rate)) if rate < 0.0 else math.nan


@scalar
def _drift(eta, tried, psi, drift):
    areas, n = psi.shape
    for c in range(n):
        drift[c] = 0.0
        for a in range(areas):
            drift[c] += (_level(tried[a], psi[a], c) - _level(eta[a], psi[a], c)) / areas


@scalar
def _common(mu, m, gamma, centre, precision, shift, scales):
    out = 0.0
    for c in range(mu.size):
        for d in range(mu.size):
            out -= 0.5 * (mu[c] - centre[c]) * precision[c, d] * (mu[d] - centre[d])
        out -= 0.5 * ((gamma[c] - shift[c]) / scales[3]) ** 2
    for c in range(m.size):
        out -= 0.5 * (m[c] / scales[1]) ** 2
    return out


@scalar
def _means(eta, psi, hyper, told, told_error, centre, precision, shift, scales, seed, sweep):
    """Draw means and shifts from their normal laws given all else."""
    areas, n = psi.shape
    sigma, s = math.exp(hyper[2 * n - 1]), math.exp(hyper[2 * n])
    for c in range(n):
        weight, pull = precision[c, c] + areas / sigma**2, precision[c, c] * centre[c]
        for d in range(n):
            if d != c:
                pull -= precision[c, d] * (hyper[d] - centre[d])
        firm, drawn = 1.0 / scales[3] ** 2, shift[c] / scales[3] ** 2
        for a in range(areas):
            level = _level(eta[a], psi[a], c)
            pull += level / sigma**2
            if not math.isnan(told[a, c]):
                firm += 1.0 / told_error[a, c]
                drawn += (told[a, c] - level) / told_error[a, c]
        hyper[c] = pull / weight + _normal(seed, c, sweep) / math.sqrt(weight)
        hyper[2 * n + 1 + c] = drawn / firm + _normal(seed, n + c, sweep) / math.sqrt(firm)
    for c in range(n - 1):
        weight, pull = 1.0 / scales[1] ** 2 + areas / s**2, 0.0
        for a in range(areas):
            pull += eta[a, c] / s**2
        hyper[n + c] = pull / weight + _normal(seed, 2 * n + c, sweep) / math.sqrt(weight)


@scalar
def _squares(eta, psi, mu, m, kind):
    areas, n = psi.shape
    out = 0.0
    for a in range(areas):
        for c in range(n if kind == 0 else n - 1):
            out += (_level(eta[a], psi[a], c) - mu[c]) ** 2 if kind == 0 else (eta[a, c] - m[c]) ** 2
    return out


@scalar
def _spread_density(log_spread, squares, number, scale):
    """Of the log of a spread: half a normal law, and as many deviations as there are."""
    if log_spread < -5.0 or log_spread > 4.0:
        return -math.inf
    spread = math.exp(log_spread)
    return log_spread - 0.5 * (spread / scale) ** 2 - number * log_spread - 0.5 * squares / spread**2
