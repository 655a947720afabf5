"""Play a published model, or one of your own in the same form."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from contested.engine.params import walk
from contested.ensemble.points import seeds
from contested.ground.errors import CheckpointError, InputError, NotEnoughMemory
from contested.ground.progress import Progress
from contested.store import layout, write
from contested.studies import arguments
from contested.studies import threads as threads_of
from contested.studies.run.opened import Run
from contested.studies.run.ready import Ready
from contested.zoo.catalogue import load
from contested.zoo.published import Published


def simulate_model(
    model: str | Path | Published,
    *,
    preset: str | None = None,
    seed: int | None = None,
    steps: int | None = None,
    replicates: int = 1,
    settings: Mapping[str, float | str] | None = None,
    out: str | Path | None = None,
    from_: str | Path | None = None,
    checkpoints: Sequence[int] = (),
    threads: int | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Run:
    """Play a model of the zoo.

    Parameters
    ----------
    model : str, Path or Published
        A name from `contested.zoo.names()`, a Python file that holds PUBLISHED, or one that was loaded.
    preset : str, optional
        One of its named sets of parameters.
    seed, replicates, out, threads, progress
        As for `contested.simulate`.
    steps : int, optional
        How many to play; as many as show what the model does if absent.
    settings : dict of name to number or word, optional
        Parameters to change.
    from_ : path, optional
        A checkpoint to branch from, of the same model.
    checkpoints : sequence of int
        Steps at whose end every replicate's state is kept.

    Returns
    -------
    Run
        Opened.

    Raises
    ------
    InputError
        Anything wrong with what was asked, before anything is written.
    RunError
        Memory or disk ran out. What was finished stays.
    Stopped
        Ctrl-C (a KeyboardInterrupt); `.run` can be continued with `contested resume`.
    """
    from contested.tasks.simulate import DEFAULT_SEED, begin, head_of, temporary

    published = model if isinstance(model, Published) else load(layout.given(model, "model"))
    file = None if isinstance(model, Published) or not str(model).endswith(".py") else Path(model)
    given = arguments.settings({} if settings is None else settings)
    kept: dict[str, Any] = {}
    if from_ is not None:
        from_ = layout.given(from_, "from")
        kept = head_of(from_, "model")
        belongs = kept["about"]
        if belongs["model"] != published.name:
            raise CheckpointError(
                f"{from_}: was saved from {belongs['model']}, not from {published.name}.", "use one of this model"
            )
        preset = belongs["preset"] if preset is None else preset
        given = {**belongs["settings"], **given}
        seed = belongs["seed"] if seed is None else seed
    seed = arguments.whole(DEFAULT_SEED if seed is None else seed, "seed")
    replicates = arguments.whole(replicates, "replicates")
    seeds(seed, replicates)  # refuses impossible ones
    length = arguments.whole(published.steps if steps is None else steps, "steps")
    if length < 1:
        raise InputError(f"steps: expected at least 1; got {length}.", f"{published.steps} show what the model does")
    with threads_of.limited(threads):  # refuses too many
        pass
    if out is not None:
        out = layout.given(out, "out")
        write.refuse_unless_free(out)
    first = kept.get("next_step", 0)
    save_on = {arguments.whole(step, "checkpoint") for step in arguments.several(checkpoints, "checkpoints")}
    if odd := sorted(step for step in save_on if not first <= step < first + length):
        raise InputError(
            f"checkpoint: expected a step that is played, {first} to {first + length - 1}; got {odd[0]}.",
            "a checkpoint is saved at the end of its step",
        )
    made = ready(published, preset, given, file)
    branch = {"path": str(from_), **{k: kept[k] for k in ("next_step", "hash", "about")}} if kept else None
    record = made.record(
        seed=seed, first_day=first, days=length, replicates=replicates, branched_from=branch, checkpoints=save_on
    )
    return begin(out or temporary(published.name), made, record, from_, threads, progress)


def ready(published: Published, preset: str | None, settings: Mapping[str, Any], file: Path | None) -> Ready:
    """A published model with its parameters.

    Raises
    ------
    ParameterError
        Unknown names, values outside their range, or that contradict each other.
    """
    params = published.choose(settings, preset)
    values = {name: value for name, value, _ in walk(params)}
    changed = {name: values[name] for name in settings}
    said = {"name": published.name, "title": published.title, "preset": preset}
    files = {}
    if file is not None:
        said["own"] = hashlib.sha256(file.read_bytes()).hexdigest()
        files = {file.name: file}
    return Ready(
        published.make(params),
        params,
        about={"model": published.name, "preset": preset, "settings": changed},
        said={"scenario": said, "settings": changed},
        ran_out=lambda: NotEnoughMemory(
            f"memory ran out while playing {published.name}.", "let there be fewer agents, or close other programs"
        ),
        files=files,
    )


def of_record(run: Path, record: dict[str, Any], model: str | Path | None) -> Ready:
    """The model of a stored run, which must be found by name or given as a file.

    Raises
    ------
    CheckpointError
        If it is not there, or not the one that wrote the run.
    """
    said = record["scenario"]
    file = None
    if "own" in said:
        if model is None:
            raise CheckpointError(
                f"{run}: a run of a model of your own; its file must be named.",
                f"add --model FILE; a copy to look at is in {layout.scenario(run)}",
            )
        file = layout.given(model, "model")
        if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() != said["own"]:
            raise CheckpointError(f"{file}: not the file that wrote {run}.", f"its copy is in {layout.scenario(run)}")
    return ready(load(file or said.get("name", "")), said.get("preset"), record["settings"], file)
