"""Models of daily counts with days missing: an autoregression and a self-exciting process, both negative binomial.

Variance = mean + over mean^2. A crisis gives a dozen days with claims, so a forecast that takes fitted numbers for true
is far too narrow. Both are fitted by penalised likelihood (weak normal penalties keep five days of claims from giving
infinite parameters, and vanish in long series), and forecasts draw their numbers from a normal law about the fit, as
wide as the curvature of the penalised likelihood says.

The autoregression, `gap` days after the last claim; a gap needs no filling, for memory fades and the law widens by as
much as an autoregression of that memory forgets. One day apart it is the log-linear model of Fokianos and Tjostheim
(2011):

    log mean_t = level + weekday_t + phi^gap (log(1 + y_last) - level - weekday_last)
    overdispersion = over (1 - phi^(2 gap)) / (1 - phi^2)

The self-exciting process (hawkes1971, in days): one event brings on average `branching` more, spread over later days
with geometric weights. On a day without a claim y is taken to be its own mean (missing is not zero); the more days are
missing, the closer the fit comes to its penalties. It knows no weekdays.

    mean_t = background + branching e_t,    e_{t+1} = memory e_t + (1 - memory) y_t
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

import numpy as np
from scipy.special import expit, gammaln

from contested.ground import streams
from contested.ground.arrays import Floats, Ints
from contested.ground.draws import normals, uniforms
from contested.inference.forecast.series import Past

#: fitted numbers stay within this, on scales where 8 is next to infinity
FARTHEST = 8.0
#: step of the second differences
STEP = 1e-3

Numbers = TypeVar("Numbers")


def log_pmf(count: Floats, mean: Floats, over: Floats) -> Floats:
    """Log probability of counts, for arrays that broadcast, mean and overdispersion above 0."""
    size = 1.0 / over
    return np.asarray(
        gammaln(count + size) - gammaln(size) - gammaln(count + 1.0)
        - size * np.log1p(over * mean) + count * (np.log(over * mean) - np.log1p(over * mean))
    )  # fmt: skip


def quantile(u: Floats, mean: Floats, over: Floats) -> Floats:
    """The count below or at which a part `u` of the law lies."""
    from scipy.stats import nbinom

    return np.asarray(nbinom.ppf(u, 1.0 / over, 1.0 / (1.0 + over * mean)))


@dataclass(frozen=True)
class Model(Generic[Numbers]):
    """A model of one past.

    Parameters
    ----------
    loss : callable
        Minus the log likelihood of numbers, with the penalties in it.
    unpack : callable
        Numbers, float64 array of shape (..., numbers), by their names.
    start, penalty : float64 arrays of shape (numbers,)
        Where the search begins; standard deviations of the penalties.
    """

    loss: Callable[[Floats], float]
    unpack: Callable[[Floats], Numbers]
    start: Floats
    penalty: Floats

    def fit(self) -> Floats:
        """Numbers at which the loss is least; with hardly any days the penalties decide."""
        bounds = [(-FARTHEST, FARTHEST)] * self.start.size
        from scipy.optimize import minimize  # as long to import as all else here

        return np.asarray(minimize(self.loss, self.start, method="L-BFGS-B", bounds=bounds).x)

    def draw(self, draws: int, seed: int, stream: int) -> Numbers:
        """Draws of the numbers (Laplace's approximation), by the chance of day 0, which is no lead. No direction is
        taken for less certain than the penalties alone make it."""
        best, n = self.fit(), self.start.size
        shift = STEP * np.eye(n)
        curve = np.empty((n, n))
        for i in range(n):
            for j in range(i + 1):
                corners = ((1, 1), (1, -1), (-1, 1), (-1, -1))
                total = sum(a * b * self.loss(best + a * shift[i] + b * shift[j]) for a, b in corners)
                curve[i, j] = curve[j, i] = total / (4 * STEP**2)
        # in units of the penalties each of them alone has curvature 1
        values, vectors = np.linalg.eigh(curve * np.outer(self.penalty, self.penalty))
        width = 1.0 / np.sqrt(np.maximum(values, 1.0))
        z = np.column_stack([normals(draws, seed, stream, draw=k + 1) for k in range(n)])
        return self.unpack(np.clip(best + (z * width) @ vectors.T * self.penalty, -FARTHEST, FARTHEST))


class Autoregression(NamedTuple):
    """Fitted numbers, or as many of each as there are draws.

    Parameters
    ----------
    level : float
        Log of a usual day.
    phi : float
        Part of a deviation left after one day, 0 to 1.
    over : float
        Overdispersion one day ahead.
    weekday : float64 array of shape (7, ...)
        Log factors, by `ordinal % 7`.
    """

    level: Floats
    phi: Floats
    over: Floats
    weekday: Floats

    def ahead(self, x: Floats, last: Ints | np.int64, day: Ints | int) -> tuple[Floats, Floats]:
        """Mean and overdispersion of a day, x being log(1 + y) of the last day with a claim."""
        gap = day - last
        usual = self.level + self.weekday[day % 7]
        mean = np.exp(np.clip(usual + self.phi**gap * (x - self.level - self.weekday[last % 7]), -25.0, 25.0))
        return mean, self.over * (1 - self.phi ** (2.0 * gap)) / (1 - self.phi**2)


def autoregressive(past: Past) -> Model[Autoregression]:
    """The autoregression of one past."""
    x, y = np.log1p(past.values), np.rint(past.values)
    centre = x.mean()
    # level about the mean, logit of phi, log of over, then a weekday's log factor
    penalty = np.array([2.0, 1.5, 2.0] + [0.7] * 7)

    def unpack(p: Floats) -> Autoregression:
        days = np.moveaxis(p[..., 3:], -1, 0)
        return Autoregression(centre + p[..., 0], expit(p[..., 1]), np.exp(p[..., 2]), days)

    def loss(p: Floats) -> float:
        mean, over = unpack(p).ahead(x[:-1], past.days[:-1], past.days[1:])
        return float(0.5 * ((p / penalty) ** 2).sum() - log_pmf(y[1:], mean, over).sum())

    return Model(loss, unpack, np.zeros(penalty.size), penalty)


def autoregression(past: Past, leads: Ints, draws: int, seed: int) -> Floats:
    """Counts ahead by the fitted autoregression; see `baselines.Baseline`."""
    one = autoregressive(past).draw(draws, seed, streams.AUTOREGRESSION)
    out = np.empty((draws, len(leads)))
    for k, lead in enumerate(leads):
        mean, over = one.ahead(np.log1p(past.values[-1]), past.days[-1], past.origin + int(lead))
        out[:, k] = quantile(uniforms(draws, seed, streams.AUTOREGRESSION, day=int(lead)), mean, over)
    return out


class SelfExciting(NamedTuple):
    """Fitted numbers, or as many of each as there are draws.

    Parameters
    ----------
    background : float, 1/day
    branching : float
        Events brought by one event, 0 to 1.
    memory : float
        Part of the weight that is left a day later, 0 to 1.
    over : float
        Overdispersion.
    """

    background: Floats
    branching: Floats
    memory: Floats
    over: Floats

    def means(self, past: Past) -> tuple[Floats, Floats]:
        """Mean of every day with a claim, a row each, and what excites the day after the origin."""
        # without a claim e' = memory e + (1 - memory)(background + branching e): a line, so a gap is one power
        pull = self.memory + (1 - self.memory) * self.branching
        rest = self.background / (1 - self.branching)
        excited, day, means = rest, int(past.days[0]), []
        for seen, y in zip(past.days.tolist(), past.values.tolist()):
            excited = rest + pull ** (seen - day) * (excited - rest)
            means.append(self.background + self.branching * excited)
            excited = self.memory * excited + (1 - self.memory) * y
            day = seen + 1
        return np.array(means), rest + pull ** (past.origin + 1 - day) * (excited - rest)


def exciting(past: Past) -> Model[SelfExciting]:
    """The self-exciting process of one past; the search begins with half of the mean as background."""
    y, centre = np.rint(past.values), np.log(past.values.mean() + 0.5)
    # log of background about the mean, logits of branching and memory, log of over
    penalty = np.array([2.0, 1.5, 1.5, 2.0])

    def unpack(p: Floats) -> SelfExciting:
        return SelfExciting(np.exp(centre + p[..., 0]), expit(p[..., 1]), expit(p[..., 2]), np.exp(p[..., 3]))

    def loss(p: Floats) -> float:
        one = unpack(p)
        return float(0.5 * ((p / penalty) ** 2).sum() - log_pmf(y, one.means(past)[0], one.over).sum())

    return Model(loss, unpack, np.array([-0.7, 0.0, 0.0, 0.0]), penalty)


def self_exciting(past: Past, leads: Ints, draws: int, seed: int) -> Floats:
    """Counts ahead by the fitted process, day by day; see `baselines.Baseline`."""
    one = exciting(past).draw(draws, seed, streams.SELF_EXCITING)
    excited = one.means(past)[1]
    paths = np.empty((draws, int(max(leads)) + 1))
    for lead in range(1, paths.shape[1]):
        u = uniforms(draws, seed, streams.SELF_EXCITING, day=lead)
        paths[:, lead] = quantile(u, one.background + one.branching * excited, one.over)
        excited = one.memory * excited + (1 - one.memory) * paths[:, lead]
    return paths[:, np.asarray(leads, np.int64)]
