"""Dated acts take effect: the only place where the scenario's calendar touches the state.

Up to the forecast origin the script is the record of what collective actors did. The tactic of a day that no act covers
is the incumbent's own choice; what was called is in the series of calls (`opposition`). Acts of a subsystem that a run
leaves out are left out with it.
"""

from __future__ import annotations

import numpy as np

from contested.engine.clock import Tick
from contested.engine.phase import Columns, Phase
from contested.nation.acts import ACT_KINDS
from contested.nation.params import NationParams

KINDS = tuple(ACT_KINDS)
#: acts that hold on every day from their date to their end date, and the column each sets
_DAILY = {
    "shutdown": "media_shutdown",
    "release": "detention_release",
    "concession": "incumbent_conceded",
    "defiance": "incumbent_defied",
    "rally": "incumbent_rallying",
    "non_recognition": "abroad_refused",
}


def apply(c: Columns, params: NationParams, tick: Tick) -> None:
    """Start the day with the incumbent's orders, then do what is dated today."""
    day = tick.step
    scripted = day <= int(c.origin[0])
    c.security_tactic[:] = int(c.incumbent_tactic[0])
    c.security_level[:] = 1.0
    c.media_shutdown[:] = 0.0 if scripted else c.incumbent_shutdown[0]
    c.detention_release[0] = 0.0 if scripted else c.incumbent_release[0]
    if scripted:
        c.incumbent_rallying[0] = 0.0
    c.incumbent_conceded[0] = 0.0 if scripted else c.incumbent_offer[0]
    for name in ("incumbent_defied", "patron_lent_today", "abroad_refused"):
        getattr(c, name)[:] = 0.0
    c.citizens_shock[:] *= 0.5 ** (1.0 / params.citizens.shock_half_life)
    c.citizens_shocked[:] = 0.0
    if not scripted:
        return
    for k in np.nonzero((c.act_day <= day) & (day <= c.act_until))[0]:
        name = KINDS[c.act_kind[k]]
        place = int(c.act_place[k])
        level = float(c.act_level[k])
        where = slice(None) if place < 0 else place
        if name in _DAILY:
            column = getattr(c, _DAILY[name])
            if len(column) == 1:
                where = 0
            column[where] = np.maximum(column[where], level)
        elif name == "tactic":
            c.security_tactic[where] = c.act_row[k]
            c.security_level[where] = level
            if place < 0:
                c.incumbent_tactic[0] = c.act_row[k]  # what is in force is what tonight's order starts from
        elif c.act_day[k] == day and name == "shock":
            c.citizens_shock[where] += params.citizens.shock_size * level
            c.citizens_shocked[where] += params.citizens.shock_size * level
        elif c.act_day[k] == day and name == "refusal":
            _refuse(c, params, place, level)
        elif c.act_day[k] == day:
            _once(c, name, level)


def _once(c: Columns, name: str, level: float) -> None:
    """What happens once, on its date; sums of a day add up."""
    if name == "leader_jailed":
        _move(c.opposition_free, c.opposition_jailed, level)
    elif name == "leader_exiled":
        left = level - _move(c.opposition_free, c.opposition_exiled, level)
        _move(c.opposition_jailed, c.opposition_exiled, left)
    elif name == "leader_freed":
        _move(c.opposition_jailed, c.opposition_free, level)
    elif name == "council_formed":
        c.opposition_council[0] = 1.0
    elif name == "strike_fund":
        c.opposition_fund[0] += level
    elif name == "guarantee":
        c.patron_guarantee[0] = level
    elif name == "loan":
        c.patron_lent_today[0] += level
    elif name == "reserve":
        c.patron_reserve[0] = level
    elif name == "sanctions":
        c.abroad_sanctioned[0] += level
    elif name == "mediation":
        c.abroad_mediation[0] = max(float(c.abroad_mediation[0]), level)
    elif name == "aid":
        c.abroad_aid[0] += level


def _refuse(c: Columns, params: NationParams, place: int, level: float) -> None:
    """Units of a place, or all, lose so much loyalty that `level` of them refuse; from then on it moves as ever."""
    threshold = params.forces.column("refusal")[c.unit_kind]
    here = ((place < 0) | (c.unit_place == place)) & (level > 0.0) & (threshold > 0.0)
    fallen = np.minimum(c.security_loyalty, threshold * (1.0 - level))
    c.security_loyalty[:] = np.where(here, fallen, c.security_loyalty)
    c.security_refusing[:] = np.where(here, np.maximum(c.security_refusing, level), c.security_refusing)


def _move(source: np.ndarray, target: np.ndarray, number: float) -> float:
    """Move up to `number` from one count to another; returns how many there were to move."""
    moved = min(number, float(source[0]))
    source[0] -= moved
    target[0] += moved
    return moved


PHASE = Phase(
    "acts", "script", apply,
    reads=("act_day", "act_until", "act_kind", "act_place", "act_level", "act_row", "origin", "unit_place", "unit_kind",
           "incumbent_shutdown", "incumbent_release", "incumbent_offer"),
    writes=("opposition_free", "opposition_jailed", "opposition_exiled", "opposition_council", "opposition_fund",
            "media_shutdown", "detention_release", "incumbent_conceded", "incumbent_defied", "incumbent_rallying",
            "incumbent_tactic", "patron_guarantee", "patron_reserve", "patron_lent_today", "abroad_sanctioned",
            "abroad_refused", "abroad_mediation", "abroad_aid", "security_tactic", "security_level",
            "security_loyalty", "security_refusing", "citizens_shock", "citizens_shocked"),
    source="script",
    meaning="last night's orders of the incumbent and the acts of today's date in the calendar take effect",
)
