"""Who bears a bias: a party by itself if it speaks often enough, else all who are left of its side.

The rule: a party with at least `ClaimParams.own` witnesses has a bias of its own (copies and states of growing lists
count once, lists of names not at all), and so has every doubted party. The others of a side share one, so that sixty
papers with one number each do not become sixty unknowns that nothing can be learnt about.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from contested.ground.arrays import Ints
from contested.ground.errors import InputError, closest
from contested.inference.likelihood.claim_arrays import ClaimArrays
from contested.inference.likelihood.claim_params import ClaimModel


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
    """

    name: str
    side: str
    parties: tuple[str, ...]
    spread: float


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
            wide = spread.get(party.name, claim_model.params.bias_spread)
            own.append(BiasGroup(party.name, party.side, (party.name,), wide))
        elif (claims.party == k).any():  # many parties speak only of what the model does not have
            shared.setdefault(party.side, []).append(party.name)
    pools = [BiasGroup(f"others, {s}", s, tuple(p), claim_model.params.bias_spread) for s, p in sorted(shared.items())]
    found = (*own, *pools)
    number = {name: k for k, b in enumerate(found) for name in b.parties}
    return found, np.array([number[claims.parties[p].name] for p in claims.party], dtype=np.int64)
