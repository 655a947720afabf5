"""The units numbers may carry. A closed list: a unit that is not here is a mistake until it is added here."""

from __future__ import annotations

from contested.ground.errors import ParameterError, closest

UNITS: dict[str, str] = {
    "share": "part of a whole, 0 to 1",
    "percent": "part of a whole, 0 to 100",
    "ratio": "one quantity over another of its kind, or a difference of shares; may lie outside 0 to 1",
    "probability": "of an event in one step, 0 to 1",
    "chance": "what probability was called; files of earlier versions have it",
    "person": "a count of people",
    "agent": "one simulated person; stands for `scale` persons",
    "officer": "a count of members of the security forces",
    "day": "days, or a day's number counted from the start of the scenario",
    "1/day": "events, or a fraction, per day",
    "person/day": "persons per day",
    "person/officer": "persons per officer and day",
    "officer/person": "officers per person",
    "million USD": "millions of United States dollars",
    "million USD/day": "millions of United States dollars per day",
    "million EUR": "millions of euro",
    "level": "a scale of its own, stated where it is declared",
    "tie": "a count of ties",
    "round": "rounds of peer influence within a day",
    "degree": "degrees of latitude or longitude",
    "station": "a count of polling stations",
    "1/person": "per person",
    "step": "steps of a model whose paper has no days",
    "1/step": "events, or a fraction, per step",
    "node": "a count of nodes of a network",
    "site": "a count of sites of a lattice, or a distance in them",
    "event": "a count of events",
    "vote": "a count of votes",
    "km": "kilometres",
    "-": "a pure number",
}

#: units that a sentence does not name behind a number
BARE = ("-", "level", "share", "probability", "chance")


def suffix(unit: str) -> str:
    """What stands behind a number of this unit in a sentence: a space and the unit, or nothing.

    Examples
    --------
    >>> f"3{suffix('day')}, 0.2{suffix('probability')}"
    '3 day, 0.2'
    """
    return "" if unit in BARE else f" {unit}"


def check_unit(unit: str, where: str, within: tuple[float, float] = (0.0, 1.0)) -> str:
    """`unit`, if it is known and fits the range of its numbers.

    Raises
    ------
    ParameterError
        If it is not known (the hint names the nearest unit), or a share or probability outside 0 to 1.
    """
    if unit not in UNITS:
        raise ParameterError(f"{where}: expected a known unit; got {unit!r}.", closest(unit, list(UNITS)))
    low, high = within
    if unit in ("share", "probability", "chance") and not 0.0 <= low <= high <= 1.0:
        raise ParameterError(
            f"{where}: expected a {unit} within 0 to 1; its range is {low:g} to {high:g}.", f"ratio: {UNITS['ratio']}"
        )
    return unit
