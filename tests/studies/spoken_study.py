"""A calibration's folder with runs and claims but without its long checks: what forecasts read of one, in a second."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import numpy as np

from contested.claims import write
from contested.ensemble.recipes import nation
from contested.inference import priors
from contested.inference.emulator import proposals
from contested.scenarios.load import load
from contested.store import disk, hashes, whole
from contested.studies.calibration import evidence, waves
from contested.studies.calibration.folder import ANSWER
from contested.studies.folder import FORMATS, begin, new_record
from contested.studies.runner import Runner
from tests.inference.saying import say

PARAMETERS = ("street.cost", "street.social_pull", "citizens.fatigue_half_life", "security.reach")
#: days that are played, and the last that the study is fitted to
DAYS, UNTIL = 40, 26
PARTIES = (("Ministry of Order", "incumbent", 0.4), ("Council", "opposition", 1.5))
#: crowds of one run, by day
CROWDS = {1: 120, 2: 80, 3: 40, 5: 60, 7: 1220, 10: 40, 11: 60, 14: 5020, 20: 60, 21: 3180, 22: 80, 26: 40, 28: 2700,
          30: 40, 35: 3060, 38: 60}  # fmt: skip

#: of an answer that nobody reads, what has to be there
ANSWERED = {
    "distrust": [], "claims": 1, "holdout": 0, "unmatched": 0, "draws": 1, "converged": True, "rhat": 1.0, "ess": 1.0,
    "extrapolating": 0.0, "simulated": 0, "emulator": {}, "replayed": {}, "other_code": False, "effective": 1.0,
    "reliable": True, "stretch": 1.0, "seconds": 1.0, "calibration": {}, "audit": {}, "runs": {},
    "unused": {"no such place": 2},
}  # fmt: skip


def claims(place="Velinia"):
    """Two parties name the crowds of a run that nobody sees, one by 0.4 and one by 1.5 of it."""
    return tuple(
        say(float(round(factor * crowd)), day=d, by=by, side=side, place=place)
        for d, crowd in CROWDS.items() for by, side, factor in PARTIES
    )  # fmt: skip


def later(factor: float = 1.0):
    """The claims of days behind the study's last, larger by a factor."""
    start = load("teaching").country.start
    return tuple(replace(c, value=round(c.value * factor)) for c in claims() if (c.date - start).days > UNTIL)


def made(path: Path, runs: int = 40, told=None) -> Path:
    """A study of the teaching country."""
    scenario, told = load("teaching"), claims() if told is None else told
    cells = evidence.cells_within(scenario, told, DAYS)
    asked = new_record("calibration", {
        "scenario": scenario.name, "title": scenario.title, "parameters": dict.fromkeys(PARAMETERS, "as declared"),
        "fit_until": (scenario.country.start + timedelta(days=UNTIL)).isoformat(), "days": DAYS, "waves": 1,
        "distrust": [], "scale": 40, "seed": 1, "settings": {}, "hash": scenario.hash, "claims": "", "points": runs,
        "replicates": 1, "checks": 0,
    })  # fmt: skip
    begin(path, scenario.name, asked, {name: scenario.folder / name for name in scenario.files})
    disk.write_bytes(path / "cells.json", evidence.as_json(cells))
    disk.write_bytes(path / "claims.csv", write.as_bytes(told, ".csv"))
    here = priors.of(scenario.country.params, list(PARAMETERS))
    z = proposals.first(runs, len(PARAMETERS), 1)
    waves.wave(path, 0, lambda: waves.Wave(z, np.empty((0, len(PARAMETERS)))))
    read = partial(waves.summarise, cells=cells)
    build = partial(nation, Path(scenario.folder), scale=40, days=DAYS, world=path / "world", read=read)
    with Runner(path, "serial", None) as runner:
        runner.run(build, {path: waves.points(1, 0, z, here, 1)}, columns=waves.columns)
    hashes.finish(path, ANSWER, disk.as_json({"format": FORMATS["calibration"], **ANSWERED}))
    whole.clear(path)
    return path
