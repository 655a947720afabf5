"""Where a parameter acts that moves nothing on Belarus 2020: other crises, and a teaching country with more in it.

    python -m benchmarks.dynamics.elsewhere [--replicates 12] [--backgrounds 2] [--workers 1] [--only a.b,c.d] [--write]

Reads results/ablation.json for the parameters that are still there, and tries each on the stages of stages.py in their
order until it moves something: crowds, detentions, custody, deaths, injured officers, people away, lost output, the
count (share, turnout, early votes, spread over stations), how it ends or how soon. A number counts as moved in a draw
of the others when it changes by more than 2 % and three standard errors over pairs; endings over all pairs together by
more than 5 points and three standard errors.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.dynamics.compare import ERRORS, LEAST, PART, changed
from benchmarks.dynamics.pages import NOTHING, page, still
from benchmarks.dynamics.paired import NUMBERS, Job, Runs, Setup, draws, ends_of, play_all
from benchmarks.dynamics.stages import STAGES, Stage

RESULTS = Path(__file__).resolve().parents[1] / "results"


def tried(stage: Stage, names: Sequence[str], backgrounds: int, replicates: int, workers: int) -> dict[str, Any]:
    """What each parameter moves on a stage, from its low to its high end: name -> what moved most, or nothing."""
    setup = Setup(stage.scenario, stage.scale, stage.days, stage.origin, stage.variant)
    ends = ends_of(setup)
    names = [name for name in names if name in ends and name.startswith(stage.of)]
    points: list[dict[str, float]] = [{}, *draws(setup, backgrounds - 1, seed=17)]
    jobs = [
        Job({**point, name: ends[name][e]}, (), tuple(range(replicates)))
        for name in names for point in points for e in (0, 1)
    ]  # fmt: skip
    runs = play_all(setup, jobs, workers)
    days = setup.country().days
    found = {}
    for i, name in enumerate(names):
        mine = runs[2 * i * len(points) : 2 * (i + 1) * len(points)]
        moved = largest(mine[0::2], mine[1::2], days)
        if moved:
            found[name] = {"low": ends[name][0], "high": ends[name][1], **moved}
    return found


def largest(lows: list[Runs], highs: list[Runs], days: int) -> dict[str, Any]:
    """The largest change that counts: of a number in one draw, of how soon it ends, or of how; {} for none."""
    changes = []
    for low, high in zip(lows, highs, strict=True):
        for what in LEAST:
            change = changed(what, low, high, NOTHING)
            if change.moved:
                changes.append((abs(change.part), {"moves": what, "change": change.part}))
    column = NUMBERS.index("day")
    first, then = (np.concatenate([r.numbers[:, column] for r in runs]) for runs in (lows, highs))
    soon = np.where(np.isnan(then), days, then) - np.where(np.isnan(first), days, first)
    if _counts(soon, NOTHING * days):
        changes.append((abs(soon.mean()) / days, {"moves": "day of the ending", "change": float(soon.mean())}))
    a, b = (np.concatenate([r.endings for r in runs]) for runs in (lows, highs))
    for kind in sorted({*a.tolist(), *b.tolist()} - {-1}):
        share = (b == kind).astype(float) - (a == kind)
        if _counts(share, PART):
            changes.append((abs(share.mean()), {"moves": _ending(kind), "change": float(share.mean())}))
    return max(changes, key=lambda c: c[0])[1] if changes else {}


def _counts(difference: np.ndarray, least: float) -> bool:
    error = float(difference.std(ddof=1)) / np.sqrt(len(difference))
    return bool(abs(difference.mean()) > max(least, ERRORS * error))


def _ending(kind: int) -> str:
    from contested.nation.codes import OUTCOMES

    return f"endings: {OUTCOMES[kind]}"


def search(names: Sequence[str], backgrounds: int, replicates: int, workers: int) -> dict[str, Any]:
    """Every name on one stage after the other until it moves something; names left over are still everywhere."""
    left = list(names)
    rows: dict[str, Any] = {}
    for stage in STAGES:
        began = time.perf_counter()
        found = tried(stage, left, backgrounds, replicates, workers) if left else {}
        label = " ".join(filter(None, (stage.scenario, stage.what)))
        rows |= {name: {"where": label, **row} for name, row in found.items()}
        left = [name for name in left if name not in found]
        print(f"{label}: {time.perf_counter() - began:.0f} s, {len(left)} left; {found}", file=sys.stderr, flush=True)
    return {"rows": rows, "still": left}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--replicates", type=int, default=12)
    parser.add_argument("--backgrounds", type=int, default=2)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--only", default="")
    parser.add_argument("--write", action="store_true")
    o = parser.parse_args()
    path = RESULTS / "ablation.json"
    results = json.loads(path.read_text(encoding="utf-8"))
    rows = results["parameters"]["rows"]
    today = ends_of(Setup("belarus-2020", 100))
    names = o.only.split(",") if o.only else [name for name, row in rows.items() if still(row) and name in today]
    results["elsewhere"] = {
        "about": {"replicates": o.replicates, "backgrounds": o.backgrounds, "stages": [asdict(s) for s in STAGES]},
        **search(names, o.backgrounds, o.replicates, o.workers),
    }
    text = page(results)
    print(json.dumps(results["elsewhere"], indent=1))
    if o.write:
        path.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
        (RESULTS / "ablation.md").write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
