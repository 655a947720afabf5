"""A sweep's folder, opened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from contested.studies.result import PointStudy

if TYPE_CHECKING:
    import polars as pl


class Sweep(PointStudy):
    """A sweep's folder, opened."""

    kind = "sweep"
    last = "points.parquet"

    @property
    def runs(self) -> int:
        """How many there are to be: points times replicates."""
        return int(self.record["runs"])

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of what was varied."""
        return tuple(self.record["over"])

    def to_polars(self) -> pl.DataFrame:
        """A row per point and replicate: wave, point, replicate, seed, seconds, failed ("" or the reason), the
        parameters that were varied, and the summaries of every observable (see `ensemble.summaries`)."""
        return super().to_polars()

    @property
    def tables(self) -> Mapping[str, pl.DataFrame]:
        """Tables by name, read when asked for: points, when the sweep is finished; and of a sensitivity analysis
        "sensitivity", a row per output and parameter, with indices and half-widths of their 90 % intervals."""
        return super().tables

    def _about(self) -> list[tuple[str, str]]:
        scenario = self.record.get("scenario", {}).get("name")
        return [
            ("sweep", scenario or self.record["model"]),
            ("runs", f"{self.to_polars().height} of {self.runs} finished, {self.failed().height} failed"),
            *((f"over {name}", text) for name, text in self.record["over"].items()),
            ("design", str(self.record["design"])),
            ("seed", str(self.record["seed"])),
        ]
