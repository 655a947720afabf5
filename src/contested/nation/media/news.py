"""News of repression: outrage where it exceeds what people are used to, and dread that lasts for weeks.

Kinds of repression are judged one by one, as rows of `params.repression`. What is usual is the nation's habit; who
hears of it depends on connectivity and segment.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from contested.engine.clock import Tick
from contested.engine.params import Kinds
from contested.engine.phase import Columns, Phase
from contested.ground.compiled import serial
from contested.nation.kinds import RepressionParams
from contested.nation.media import MediaParams
from contested.nation.params import NationParams
from contested.rules.belief import half_full, heard, learned
from contested.rules.outrage import surprise


class Kind(NamedTuple):
    """Columns of the table of kinds of repression."""

    outrage: np.ndarray
    half: np.ndarray
    dread: np.ndarray


def report(c: Columns, params: NationParams, tick: Tick) -> None:
    """Outrage of the day and the standing dread, from what was done lately."""
    m, kinds = params.media, params.repression
    left = 0.5 ** (1.0 / m.attention_half_life)
    done = np.zeros((len(kinds), len(c.place_people)))
    done[kinds.row("detention")] = c.security_arrests_mean + c.security_raided
    done[kinds.row("injury")] = c.security_injured_mean
    done[kinds.row("death")] = c.security_killed + c.detention_killed
    done[kinds.row("testimony")] = c.detention_testimonies
    done[kinds.row("charge")] = c.detention_charged
    near = done.copy()
    away = np.flatnonzero(c.street_venue != np.arange(len(near[0])))
    if len(away):
        _elsewhere(c, kinds, away, near)
    # what is reported for days is heard once connections are back
    c.media_attention[:] = c.media_attention * left + done.sum(axis=1)
    columns = Kind(*(kinds.column(name) for name in Kind._fields))
    _report(
        c, m.numbers, columns, done, near, c.media_attention / c.place_people.sum(), kinds.row("testimony"),
        1.0 - 0.5 ** (1.0 / m.habit_half_life), 0.5 ** (1.0 / m.dread_half_life),
    )


def _elsewhere(c: Columns, kinds: Kinds[RepressionParams], away: np.ndarray, near: np.ndarray) -> None:
    """Add to what was done in a place what was done to its people at the square they went to, by their part in the
    crowd there."""
    there = c.street_venue[away]
    part = c.street_marchers[away] / np.maximum(1.0, c.street_crowd[there])
    for kind, done in (("detention", c.security_arrests_mean), ("injury", c.security_injured_mean),
                       ("death", c.security_killed)):
        near[kinds.row(kind), away] += done[there] * part


@serial
def _report(
    c: Columns, m: MediaParams, kind: Kind, done: np.ndarray, at_home: np.ndarray, reported: np.ndarray,
    testimony: int, pace: float, left: float,
) -> None:
    people, cut = c.place_people, c.media_shutdown
    usual, stock, abuse = c.media_usual, c.media_repression, c.media_abuse
    shock = 0.0
    far = 0.0
    total = people.sum()
    for k in range(len(reported)):
        shock += kind.outrage[k] * surprise(reported[k], usual[k], kind.half[k])
        usual[k] = learned(usual[k], reported[k], pace)
        far += kind.dread[k] * done[k].sum() / total
    attention = half_full(reported[testimony], kind.half[testimony])
    for p in range(len(people)):
        near = 0.0
        for k in range(len(reported)):
            near += kind.dread[k] * at_home[k, p] / people[p]
        known = m.near * near + (1.0 - m.near) * far
        for g in range(2):
            told = heard(1.0, cut[p], 1.0 if g == 1 else m.rumour, m.state_discount, 1.0)
            abuse[p, g] = min(1.0, attention * told)
            c.media_shock[p, g] = shock * told
            stock[p, g] = stock[p, g] * left + known * told
            c.media_dread[p, g] = m.dread * half_full(stock[p, g], m.dread_half)


PHASE = Phase(
    "repression_news", "media", report,
    reads=("place_people", "media_shutdown", "street_venue", "street_marchers", "street_crowd",
           "security_arrests_mean", "security_raided", "security_injured_mean",
           "security_killed", "detention_killed", "detention_testimonies", "detention_charged"),
    writes=("media_attention", "media_abuse", "media_usual", "media_repression", "media_shock", "media_dread"),
    source="aytac2018",
    meaning="people hear of yesterday's arrests, injuries, deaths and ill-treatment: what exceeds the usual causes "
            "outrage, all of it causes dread for weeks",
)
