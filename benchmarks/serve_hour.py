"""Whether the memory of `contested serve` stays where it is for an hour of tabs.

    python -m benchmarks.serve_hour [--minutes 60] [--tabs 8] [--write]

Worry it guards: a server that grows until somebody restarts it. The tabs are those of `benchmarks.serve`, which
measures latencies on a quiet machine; only memory and failed requests are reported here, and these can be measured
beside other work. The first quarter fills what is held in memory (answers, populations, pages), so growth is counted
from there. `--write` puts the table where the guide takes it from (benchmarks/results/serve_hour.md).
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import time
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from benchmarks.national import processor
from benchmarks.serve import BELARUS, Memory, Tabs, get, ready, serving

RESULT = Path(__file__).resolve().parent / "results" / "serve_hour.md"
#: parts of the time in the table
PARTS = 12


def main() -> None:
    """Measure, print a table, and write it if that is asked for."""
    parser = argparse.ArgumentParser(description="Memory of `contested serve` beside tabs.")
    parser.add_argument("--minutes", type=float, default=60.0, help="of simulated tabs (60)")
    parser.add_argument("--tabs", type=int, default=8, help="at once (8)")
    parser.add_argument("--write", action="store_true", help="into benchmarks/results/serve_hour.md")
    given = parser.parse_args()
    with serving() as (port, pid):
        while not ready(port):  # it compiles
            time.sleep(1)
        get(port, BELARUS)
        tabs = Tabs(port, pid, given.minutes, given.tabs)
    text = table(tabs, given.minutes, given.tabs)
    print(text)
    if given.write:
        RESULT.write_text(text, encoding="utf-8")


def growth(values: np.ndarray) -> str:
    """From a quarter of the time to its end; the mean of a twelfth each, so that one busy moment does not decide."""
    few = max(1, len(values) // PARTS)
    quarter, last = values[len(values) // 4 :][:few].mean(), values[-few:].mean()
    return f"{quarter:,.0f} MB and {last:,.0f} MB ({100 * (last / quarter - 1):+.1f} %)"


def table(tabs: Tabs, minutes: float, readers: int) -> str:
    """The results as a page."""
    looks = [np.array([getattr(one, name) for one in tabs.memory]) for name in Memory._fields]
    machine = f"{processor()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    asked = len(tabs.pages) + len(tabs.runs) + len(tabs.failed)
    head = ["| minutes | server, largest (MB) | with its workers, largest (MB) |", "| ---: | ---: | ---: |"]
    parts = min(PARTS, len(tabs.memory))
    largest = zip(*([part.max() for part in np.array_split(one, parts)] for one in looks), strict=True)
    cells = [f"| {minutes * (k + 1) / parts:g} | {a:,.0f} | {b:,.0f} |" for k, (a, b) in enumerate(largest)]
    failed = f"Requests that failed: {len(tabs.failed)} of {asked:,}."
    return "\n".join([
        "# An hour of tabs", "",
        f"Other work ran on the machine, so latencies are not reported here. The server's nice value was {os.nice(0)}. "
        "A request fails where", "it takes longer than the server's limit of 240 seconds or the readers' of 300.", "",
        f"{datetime.now(UTC):%Y-%m-%d}, {machine}; load {os.getloadavg()[2]:.1f} in the last 15 minutes", "",
        *head, *cells, "",
        f"{readers} tabs for {minutes:g} minutes, after a quarter of the time and at its end: the server "
        f"{growth(looks[0])}, with its workers {growth(looks[1])}. {failed}", "",
        *(f"- failed: {json.dumps(one)}" for one in tabs.failed[:5]),
    ]).rstrip() + "\n"  # fmt: skip


if __name__ == "__main__":
    main()
