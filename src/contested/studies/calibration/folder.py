"""A calibration's folder, finished or not: what was asked, and what there is so far.

STUDY/study.json        what was asked
STUDY/scenario/         the scenario's files, as used
STUDY/cells.json        what is stored of every run
STUDY/points/           the runs (store.points)
STUDY/waves/            where they lie, and the posterior that put them there
STUDY/trials/           posteriors of other claims: simulated ones, whose truth is known, and all but one party's
STUDY/emulator.npz      what was learnt from the runs
STUDY/metric.npz        where the study's own posterior lies, if its chains agree: those of other answers start there
STUDY/shared.npz        what all answers share, with a hash of what it rests on (`material`)
STUDY/answer.json       written last; beside it the tables, draws.npz, posterior.nc, report.html, figures/
STUDY/answers/NAME/     the same for another view of the sources
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from contested.files import read_arrays, refusing
from contested.ground.errors import CheckpointError
from contested.inference.emulator.emulator import Accuracy, Emulator
from contested.inference.emulator.features import Features
from contested.inference.emulator.noise import Noise
from contested.inference.emulator.ridge import Ridge
from contested.inference.likelihood.cells import Cells
from contested.inference.likelihood.claim_params import DEFAULT, ClaimModel
from contested.inference.posterior.metric import Metric
from contested.inference.priors import Priors, of
from contested.store import disk, layout
from contested.studies import arguments
from contested.studies.calibration.evidence import Evidence, evidence, read_cells
from contested.studies.calibration.waves import Runs, read_runs, wave_file
from contested.studies.folder import DAMAGED, record_of

if TYPE_CHECKING:
    from contested.claims import Claim
    from contested.scenarios import Scenario

ANSWER = "answer.json"
#: where a metric is stored
METRIC = "metric.npz"
#: fields of an emulator that are tuples of arrays themselves
_PARTS: dict[str, Any] = {"features": Features, "component": Ridge, "scale": Noise, "own": Noise, "accuracy": Accuracy}


class CalibrationFolder:
    """A calibration's folder, finished or not; CheckpointError if it is none."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.record = record_of(path, "calibration")

    @cached_property
    def scenario(self) -> Scenario:
        """The scenario as it was when the study began."""
        from contested.scenarios.load import load

        return load(layout.scenario(self.path))

    @cached_property
    def priors(self) -> Priors:
        """Priors of the parameters that are calibrated."""
        return of(self.scenario.country.params, list(self.record["parameters"]))

    @cached_property
    def cells(self) -> Cells:
        """What is stored of every run."""
        return read_cells(self.path / "cells.json")

    @property
    def smoothed(self) -> bool:
        """Whether it is an ensemble that was moved until it matches the claims, and no emulator."""
        return bool(self.record["method"] == "smoother")

    @property
    def seed(self) -> int:
        """Of the study."""
        return int(self.record["seed"])

    @property
    def fit_until(self) -> dt.date:
        """The last day of the claims that are fitted."""
        return dt.date.fromisoformat(self.record["fit_until"])

    @property
    def until(self) -> dt.date:
        """The last day simulated."""
        return self.scenario.country.start + dt.timedelta(days=self.record["days"] - 1)

    def claims(self) -> tuple[Claim, ...]:
        """The claims as they were when the study began."""
        file = self.path / "claims.csv"
        return arguments.claims(file) if file.is_file() else self.scenario.claims

    def evidence(self, claims: Iterable[Claim] | None = None) -> Evidence:
        """The study's claims, or others, beside the cells that are stored."""
        chosen = self.claims() if claims is None else tuple(claims)
        return evidence(self.scenario, chosen, self.cells, self.fit_until, self.record["days"])

    def claim_model(self) -> ClaimModel:
        """The trust that the study was begun with."""
        return DEFAULT.doubting(*self.record["distrust"])

    def emulator(self) -> Emulator:
        """What was learnt from the runs."""
        return read_emulator(self.path / "emulator.npz")

    def metric(self) -> Metric | None:
        """Where the study's own posterior lies; None if its chains do not agree, or in studies of earlier versions.

        Raises
        ------
        CheckpointError
            If what is stored is damaged.
        """
        file = self.path / METRIC
        if not file.is_file():
            return None
        refused = refusing(CheckpointError, f"{file}: expected the mean and covariance of a posterior", DAMAGED)
        found = Metric(**read_arrays(file, refused, Metric._fields))
        if not found.sound(len(self.record["parameters"])):
            raise refused("arrays that do not fit together", "")
        return found

    def runs(self, *numbers: int) -> Runs:
        """Finished runs of some waves."""
        return read_runs(self.path, numbers, len(self.cells), len(self.cells.indicators))

    @property
    def waves(self) -> range:
        """The simulation waves that were asked for; behind them come the three that follow here."""
        return range(self.record["waves"])

    @property
    def check_wave(self) -> int:
        """The wave of the prior by which the answer is checked."""
        return int(self.record["waves"])

    @property
    def refining_wave(self) -> int:
        """The wave at the posterior that the others led to; the emulator learns from it what it got wrong there."""
        return int(self.record["waves"]) + 1

    @property
    def validation_wave(self) -> int:
        """The wave at the posterior of the answer, which the emulator never sees and by which it is validated."""
        return int(self.record["waves"]) + 2

    @property
    def training_waves(self) -> tuple[int, ...]:
        """Waves that the emulator learnt from, as far as they are stored."""
        refined = wave_file(self.path, self.refining_wave).is_file()
        return (*self.waves, *([self.refining_wave] if refined else []))

    def check_runs(self) -> Runs:
        """Runs of the prior that the emulator did not learn from and that have a value everywhere."""
        runs = self.runs(self.check_wave)
        return runs.take(np.flatnonzero(np.isfinite(runs.x).all(axis=1)))


def write_emulator(file: Path, model: Emulator) -> None:
    """Store an emulator."""
    # what left-out runs lie off is as large as all runs, and nobody asks for it again
    component = model.component._replace(left_out=model.component.left_out[:0])
    disk.write_arrays(file, **_flat(model._replace(component=component), ""))


def read_emulator(file: Path) -> Emulator:
    """What `write_emulator` wrote."""
    refused = refusing(CheckpointError, f"{file}: expected an emulator", DAMAGED)
    names = [f"{n}.{f}" for n, kind in _PARTS.items() for f in kind._fields]
    arrays: dict[str, Any] = read_arrays(file, refused, [*names, *(n for n in Emulator._fields if n not in _PARTS)])
    if any(a.dtype.kind not in "fiub" for a in arrays.values()):
        raise refused("arrays of other things than numbers", "")
    return Emulator(**{
        name: kind(**{f: arrays[f"{name}.{f}"] for f in kind._fields}) if (kind := _PARTS.get(name)) else arrays[name]
        for name in Emulator._fields
    })  # fmt: skip


def _flat(part: Any, before: str) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for name in part._fields:
        value = getattr(part, name)
        out |= _flat(value, f"{before}{name}.") if hasattr(value, "_fields") else {before + name: value}
    return out
