"""Grievance against risk (Epstein 2002, model I), and the false count that people can tell by looking around them.

A person acts when what they resent outweighs what they fear.
"""

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


@scalar
def perceived_fraud(official_share: float, own_incumbent: int, own_voters: int, half: float) -> float:
    """How much larger the announced share is than the share one sees among people one knows, as far as that counts.

    Parameters
    ----------
    official_share : float, share
    own_incumbent, own_voters : int, person
        Those known (and oneself) who voted for the incumbent, and who voted at all.
    half : float, person
        Number of voters known at which the comparison counts half: a few people say little about a country
        (credibility, buhlmann1967).

    Returns
    -------
    float, share
        0 when the announced share is no larger, or when one knows nobody who voted.

    References
    ----------
    kuran1991: a vote undoes the falsification of preferences; tucker2007: its theft gives everybody the same grievance
    on the same day.
    """
    if own_voters == 0:
        return 0.0
    return max(0.0, official_share - own_incumbent / own_voters) * own_voters / (own_voters + half)


@scalar
def perceived_loss(official_share: float, own_list: int, own_voters: int, half: float) -> float:
    """How much smaller the announced share of one's own list is than among people one knows, as far as that counts.

    Parameters
    ----------
    official_share : float, share
    own_list, own_voters : int, person
        Those known (and oneself) who voted for that list, and who voted at all.
    half : float, person
        As for `perceived_fraud`.

    Returns
    -------
    float, share
        0 when the announced share is no smaller, or when one knows nobody who voted.

    References
    ----------
    tucker2007, of a vote for lists: those are robbed whose list is lowered.
    """
    if own_voters == 0:
        return 0.0
    return max(0.0, own_list / own_voters - official_share) * own_voters / (own_voters + half)
