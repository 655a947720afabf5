"""Whether a stored run is still what was written: sizes in a moment, hashes by reading everything.

One hash per stored array, one per replicate: what "the same result" means. Over values, never over compressed bytes, so
that it survives another version of a compressor. The joined tables are made of these, so theirs are of the files, as is
that of the scenario's copy, which the record holds.
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
from contested.ground.visible import visible
from contested.store import arrays, layout, shape
from contested.store.hashes import HASHED, hash_of, inside

if TYPE_CHECKING:
    import zarr

    from contested.files import Record
    from contested.store.frames import MemberTables


#: endings of the files that a scenario is read from
_READ = (".csv", ".toml")
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
        """Read the record, the scenario's copy, every finished replicate and every table, and compare each with the
        hash noted when it was written.

        Raises
        ------
        CheckpointError
            Names the first thing that is damaged.
        """
        self.check_record()
        self.check_scenario()
        for _, error in self._damages():
            raise error

    def check_record(self) -> None:
        """Compare provenance.json with its hash in every note; those of earlier versions have none.

        Raises
        ------
        CheckpointError
        """
        file = layout.provenance(self._run)
        if self._record()["format"] == _WITHOUT:
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

    def check_scenario(self) -> None:
        """Compare the run's copy of its scenario, or of a model's own file, with the hashes in its record.

        A run that has lost the whole copy, or that file, can still be shown.

        Raises
        ------
        CheckpointError
            Names the first file that was edited or damaged, is missing, or was not there when the run was begun.
        """
        for _, error in self._of_scenario():
            raise error

    def check_table(self, name: str) -> None:
        """Compare one joined table with its hash; it reads no other. One that is not there is made of the replicates.

        Raises
        ------
        CheckpointError
        """
        if error := self._of_table(name):
            raise error

    def damaged(self) -> dict[int | str, CheckpointError]:
        """Finished replicates and files that are not what was written, and why; reads all of them, as `check` does."""
        return {**dict(self._of_scenario()), **dict(self._damages())}

    def damaged_replicates(self) -> dict[int, CheckpointError]:
        """Those that have to be simulated again."""
        return dict(self._of_replicates())

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

    def table_names(self) -> list[str]:
        """Tables that the model made, by the notes of its finished replicates."""
        return sorted(
            {part.removeprefix("table ") for _, note in self.notes() for part in note["parts"] if " " in part}
        )

    def hashes_of_tables(self) -> dict[str, str] | None:
        """File -> SHA-256 of the joined tables; None of a run that is not finished, or of an earlier version.

        Raises
        ------
        CheckpointError
            If they are damaged, or missing where they must be.
        """
        file = layout.hashes(self._run)
        refused = refusing(CheckpointError, f"{file}: expected hashes by file", layout.resume_hint(self._run))
        if file.is_file():
            noted = read_record(file, refused)
            return {name: noted.text(name) for name in noted}
        done = len(layout.finished(self._run, self._replicates)) == self._replicates
        if done and self._record().get(HASHED) and not layout.unfinished(self._run).is_file():
            raise CheckpointError(
                f"{file}: expected the hashes of the tables of a finished run; the file is missing.",
                layout.resume_hint(self._run),
            )
        return None

    def _record(self) -> Record:
        file = layout.provenance(self._run)
        return read_record(
            file, refusing(CheckpointError, f"{file}: expected the record of a run", "simulate anew"), nan=True
        )

    def _damages(self) -> Iterator[tuple[int | str, CheckpointError]]:
        yield from self._of_replicates()
        for name in (layout.BY_PLACE, layout.BY_DAY, *self._readable_names()):
            if error := self._of_table(name):
                yield layout.table(self._run, name).name, error

    def _readable_names(self) -> list[str]:
        try:
            return self.table_names()
        except CheckpointError:  # a damaged note, which is told as that of its replicate
            return []

    def _of_table(self, name: str) -> CheckpointError | None:
        file = layout.table(self._run, name)
        if not file.is_file():
            return None
        try:
            noted = self.hashes_of_tables()
            if noted is None or hash_of(file) == noted.get(file.name):
                return None
        except CheckpointError as error:
            return error
        except OSError as reason:
            return CheckpointError(f"{file}: cannot be read ({reason.strerror}).", layout.resume_hint(self._run))
        return CheckpointError(
            f"{file}: edited or damaged since it was written: its hash differs.", layout.tables_hint(self._run)
        )

    def _of_scenario(self) -> Iterator[tuple[str, CheckpointError]]:
        folder = layout.scenario(self._run)
        if not folder.is_dir():
            return
        scenario = self._record().record("scenario")
        expected = {name: str(digest) for name, digest in scenario.record("files", {}).items()}
        if own := scenario.text("own", ""):
            expected |= {file.name: own for file in folder.glob("*.py")}
        elif expected:
            expected |= {f.name: "" for f in folder.glob("[!.]*") if f.suffix in _READ and f.name not in expected}
        for name, digest in sorted(expected.items()):
            try:
                same = inside(name) and hash_of(folder / name) == digest
                what = "edited or damaged since the run was begun: its hash differs" if digest else (
                    "a file that was not there when the run was begun")  # fmt: skip
            except (OSError, ValueError) as reason:  # a name that no file can have
                same, what = False, f"missing, or cannot be read ({getattr(reason, 'strerror', reason)})"
            if not same:
                hint = "put it back as it was, or simulate anew" if digest else "move it out of the folder"
                yield f"{folder.name}/{name}", CheckpointError(f"{folder}/{visible(name)}: {what}.", hint)

    def _of_replicates(self) -> Iterator[tuple[int, CheckpointError]]:
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
