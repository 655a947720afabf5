"""What all answers of a study share, whoever is doubted in one: worked out once and stored beside the study.

STUDY/shared.npz holds runs of the prior and at the posterior, and what is costly to learn of them: how far runs lie
from one another, bands of their courses, and how likely the emulator finds the study's own claims at each. It names
what it rests on by a hash: of other claims or another emulator it is made again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np

from contested.files import read_arrays, refusing
from contested.ground.errors import CheckpointError
from contested.inference.emulator.emulator import Emulator
from contested.inference.posterior.importance import emulated_log_likelihood
from contested.inference.posterior.information import Spacing, spacing
from contested.store import disk, hashes
from contested.studies.calibration import tables
from contested.studies.calibration.folder import CalibrationFolder
from contested.studies.calibration.waves import Runs

#: where it is stored
SHARED = "shared.npz"
#: files and folders of a study that it rests on. The files of runs are not hashed: they say how long each run took, and
#: where they are split depends on when a study was interrupted. The same emulator has learnt from the same runs, and
#: with the claims and the seed it determines which runs validate it
RESTS_ON = ("emulator.npz", "cells.json", "claims.csv", "scenario")
#: runs of the first wave that tell what the prior expects at most
MOST_OF_PRIOR = 1000


class Material(NamedTuple):
    """What answers of one study share.

    Parameters
    ----------
    prior : float64 array of shape (runs, cells)
        Runs of the first wave.
    training : float64 array of shape (runs, d)
        Where the runs lie that the emulator learnt from.
    spacing : Spacing
        How far these lie from one another.
    z, x, daily : float64 arrays of shape (runs, d), (runs, cells), (runs, indicators, days)
        Runs at the first answer's draws; the emulator did not learn from them.
    bands : float64 array of shape (2, indicators, days, quantiles)
        `tables.courses` of the runs of the prior, and of those at the posterior.
    log_likelihood : float64 array of shape (runs,)
        Of the runs at the posterior: see `importance.emulated_log_likelihood`.
    stretch : float
        Factor on the spread of parameters that coverage asks for; 1 for none.
    """

    model: Emulator
    prior: np.ndarray
    training: np.ndarray
    spacing: Spacing
    z: np.ndarray
    x: np.ndarray
    daily: np.ndarray
    bands: np.ndarray
    log_likelihood: np.ndarray
    stretch: float


def finished(folder: CalibrationFolder) -> tuple[Runs, Runs]:
    """The runs that the emulator learnt from, and those that validate it, read together."""
    runs = folder.runs(*folder.training_waves, folder.validation_wave)
    last = runs.wave == folder.validation_wave
    return runs.take(np.flatnonzero(~last)), runs.take(np.flatnonzero(last))


def material(
    folder: CalibrationFolder, model: Emulator, stretch: float, runs: Callable[[], tuple[Runs, Runs]],
    noted: Mapping[str, str] | None = None,
) -> Material:  # fmt: skip
    """What answers share, as it is stored; made from the `runs` and stored if it is not, or if it is of others.

    Parameters
    ----------
    runs : function
        Gives what `finished` does.
    noted : mapping of str to str, optional
        Hashes of the study's files that were compared with them just now; without them they are read.

    Raises
    ------
    CheckpointError
        If what is stored is damaged.
    """
    file = folder.path / SHARED
    view = f"{folder.record['distrust']} {folder.seed} {folder.fit_until}"
    rests_on = np.frombuffer(hashes.joint(folder.path, RESTS_ON, view, noted), np.uint8)
    if not file.is_file() or not np.array_equal(_read(file, folder)["rests_on"], rests_on):
        computed = _computed(folder, model, *runs())
        was_noted = hashes.forget(folder.path, SHARED)
        with disk.writing(folder.path):
            disk.write_arrays(file, rests_on=rests_on, **computed)
        if was_noted:
            hashes.note(folder.path, SHARED)
    arrays = _read(file, folder)
    return Material(
        model, arrays["prior"], arrays["training"], Spacing(*map(float, arrays["spacing"])), arrays["z"], arrays["x"],
        arrays["daily"], arrays["bands"], arrays["log_likelihood"], stretch,
    )  # fmt: skip


def _computed(folder: CalibrationFolder, model: Emulator, training: Runs, last: Runs) -> dict[str, np.ndarray]:
    first = training.take(np.flatnonzero(training.wave == 0)[:MOST_OF_PRIOR])
    good = training.z[np.isfinite(training.x).all(axis=1)]
    bands = [tables.courses(runs.daily, np.ones(len(runs.z))) for runs in (first, last)]
    # the study's own claims and trust, whatever the answer: its posterior is where these runs were drawn
    likely = emulated_log_likelihood(model, last.z, folder.evidence().fitted, folder.claim_model(), folder.seed)
    return {
        "prior": first.x, "training": good, "spacing": np.array(spacing(good)), "z": last.z, "x": last.x,
        "daily": last.daily, "bands": np.stack(bands), "log_likelihood": likely,
    }  # fmt: skip


def _read(file: Path, folder: CalibrationFolder) -> dict[str, np.ndarray]:
    refused = refusing(CheckpointError, f"{file}: expected what the answers of a study share",
                       "remove it; it is made again")  # fmt: skip
    shapes = _shapes(folder)
    arrays = read_arrays(file, refused, tuple(shapes))
    known: dict[str, int] = {}
    for name, shape in shapes.items():
        a = arrays[name]
        kind = "u" if name == "rests_on" else "f"
        sizes = [known.setdefault(n, size) if isinstance(n, str) else n for n, size in zip(shape, a.shape)]
        if a.dtype.kind != kind or a.ndim != len(shape) or list(a.shape) != sizes:
            raise refused(f"{name} of shape {a.shape} and kind {a.dtype.kind!r}", "")
    return arrays


def _shapes(folder: CalibrationFolder) -> dict[str, tuple[int | str, ...]]:
    """The shape of each array; what a word names is as long everywhere."""
    d, cells, kinds = len(folder.priors.names), len(folder.cells), len(folder.cells.indicators)
    return {
        "rests_on": (32,), "prior": ("first", cells), "training": ("training", d), "spacing": (2,), "z": ("last", d),
        "x": ("last", cells), "daily": ("last", kinds, "days"), "bands": (2, kinds, "days", len(tables.LEVELS)),
        "log_likelihood": ("last",),
    }  # fmt: skip
