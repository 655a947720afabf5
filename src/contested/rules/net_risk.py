"""Grievance against risk (Epstein 2002, model I). A person acts when what they resent outweighs what they fear."""

from __future__ import annotations

from contested.ground.compiled import scalar


@scalar
def grievance(hardship: float, illegitimacy: float, fraud: float, fraud_weight: float, outrage: float) -> float:
    """What a person resents.

    Parameters
    ----------
    hardship : float, share
    illegitimacy : float, share
        One minus legitimacy: Epstein's G = H (1 - L) is the case without fraud and outrage.
    fraud : float, share
        Perceived inflation of the incumbent's share.
    fraud_weight : float, level
    outrage : float, level
        0 leaves grievance as it is, 1 doubles it.

    Returns
    -------
    float, level

    References
    ----------
    epstein2002 for hardship and legitimacy; tucker2007 and kuran1991 for fraud as a second source of it.
    """
    return hardship * (illegitimacy + fraud_weight * fraud) * (1.0 + outrage)
