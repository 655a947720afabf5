"""The posterior: parameters, latent truth and biases together, given an emulator and the claims.

The mode is sought from several starts, the curvature there whitens, and Hamiltonian chains do the rest; unless another
posterior near it was sampled before, whose draws say both (`metric`). It takes a second or two for a hundred unknowns,
because emulator and claims know their slopes.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from contested.ground import streams
from contested.ground.arrays import Floats
from contested.ground.draws import normals
from contested.ground.errors import RunError
from contested.inference.emulator.emulator import Emulator, extend, restrict
from contested.inference.likelihood.claim_arrays import ClaimArrays
from contested.inference.likelihood.claim_params import ClaimModel
from contested.inference.likelihood.conditional_likelihood import ConditionalLikelihood
from contested.inference.posterior import convergence, hmc
from contested.inference.posterior.metric import Metric, metric
from contested.inference.posterior.target import TargetDensity
from contested.inference.threads import one_core

#: places the search for the mode starts from
STARTS = 4
#: modes whose log-density is lower than the best one's by more than this are no place to start a chain
DEEP = 15.0
#: chains, and draws and warm-up of each, in order
Lengths = tuple[tuple[int, int, int], ...]
#: draws given back at most, evenly from all
DRAWS = 1024
#: R-hat above which chains are said to disagree, and effective draws that each parameter needs
DISAGREE, ENOUGH = 1.02, 400
#: (chains, draws, warmup), the latter of each chain, tried in turn until the chains agree: what is usual; where nobody
#: waits; and where somebody does. Half as many chains of 192 know each parameter as well as a thousand draws do, which
#: is as many as are given back, in half the time
USUAL: Lengths = ((16, 320, 64),)
PATIENT: Lengths = (*USUAL, (16, 1280, 256))
BRIEF: Lengths = ((8, 192, 64), *USUAL)
#: the same of chains that start from another posterior
NEAR = (8, 240, 32)


class Posterior(NamedTuple):
    """Draws, all equally likely; row k of each array belongs to one draw.

    Parameters
    ----------
    z : float64 array of shape (draws, d), standard normal under the prior
    truth : float64 array of shape (draws, cells), in the cells' own units
    eta : float64 array of shape (draws, biases), standard normal under the prior
        See `ConditionalLikelihood.bias`.
    rhat, ess : float64 arrays of shape (d,)
        See `convergence`: of the parameters.
    worst : float
        R-hat of whatever chains agree on least, biases and shared noise included.
    accepted : share
    metric : Metric, optional
        For chains of another posterior near this one.
    """

    z: Floats
    truth: Floats
    eta: Floats
    rhat: Floats
    ess: Floats
    worst: float
    accepted: float
    metric: Metric | None = None

    @property
    def converged(self) -> bool:
        """Whether no chains are seen to disagree. If they do, the draws are not the posterior's."""
        return not (self.worst >= DISAGREE or (np.isfinite(self.worst) and self.ess.min() < ENOUGH))


@one_core()
def sample(
    emulator: Emulator, claims: ConditionalLikelihood, *,
    seed: int, chains: int = 16, draws: int = 320, warmup: int = 64, near: Metric | None = None,
) -> Posterior:  # fmt: skip
    """Draw from the posterior.

    Parameters
    ----------
    chains, draws, warmup : int
        Chains, and steps of each; with one draw per chain they are independent, as checks want them.
    near : Metric, optional
        Of a posterior of the same unknowns that is about where this one is; without it, or if a climb from the prior's
        middle ends higher, modes are sought.

    Raises
    ------
    RunError
        If no start finds a point at which the claims have a chance.
    """
    unknowns = TargetDensity(emulator, claims)
    if near is None or _higher_elsewhere(unknowns, near):
        begun, parts = _at_modes(unknowns, chains, seed), hmc.PARTS
    else:
        unknowns.follow_as(near.follow, near.centre)
        begun, parts = near.whitened(chains), 1
    chain, accepted = hmc.sample(unknowns.density, *begun, warmup=warmup, draws=draws, seed=seed, parts=parts)
    d = unknowns.cuts[0]
    rhat, ess = convergence.rhat(chain), convergence.ess(chain[:, :, :d])
    # chain after chain, so that every one of them is among those that are handed on
    v = chain.swapaxes(0, 1).reshape(-1, unknowns.size)
    v = v[np.arange(min(DRAWS, len(v))) * len(v) // min(DRAWS, len(v))]
    z, _, eta = unknowns.split(v)
    return Posterior(
        z.copy(), unknowns.truth(v, seed), eta.copy(), rhat[:d], ess, float(rhat.max()), accepted,
        metric(chain, *unknowns.following, claims),
    )  # fmt: skip


def sample_until_converged(
    emulator: Emulator, claims: ConditionalLikelihood, *, seed: int, lengths: Lengths = PATIENT
) -> Posterior:
    """The same, with the next of `lengths` while chains disagree."""
    for chains, draws, warmup in lengths:
        found = sample(emulator, claims, seed=seed, chains=chains, draws=draws, warmup=warmup)
        if found.converged:
            break
    return found


def sample_every_cell(
    emulator: Emulator, claims: ClaimArrays, claim_model: ClaimModel, *, seed: int, lengths: Lengths = USUAL,
    near: Metric | None = None,
) -> Posterior:  # fmt: skip
    """The posterior with the truth of every cell of the emulator: sampled with the cells that claims speak of, the
    others drawn given these. One `near` another, with the same biases, starts from that; if its chains do not agree
    then, they start from modes as usual."""
    cells = claims.claimed
    likelihood, spoken = ConditionalLikelihood(claims, claim_model, cells), restrict(emulator, cells)
    sampled = None
    if near is not None and (there := near.under(likelihood)) is not None:
        chains, draws, warmup = NEAR
        sampled = sample(spoken, likelihood, seed=seed, chains=chains, draws=draws, warmup=warmup, near=there)
    if sampled is None or not sampled.converged:
        sampled = sample_until_converged(spoken, likelihood, seed=seed, lengths=lengths)
    return sampled._replace(truth=extend(emulator, cells, sampled.z, sampled.truth, seed))


def _at_modes(unknowns: TargetDensity, chains: int, seed: int) -> tuple[Floats, Floats, Floats]:
    """Mode, whitening factor and starts of `hmc.sample`, about all modes that are high enough."""
    modes, heights = _modes(unknowns, seed)
    best = modes[heights.argmax()]
    unknowns.follow(best)
    near = unknowns.recentred(modes[heights > heights.max() - DEEP])
    value, vector = unknowns.curvature(best)
    q = normals(chains * unknowns.size, seed, streams.START, day=1).reshape(chains, unknowns.size)
    q += (((near - best) @ vector) * np.sqrt(value))[np.arange(chains) % len(near)]
    return best, vector / np.sqrt(value), q


def _higher_elsewhere(unknowns: TargetDensity, near: Metric) -> bool:
    """Whether climbing from the prior's middle ends more than `DEEP` above where climbing from another posterior's mean
    does."""
    unknowns.follow_as(near.follow, near.centre)
    starts = np.stack([unknowns.recentred(np.zeros((1, unknowns.size)))[0], near.mean])
    _, (middle, there) = _climbed(unknowns, starts)
    unknowns.follow_as(np.zeros_like(near.follow), near.centre)
    return bool(middle > there + DEEP)


def _climbed(unknowns: TargetDensity, start: Floats) -> tuple[Floats, Floats]:
    """Where climbing from each start ends, and how high; -inf where it finds no numbers."""
    from scipy.optimize import minimize

    def down(v: Floats) -> tuple[float, Floats]:
        value, slope = unknowns.density(v[None])
        return -float(value[0]), -slope[0]

    ends = [minimize(down, v, jac=True, method="L-BFGS-B", options={"maxiter": 200, "maxcor": 20}) for v in start]
    return np.array([e.x for e in ends]), np.array([-e.fun if np.isfinite(e.fun) else -np.inf for e in ends])


def _modes(unknowns: TargetDensity, seed: int) -> tuple[Floats, Floats]:
    """Where climbing from several starts ends, the first start being the prior's middle; and how high."""
    d = unknowns.cuts[0]
    start = np.zeros((STARTS, unknowns.size))
    start[1:, :d] = normals((STARTS - 1) * d, seed, streams.START).reshape(-1, d)
    ends, height = _climbed(unknowns, start)
    if not np.isfinite(height).any():
        raise RunError(f"posterior: the claims have no chance at any of {STARTS} starts.", "look for a claim that"
                       " no truth of the emulator could lead to")  # fmt: skip
    return ends, height
