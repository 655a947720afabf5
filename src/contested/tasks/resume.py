"""Finish a run that was interrupted; the result is the one an uninterrupted run would have given."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from contested.ground.errors import CheckpointError, InputError
from contested.ground.progress import Progress
from contested.store import layout, lock, provenance, write
from contested.store.frames import read_table
from contested.studies.run.opened import Run
from contested.studies.run.play import play
from contested.studies.run.prepare import build, choose, say_nothing
from contested.studies.run.ready import Ready
from contested.tasks.published import of_record


def resume(
    run: str | Path,
    *,
    model: str | Path | None = None,
    threads: int | None = None,
    device: str = "cpu",
    progress: Callable[[Progress], None] | None = None,
    say: Callable[[str], None] = say_nothing,
) -> Run:
    """Play what is missing or damaged: unfinished replicates from their latest checkpoint, or from their start.

    Parameters
    ----------
    run : path of a run folder
    model : path, optional
        The Python file of your own model, for a run of one: no code is run that you did not name.
    threads, device, progress, say
        As for `simulate`; the device need not be the one the run was begun on.

    Returns
    -------
    Run
        Complete. A run that already was, and is sound, is only checked and opened.

    Raises
    ------
    CheckpointError
        What the run is cannot be read, or scenario, parameters or population are no longer those it was begun with.
    """
    opened = Run(run)
    with lock.exclusive(opened.path):
        say("checking what is stored")
        damaged = opened.integrity.damaged()
        record = opened.provenance
        if opened.complete and not damaged:
            _drop_damaged(opened.path)
            write.join_tables(opened.path, record)
            return opened
        ready = rebuild(opened, say, model, device)
        for r in damaged:
            write.forget(opened.path, [o.name for o in ready.model.observables], r)
        return play(opened.path, ready, record, thread_limit=threads, progress=progress)


def _drop_damaged(run: Path) -> None:
    """Tables by place and by day are made anew from the arrays when they are not there."""
    for name in (layout.BY_PLACE, layout.BY_DAY):
        try:
            read_table(run, layout.table(run, name))
        except CheckpointError:
            layout.table(run, name).unlink(missing_ok=True)


def rebuild(
    run: Run, say: Callable[[str], None], model: str | Path | None = None, device: str = "cpu"
) -> Ready:
    """The model a run was begun with: a scenario's from the run's own folder, a published one by its name.

    Raises
    ------
    CheckpointError
        If it is no longer the same.
    InputError
        A device that is not here, or that plays no model of the zoo.
    """
    record = run.provenance
    if record["start"]:
        if not layout.scenario(run.path).is_dir():
            raise CheckpointError(
                f"{layout.scenario(run.path)}: expected the run's copy of its scenario; it is missing.",
                "put the scenario's folder back there; what the run stored can still be shown",
            )
        without = tuple(record["without"])
        chosen = choose(layout.scenario(run.path), record["settings"], record["scale"], without, device)
        ready = build(chosen, say)
    elif device != "cpu":
        raise InputError(f"device: expected cpu for a published model; got {device}.", "only a nation plays on a GPU")
    else:
        ready = of_record(run.path, record, model)
    names = ("seed", "first_day", "days", "replicates", "branched_from", "checkpoints")
    now = ready.record(**{name: record[name] for name in names})
    if odd := provenance.differences(record, now):
        shown = "; ".join(odd[:6]) + (f"; and {len(odd) - 6} more" if len(odd) > 6 else "")
        raise CheckpointError(
            f"{run.path}: begun as another run than this program would play now: {shown}.",
            f"it was made by contested {record['versions']['contested']}; simulate anew into another folder",
        )
    return ready
