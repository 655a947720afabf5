"""Runs in pairs on the same chance that differ in what forces did on a few days: does the crowd answer as reported?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from benchmarks.dynamics.ensembles import with_tactic
from benchmarks.dynamics.playing import Outcome, play

from contested.nation.world import World

#: days of an order, and days after it that are looked at
ORDERED, AFTER = 3, 14
#: crowds as parts of the people
SEEN, SMALL, LARGE = 0.0002, 0.001, 0.01
#: people who testify in a week, as a part of all, that are many
MANY = 0.00005


@dataclass(frozen=True)
class Answers:
    """Ratios of one arm over the other, one a pair; pairs whose draw has no such day are left out."""

    denial: list[float]
    small: list[float]
    small_ends: list[bool]
    large: list[float]
    large_without_death: list[float]
    releases: list[float]
    many_releases: list[float]


def answers(world: World, draws: list[dict[str, float]], base: list[Outcome]) -> Answers:
    """Pairs of each draw, on days chosen by what its plain run had (`base`, seeds 0, 1, ...)."""
    country = world.country
    people = float(country.population)
    found = Answers([], [], [], [], [], [], [])

    def arm(seed: int, tactic: str, first: int, last: int, days: int) -> Outcome:
        return play(world, seed, draws[seed], days=days, acts=with_tactic(country, tactic, first, last))

    for seed, plain in enumerate(base):
        crowd = plain.total("crowd")
        last = min(country.origin, len(crowd) - 1 - ORDERED - AFTER)
        day = _first(crowd[: last + 1] > SEEN * people, 5)
        if day is not None:
            pause, crackdown = (
                arm(seed, t, day, day, day + 1).total("crowd")[day] for t in ("pause", "crackdown")
            )
            if pause > SEEN * people:
                found.denial.append(crackdown / pause)
        day = _first(crowd[: last + 1] > LARGE * people, 5)
        if day is not None:
            hard, soft = _after(arm, seed, day)
            deaths = sum(hard.total(k)[day : day + ORDERED].sum() for k in ("killed_street", "killed_custody"))
            ratio = _ratio(hard.total("crowd")[day + ORDERED :].max(), soft.total("crowd")[day + ORDERED :].max())
            if ratio is not None:
                (found.large if deaths else found.large_without_death).append(ratio)
        day = _first(np.array([_quiet(crowd, d, people) for d in range(last + 1)]), 7)
        if day is not None:
            hard, soft = _after(arm, seed, day)
            after = [x.total("crowd")[day + ORDERED :] for x in (hard, soft)]
            ratio = _ratio(after[0].sum(), after[1].sum())
            if ratio is not None:
                found.small.append(ratio)
            found.small_ends.append(bool(after[0].max() < SMALL * people))
        ratio, testimonies = _releases(world, seed, draws[seed])
        if ratio is not None:
            found.releases.append(ratio)
            if testimonies > MANY * people:
                found.many_releases.append(ratio)
    return found


def _first(where: np.ndarray, start: int) -> int | None:
    """The first day from `start` on that qualifies."""
    days = np.flatnonzero(where[start:])
    return int(days[0]) + start if len(days) else None


def _quiet(crowd: np.ndarray, day: int, people: float) -> bool:
    """Small crowds for a week and over the days of an order, but somebody on them."""
    window = crowd[max(0, day - 7) : day + ORDERED]
    return bool(window.max() < SMALL * people and crowd[day : day + ORDERED].sum() > SMALL * people / 10)


def _after(arm, seed: int, day: int) -> tuple[Outcome, Outcome]:
    hard, soft = (
        arm(seed, t, day, day + ORDERED - 1, day + ORDERED + AFTER) for t in ("crackdown", "containment")
    )
    return hard, soft


def _ratio(one: float, other: float) -> float | None:
    return float(one / other) if other > 0 else None


def _releases(world: World, seed: int, draw: dict[str, float]) -> tuple[float | None, float]:
    """Person-days of the week after the first scripted releases, with them over without, and who testified more."""
    acts = world.country.acts
    days = [a.day for a in acts if a.act == "release"]
    if not days:
        return None, 0.0
    first = min(days)
    freed = play(world, seed, draw, days=first + 8)
    stayed = play(world, seed, draw, days=first + 8, acts=tuple(a for a in acts if a.act != "release"))
    more = freed.total("testimonies")[first:].sum() - stayed.total("testimonies")[first:].sum()
    if more <= 0:
        return None, 0.0
    return _ratio(freed.total("crowd")[first + 1 :].sum(), stayed.total("crowd")[first + 1 :].sum()), float(more)
