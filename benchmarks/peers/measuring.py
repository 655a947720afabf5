"""One question to one engine in a process of its own; answers are kept, and asked again only if something changed."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.peers.engines import MODELS, ROOT, Engine, command, script
from benchmarks.peers.specs import Spec, sized

#: people of the small run that compiles
SMALL = {"epstein": 300, "network": 2_000, "mass-action": 2_000, "nation": 9_411}
#: seconds a process may take for everything, per second of steps that it may play
PATIENCE = 4


@dataclass(frozen=True)
class Case:
    """One process.

    Parameters
    ----------
    kind : str
        "speed", "answer" or "threads".
    repeat : int
        Which of several equal processes.
    """

    kind: str
    spec: Spec
    engine: Engine
    people: int
    steps: int
    seeds: tuple[int, ...]
    threads: int
    limit_s: float
    repeat: int = 0

    @property
    def name(self) -> str:
        """File name of its answer."""
        engine = re.sub(r"\W+", "_", self.engine.name)
        return f"{self.kind}-{self.spec.name}-{engine}-{self.people}-{self.threads}t-{self.repeat}"

    @property
    def question(self) -> dict[str, Any]:
        """What the script is asked."""
        return {
            "numbers": sized(self.spec, self.people),
            "small": sized(self.spec, SMALL[self.spec.name]),
            "seeds": list(self.seeds),
            "steps": self.steps,
            "limit_s": self.limit_s,
            "threads": self.threads,
            "setting": self.engine.setting,
        }


@cache
def code_of(engine: Engine, spec: str) -> str:
    """A hash of what is run and how: an engine's script and surroundings, for ours the package and its models."""
    if engine.environment:
        files = [script(engine, spec)]
    else:
        files = sorted((ROOT / "src").rglob("*.py")) + sorted((MODELS.parent / "ours").glob("*.py"))
    seen = hashlib.sha256(repr((engine.requirements, sorted(engine.running.items()))).encode())
    for file in [MODELS / "timed.py", *files]:
        seen.update(file.read_bytes())
    return seen.hexdigest()[:16]


def kept(case: Case, folder: Path) -> dict[str, Any] | None:
    """The answer to this very question, if it was asked before of this very code and not in vain."""
    file = folder / f"{case.name}.json"
    if not file.is_file():
        return None
    answer = json.loads(file.read_text())
    same = answer["question"] == case.question and answer["code"] == code_of(case.engine, case.spec.name)
    return answer if same and "failed" not in answer else None


def ask(case: Case, cache_folder: Path, folder: Path) -> dict[str, Any]:
    """Play it and keep the answer; one that failed says why in `failed`."""
    threads = str(case.threads)
    environment = {
        **os.environ,
        "NUMBA_NUM_THREADS": threads,
        "OMP_NUM_THREADS": threads,
        "OPENBLAS_NUM_THREADS": threads,
        "MPLBACKEND": "agg",
        "STARSIM_INSTALL_FONTS": "0",
        **case.engine.running,
    }
    most = 120 + PATIENCE * case.limit_s * len(case.seeds)
    answer: dict[str, Any]
    try:
        done = subprocess.run(
            [*command(case.engine, case.spec.name, cache_folder), json.dumps(case.question)],
            env=environment, cwd=ROOT, capture_output=True, text=True, timeout=most,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        answer = {"failed": f"stopped after {most:.0f} s"}
    else:
        lines = done.stdout.strip().splitlines()
        if done.returncode or not lines:
            told = [line for line in done.stderr.strip().splitlines() if line.strip()] or [f"exit {done.returncode}"]
            answer = {"failed": told[-1][:200]}
        else:
            answer = json.loads(lines[-1])
    answer |= {"question": case.question, "code": code_of(case.engine, case.spec.name)}
    answer |= {"when": f"{datetime.now(UTC):%Y-%m-%d %H:%M}"}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{case.name}.json").write_text(json.dumps(answer))
    return answer
