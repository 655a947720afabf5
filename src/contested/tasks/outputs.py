"""Files that a task is asked to write: new ones, and one for each table, so that none is lost under another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from contested.ground.errors import ClaimError, InputError
from contested.store import layout


def new_files(given: Mapping[str, str | Path | None], endings: Mapping[str, tuple[str, ...]]) -> dict[str, Path]:
    """The files that are asked for, by option, before anything is written.

    Parameters
    ----------
    given : mapping of str to str, Path or None
        Files by the option that names them; None where it is not given.
    endings : mapping of str to tuple of str
        How each file may end.

    Raises
    ------
    ClaimError
        A file is there already, is asked for twice, or ends otherwise.

    Examples
    --------
    >>> new_files({"out": "drafts.csv", "acts": None}, {"out": (".csv",), "acts": (".csv",)})
    {'out': PosixPath('drafts.csv')}
    """
    found = {name: Path(layout.given(file, name)) for name, file in given.items() if file is not None}
    options: dict[Path, str] = {}
    for name, file in found.items():
        if file.suffix.casefold() not in endings[name]:
            raise ClaimError(
                f"{name}: expected a file that ends in {' or '.join(endings[name])}; got {str(file)!r}.",
                f"for example {file.with_suffix(endings[name][0]).name}",
            )
        check_new(file, name, ClaimError)
        before = options.setdefault(file.resolve(), name)
        if before != name:
            raise ClaimError(
                f"{name}: expected a file of its own; got {str(file)!r}, which --{before} writes.",
                "choose another name",
            )
    return found


def check_new(file: Path, name: str, kind: type[InputError] = InputError) -> None:
    """Raise an error of `kind` where the file that an option names is there already."""
    if file.exists():
        raise kind(
            f"{file}: expected a new file; it is there already.", f"move it away, or choose another name with --{name}"
        )


def new_file(given: str | Path, name: str = "out") -> Path:
    """The one file that a task is asked to write.

    Raises
    ------
    InputError
        If it is no path, or there already.
    """
    file = Path(layout.given(given, name))
    check_new(file, name)
    return file


@contextmanager
def all_or_none() -> Iterator[Callable[[Path], None]]:
    """Inside, new files are written that belong together, each named once it is there; an error removes them.

    Otherwise the same command would be refused once space is free: its first files would be there already.
    """
    written: list[Path] = []
    try:
        yield written.append
    except BaseException:
        for file in written:
            file.unlink(missing_ok=True)
        raise
