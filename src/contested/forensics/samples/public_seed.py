"""A seed that was drawn in public, as long as the public likes: auditors roll twenty dice with ten sides."""

from __future__ import annotations

import hashlib

from contested.ground.errors import InputError

#: bits of a seed that draws take as it is
BITS = 63


def public_seed(seed: int) -> int:
    """A public seed as draws take it: below 2^63 itself, any other hashed.

    Parameters
    ----------
    seed : int

    Returns
    -------
    int
        From 0 to 2^63 - 1. Of a seed of 2^63 or more it is the first 63 bits of the SHA-256 of its decimal digits, as
        ASCII and without leading zeros, so that anybody can compute it with other tools.

    Raises
    ------
    InputError
        If `seed` is negative.
    """
    if seed < 0:
        raise InputError(f"seed: expected 0 or more; got {seed}.", "any non-negative whole number, however long")
    if seed < 2**BITS:
        return seed
    hashed = hashlib.sha256(str(seed).encode("ascii")).digest()
    return int.from_bytes(hashed[:8], "big") >> 1
