"""Does time and memory for each person stay the same from ten thousand people to a hundred million?

Guards the promise that size is not a wall: the same country, thinned (a row stands for many) below its own size and
enlarged (every place, force, prison and plant times as many) above it, each size in a process of its own. The last rows
play two whole countries side by side in two processes, and say how much of their memory is one and the same.

    python benchmarks/growth.py [--days 30] [--largest 100000000] [--write]
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from national import processor

#: rows asked for; the country's own size is among them
SIZES = (10_000, 30_000, 100_000, 300_000, 1_000_000, 3_000_000, 9_410_259, 30_000_000, 100_000_000)
RESULTS = Path(__file__).parent / "results"
#: where pages look for pictures
IMAGES = Path(__file__).parents[1] / "docs" / "images"


def enlarged(country, times: float):
    """The country with everything that is counted times as many."""
    if times <= 1:
        return country

    def more(x: int) -> int:
        return max(1, round(x * times))

    return replace(
        country,
        places=tuple(replace(p, population=more(p.population), voters=more(p.voters), stations=more(p.stations))
                     for p in country.places),
        units=tuple(replace(u, officers=more(u.officers)) for u in country.units),
        sites=tuple(replace(s, capacity=more(s.capacity)) for s in country.sites),
        enterprises=tuple(replace(e, headcount=more(e.headcount), output=e.output * times)
                          for e in country.enterprises),
    )  # fmt: skip


def one(rows: int, days: int) -> dict:
    """Set-up and a run with about so many rows, after a short run that compiles."""
    from contested.engine.run import InMemory, run
    from contested.nation.model import nation_model
    from contested.nation.world import build
    from contested.scenarios.load import load

    country = load("belarus-2020").country
    small = nation_model(build(country, 1000))
    run(small, country.params, 1, steps=9, recorder=InMemory(small.observables, small.coords, 0, 9))
    empty = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    scale = max(1, round(country.population / rows))
    large = enlarged(country, rows / country.population)
    begun = time.perf_counter()
    world = build(large, scale)
    set_up = time.perf_counter() - begun
    built = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    model = nation_model(world)
    times = []
    for _ in range(3 if world.rows < 3_000_000 else 1):
        recorder = InMemory(model.observables, model.coords, 0, days)
        begun = time.perf_counter()
        run(model, large.params, 1, steps=days, recorder=recorder)
        times.append(time.perf_counter() - begun)
    crowd = recorder.arrays["crowd"].sum(axis=1).max()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return {
        "rows": world.rows, "persons": large.population, "days": days, "set_up_s": set_up, "run_s": min(times),
        "ns_a_person_day": 1e9 * min(times) / world.rows / days, "set_up_ns_a_person": 1e9 * set_up / world.rows,
        "empty_bytes": empty, "built_bytes": built, "peak_bytes": peak,
        "bytes_a_person": (peak - empty) / world.rows, "largest_crowd_share": crowd / large.population,
    }  # fmt: skip


def side_by_side(workers: int, days: int) -> dict:
    """Whole countries in as many processes: resident memory, and how much of it is private (not shared)."""
    with tempfile.TemporaryDirectory() as folder:
        words = [sys.executable, "-m", "contested", "sweep", "belarus-2020", "--scale", "1", "--days", str(days),
                 "--over", "street.cost", "--points", "4", "--workers", str(workers), "--design", "latin",
                 "--out", f"{folder}/sweep"]  # fmt: skip
        begun = time.perf_counter()
        child = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        most = {"private": 0, "shared": 0}
        while child.poll() is None:
            seen = [_memory(pid) for pid in _family(child.pid)]
            working = [m for m in seen if m["Rss"] > 300_000_000]
            private = sum(m["Private_Clean"] + m["Private_Dirty"] for m in working)
            shared = max((m["Shared_Clean"] + m["Shared_Dirty"] for m in working), default=0)
            # while they play, not while the first of them still draws the population that all will map
            if len(working) == workers and (shared, private) > (most["shared"], most["private"]):
                most = {"private": private, "shared": shared}
            time.sleep(0.05)
        if child.returncode:
            raise RuntimeError(f"the sweep of {workers} workers ended with {child.returncode}")
        return {"workers": workers, "days": days, "wall_s": time.perf_counter() - begun, **most}


def _family(pid: int) -> list[int]:
    """A process and all it began, where the system tells (Linux)."""
    found = [pid]
    for parent in found:
        for task in Path(f"/proc/{parent}/task").glob("*/children"):
            try:
                found += [int(p) for p in task.read_text().split()]
            except OSError:  # ended while we looked
                continue
    return found


def _memory(pid: int) -> dict[str, int]:
    names = ("Rss", "Private_Clean", "Private_Dirty", "Shared_Clean", "Shared_Dirty")
    out = dict.fromkeys(names, 0)
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:  # ended while we looked
        return out
    for line in lines[1:]:
        name, _, rest = line.partition(":")
        if name in out:
            out[name] = int(rest.split()[0]) * 1024
    return out


def chart(rows: list[dict], path: Path) -> None:
    """Nanoseconds a person and day, and bytes a person, against people: flat is what is promised."""
    import altair as alt
    import polars as pl
    import vl_convert

    frame = pl.DataFrame(
        [{"people": r["rows"], "what": "nanoseconds per person and day", "value": r["ns_a_person_day"]} for r in rows]
        + [{"people": r["rows"], "what": "bytes per person", "value": r["bytes_a_person"]} for r in rows]
        + [{"people": r["rows"], "what": "nanoseconds per person, set-up", "value": r["set_up_ns_a_person"]}
           for r in rows]
    )  # fmt: skip
    base = alt.Chart(frame).mark_line(point=True).encode(
        x=alt.X("people:Q", scale=alt.Scale(type="log"), title="people simulated",
                axis=alt.Axis(format="~s", grid=False, values=[10**k for k in range(4, 9)])),
        y=alt.Y("value:Q", scale=alt.Scale(zero=True), title=None),
    ).properties(width=260, height=180)  # fmt: skip
    svg = vl_convert.vegalite_to_svg(base.facet(column=alt.Column("what:N", title=None)).resolve_scale(
        y="independent").to_dict())  # fmt: skip
    path.write_bytes(vl_convert.svg_to_png(svg, scale=2))


def _child(*args: str) -> dict:
    done = subprocess.run([sys.executable, __file__, *args], check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    """Run every size and print the table."""
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("--days", type=int, default=30)
    words.add_argument("--largest", type=int, default=SIZES[-1])
    words.add_argument("--write", action="store_true", help="keep the tables and the picture")
    words.add_argument("--rows", type=int, help=argparse.SUPPRESS)
    asked = words.parse_args()
    if asked.rows:
        print(json.dumps(one(asked.rows, asked.days)))
        return
    rows = []
    for size in (s for s in SIZES if s <= asked.largest):
        rows.append(_child("--rows", str(size), "--days", str(asked.days)))
        print(f"{rows[-1]['rows']:>12,} people: set-up {rows[-1]['set_up_s']:.1f} s, {asked.days} days "
              f"{rows[-1]['run_s']:.2f} s, {rows[-1]['peak_bytes'] / 1e9:.2f} GB", flush=True)  # fmt: skip
    beside = [side_by_side(w, asked.days) for w in (1, 2)]
    lines = [
        "# From ten thousand people to a hundred million",
        "",
        "Caveats: one run per size on one machine (best of three below three million), other work on it not excluded;",
        "kernels compiled beforehand. Below the country's own size a row stands for many persons; above it everything",
        "that is counted is multiplied. Memory is the peak of the process less what it takes before anybody is drawn,",
        "so small sizes show what is fixed and not what a person needs. The largest crowd's share of the people",
        "shows that a size hides no changed model.",
        "",
        f"{datetime.now(UTC):%Y-%m-%d}, {processor()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"{asked.days} days",
        "",
        "| people simulated | set-up (s) | run (s) | ns per person and day | peak memory (GB) | bytes per person "
        "| largest crowd (% of people) |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
        *(f"| {r['rows']:,} | {r['set_up_s']:.2f} | {r['run_s']:.3f} | {r['ns_a_person_day']:.1f} "
          f"| {r['peak_bytes'] / 1e9:.2f} | {r['bytes_a_person']:.0f} | {100 * r['largest_crowd_share']:.2f} |"
          for r in rows),
        "",
        "## Whole countries side by side",
        "",
        "A sweep of four points at 1:1. The population and its ties are mapped once for all processes; one alone",
        "shares them with nobody, and they count as its own.",
        "",
        "| processes | days | private memory, all processes (GB) | shared, once (GB) | wall (s) |",
        "| ---: | ---: | ---: | ---: | ---: |",
        *(f"| {b['workers']} | {b['days']} | {b['private'] / 1e9:.2f} | {b['shared'] / 1e9:.2f} | {b['wall_s']:.1f} |"
          for b in beside),
        "",
    ]  # fmt: skip
    print("\n".join(lines))
    if asked.write:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / "growth.md").write_text("\n".join(lines))
        (RESULTS / "growth.json").write_text(json.dumps({"sizes": rows, "side_by_side": beside}))
        chart(rows, IMAGES / "growth.png")


if __name__ == "__main__":
    main()
