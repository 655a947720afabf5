"""Finish a run that was interrupted; the result is identical to that of an uninterrupted run."""

from __future__ import annotations

from pathlib import Path

from contested.ground.options import Device
from contested.ground.progress import Progress
from contested.ground.renamed import renamed
from contested.store import lock, whole, write
from contested.studies.run.prepare import prepare_again
from contested.studies.run.simulate import go_on
from contested.tasks.progress import ProgressOption, shown
from contested.tasks.results import Run


@renamed(say="progress")
def resume(
    run: str | Path,
    *,
    model: str | Path | None = None,
    threads: int | None = None,
    device: Device = "cpu",
    progress: ProgressOption = None,
) -> Run:
    """Simulate what is missing or damaged: unfinished replicates from their latest checkpoint, or from their start.

    Tables over all replicates that are not what was written are made anew from the replicates.

    Parameters
    ----------
    run : path of a run folder
    model : path, optional
        The Python file of your own model, for a run of one: no code is run that you did not name.
    threads, device, progress
        As for `simulate`; the device need not be the one the run was begun on.

    Returns
    -------
    Run
        Complete. A run that already was, and is sound, is only checked and opened.

    Raises
    ------
    CheckpointError
        What the run is cannot be read, or scenario, its copy in the run, parameters or population are no longer those
        it was begun with.
    """
    opened = Run(run)
    with shown(progress, compiles=bool(opened.provenance["start"])) as tell, lock.exclusive(opened.path):
        tell(Progress(text="checking what is stored"))
        damaged = opened.integrity.damaged_replicates()
        record = opened.provenance
        if opened.complete and not damaged:
            opened.integrity.check_record()
            opened.integrity.check_scenario()
            write.join_tables(opened.path, record)
            whole.clear(opened.path)
            return opened
        ready = prepare_again(opened, model, device, tell)
        opened.integrity.check_record()
        go_on(opened.path, ready, record, damaged, threads=threads, progress=tell)
    return Run(opened.path)
