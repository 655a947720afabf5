"""The same command on the folder of a run that it began: the run goes on, and a finished one is checked and opened."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from contested.engine.params import describe
from contested.ground.commands import command
from contested.ground.errors import InputError, OtherStudyError
from contested.ground.progress import Progress, ProgressCallback
from contested.store import layout, lock, provenance, whole, write
from contested.studies.run import simulate
from contested.studies.run.prepare import Chosen, Ready
from contested.studies.run.run import Run


def there(path: Path, seed: int, replicates: int) -> bool:
    """Whether a folder holds a run that may be the one that is asked for; `go_on` tells for sure.

    Raises
    ------
    InputError
        If it holds another one; an OtherStudyError if that is unfinished.
    """
    if not layout.provenance(path).is_file():
        return False
    record = provenance.read(path)
    asked = {"seed": seed, "replicates": replicates}
    if odd := [f"{name} was {record[name]}, is {now}" for name, now in asked.items() if record[name] != now]:
        raise _other(path, odd)
    return True


def _other(path: Path, odd: list[str]) -> InputError:
    shown = "; ".join(odd[:4]) + (" ..." if len(odd) > 4 else "")
    kind = OtherStudyError if layout.unfinished(path).is_file() else InputError
    return kind(
        f"{path}: expected a new or empty folder; it holds a run, and another one: {shown}.",
        f"choose another --out, or `{command('resume', path)}`",
    )


def finished(path: Path, chosen: Chosen, progress: ProgressCallback, **rest: Any) -> bool:
    """Whether a folder holds this run of a scenario, finished and sound, and written by this very program.

    Then the population, which takes longest, would come out as it did: it is not built again.

    Parameters
    ----------
    **rest
        Other fields of its provenance: seed, first_day, days, replicates, branched_from, checkpoints.
    """
    run = Run(path)
    now = {
        **chosen.described, **rest, "versions": provenance.versions(), "parameters": describe(chosen.params),
        "start": str(chosen.country.start),
    }  # fmt: skip
    plain = json.loads(json.dumps(now))
    same = all(run.provenance.get(name) == value for name, value in plain.items() if name != "device")
    if not same or not run.complete:
        return False
    run.integrity.check_record()
    run.integrity.check_scenario()
    with lock.exclusive(path):
        progress(Progress(text="checking what is stored"))
        if run.integrity.damaged_replicates():
            return False
        write.join_tables(path, run.provenance)  # a kill may have come between the last day and the tables
        whole.clear(path)
    return True


def go_on(
    path: Path, ready: Ready, record: dict[str, Any], threads: int | None, progress: ProgressCallback
) -> None:
    """Simulate what is missing of the run in a folder, if it is the one that `record` describes.

    Raises
    ------
    InputError
        If it is another run.
    """
    run = Run(path)
    odd = provenance.differences(run.provenance, record)
    odd += ["checkpoints differ"] if run.provenance["checkpoints"] != record["checkpoints"] else []
    if odd:
        raise _other(path, odd)
    run.integrity.check_record()
    run.integrity.check_scenario()
    with lock.exclusive(path):
        progress(Progress(text="checking what is stored"))
        damaged = run.integrity.damaged_replicates()
        simulate.go_on(path, ready, run.provenance, damaged, threads=threads, progress=progress)
