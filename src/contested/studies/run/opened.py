"""A run with what upper floors can do with it: its report and its table of facts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from contested.ground.errors import InputError
from contested.studies.run.run import Run as StoredRun

if TYPE_CHECKING:
    import polars as pl

    from contested.zoo.published import Published


class Run(StoredRun):
    """A run folder, opened; see `studies.run.run.Run` for what it holds."""

    def report(self, path: str | Path | None = None, *, published: Published | None = None) -> Path:
        """Write the page, self-contained, and its figures beside it.

        Parameters
        ----------
        path : path, optional
            RUN/report.html if absent.
        published : Published, optional
            For a run of a model of your own, so that the page has its card; a model of the zoo is found by its name.

        Returns
        -------
        Path
            Of the page.
        """
        from contested.tasks.report import report

        return report(self, path, published=published)

    def facts(self) -> pl.DataFrame:
        """Headline figures: item, simulated (median), low and high (5 and 95 %), target, verdict.

        Raises
        ------
        CheckpointError
            If no replicate is finished, or the run is damaged.
        InputError
            If it is a run of a published model, which has targets instead.
        """
        from contested.report.facts import facts
        from contested.tasks.report import readable

        if not self.provenance["start"]:
            name = self.provenance["model"]
            raise InputError(
                f"{self.path}: a run of {name}, which has no headline figures.",
                f"`contested zoo {name} --check` holds the model to its paper's numbers",
            )
        readable(self)
        return facts(self)


def open_run(path: str | Path) -> Run:
    """A stored run.

    Raises
    ------
    CheckpointError
        If the folder is no run, or its record is damaged.
    """
    return Run(path)
