"""Simulate a stored run again and compare, bit for bit."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from contested.ground.options import Device
from contested.ground.renamed import renamed
from contested.store import layout, provenance
from contested.studies.run import run as runs
from contested.studies.run.prepare import prepare_again
from contested.studies.run.simulate import begin
from contested.tasks.progress import ProgressOption, shown
from contested.tasks.results import Run


@dataclass(frozen=True)
class Compared:
    """One replicate, stored and simulated again.

    Parameters
    ----------
    replicate : int
    stored, again : str
        Hashes over all numbers.
    differing : tuple of str
        Observables and tables that are not the same; empty if all are.
    """

    replicate: int
    stored: str
    again: str
    differing: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether every bit is."""
        return self.stored == self.again


@dataclass(frozen=True)
class Replay:
    """What a replay found; `same_code` tells whether the program is the one that wrote the run."""

    run: Run
    members: tuple[Compared, ...]
    same_code: bool

    @property
    def same(self) -> bool:
        """Whether every replicate is."""
        return all(m.same for m in self.members)


@renamed(say="progress")
def replay(
    run: str | Path,
    *,
    model: str | Path | None = None,
    threads: int | None = None,
    device: Device = "cpu",
    progress: ProgressOption = None,
) -> Replay:
    """Simulate every finished replicate of a run again, from what its folder says, and compare the results.

    Parameters
    ----------
    run : path of a run folder
    model : path, optional
        The Python file of your own model, for a run of one: no code is run that you did not name.
    threads, device, progress
        As for `simulate`; on another device than the run's this tries that both give the same bits.

    Raises
    ------
    CheckpointError
        The run is damaged, no replicate is finished, or it can no longer be simulated.
    """
    opened = Run(run)
    if not opened.finished:
        opened.readable()
    finished = opened.finished
    folder = Path(tempfile.mkdtemp(prefix="contested-replay-"))
    try:
        with shown(progress, compiles=bool(opened.provenance["start"])) as tell:
            ready = prepare_again(opened, model, device, tell)
            opened.readable()
            record = {**opened.provenance, "replicates": finished[-1] + 1, "checkpoints": []}
            path = folder / "again"
            origin = layout.branched_from(opened.path) if record["branched_from"] else None
            begin(path, ready, record, checkpoint=origin, threads=threads, progress=tell)
        again = runs.Run(path)
        members = tuple(_compared(opened, again, r) for r in finished)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return Replay(opened, members, opened.provenance["versions"].get("code") == provenance.code_hash())


def _compared(run: runs.Run, again: runs.Run, replicate: int) -> Compared:
    a, b = run.integrity.note(replicate), again.integrity.note(replicate)
    names = {**a["parts"], **b["parts"]}
    odd = tuple(n for n in names if a["parts"].get(n) != b["parts"].get(n))
    return Compared(replicate, a["hash"], b["hash"], odd)
