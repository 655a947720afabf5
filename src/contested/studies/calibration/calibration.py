"""A calibration's answer, opened."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from contested.files import read_arrays, read_record, refusing
from contested.ground.commands import same_command
from contested.ground.errors import CheckpointError
from contested.ground.extras import extra
from contested.inference.coverage import Coverage
from contested.inference.emulator.proposals import first
from contested.inference.posterior.predictive_check import of_table
from contested.inference.posterior.sbc import stretched
from contested.store import disk, layout
from contested.store import points as stored
from contested.store.hashes import HASHED, FileIntegrity
from contested.studies import arguments, shapes
from contested.studies.calibration.folder import ANSWER, CalibrationFolder
from contested.studies.calibration.warnings import warnings_of as warnings_of
from contested.studies.folder import DAMAGED
from contested.studies.result import FileTables, Study

if TYPE_CHECKING:
    import xarray as xr

    from contested.claims import Claim
    from contested.scenarios import Scenario

#: draws of the prior that are exported
PRIOR = 1024
#: columns of the tables and keys of answer.json in format 2, and what they are called today
RENAMED = {
    "aside": "unmatched", "agree": "converged", "r_hat": "rhat", "worth": "ess", "far": "extrapolating",
    "held_back": "holdout", "said_low": "reported_low", "said_high": "reported_high", "learnt": "training",
    "played": "simulated", "kept": "accepted",
}  # fmt: skip


class FormerTables(FileTables):
    """Tables of format 2, in which simulated truths were called played."""

    def __getitem__(self, name: str) -> pl.DataFrame:
        frame = super().__getitem__(name)
        return frame.with_columns(pl.col("truth").replace("played", "simulated")) if name == "calibration" else frame


class Calibration(Study):
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

    kind = "calibration"
    last = ANSWER

    def __init__(self, path: str | Path) -> None:
        self.path = layout.given(path, self.kind)
        root = self.path.parent.parent if self.path.parent.name == "answers" else self.path
        self.folder = CalibrationFolder(root)
        self.record = self.folder.record
        if not (self.path / ANSWER).is_file() or layout.unfinished(self.path).is_file():
            raise CheckpointError(
                f"{self.path}: unfinished: the calibration is not finished.",
                f"{same_command(root)} goes on",
            )
        refused = refusing(CheckpointError, f"{self.path / ANSWER}: expected the answer of a calibration", DAMAGED)
        answer = read_record(self.path / ANSWER, refused).plain()
        self._old = "format" not in answer
        self.answer: dict[str, Any] = _renamed(answer) if self._old else answer
        shapes.check_answer(self.answer, refused)

    @property
    def scenario(self) -> Scenario:
        """The scenario as it was when the study began."""
        return self.folder.scenario

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of the parameters that were calibrated."""
        return tuple(self.record["parameters"])

    @property
    def unused(self) -> int:
        """How many claims are neither fitted nor later ones, copies among them; in answers of format 2, which list no
        reasons, those without a simulated counterpart."""
        reasons = self.answer.get("unused")
        return int(self.answer["unmatched"]) if reasons is None else sum(reasons.values())

    @cached_property
    def _draws(self) -> dict[str, np.ndarray]:
        self.integrity.check_file("draws.npz")
        file = self.path / "draws.npz"
        refused = refusing(CheckpointError, f"{file}: expected the draws of an answer", DAMAGED)
        arrays = read_arrays(file, refused, ("z", "truth", "figures"))
        z, truth, figures = arrays["z"], arrays["truth"], arrays["figures"]
        if {a.ndim for a in arrays.values()} != {2} or {a.dtype.kind for a in arrays.values()} != {"f"}:
            raise refused("other than tables of numbers", "")
        if not len(z) == len(truth) == len(figures) or z.shape[1] != len(self.parameters):
            raise refused(f"arrays of {z.shape}, {truth.shape} and {figures.shape}, which do not fit together", "")
        return arrays

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
        """Posterior predictive draws of each fitted claim, float64 array of shape (draws, claims), in the observable's
        unit."""
        return self._draws["figures"]

    def claims(self) -> tuple[Claim, ...]:
        """The claims that this answer uses, fitted ones and later ones."""
        file = self.path / "claims.csv"
        if not file.is_file():
            return self.folder.claims()
        self.integrity.check_file(file.name)
        return arguments.claims(file)

    @property
    def integrity(self) -> FileIntegrity:
        """What was noted when this answer was finished, and whether it is still there; the study's own files too."""
        study = FileIntegrity(self.folder.path, bool(self.record.get(HASHED)))
        if self.path == self.folder.path:
            return study
        return FileIntegrity(self.path, bool(self.answer.get(HASHED)), study)

    def to_polars(self, *, widened: bool = True) -> pl.DataFrame:
        """Posterior draws of the parameters, a row per draw, a column per parameter, in their own units.

        Parameters
        ----------
        widened : bool
            Stretched about the median by the factor that coverage asks for, if it asks for one (`answer["stretch"]`).
        """
        z = stretched(self.z, self.answer["stretch"]) if widened else self.z
        return pl.DataFrame(dict(zip(self.parameters, self.folder.priors.to_theta(z).T)))

    @property
    def tables(self) -> Mapping[str, pl.DataFrame]:
        """The tables beside answer.json, read when asked for: posterior, predicted, groups, scales, emulator, fans;
        biases (each party's reporting bias: factor reported/true with its 90 % interval, by party and
        indicator, an empty indicator for everything); coverage (share of claims within the 90 % posterior predictive
        band, by indicator and side, fitted and held out, with its interval and the prior's share); of a study's first
        answer also replayed, without, audit and calibration."""
        if self._old:
            return FormerTables(self.path, RENAMED, integrity=self.integrity)
        return FileTables(self.path, integrity=self.integrity)

    def warnings(self) -> list[str]:
        """What a reader has to know before they believe the answer; empty if nothing was found."""
        return warnings_of(self.answer)

    def coverage(self, *, later: bool = True) -> Coverage | None:
        """How many claims lie in their 90 % bands, and how many in the prior's.

        Parameters
        ----------
        later : bool
            Claims that were held back; fitted ones if False.

        Returns
        -------
        Coverage or None
            None if there are no such claims.
        """
        table = self.tables["predicted"].filter(pl.col("holdout") == later)
        return of_table(table) if table.height else None

    def runs(self) -> pl.DataFrame:
        """Every run: wave, point, replicate, seed, seconds, failed, theta, cells, daily; of a smoother the members that
        match the claims, without theta."""
        last = self.folder.path / "passes" / f"{self.record['waves']:02d}"
        return stored.read(last if self.folder.smoothed else self.folder.path)

    def to_xarray(self) -> xr.DataTree:
        """Prior, posterior, claims and their posterior predictive draws, as the tree of groups that ArviZ reads.

        Returns
        -------
        xarray.DataTree
            Groups posterior, prior, posterior_predictive, observed_data; dimensions chain, draw. Chains are not told
            apart: they are short, and start where the posterior is.
        """
        import xarray

        evidence = self.folder.evidence(self.claims())
        names = self.parameters
        theta = self.to_polars().to_numpy()
        before = self.folder.priors.to_theta(first(PRIOR, len(names), self.record["seed"]))
        labels = [f"{c.date} {c.place} {c.quantity}, {c.claimant}" for c in evidence.fitted.claims]
        figures = self.figures

        def draws(values: np.ndarray) -> xr.Dataset:
            return xarray.Dataset({n: (("chain", "draw"), values[None, :, k]) for k, n in enumerate(names)})

        cells = [f"{c.indicator} {c.rows or ''} {c.first}-{c.last}" for c in evidence.cells.each]
        posterior = draws(theta)
        posterior["truth"] = (("chain", "draw", "cell"), self.truth[None])
        return xarray.DataTree.from_dict({
            "posterior": posterior.assign_coords(cell=cells),
            "prior": draws(before),
            "posterior_predictive": xarray.Dataset(
                {"figure": (("chain", "draw", "claim"), figures[None])}, coords={"claim": labels}
            ),
            "observed_data": xarray.Dataset(
                {"low": ("claim", evidence.fitted.low), "high": ("claim", evidence.fitted.high)},
                coords={"claim": labels},
            ),
        })  # fmt: skip

    def to_netcdf(self, path: str | Path | None = None) -> Path:
        """Write `to_xarray` for ArviZ (posterior.nc).

        Raises
        ------
        MissingExtra
            If nothing is installed that writes NetCDF 4.
        """
        extra("h5netcdf", "NetCDF is written by", "inference")
        target = self.path / "posterior.nc" if path is None else layout.given(path, "path")
        tree = self.to_xarray()
        with disk.writing(target):
            disk.write_with(target, lambda part: tree.to_netcdf(part, engine="h5netcdf"))
        return target

    def _about(self) -> list[tuple[str, str]]:
        a, r = self.answer, self.record
        return [
            ("calibration", f"{r['title']} ({r['scenario']}), scale {r['scale']}"),
            ("claims", f"{a['claims']} fitted until {r['fit_until']}, {a['holdout']} held out"),
            *([("later claims", found.text())] if (found := self.coverage()) else []),
            ("parameters", f"{len(self.parameters)}; {a['draws']} posterior draws"),
            ("method", r["method"]),
            ("runs", f"{r['waves']} passes of {r['points']} members" if self.folder.smoothed else
             f"{r['waves']} waves of {r['points']} points, {r['replicates']} per point"),
            ("seed", str(r["seed"])),
            *([("distrust", ", ".join(a["distrust"]))] if a["distrust"] else []),
            *[("warning", text) for text in self.warnings()],
        ]


def _renamed(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer of format 2 with today's names."""
    return {
        RENAMED.get(k, k): {RENAMED.get(n, n): v for n, v in value.items()} if isinstance(value, dict) else value
        for k, value in answer.items()
    }
