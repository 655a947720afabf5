"""How large can the published models be? Each within a minute on two cores, making the population included.

Guards against a model that is right for a thousand agents and useless for a country. Each case runs in a process of
its own, so that peak memory is its own; kernels are compiled on a small case before anything is timed. What came out
is printed, so that speed cannot hide a changed model.

    python benchmarks/zoo.py [--only NAME] [--write]
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from national import processor

_CITY = {
    "side": 3780, "neighbourhood": "disc", "ratio": "floor", "pursuit": "takes-place", "activation": "by-block",
}  # fmt: skip
_LONG_TIES = {"nodes": 10_000_000, "rewired": 0.1}
#: name -> (model, settings, settings of a small case that compiles, steps (0: until nothing moves), observable shown)
CASES = {
    "granovetter-1978": ("granovetter-1978", {"people": 100_000_000, "sd": 0.1222}, {"people": 1000}, 0, "crowd"),
    # a first outburst, from quiet to its peak and back
    "epstein-2002": ("epstein-2002", _CITY, {**_CITY, "side": 200}, 15, "active"),
    # a seed of one in a million, so that it does not depend on one node's luck
    "watts-2002": ("watts-2002", {"nodes": 10_000_000, "seeds": 10}, {"nodes": 1000}, 0, "on"),
    "centola-macy-2007 simple": (
        "centola-macy-2007", {**_LONG_TIES, "threshold": 1}, {"nodes": 1000, "rewired": 0.1}, 0, "active",
    ),
    "centola-macy-2007 complex": (
        "centola-macy-2007", {**_LONG_TIES, "rewired": 0.05, "threshold": 2}, {"nodes": 1000, "rewired": 0.05}, 0,
        "active",
    ),
}  # fmt: skip


def one(name: str) -> dict:
    """One case, timed after a small one."""
    from contested import zoo
    from contested.engine.clock import Tick
    from contested.zoo.kit.trajectories import trajectory

    model_name, settings, small, steps, shown = CASES[name]
    trajectory(zoo.load(model_name).model(small), steps=3)
    model = zoo.load(model_name).model(settings)
    begun = time.perf_counter()
    state = model.init(model.params, 1)
    set_up = time.perf_counter() - begun
    before = None
    done = 0
    while not steps or done < steps:
        state = model.step(state, model.params, Tick(done, 1))
        done += 1
        now = model.observe(state)
        if not steps and now == before:
            break
        before = now
    total = time.perf_counter() - begun
    return {
        "case": name,
        "settings": settings,
        "set_up_s": set_up,
        "steps": done,
        "total_s": total,
        "shown": shown,
        "value": float(model.observe(state)[shown]),
        "peak_gb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9,
    }


def main() -> None:
    """Run every case and print the table."""
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("--only", choices=list(CASES))
    words.add_argument("--write", action="store_true", help="write benchmarks/results/zoo.{json,md}")
    words.add_argument("--child", choices=list(CASES))
    asked = words.parse_args()
    if asked.child:
        print(json.dumps(one(asked.child)))
        return
    rows = []
    for name in [asked.only] if asked.only else CASES:
        done = subprocess.run([sys.executable, __file__, "--child", name], check=True, capture_output=True, text=True)
        rows.append(json.loads(done.stdout.splitlines()[-1]))
    lines = [
        "# Published models at the size of a country",
        "",
        "Caveats: one run on one machine, other work on it not excluded; kernels compiled beforehand.",
        "",
        f"{datetime.now(UTC):%Y-%m-%d}, {processor()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "",
        "| case | settings | set-up (s) | steps | everything (s) | peak memory (GB) | what came out |",
        "| --- | --- | --: | --: | --: | --: | --- |",
        *(
            f"| {r['case']} | {', '.join(f'{k} = {v}' for k, v in r['settings'].items())} | {r['set_up_s']:.1f} | "
            f"{r['steps']} | {r['total_s']:.1f} | {r['peak_gb']:.2f} | {r['shown']} {r['value']:,.6g} |"
            for r in rows
        ),
        "",
    ]
    print("\n".join(lines))
    if asked.write:
        folder = Path(__file__).parent / "results"
        (folder / "zoo.md").write_text("\n".join(lines))
        (folder / "zoo.json").write_text(json.dumps(rows, indent=1))


if __name__ == "__main__":
    main()
