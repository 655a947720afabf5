"""Who meets whom: arrests on a crowd, limited by the crowd when it is small and by capacity when it is large."""

from __future__ import annotations

from contested.ground.compiled import scalar
from contested.ground.exact import exp, log


@scalar
def encounters(crowd: float, capacity: float, reach: float) -> float:
    """Expected arrests.

    Parameters
    ----------
    crowd : float, person
    capacity : float, person/day
        What the officers deployed could make of an endless crowd.
    reach : float, share
        Part of a small crowd that is arrested.

    Returns
    -------
    float, person/day
        capacity (1 - exp(-reach crowd / capacity)): about reach x crowd when that is far below capacity, and about
        capacity when it is far above, so that 50,000 and 150,000 marchers give like numbers.

    References
    ----------
    epstein2002's arrest probability 1 - exp(-k C/A), read at the scale of a place; the saturating form is that of
    holling1959 (type II), with an exponential shoulder.
    """
    if crowd <= 0.0 or capacity <= 0.0:
        return 0.0
    return capacity * (1.0 - exp(-reach * crowd / capacity))


@scalar
def chance_of_arrest(crowd: float, capacity: float, reach: float) -> float:
    """Chance that one of `crowd` is arrested; falls with the crowd (safety in numbers)."""
    if crowd <= 1.0:
        crowd = 1.0
    return min(1.0, encounters(crowd, capacity, reach) / crowd)


@scalar
def chance_under(effort: float, crowd: float, officers: float, each: float, reach: float, half: float) -> float:
    """Chance that one of `crowd` is arrested by forces that act with some effort.

    Forces arrest by this rule, and people judge their risk by it with the effort that they expect.

    Parameters
    ----------
    effort : float, level
        1 is a full crackdown.
    crowd : float, person
    officers : float, officer
        Officers there, each kind weighed by the arrests it makes.
    each : float, person/officer
        Arrests an officer can make in a day of a full crackdown.
    reach : float, share
        Part of a small crowd that is arrested as effort grows without end.
    half : float, level
        Effort at which half of `reach` is arrested.

    Returns
    -------
    float, probability
        0 without effort. That the part reached saturates with effort is ours; for the rest see `encounters`.
    """
    return chance_of_arrest(crowd, officers * each * effort, reach * effort / (effort + half))


@scalar
def denied(expected: float, effort: float, half: float, most: float) -> float:
    """Part of those who set out that forces keep from coming together.

    Parameters
    ----------
    expected : float, person
        The crowd that forces expect.
    effort : float, officer
        Officers at hand times the effort ordered; 1 is a full crackdown.
    half : float, officer/person
        Officers per person expected that deny half of `most`.
    most : float, share
        What can be denied at best of gatherings of this form.

    Returns
    -------
    float, share
        most e / (e + half expected): nearly all of a small gathering, next to nothing of a crowd that outnumbers the
        officers by far. The form is ours; that denial works by numbers on focal days is in the sources.

    References
    ----------
    truex2019, sullivan2016, danneman2014.
    """
    if effort <= 0.0:
        return 0.0
    return most * effort / (effort + half * max(1.0, expected))


@scalar
def at_liberty(before: float, raids: float, renewal: float) -> float:
    """Part of the organisers who are free to organise after a day of raids.

    Parameters
    ----------
    before : float, share
        The day before.
    raids : float, ratio
        Raids of the day, per organiser.
    renewal : float, day
        Days until others have taken the place of half of those who are missing.

    Returns
    -------
    float, share
        Every raid looks for somebody who organises, so each takes an equal part of those left; the form is ours.

    References
    ----------
    sullivan2016: repression of organisations at home, unlike that of crowds, takes away what later protest is made of.
    """
    missing = (1.0 - before) * exp(-log(2.0) / renewal)
    return (1.0 - missing) * exp(-raids)
