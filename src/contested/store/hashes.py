"""Whether the files of a study are still what was written: hashes.json, the SHA-256 of each.

It is written when a study is finished, before the file that says so, and counts that one too: what is finished can
always be checked. Pages and pictures are left out, since they are made again from the rest, and so is what is a result
of its own or goes on being written: other answers, forecasts and their ledger.

A hash tells a file that was damaged or edited. It is no signature: who edits a file can hash it anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from pathlib import Path

from contested.files import read_record, refusing
from contested.ground.errors import CheckpointError
from contested.store import disk

NAME = "hashes.json"
#: a record that says so belongs to a version that writes hashes
HASHED = "hashed"
#: files of the folder itself, and folders whose files all count
KINDS = frozenset({".csv", ".json", ".npz", ".parquet", ".xlsx"})
WITHIN = ("points", "scenario", "state", "tables", "trials", "waves")


def write(folder: Path, coming: Mapping[str, bytes] | None = None) -> None:
    """Note the hashes of all files; of those still to come from their content.

    Raises
    ------
    DiskError
    """
    with disk.writing(folder):
        noted = {name: hash_of(folder / name) for name in _files(folder)}
        noted |= {name: hashlib.sha256(content).hexdigest() for name, content in (coming or {}).items()}
        disk.write_json(folder / NAME, dict(sorted(noted.items())))


def finish(folder: Path, name: str, content: bytes) -> None:
    """Write the last file of a result, whose being there means that all others are; the hashes go before it.

    Raises
    ------
    DiskError
    """
    write(folder, {name: content})
    with disk.writing(folder):
        disk.write_bytes(folder / name, content)


def forget(folder: Path, name: str) -> bool:
    """Take a file that is about to be made again out of the notes, and say whether it was there; `note` puts it back.
    In between it counts for nothing, so that whoever is killed there leaves a study that can be read.

    Raises
    ------
    CheckpointError, DiskError
    """
    noted = FileIntegrity(folder).hashes()
    if noted.pop(name, None) is None:
        return False
    with disk.writing(folder):
        disk.write_json(folder / NAME, noted)
    return True


def note(folder: Path, name: str) -> None:
    """Note the hash of one more file of a finished study.

    Raises
    ------
    CheckpointError, DiskError
    """
    noted = FileIntegrity(folder).hashes() | {name: hash_of(folder / name)}
    with disk.writing(folder):
        disk.write_json(folder / NAME, dict(sorted(noted.items())))


def joint(folder: Path, names: Collection[str], also: str = "", noted: Mapping[str, str] | None = None) -> bytes:
    """One SHA-256 over some files of a folder, so that what is derived from them can name them.

    Parameters
    ----------
    names : collection of str
        Files of the folder, and folders in it whose files all count; those that are not there count for nothing.
    also : str
        What else the derived thing depends on.
    noted : mapping of str to str, optional
        Hashes of files that need not be read for theirs.

    Returns
    -------
    bytes
        32 of them.
    """
    seen = hashlib.sha256(also.encode())
    for name in sorted(n for n in _files(folder) if n.split("/")[0] in names):
        seen.update(f"\n{name} {(noted or {}).get(name) or hash_of(folder / name)}".encode())
    return seen.digest()


class FileIntegrity:
    """What was noted when a study was finished, and whether it is still there.

    Parameters
    ----------
    folder : Path
    expected : bool
        Whether there must be notes: the study is finished, and of a version that writes them.
    also : FileIntegrity, optional
        Of another folder that this one rests on; `check` and `damaged` read it as well.
    finished : bool
        Whether the study is: notes of one that is not count for nothing, since it goes on.
    """

    def __init__(
        self, folder: Path, expected: bool = False, also: FileIntegrity | None = None, *, finished: bool = True
    ) -> None:
        self._folder, self._expected, self._also, self._finished = folder, expected, also, finished

    def hashes(self) -> dict[str, str]:
        """File -> SHA-256 of its content; empty for studies that are not finished or of earlier versions.

        Raises
        ------
        CheckpointError
            If the notes are damaged, or missing where they must be.
        """
        return dict(self._noted)

    def check(self) -> None:
        """Read every file and compare it with what was noted.

        Raises
        ------
        CheckpointError
            Names the first file that is damaged, edited or missing.
        """
        for _, error in self._damages():
            raise error

    def damaged(self) -> dict[str, CheckpointError]:
        """Files that are not what was written, and why; reads everything, as `check` does."""
        return dict(self._damages())

    def check_file(self, *names: str) -> None:
        """Compare some files with what was noted; one that was not noted is none of the study's.

        Raises
        ------
        CheckpointError
        """
        if not self._noted:
            return
        for name in names:
            if name not in self._noted:
                raise CheckpointError(
                    f"{self._folder / name}: expected a file that was there when the study was finished; it was not.",
                    "move it out of the folder",
                )
            if error := self._fault(name):
                raise error

    def check_within(self, *folders: str) -> None:
        """As `check_file`, for all files that were noted in some folders."""
        self.check_file(*(name for name in self._noted if name.split("/")[0] in folders and "/" in name))

    @cached_property
    def _noted(self) -> dict[str, str]:
        file = self._folder / NAME
        if not self._finished:
            return {}
        if not file.is_file():
            if self._expected:
                raise CheckpointError(
                    f"{file}: expected the hashes of a finished study; the file is missing.",
                    "without it nobody can tell whether the study was edited",
                )
            return {}
        record = read_record(file, refusing(CheckpointError, f"{file}: expected hashes by file", "the file is damaged"))
        return {name: record.text(name) for name in record}

    def _damages(self) -> Iterator[tuple[str, CheckpointError]]:
        try:
            names = list(self._noted)
        except CheckpointError as unread:
            yield NAME, unread
            return
        for name in names:
            if error := self._fault(name):
                yield name, error
        if self._also is not None:
            yield from ((f"../../{name}", error) for name, error in self._also.damaged().items())

    def _fault(self, name: str) -> CheckpointError | None:
        file = self._folder / name
        try:
            same = inside(name) and hash_of(file) == self._noted[name]
            what = "edited or damaged since it was written: its hash differs"
        except OSError as reason:
            same, what = False, f"missing, or cannot be read ({reason.strerror})"
        if same:
            return None
        return CheckpointError(f"{file}: {what}.", "restore it from a copy, or make the study again in another folder")


def inside(name: str) -> bool:
    """Whether a noted name lies in the folder; others' notes may name anything."""
    path = Path(name)
    return not path.is_absolute() and ".." not in path.parts


def _files(folder: Path) -> Iterator[str]:
    here = (f for f in folder.iterdir() if f.suffix in KINDS and f.name != NAME)
    within = (f for name in WITHIN for f in (folder / name).rglob("*"))
    for file in (*here, *within):
        if file.is_file() and file.suffix != ".part" and not file.name.startswith("."):
            yield file.relative_to(folder).as_posix()


def hash_of(file: Path) -> str:
    """SHA-256 of a file."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
