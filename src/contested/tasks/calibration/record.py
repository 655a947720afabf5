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
import shutil
from pathlib import Path
from typing import Any

from contested.ground.errors import CheckpointError, InputError
from contested.scenarios import Scenario
from contested.store import disk, layout
from contested.store import points as stored

FORMAT, KIND = 1, "calibration"
ANSWER = "answer.json"


def is_study(path: Any) -> bool:
    """Whether a folder is one of a calibration."""
    file = stored.study_file(Path(path))
    try:
        return file.is_file() and json.loads(file.read_text(encoding="utf-8")).get("kind") == KIND
    except (OSError, ValueError, AttributeError):
        return False


def record_of(path: Path) -> dict[str, Any]:
    """What a calibration is.

    Raises
    ------
    CheckpointError
        If the folder is none of a calibration.
    """
    file = stored.study_file(path)
    if not file.is_file():
        raise CheckpointError(f"{path}: not a calibration; it has no study.json.", "give the folder that --out named")
    try:
        record = json.loads(file.read_text(encoding="utf-8"))
    except (ValueError, OSError) as error:
        raise CheckpointError(f"{file}: expected JSON; got something unreadable ({error}).", "calibrate anew") from None
    if not isinstance(record, dict) or record.get("kind") != KIND or record.get("format") != FORMAT:
        kind = record.get("kind") if isinstance(record, dict) else None
        raise CheckpointError(
            f"{file}: expected the record of a calibration of format {FORMAT}; got one of {kind or 'another kind'}.",
            "give the folder of a calibration",
        )
    return record


def folder(out: Any, scenario: Scenario, record: dict[str, Any]) -> Path:
    """A new study's folder with its record and its scenario, or that of the same study begun before.

    Parameters
    ----------
    out : path or None
        None for one that goes when Python ends.

    Raises
    ------
    CheckpointError
        If it holds another study.
    InputError
        If it holds something else.
    DiskError
    """
    if out is None:
        from contested.tasks.simulate import temporary

        path = temporary(f"{scenario.name}-calibration")
    else:
        path = layout.given(out, "out")
    if stored.study_file(path).is_file():
        before = record_of(path)
        odd = [name for name in record if before.get(name) != record[name]]
        if odd:
            said = "; ".join(f"{name} was {_short(before.get(name))}, is {_short(record[name])}" for name in odd[:4])
            raise CheckpointError(
                f"{path}: holds another calibration: {said}{' ...' if len(odd) > 4 else ''}.",
                "choose another --out, or ask for the same again to go on",
            )
        return path
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        kind = "it is not empty" if path.is_dir() else "it is a file"
        raise InputError(
            f"{path}: expected a new or empty folder, or one of a calibration; {kind}.", "choose another --out"
        )
    with disk.writing(path):
        layout.scenario(path).mkdir(parents=True, exist_ok=True)
        for name in scenario.files:
            shutil.copyfile(scenario.folder / name, layout.scenario(path) / name)
        disk.write_json(stored.study_file(path), record)
    return path


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 70 else f"{text[:70]}..."
