"""The folder of a sweep: made new, recognised as the same again, and read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from contested.ground.errors import InputError
from contested.store import layout
from contested.store import points as stored
from contested.studies import study_folder

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


def record_of(path: Path) -> dict[str, Any]:
    """What a sweep is; CheckpointError if the folder is none of one."""
    return study_folder.record_of(path, "sweep", FORMAT)
