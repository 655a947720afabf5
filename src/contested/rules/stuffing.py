"""What a falsified protocol reports (Klimek, Yegorov, Hanel & Thurner 2012)."""

from __future__ import annotations

from contested.ground.compiled import scalar
from contested.ground.exact import exp, log


@scalar
def stuffed(x: float, alpha: float, turnout: float, share: float) -> tuple[float, float]:
    """Reported turnout and winner's part of all voters, after stuffing of intensity x.

    Parameters
    ----------
    x : float, share
        0 is honest; 1 turns everybody who did not vote into a vote for the winner.
    alpha : float
        x^alpha of the votes cast for others are switched; above 1 switching lags behind stuffing.
    turnout, share : float, share
        Honest turnout, and the winner's honest part of votes cast.

    Returns
    -------
    (float, float)
        Reported turnout 1 - (1 - x)(1 - turnout), and winner / voters = turnout share + x (1 - turnout) +
        x^alpha (1 - share) turnout.

    References
    ----------
    klimek2012, eq. 1.
    """
    switched = 0.0
    if x > 0.0:
        switched = exp(alpha * log(x))
    reported_turnout = 1.0 - (1.0 - x) * (1.0 - turnout)
    winner = turnout * share + x * (1.0 - turnout) + switched * (1.0 - share) * turnout
    return reported_turnout, winner


@scalar
def obedient_target(ordered: float, honest_part: float, honest_share: float) -> float:
    """What obedient stations must report so that the total comes out as ordered: the implied remainder.

    Parameters
    ----------
    ordered : float, share
        Share the higher commission orders for the whole.
    honest_part : float, share
        Part of the weight held by stations that report what was cast.
    honest_share : float, share
        What those report.

    Returns
    -------
    float, share
        (ordered - honest_part honest_share) / (1 - honest_part), held within 0 to 1.
    """
    if honest_part >= 1.0:
        return ordered
    target = (ordered - honest_part * honest_share) / (1.0 - honest_part)
    return min(1.0, max(0.0, target))
