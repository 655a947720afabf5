"""What a result is news of, who joins after it, and the fraud that is worth its cost."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

from contested.engine.params import Params, choice, param
from contested.ground.compiled import serial

ROOT_2 = math.sqrt(2.0)
#: points and weights that average a smooth function over a standard normal
AT, WEIGHT = np.polynomial.hermite_e.hermegauss(80)
WEIGHT = WEIGHT / WEIGHT.sum()


@dataclass(frozen=True, kw_only=True)
class Contest(Params):
    """How discontented people may be, what an election shows of it, and what distorting it costs."""

    people: int = param(
        1000, unit="person", within=(1, 10_000_000), source="assumed", whole=True, meaning="citizens who may rebel")
    mean_sentiment: float = param(
        0.6, unit="level", within=(-100, 100), source="assumed",
        meaning="mu0, mean of the common prior on discontent; if it is half of `joint_cost`, a revolution is as likely "
                "as not")
    sd_sentiment: float = param(
        0.5, unit="level", within=(1e-3, 100), source="assumed",
        meaning="s0, standard deviation of the common prior on mean discontent")
    sd_citizen: float = param(
        0.5, unit="level", within=(1e-3, 100), source="assumed",
        meaning="sv, standard deviation of citizens' discontent around the mean")
    election: str = choice(
        "held", among=("held", "none"), source="little2012", meaning="whether there is an election")
    sd_result: float = param(
        0.5, unit="level", within=(1e-3, 100), source="assumed",
        meaning="se, standard deviation of the noise in the result",
        when={"election": ("held",)})
    fraud: str = choice(
        "equilibrium", among=("equilibrium", "none", "naive"), source="little2012",
        meaning="equilibrium: optimal, and expected by everybody; none: impossible; naive: as much as in equilibrium, "
                "but expected by nobody",
        when={"election": ("held",)})
    fraud_cost: float = param(
        1.0, unit="-", within=(1e-3, 1e6), source="little2012",
        meaning="c: fraud x costs c x^2 / 2, relative to the value of office; monitors raise c",
        when={"election": ("held",), "fraud": ("equilibrium", "naive")})
    joint_cost: float = param(
        1.0, unit="level", within=(0, 100), source="assumed",
        meaning="k, cost of joining alone; if a share rho joins, the cost is k (1 - rho)")
    needed: float = param(
        0.5, unit="share", within=(1e-6, 1 - 1e-6), source="assumed",
        meaning="T, share of citizens needed for a revolution")  # fmt: skip




def weight(params: Contest) -> float:
    """w, how far a result moves what all expect; 0 without an election."""
    if params.election == "none":
        return 0.0
    return params.sd_sentiment**2 / (params.sd_sentiment**2 + params.sd_result**2)


def left(params: Contest) -> float:
    """v, variance of mean discontent once the result is known."""
    return params.sd_sentiment**2 * (1.0 - weight(params))


def steepness(params: Contest) -> float:
    """How a citizen at the cut-off sees the others: they expect Phi(steepness (cut-off - q)) to stay at home."""
    v, own = left(params), params.sd_citizen**2
    return own / (v + own) / math.sqrt(own + v * own / (v + own))


def cut_off(params: Contest, q: np.ndarray | float) -> np.ndarray:
    """Discontent from which citizens join when mean discontent is commonly expected to be q.

    Returns
    -------
    float64 array, level
        Root of t = k Phi(steepness (t - q)), by bisection: exact to the last bits.
    """
    q = np.asarray(q, float)
    return _cut_offs(np.atleast_1d(q), params.joint_cost, steepness(params)).reshape(q.shape)


@serial
def _cut_offs(q: np.ndarray, k: float, steep: float) -> np.ndarray:
    out = np.empty(q.size)
    for i in range(q.size):
        low, high = 0.0, k
        for _ in range(60):
            middle = 0.5 * (low + high)
            if middle > k * 0.5 * math.erfc(steep * (q[i] - middle) / ROOT_2):
                high = middle
            else:
                low = middle
        out[i] = 0.5 * (low + high)
    return out


def _margin(params: Contest, true_q: np.ndarray, shown_q: np.ndarray) -> np.ndarray:
    """How far discontent is expected to exceed what a revolution takes, in standard deviations."""
    takes = cut_off(params, shown_q) + params.sd_citizen * float(ndtri(params.needed))
    return (true_q - takes) / math.sqrt(left(params))


def chance_of_revolution(params: Contest, surprise: float = 0.0) -> float:
    """Before the election, with so much more fraud than people expect."""
    w = weight(params)
    q = params.mean_sentiment + math.sqrt(w) * params.sd_sentiment * AT
    return float(WEIGHT @ ndtr(_margin(params, q, q - w * surprise)))


def fraud_in_equilibrium(params: Contest) -> float:
    """x* = B / c: B is what the first bit of unexpected fraud takes off the chance of a revolution."""
    w, k, steep = weight(params), params.joint_cost, steepness(params)
    q = params.mean_sentiment + math.sqrt(w) * params.sd_sentiment * AT
    margin = _margin(params, q, q)
    bend = k * steep * np.exp(-0.5 * (steep * (cut_off(params, q) - q)) ** 2) / math.sqrt(2 * math.pi)
    moved = bend / (1.0 - bend)  # - d cut-off / d q
    unlikely = np.exp(-0.5 * margin**2) / math.sqrt(2 * math.pi) / math.sqrt(left(params))
    return float(WEIGHT @ (unlikely * moved)) * w / params.fraud_cost


def payoff(params: Contest) -> float:
    """The incumbent's in equilibrium: chance of staying, less what fraud costs."""
    x = fraud_in_equilibrium(params) if params.fraud == "equilibrium" else 0.0
    return 1.0 - chance_of_revolution(params) - 0.5 * params.fraud_cost * x * x


def largest_regret(params: Contest) -> float:
    """What the incumbent could gain by another fraud than the expected one, over a grid that holds every sane one."""
    x = fraud_in_equilibrium(params)
    most = math.sqrt(2.0 / params.fraud_cost) + x  # more costs more than office is worth
    others = np.linspace(0.0, most, 201)
    payoffs = [1.0 - chance_of_revolution(params, v - x) - 0.5 * params.fraud_cost * v * v for v in others]
    return float(max(payoffs)) - payoff(params)
