"""Who bears a bias: a party by itself if it speaks often enough, else all who are left of its side.

The rule: a party with at least `ClaimParams.own` witnesses has a bias of its own (copies and states of growing lists
count once, lists of names not at all), and so has every doubted party. The others of a side share one, so that sixty
papers with one number each do not become sixty unknowns that nothing can be learnt about. Before it has spoken a party
is expected to do what parties of its type did in other crises (`party_types`); a doubted one is not.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from contested.ground.arrays import Ints
from contested.ground.errors import InputError, closest
from contested.inference.likelihood.claim_arrays import ClaimArrays
from contested.inference.likelihood.claim_params import ClaimModel
from contested.inference.likelihood.party_types import TypePrior


@dataclass(frozen=True)
class BiasGroup:
    """One bias.

    Parameters
    ----------
    name : str
        The party, or "others, SIDE".
    side : str
    parties : tuple of str
        Who shares it.
    spread : float
        Of its prior (log scale); infinite if its claims are left out.
    mean : float
        Of its prior (log scale).
    expected : TypePrior or None
        What its type is known to do, if it has one.
    """

    name: str
    side: str
    parties: tuple[str, ...]
    spread: float
    mean: float = 0.0
    expected: TypePrior | None = None

    def mean_of(self, indicator: str) -> float:
        """Prior mean of its bias in one indicator (log scale)."""
        return self.mean if self.expected is None else self.expected.mean_of(indicator)


def bias_groups(claims: ClaimArrays, claim_model: ClaimModel) -> tuple[tuple[BiasGroup, ...], Ints]:
    """Every bias, parties before sides, and which each claim has.

    Returns
    -------
    (tuple of BiasGroup, int64 array of shape (claims,))

    Raises
    ------
    InputError
        If a doubted party makes none of the claims.
    """
    spread = {}
    for name, doubt in claim_model.doubted:
        doubted = claims.names.party(name)
        if doubted not in {p.name for p in claims.parties}:
            raise InputError(f"{name!r} makes none of these claims.", closest(name, [p.name for p in claims.parties]))
        spread[doubted] = doubt
    unlisted = ~claims.listed
    heard = [len(np.unique(claims.witness[unlisted & (claims.party == k)])) for k in range(len(claims.parties))]
    own: list[BiasGroup] = []
    shared: dict[str, list[str]] = {}
    for k, (party, count) in enumerate(zip(claims.parties, heard)):
        if party.name in spread or count >= claim_model.params.own:
            own.append(_group(party.name, party.side, (party.name,), spread.get(party.name), claim_model))
        elif (claims.party == k).any():  # many parties speak only of what the model does not have
            shared.setdefault(party.side, []).append(party.name)
    pools = [_group(f"others, {s}", s, tuple(p), None, claim_model) for s, p in sorted(shared.items())]
    found = (*own, *pools)
    number = {name: k for k, b in enumerate(found) for name in b.parties}
    return found, np.array([number[claims.parties[p].name] for p in claims.party], dtype=np.int64)


def _group(
    name: str, side: str, parties: tuple[str, ...], doubt: float | None, claim_model: ClaimModel
) -> BiasGroup:
    """A bias with its prior: that of the type which all its parties have, or else of anybody."""
    law = claim_model.params
    if doubt is not None:
        return BiasGroup(name, side, parties, doubt, law.bias_mean)
    types = {claim_model.expected(party, side) for party in parties}
    expected = types.pop() if len(types) == 1 else None
    if expected is None:
        return BiasGroup(name, side, parties, law.bias_spread, law.bias_mean)
    return BiasGroup(name, side, parties, expected.sd, expected.mean, expected)
