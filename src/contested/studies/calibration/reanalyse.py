"""Another answer from the runs of a finished study: a source doubted, or other claims."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contested.ground.progress import Progress, ProgressCallback, silent
from contested.inference.posterior.posterior import sample_every_cell
from contested.store import disk, lock
from contested.studies.calibration import answer
from contested.studies.calibration.calibration import Calibration
from contested.studies.calibration.evidence import doubting
from contested.studies.calibration.request import Claims, claims_for, hash_of
from contested.studies.calibration.stages import material

if TYPE_CHECKING:
    from contested.claims import Claim


def reanalyse(path: Path, distrust: tuple[str, ...], claims: Claims, progress: ProgressCallback = silent) -> Path:
    """Another answer from the runs of a finished study.

    Returns
    -------
    Path
        Its folder.

    Raises
    ------
    CheckpointError
        If the study is not finished.
    InputError
        A party that makes none of the claims; or claims none of which has a cell that is stored.
    """
    began = time.perf_counter()
    first = Calibration(path)
    folder = first.folder
    if claims is None and sorted(distrust) == folder.record["distrust"]:
        return path
    given = None if claims is None else claims_for(claims, folder.scenario)
    evidence = folder.evidence(given)
    claim_model = doubting(distrust, evidence)
    progress(Progress(text="posterior"))
    model = folder.emulator()
    draws = sample_every_cell(model, evidence.fitted, claim_model, seed=folder.seed)
    progress(Progress(text="tables"))
    where = path / "answers" / _name(distrust, given)
    shared = material(folder, model, evidence, claim_model, first.answer["stretch"])
    with lock.exclusive(path), disk.writing(where):
        where.mkdir(parents=True, exist_ok=True)
        if given is not None:
            from contested.claims import write

            disk.write_bytes(where / "claims.csv", write.as_bytes(given, ".csv"))
        more: dict[str, Any] = {"calibration": {}, "audit": {}, "runs": {}}
        answer.write(folder, where, shared, evidence, claim_model, draws, more, began)
    return where


def _name(distrust: tuple[str, ...], claims: Sequence[Claim] | None) -> str:
    """A folder's name for a view of the sources."""
    words = ["distrusting", *distrust] if distrust else ["trusting-all"]
    text = "-".join("".join(ch if ch.isalnum() else "-" for ch in w.lower()) for w in words)
    name = "-".join(filter(None, text.split("-")))[:80]
    return "-".join(filter(None, [name, f"claims-{hash_of(claims)[:8]}" if claims is not None else ""]))
