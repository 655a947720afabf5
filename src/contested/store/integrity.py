"""Whether a stored run is still what was written: sizes in a moment, hashes by reading everything.

One hash per stored array, one per replicate: what "the same result" means. Over values, never over compressed bytes, so
that it survives another version of a compressor.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from contested.files import read_record, refusing
from contested.ground.commands import command
from contested.ground.errors import CheckpointError
from contested.store import arrays, layout, shape
from contested.store.hashes import hash_of

if TYPE_CHECKING:
    import zarr

    from contested.store.frames import MemberTables


#: format of runs whose notes hold no hash of the record
_WITHOUT = 1


class Integrity:
    """The notes of a run's finished replicates, and checks against them.

    Parameters
    ----------
    run : Path
        The run's folder.
    replicates : int
        How many the run is to have.
    """

    def __init__(self, run: Path, replicates: int) -> None:
        self._run = run
        self._replicates = replicates

    def note(self, replicate: int) -> dict[str, Any]:
        """What was noted when a replicate finished: seed, seconds, hash and the hashes of its parts.

        Raises
        ------
        CheckpointError
            If it is not finished, or the note is damaged.
        """
        file = layout.member(self._run, replicate)
        if not file.is_file():
            raise CheckpointError(
                f"{self._run}: replicate {replicate} is not finished.",
                f"continue with `{command('resume', self._run)}`",
            )
        refused = refusing(
            CheckpointError, f"{file}: expected the note of replicate {replicate}", layout.resume_hint(self._run)
        )
        note = read_record(file, refused)
        if note.integer("replicate") != replicate:
            raise refused("that of another replicate", "")
        note.integer("seed", low=0)
        note.number("seconds", low=0)
        note.text("hash")
        note.text("provenance", "")
        parts, sizes = note.record("parts"), note.record("bytes", {})
        for part in parts:
            shape.name(part.removeprefix("table "), refused)
            parts.text(part)
        for name in sizes:
            shape.name(name, refused)
            sizes.integer(name, low=0)
        return note.plain()

    def notes(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Every finished replicate and its note."""
        return ((r, self.note(r)) for r in layout.finished(self._run, self._replicates))

    def hashes(self) -> dict[int, str]:
        """Replicate -> hash over all its stored numbers, for the finished ones."""
        return {r: str(note["hash"]) for r, note in self.notes()}

    def check(self) -> None:
        """Read the record and every finished replicate and compare each with the hash noted when it was written.

        Raises
        ------
        CheckpointError
            Names the first thing that is damaged.
        """
        self.check_record()
        for _, error in self._damages():
            raise error

    def check_record(self) -> None:
        """Compare provenance.json with its hash in every note; those of earlier versions have none.

        Raises
        ------
        CheckpointError
        """
        file = layout.provenance(self._run)
        refused = refusing(CheckpointError, f"{file}: expected the record of a run", "simulate anew")
        if read_record(file, refused, nan=True)["format"] == _WITHOUT:
            return
        content = hash_record(self._run)
        for r in layout.finished(self._run, self._replicates):
            try:
                note = self.note(r)
            except CheckpointError:
                continue  # the replicate is damaged, which `damaged` says, and is simulated again
            if note.get("provenance", content) != content:
                raise CheckpointError(
                    f"{file}: expected the record that replicate {r} was simulated with; it was edited or damaged.",
                    "put it back as it was, or simulate anew",
                )

    def damaged(self) -> dict[int, CheckpointError]:
        """Finished replicates that are not what was written, and why; reads all of them, as `check` does."""
        return dict(self._damages())

    def check_sizes(self) -> None:
        """Compare the size of every finished replicate's chunks with what was noted; reads none of them.

        Raises
        ------
        CheckpointError
            Names the first observable that lost something.
        """
        for r, note in self.notes():
            for name, size in note.get("bytes", {}).items():
                if arrays.stored_bytes(self._run, name, r) != size:
                    raise CheckpointError(
                        f"{layout.observables(self._run)}/{name}: days of replicate {r} are lost or cut.",
                        layout.resume_hint(self._run),
                    )

    def _damages(self) -> Iterator[tuple[int, CheckpointError]]:
        from contested.store.frames import MemberTables

        group, tables = arrays.opened(self._run), MemberTables(self._run)
        for r in layout.finished(self._run, self._replicates):
            try:
                self._check(r, group, tables)
            except CheckpointError as error:
                yield r, error

    def _check(self, replicate: int, group: zarr.Group, tables: MemberTables) -> None:
        note = self.note(replicate)
        for name, expected in note["parts"].items():
            if name.startswith("table "):
                frame = tables.read(replicate, name.removeprefix("table "))
                computed = hash_table({c: frame[c].to_numpy() for c in frame.columns})
            else:
                computed = hash_days(arrays.stretches(self._run, group, name, replicate))
            if computed != expected:
                raise CheckpointError(
                    f"{self._run}: {name} of replicate {replicate} does not match its hash.",
                    layout.resume_hint(self._run),
                )
        if hash_member(note["parts"]) != note["hash"]:
            raise CheckpointError(
                f"{layout.member(self._run, replicate)}: its hash does not match its parts.",
                layout.resume_hint(self._run),
            )


def hash_days(stretches: Iterable[np.ndarray]) -> str:
    """SHA-256 of one observable of one replicate, from its stretches of days in order.

    Parameters
    ----------
    stretches : iterable of float64 array of shape (days, ...)
        How they are cut makes no difference.
    """
    seen = hashlib.sha256()
    for values in stretches:
        seen.update(np.ascontiguousarray(values, dtype="<f8").tobytes())
    return seen.hexdigest()


def hash_table(columns: dict[str, Any]) -> str:
    """SHA-256 over the columns of a table: names, kinds and values."""
    seen = hashlib.sha256()
    for name, values in columns.items():
        array = np.asarray(values)
        seen.update(f"{name} {len(array)}\n".encode())
        if len(array) == 0:  # an empty column has no kind worth telling apart
            continue
        if array.dtype.kind in "biu":
            seen.update(b"i" + array.astype("<i8").tobytes())
        elif array.dtype.kind == "f":
            seen.update(b"f" + array.astype("<f8").tobytes())
        else:
            seen.update(b"s" + "\x1f".join(map(str, array.tolist())).encode())
    return seen.hexdigest()


def hash_record(run: Path) -> str:
    """SHA-256 of a run's provenance.json."""
    return hash_of(layout.provenance(run))


def hash_member(parts: dict[str, str]) -> str:
    """SHA-256 of a replicate from those of its parts, whatever their order."""
    return hashlib.sha256("".join(f"{name} {parts[name]}\n" for name in sorted(parts)).encode()).hexdigest()
