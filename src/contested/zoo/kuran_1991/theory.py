"""What follows from the rules without simulating them."""

from __future__ import annotations

import math

from scipy.optimize import brentq
from scipy.special import ndtr

from contested.ground.errors import ParameterError


def tipping_share(mean: float, sd: float) -> float:
    """The opposition above which a society with normal thresholds goes over: the middle root of F(S) = S.

    Parameters
    ----------
    mean, sd : float, share
        Of thresholds.

    Returns
    -------
    float, share

    Raises
    ------
    ParameterError
        If there is only one equilibrium.
    """

    def gap(s: float) -> float:
        return float(ndtr((s - mean) / sd)) - s

    slope = sd * math.sqrt(2 * math.pi)
    turn = sd * math.sqrt(-2 * math.log(slope)) if slope < 1 else 0.0
    low, high = mean - turn, mean + turn  # F - S falls to a least value at `low`, rises to a largest at `high`
    if not (turn and gap(low) < 0 < gap(high)):
        raise ParameterError(
            f"mean, sd: expected thresholds with two equilibria; got {mean:g}, {sd:g}.", "lower the sd"
        )
    return float(brentq(gap, low, high, xtol=1e-14))


def breaking_mean(sd: float) -> tuple[float, float]:
    """The mean threshold at which the low equilibrium vanishes, and the opposition just before.

    F touches the diagonal where x = Phi(z) and phi(z) = sd, z < 0; then mean = x - sd z.

    Raises
    ------
    ParameterError
        If sd is so large that there never are two equilibria.
    """
    if not 0 < sd * math.sqrt(2 * math.pi) < 1:
        raise ParameterError(f"sd: expected above 0 and below 0.3989; got {sd:g}.", "else no edge to go over exists")
    z = -math.sqrt(-2 * math.log(sd * math.sqrt(2 * math.pi)))
    x = float(ndtr(z))
    return x - sd * z, x
