"""A run folder begun, and its unfinished replicates simulated to the last table; for simulate, resume and replay."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from contested.ensemble.local import Origin, run_members
from contested.ground.commands import command
from contested.ground.errors import InputError
from contested.ground.progress import Progress, ProgressCallback, silent
from contested.store import layout, lock, whole, write
from contested.studies import arguments
from contested.studies.interrupt import Stopped, catching
from contested.studies.run.prepare import Ready

LOG = logging.getLogger(__name__)


@contextmanager
def limited(threads: int | None) -> Iterator[None]:
    """Let kernels use this many threads inside; None leaves it as it is. Results are the same on any number.

    Raises
    ------
    InputError
        If it is not 1 to the number numba started with.
    """
    if threads is None:
        yield
        return
    import numba

    from contested.ground.compiled import most_threads

    threads = arguments.whole(threads, "threads")
    most = most_threads()
    if not 1 <= threads <= most:
        raise InputError(
            f"threads: expected 1 to {most} on this machine; got {threads}.",
            "without --threads every core is used",
        )
    before = numba.get_num_threads()
    numba.set_num_threads(threads)
    try:
        yield
    finally:
        numba.set_num_threads(before)


def begin(
    path: Path, ready: Ready, record: dict[str, Any], *, checkpoint: Path | None = None, threads: int | None = None,
    progress: ProgressCallback = silent,
) -> None:  # fmt: skip
    """Make the folder of a run and simulate it, a branch from its checkpoint; otherwise as `finish`."""
    try:
        write.create(path, record, ready.model, ready.files, checkpoint)
    except MemoryError:
        raise ready.out_of_memory() from None
    with lock.exclusive(path):
        finish(path, ready, record, threads=threads, progress=progress)


def go_on(
    path: Path, ready: Ready, record: dict[str, Any], damaged: Iterable[int], *, threads: int | None = None,
    progress: ProgressCallback = silent,
) -> None:  # fmt: skip
    """Simulate what is missing or damaged of a run that was begun; the caller has locked it."""
    for r in damaged:
        write.forget(path, [o.name for o in ready.model.observables], r)
    finish(path, ready, record, threads=threads, progress=progress)


def finish(
    path: Path, ready: Ready, record: dict[str, Any], *, threads: int | None = None,
    progress: ProgressCallback = silent,
) -> None:  # fmt: skip
    """Simulate the replicates of a run folder that are not finished, then join its tables.

    Parameters
    ----------
    record : dict
        The run's provenance: which seed, days, replicates and checkpoints.
    threads : int, optional
    progress : ProgressCallback

    Raises
    ------
    Stopped
        On Ctrl-C.
    DiskError, NotEnoughMemory
        What is finished stays.
    """
    LOG.info("simulating %s, seed %d, %d replicates of %d %ss, in %s", record["scenario"].get("name"), record["seed"],
             record["replicates"], record["days"], record["clock"], path)  # fmt: skip
    branch = record["branched_from"]
    origin = Origin(layout.branched_from(path), branch["about"]["seed"]) if branch else None
    at = Progress(0, record["replicates"] * record["days"])

    def tell(now: Progress) -> None:
        nonlocal at
        at = now
        progress(now)

    try:
        with limited(threads), catching() as stop:
            stopped = run_members(
                path,
                ready.model,
                ready.params,
                seed=record["seed"],
                replicates=record["replicates"],
                first_day=record["first_day"],
                days=record["days"],
                about=ready.about,
                origin=origin,
                save_on=record["checkpoints"],
                progress=tell,
                stop=stop,
            )
    except MemoryError:
        raise ready.out_of_memory() from None
    if stopped is not None:
        where = _where(ready, record, stopped.replicate, stopped.day)
        raise Stopped(path, at.done, at.total, where, f"continue with: {command('resume', path)}", stop.signal)
    write.join_tables(path, record)
    whole.clear(path)
    LOG.info("finished %s", path)


def _where(ready: Ready, record: dict[str, Any], replicate: int, day: int | None) -> str:
    clock = record["clock"]
    member = f" of replicate {replicate}" if record["replicates"] > 1 else ""
    if day is None:
        return f"replicate {replicate - 1}" if replicate else f"{clock} 0"
    when = f" ({ready.start + timedelta(days=day)})" if ready.start else ""
    return f"{clock} {day}{when}{member}"

