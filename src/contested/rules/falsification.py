"""What people can tell of a false count by looking around them."""

from __future__ import annotations

from contested.ground.compiled import scalar


@scalar
def perceived_fraud(official_share: float, own_incumbent: int, own_voters: int) -> float:
    """How much larger the announced share is than the share one sees among the people one knows.

    Parameters
    ----------
    official_share : float, share
    own_incumbent, own_voters : int, person
        Those known (and oneself) who voted for the incumbent, and who voted at all.

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
    return max(0.0, official_share - own_incumbent / own_voters)
