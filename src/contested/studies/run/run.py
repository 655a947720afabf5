"""A stored run, opened."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contested.ground.errors import CheckpointError, InputError, closest
from contested.store import arrays, layout, provenance
from contested.store.hashing import hash_days, hash_member, hash_table

if TYPE_CHECKING:
    import polars as pl
    import xarray as xr
    import zarr

_FRAMES = {"place": layout.BY_PLACE, "day": layout.BY_DAY}


class Run:
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
        self.provenance = provenance.read(self.path)

    def __repr__(self) -> str:
        return f"Run({str(self.path)!r}: {self.title}, {len(self.finished)} of {self.replicates} replicates)"

    @property
    def title(self) -> str:
        """Of the scenario, or the model's name."""
        return self.provenance["scenario"].get("title") or self.provenance["model"]

    @property
    def replicates(self) -> int:
        """How many were asked for."""
        return self.provenance["replicates"]

    @property
    def finished(self) -> list[int]:
        """Replicates that are finished."""
        return [r for r in range(self.replicates) if layout.member(self.path, r).is_file()]

    @property
    def complete(self) -> bool:
        """True when every replicate is."""
        return len(self.finished) == self.replicates

    def note(self, replicate: int) -> dict[str, Any]:
        """What was noted when a replicate finished: seed, seconds, hash and the hashes of its parts.

        Raises
        ------
        CheckpointError
            If it is not finished, or the note is damaged.
        """
        file = layout.member(self.path, replicate)
        if not file.is_file():
            raise CheckpointError(
                f"{self.path}: replicate {replicate} is not finished.",
                f"continue with `contested resume {self.path}`",
            )
        try:
            note = json.loads(file.read_text(encoding="utf-8"))
            if note["replicate"] != replicate or not {"seed", "hash", "seconds", "parts"} <= note.keys():
                raise KeyError("replicate")
        except (ValueError, KeyError, TypeError, AttributeError, OSError):
            raise CheckpointError(
                f"{file}: not a readable note of replicate {replicate}.",
                layout.resume_hint(self.path),
            ) from None
        return note

    def hashes(self) -> dict[int, str]:
        """Replicate -> hash over all its stored numbers, for the finished ones."""
        return {r: self.note(r)["hash"] for r in self.finished}

    def to_xarray(self, *, unfinished: bool = False) -> xr.Dataset:
        """Observables with named dimensions, units and dates.

        Parameters
        ----------
        unfinished : bool
            Also replicates that are not finished; their missing days are NaN.

        Raises
        ------
        CheckpointError
            If chunks of a finished replicate are lost or cut.
        """
        import xarray as xr

        self.check_sizes()
        path = layout.observables(self.path)
        try:
            found = xr.open_zarr(path, consolidated=True, chunks=None)
        except Exception as error:  # a damaged group fails in zarr, with zarr's own errors
            raise CheckpointError(
                f"{path}: expected the run's observables; got {type(error).__name__}.",
                "the run is damaged; run again",
            ) from None
        return found if unfinished else found.isel(replicate=self.finished)

    def frame(self, by: str = "place") -> pl.DataFrame:
        """Observables as a table.

        Parameters
        ----------
        by : str
            "place": a row a replicate, day and place; "day": a row a replicate and day, with the numbers that have no
            place (labelled ones as `name[label]`).
        """
        import polars as pl

        from contested.store.frames import frame_of, read_table

        if by not in _FRAMES:
            raise InputError(f"frame(by) is 'place' or 'day'; got {by!r}.", closest(by, list(_FRAMES)))
        name = _FRAMES[by]
        self.check_sizes()
        if layout.table(self.path, name).is_file():
            return read_table(self.path, layout.table(self.path, name))
        group = arrays.opened(self.path)
        done = self.finished
        if not done:
            raise CheckpointError(
                f"{self.path}: no replicate is finished.", f"continue with `contested resume {self.path}`"
            )
        return pl.concat([frame_of(self.path, group, self.provenance, r, name) for r in done])

    def table(self, name: str) -> pl.DataFrame:
        """A table that stands at the end of the run, of all finished replicates.

        Raises
        ------
        InputError
            If the model makes no such table.
        CheckpointError
            If it is lost or damaged.
        """
        import polars as pl

        from contested.store.frames import read_table

        if layout.table(self.path, name).is_file():
            return read_table(self.path, layout.table(self.path, name))
        if name not in self.tables():
            raise InputError(f"{self.path}: no table {name!r}.", f"known: {', '.join(self.tables()) or 'none'}")
        found = [
            _Tables(self.path).of(r, name).select(pl.lit(r, dtype=pl.Int64).alias("replicate"), pl.all())
            for r in self.finished
        ]
        return pl.concat([f for f in found if f.height] or found[:1])

    def tables(self) -> list[str]:
        """Names of the tables the model made."""
        names = {part.removeprefix("table ") for r in self.finished for part in self.note(r)["parts"] if " " in part}
        return sorted(names)

    def casualties(self) -> pl.DataFrame:
        """Injured and killed, one row each: replicate, day, place, kind, setting, cause."""
        return self.table("casualties")

    def returns(self) -> pl.DataFrame:
        """Polling stations: true and reported counts."""
        return self.table("returns")

    def check(self) -> None:
        """Read every finished replicate and compare it with the hash noted when it was written.

        Raises
        ------
        CheckpointError
            Names the first thing that is damaged.
        """
        for error in self._damages():
            raise error[1]

    def damaged(self) -> dict[int, CheckpointError]:
        """Finished replicates that are not what was written, and why; reads everything, as `check` does."""
        return dict(self._damages())

    def check_sizes(self) -> None:
        """Compare the size of every finished replicate's chunks with what was noted; reads none of them.

        Raises
        ------
        CheckpointError
            Names the first observable that lost something.
        """
        for r in self.finished:
            for name, size in self.note(r).get("bytes", {}).items():
                if arrays.stored_bytes(self.path, name, r) != size:
                    raise CheckpointError(
                        f"{layout.observables(self.path)}/{name}: days of replicate {r} are lost or cut.",
                        layout.resume_hint(self.path),
                    )

    def _damages(self) -> Iterator[tuple[int, CheckpointError]]:
        group, tables = arrays.opened(self.path), _Tables(self.path)
        for r in self.finished:
            try:
                self._check(r, group, tables)
            except CheckpointError as error:
                yield r, error

    def _check(self, replicate: int, group: zarr.Group, tables: _Tables) -> None:
        note = self.note(replicate)
        for name, expected in note["parts"].items():
            if name.startswith("table "):
                frame = tables.of(replicate, name.removeprefix("table "))
                found = hash_table({c: frame[c].to_numpy() for c in frame.columns})
            else:
                found = hash_days(arrays.stretches(self.path, group, name, replicate))
            if found != expected:
                raise CheckpointError(
                    f"{self.path}: {name} of replicate {replicate} does not match its hash.",
                    layout.resume_hint(self.path),
                )
        if hash_member(note["parts"]) != note["hash"]:
            raise CheckpointError(
                f"{layout.member(self.path, replicate)}: its hash does not match its parts.",
                layout.resume_hint(self.path),
            )

    @cached_property
    def dates(self) -> tuple[str, str] | None:
        """First and last date played, as text; None for models without dates."""
        from datetime import date, timedelta

        if not self.provenance["start"]:
            return None
        first = date.fromisoformat(self.provenance["start"]) + timedelta(days=self.provenance["first_day"])
        return first.isoformat(), (first + timedelta(days=self.provenance["days"] - 1)).isoformat()

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
        v = p["versions"]
        rows.append(("made by", f"contested {v['contested']}, numpy {v['numpy']}, numba {v['numba']}, {p['created']}"))
        rows.append(("folder", str(self.path)))
        return rows

    def _repr_html_(self) -> str:
        body = "".join(
            f"<tr><th style='text-align:left'>{html.escape(label)}</th><td style='text-align:left'>"
            f"{html.escape(value)}</td></tr>"
            for label, value in self.overview()
        )
        return f"<table>{body}</table>"


class _Tables:
    """A replicate's own tables, out of its own files or of the joined ones, each of which is read once."""

    def __init__(self, run: Path) -> None:
        self._run = run
        self._read: dict[str, pl.DataFrame | CheckpointError] = {}

    def of(self, replicate: int, name: str) -> pl.DataFrame:
        """One table of one replicate.

        Raises
        ------
        CheckpointError
            If it is missing or damaged.
        """
        import polars as pl

        from contested.store.frames import read_table

        own, joined = layout.member_table(self._run, replicate, name), layout.table(self._run, name)
        if not joined.is_file() and own.is_file():
            return read_table(self._run, own)
        if name not in self._read:
            try:
                self._read[name] = read_table(self._run, joined)
            except CheckpointError as error:
                self._read[name] = error
        found = self._read[name]
        if isinstance(found, CheckpointError):
            raise found
        return found.filter(pl.col("replicate") == replicate).drop("replicate")
