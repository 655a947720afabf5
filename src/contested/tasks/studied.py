"""The folder of a sweep: made new, recognised as the same again, and read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contested.ground.errors import CheckpointError, InputError
from contested.store import disk, layout
from contested.store import points as stored

if TYPE_CHECKING:
    import polars as pl

FORMAT = 1
#: columns of the table that are no parameter and no summary
KEPT = (*stored.KEY, "seed", "seconds", "failed")


class Sweep:
    """A sweep's folder, opened.

    Parameters
    ----------
    path : path
    """

    def __init__(self, path: str | Path) -> None:
        self.path = layout.given(path, "sweep")
        self.record = record_of(self.path)

    @property
    def runs(self) -> int:
        """How many there are to be: points times replicates."""
        return self.record["runs"]

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of what was varied."""
        return tuple(self.record["over"])

    def frame(self) -> pl.DataFrame:
        """A row a point and replicate: wave, point, replicate, seed, seconds, failed ("" or the reason), the parameters
        that were varied, and the summaries of every observable (see `ensemble.summaries`)."""
        return stored.read(self.path)

    def failed(self) -> pl.DataFrame:
        """The rows that have a reason instead of numbers."""
        frame = self.frame()
        return frame.filter(frame["failed"] != "") if "failed" in frame.columns else frame

    def sensitivity(self) -> pl.DataFrame:
        """A row an output and parameter, with indices and half-widths of their 90 % intervals.

        Raises
        ------
        InputError
            If the sweep was none of sensitivity.
        """
        import polars as pl

        if not sensitivity_file(self.path).is_file():
            raise InputError(f"{self.path}: holds no indices.", "sweep with sensitivity='sobol' or 'morris'")
        return pl.read_csv(sensitivity_file(self.path))


def sensitivity_file(path: Path) -> Path:
    """The table of indices."""
    return path / "sensitivity.csv"


class Stopped(KeyboardInterrupt):
    """A sweep was stopped and can be continued.

    Attributes
    ----------
    sweep : Sweep
        What there is so far.
    """

    def __init__(self, found: Sweep, done: int) -> None:
        super().__init__(
            f"stopped after {done} of {found.runs} runs; the same command with --out {found.path} goes on"
        )
        self.sweep = found


def folder(out: Any, name: str, record: dict[str, Any]) -> Path:
    """A new study's folder with its record, or that of the same study begun before.

    Parameters
    ----------
    out : path or None
        None for one that goes when Python ends.

    Raises
    ------
    CheckpointError
        If it holds another study.
    InputError
        If it holds something else.
    DiskError
    """
    if out is None:
        from contested.tasks.simulate import temporary

        path = temporary(f"{name}-sweep")
    else:
        path = layout.given(out, "out")
    if stored.study_file(path).is_file():
        before = record_of(path)
        odd = [_difference(k, before.get(k), record[k]) for k in record if before.get(k) != record[k]]
        if odd:
            raise CheckpointError(
                f"{path}: holds another sweep: {'; '.join(odd[:4])}{' ...' if len(odd) > 4 else ''}.",
                "choose another --out, or ask for the same again to go on",
            )
        return path
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        kind = "it is not empty" if path.is_dir() else "it is a file"
        raise InputError(f"{path}: expected a new or empty folder, or one of a sweep; {kind}.", "choose another --out")
    with disk.writing(path):
        path.mkdir(parents=True, exist_ok=True)
        disk.write_json(stored.study_file(path), record)
    return path


def _difference(name: str, before: Any, now: Any) -> str:
    if isinstance(before, dict) and isinstance(now, dict):
        odd = [k for k in {**before, **now} if before.get(k) != now.get(k)]
        return ", ".join(f"{name} {k} was {before.get(k, 'absent')}, is {now.get(k, 'absent')}" for k in odd[:3])
    return f"{name} was {before}, is {now}"


def record_of(path: Path) -> dict[str, Any]:
    """What a sweep is.

    Raises
    ------
    CheckpointError
        If the folder is none of a sweep.
    """
    file = stored.study_file(path)
    if not file.is_file():
        raise CheckpointError(f"{path}: not a sweep; it has no study.json.", "give the folder that --out named")
    try:
        record = json.loads(file.read_text(encoding="utf-8"))
    except (ValueError, OSError) as error:
        raise CheckpointError(f"{file}: expected JSON; got something unreadable ({error}).", "sweep anew") from None
    if not isinstance(record, dict) or record.get("kind") != "sweep" or record.get("format") != FORMAT:
        raise CheckpointError(f"{file}: expected the record of a sweep of format {FORMAT}.", "it is another kind")
    return record
