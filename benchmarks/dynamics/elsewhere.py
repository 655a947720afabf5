"""Where a parameter acts that moves nothing on Belarus 2020: other crises, and a teaching country with more in it.

    python -m benchmarks.dynamics.elsewhere [--replicates 24] [--workers 1] [--only a.b,c.d] [--write]

Reads results/ablation.json for the parameters that are still there, and tries each on the stages of stages.py in their
order until it moves something by 2 % and three standard errors of its paired runs: crowds, detentions, custody, deaths,
injured officers, people hit and killed by live rounds, arrested people for whom there was no cell, lost output, what
the treasury paid, the count (share, turnout, early votes, spread over stations), the days to
the ending, the shares of endings, or their summed hazards. Kept is the change that lies most standard errors from none.
The other parameters stand at the scenario's values. With --only, rows of other names stay.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.dynamics.compare import ERRORS, LEAST
from benchmarks.dynamics.pages import NOTHING, page, still
from benchmarks.dynamics.paired import NUMBERS, Job, Runs, Setup, ends_of, play_all
from benchmarks.dynamics.stages import STAGES, Stage

from contested.nation.codes import OUTCOMES

RESULTS = Path(__file__).resolve().parents[1] / "results"


def tried(stage: Stage, names: Sequence[str], replicates: int, workers: int) -> dict[str, Any]:
    """What each parameter moves on a stage, from its low to its high end: name -> what moves most surely."""
    setup = Setup(stage.scenario, stage.scale, stage.days, stage.origin, stage.variant)
    ends = ends_of(setup)
    names = [name for name in names if name in ends and name.startswith(stage.of)]
    seeds = tuple(range(replicates))
    runs = play_all(setup, [Job({name: x}, (), seeds) for name in names for x in ends[name]], workers)
    days = setup.country().days
    found = {}
    for name, low, high in zip(names, runs[0::2], runs[1::2], strict=True):
        changes = [
            change for change in changes_of(low, high, days)
            if abs(change["change"]) >= max(NOTHING, ERRORS * change["error"])
        ]  # fmt: skip
        if changes:
            surest = max(changes, key=lambda c: abs(c["change"]) / max(1e-9, c["error"]))
            found[name] = {"low": ends[name][0], "high": ends[name][1], **surest, "runs": replicates}
    return found


def changes_of(low: Runs, high: Runs, days: int) -> Iterator[dict[str, Any]]:
    """Change of every number, of the days to the ending and of the share of each ending, with its standard error."""
    for what in LEAST:
        k = NUMBERS.index(what)
        scale = max(LEAST[what], float(low.numbers[:, k].mean()))
        yield _change(what, (high.numbers[:, k] - low.numbers[:, k]) / scale)
    first, then = (np.nan_to_num(r.numbers[:, NUMBERS.index("day")], nan=days) / days for r in (low, high))
    yield _change("days to the ending", then - first)
    for kind in sorted({*low.endings.tolist(), *high.endings.tolist()} - {-1}):
        yield _change(f"endings by {OUTCOMES[kind]}", (high.endings == kind).astype(float) - (low.endings == kind))


def _change(what: str, difference: np.ndarray) -> dict[str, Any]:
    error = float(difference.std(ddof=1) / np.sqrt(len(difference)))
    return {"moves": what, "change": float(difference.mean()), "error": error}


def search(names: Sequence[str], replicates: int, workers: int) -> dict[str, Any]:
    """Every name on one stage after the other until it moves something; names left over are still everywhere."""
    left = list(names)
    rows: dict[str, Any] = {}
    for stage in STAGES:
        began = time.perf_counter()
        found = tried(stage, left, replicates, workers) if left else {}
        label = " ".join(filter(None, (stage.scenario, stage.what)))
        rows |= {name: {"where": label, **row} for name, row in found.items()}
        left = [name for name in left if name not in found]
        print(f"{label}: {time.perf_counter() - began:.0f} s, {len(left)} left; {found}", file=sys.stderr, flush=True)
    return {"rows": rows, "still": left}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--replicates", type=int, default=24)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--only", default="")
    parser.add_argument("--write", action="store_true")
    o = parser.parse_args()
    path = RESULTS / "ablation.json"
    results = json.loads(path.read_text(encoding="utf-8"))
    measured = results["parameters"]["rows"]
    today = ends_of(Setup("belarus-2020", 100))
    names = o.only.split(",") if o.only else [name for name, row in measured.items() if still(row) and name in today]
    before = results.get("elsewhere", {"rows": {}, "still": []})
    found = search(names, o.replicates, o.workers)
    # rows of the names asked for are new, others stay, but for those of parameters that went
    others = {name for name in today if o.only and name not in names}
    rows = {name: row for name, row in before["rows"].items() if name in others}
    left = [name for name in before["still"] if name in others]
    results["elsewhere"] = {
        "stages": [asdict(s) for s in STAGES], "rows": {**rows, **found["rows"]}, "still": [*left, *found["still"]],
    }  # fmt: skip
    text = page(results)
    print(json.dumps(results["elsewhere"], indent=1))
    if o.write:
        path.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
        (RESULTS / "ablation.md").write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
