"""How fast, and how large, is the nation at 1:1? Set-up, 145 days, seconds a phase, memory, start-up.

Guards the budget of docs/explain/budget.md. Each worry runs in a process of its own, so that peak memory is that of the
run and nothing else. Kernels are compiled before anything is timed; the time for that is shown by itself.

    python benchmarks/national.py [--days 145] [--write]
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

#: phase -> (bytes a person that a day's pass reads, and writes; what they are). Counted on the columns' types; columns
#: of the few who are asked one by one come on top.
PASSES = {
    "attitudes": (9, 7, "flags, vote, outrage, fear, fatigue, fraud; writes the last four"),
    "mobilisation": (11, 1, "ties out reset; a sieve of nine bytes of columns; two later rounds look at ties out"),
    "strikes": (1, 0, "flags, on days with a call"),
    "vote": (2, 1, "flags, hardship; writes the vote"),
    "announcement": (62, 1, "flags, the ties, their ends' votes (a byte each, scattered); writes fraud"),
}
#: played on one day of a run
ONCE = ("vote", "announcement")
#: numbers copied to measure bandwidth: far more than caches hold
COPIED = 64_000_000


def bandwidth() -> float:
    """Memory bandwidth of a parallel copy of 512 MB, in bytes a second: best of seven. Reads and writes count."""
    import numpy as np

    from contested.ground.compiled import parallel, prange

    @parallel
    def copy(source, target):
        for part in prange(64):
            lo = part * len(source) // 64
            hi = (part + 1) * len(source) // 64
            a = source[lo:hi]
            b = target[lo:hi]
            for i in range(len(a)):
                b[i] = a[i]

    source = np.ones(COPIED)
    target = np.zeros_like(source)
    times = []
    for _ in range(8):
        begun = time.perf_counter()
        copy(source, target)
        times.append(time.perf_counter() - begun)
    return 2 * source.nbytes / min(times[1:])


def one(scale: int, days: int, phases: bool) -> dict:
    """Set-up and a run at one scale, after a short run that compiles."""
    from contested.engine.clock import Tick
    from contested.engine.phase import bind
    from contested.engine.run import InMemory, run
    from contested.nation.model import nation_model
    from contested.nation.world import build
    from contested.scenarios.load import load

    country = load("belarus-2020").country
    begun = time.perf_counter()
    small = nation_model(build(country, 1000))
    run(small, country.params, 1, steps=9, recorder=InMemory(small.observables, small.coords, 0, 9))
    compiled = time.perf_counter() - begun
    begun = time.perf_counter()
    world = build(country, scale)
    set_up = time.perf_counter() - begun
    model = nation_model(world)
    times = []
    for _ in range(1 if scale == 1 else 5):
        recorder = InMemory(model.observables, model.coords, 0, days)
        begun = time.perf_counter()
        run(model, country.params, 1, steps=days, recorder=recorder)
        times.append(time.perf_counter() - begun)
    result = {
        "scale": scale,
        "rows": world.rows,
        "days": days,
        "warm_up_s": compiled,
        "set_up_s": set_up,
        "run_s": min(times),
        "largest_crowd": float(recorder.arrays["crowd"].sum(axis=1).max()),
    }
    result["peak_gb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9
    if phases:
        spent: dict[str, list[float]] = defaultdict(list)
        state = model.init(country.params, 1)
        views = [(p, bind(p, state)) for p in model.plan]
        for day in range(days):
            for phase, view in views:
                begun = time.perf_counter()
                phase.run(view, country.params, Tick(day, 1))
                spent[phase.name].append(time.perf_counter() - begun)
            begun = time.perf_counter()
            model.observe(state)
            spent["observe"].append(time.perf_counter() - begun)
        result["phases_s"] = {
            name: {"all": sum(times), "median": statistics.median(times), "most": max(times)}
            for name, times in sorted(spent.items(), key=lambda kv: -sum(kv[1]))
        }
    return result


def _child(*args: str) -> dict:
    done = subprocess.run([sys.executable, __file__, *args], check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def processor() -> str:
    """The processor in words."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.is_file() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _row(name: str, times: dict, rows: int, moved: float) -> str:
    """A phase's times, beside what moving its columns takes; a phase of one day is judged by its longest."""
    text = f"| {name} | {times['all']:.3f} | {1e3 * times['median']:.2f} | {1e3 * times['most']:.1f} |"
    if name not in PASSES:
        return f"{text} nothing per person | | |"
    read, written, _ = PASSES[name]
    least = (read + written) * rows / moved
    taken = times["most"] if name in ONCE else times["median"]
    return f"{text} {read} + {written} | {1e3 * least:.2f} | {taken / least:.1f} |"


def _import_seconds() -> float:
    times = []
    for _ in range(5):
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-c", "import contested"], check=True)
        times.append(time.perf_counter() - begun)
    return min(times)


def main() -> None:
    """Run every worry and print the table."""
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("--days", type=int, default=145)
    words.add_argument("--write", action="store_true", help="write benchmarks/results/national.{json,md}")
    words.add_argument("--child", choices=["one", "bandwidth"])
    words.add_argument("--scale", type=int, default=1)
    asked = words.parse_args()
    if asked.child == "one":
        print(json.dumps(one(asked.scale, asked.days, phases=asked.scale == 1)))
        return
    if asked.child == "bandwidth":
        print(json.dumps({"bytes_per_s": bandwidth()}))
        return
    full = _child("--child", "one", "--scale", "1", "--days", str(asked.days))
    hundredth = _child("--child", "one", "--scale", "100", "--days", str(asked.days))
    moved = _child("--child", "bandwidth")["bytes_per_s"]
    citizen_days = full["rows"] * full["days"] / full["run_s"]
    daily = sum(sum(PASSES[name][:2]) for name in PASSES if name not in ONCE)
    share = daily * citizen_days / moved
    lines = [
        "# The nation at 1:1",
        "",
        "Caveats: one run on one machine, other work on it not excluded; kernels compiled beforehand; largest crowd is",
        "printed so that speed cannot hide a changed model.",
        "",
        f"{datetime.now(UTC):%Y-%m-%d}, {processor()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}",
        "",
        "| what | measured |",
        "|---|---|",
        f"| people | {full['rows']:,} |",
        f"| set-up of the population, nothing cached | {full['set_up_s']:.2f} s |",
        f"| {full['days']} days | {full['run_s']:.2f} s |",
        f"| citizen-days per second | {citizen_days / 1e6:.0f} million |",
        f"| memory bandwidth (parallel copy) | {moved / 1e9:.1f} GB/s |",
        f"| bytes per person that every day's passes move | {daily} |",
        f"| share of that bandwidth | {100 * share:.0f} % |",
        f"| peak memory | {full['peak_gb']:.2f} GB |",
        f"| scale 100, {hundredth['days']} days (best of 5) | {hundredth['run_s']:.3f} s |",
        f"| warm-up in a new process (kernels from cache, nine days at 1:1000) | {hundredth['warm_up_s']:.2f} s |",
        f"| `import contested` with Python's own start | {_import_seconds():.3f} s |",
        f"| largest crowd | {full['largest_crowd']:,.0f} |",
        "",
        "| phase | all days (s) | median day (ms) | longest day (ms) | bytes per person, read + written "
        "| at that bandwidth (ms) | multiple of that time |",
        "|---|---:|---:|---:|---:|---:|---:|",
        *(_row(name, t, full["rows"], moved) for name, t in full["phases_s"].items()),
        "",
        *(f"- `{name}`: {what}" for name, (_, _, what) in PASSES.items()),
        "",
    ]
    print("\n".join(lines))
    if asked.write:
        folder = Path(__file__).parent / "results"
        folder.mkdir(exist_ok=True)
        (folder / "national.md").write_text("\n".join(lines))
        (folder / "national.json").write_text(json.dumps({"full": full, "hundredth": hundredth, "bytes_per_s": moved}))


if __name__ == "__main__":
    main()
