"""A run's folder, opened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contested.ground.commands import command
from contested.ground.errors import CheckpointError
from contested.ground.visible import visible
from contested.store import arrays, layout, provenance
from contested.store.integrity import Integrity
from contested.studies.result import Result, to_pandas
from contested.studies.run.dimensions import arrays_by, axes_of, chosen, long_frame

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import xarray as xr

_FRAMES = {"place": layout.BY_PLACE, "day": layout.BY_DAY}


class Run(Result):
    """One run folder.

    Numbers are read when asked for. Tables hold finished replicates only; `to_xarray(unfinished=True)` also shows the
    days of those that are not.

    Parameters
    ----------
    path : path of a run folder

    Attributes
    ----------
    path : Path
    provenance : dict
        What the run is; see store.provenance.

    Raises
    ------
    CheckpointError
        If it is no run, or a damaged one.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = layout.given(path, "run")
        self.provenance: dict[str, Any] = provenance.read(self.path)

    def __repr__(self) -> str:
        return f"Run({str(self.path)!r}: {visible(self.title)}, {len(self.finished)} of {self.replicates} replicates)"

    @property
    def title(self) -> str:
        """Of the scenario, or the model's name."""
        return str(self.provenance["scenario"].get("title") or self.provenance["model"])

    @property
    def replicates(self) -> int:
        """How many were asked for."""
        return int(self.provenance["replicates"])

    @property
    def finished(self) -> list[int]:
        """Replicates that are finished."""
        return layout.finished(self.path, self.replicates)

    @property
    def complete(self) -> bool:
        """True when every replicate is."""
        return len(self.finished) == self.replicates

    @cached_property
    def integrity(self) -> Integrity:
        """What was written when each replicate finished, and whether it is still there."""
        return Integrity(self.path, self.replicates)

    def readable(self) -> None:
        """Refuse a run that holds nothing to show, or something damaged.

        Raises
        ------
        CheckpointError
        """
        self._need_one()
        self.integrity.check()

    def _need_one(self) -> None:
        if not self.finished:
            raise CheckpointError(
                f"{self.path}: no replicate is finished.", f"continue with `{command('resume', self.path)}`"
            )

    def to_xarray(self, by: str | None = None, *, unfinished: bool = False) -> xr.Dataset:
        """Observables with named dimensions, units and dates; places with region, longitude, latitude and population.

        Parameters
        ----------
        by : str, optional
            Those of one set of dimensions only: "day" (of the nation), "place", "segment", "force", "site",
            "enterprise" or "outcome". Their `to_dataframe()` has a row per replicate, day and label. That of all
            together would have a row per combination of labels, and is refused.
        unfinished : bool
            Also replicates that are not finished; their missing days are NaN.

        Raises
        ------
        InputError
            If no observable has these dimensions.
        CheckpointError
            If chunks of a finished replicate are lost or cut, or the copy of the scenario was edited.

        Examples
        --------
        >>> crowd = run.to_xarray("place")["crowd"]
        >>> crowd.dims
        ('replicate', 'day', 'place')
        >>> crowd.sum("place").sizes["day"]
        30
        """
        axes = None if by is None else chosen(self.provenance, by)
        return arrays_by(self, axes, unfinished=unfinished)

    def to_datatree(self, *, unfinished: bool = False) -> xr.DataTree:
        """All observables: a group per set of dimensions (`to_xarray`), as in `tree["site"]["custody"]`."""
        import xarray as xr

        groups = {
            name: arrays_by(self, axes, unfinished=unfinished) for name, axes in axes_of(self.provenance).items()
        }
        return xr.DataTree.from_dict(groups)

    def to_polars(self, by: str = "place") -> pl.DataFrame:
        """Observables as a table.

        Parameters
        ----------
        by : str
            "place": a row per replicate, day and place; "day": a row per replicate and day, with the numbers that have
            no place (labelled ones as `name[label]`); "segment", "force", "site", "enterprise", "outcome": a row per
            replicate, day and label.

        Examples
        --------
        >>> run.to_polars("site").columns
        ['replicate', 'day', 'date', 'site', 'custody', 'capacity']
        """
        import polars as pl

        from contested.store.frames import frame_of, read_table

        if by not in _FRAMES:
            axes = chosen(self.provenance, by)
            self.integrity.check_sizes()
            self._need_one()
            return long_frame(self, axes)
        name = _FRAMES[by]
        self.integrity.check_sizes()
        if layout.table(self.path, name).is_file():
            self.integrity.check_table(name)
            return read_table(self.path, layout.table(self.path, name))
        group = arrays.opened(self.path)
        self._need_one()
        return pl.concat([frame_of(self.path, group, self.provenance, r, name) for r in self.finished])

    def to_pandas(self, by: str = "place") -> pd.DataFrame:
        """The same table as a pandas DataFrame.

        Raises
        ------
        MissingExtra
            If pandas is not installed.
        """
        return to_pandas(self.to_polars(by))

    @property
    def tables(self) -> Mapping[str, pl.DataFrame]:
        """Tables that stand at the end of the run, by name, of all finished replicates; read when asked for.

        A nation has `casualties` (injured and killed, by replicate, day, place, kind, setting and cause) and
        `returns` (polling stations: true and reported counts).
        """
        from contested.store.frames import Tables

        return Tables(self.path, self.integrity)

    @cached_property
    def dates(self) -> tuple[str, str] | None:
        """First and last date simulated, as text; None for models without dates."""
        if not self.provenance["start"]:
            return None
        first = dt.date.fromisoformat(self.provenance["start"]) + dt.timedelta(days=self.provenance["first_day"])
        return first.isoformat(), (first + dt.timedelta(days=self.provenance["days"] - 1)).isoformat()

    def overview(self) -> list[tuple[str, str]]:
        """What the run is, as (label, value); shown in notebooks and by `contested show`."""
        p = self.provenance
        rows = [
            ("scenario" if p["start"] else "model", f"{self.title} ({p['scenario'].get('name') or p['model']})"),
            ("replicates", f"{len(self.finished)} of {self.replicates} finished"),
            (f"{p['clock']}s", f"{p['days']}" + (f", {self.dates[0]} to {self.dates[1]}" if self.dates else "")),
            ("seed", str(p["seed"])),
        ]
        if p["start"]:
            rows.append(("scale", f"1 agent stands for {p['scale']} person{'s' if p['scale'] != 1 else ''}"))
        if p["scenario"].get("preset"):
            rows.append(("preset", p["scenario"]["preset"]))
        if p["settings"]:
            rows.append(("changed", ", ".join(f"{name} = {value}" for name, value in p["settings"].items())))
        if p["without"]:
            rows.append(("without", ", ".join(p["without"])))
        if p["branched_from"]:
            rows.append(("branched from", f"{p['branched_from']['path']}, day {p['branched_from']['next_step']}"))
        if not self.complete or layout.unfinished(self.path).is_file():
            rows.append(("unfinished", f"continue with: {command('resume', self.path)}"))
        v = p["versions"]
        rows.append(("made by", f"contested {v['contested']}, numpy {v['numpy']}, numba {v['numba']}, {p['created']}"))
        rows.append(("folder", str(self.path)))
        return rows
