"""Playing what is left of a run folder, to its last table; shared by simulate, resume and replay."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contested.engine.clock import Calendar
from contested.ensemble.local import Origin, Progress, run_members
from contested.store import layout, provenance, write
from contested.tasks import memory, threads
from contested.tasks.interrupt import Stopped, catching
from contested.tasks.opened import Run
from contested.tasks.prepare import Chosen, about, describe_scenario

if TYPE_CHECKING:
    from contested.engine.model import Model
    from contested.nation.world import World


def record_of(chosen: Chosen, world: World, model: Model, **rest: Any) -> dict[str, Any]:
    """The provenance of a run of the nation; `rest` is what `provenance.make` takes besides."""
    return provenance.make(
        model,
        chosen.params,
        scale=chosen.scale,
        start=chosen.country.start,
        scenario=describe_scenario(chosen),
        world_hash=world.hash,
        settings=chosen.settings,
        without=chosen.without,
        **rest,
    )


def play(
    path: Path,
    chosen: Chosen,
    world: World,
    model: Model,
    record: dict[str, Any],
    *,
    thread_limit: int | None = None,
    progress: Callable[[Progress], None] | None = None,
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
                model,
                chosen.params,
                seed=record["seed"],
                replicates=record["replicates"],
                first_day=record["first_day"],
                days=record["days"],
                about=about(chosen, world),
                origin=origin,
                save_on=record["checkpoints"],
                progress=progress,
                stop=stop,
            )
    except MemoryError:
        raise memory.ran_out(chosen.country, chosen.scale) from None
    if stopped is not None:
        raise Stopped(Run(path), _where(chosen, record, stopped.replicate, stopped.day))
    write.join_tables(path, record)
    return Run(path)


def _where(chosen: Chosen, record: dict[str, Any], replicate: int, day: int | None) -> str:
    member = f" of replicate {replicate}" if record["replicates"] > 1 else ""
    if day is None:
        return f"replicate {replicate - 1}" if replicate else "day 0"
    return f"day {day} ({Calendar(chosen.country.start).date(day)}){member}"
