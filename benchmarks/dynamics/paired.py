"""Paired runs of one scenario: the same draws of chance, with something left out or changed."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from multiprocessing import get_context
from typing import Any

import numpy as np
from benchmarks.dynamics.stages import VARIANTS

from contested.nation.codes import CAUSES, OUTCOMES

#: numbers of a run, in the order of `Runs.numbers`: what the street and the endings are judged by, then what else a
#: parameter may move
NUMBERS = (
    "crowd_days", "detained", "ended", "day", "custody", "killed", "officers_injured", "turned_away", "output_lost",
    "treasury spent", "shot", "shot dead", "incumbent_share", "turnout", "early", "spread",
    *(f"hazard of {name}" for name in OUTCOMES),
)  # fmt: skip
#: normal points of 5 % and 95 %
LOW, HIGH = -1.6449, 1.6449


@dataclass(frozen=True)
class Setup:
    """One country at one scale; `origin` and `days` where they differ from the scenario's; a variant of stages.py."""

    scenario: str
    scale: int
    days: int | None = None
    origin: int | None = None
    variant: str = ""

    def country(self) -> Any:
        """The scenario's country, cut, lengthened and changed."""
        from contested.scenarios.load import load

        country = load(self.scenario).country
        if self.variant:
            country = VARIANTS[self.variant](country)
        changes = {name: value for name in ("days", "origin") if (value := getattr(self, name)) is not None}
        return replace(country, **changes)


@dataclass(frozen=True)
class Job:
    """Runs to be played with the same settings: one a seed."""

    settings: dict[str, float]
    without: tuple[str, ...]
    seeds: tuple[int, ...]


@dataclass(frozen=True)
class Runs:
    """What runs of a job gave: numbers of shape (seeds, NUMBERS), and the number of each one's ending or -1."""

    numbers: np.ndarray
    endings: np.ndarray


class Player:
    """Plays jobs in one process on one population."""

    def __init__(self, setup: Setup) -> None:
        from contested.nation.world import build

        self.country = setup.country()
        self.world = build(self.country, setup.scale)
        self.models: dict[tuple[str, ...], Any] = {}

    def play(self, job: Job) -> Runs:
        """Every run of a job."""
        from contested.engine.params import override
        from contested.nation.model import nation_model

        model = self.models.setdefault(job.without, nation_model(self.world, job.without))
        params = override(self.country.params, job.settings)
        rows = [self._one(model, params, seed) for seed in job.seeds]
        return Runs(np.array([r[0] for r in rows]), np.array([r[1] for r in rows]))

    def _one(self, model: Any, params: Any, seed: int) -> tuple[list[float], int]:
        from contested.engine.clock import Tick

        state = model.init(params, seed)
        sums, hazards = np.zeros(7), np.zeros(len(OUTCOMES))
        day = np.nan
        ending = -1
        for step in range(self.country.days):
            state = model.step(state, params, Tick(step, seed))
            sums += (
                # whoever is taken in, on the street or at home
                state["street_crowd"].sum(), state["security_arrests"].sum() + state["security_raided"].sum(),
                state["detention_custody"].sum(),
                state["security_killed"].sum() + state["detention_killed"].sum(),
                state["security_officers_injured"].sum(), state["detention_turned_away"].sum(),
                state["workplaces_lost"][0],
            )  # fmt: skip
            hazards += state["outcome_hazard"]
            if ending < 0 and state["outcome_ended"].any():
                ending, day = int(state["outcome_ended"].argmax()), float(step)
        counted = _count(state["election_reported"], state["election_registered"])
        spent = float(params.incumbent.treasury - state["incumbent_treasury"][0])
        numbers = [*sums[:2].tolist(), float(ending >= 0), day, *sums[2:].tolist(), spent, *_shot(state), *counted]
        return [*numbers, *hazards.tolist()], ending


def _shot(state: Any) -> list[float]:
    """People hit by live rounds, and those of them who died."""
    rows = state["security_casualties"][: state["security_casualty_count"][0]]
    _, _, killed, _, _, persons = rows[rows[:, 4] == CAUSES.index("live round")].T
    return [float(persons.sum()), float(persons[killed == 1].sum())]


def _count(reported: np.ndarray, registered: np.ndarray) -> list[float]:
    """Incumbent's share, turnout, part of early votes, and spread of the share over stations; zeros without a vote."""
    cast, incumbent, *_, early = reported.sum(axis=0).tolist() if len(reported) else [0] * 5
    if cast == 0:
        return [0.0] * 4
    some = reported[:, 0] > 0
    spread = float((reported[some, 1] / reported[some, 0]).std())
    return [incumbent / cast, cast / float(registered.sum()), early / cast, spread]


_player: Player | None = None


def _start(setup: Setup) -> None:
    global _player
    os.environ.setdefault("NUMBA_NUM_THREADS", "1")
    _player = Player(setup)


def _play(job: Job) -> Runs:
    assert _player is not None
    return _player.play(job)


def play_all(setup: Setup, jobs: Sequence[Job], workers: int) -> list[Runs]:
    """All jobs, in order, each process on a population of its own.

    The first worker compiles alone when `workers` is 1; kernels are cached on disk for the others.
    """
    if workers == 1:
        player = Player(setup)
        return [player.play(job) for job in jobs]
    with get_context("spawn").Pool(workers, _start, (setup,)) as pool:
        return pool.map(_play, jobs, chunksize=1)


def priors_of(setup: Setup) -> Any:
    """All priors of the country's parameters."""
    from contested.inference.priors import of

    return of(setup.country().params)


def draws(setup: Setup, number: int, seed: int = 15) -> list[dict[str, float]]:
    """Settings of `number` points of all priors together."""
    priors = priors_of(setup)
    z = np.random.default_rng(seed).standard_normal((number, len(priors.names)))
    theta = priors.to_theta(z)
    return [priors.settings(row) for row in theta]


def ends_of(setup: Setup) -> dict[str, tuple[float, float]]:
    """Both ends of every parameter: 5 % and 95 % of its prior, or half and twice its value within its range."""
    from contested.engine.params import walk

    priors = priors_of(setup)
    low, high = (priors.to_theta(np.full((1, len(priors.names)), z))[0] for z in (LOW, HIGH))
    ends = {name: (float(a), float(b)) for name, a, b in zip(priors.names, low, high, strict=True)}
    for name, value, declared in walk(setup.country().params):
        if name not in ends and not declared.choices and not declared.whole and isinstance(value, int | float):
            a, b = (min(declared.within[1], max(declared.within[0], value * f)) for f in (0.5, 2.0))
            if a != b:
                ends[name] = (a, b)
    return ends
