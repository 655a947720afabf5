"""What does a GPU bring the nation at 1:1: citizen-decisions a second, the same bits as cores, a hundred replicates?

Guards the promise of `--device gpu`. Without an NVIDIA GPU it says so in one line and measures nothing. Kernels of both
are compiled before anything is timed.

    python benchmarks/gpu.py [--days 145] [--scale 1] [--replicates 100] [--write]
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import time
from collections import defaultdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from national import processor

from contested.engine.checkpoint import state_hash
from contested.engine.clock import Tick
from contested.engine.run import InMemory, run
from contested.ensemble.points import seeds
from contested.ground.errors import ContestedError
from contested.nation.model import nation_model
from contested.nation.world import World, build
from contested.scenarios.load import load

RESULTS = Path(__file__).parent / "results"


def played(model, days: int, seed: int = 1) -> tuple[float, str, float]:
    """Seconds of a run, the hash of its last state, and its largest crowd."""
    recorder = InMemory(model.observables, model.coords, 0, days)
    begun = time.perf_counter()
    state = run(model, model.params, seed, steps=days, recorder=recorder)
    seconds = time.perf_counter() - begun
    return seconds, state_hash(state, model.static), float(recorder.arrays["crowd"].sum(axis=1).max())


def by_phase(world: World, days: int) -> dict[str, float]:
    """Seconds of each phase on the device, waited for to its end; waiting makes the sum larger than a run."""
    from contested.ground.device import cuda
    from contested.nation.device import OnDevice

    model = nation_model(world)
    state = model.init(model.params, 1)
    spent: dict[str, float] = defaultdict(float)
    begun = time.perf_counter()
    views = OnDevice().views(state, model.plan)
    cuda.synchronize()
    spent["people to the device"] = time.perf_counter() - begun
    for day in range(days):
        for phase, (run_it, view) in zip(model.plan, views):
            begun = time.perf_counter()
            run_it(view, model.params, Tick(day, 1))
            cuda.synchronize()
            spent[phase.name] += time.perf_counter() - begun
    return dict(sorted(spent.items(), key=lambda kv: -kv[1]))


def measured(days: int, scale: int, replicates: int) -> dict:
    """Everything, as plain numbers."""
    country = load("belarus-2020").country
    small = build(country, max(1000, scale))
    compiled = {}
    for device in ("cpu", "gpu"):
        begun = time.perf_counter()
        played(nation_model(small, device=device), days)  # all of it: some kernels are first launched late
        compiled[device] = time.perf_counter() - begun
    world = small if scale == small.scale else build(country, scale)
    cores, hash_of_cores, crowd = played(nation_model(world), days)
    model = nation_model(world, device="gpu")
    first, hash_of_gpu, _ = played(model, days)
    again = min(played(model, days)[0] for _ in range(3))
    begun = time.perf_counter()
    for seed in seeds(1, replicates):
        played(model, days, seed)
    ensemble = time.perf_counter() - begun
    return {
        "rows": world.rows, "days": days, "scale": scale, "compiled_s": compiled, "cores_s": cores, "first_s": first,
        "run_s": again, "same_bits": hash_of_cores == hash_of_gpu, "largest_crowd": crowd, "replicates": replicates,
        "ensemble_s": ensemble, "phases_s": by_phase(world, days),
    }  # fmt: skip


def table(found: dict, gpu: str) -> str:
    """The results in words, caveats first."""
    decisions = found["rows"] * found["days"]
    lines = [
        "# The nation on a GPU",
        "",
        "Caveats: one machine, other work on it not excluded; kernels compiled beforehand; cores are those beside the",
        "GPU. The largest crowd stands in the table so that speed cannot hide a changed model. Phases are timed one by",
        "one, each waited for.",
        "",
        f"{datetime.now(UTC):%Y-%m-%d}, {gpu}, {processor()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}, numba {version('numba')}",
        "",
        "| what | measured |",
        "|---|---|",
        f"| people | {found['rows']:,} |",
        f"| {found['days']} days on the GPU (best of 3) | {found['run_s']:.2f} s |",
        f"| the first, with the people's way to the GPU | {found['first_s']:.2f} s |",
        f"| on cores | {found['cores_s']:.2f} s |",
        f"| citizen-decisions a second, GPU | {decisions / found['run_s'] / 1e6:,.0f} million |",
        f"| citizen-decisions a second, cores | {decisions / found['cores_s'] / 1e6:,.0f} million |",
        f"| the same bits in every column at the end | {'yes' if found['same_bits'] else 'NO'} |",
        f"| {found['replicates']} replicates, one after another | {found['ensemble_s']:.1f} s |",
        f"| largest crowd | {found['largest_crowd']:,.0f} |",
        f"| compiling, nothing cached or from cache: GPU, cores | {found['compiled_s']['gpu']:.1f} s, "
        f"{found['compiled_s']['cpu']:.1f} s |",
        "",
        "| phase | seconds |",
        "|---|---|",
        *(f"| {name} | {seconds:.3f} |" for name, seconds in found["phases_s"].items()),
        "",
    ]
    return "\n".join(lines)


def main() -> None:
    """Measure where there is a GPU, and say so where there is none."""
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("--days", type=int, default=145)
    words.add_argument("--scale", type=int, default=1)
    words.add_argument("--replicates", type=int, default=100)
    words.add_argument("--write", action="store_true", help="write benchmarks/results/gpu.{json,md}")
    asked = words.parse_args()
    try:
        from contested.ground.device import require

        gpu = require()
    except ContestedError as error:
        print(f"benchmarks/gpu.py: nothing measured. {error.message}")
        return
    found = measured(asked.days, asked.scale, asked.replicates)
    print(table(found, gpu))
    if asked.write:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / "gpu.md").write_text(table(found, gpu), "utf-8")
        (RESULTS / "gpu.json").write_text(json.dumps({"gpu": gpu, **found}), "utf-8")
    assert found["same_bits"], "the GPU's last state is not the cores'"


if __name__ == "__main__":
    main()
