"""No words of a library on standard error while it reads a damaged file.

Libraries in Rust print a stack of calls where they panic, before Python learns of it. What is wrong is said once, by
the error.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_lock = Lock()
_state = {"depth": 0, "saved": -1}


@contextmanager
def silence() -> Iterator[None]:
    """Nothing reaches standard error by its file descriptor; blocks may nest and run in several threads."""
    _enter()
    try:
        yield
    finally:
        _leave()


def _enter() -> None:
    with _lock:
        if _state["depth"] == 0:
            try:
                saved = os.dup(2)
            except OSError:  # closed: there is nothing to silence
                saved = -1
            if saved >= 0:
                nowhere = os.open(os.devnull, os.O_WRONLY)
                os.dup2(nowhere, 2)
                os.close(nowhere)
            _state["saved"] = saved
        _state["depth"] += 1


def _leave() -> None:
    with _lock:
        _state["depth"] -= 1
        if _state["depth"] == 0 and _state["saved"] >= 0:
            os.dup2(_state["saved"], 2)
            os.close(_state["saved"])
