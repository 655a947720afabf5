"""A progress bar in an interactive session: in a terminal and in a notebook."""

from __future__ import annotations

import html
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from contested.ground.compiled import cached
from contested.ground.errors import InputError
from contested.ground.forked import computing
from contested.ground.progress import Progress, ProgressCallback, silent
from contested.ground.visible import visible
from contested.tasks.notebook import as_html, in_notebook, updating

#: what callers may give: a callback, True or False for a bar or none, None for a bar in an interactive session
ProgressOption = bool | Callable[[Progress], None] | None

#: what the first run of the national model does before its first day, and the folder of kernels that are compiled late
COMPILING = "compiling, once, about a minute"
LAST_COMPILED = "street"
#: seconds between two pictures of a bar in a notebook
EVERY = 0.2


@contextmanager
def shown(progress: ProgressOption, *, compiles: bool = False) -> Iterator[ProgressCallback]:
    """The callback to hand to lower floors; a bar, if there is one, goes at the end.

    Parameters
    ----------
    progress : bool, callable or None
    compiles : bool
        Whether the national model is run: the first run compiles it, which the bar says.

    Raises
    ------
    InputError
        If it is neither a callable, a truth value nor None.
    """
    computing()
    if callable(progress):
        yield progress
    elif progress is not None and not isinstance(progress, bool):
        raise InputError(
            f"progress: expected True, False or a callable; got {type(progress).__name__}.", "leave it out"
        )
    elif progress or (progress is None and watched()):
        with _cell() if in_notebook() else _bar() as callback:
            yield _compiling(callback) if compiles and not cached(LAST_COMPILED) else callback
    else:
        yield silent


def watched() -> bool:
    """Whether a bar would be seen: stderr is a terminal, or this is a notebook."""
    return sys.stderr.isatty() or in_notebook()


def _compiling(callback: ProgressCallback) -> ProgressCallback:
    """Say of the stages before the first step that they compile."""

    def tell(at: Progress) -> None:
        callback(at if at.done else at._replace(text=f"{at.text}; {COMPILING}" if at.text else COMPILING))

    tell(Progress())
    return tell


@contextmanager
def _cell() -> Iterator[ProgressCallback]:
    """A bar in the cell that runs, without widgets; it goes at the end."""
    shown_last = [0.0]
    place = updating("")

    def callback(at: Progress) -> None:
        now = time.monotonic()
        if now - shown_last[0] < EVERY and at.done not in (0, at.total):
            return
        shown_last[0] = now
        bar = f'<progress value="{at.done}" max="{at.total}"></progress> {at.done:,} of {at.total:,} '
        bar = bar if at.total else ""
        place.update(as_html(f"<div>{bar}{html.escape(visible(at.text))}</div>"))

    try:
        yield callback
    finally:
        place.update(as_html(""))


@contextmanager
def _bar() -> Iterator[ProgressCallback]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        SpinnerColumn(), TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(),
        TimeRemainingColumn(compact=True),
    )  # fmt: skip
    with Bar(*columns, console=Console(stderr=True), transient=True) as drawn:
        task = drawn.add_task("reading", total=None)

        def callback(at: Progress) -> None:
            total = at.total or None
            if total != drawn.tasks[0].total:  # what was finished before is no guide to the speed from here on
                drawn.reset(task, total=total, completed=at.done)
            drawn.update(task, completed=at.done, description=visible(at.text) or None)

        yield callback
