"""Which seed a replicate has. Replicate 0 keeps the study's own, so that one run and the first of many agree."""

from __future__ import annotations

from contested.ground.draws import member_seed
from contested.ground.errors import InputError

LARGEST_SEED = 2**63 - 1
MOST_REPLICATES = 1_000_000


def seeds(seed: int, replicates: int) -> list[int]:
    """One seed a replicate; those of the first n do not depend on how many follow.

    Raises
    ------
    InputError
        If `seed` does not fit 63 bits, or `replicates` is not 1 to a million.
    """
    if not 0 <= seed <= LARGEST_SEED:
        raise InputError(f"seed: expected 0 to 2^63 - 1; got {seed}.", "any non-negative whole number does")
    if replicates < 1:
        raise InputError(f"replicates: expected at least 1; got {replicates}.", "one replicate is one run")
    if replicates > MOST_REPLICATES:
        raise InputError(
            f"replicates: expected at most {MOST_REPLICATES:,}; got {replicates}.", "split the study by --seed"
        )
    return [member_seed(seed, r) for r in range(replicates)]
