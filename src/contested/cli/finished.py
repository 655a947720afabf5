"""The last words of a run: what it is, where it lies, its report, how long it took."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contested.tasks.results import Run
    from contested.zoo.published import Published


def finished(run: Run, began: float, report: bool, published: Published | None = None) -> None:
    """Draw the report if wanted, and print what there is."""
    from contested.cli import show as printed

    rows = [*run.overview()[:3], ("folder", str(run.path))]
    if report:
        try:
            with drawing():
                rows.append(("report", str(run.report(published=published))))
        except KeyboardInterrupt:
            raise KeyboardInterrupt(
                f"stopped; the run is finished in {run.path}; `contested report {run.path}` writes the page"
            ) from None
    rows.append(("took", f"{time.perf_counter() - began:.1f} s"))
    printed.pairs(rows)


@contextmanager
def drawing() -> Iterator[None]:
    """A bar that says that a report is being drawn."""
    from contested.ground.progress import Progress
    from contested.tasks.progress import shown

    with shown(None) as tell:
        tell(Progress(text="drawing the report"))
        yield
