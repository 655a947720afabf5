"""What has gone on for long goes on: how the risk of an end falls with age."""

from __future__ import annotations


def aged(age: float, half: float) -> float:
    """What is left of a risk of ending at an age.

    Organisations die less the older they are, the liability of newness (freeman1983); a series of gatherings is taken
    for one: organisers, places and hours become routine.

    Parameters
    ----------
    age : float, day
    half : float, day
        Age at which half of the risk is left.

    Returns
    -------
    float in (0, 1]
        1 / (1 + age / half).
    """
    return 1.0 / (1.0 + max(0.0, age) / half)
