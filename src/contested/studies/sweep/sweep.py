"""A sweep's folder, opened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from contested.ensemble.statistics import FAILED
from contested.ground.errors import InputError
from contested.studies.result import PointStudy
from contested.studies.sweep.arrays import arrays, series
from contested.studies.sweep.paired import beside

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl
    import xarray as xr



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

    @property
    def common_seed(self) -> bool:
        """Whether replicates of all points share their random numbers, so that points are pairs."""
        return bool(self.record.get("common_seed", False))

    def point(self, index: int) -> SweepPoint:
        """One point of the sweep, to be compared with another or with a run.

        Raises
        ------
        InputError
            There is no such point, or none of its runs is finished.
        """
        known = self.to_polars()["point"].unique().sort().to_list()
        if index not in known:
            there = f"0 to {known[-1]}" if known else "none is finished"
            raise InputError(f"{self.path}@{index}: expected a point of the sweep ({there}).", "see the column point")
        return SweepPoint(self, int(index))

    def to_polars(self) -> pl.DataFrame:
        """A row per point and replicate: wave, point, replicate, seed, seconds, failed ("" or the reason), the
        parameters that were varied, the summaries of every observable (see `ensemble.summaries`), and a column for each
        statistic of one's own. Days are in `series` and in `to_xarray`."""
        import polars.selectors as cs

        return super().to_polars().select(~cs.list())

    def series(self) -> pl.DataFrame:
        """What was kept day by day: point, replicate, the parameters, day, and a column per observable.

        Raises
        ------
        InputError
            Nothing was kept.
        """
        return series(self, super().to_polars())

    def differences(self, base: int = 0) -> pl.DataFrame:
        """How each point differs from one of them, of a sweep on a common seed: pair by pair, point - base.

        Parameters
        ----------
        base : int
            Number of the point that all others are compared with.

        Returns
        -------
        polars.DataFrame
            A row per other point and indicator: point, the parameters, indicator, mean difference, low and high (its
            90 % interval), up and down (shares of pairs), pairs.

        Raises
        ------
        InputError
            The points have chance of their own, or there is no such point.

        Examples
        --------
        >>> study = contested.sweep("granovetter-1978", settings={"sd": [0.1, 0.2]}, common_seed=True, replicates=4,
        ...                         steps=20, executor="serial")
        >>> study.differences().filter(indicator="share.last").select("point", "sd", "pairs").row(0)
        (1, 0.2, 4)
        """
        return beside(self, base)

    def to_xarray(self) -> xr.Dataset:
        """The numbers by parameter: each parameter is a dimension where every combination of its values was simulated
        (a grid, listed values), and a coordinate of the dimension "point" elsewhere.

        Returns
        -------
        xarray.Dataset
            Dimensions as above and "replicate", and "day" for what was kept day by day. Names are safe ones (crowd_sum
            for crowd.sum, which is its attribute `original`); units and meanings are attributes. A run that failed is
            NaN.
        """
        return arrays(self, super().to_polars())

    @property
    def trouble(self) -> str:
        """What a reader has to know of statistics that gave no number for some run; "" if there is nothing."""
        frame = self.to_polars()
        if FAILED not in frame.columns:
            return ""
        odd = frame.filter(frame[FAILED].fill_null("") != "")
        if not odd.height:
            return ""
        first = odd.row(0, named=True)
        return (
            f"statistics gave no number in {odd.height} of {frame.height} runs; the first, point {first['point']}, "
            f"replicate {first['replicate']}: {first[FAILED]}. All else is kept; see the column {FAILED}."
        )

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
            ("seed", f"{self.record['seed']}, {'common to' if self.common_seed else 'other chance at'} all points"),
        ]


@dataclass(frozen=True, eq=False)
class SweepPoint:
    """One set of parameters of a sweep, with its replicates.

    Parameters
    ----------
    sweep : Sweep
    index : int
        As in the column `point`.
    """

    sweep: Sweep
    index: int

    @property
    def path(self) -> Path:
        """Folder of the sweep."""
        return self.sweep.path

    @property
    def name(self) -> str:
        """SWEEP@3, as on the command line, and its parameters."""
        values = ", ".join(f"{name} = {_short(value)}" for name, value in self.settings.items())
        return f"{self.path}@{self.index} ({values})"

    @property
    def finished(self) -> bool:
        """Whether the sweep is."""
        return self.sweep.finished

    @property
    def settings(self) -> dict[str, Any]:
        """What was varied, at this point."""
        return self.to_polars().select(self.sweep.parameters).row(0, named=True)

    def to_polars(self) -> pl.DataFrame:
        """Its rows of the sweep's table, one per replicate."""
        frame = self.sweep.to_polars()
        return frame.filter(frame["point"] == self.index)


def _short(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)
