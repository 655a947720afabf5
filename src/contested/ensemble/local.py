"""Replicates one after another in this process; the model's kernels already use every core.

What is finished is never simulated again. A replicate that was stopped goes on from its latest checkpoint, to the same
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
from contested.engine.run import run as simulate
from contested.ensemble.points import seeds
from contested.ground.commands import command
from contested.ground.errors import CheckpointError
from contested.ground.progress import Progress, ProgressCallback, silent
from contested.store import arrays, disk, layout, write


@dataclass(frozen=True)
class Unfinished:
    """Where `stop` ended it: the last day simulated of the replicate that is not finished; None before its first."""

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
    progress: ProgressCallback = silent,
    stop: Callable[[], bool] = lambda: False,
) -> Unfinished | None:
    """Simulate every replicate that is not finished.

    Parameters
    ----------
    run : Path
        A run folder from `store.write.create`.
    seed, replicates
        See `seeds`.
    first_day, days : int
        Days `first_day` .. `first_day + days - 1` are simulated.
    about : dict
        What checkpoints belong to (scenario and world hash, scale, changed parameters); seed and replicate are added.
    origin : Origin, optional
        For a branch; absent, `model.init` makes the first state.
    save_on : collection of int
        Days at whose end a checkpoint is saved.
    progress : (Progress) -> None
        Called after every day, with replicate-days done and in all.
    stop : () -> bool
        Asked after every day; True saves a checkpoint and ends.

    Returns
    -------
    Unfinished or None
        None when every replicate is finished.

    Raises
    ------
    DiskError
        Finished replicates stay.
    CheckpointError
        A checkpoint to go on from is of another run.
    """
    finished = layout.finished(run, replicates)
    count = _Counter(days * len(finished), days * replicates, progress)
    todo = [(r, own) for r, own in enumerate(seeds(seed, replicates)) if r not in finished]
    for replicate, own_seed in todo:
        if stop():
            return Unfinished(replicate, None)
        if replicate == todo[0][0]:
            # what was joined when the run was complete would hide what is about to be simulated
            write.part_tables(run, write.own_tables(run, replicates), finished)
        began = time.perf_counter()
        belongs = {**about, "seed": own_seed, "replicate": replicate}
        state = model.init(params, origin.seed if origin else own_seed)
        begin = _restored(run, model, state, belongs, origin, first_day, days)
        count.done += begin - first_day
        member = _Member(run, model, belongs, first_day, days, begin, save_on, stop, count)
        state = simulate(
            model, params, own_seed, steps=first_day + days - begin, first=begin, state=state,
            recorder=member.recorder, after=member.after,
        )  # fmt: skip
        if member.stopped is not None:
            return Unfinished(replicate, member.stopped)
        member.recorder.flush()
        tables = model.tables(state) if model.tables is not None else {}
        write.finish(run, replicate, model, seed=own_seed, seconds=time.perf_counter() - began, tables=tables)
        del state  # millions of people; the next replicate's need the room
    return None


@dataclass
class _Counter:
    """Replicate-days done, and in all."""

    done: int
    total: int
    progress: ProgressCallback

    def add(self, text: str) -> None:
        self.done += 1
        self.progress(Progress(self.done, self.total, text))


class _Member:
    """What happens after each day of one replicate: report, save, and stop when asked."""

    def __init__(
        self, run: Path, model: Model, belongs: dict[str, Any], first_day: int, days: int, begin: int,
        save_on: Collection[int], stop: Callable[[], bool], count: _Counter,
    ) -> None:  # fmt: skip
        self._run, self._model, self._belongs, self._replicate = run, model, belongs, belongs["replicate"]
        self._last_day = first_day + days - 1
        self._save_on, self._stop, self._count = frozenset(save_on), stop, count
        self.recorder = write.Recorder(run, self._replicate, model, first_day=first_day, begin=begin)
        self.stopped: int | None = None

    def after(self, day: int, state: State) -> bool:
        """True ends the replicate here; a stop on its last day lets it finish."""
        self._count.add(f"replicate {self._replicate}, {self._model.clock} {day}")
        ends = day < self._last_day and self._stop()
        if day in self._save_on or ends:
            self.recorder.flush()  # days first: a checkpoint promises that what came before it is stored
            file = layout.checkpoint(self._run, self._replicate, day, stopped=ends)
            with disk.writing(self._run):
                checkpoint.save(
                    file, self._model, state, next_step=day + 1, about=self._belongs, files=self._files()
                )
        if ends:
            self.stopped = day
        return ends

    def _files(self) -> dict[str, bytes]:
        folder = layout.scenario(self._run)
        return {f.name: f.read_bytes() for f in sorted(folder.iterdir())} if folder.is_dir() else {}


def _restored(
    run: Path, model: Model, state: State, belongs: dict[str, Any], origin: Origin | None, first_day: int, days: int
) -> int:
    """Fill a state and say which day comes first: after the latest checkpoint, else after the origin, else the first.

    A checkpoint promises that the days before it are stored; one that is damaged, or whose days were lost, is passed
    over, which costs time and changes no bit.
    """
    replicate = belongs["replicate"]
    for day, file in reversed(layout.checkpoints_of(run, replicate)):
        stored = day + 1 - first_day
        if not 1 <= stored <= days or not _sound(file):
            continue
        if not arrays.whole(run, arrays.opened(run), [o.name for o in model.observables], replicate, stored):
            continue
        other = checkpoint.head(file)["about"]
        if other != belongs:
            odd = ", ".join(sorted(k for k in {**other, **belongs} if other.get(k) != belongs.get(k)))
            raise CheckpointError(
                f"{file}: belongs to another run ({odd} differ).",
                f"move it away; `{command('resume', run)}` then simulates replicate {replicate} again",
            )
        return checkpoint.load(file, model, state)
    return first_day if origin is None else checkpoint.load(origin.path, model, state)


def _sound(file: Path) -> bool:
    try:
        checkpoint.verify(file)
    except CheckpointError:
        return False
    return True
