"""Philox 4x32-10, the counter-based generator of Salmon et al. 2011 (Random123).

A number is a function of what it is for, not of what was drawn before. `ground.draws` says what the counter means.
"""

from __future__ import annotations

import numpy as np

from contested.ground.compiled import pasted

_M0 = np.uint64(0xD2511F53)
_M1 = np.uint64(0xCD9E8D57)
_W0 = np.uint64(0x9E3779B9)
_W1 = np.uint64(0xBB67AE85)
_LOW = np.uint64(0xFFFFFFFF)
_32 = np.uint64(32)


@pasted
def philox(
    c0: np.uint64, c1: np.uint64, c2: np.uint64, c3: np.uint64, k0: np.uint64, k1: np.uint64,
) -> tuple[np.uint64, np.uint64, np.uint64, np.uint64]:
    """Four 32-bit words from a counter of four and a key of two.

    Parameters
    ----------
    c0, c1, c2, c3, k0, k1 : uint64
        Each holding 32 bits. 64-bit carriers keep numba from promoting mixed widths to floats.

    Returns
    -------
    tuple of four uint64
        Each holding 32 random bits.

    References
    ----------
    salmon2011; checked against Random123's published vectors.
    """
    for _ in range(10):
        p0 = _M0 * c0
        p1 = _M1 * c2
        c0, c1, c2, c3 = (p1 >> _32) ^ c1 ^ k0, p1 & _LOW, (p0 >> _32) ^ c3 ^ k1, p0 & _LOW
        k0 = (k0 + _W0) & _LOW
        k1 = (k1 + _W1) & _LOW
    return c0, c1, c2, c3
