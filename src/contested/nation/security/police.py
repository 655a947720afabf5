"""Arrests, injuries and deaths among today's marchers."""

from __future__ import annotations

import math

import numpy as np

from contested.engine.clock import Tick
from contested.engine.phase import Columns, Phase
from contested.ground import streams
from contested.ground.binomials import binomial, binomial_at
from contested.ground.compiled import scalar, serial
from contested.ground.draws import uniform
from contested.nation.casualties import leaves, list_casualty
from contested.nation.codes import DEAD, HOME, HURT
from contested.nation.params import NationParams
from contested.nation.security import SecurityParams
from contested.rules.contact import chance_under


def police(c: Columns, params: NationParams, tick: Tick) -> None:
    """Mend yesterday's injured, then draw arrests, injuries and deaths marcher by marcher."""
    s = params.security
    shares = np.array([1.0 - s.cause_rubber - s.cause_grenade - s.cause_live, s.cause_rubber, s.cause_grenade,
                       s.cause_live])
    lethal = np.array([1.0, s.lethality_rubber, s.lethality_grenade, s.lethality_live])
    _confront(c, s.numbers, shares, lethal, float(c.scale[0]), tick.seed, tick.step)


@serial
def _heal(c: Columns, day: int) -> None:
    """People whose injury is over go home; the list keeps its order."""
    hurt, until, count = c.security_hurt, c.security_hurt_until, c.security_hurt_count
    kept = 0
    for k in range(count[0]):
        if until[k] <= day:
            c.citizens_status[hurt[k]] = HOME
        else:
            hurt[kept] = hurt[k]
            until[kept] = until[k]
            kept += 1
    count[0] = kept


@serial
def _confront(
    c: Columns, force: SecurityParams, shares: np.ndarray, lethal: np.ndarray, scale: float, seed: int, day: int
) -> None:
    """Yesterday's injured mend; then every marcher meets the day's chances, and those met by nothing go home."""
    _heal(c, day)
    rows, start, crowd, status = c.street_rows, c.street_start, c.street_crowd, c.citizens_status
    capacities, effort, violence, venue = c.security_capacity, c.security_effort, c.security_violence, c.street_venue
    arrests, injured, killed = c.security_arrests, c.security_injured, c.security_killed
    taken, taken_place, hurt, hurt_count = (
        c.security_taken, c.security_taken_place, c.security_hurt, c.security_hurt_count
    )
    n_taken = 0
    persons = int(scale)
    arrests[:] = 0.0
    injured[:] = 0.0
    killed[:] = 0.0
    chance = np.zeros(len(crowd))
    for p in range(len(crowd)):
        chance[p] = chance_under(
            effort[p], crowd[p], capacities[p], force.arrests_per_officer, force.reach, force.reach_half
        )
        # news is heard of small numbers more than in proportion: lumps of `scale` persons would be heard of less
        c.security_injured_mean[p] = crowd[p] * min(1.0, force.injuries_per_arrest * violence[p] * chance[p])
        c.security_arrests_mean[p] = (crowd[p] - c.security_injured_mean[p]) * chance[p]
    for home in range(len(crowd)):
        p = venue[home]  # what happens to people happens where they gather
        arrest = chance[p]
        injury = force.injuries_per_arrest * violence[p] * arrest
        for k in range(start[home], start[home + 1]):
            i = rows[k]
            if violence[p] > 0.0 and uniform(seed, streams.INJURY, i, day, 0) < injury:
                dead = _injure(c, force.deaths_per_injury, shares, lethal, persons, p, seed, i, day)
                killed[p] += dead
                injured[p] += persons - dead
                if leaves(dead, persons, seed, i, day):
                    status[i] = DEAD
                    continue
                if hurt_count[0] < len(hurt):
                    hurt[hurt_count[0]] = i
                    c.security_hurt_until[hurt_count[0]] = day + int(force.injury_days)
                    hurt_count[0] += 1
                    status[i] = HURT
                    continue
            if arrest > 0.0 and n_taken < len(taken) and uniform(seed, streams.ARREST, i, day, 0) < arrest:
                arrests[p] += scale
                taken[n_taken] = i
                taken_place[n_taken] = p
                n_taken += 1
    c.security_taken_count[0] = n_taken
    for p in range(len(crowd)):
        clash = min(1.0, force.officer_injuries * violence[p])
        hit = binomial(int(crowd[p]), clash, uniform(seed, streams.OFFICER_INJURY, p, day, 0))
        c.security_officers_injured[p] = min(float(hit), math.floor(c.security_officers[p]))


@scalar
def _injure(
    c: Columns, deadly: float, shares: np.ndarray, lethal: np.ndarray, persons: int, place: int, seed: int, row: int,
    day: int,
) -> int:
    """List what injured and killed the persons of an injured agent; returns how many died.

    Each person has a cause and a chance of their own, so that an agent of a hundred gives the deaths of a hundred
    agents of one.
    """
    dead = 0
    left = persons
    rest = 1.0
    for cause in range(len(shares) - 1, -1, -1):
        n = left if cause == 0 else binomial_at(seed, streams.CAUSE, row, day, cause, left, shares[cause] / rest)
        left -= n
        rest -= shares[cause]
        died = binomial_at(seed, streams.DEATH, row, day, cause, n, deadly * lethal[cause])
        list_casualty(c.security_casualties, c.security_casualty_count, day, place, True, False, cause, died)
        list_casualty(c.security_casualties, c.security_casualty_count, day, place, False, False, cause, n - died)
        dead += died
    return dead


PHASE = Phase(
    "policing", "security", police,
    reads=("street_rows", "street_start", "street_crowd", "street_venue", "scale", "security_officers",
           "security_capacity", "security_effort", "security_violence"),
    writes=("citizens_status", "security_arrests", "security_injured", "security_killed", "security_arrests_mean",
            "security_injured_mean",
            "security_officers_injured", "security_taken", "security_taken_place", "security_taken_count",
            "security_hurt", "security_hurt_until", "security_hurt_count", "security_casualties",
            "security_casualty_count"),
    source="epstein2002",
    meaning="marchers are arrested, as far as crowd and capacity allow; injuries and deaths rise with violence",
)
