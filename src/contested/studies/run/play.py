"""Playing what is left of a run folder, to its last table; shared by simulate, resume and replay."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from contested.engine.clock import Calendar
from contested.ensemble.local import Origin, run_members
from contested.ground.progress import ProgressCallback, silent
from contested.store import layout, write
from contested.studies import threads
from contested.studies.interrupt import Stopped, catching
from contested.studies.run.opened import Run
from contested.studies.run.ready import Ready


def play(
    path: Path,
    ready: Ready,
    record: dict[str, Any],
    *,
    thread_limit: int | None = None,
    progress: ProgressCallback | None = None,
) -> Run:
    """Play the replicates of a run folder that are not finished, then join its tables.

    Parameters
    ----------
    record : dict
        The run's provenance: which seed, days, replicates and checkpoints.
    thread_limit, progress
        See `tasks.simulate.simulate`.

    Raises
    ------
    Stopped
        On Ctrl-C, with the run so far.
    DiskError, NotEnoughMemory
        What is finished stays.
    """
    branch = record["branched_from"]
    origin = Origin(layout.branched_from(path), branch["about"]["seed"]) if branch else None
    try:
        with threads.limited(thread_limit), catching() as stop:
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
                progress=progress or silent,
                stop=stop,
            )
    except MemoryError:
        raise ready.ran_out() from None
    if stopped is not None:
        raise Stopped(Run(path), _where(ready, record, stopped.replicate, stopped.day))
    write.join_tables(path, record)
    return Run(path)


def _where(ready: Ready, record: dict[str, Any], replicate: int, day: int | None) -> str:
    clock = record["clock"]
    member = f" of replicate {replicate}" if record["replicates"] > 1 else ""
    if day is None:
        return f"replicate {replicate - 1}" if replicate else f"{clock} 0"
    when = f" ({Calendar(ready.start).date(day)})" if ready.start else ""
    return f"{clock} {day}{when}{member}"
