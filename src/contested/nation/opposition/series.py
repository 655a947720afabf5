"""Who calls when no script says: series of gatherings go on, change their form, are called off, and new calls are made.

How often calls are made, for one day or again and again, and how long series last, is as in the calendars of eight
crises (benchmarks/crises/callers.py).
"""

from __future__ import annotations

import numpy as np

from contested.engine.clock import Tick
from contested.engine.phase import Columns
from contested.ground import streams
from contested.ground.draws import uniform
from contested.nation.opposition import NETWORK
from contested.nation.params import NationParams
from contested.rules.belief import half_full
from contested.rules.habit import aged

WEEK = 7
SATURDAY = 5
#: rhythm of a call for one gathering, in days: longer than any run
ONCE = 1 << 30


def renew(c: Columns, params: NationParams, tick: Tick) -> None:
    """The morning's series: up to the origin those of the script, from the day after by rule."""
    o = params.opposition
    people = float(c.place_people.sum())
    c.opposition_excitement[0] += o.event_gain * _events(c, tick, people)
    rates = _rates(c, params, people)
    c.opposition_rate[0] = rates.sum()  # noted under a script too: what it has is evidence about the rule
    if tick.step <= int(c.origin[0]):
        scripted = len(c.call_until)
        c.opposition_alive[:scripted] = (c.opposition_first[:scripted] <= tick.step) & (tick.step <= c.call_until)
        begun = int((c.opposition_first[:scripted] == tick.step).sum())
    else:
        if tick.step == int(c.origin[0]) + 1:
            _resume(c, tick.step)
        _survive(c, params, tick, people)
        begun = _begin(c, params, tick, rates)
    left = 0.5 ** (1.0 / o.gain_half_life)
    c.opposition_excitement[0] = c.opposition_excitement[0] * left + o.call_gain * begun


def _events(c: Columns, tick: Tick, people: float) -> float:
    """Events of today that make people call: what begins a crisis, which is the scenario's first day, the announcement
    of a result, and shocks by their size."""
    announced = tick.step == 0 or bool((c.election_announcement_day == tick.step).any())
    return float(announced) + float((c.place_people * c.citizens_shocked).sum()) / people * (tick.step > 0)


def _resume(c: Columns, day: int) -> None:
    """Series go on that the script had not called off: their next gathering would have been at hand."""
    scripted = len(c.call_until)
    rhythm = c.opposition_every[:scripted]
    begun = c.opposition_first[:scripted] < day
    # the author wrote the last gathering known, so a series is open where the next one had not been missed by then
    series = c.call_until > c.opposition_first[:scripted]
    c.opposition_alive[:scripted] = begun & series & (c.call_until + rhythm >= day)


def _survive(c: Columns, params: NationParams, tick: Tick, people: float) -> None:
    """After yesterday's gathering a series may be called off, or change to a form that is harder to keep apart."""
    o = params.opposition
    forms = params.forms
    at_work = forms.column("at_work")
    marches = np.flatnonzero(at_work == 0)
    hardest = int(marches[forms.column("deniable")[marches].argmin()])
    crowd = float(c.street_crowd.sum())
    doubts = min(1.0, 2.0 * o.ending * (1.0 - float(c.media_hopeful[0])))
    small = crowd < params.outcome.quiet * people
    harm = half_full(float(c.security_arrests.sum()) / max(1.0, crowd), o.substitution_half)
    for k in np.flatnonzero((c.opposition_alive == 1) & (c.opposition_today > 0.0)).tolist():
        if c.opposition_every[k] == ONCE:
            c.opposition_alive[k] = 0
            continue
        key = int(c.series_key[k])
        age = tick.step - int(c.opposition_first[k])
        chance = (max(doubts, o.ending_small) if small else doubts) * aged(age, o.newness)
        if uniform(tick.seed, streams.CALL, key, tick.step, 0) < chance:
            c.opposition_alive[k] = 0
        elif at_work[c.opposition_form[k]] == 0 and uniform(tick.seed, streams.CALL, key, tick.step, 1) < (
            o.substitution * harm
        ):
            c.opposition_form[k] = hardest
            c.opposition_level[k] = np.nan


def _rates(c: Columns, params: NationParams, people: float) -> np.ndarray:
    """Rates of new calls for each form: they grow with grievance, leadership and the expectation of success, and for
    some days with every event and every call (hawkes1971)."""
    o = params.opposition
    weight = c.place_people / people
    felt = float((weight * (c.citizens_mean_outrage + c.citizens_mean_fraud + c.citizens_shock)).sum())
    drive = o.starting * half_full(felt, o.grievance_half) * float(c.opposition_leadership[0])
    drive *= 2.0 * float(c.media_hopeful[0]) * float((weight * organised(c, params)).sum())
    rates: np.ndarray = params.forms.column("start") * drive * (1.0 + float(c.opposition_excitement[0]))
    return rates


def _begin(c: Columns, params: NationParams, tick: Tick, rates: np.ndarray) -> int:
    """New calls for each form; returns how many."""
    begun = 0
    for f, form in enumerate(params.forms.values()):
        begins, weekly, once, local, where = (
            uniform(tick.seed, streams.CALL_BEGINS, f, tick.step, which) for which in (0, 1, 3, 4, 5)
        )
        if begins >= rates[f]:
            continue
        free = np.flatnonzero(c.opposition_alive[len(c.call_until):] == 0)
        if not len(free):
            return begun
        begun += 1
        k = len(c.call_until) + int(free[0])
        by_week = weekly < form.weekly
        c.opposition_alive[k] = 1
        c.opposition_form[k] = f
        c.opposition_every[k] = ONCE if once < form.once else WEEK if by_week else 1
        c.opposition_first[k] = _next_gathering(c, k, f, tick, by_week)
        c.opposition_caller[k] = NETWORK
        c.opposition_where[k] = _one_place(c, where) if local < params.opposition.local else 1
        c.opposition_level[k] = np.nan
    return begun


def _one_place(c: Columns, u: float) -> np.ndarray:
    """1 for one place, drawn in proportion to the people whom a call reaches there; 0 for the others."""
    reached = np.cumsum(c.place_people * c.place_reach)
    here = np.zeros(len(reached), np.uint8)
    here[min(int(np.searchsorted(reached, u * reached[-1], side="right")), len(reached) - 1)] = 1
    return here


def organised(c: Columns, params: NationParams) -> np.ndarray:
    """How far calls are brought to people by place, a share: in full by all organisers, by `leaderless` without any."""
    o = params.opposition
    strength: np.ndarray = o.leaderless + (1.0 - o.leaderless) * c.opposition_organisers
    return strength


def _next_gathering(c: Columns, k: int, form: int, tick: Tick, weekly: bool) -> int:
    """Today, or where the form is a weekly one the movement's own weekday, or a day of the next weekend."""
    if not weekly:
        return tick.step
    for j in np.flatnonzero((c.opposition_every == WEEK) & (c.opposition_first <= tick.step)):
        if j != k:
            return tick.step + int(c.opposition_first[j] - tick.step) % WEEK
    day_off = SATURDAY + int(2 * uniform(tick.seed, streams.CALL_BEGINS, form, tick.step, 2))
    return tick.step + (day_off - int(c.weekday[0]) - tick.step) % WEEK
