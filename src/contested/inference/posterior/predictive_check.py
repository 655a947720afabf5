"""Does what the posterior foretells look like what was said? By group of claims, and with one party left out.

A posterior predictive p near 0 or 1 says that a group's claims lie where the model hardly ever puts them. It is a
finding about the model, not a test at a level: the claims were used to fit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np


class Group(NamedTuple):
    """One group of claims beside what the posterior foretells.

    Parameters
    ----------
    name : str
    claims : int
    higher : share
        Of replications whose mean lies below the claims': near 1, the claims are higher than foretold.
    wider : share
        Of replications whose claims scatter less about their mean prediction than those that were made.
    p : share
        Two-sided, of `higher`.
    within_50, within_90 : share
        Of claims within the central intervals.
    """

    name: str
    claims: int
    higher: float
    wider: float
    p: float
    within_50: float
    within_90: float


def groups(observed: np.ndarray, replicated: np.ndarray, group: Sequence[str]) -> list[Group]:
    """Each group, in order of first appearance.

    Parameters
    ----------
    observed : float64 array of shape (claims,)
        On the scale that means are taken on, which for counts is the logarithm; NaN is left out.
    replicated : float64 array of shape (draws, claims)
        Made claims, one row a posterior draw, on the same scale.
    group : sequence of str, one a claim
        Party, indicator, or both.
    """
    named = np.array(group)
    known = np.isfinite(observed)
    middle = replicated.mean(axis=0)
    out = []
    for name in dict.fromkeys(group):
        of = (named == name) & known
        if not of.any():
            continue
        said, made = observed[of], replicated[:, of]
        higher = _below(made.mean(axis=1), said.mean())
        wider = _below(((made - middle[of]) ** 2).mean(axis=1), ((said - middle[of]) ** 2).mean())
        place = (made < said).mean(axis=0) + 0.5 * (made == said).mean(axis=0)
        within = [float(np.mean(np.abs(place - 0.5) <= half)) for half in (0.25, 0.45)]
        out.append(Group(name, int(of.sum()), higher, wider, 2 * min(higher, 1 - higher), *within))
    return out


class Without(NamedTuple):
    """What the posterior would be without one party.

    Parameters
    ----------
    party : str
    shift : float64 array of shape (d,)
        Of the mean, in standard deviations of the full posterior.
    wider : float64 array of shape (d,)
        Standard deviation over that of the full posterior.
    fit : Group or None
        The party's own claims beside what the others' posterior foretells.
    """

    party: str
    shift: np.ndarray
    wider: np.ndarray
    fit: Group | None


def leave_out(
    parties: Sequence[str],
    full: np.ndarray,
    without: Callable[[str], tuple[np.ndarray, np.ndarray | None, np.ndarray | None]],
) -> list[Without]:
    """The posterior without each party in turn.

    Parameters
    ----------
    parties : sequence of str
    full : float64 array of shape (draws, d)
        With all of them.
    without : callable
        Of a party: draws without it, its claims, and its claims as replicated by these draws (or None twice).
    """
    middle, sd = full.mean(axis=0), np.maximum(full.std(axis=0), 1e-300)
    out = []
    for party in parties:
        draws, observed, replicated = without(party)
        fit = None
        if observed is not None and replicated is not None:
            fit = next(iter(groups(observed, replicated, [party] * len(observed))), None)
        out.append(Without(party, (draws.mean(axis=0) - middle) / sd, draws.std(axis=0) / sd, fit))
    return out


def _below(made: np.ndarray, said: float) -> float:
    return float(np.mean(made < said) + 0.5 * np.mean(made == said))
