"""How strong a focal point today is, in each place and for people online and off."""

from __future__ import annotations

import numpy as np

from contested.engine.clock import Tick
from contested.engine.phase import Columns, Phase
from contested.ground.compiled import serial
from contested.ground.exact import exp
from contested.nation.opposition import LEADERS
from contested.nation.opposition.series import organised, renew
from contested.nation.params import NationParams


def call(c: Columns, params: NationParams, tick: Tick) -> None:
    """Series go on, end and begin; then today's gatherings reach people through leaders and connectivity."""
    o = params.opposition
    c.opposition_leadership[0] = leadership(c, params)
    renew(c, params, tick)
    forms = params.forms
    base, at_work = forms.column("base"), forms.column("at_work")
    _strengths(c, base, at_work, float(c.opposition_leadership[0]), o.spread, tick.step)
    left = 1.0 - float(c.outcome_gone[0])
    c.opposition_today[:] *= left
    at_home = left * float(min(1.0, params.street.spontaneous + _unannounced(c, params, tick)))
    stayed = c.opposition_stays * c.street_crowd
    _reach(
        c, at_work, forms.column("deniable"), forms.column("stays"), forms.column("travel"), at_home,
        forms["district"].deniable, (o.shutdown_loss * o.shutdown_offline, o.shutdown_loss), params.media.hubs,
        organised(c, params),
    )
    c.opposition_inside[:] = stayed * (c.opposition_stays > 0.0)


def leadership(c: Columns, params: NationParams) -> float:
    """Strength of leadership: 1 with all leaders at liberty, more with a council, `leaderless` with none."""
    o = params.opposition
    free, jailed, exiled = (float(x[0]) for x in (c.opposition_free, c.opposition_jailed, c.opposition_exiled))
    present = (free + o.exile_weight * exiled) / max(1.0, free + jailed + exiled)
    # aid keeps offices, lawyers and channels going when leaders are gone
    made_good = min(1.0, params.abroad.aid_effect * float(c.abroad_aid[0]))
    present += made_good * (1.0 - present)
    strength: float = o.leaderless + (1.0 - o.leaderless) * present
    return strength * (1.0 + o.council_gain * float(c.opposition_council[0]))


def _unannounced(c: Columns, params: NationParams, tick: Tick) -> float:
    """Strength of the night a false result is read out, which nobody needs to call."""
    if not c.election_announced[0] or not (c.election_announcement_day == tick.step).any():
        return 0.0
    margin = float(c.election_inflation[0])
    return params.street.announcement * min(1.0, margin / params.street.announcement_margin)


@serial
def _strengths(
    c: Columns, base: np.ndarray, at_work: np.ndarray, leadership: float, spread: float, day: int
) -> None:
    alive, form, first, every, level = (
        c.opposition_alive, c.opposition_form, c.opposition_first, c.opposition_every, c.opposition_level
    )
    days = c.opposition_z.shape[1]
    for k in range(len(alive)):
        c.opposition_today[k] = 0.0
        if alive[k] == 0 or day < first[k] or (day - first[k]) % every[k] != 0:
            continue
        strength = base[form[k]] if np.isnan(level[k]) else level[k]
        if c.opposition_caller[k] == LEADERS:
            strength *= leadership
        strength *= exp(spread * c.opposition_z[k, day % days])
        c.opposition_today[k] = min(1.0, strength)


@serial
def _square(c: Columns, at_work: np.ndarray, travel: np.ndarray, p: int) -> int:
    """Where the people of a place gather: at home if they are called there, else at the nearest square in reach."""
    form, today, where = c.opposition_form, c.opposition_today, c.opposition_where
    square = p
    for k in range(len(today)):
        if today[k] <= 0.0 or at_work[form[k]] > 0.0:
            continue
        if where[k, p] == 1:
            return p
        if travel[form[k]] <= 0.0:
            continue
        for v in range(len(c.place_reach)):
            called = where[k, v] == 1 and c.place_region[v] == c.place_region[p]
            if called and (square == p or c.place_distance[p, v] < c.place_distance[p, square]):
                square = v
    return square


@serial
def _reach(
    c: Columns, at_work: np.ndarray, deniable: np.ndarray, stays: np.ndarray, travel: np.ndarray, at_home: float,
    hard_to_deny: float, lost: tuple[float, float], hubs: float, brought: np.ndarray,
) -> None:
    """Calls are live questions one beside another, each as far as it reaches and organisers bring it."""
    form, today, where, distance = c.opposition_form, c.opposition_today, c.opposition_where, c.place_distance
    places = len(c.place_reach)
    for p in range(places):
        quiet = 1.0  # chance that no gathering is a live question
        strike = 0.0
        weight = at_home
        denied = at_home * hard_to_deny
        staying = 0.0
        square = _square(c, at_work, travel, p)
        c.street_venue[p] = square
        for k in range(len(today)):
            if today[k] <= 0.0:
                continue
            if at_work[form[k]] > 0.0:
                if where[k, p] == 1:
                    strike = max(strike, today[k])
                continue
            here = 0.0
            if where[k, p] == 1:
                here = today[k]
            elif square != p and where[k, square] == 1 and travel[form[k]] > 0.0:
                here = today[k] * exp(-distance[p, square] / travel[form[k]])
            here *= brought[p]
            quiet *= 1.0 - here
            weight += here
            denied += here * deniable[form[k]]
            staying += here * stays[form[k]]
        live = 1.0 - quiet * (1.0 - at_home)
        reach = c.place_reach[p]
        wide = reach + (1.0 - reach) * hubs * (1.0 - c.media_shutdown[p])  # channels that many read, while they can
        c.opposition_call[p, 0] = reach * live * (1.0 - lost[0] * c.media_shutdown[p])
        c.opposition_call[p, 1] = wide * live * (1.0 - lost[1] * c.media_shutdown[p])
        c.opposition_deniable[p] = denied / weight if weight > 0.0 else 0.0
        c.opposition_stays[p] = staying / weight if weight > 0.0 else 0.0
        c.opposition_strike_call[p] = strike


PHASE = Phase(
    "calls", "opposition", call,
    reads=("place_reach", "place_region", "place_people", "place_distance", "media_shutdown",
           "media_hopeful", "abroad_aid", "outcome_gone", "origin", "election_announcement_day",
           "election_announced", "election_inflation", "opposition_free", "opposition_jailed",
           "opposition_exiled", "opposition_council", "opposition_organisers", "opposition_z", "weekday", "call_until",
           "series_key",
           "citizens_mean_outrage", "citizens_mean_fraud", "citizens_shock", "citizens_shocked", "street_crowd",
           "security_arrests"),
    writes=("opposition_alive", "opposition_form", "opposition_first", "opposition_every", "opposition_caller",
            "opposition_where", "opposition_level", "opposition_rate", "opposition_excitement", "opposition_today",
            "opposition_leadership", "opposition_call", "opposition_deniable", "opposition_stays", "opposition_inside",
            "opposition_strike_call", "street_venue"),
    source="schelling1960",
    meaning="series of calls continue, change form, end and begin; the strength of today's calls follows",
)
