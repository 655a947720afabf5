"""A progress bar where somebody watches: in a terminal and in a notebook."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from contested.ground.errors import InputError
from contested.ground.forked import computing
from contested.ground.progress import Progress, ProgressCallback, silent
from contested.ground.visible import visible

#: what callers may give: a callback, True or False for a bar or none, None for a bar where somebody watches
ProgressOption = bool | Callable[[Progress], None] | None


@contextmanager
def shown(progress: ProgressOption) -> Iterator[ProgressCallback]:
    """The callback to hand to lower floors; a bar, if there is one, goes at the end.

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
        with _bar() as callback:
            yield callback
    else:
        yield silent


def watched() -> bool:
    """Whether a bar would be seen: stderr is a terminal, or this is a notebook that can show one."""
    return sys.stderr.isatty() or _in_notebook()


def _in_notebook() -> bool:
    if "ipykernel" not in sys.modules:
        return False
    from importlib.util import find_spec

    return find_spec("ipywidgets") is not None  # rich needs it


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
