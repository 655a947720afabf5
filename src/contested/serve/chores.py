"""Work on what somebody sent, in a process of its own with a time limit: a text that takes for ever stops nothing.

The same process does one chore after another. What it is sent stays in its memory, or in a temporary file under a name
of ours that is gone when the chore is done.
"""

from __future__ import annotations

import pickle
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from contested.ensemble.pool import Child
from contested.ground.errors import ContestedError, InputError, ReturnsError, RunError
from contested.serve.workers import Busy

Answer = dict[str, Any]
#: seconds of a chore, and chores that may wait
PATIENCE, WAITING = 60.0, 8
#: rows of returns, and those that a page shows
ROWS, SHOWN = 200_000, 8
#: what a file of returns is called here
RETURNS = "returns.csv"


class Refused(InputError):
    """What somebody sent cannot be used."""


def worker() -> Callable[[tuple[str, Any]], Answer]:
    """What a process of `ensemble.pool` is given: it takes the name of a chore, and what was sent."""
    return done


def done(chore: tuple[str, Any]) -> Answer:
    """Do a chore; `error` and `hint` say in words why it could not be done."""
    name, content = chore
    try:
        return CHORES[name](content)
    except ContestedError as error:
        return {"error": error.message, "hint": error.hint}


def drafted(content: dict[str, str]) -> Answer:
    """Drafts of claims in a text: the page on which they are reviewed, and how many there are."""
    from contested.tasks.drafts import read_text, review

    found = read_text(content["text"], content["published"], content["name"])
    return {"page": review(found, "/api/claims"), "drafts": sum(len(r.drafts) for r in found.readings)}


def accepted(content: bytes) -> Answer:
    """Accepted drafts as a table of claims."""
    from contested.tasks.drafts import claims_of

    with _file(content, "drafts.csv") as path:
        table, count, aside = claims_of(path)
    return {"csv": table.decode(), "claims": count, "aside": [error.message for error in aside]}


def guessed(sent: tuple[bytes, str]) -> Answer:
    """What the columns of a file of returns mean, as far as headings and numbers say, and its first rows.

    Messages call the file by the name that it has where it comes from; it is written under one of ours.
    """
    from contested.forensics.table.cells import read_cells
    from contested.forensics.table.guess import draft
    from contested.serve.returns import file_hints, roles

    content, called = sent
    if content[:4] in (b"PK\x03\x04", b"PAR1"):
        raise Refused("expected a CSV file; got an archive, a workbook or Parquet.", "save the table as CSV")
    with _file(content, RETURNS) as path:
        try:
            guess = draft(path)
            hints = file_hints(guess.tree)
            cells = read_cells(path, hints)
        except ReturnsError as error:  # a page has no map that could say more
            by_hand = "`contested audit FILE --map MAP` reads it with a map that you write"
            hint = by_hand if "by hand" in error.hint else "save the table as CSV in UTF-8"
            message = called + error.message.removeprefix(RETURNS) if called and error.file else error.message
            raise Refused(message, hint if "map" in error.hint else error.hint) from None
    if cells.frame.height > ROWS:
        raise Refused(f"expected at most {ROWS:,} rows; got {cells.frame.height:,}.", "`contested audit` has no limit")
    return {
        "columns": roles(guess.tree, cells.frame.columns), "unsure": list(guess.unsure),
        "rows": [[str(v or "")[:60] for v in row] for row in cells.frame.head(SHOWN).iter_rows()],
        "stations": cells.frame.height, "hints": {k: v for k, v in vars(hints).items() if v is not None},
    }  # fmt: skip


CHORES: dict[str, Callable[[Any], Answer]] = {"read": drafted, "accept": accepted, "guess": guessed}


@contextmanager
def _file(content: bytes, name: str) -> Iterator[Path]:
    """A temporary file that holds some bytes, inside."""
    with tempfile.TemporaryDirectory(prefix="contested-") as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        yield path


class Chores:
    """One process for chores; it is begun with the first."""

    def __init__(self) -> None:
        self._turn, self._waiting = threading.Lock(), threading.Semaphore(WAITING)
        self._child: Child | None = None

    def ask(self, name: str, content: Any) -> Answer:
        """What a chore gives.

        Raises
        ------
        Busy
            Too many wait.
        Refused
            What was sent cannot be used; why is in words.
        RunError
            It took too long, or its process ended.
        """
        if not self._waiting.acquire(blocking=False):
            raise Busy("Too much is being read already.", "try again in a minute")
        try:
            with self._turn:
                return self._answer(name, content)
        finally:
            self._waiting.release()

    def close(self) -> None:
        """End the process."""
        child = self._child
        if child is not None:
            child.process.kill()
            child.close()

    def _answer(self, name: str, content: Any) -> Answer:
        child = self._child or Child()
        self._child, fresh = child, self._child is None
        late = threading.Event()

        def end() -> None:
            late.set()
            child.process.kill()

        timer = threading.Timer(PATIENCE, end)
        timer.start()
        try:
            failed = child.prepare((pickle.dumps(worker), 1)) if fresh else ""
            result = None if failed else child.simulate((name, content))
        finally:
            timer.cancel()
        if result is None or late.is_set():
            self._child = None
            ended = child.close()
        if result is None and late.is_set():
            raise RunError(f"This could not be read within {PATIENCE:.0f} seconds.", "send less of it")
        if result is None:
            why = failed if isinstance(failed, str) and failed else f"its process ended ({ended})"
            raise RunError(f"This could not be read: {why}.", "memory may not have sufficed: send less of it")
        if result.failed:
            raise RunError(f"This could not be read: {result.failed}.", "this may be a defect in contested")
        if result.answer.get("error"):
            raise Refused(result.answer["error"], result.answer["hint"])
        return dict(result.answer)
