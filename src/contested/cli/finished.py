"""The last words of a run: what it is, where it lies, its report, how long it took."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contested.studies.run.opened import Run
    from contested.zoo.published import Published


def finished(run: Run, began: float, report: bool, published: Published | None = None) -> None:
    """Draw the report if wanted, and print what there is."""
    from contested.cli import show as printed
    from contested.cli.progress import bar

    rows = [*run.overview()[:3], ("folder", str(run.path))]
    if report:
        try:
            with bar() as (_, telling):
                telling("drawing the report")
                rows.append(("report", str(run.report(published=published))))
        except KeyboardInterrupt:
            raise KeyboardInterrupt(
                f"stopped; the run is finished in {run.path}; `contested report {run.path}` writes the page"
            ) from None
    rows.append(("took", f"{time.perf_counter() - began:.1f} s"))
    printed.pairs(rows)
