"""What commands share in reading their options: threads, settings, and the folder of a run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Annotated

import typer

from contested.ground.errors import InputError

Threads = Annotated[int | None, typer.Option(help="Threads to use; every core if not given. Changes no result.")]

Device = Annotated[
    str, typer.Option(help="cpu, or gpu for an NVIDIA GPU (needs the extra gpu). Changes no result.", show_default=True)
]


def settings_of(texts: list[str]) -> dict[str, str]:
    """NAME=VALUE pairs."""
    found: dict[str, str] = {}
    for text in texts:
        name, equals, value = (part.strip() for part in text.partition("="))
        if not (name and equals and value):
            raise InputError(f"--set: expected NAME=VALUE; got {text!r}.", "for example --set detention.hold_limit=3")
        if name in found:
            raise InputError(f"--set {name}: given twice, {found[name]} and {value}.", "give one value")
        found[name] = value
    return found


@contextmanager
def folder(out: str | None, stem: str, parent: str = "runs") -> Iterator[str | Path]:
    """`out`, or else PARENT/STEM, with a number behind it if that is taken.

    Ours is made at once, so that another process takes the next; it goes again if nothing comes of it.
    """
    if out is not None:
        if not out.strip():
            raise InputError("--out: expected a name or folder; got nothing.", "leave the option out, or name one")
        yield out
        return
    from contested.store import disk

    path, n = Path(parent) / stem, 1
    new = not path.parent.exists()
    with disk.writing(path):
        path.parent.mkdir(exist_ok=True)
        while not _made(path):
            n += 1
            path = path.with_name(f"{stem}-{n}")
    try:
        yield path
    finally:
        for empty in (path, path.parent) if new else (path,):
            with suppress(OSError):  # it holds the run
                empty.rmdir()


def _made(path: Path) -> bool:
    try:
        path.mkdir()
    except FileExistsError:
        return False
    return True
