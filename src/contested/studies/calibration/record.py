"""The folder of a calibration: made new, recognised as the same again, and read.

STUDY/study.json        what was asked
STUDY/scenario/         the scenario's files, as used
STUDY/cells.json        what is kept of every run
STUDY/points/           the runs (store.points)
STUDY/waves/            where they lie, and the posterior that put them there
STUDY/trials/           posteriors of made claims, whose truth is known
STUDY/emulator.npz      what was learnt from the runs
STUDY/answer.json       written last; beside it the tables, draws.npz, posterior.nc, report.html, figures/
STUDY/answers/NAME/     the same for another view of the sources
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from contested.scenarios import Scenario
from contested.store import points as stored
from contested.studies import study_folder

FORMAT, KIND = 2, "calibration"
ANSWER = "answer.json"
#: what answer.json and the tables of studies before version 0.2 called the same
RENAMED = {
    "aside": "unmatched", "agree": "converged", "r_hat": "rhat", "worth": "ess", "far": "extrapolating",
    "held_back": "holdout", "said_low": "reported_low", "said_high": "reported_high", "learnt": "training",
    "kept": "accepted",
}  # fmt: skip


def is_study(path: Any) -> bool:
    """Whether a folder is one of a calibration."""
    file = stored.study_file(Path(path))
    try:
        return file.is_file() and json.loads(file.read_text(encoding="utf-8")).get("kind") == KIND
    except (OSError, ValueError, AttributeError):
        return False


def renamed(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer by today's names, whichever version wrote it."""
    return {
        RENAMED.get(k, k): {RENAMED.get(n, n): v for n, v in value.items()} if isinstance(value, dict) else value
        for k, value in answer.items()
    }


def record_of(path: Path) -> dict[str, Any]:
    """What a calibration is; CheckpointError if the folder is none of one."""
    return study_folder.record_of(path, KIND, FORMAT)


def folder(out: Any, scenario: Scenario, record: dict[str, Any]) -> Path:
    """A new calibration's folder with its record and its scenario, or that of the same one begun before."""
    return study_folder.opened(out, scenario.name, record, {name: scenario.folder / name for name in scenario.files})
