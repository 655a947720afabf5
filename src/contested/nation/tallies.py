"""What a count says of each place, once it is there: votes as cast and as announced, turnout and shares.

These numbers are read off the protocols of the stations. A run stores the protocols themselves (its table of returns),
so nothing of this is stored by the day.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from contested.engine.model import Observable, State
from contested.nation.codes import LINES

#: two counts of the same votes, and the prefix of each one's columns in a table of returns
COUNTS = {"true": "", "official": "reported_"}
_CALLED = {"true": "as cast", "official": "as announced"}
_VOTES = {
    "cast": "votes", "incumbent": "votes for the incumbent", "challenger": "votes for the challenger",
    "other": "votes for another or for none", "early": "votes before polling day",
}  # fmt: skip
_SHARES = {
    "share": ("incumbent", "cast", "incumbent's share of votes"),
    "share_challenger": ("challenger", "cast", "challenger's share of votes"),
    "share_other": ("other", "cast", "share of votes for another or for none"),
    "turnout": ("cast", "registered", "share of the electorate that voted"),
}
REGISTERED = "voters_registered"


def votes(count: str, line: str) -> str:
    """Name of the votes of one line of a count."""
    return f"{count}_votes" if line == "cast" else f"{count}_votes_{line}"


#: shares by name: votes over votes, each added up over places first; in percent
RATIOS: dict[str, tuple[str, str]] = {
    f"{count}_{name}": (votes(count, above), REGISTERED if below == "registered" else votes(count, below))
    for count in COUNTS for name, (above, below, _) in _SHARES.items()
}  # fmt: skip

TALLIES: tuple[Observable, ...] = (
    Observable(REGISTERED, "person", "voters on the lists", ("place",), "election"),
    *(Observable(votes(count, line), "vote", f"{meaning}, {_CALLED[count]}", ("place",), "election")
      for count in COUNTS for line, meaning in _VOTES.items()),
    *(Observable(f"{count}_{name}", "percent", f"{meaning}, {_CALLED[count]}", ("place",), "election")
      for count in COUNTS for name, (_, _, meaning) in _SHARES.items()),
)  # fmt: skip
NAMES = frozenset(o.name for o in TALLIES)


def protocols(state: State, scale: int) -> dict[str, np.ndarray]:
    """The protocols of every station as columns of a table of returns: int64 arrays of shape (stations,), person."""
    columns = {"registered": state["election_registered"] * scale}
    for prefix, name in (("", "election_true"), ("reported_", "election_reported")):
        columns |= {prefix + line: state[name][:, k] * scale for k, line in enumerate(LINES)}
    return columns


def tallies(returns: Mapping[str, Any], place: np.ndarray, places: int) -> dict[str, np.ndarray]:
    """Votes of every place.

    Parameters
    ----------
    returns : mapping of str to int array of shape (stations,), person
        See `protocols`.
    place : int array of shape (stations,)
        Row of each station's place.
    places : int

    Returns
    -------
    dict of str to float64 array of shape (places,), person
        Without the shares, which are ratios of these (`RATIOS`).
    """
    def added(name: str) -> np.ndarray:
        return np.bincount(place, np.asarray(returns[name], float), minlength=places)

    found = {REGISTERED: added("registered")}
    return found | {votes(c, line): added(prefix + line) for c, prefix in COUNTS.items() for line in LINES}


def by_day(each: Mapping[str, np.ndarray], since: int, days: int) -> dict[str, np.ndarray]:
    """The same by day, float64 arrays of shape (days, places): NaN before the count, standing from it on.

    `since` is the day of the count; below 0 there is none.
    """
    out = {}
    for name, values in each.items():
        out[name] = np.full((days, len(values)), np.nan)
        if since >= 0:
            out[name][since:] = values
    return out
