"""What a calendar records of the fitted days beside the claims, and what members' rules make of it.

No ending came, so many new calls were made, and these tactics were ordered. Each is an observation in every pass
(`inference.smoother.record`), so that a forecast goes on by rules under which the record is likely.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from contested.engine.params import override
from contested.ground.arrays import Flags, Floats, Ints
from contested.inference.smoother.observations import Observations
from contested.inference.smoother.record import LISTED, counting, log_likelihood, ordering
from contested.nation.country import Country
from contested.studies.smoothing.unknowns import Unknowns

#: columns of the state and observables that are read day by day, by what they are called here
RATES = {"calling": "opposition_rate", "wanted": "wanted", "hazard": "hazard"}


class Spell(NamedTuple):
    """A tactic that was in force in the whole country.

    Parameters
    ----------
    parameter : str
        That is its effort.
    effort : float, level
        Its value where a member has none of its own.
    level : float
        Factor on it.
    first, last : int
        Days, counted from the scenario's start.
    """

    parameter: str
    effort: float
    level: float
    first: int
    last: int


class Record(NamedTuple):
    """What is known of days, counted from the scenario's start, from `first` up to `end`, which is not one of them.

    Parameters
    ----------
    first, end : int
    spells : tuple of Spell
        Tactics ordered in these days.
    calls : int
        New calls.
    """

    first: int
    end: int
    spells: tuple[Spell, ...]
    calls: int


class Rules(NamedTuple):
    """What members' rules made of each day, float64 arrays of shape (members, days).

    Parameters
    ----------
    calling : 1/day
        Rate of new calls.
    wanted : level
        Effort of policing that the incumbent wants for the next day.
    hazard : 1/day
        All hazards of ending together.
    """

    calling: Floats
    wanted: Floats
    hazard: Floats

    def take(self, rows: Ints) -> Rules:
        """Some of the members."""
        return Rules(*(values[rows] for values in self))


def record(country: Country, settings: Mapping[str, Any], first: int, end: int) -> Record:
    """The record of a calendar from a day up to another, which is not one of them, or up to the calendar's end."""
    end = min(end, country.origin + 1)
    tactics = override(country.params, dict(settings)).tactics
    spells = tuple(
        Spell(f"tactics.{act.form}.effort", tactics[act.form].effort, act.level, act.day, min(act.until, end - 1))
        for act in country.acts if act.act == "tactic" and act.place < 0 and first <= act.day < end
    )  # fmt: skip
    return Record(first, end, spells, sum(first <= call.day < end for call in country.calls))


def beside(
    observed: Observations, y: Floats, reached: Flags, known: Record, rules: Rules, u: Floats, unknowns: Unknowns
) -> tuple[Observations, Floats, Flags]:
    """Claims and the record's observations behind them, with their predictions and what can have moved them.

    Parameters
    ----------
    observed : Observations
        The claims.
    y : float64 array of shape (members, m), log
        Their predictions.
    reached : bool array of shape (unknowns, m)
        See `Unknowns.reached`.
    known : Record
    rules : Rules
        Of the same members.
    u : float64 array of shape (members, unknowns)
    unknowns : Unknowns
    """
    for rates, events, listed in ((rules.hazard, 0, 0.0), (rules.calling, known.calls, LISTED)):
        total = rates[:, known.first : known.end].sum(axis=1)
        if total.any():
            observed, y = counting(observed, y, total, events, listed)
            reached = np.column_stack([reached, np.ones(len(reached), dtype=bool)])
    if known.spells:
        observed, y = ordering(observed, y, gaps(rules.wanted, u, known.spells, unknowns))
        begins = np.array([0] * len(unknowns.priors.names) + [e.day for e in unknowns.events], dtype=np.int64)
        reached = np.hstack([reached, begins[:, None] < np.array([s.last for s in known.spells])[None]])
    return observed, y, reached


def likelihood_of_record(known: Record, rules: Rules, u: Floats, unknowns: Unknowns) -> Floats:
    """Log-likelihood of the record given each member, float64 array of shape (members,), up to a constant; parameters
    are those of `beside`."""
    days = slice(known.first, known.end)
    gap = gaps(rules.wanted, u, known.spells, unknowns)
    return log_likelihood(rules.hazard[:, days].sum(axis=1), rules.calling[:, days].sum(axis=1), known.calls, gap)


def gaps(wanted: Floats, u: Floats, spells: tuple[Spell, ...], unknowns: Unknowns) -> Floats:
    """Square root of the effort wanted, mean over a spell, less that of its tactic's effort.

    Parameters
    ----------
    wanted : float64 array of shape (members, days), level
        Effort wanted for the next day.
    u : float64 array of shape (members, unknowns)
    spells : tuple of Spell
    unknowns : Unknowns

    Returns
    -------
    float64 array of shape (members, spells)
    """
    names = unknowns.priors.names
    theta = unknowns.priors.to_theta(u[:, : len(names)])
    out = np.empty((len(u), len(spells)))
    for k, spell in enumerate(spells):
        own = spell.parameter in names
        effort = theta[:, names.index(spell.parameter)] if own else np.full(len(u), spell.effort)
        # what was ordered for a day was wanted on the evening before
        evenings = wanted[:, max(0, spell.first - 1) : max(1, spell.last)]
        out[:, k] = np.sqrt(evenings).mean(axis=1) - np.sqrt(effort * spell.level)
    return out
