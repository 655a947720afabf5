"""What every result can show of itself: a card in a notebook, charts by name, and its page."""

from __future__ import annotations

import html
import os
import sys
import tempfile
import webbrowser
from abc import abstractmethod
from pathlib import Path
from typing import TYPE_CHECKING

from contested.store import layout
from contested.studies.result import Result
from contested.tasks.notebook import in_notebook, put_in_cell

if TYPE_CHECKING:
    import altair as alt

    from contested.studies.comparison.samples import Comparable
    from contested.tasks.results import Comparison

#: height of a page in a notebook, in pixels
FRAME = 800


class Shown(Result):
    """A result with pictures and a page."""

    def _repr_html_(self) -> str:
        from contested.report.cards import card

        return card(self)

    def charts(self) -> list[str]:
        """Names of the charts that `chart` draws, in the order of the page.

        Raises
        ------
        CheckpointError
            If the result is damaged.
        """
        from contested.report.charts.named import names

        return names(self)

    def chart(self, name: str) -> alt.TopLevelMixin:
        """One of the result's charts as an Altair chart: shown by notebooks, and saved by its `save("crowd.svg")`.

        Parameters
        ----------
        name : str
            One of `charts()`.

        Raises
        ------
        InputError
            If there is no such chart, or this result has nothing to show in it.
        CheckpointError
            If the result is unfinished or damaged.

        Examples
        --------
        >>> run.charts()[:3]
        ['crowd', 'crowd_capital', 'participants']
        >>> run.chart("crowd").save("crowd.svg")
        """
        from contested.report.charts.named import chart

        return chart(self, name)

    def compare(
        self, other: Comparable, *, unpaired: bool = False, people: bool = False, out: str | Path | None = None
    ) -> Comparison:
        """How another result differs from this one: other - this, pair by pair where they share their seeds.

        Parameters
        ----------
        other : Run, Sweep, SweepPoint, Comparison or Calibration
            Of the same kind; or a point of a sweep, for a run.
        unpaired, people, out
            As in `contested.compare`.

        Raises
        ------
        InputError
            They cannot be compared: other kinds, scenarios, scales, versions or seeds.
        """
        from contested.studies.comparison.samples import comparable
        from contested.tasks.compare import compare

        return compare(comparable(self), comparable(other), unpaired=unpaired, people=people, out=out)

    @abstractmethod
    def report(self, path: str | Path | None = None) -> Path:
        """Write the result's page; see the classes."""

    def show(self) -> Path:
        """Show the page: inside a notebook, else in the browser in an interactive session, else its path is printed.

        Returns
        -------
        Path
            Of the page: RESULT/report.html, or a temporary file where the folder cannot be written to.

        Raises
        ------
        CheckpointError
            If the result is unfinished or damaged.
        """
        page = self.report(_writable(self.path))
        if in_notebook():
            words = html.escape(page.read_text(encoding="utf-8"), quote=True)
            put_in_cell(f'<iframe srcdoc="{words}" width="100%" height="{FRAME}" style="border:0"></iframe>')
        elif not (sys.stdout.isatty() and webbrowser.open(page.resolve().as_uri())):
            print(page)
        return page


def _writable(folder: Path) -> Path:
    """Where the page of a result goes: into its folder, or among temporary files."""
    if os.access(folder, os.W_OK):
        return layout.report(folder)
    return Path(tempfile.mkdtemp(prefix="contested-")) / "report.html"
