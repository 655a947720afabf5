"""How many points an hour do one and two hosts simulate, and how many would 4 to 64?

    python -m benchmarks.cluster.measure [--points 60] [--write]

Hosts are namespaces of this machine (`hosts`), so as root, on Linux; with more of them than processors they would share
these. What a study costs besides its runs is measured on them, and a simulation (`simulation`) carries it on.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.cluster.hosts import DISK, PORT, Host, hosts, impossible, ray_on
from benchmarks.cluster.simulation import Costs, points_per_hour

import contested
from contested.store.points import Points

RESULTS = Path(__file__).parents[1] / "results"
IMAGE = Path(__file__).parents[2] / "docs" / "images" / "cluster.png"
HOSTS = (1, 2, 4, 8, 16, 32, 64)
#: processors of a host of a cluster
PROCESSORS = 16
#: points of the studies that are simulated
STUDY = 20_000
#: what one run takes, beside the one that is measured
LONGER = 4.0
STUDIED = "teaching --scale 10 --days 40 --over street.cost=1:1.5"
#: of a model whose runs take next to nothing, so that what remains is what a point costs
BRIEF, BRIEF_POINTS = "granovetter-1978 --set people=50 --over mean=0.1:0.4", 300


def main() -> None:
    """Measure, simulate, print, and write what the page shows."""
    words = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    words.add_argument("--points", type=int, default=60)
    words.add_argument("--write", action="store_true", help="keep the table and the picture")
    asked = words.parse_args()
    if reason := impossible():
        sys.exit(reason)
    load = os.getloadavg()[0]
    on(1, 2)  # where nothing is compiled yet, the first study would be measured with its compiling
    measured = [on(count, asked.points) for count in (1, 2)]
    print(*({k: v for k, v in m.items() if k != "run_s"} for m in measured), sep="\n", flush=True)
    costs = {"brief": brief(), "append_s": append_s()}
    start = median(m["start_s"] for m in measured)
    handling, delay = costs["brief"]["handling_s"], costs["brief"]["delay_s"]
    found: dict[str, Any] = {
        "date": f"{datetime.now(UTC):%Y-%m-%d}", "machine": _machine(), "load": load, "points": asked.points,
        "measured": measured, "start_s": start, "handling_s": handling, "delay_s": delay, **costs,
    }  # fmt: skip
    run_s = measured[0]["run_s"]
    each = Costs(start=start, handling=handling, delay=delay)
    found["check"] = [points_per_hour(m["hosts"], asked.points, m["run_s"], each) for m in measured]
    found["rows"] = [
        {"hosts": h, "run_s": median(run), "points_per_hour": points_per_hour(h * PROCESSORS, STUDY, run, each),
         "ideal": 3600 * h * PROCESSORS / (sum(run) / len(run))}
        for run in (run_s, [LONGER]) for h in HOSTS
    ]  # fmt: skip
    text = page(found)
    print(text)
    if asked.write:
        (RESULTS / "cluster.md").write_text(text, encoding="utf-8")
        (RESULTS / "cluster.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
        chart(found["rows"])


def on(count: int, points: int) -> dict[str, Any]:
    """A study on as many hosts of one processor each."""
    with hosts(count) as cluster:
        ray_on(cluster)
        begun = time.perf_counter()
        times, _ = _rows(cluster[0], f"{STUDIED} --points {points} --replicates 1", begun)
        found = contested.open(cluster[0].disk / "study").to_polars()
    assert len(times) == found.height == points and not (found["failed"] != "").any()
    run_s = found["seconds"].to_list()
    # what is behind the first row besides its run
    start = times[0] - run_s[0]
    return {"hosts": count, "start_s": start, "wall_s": times[-1], "run_s": run_s,
            "points_per_hour": 3600 * points / times[-1],
            "points_per_hour_without_start": 3600 * (points - 1) / (times[-1] - times[0])}  # fmt: skip


def brief() -> dict[str, float]:
    """What a point costs the process that hands it out (its processor time), and how long its worker then waits."""
    with hosts(1) as cluster:
        ray_on(cluster)
        times, spent = _rows(cluster[0], f"{BRIEF} --points {BRIEF_POINTS} --replicates 1", time.perf_counter())
        ran = contested.open(cluster[0].disk / "study").to_polars()["seconds"].median()
    # from the first row to the last, so that nothing of the start is in it
    handling = (spent[-1] - spent[0]) / (BRIEF_POINTS - 1)
    round_trip = (times[-1] - times[0]) / (BRIEF_POINTS - 1)
    return {"handling_s": handling, "round_trip_s": round_trip, "delay_s": max(0.0, round_trip - handling - float(ran))}


def _rows(host: Host, what: str, begun: float) -> tuple[list[float], list[float]]:
    """When each row of a sweep was stored, in seconds since `begun`, and the processor time that the process which
    hands the points out had used by then; it is waited for."""
    folder = host.disk / "study" / "points"
    study = host.begin(
        f"rm -rf {DISK}/study; RAY_ADDRESS={host.address}:{PORT} contested sweep {what} --executor ray "
        f"--out {DISK}/study --no-progress"
    )
    times: list[float] = []
    spent: list[float] = []
    while study.poll() is None:
        stored = sum(f.read_bytes().count(b"\n") for f in folder.glob("open-*.jsonl"))
        if stored > len(times):
            spent += [_spent(host)] * (stored - len(times))
            times += [time.perf_counter() - begun] * (stored - len(times))
        time.sleep(0.01)
    if study.returncode:
        raise RuntimeError(host.said(study))
    return times, spent


def _spent(host: Host) -> float:
    ticks = 0
    for number, title in host.titles().items():
        if "python" in title and " sweep " in title:
            fields = Path(f"/proc/{number}/stat").read_text("utf-8").rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])  # in the program and in the system
    return ticks / os.sysconf("SC_CLK_TCK")


def append_s() -> float:
    """Processor time for one row of a nation's study, stored; it is a part of what a point costs."""
    row = {"wave": 0, "replicate": 0, "seed": 1, "seconds": 0.1, "failed": ""}
    row |= {f"number_{k}": k / 7 for k in range(250)}
    with tempfile.TemporaryDirectory() as folder, Points(Path(folder)) as points:
        begun = time.process_time()
        for k in range(500):
            points.append({**row, "point": k})
        return (time.process_time() - begun) / 500


def page(found: dict[str, Any]) -> str:
    """The tables, as Markdown."""
    one, two = found["measured"]
    lines = [
        "# Points per hour against hosts",
        "",
        f"Measured {found['date']}, {found['machine']}, load {found['load']:.1f} at the start. Hosts are network "
        f"namespaces with one processor each; {found['points']} points of `{STUDIED.partition(' --over')[0]}`.",
        "",
        "| hosts | points per hour | without the start-up | simulated | start-up (s) | one run (s) |",
        "| ---: | ---: | ---: | ---: | ---: | ---: |",
        *(f"| {m['hosts']} | {m['points_per_hour']:,.0f} | {m['points_per_hour_without_start']:,.0f} | {c:,.0f} "
          f"| {m['start_s']:.1f} | {median(m['run_s']):.2f} |" for m, c in zip((one, two), found["check"])),
        "",
        "For each point, the process that hands out points needs "
        f"{1000 * found['handling_s']:.1f} ms of processor time, of which storing its row is "
        f"{1000 * found['append_s']:.1f} ms; the worker then waits {1000 * found['delay_s']:.1f} ms more for its "
        "next point.",
        "",
        f"Points per hour simulated from these numbers, for {STUDY:,} points on hosts of {PROCESSORS} processors; in "
        "brackets, as a share of the most that so many processors could do:",
        "",
        f"| hosts | runs of {found['rows'][0]['run_s']:.2f} s | runs of {LONGER:.0f} s |",
        "| ---: | ---: | ---: |",
        *(f"| {a['hosts']} | {_cell(a)} | {_cell(b)} |"
          for a, b in zip(found["rows"][: len(HOSTS)], found["rows"][len(HOSTS) :])),
        "",
    ]  # fmt: skip
    return "\n".join(lines)


def _cell(row: dict[str, Any]) -> str:
    return f"{row['points_per_hour']:,.0f} ({row['points_per_hour'] / row['ideal']:.0%})"


def chart(rows: list[dict[str, Any]]) -> None:
    """Points an hour against hosts, beside what as many processors could do."""
    import altair as alt
    import polars as pl
    import vl_convert

    long = pl.DataFrame([
        {"hosts": r["hosts"], "points": r[key], "runs": f"runs of {r['run_s']:.1g} s", "what": what}
        for r in rows for key, what in (("points_per_hour", "simulated"), ("ideal", "nothing but runs"))
    ])  # fmt: skip
    axis = alt.Axis(values=list(HOSTS), grid=False)
    drawn = alt.Chart(long).mark_line().encode(
        x=alt.X("hosts:Q", scale=alt.Scale(type="log", base=2), title=f"hosts of {PROCESSORS} processors", axis=axis),
        y=alt.Y("points:Q", scale=alt.Scale(type="log"), title="points an hour", axis=alt.Axis(format="~s")),
        color=alt.Color("runs:N", title=None),
        strokeDash=alt.StrokeDash("what:N", title=None, sort=["simulated", "nothing but runs"]),
    ).properties(width=440, height=240)  # fmt: skip
    IMAGE.write_bytes(vl_convert.vegalite_to_png(drawn.to_dict(), scale=2))


def _machine() -> str:
    cpuinfo = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    names = [line.partition(":")[2].strip() for line in cpuinfo if line.startswith("model name")]
    return f"{next(iter(names), platform.machine())}, {os.cpu_count()} cores, Python {platform.python_version()}"


if __name__ == "__main__":
    main()
