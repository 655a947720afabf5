"""A user's table of aliases, applied to claims: for whatever reads claims and shows no spellings itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from contested.claims.claim import Claim
from contested.claims.parties import speaker
from contested.claims.people.masking import masked_claims
from contested.claims.spellings.aliases import Aliases, read_aliases

#: a table, read or not; a mapping has other names of parties only
AliasTable = Aliases | Mapping[str, Iterable[str]] | str | Path


def as_aliases(given: AliasTable | None) -> Aliases:
    """A table in any form; of None an empty one.

    Raises
    ------
    ClaimError
        If a file cannot be read, or gives one spelling to two names.
    """
    if isinstance(given, Aliases):
        return given
    if isinstance(given, str | Path):
        return read_aliases(given)
    return Aliases({n: (also,) if isinstance(also, str) else tuple(also) for n, also in (given or {}).items()})


def applied(claims: Iterable[Claim], given: AliasTable) -> tuple[Claim, ...]:
    """Claims with one name for each place and party of the table; who carries a party's word stays as it is."""
    table = as_aliases(given)
    places = {other.casefold(): name for name, also in table.places.items() for other in also}
    parties = {other.casefold(): name for name, also in table.parties.items() for other in also}

    def one(claim: Claim) -> Claim:
        said = speaker(claim.claimant)[0]
        party = parties.get(claim.claimant.casefold()) or parties.get(said.casefold())
        whole = claim.claimant.casefold() in parties or party is None
        claimant = party or claim.claimant if whole else claim.claimant.replace(said, party or said, 1)
        place = places.get(claim.place.casefold(), claim.place)
        changed = (place, claimant) != (claim.place, claim.claimant)
        return replace(claim, place=place, claimant=claimant) if changed else claim

    return masked_claims(map(one, claims))
