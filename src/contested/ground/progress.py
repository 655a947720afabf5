"""How far something long has come: what a long call tells whoever asked to be told."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Progress(NamedTuple):
    """How far a call has come.

    Parameters
    ----------
    done : int
        Steps finished.
    total : int
        Steps there are; 0 while that is unknown.
    text : str
        The present stage, in words.
    """

    done: int = 0
    total: int = 0
    text: str = ""


#: is called now and then with how far a call has come
ProgressCallback = Callable[[Progress], None]


def silent(at: Progress) -> None:
    """The callback that shows nothing."""
