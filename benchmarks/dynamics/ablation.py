"""Does every part of the nation matter? Subsystems and phases left out, parameters moved to the ends of their priors.

Guards the promise that nothing is there for show. Runs are paired: the same parameters, the same draws of chance, and
one thing left out. A part has an effect in a draw of all parameters from their priors when it changes person-days or
detentions by more than 5 % and three standard errors over replicates; over draws, a tenth of them must. How the crisis
ends is compared over all draws together.

    python -m benchmarks.dynamics.ablation [--draws 100] [--replicates 6] [--scale 100] [--scenario belarus-2020]
        [--origin DAY] [--days N] [--workers 2] [--only street,outcome] [--parameters] [--backgrounds 4] [--write]

With --draws 0 the scenario's own values stand in for the draws. With --parameters each parameter that has a prior is
moved from its 5 % to its 95 % point while the others stand at a few draws from their priors and at their values; one
without a prior is halved and doubled within its range.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.dynamics.compare import changed, endings
from benchmarks.dynamics.pages import page
from benchmarks.dynamics.paired import Job, Setup, draws, ends_of, play_all, priors_of

RESULTS = Path(__file__).resolve().parents[1] / "results"
STREET = ("crowd_days", "detained")


def parts() -> list[str]:
    """Subsystems and phases that can be left out; a phase that is all its subsystem does stands for both."""
    from contested.nation.plan import PHASES, SUBSYSTEMS

    phases = [p for p in PHASES if p.subsystem != "script"]
    alone = {p.name for p in phases if sum(q.subsystem == p.subsystem for q in phases) == 1}
    return list(dict.fromkeys([*SUBSYSTEMS, *(p.name for p in phases if p.name not in alone)]))


def left_out(setup: Setup, names: list[str], number: int, replicates: int, workers: int) -> dict[str, Any]:
    """Every part left out, over draws of all priors; over none, at the scenario's own values."""
    from contested.nation.codes import OUTCOMES

    points = draws(setup, number) or [{}]
    number = len(points)
    arms: list[tuple[str, ...]] = [(), *((name,) for name in names)]
    jobs = [
        Job(point, arm, tuple(1000 * k + r for r in range(replicates)))
        for arm in arms
        for k, point in enumerate(points)
    ]
    runs = play_all(setup, jobs, workers)
    by_arm = {arm: runs[i * number : (i + 1) * number] for i, arm in enumerate(arms)}
    table = {}
    for name in names:
        row: dict[str, Any] = {}
        either = np.zeros(number, bool)
        for what in STREET:
            changes = [changed(what, a, b) for a, b in zip(by_arm[()], by_arm[(name,)], strict=True)]
            moved = np.array([c.moved for c in changes])
            either |= moved
            row[what] = {"moved": float(moved.mean()), "median": float(np.median([c.part for c in changes]))}
        row["street"] = float(either.mean())
        row["endings"] = asdict(endings(by_arm[()], by_arm[(name,)], len(OUTCOMES)))
        table[name] = row
    return table


def moved_by_parameters(setup: Setup, number: int, replicates: int, workers: int) -> dict[str, Any]:
    """Every parameter at two ends, the others at their values and at a few draws."""
    from contested.nation.codes import OUTCOMES

    priors, ends = priors_of(setup), ends_of(setup)
    backgrounds: list[dict[str, float]] = [{}, *draws(setup, number, seed=16)]
    aside = shaping(setup, ends)
    names = [name for name in ends if name not in aside]
    seeds = tuple(range(replicates))
    jobs = [Job({**b, name: ends[name][e]}, (), seeds) for name in names for b in backgrounds for e in (0, 1)]
    runs = play_all(setup, jobs, workers)
    table = {}
    for i, name in enumerate(names):
        mine = runs[2 * i * len(backgrounds) : 2 * (i + 1) * len(backgrounds)]
        lows, highs = mine[0::2], mine[1::2]
        row: dict[str, Any] = {"low": ends[name][0], "high": ends[name][1], "prior": name in priors.names}
        for what in STREET:
            changes = [changed(what, a, b) for a, b in zip(lows, highs, strict=True)]
            row[what] = {"default": changes[0].part, "largest": max((c.part for c in changes), key=abs)}
            row[what]["moved"] = sum(c.moved for c in changes)
        row["endings"] = asdict(endings(lows, highs, len(OUTCOMES)))
        table[name] = row
    return {"rows": table, "backgrounds": len(backgrounds), "shape the population": sorted(aside)}


def shaping(setup: Setup, ends: dict[str, tuple[float, float]]) -> set[str]:
    """Parameters that shape the population itself: they need another world, and are left aside here."""
    from dataclasses import replace

    from contested.engine.params import override
    from contested.nation.world import world_hash

    country = setup.country()
    before = world_hash(country, setup.scale)
    found = set()
    for name, (_, high) in ends.items():
        other = replace(country, params=override(country.params, {name: high}))
        if world_hash(other, setup.scale) != before:
            found.add(name)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scenario", default="belarus-2020")
    parser.add_argument("--scale", type=int, default=100)
    parser.add_argument("--days", type=int)
    parser.add_argument("--origin", type=int)
    parser.add_argument("--draws", type=int, default=100)
    parser.add_argument("--replicates", type=int, default=6)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--only", default="")
    parser.add_argument("--parameters", action="store_true")
    parser.add_argument("--backgrounds", type=int, default=4)
    parser.add_argument("--write", action="store_true")
    o = parser.parse_args()
    setup = Setup(o.scenario, o.scale, o.days, o.origin)
    began = time.perf_counter()
    path = RESULTS / "ablation.json"
    results = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    about = {
        **asdict(setup), "replicates": o.replicates, "written": datetime.now(UTC).date().isoformat(),
    }  # fmt: skip
    if o.parameters:
        answer = moved_by_parameters(setup, o.backgrounds, o.replicates, o.workers)
        results["parameters"] = {"about": about, **answer}
    else:
        names = o.only.split(",") if o.only else parts()
        rows = left_out(setup, names, o.draws, o.replicates, o.workers)
        results["parts" if o.draws else "own"] = {"about": {**about, "draws": o.draws}, "rows": rows}
    text = page(results)
    print(text)
    print(f"{time.perf_counter() - began:.0f} s", file=sys.stderr)
    if o.write:
        path.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
        (RESULTS / "ablation.md").write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
