"""The results that tasks give: the folders of `studies`, opened, each with its report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from contested.ground.commands import command
from contested.ground.errors import InputError
from contested.store import disk, layout
from contested.studies.audit import audit as audits
from contested.studies.calibration import calibration as calibrations
from contested.studies.comparison import comparison as comparisons
from contested.studies.folder import Kind, kind_of, require_finished
from contested.studies.forecasting import forecast as forecasts
from contested.studies.run import run as runs
from contested.studies.sweep import sweep as sweeps
from contested.tasks.shown import Shown

if TYPE_CHECKING:
    import polars as pl

    from contested.zoo.published import Published


class Run(Shown, runs.Run):
    """A run's folder, opened; numbers are read when asked for."""

    def report(
        self, path: str | Path | None = None, *, published: Published | None = None, pictures: bool = False
    ) -> Path:
        """Write one self-contained page.

        Parameters
        ----------
        path : path, optional
            RUN/report.html if absent.
        pictures : bool
            Whether to write each chart as PNG and SVG too, in a folder `figures` beside the page; this takes longer
            than all else. The page itself saves any of its charts. Of a published model also whether its paper's own
            figures are on the page, which are simulated anew.
        published : Published, optional
            For a run of a model of your own, so that the page has its card; a model of the zoo is found by its name.

        Returns
        -------
        Path
            Of the page.

        Raises
        ------
        CheckpointError
            If no replicate is finished, or the run is damaged.
        DiskError
            If the page cannot be written.
        """
        self.readable()
        target = layout.report(self.path) if path is None else layout.given(path, "out")
        with disk.writing(self.path):
            if self.provenance["start"]:
                from contested.report.pages.nation import write_report

                return write_report(self, target, pictures=pictures)
            from contested.report.pages.published import write_model_report
            from contested.zoo.catalogue import of_run

            model = published or of_run(self.provenance["scenario"])
            return write_model_report(self, model, target, pictures, known=pictures)

    def facts(self) -> pl.DataFrame:
        """Headline figures: item, simulated (median), low and high (5 and 95 %), unit, target, verdict.

        Raises
        ------
        CheckpointError
            If no replicate is finished, or the run is damaged.
        InputError
            If it is a run of a published model, which has targets instead.
        """
        from contested.report.facts import facts

        if not self.provenance["start"]:
            name = self.provenance["model"]
            raise InputError(
                f"{self.path}: a run of {name}, which has no headline figures.",
                f"`{command('zoo', name, '--check')}` compares the model with its paper's numbers",
            )
        self.readable()
        return facts(self)


class Calibration(Shown, calibrations.Calibration):
    """A calibration's folder, opened, or that of another answer from its runs."""

    def report(self, path: str | Path | None = None, *, pictures: bool = False) -> Path:
        """As `Run.report`: the page, and with `pictures` its charts as files."""
        from contested.report.pages.calibration import write_calibrate_page

        self.integrity.check()
        return write_calibrate_page(self, _page(self.path, path), pictures=pictures)


class Comparison(Shown, comparisons.Comparison):
    """A comparison's folder, opened. All it says is conditional on the model."""

    def report(self, path: str | Path | None = None, *, pictures: bool = False) -> Path:
        """As `Run.report`: the page, and with `pictures` its charts as files."""
        from contested.report.pages.comparison import write_compare_page

        self.integrity.check()
        return write_compare_page(self, _page(self.path, path), pictures=pictures)


class Forecast(Shown, forecasts.Forecast):
    """A forecast's folder, opened."""

    def report(self, path: str | Path | None = None, *, pictures: bool = False) -> Path:
        """As `Run.report`: the page, and with `pictures` its charts as files."""
        from contested.report.pages.forecast import write_forecast_page

        self.integrity.check()
        return write_forecast_page(self, _page(self.path, path), pictures=pictures)


class Audit(Shown, audits.Audit):
    """An audit's folder, opened."""

    def report(self, path: str | Path | None = None, *, language: str = "en", pictures: bool = False) -> Path:
        """As `Run.report`: the page in English or, with "ru", in Russian; with `pictures` its charts as files."""
        from contested.report.pages.audit import write_audit_page

        self.integrity.check()
        return write_audit_page(self.audited, _page(self.path, path), language=language, pictures=pictures)


class Sweep(Shown, sweeps.Sweep):
    """A sweep's folder, opened."""

    def point(self, index: int) -> SweepPoint:
        """One point of the sweep, to be compared with another or with a run.

        Raises
        ------
        InputError
            There is no such point, or none of its runs is finished.
        """
        found = super().point(index)
        return SweepPoint(found.sweep, found.index)

    def report(self, path: str | Path | None = None, *, pictures: bool = False) -> Path:
        """As `Run.report`: the page, and with `pictures` its charts as files.

        Raises
        ------
        CheckpointError
            The sweep is not finished, or damaged.
        """
        from contested.report.pages.sweep import write_sweep_page

        require_finished(self.path, "sweep")
        self.integrity.check()
        return write_sweep_page(self, _page(self.path, path), pictures=pictures)


class SweepPoint(sweeps.SweepPoint):
    """One set of parameters of a sweep, with its replicates."""

    def compare(
        self, other: sweeps.SweepPoint | runs.Run, *, unpaired: bool = False, out: str | Path | None = None
    ) -> Comparison:
        """How `other`, a point or a run, differs from this point; see `contested.compare`."""
        from contested.tasks.compare import compare

        return compare(self, other, unpaired=unpaired, out=out)


#: what `contested.open` gives, by the kind of folder
KINDS: dict[Kind, type[Run | Sweep | Calibration | Comparison | Forecast | Audit]] = {
    "run": Run, "sweep": Sweep, "calibration": Calibration, "comparison": Comparison, "forecast": Forecast,
    "audit": Audit,
}  # fmt: skip


def result_in(path: str | Path) -> Run | Sweep | Calibration | Comparison | Forecast | Audit:
    """The result that a folder holds, as its kind; nothing is checked but its record."""
    folder = layout.given(path, "path")
    return KINDS[kind_of(folder)](folder)


def _page(folder: Path, path: str | Path | None) -> Path:
    return layout.report(folder) if path is None else layout.given(path, "report")
