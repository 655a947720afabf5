"""Replicates one after another in this process; the model's kernels already use every core.

What is finished is never played again. A replicate that was stopped goes on from its latest checkpoint, to the same
last bit as if it had not been.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contested.engine import checkpoint
from contested.engine.model import Model, State
from contested.engine.run import run as play
from contested.ensemble.points import seeds
from contested.ground.errors import CheckpointError
from contested.store import arrays, disk, layout, write


@dataclass(frozen=True)
class Progress:
    """Where an ensemble stands; handed to the `progress` callback after every day.

    Parameters
    ----------
    done, total : int
        Replicate-days played (or found finished), and to play in all.
    replicate, day : int
        The one just played.
    """

    done: int
    total: int
    replicate: int
    day: int


@dataclass(frozen=True)
class Stopped:
    """Where `stop` ended it: the last day played of the replicate that is not finished; None before its first."""

    replicate: int
    day: int | None


@dataclass(frozen=True)
class Origin:
    """The state every replicate of a branch starts from."""

    path: Path
    seed: int


def run_members(
    run: Path,
    model: Model,
    params: Any,
    *,
    seed: int,
    replicates: int,
    first_day: int,
    days: int,
    about: dict[str, Any],
    origin: Origin | None = None,
    save_on: Collection[int] = (),
    progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Stopped | None:
    """Play every replicate that is not finished.

    Parameters
    ----------
    run : Path
        A run folder from `store.write.create`.
    seed, replicates
        See `seeds`.
    first_day, days : int
        Days `first_day` .. `first_day + days - 1` are played.
    about : dict
        What checkpoints belong to (scenario and world hash, scale, changed parameters); seed and replicate are added.
    origin : Origin, optional
        For a branch; absent, `model.init` makes the first state.
    save_on : collection of int
        Days at whose end a checkpoint is kept.
    progress : (Progress) -> None, optional
    stop : () -> bool, optional
        Asked after every day; True saves a checkpoint and ends.

    Returns
    -------
    Stopped or None
        None when every replicate is finished.

    Raises
    ------
    DiskError
        Finished replicates stay.
    CheckpointError
        A checkpoint to go on from is of another run.
    """
    done = 0

    def tell(replicate: int, day: int) -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(Progress(done, days * replicates, replicate, day))

    undone = False
    for replicate, own_seed in enumerate(seeds(seed, replicates)):
        if layout.member(run, replicate).is_file():
            done += days
            continue
        if stop is not None and stop():
            return Stopped(replicate, None)
        if not undone:
            _part_tables(run, replicates)
            undone = True
        began = time.perf_counter()
        belongs = {**about, "seed": own_seed, "replicate": replicate}
        state, begin = _begin(run, model, params, replicate, own_seed, first_day, days, belongs, origin)
        done += begin - first_day
        member = _Member(run, replicate, model, belongs, first_day, days, begin, frozenset(save_on), stop, tell)
        state = play(
            model,
            params,
            own_seed,
            steps=first_day + days - begin,
            first=begin,
            state=state,
            recorder=member.recorder,
            after=member.after,
        )
        if member.stopped is not None:
            return Stopped(replicate, member.stopped)
        member.recorder.flush()
        tables = model.tables(state) if model.tables is not None else {}
        write.finish(run, replicate, model, seed=own_seed, seconds=time.perf_counter() - began, tables=tables)
        del state  # millions of people; the next replicate's need the room
    return None


class _Member:
    """What happens after each day of one replicate: tell, save, and stop when asked."""

    def __init__(
        self,
        run: Path,
        replicate: int,
        model: Model,
        belongs: dict[str, Any],
        first_day: int,
        days: int,
        begin: int,
        save_on: frozenset[int],
        stop: Callable[[], bool] | None,
        tell: Callable[[int, int], None],
    ) -> None:
        self._run, self._replicate, self._model, self._belongs = run, replicate, model, belongs
        self._last_day = first_day + days - 1
        self._save_on, self._stop, self._tell = save_on, stop, tell
        self.recorder = write.Recorder(run, replicate, model, first_day=first_day, begin=begin)
        self.stopped: int | None = None

    def after(self, day: int, state: State) -> bool:
        """True ends the replicate here; a stop on its last day lets it finish."""
        self._tell(self._replicate, day)
        ends = day < self._last_day and self._stop is not None and self._stop()
        if day in self._save_on or ends:
            self.recorder.flush()  # days first: a checkpoint promises that what came before it is stored
            file = layout.checkpoint(self._run, self._replicate, day, stopped=ends)
            with disk.writing(self._run):
                checkpoint.save(file, self._model, state, next_step=day + 1, about=self._belongs)
        if ends:
            self.stopped = day
        return ends


def _part_tables(run: Path, replicates: int) -> None:
    """What was joined when the run was complete would hide what is about to be played."""
    finished = [r for r in range(replicates) if layout.member(run, r).is_file()]
    apart = {file.stem for file in run.glob("*.parquet")} - {layout.BY_PLACE, layout.BY_DAY}
    write.part_tables(run, sorted(apart), finished)


def _begin(
    run: Path,
    model: Model,
    params: Any,
    replicate: int,
    seed: int,
    first_day: int,
    days: int,
    belongs: dict[str, Any],
    origin: Origin | None,
) -> tuple[State, int]:
    """The state to start a replicate from, and the day to play first: latest checkpoint, else origin, else init.

    A checkpoint promises that the days before it are stored; one that is damaged, or whose days were lost, is passed
    over, which costs time and changes no bit.
    """
    state = model.init(params, origin.seed if origin else seed)
    for day, file in reversed(layout.checkpoints_of(run, replicate)):
        played = day + 1 - first_day
        if not 1 <= played <= days or not _sound(file) or not _stored(run, model, replicate, played):
            continue
        found = checkpoint.head(file)["about"]
        if found != belongs:
            odd = ", ".join(sorted(k for k in {**found, **belongs} if found.get(k) != belongs.get(k)))
            raise CheckpointError(
                f"{file}: belongs to another run ({odd} differ).",
                f"move it away; `contested resume {run}` then plays replicate {replicate} again",
            )
        return state, checkpoint.load(file, model, state)
    if origin is not None:
        return state, checkpoint.load(origin.path, model, state)
    return state, first_day


def _stored(run: Path, model: Model, replicate: int, days: int) -> bool:
    return arrays.whole(run, arrays.opened(run), [o.name for o in model.observables], replicate, days)


def _sound(file: Path) -> bool:
    try:
        checkpoint.verify(file)
    except CheckpointError:
        return False
    return True
