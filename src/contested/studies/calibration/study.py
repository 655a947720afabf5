"""A calibration's folder, opened: what was asked, the runs, and the answer."""

from __future__ import annotations

import json
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from contested.ground.errors import CheckpointError, InputError, MissingExtra
from contested.inference.emulator.emulator import Emulator
from contested.inference.likelihood.claim_params import ClaimModel
from contested.inference.priors import Priors, of
from contested.store import layout
from contested.studies.calibration import emulated, evidence, waves
from contested.studies.calibration.record import ANSWER, RENAMED, record_of, renamed

if TYPE_CHECKING:
    import polars as pl

    from contested.scenarios import Scenario


class Held:
    """What a study's folder holds, whether it is finished or not.

    Parameters
    ----------
    path : Path
        Of the study.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.record = record_of(path)

    @cached_property
    def scenario(self) -> Scenario:
        """The scenario as it was when the study began."""
        from contested.scenarios.load import load

        return load(layout.scenario(self.path))

    @cached_property
    def priors(self) -> Priors:
        """Priors of the parameters that are calibrated."""
        return of(self.scenario.country.params, list(self.record["parameters"]))

    @property
    def until(self) -> date:
        """The last day of the claims that are fitted."""
        return date.fromisoformat(self.record["until"])

    @property
    def last(self) -> date:
        """The last day that was played."""
        return self.scenario.country.start + timedelta(days=self.record["days"] - 1)

    def claims(self) -> tuple[Any, ...]:
        """The claims as they were when the study began."""
        file = self.path / "claims.csv"
        if not file.is_file():
            return self.scenario.claims
        from contested.tasks.claims import read_claims

        return read_claims(file)

    def evidence(self, claims: Any = None) -> evidence.Evidence:
        """The study's claims, or others, beside the cells that are kept."""
        cells = evidence.read_cells(self.path / "cells.json")
        return evidence.evidence(self.scenario, self.claims() if claims is None else claims, cells, self.until)

    def claim_model(self) -> ClaimModel:
        """The trust that the study was begun with."""
        return ClaimModel().doubting(*self.record["distrust"]) if self.record["distrust"] else ClaimModel()

    def emulator(self) -> Emulator:
        """What was learnt from the runs."""
        return emulated.read(self.path / "emulator.npz")

    def runs(self, *which: int) -> waves.Runs:
        """Finished runs of some waves."""
        cells = evidence.read_cells(self.path / "cells.json")
        return waves.runs(self.path, which, len(cells), len(cells.indicators))

    @property
    def waves(self) -> range:
        """Rounds of runs that were asked for; behind them come `checks`, `near` and `judged`."""
        return range(self.record["waves"])

    @property
    def checks(self) -> int:
        """The wave of the prior by which the answer is checked."""
        return self.record["waves"]

    @property
    def near(self) -> int:
        """The wave at the posterior that the rounds led to; the emulator learns from it what it got wrong there."""
        return self.record["waves"] + 1

    @property
    def judged(self) -> int:
        """The wave at the posterior of the answer, which the emulator never sees and is judged by."""
        return self.record["waves"] + 2

    @property
    def learnt(self) -> tuple[int, ...]:
        """Waves that the emulator learnt from, as far as they were put down."""
        return (*self.waves, *([self.near] if waves.wave_file(self.path, self.near).is_file() else []))

    def checked(self) -> waves.Runs:
        """Runs of the prior that it did not learn from and that have a value everywhere."""
        found = self.runs(self.checks)
        good = np.isfinite(found.x).all(axis=1)
        failed = [f for f, g in zip(found.failed, good) if g]
        return waves.Runs(*(a[good] for a in found[:4]), failed, found.seconds[good])


class Study:
    """A calibration, or another answer from its runs, opened.

    Parameters
    ----------
    path : path
        STUDY, or STUDY/answers/NAME.

    Raises
    ------
    CheckpointError
        If it is none, or is not finished.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = layout.given(path, "study")
        self.root = self.path.parent.parent if self.path.parent.name == "answers" else self.path
        self.held = Held(self.root)
        if not (self.path / ANSWER).is_file():
            raise CheckpointError(f"{self.path}: the calibration is not finished.", "give the same command again")
        self.answer: dict[str, Any] = renamed(json.loads((self.path / ANSWER).read_text(encoding="utf-8")))

    @property
    def record(self) -> dict[str, Any]:
        """What was asked."""
        return self.held.record

    @property
    def scenario(self) -> Scenario:
        """The scenario as it was when the study began."""
        return self.held.scenario

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of the parameters that were calibrated."""
        return tuple(self.record["parameters"])

    @cached_property
    def _draws(self) -> dict[str, np.ndarray]:
        with np.load(self.path / "draws.npz") as held:
            return dict(held)

    @property
    def z(self) -> np.ndarray:
        """Posterior draws as float64 array of shape (draws, d), standard normal under the prior; not widened."""
        return self._draws["z"]

    @property
    def truth(self) -> np.ndarray:
        """Posterior draws of the truth of every cell, float64 array of shape (draws, cells), in the cells' units."""
        return self._draws["truth"]

    @property
    def figures(self) -> np.ndarray:
        """What is foretold of each fitted claim, float64 array of shape (draws, claims), in the observable's unit."""
        return self._draws["figures"]

    def claims(self) -> tuple[Any, ...]:
        """The claims that this answer goes by, until the date and after."""
        file = self.path / "claims.csv"
        if not file.is_file():
            return self.held.claims()
        from contested.tasks.claims import read_claims

        return read_claims(file)

    def frame(self, *, widened: bool = True) -> pl.DataFrame:
        """Posterior draws of the parameters, a row a draw, a column a parameter, in their own units.

        Parameters
        ----------
        widened : bool
            Stretched about the median by the factor that coverage asks for, if it asks for one (`answer["stretch"]`).
        """
        import polars as pl

        from contested.inference.posterior.sbc import stretched

        z = stretched(self.z, self.answer["stretch"]) if widened else self.z
        return pl.DataFrame(dict(zip(self.parameters, self.held.priors.to_theta(z).T)))

    def table(self, name: str) -> pl.DataFrame:
        """One of the tables beside answer.json: posterior, biases, predicted, coverage, groups, scales, emulator, fans;
        of a study's first answer also replayed, without, audit, calibration.

        Raises
        ------
        InputError
            If there is none of that name.
        """
        import polars as pl

        file = self.path / f"{name}.csv"
        if not file.is_file():
            there = ", ".join(sorted(f.stem for f in self.path.glob("*.csv")))
            raise InputError(f"{self.path}: holds no table {name!r}.", f"there are {there}")
        found = pl.read_csv(file, infer_schema_length=None, try_parse_dates=True)
        return found.rename({old: new for old, new in RENAMED.items() if old in found.columns})

    def biases(self) -> pl.DataFrame:
        """How far each party bends its numbers: factor said/true with its 90 % interval, a row a party and indicator;
        an empty indicator is its bias in everything."""
        return self.table("biases")

    def coverage(self) -> pl.DataFrame:
        """Share of claims within the 90 % posterior predictive band, by indicator and side, fitted and held back."""
        return self.table("coverage")

    def warnings(self) -> list[str]:
        """What a reader has to know before they believe the answer; empty if nothing was found."""
        from contested.studies.calibration.warnings import warnings

        return warnings(self.answer)

    def runs(self) -> pl.DataFrame:
        """Every run: wave, point, replicate, seed, seconds, failed, theta, cells, daily."""
        from contested.store import points as stored

        return stored.read(self.root)

    def report(self, path: str | Path | None = None, *, pictures: bool = True) -> Path:
        """Write the page, self-contained, and its figures beside it."""
        from contested.report.pages.calibration import write_calibrate_page

        return write_calibrate_page(self, self.path / "report.html" if path is None else path, pictures=pictures)

    def to_xarray(self) -> Any:
        """Prior, posterior, claims and what was foretold of them, as the tree of groups that ArviZ reads.

        Returns
        -------
        xarray.DataTree
            Groups posterior, prior, posterior_predictive, observed_data; dimensions chain, draw.
        """
        from contested.studies.calibration.arviz_export import tree

        return tree(self)

    def to_netcdf(self, path: str | Path | None = None) -> Path:
        """Write `to_xarray` for ArviZ (posterior.nc).

        Raises
        ------
        MissingExtra
            If nothing is installed that writes NetCDF 4.
        """
        from importlib.util import find_spec

        engine = next((e for e in ("h5netcdf", "netCDF4") if find_spec(e)), None)
        if engine is None:
            raise MissingExtra(
                "NetCDF is written by h5netcdf, which is not installed.", 'pip install "contested[inference]" h5netcdf'
            )
        target = self.path / "posterior.nc" if path is None else layout.given(path, "path")
        self.to_xarray().to_netcdf(target, engine=engine.lower())
        return target


def open_study(path: str | Path) -> Study:
    """A finished calibration, or an answer in its folder `answers`.

    Raises
    ------
    CheckpointError
        If the folder is none, or is not finished.
    """
    return Study(path)
