"""Tables of a run: by place and by day out of its arrays, and those the model made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from contested.files import guarded, read_parquet, refusing
from contested.ground.errors import CheckpointError, UnknownTable
from contested.store import arrays, layout
from contested.store.integrity import Integrity

if TYPE_CHECKING:
    import zarr


def frame_of(run: Path, group: zarr.Group, record: dict[str, Any], replicate: int, name: str) -> pl.DataFrame:
    """One replicate as a table.

    Parameters
    ----------
    record : dict
        The run's provenance.
    name : str
        layout.BY_PLACE (a row a day and place, one column an observable with places) or layout.BY_DAY (a row a day,
        one column for each other observable; labelled ones as `name[label]`).

    Returns
    -------
    polars.DataFrame
        Starts with replicate, day (step, for models without days), and date where the model has dates.
    """
    coords = record["coords"]
    first, days = record["first_day"], record["days"]
    numbers = np.arange(first, first + days)
    shapes = {o["name"]: (days, *(len(coords[dim]) for dim in o["dims"])) for o in record["observables"]}

    def values(observable: str) -> np.ndarray:
        stored = np.concatenate(list(arrays.stretches(run, group, observable, replicate)))
        if stored.shape != shapes[observable]:
            raise CheckpointError(
                f"{layout.observables(run)}/{observable}: expected {shapes[observable]} numbers, as provenance.json "
                f"says; got {stored.shape}.",
                layout.resume_hint(run),
            )
        return stored

    if name == layout.BY_PLACE:
        places = coords.get("place", [])
        columns = _keys(record, replicate, np.repeat(numbers, len(places)))
        columns["place"] = pl.Series(places * days, dtype=pl.String)
        for o in record["observables"]:
            if o["dims"] == ["place"]:
                columns[o["name"]] = values(o["name"]).reshape(-1)
        return pl.DataFrame(columns)

    columns = _keys(record, replicate, numbers)
    for o in record["observables"]:
        if o["dims"] == ["place"]:
            continue
        flat = values(o["name"]).reshape(days, -1)
        if not o["dims"]:
            columns[o["name"]] = flat[:, 0]
            continue
        labels = [""]
        for dim in o["dims"]:
            labels = [f"{a},{b}" if a else b for a in labels for b in coords[dim]]
        for k, label in enumerate(labels):
            columns[f"{o['name']}[{label}]"] = flat[:, k]
    return pl.DataFrame(columns)


def _keys(record: dict[str, Any], replicate: int, days: np.ndarray) -> dict[str, Any]:
    columns: dict[str, Any] = {"replicate": np.full(len(days), replicate), record["clock"]: days}
    if record["start"]:
        start = date.fromisoformat(record["start"])
        columns["date"] = pl.Series([start + timedelta(days=int(d)) for d in days], dtype=pl.Date)
    return columns


def table_frame(columns: dict[str, Any]) -> pl.DataFrame:
    """A model's own table; text stays text even when a table is empty of rows.

    Parameters
    ----------
    columns : dict of name to equally long arrays or lists
    """
    made = {}
    for name, values in columns.items():
        array = np.asarray(values)
        if array.dtype.kind in "OUS":
            made[name] = pl.Series([str(v) for v in array.tolist()], dtype=pl.String)
        else:
            kinds = {"b": np.bool_, "i": np.int64, "u": np.int64}
            made[name] = pl.Series(array.astype(kinds.get(array.dtype.kind, np.float64)))
    return pl.DataFrame(made)


def read_table(run: Path, file: Path) -> pl.DataFrame:
    """A table of a run.

    Raises
    ------
    CheckpointError
        If it is missing or damaged.
    """
    if not file.is_file():
        raise CheckpointError(f"{file}: expected a table; it is missing.", layout.resume_hint(run))
    return read_parquet(file, refusing(CheckpointError, f"{file}: expected a table", layout.resume_hint(run)))


class MemberTables:
    """A replicate's own tables, out of its own files or of the joined ones, each of which is read once.

    Parameters
    ----------
    run : Path
    """

    def __init__(self, run: Path) -> None:
        self._run = run
        self._joined: dict[str, pl.DataFrame | CheckpointError] = {}

    def read(self, replicate: int, name: str) -> pl.DataFrame:
        """One table of one replicate.

        Raises
        ------
        CheckpointError
            If it is missing or damaged.
        """
        own, joined = layout.member_table(self._run, replicate, name), layout.table(self._run, name)
        if own.is_file():  # also beside a joined one, which is as old or older
            return read_table(self._run, own)
        if name not in self._joined:
            try:
                self._joined[name] = read_table(self._run, joined)
            except CheckpointError as error:
                self._joined[name] = error
        frame = self._joined[name]
        if isinstance(frame, CheckpointError):
            raise frame
        if frame.schema.get("replicate") != pl.Int64:
            raise CheckpointError(f"{joined}: expected a column 'replicate'; got none.", layout.resume_hint(self._run))
        return frame.filter(pl.col("replicate") == replicate).drop("replicate")


class Tables(Mapping[str, pl.DataFrame]):
    """The tables at the end of a run, of all finished replicates; each is read when its name is asked for.

    A name that is none of them raises UnknownTable, a lost or damaged file CheckpointError.

    Parameters
    ----------
    run : Path
    integrity : Integrity
        Whose notes name the tables.
    """

    def __init__(self, run: Path, integrity: Integrity) -> None:
        self._run = run
        self._integrity = integrity

    def __getitem__(self, name: str) -> pl.DataFrame:
        if name not in (known := self._names()):
            raise UnknownTable(f"{self._run}: no table {name!r}.", f"known: {', '.join(known) or 'none'}")
        if layout.table(self._run, name).is_file():
            self._integrity.check_table(name)
            return read_table(self._run, layout.table(self._run, name))
        members = MemberTables(self._run)
        single = [
            members.read(r, name).select(pl.lit(r, dtype=pl.Int64).alias("replicate"), pl.all())
            for r, _ in self._integrity.notes()
        ]
        refused = refusing(CheckpointError, f"{self._run}: expected tables {name!r} that fit together")
        with guarded(refused):
            return pl.concat([frame for frame in single if frame.height] or single[:1])

    def _names(self) -> list[str]:
        return self._integrity.table_names()

    def __iter__(self) -> Iterator[str]:
        return iter(self._names())

    def __contains__(self, name: object) -> bool:
        return name in self._names()

    def __len__(self) -> int:
        return len(self._names())

    def __repr__(self) -> str:
        return f"Tables({', '.join(self)})"
