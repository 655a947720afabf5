"""A bar with the time left, where somebody watches; silence where nobody does."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contested.ground.progress import Progress


@contextmanager
def bar(clock: str = "day") -> Iterator[tuple[Callable[[Progress], None] | None, Callable[[str], None]]]:
    """A progress bar over replicate-days.

    Parameters
    ----------
    clock : str
        What a step is called.

    Yields
    ------
    (progress, say)
        To hand to a task: called after every day, and told what is being prepared. Silent unless stderr is a terminal.
    """
    if not sys.stderr.isatty():
        yield None, lambda text: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeRemainingColumn(compact=True),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("reading the scenario", total=None)

        def say(text: str) -> None:
            shown.update(task, description=text, total=None)

        def progress(at: Progress) -> None:
            if shown.tasks[0].total is None:  # what resume finds done is no guide to the speed from here on
                shown.reset(task, total=at.total, completed=at.done - 1)
            shown.update(task, completed=at.done, description=at.text)

        yield progress, say


@contextmanager
def counting(total: int) -> Iterator[Callable[[str], None]]:
    """A progress bar over named things; the yielded function is called before each. Silent where nobody watches."""
    if not sys.stderr.isatty():
        yield lambda text: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
    with Bar(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("", total=total)
        begun = False

        def told(text: str) -> None:
            nonlocal begun
            shown.update(task, description=text, advance=1 if begun else 0)
            begun = True

        yield told


@contextmanager
def runs() -> Iterator[tuple[Callable[[int, int], None] | None, Callable[[str], None]]]:
    """Runs and trials done with the time left, where somebody watches; silence where nobody does."""
    if not sys.stderr.isatty():
        yield None, lambda text: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
    )  # fmt: skip
    with Bar(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("reading", total=None)

        def telling(text: str) -> None:
            shown.update(task, description=text)

        def progress(done: int, total: int) -> None:
            if shown.tasks[0].total is None:  # what was finished before is no guide to the speed from here on
                shown.reset(task, total=total, completed=done)
            shown.update(task, completed=done)

        yield progress, telling
