"""Spells of tactics in a calendar, beside the effort that members' incumbents wanted on those days."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from contested.engine.params import override
from contested.ground.arrays import Flags, Floats
from contested.nation.country import Country
from contested.studies.smoothing.unknowns import Unknowns

#: observable: the effort wanted for tomorrow
WANTED = "wanted"


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


def spells(country: Country, settings: Mapping[str, Any], first: int, end: int) -> tuple[Spell, ...]:
    """Spells that begin on a day from `first` up to `end`, which is not one of them; they are cut there."""
    tactics = override(country.params, dict(settings)).tactics
    return tuple(
        Spell(f"tactics.{act.form}.effort", tactics[act.form].effort, act.level, act.day, min(act.until, end - 1))
        for act in country.acts if act.act == "tactic" and act.place < 0 and first <= act.day < end
    )  # fmt: skip


def gaps(wanted: Floats, u: Floats, each: tuple[Spell, ...], unknowns: Unknowns) -> Floats:
    """Square root of the effort wanted, mean over a spell, less that of its tactic's effort.

    Parameters
    ----------
    wanted : float64 array of shape (members, days), level
        Effort wanted for the next day.
    u : float64 array of shape (members, unknowns)
    each : tuple of Spell

    Returns
    -------
    float64 array of shape (members, spells)
    """
    names = unknowns.priors.names
    theta = unknowns.priors.to_theta(u[:, : len(names)])
    out = np.empty((len(u), len(each)))
    for k, spell in enumerate(each):
        own = spell.parameter in names
        effort = theta[:, names.index(spell.parameter)] if own else np.full(len(u), spell.effort)
        # what was ordered for a day was wanted on the evening before
        evenings = wanted[:, max(0, spell.first - 1) : max(1, spell.last)]
        out[:, k] = np.sqrt(evenings).mean(axis=1) - np.sqrt(effort * spell.level)
    return out


def reached(each: tuple[Spell, ...], unknowns: Unknowns) -> Flags:
    """Whether each unknown can have moved what was wanted in each spell, bool array of shape (unknowns, spells)."""
    begins = np.array([0] * len(unknowns.priors.names) + [e.day for e in unknowns.events], dtype=np.int64)
    return np.asarray(begins[:, None] < np.array([s.last for s in each], dtype=np.int64)[None])
