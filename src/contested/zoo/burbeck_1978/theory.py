"""How many a contagion takes before it dies out (Kermack & McKendrick 1927): s = s0 exp(-R0 (1 - s)).

Riots of this model end by the same equation as epidemics.
"""

from __future__ import annotations

import math

from scipy.optimize import brentq

from contested.ground.errors import ParameterError


def spared(reproduction: float, begun: float = 0.0) -> float:
    """Share of everybody who never join.

    Parameters
    ----------
    reproduction : float
        R0: how many one rioter draws in while nearly nobody has joined.
    begun : float, share
        Who riot at the start. At 0 the limit of very few is meant: everybody is spared unless R0 is above 1.

    Returns
    -------
    float, share

    Raises
    ------
    ParameterError
        R0 below 0 or not finite, `begun` not in 0 to 1.
    """
    if not (reproduction >= 0 and math.isfinite(reproduction)):
        raise ParameterError(f"reproduction: expected 0 or more; got {reproduction:g}.", "infection over recovery")
    if not 0 <= begun <= 1:
        raise ParameterError(f"begun: expected a share, 0 to 1; got {begun:g}.", "rioters at the start over all people")
    s0 = 1.0 - begun
    if begun == 0 and reproduction <= 1:
        return 1.0
    if s0 == 0 or reproduction == 0:
        return s0

    def gap(s: float) -> float:
        return s - s0 * math.exp(-reproduction * (1.0 - s))

    # gap is concave and below 0 at 0; it is above 0 at s0, or, where nobody has begun, at its top before the root at 1
    top = s0 if begun > 0 else 1.0 - math.log(reproduction) / reproduction
    return float(brentq(gap, 0.0, top, xtol=1e-16, rtol=1e-14))


def joined(reproduction: float, begun: float = 0.0) -> float:
    """Share of everybody who ever riot, those of the start included; see `spared`."""
    return 1.0 - spared(reproduction, begun)


def peak(reproduction: float, begun: float = 0.0) -> float:
    """Largest share who riot at one time.

    i + s - log(s)/R0 stays what it was at the start, and i is largest where s = 1/R0.
    """
    s0 = 1.0 - begun
    if reproduction * s0 <= 1:
        return begun
    return 1.0 - (1.0 + math.log(reproduction * s0)) / reproduction
