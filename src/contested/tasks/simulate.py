"""Play a scenario: every day, every place, as many futures as asked for."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contested.engine import checkpoint
from contested.ensemble.points import seeds
from contested.ground.errors import CheckpointError, InputError
from contested.ground.progress import Progress
from contested.store import disk, layout, lock, write
from contested.studies import arguments
from contested.studies import days as days_of
from contested.studies import threads as threads_of
from contested.studies.run.opened import Run
from contested.studies.run.play import play
from contested.studies.run.prepare import Chosen, build, choose, say_nothing
from contested.studies.run.ready import Ready

if TYPE_CHECKING:
    from contested.scenarios import Scenario

DEFAULT_SEED = 1


def simulate(
    scenario: str | Path | Scenario,
    *,
    seed: int | None = None,
    scale: int = 1,
    days: int | None = None,
    until: str | date | None = None,
    replicates: int = 1,
    settings: Mapping[str, float | str] | None = None,
    without: Sequence[str] | str = (),
    out: str | Path | None = None,
    from_: str | Path | None = None,
    checkpoints: Sequence[int | str | date] = (),
    threads: int | None = None,
    device: str = "cpu",
    progress: Callable[[Progress], None] | None = None,
    say: Callable[[str], None] = say_nothing,
) -> Run:
    """Play a scenario.

    Parameters
    ----------
    scenario : str, Path or Scenario
        A name from `contested.list_scenarios()`, a scenario's folder, or one that was loaded.
    seed : int, optional
        Of the study, 1 if absent; the same seed gives the same run to the last bit, on any number of threads. On a
        branch, absent means the checkpoint's own: replicate 0 then is the run that never stopped.
    scale : int, person/agent
        How many persons one agent stands for; 1 plays everybody.
    days : int, optional
        How many to play; to the scenario's end if absent.
    until : date or "YYYY-MM-DD", optional
        The last day to play, instead of `days`.
    replicates : int
        How many futures. The first n are the same however many follow.
    settings : dict of dotted name to number, optional
        Parameters to change, e.g. {"detention.hold_limit": 3}. A branch starts from those of its checkpoint.
    without : sequence of str, or one name
        Subsystems or phases to leave out, to see what they do.
    out : path, optional
        Folder for the run: new, or empty. Absent, it lies in a temporary folder that goes when Python ends.
    from_ : path, optional
        A checkpoint to branch from: same scenario, population and scale.
    checkpoints : sequence of day numbers or dates
        Days at whose end every replicate's state is kept, to branch from.
    threads : int, optional
        Every core if absent.
    device : str
        "cpu", or "gpu" for an NVIDIA GPU, which needs the extra `gpu`; the bits are the same.
    progress : (Progress) -> None, optional
        Called after every day.
    say : (str) -> None, optional
        Told what is being prepared.

    Returns
    -------
    Run
        Opened.

    Raises
    ------
    InputError
        Anything wrong with what was asked, before anything is written.
    MissingExtra
        There is a GPU, and what drives it is not installed.
    RunError
        Memory or disk ran out. What was finished stays.
    Stopped
        Ctrl-C (a KeyboardInterrupt); `.run` can be continued with `contested resume`.
    """
    if from_ is not None:
        from_ = layout.given(from_, "from")
    kept: dict[str, Any] = head_of(from_, "scenario") if from_ is not None else {}
    belongs = kept.get("about", {})
    settings = {**belongs.get("settings", {}), **arguments.settings({} if settings is None else settings)}
    without = arguments.names(without, "without") or tuple(belongs.get("without", ()))
    seed = arguments.whole(belongs.get("seed", DEFAULT_SEED) if seed is None else seed, "seed")
    replicates = arguments.whole(replicates, "replicates")
    seeds(seed, replicates)  # refuses impossible ones
    if days is not None:
        days = arguments.whole(days, "days")
    checkpoints = arguments.several(checkpoints, "checkpoints")
    with threads_of.limited(threads):  # so does this
        pass
    if out is not None:
        out = layout.given(out, "out")
        write.refuse_unless_free(out)
    chosen = choose(scenario, settings, scale, without, device)
    first_day = kept.get("next_step", 0)
    if from_ is not None:
        _check_branch(from_, belongs, "scenario", chosen.scenario.hash, "the scenario's files")
        _check_branch(from_, belongs, "scale", chosen.scale, "--scale")
    length = days_of.how_many(chosen.country, first_day, days, until)
    save_on = _days_to_save(chosen, checkpoints, first_day, length)
    try:
        ready = build(chosen, say)
    except KeyboardInterrupt:
        raise KeyboardInterrupt("stopped; nothing was written") from None
    branched_from = None
    if from_ is not None:
        _check_branch(from_, belongs, "world", ready.about["world"], "the population")
        branched_from = {"path": str(from_), **{k: kept[k] for k in ("next_step", "hash", "about")}}
    record = ready.record(
        seed=seed, first_day=first_day, days=length, replicates=replicates, branched_from=branched_from,
        checkpoints=save_on,
    )  # fmt: skip
    return begin(out or temporary(chosen.scenario.name), ready, record, from_, threads, progress)


def begin(
    path: Path,
    ready: Ready,
    record: dict[str, Any],
    from_: Path | None,
    thread_limit: int | None,
    progress: Callable[[Progress], None] | None,
) -> Run:
    """Make the folder of a run and play it; see `simulate`."""
    write.create(path, record, ready.model, ready.files)
    with lock.exclusive(path):
        if from_ is not None:
            _keep_origin(path, from_)
        return play(path, ready, record, thread_limit=thread_limit, progress=progress)


def head_of(path: Path, what: str) -> dict[str, Any]:
    """What a checkpoint says of itself, after all of it was read and found sound.

    Parameters
    ----------
    what : str
        "scenario" or "model": what it must be of.

    Raises
    ------
    CheckpointError
    """
    head = checkpoint.verify(path)  # all of it, before anything is built or written
    if not {what, "seed"} <= head["about"].keys():
        raise CheckpointError(f"{path}: a checkpoint, but not of a {what}.", "use one from RUN/checkpoints")
    return head


def _check_branch(path: Path, belongs: dict[str, Any], name: str, now: Any, what: str) -> None:
    if belongs[name] == now:
        return
    shown = f" (there {belongs[name]}, here {now})" if name == "scale" else ""
    raise CheckpointError(
        f"{path}: was saved from another {name}; {what} changed{shown}.",
        "branch with the scenario and --scale the checkpoint's run had; RUN/scenario keeps its files",
    )


def _days_to_save(chosen: Chosen, wanted: Sequence[int | str | date], first_day: int, length: int) -> frozenset[int]:
    found = frozenset(days_of.to_day(value, chosen.country, "checkpoint") for value in wanted)
    for day in sorted(found):
        if not first_day <= day < first_day + length:
            raise InputError(
                f"checkpoint: expected a day that is played, {first_day} to {first_day + length - 1}; got {day}.",
                "a checkpoint is saved at the end of its day",
            )
    return found


def _keep_origin(run: Path, source: Path) -> None:
    """Keep the checkpoint with the run, without a second copy where the file system allows."""
    target = layout.branched_from(run)
    with disk.writing(run):
        target.parent.mkdir(exist_ok=True)
        try:
            os.link(source, target)
        except OSError:
            shutil.copyfile(source, target)


def temporary(name: str) -> Path:
    """A folder for a run nobody asked to keep; it goes when Python ends."""
    folder = Path(tempfile.mkdtemp(prefix="contested-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder / name
