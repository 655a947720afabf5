"""Paired runs of one scenario: the same draws of chance, with something left out or changed."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from multiprocessing import get_context
from typing import Any

import numpy as np

#: numbers of a run, in the order of `Runs.numbers`
NUMBERS = ("crowd_days", "detained", "ended", "day")


@dataclass(frozen=True)
class Setup:
    """One country at one scale; `origin` and `days` only where they differ from the scenario's."""

    scenario: str
    scale: int
    days: int | None = None
    origin: int | None = None

    def country(self) -> Any:
        """The scenario's country, cut and lengthened."""
        from contested.scenarios.load import load

        country = load(self.scenario).country
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
        crowd_days = detained = 0.0
        day = np.nan
        ending = -1
        for step in range(self.country.days):
            state = model.step(state, params, Tick(step, seed))
            crowd_days += float(state["street_crowd"].sum())
            detained += float(state["security_arrests"].sum())
            if ending < 0 and state["outcome_ended"].any():
                ending, day = int(state["outcome_ended"].argmax()), float(step)
        return [crowd_days, detained, float(ending >= 0), day], ending


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
