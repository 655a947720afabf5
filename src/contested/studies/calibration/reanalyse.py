"""Another answer from the runs of a finished study: a source doubted, or other claims."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from contested.inference.posterior.posterior import sample_every_cell
from contested.store import disk, lock
from contested.studies.calibration import answer, evidence
from contested.studies.calibration.request import hash_of, told_by
from contested.studies.calibration.stages import material
from contested.studies.calibration.study import Study


def again(path: Path, distrust: tuple[str, ...], claims: Any, say: Callable[[str], None]) -> Study:
    """Another answer from the runs of a finished study.

    Raises
    ------
    CheckpointError
        If it is not finished.
    InputError
        A party that makes none of the claims; or claims none of which has a cell that was kept.
    """
    began = time.perf_counter()
    first = Study(path)
    held = first.held
    if claims is None and sorted(distrust) == held.record["distrust"]:
        return first
    told = None if claims is None else told_by(claims, held.scenario)
    found = held.evidence(told)
    claim_model = evidence.doubting(distrust, found)
    say("posterior")
    model = held.emulator()
    draws = sample_every_cell(model, found.fitted, claim_model, seed=held.record["seed"])
    say("tables")
    where = path / "answers" / _called(distrust, told)
    shared = material(held, model, found, claim_model, first.answer["stretch"])
    with lock.exclusive(path), disk.writing(where):
        where.mkdir(parents=True, exist_ok=True)
        if told is not None:
            from contested.claims import write

            disk.write_bytes(where / "claims.csv", write.as_bytes(told, ".csv"))
        more: dict[str, Any] = {"calibration": {}, "audit": {}, "runs": {}}
        answer.write(held, where, shared, found, claim_model, draws, more, began)
    return Study(where)


def _called(distrust: tuple[str, ...], claims: Any) -> str:
    """A folder's name for a view of the sources."""
    words = ["distrusting", *distrust] if distrust else ["trusting-all"]
    text = "-".join("".join(ch if ch.isalnum() else "-" for ch in w.lower()) for w in words)
    name = "-".join(filter(None, text.split("-")))[:80]
    return "-".join(filter(None, [name, f"claims-{hash_of(claims)[:8]}" if claims is not None else ""]))
