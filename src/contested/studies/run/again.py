"""A stored run's model prepared again, to resume the run or to replay it."""

from __future__ import annotations

from pathlib import Path

from contested.ground.errors import CheckpointError, InputError
from contested.ground.options import DEVICE, Device
from contested.ground.progress import ProgressCallback, silent
from contested.store import layout, provenance
from contested.store.frames import read_table
from contested.studies.run import published
from contested.studies.run.prepare import build, choose
from contested.studies.run.ready import Ready
from contested.studies.run.run import Run


def prepare_again(
    run: Run, model: str | Path | None = None, device: Device = DEVICE, device_name: str = "cpu",
    progress: ProgressCallback = silent,
) -> Ready:  # fmt: skip
    """The model a run was begun with: a scenario's from the run's own folder, a published one by its name.

    Raises
    ------
    CheckpointError
        If it is no longer the same.
    InputError
        A device that is not here, or that no published model runs on.
    """
    record = run.provenance
    if record["start"]:
        if not layout.scenario(run.path).is_dir():
            raise CheckpointError(
                f"{layout.scenario(run.path)}: expected the run's copy of its scenario; it is missing.",
                "put the scenario's folder back there; what the run stored can still be shown",
            )
        chosen = choose(
            layout.scenario(run.path), record["settings"], record["scale"], tuple(record["without"]), device,
            device_name,
        )  # fmt: skip
        ready = build(chosen, progress)
    elif device != "cpu":
        raise InputError(f"device: expected cpu for a published model; got {device}.", "only a nation runs on a GPU")
    else:
        ready = published.prepare_again(run.path, record, model)
    names = ("seed", "first_day", "days", "replicates", "branched_from", "checkpoints")
    now = ready.record(**{name: record[name] for name in names})
    if odd := provenance.differences(record, now):
        shown = "; ".join(odd[:6]) + (f"; and {len(odd) - 6} more" if len(odd) > 6 else "")
        raise CheckpointError(
            f"{run.path}: begun as another run than this program would simulate now: {shown}.",
            f"it was made by contested {record['versions']['contested']}; simulate anew into another folder",
        )
    return ready


def drop_damaged_tables(run: Path) -> None:
    """Tables by place and by day are made anew from the arrays when they are not there."""
    for name in (layout.BY_PLACE, layout.BY_DAY):
        try:
            read_table(run, layout.table(run, name))
        except CheckpointError:
            layout.table(run, name).unlink(missing_ok=True)
