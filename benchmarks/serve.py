"""How long pages and runs of `contested serve` take, and whether its memory stays where it is under many requests.

    python -m benchmarks.serve [--minutes 5] [--tabs 8] [--quick] [--write]

Worries it guards: a page that is not there at once; a slider that lags; a server that grows. The server runs in a
process of its own with two workers, on the machine that also asks. Latencies include the connection. A tab opens a
page, reads what the page reads, moves something every few seconds, compares people, and watches the list of jobs.
What a reader sees is measured in Chromium without a window, where there is one. `--write` puts the table where the
guide takes it from (benchmarks/results/serve.md). `benchmarks.serve_hour` measures memory for longer.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import platform
import random
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import numpy as np
from benchmarks.national import processor
from tests.browser import CHROMIUM, Page, browser

ROOT = Path(__file__).resolve().parents[1]
CONNECTIONS = 500
BELARUS = "/api/runs?scenario=belarus-2020&scale=100"
PAGE = "/explore/belarus-2020?scale=100"
#: seconds between two moves of a tab, and between two looks at the memory
THINKS, LOOKS = (2.0, 8.0), 15.0
TABS = ("belarus-2020", "teaching", "khabarovsk-2020")


class Row(NamedTuple):
    """What was measured, milliseconds of each, and how often."""

    what: str
    took: np.ndarray

    def cells(self) -> str:
        """As a row of the table."""
        middle, late = (f"{np.quantile(self.took, q):,.1f}" for q in (0.5, 0.95))
        return f"| {self.what} | {middle} | {late} | {len(self.took):,} |"


class Memory(NamedTuple):
    """Resident memory in MB: of the server, and of the server with its workers."""

    server: float
    all: float


@contextmanager
def serving() -> Iterator[tuple[int, int]]:
    """A server; its port and process."""
    command = [sys.executable, "-m", "contested", "serve", "--port", "0", "--jobs", tempfile.mkdtemp()]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout is not None
        opened = re.search(r":(\d+)/", server.stdout.readline())
        assert opened is not None
        try:
            yield int(opened[1]), server.pid
        finally:
            server.send_signal(signal.SIGINT)


def get(port: int, path: str) -> float:
    """Milliseconds of one request on a connection of its own."""
    began = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    connection.request("GET", path, headers={"accept-encoding": "gzip"})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    if answer.status != 200:
        raise RuntimeError(f"{path}: expected 200; got {answer.status}.")
    return 1000 * (time.perf_counter() - began)


def ready(port: int) -> bool:
    """Whether everything is compiled."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", "/api/status")
    said: dict[str, bool] = json.loads(connection.getresponse().read())
    connection.close()
    return said["ready"]


def memory(pid: int) -> Memory:
    """Of a server; as Linux has it."""
    sizes, parents = dict[int, float](), dict[int, int]()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            text = (folder / "status").read_text()
        except OSError:  # it has ended meanwhile
            continue
        size, parent = re.search(r"VmRSS:\s+(\d+) kB", text), re.search(r"PPid:\s+(\d+)", text)
        if size and parent:
            sizes[int(folder.name)], parents[int(folder.name)] = float(size[1]) / 1000, int(parent[1])

    def within(one: int) -> bool:
        while one > 1 and one != pid:
            one = parents.get(one, 0)
        return one == pid

    return Memory(sizes.get(pid, float("nan")), sum(size for one, size in sizes.items() if within(one)))


def several(ask: Callable[[int], float], count: int, at_once: int) -> np.ndarray:
    """Milliseconds of many requests, so many at a time."""
    with ThreadPoolExecutor(at_once) as pool:
        return np.array(list(pool.map(ask, range(count))))


def requests(port: int, part: float) -> Iterator[Row]:
    """Pages and runs, one after another; `part` of the usual number of each."""
    cached, simulated = round(200 * part), max(3, round(12 * part))
    pair = BELARUS.replace("runs", "differences")

    def one(what: str, ask: Callable[[int], str], count: int) -> Row:
        return Row(what, several(lambda k: get(port, ask(k)), count, 1))

    yield one("the first page", lambda k: "/", cached)
    yield one("a scenario's page", lambda k: PAGE, cached)
    yield one("a run of Belarus at 1:100 that is in memory", lambda k: BELARUS, cached)
    yield one("the same with another seed", lambda k: f"{BELARUS}&seed={100 + k}", simulated)
    yield one("the same with one parameter changed", lambda k: f"{BELARUS}&set=street.cost={1 + k / 50}", simulated)
    yield one("who differs from the run without it", lambda k: f"{pair}&set=street.cost={1 + k / 50}", simulated)


def seen(port: int, part: float) -> Iterator[Row]:
    """What a reader of Belarus's page waits for: its first picture, and both curves after a slider has moved."""
    moves = max(3, round(16 * part))
    slider = "document.querySelector('[data-name=\"street.cost\"]')"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, browser(Path(folder)) as page:
        page.size(1400, 950)
        first = np.array([opened(page, port, k) for k in range(5)])
        yield Row("from the address to the first picture, in a browser", first)
        took = []
        for k in range(moves):
            before = page.ask("document.body.dataset.hash")
            page.ask(f"{slider}.value = {1.02 + k / 100}; {slider}.dispatchEvent(new Event('input'))")
            page.until(f"document.body.dataset.hash !== '{before}' && !document.body.classList.contains('busy')")
            took.append(float(page.ask("document.body.dataset.took")))
        yield Row("from a slider to both curves, in a browser", np.array(took))


def opened(page: Page, port: int, seed: int) -> float:
    """Milliseconds until the page of a run that nobody has asked for shows its curves."""
    began = time.perf_counter()
    page.open(f"http://127.0.0.1:{port}{PAGE}&seed={500 + seed}")
    page.until("document.body.dataset.ready")
    return 1000 * (time.perf_counter() - began)


def crowd(port: int) -> Iterator[Row]:
    """500 idle connections, and 500 that all ask at once."""
    idle = [socket.create_connection(("127.0.0.1", port)) for _ in range(CONNECTIONS)]
    yield Row(f"a page, with {CONNECTIONS} idle connections", several(lambda k: patient(port, "/"), 20, 1))
    for one in idle:
        one.close()
    time.sleep(2)
    at_once = several(lambda k: patient(port, "/"), CONNECTIONS, CONNECTIONS)
    yield Row(f"a page for each of {CONNECTIONS} who ask at the same time", at_once)


def patient(port: int, path: str) -> float:
    """As `get`, asking again while the server is full."""
    began = time.perf_counter()
    while time.perf_counter() - began < 120:
        try:
            get(port, path)
            return 1000 * (time.perf_counter() - began)
        except (RuntimeError, OSError, http.client.HTTPException):
            time.sleep(0.5)
    raise RuntimeError(f"{path}: expected an answer within 120 seconds.")


class Tabs:
    """Readers, each with a tab, for some minutes: what they waited, and the memory of the server meanwhile."""

    def __init__(self, port: int, pid: int, minutes: float, count: int) -> None:
        self.pages: list[float] = []
        self.runs: list[float] = []
        self.failed: list[str] = []
        self._end = time.monotonic() + 60 * minutes
        threads = [threading.Thread(target=self._read, args=(port, k), daemon=True) for k in range(count)]
        for thread in threads:
            thread.start()
        self.memory = [memory(pid)]
        while (left := self._end - time.monotonic()) > 0:
            time.sleep(min(LOOKS, left))
            self.memory.append(memory(pid))
        for thread in threads:
            thread.join(300)

    def _read(self, port: int, number: int) -> None:
        chance = random.Random(number)
        while time.monotonic() < self._end:
            name = chance.choice(TABS)
            self._ask(port, self.pages, "/", f"/explore/{name}", f"/api/scenarios/{name}")
            seed = chance.randrange(1, 40)
            for _ in range(chance.randrange(1, 6)):
                where = f"scenario={name}&seed={seed}&set=street.cost={chance.uniform(1, 1.5):.4f}"
                self._ask(port, self.runs, f"/api/runs?scenario={name}&seed={seed}", f"/api/runs?{where}")
                if chance.random() < 0.3:
                    self._ask(port, self.runs, f"/api/differences?{where}")
                self._ask(port, self.pages, "/api/jobs", "/claims/teaching")
                time.sleep(chance.uniform(*THINKS))
                if time.monotonic() > self._end:
                    return

    def _ask(self, port: int, took: list[float], *paths: str) -> None:
        for path in paths:
            try:
                took.append(get(port, path))
            except (RuntimeError, OSError) as error:
                self.failed.append(f"{path}: {error}")


def main() -> None:
    """Measure, print a table, and write it if that is asked for."""
    parser = argparse.ArgumentParser(description="Latencies and memory of `contested serve`.")
    parser.add_argument("--minutes", type=float, default=5.0, help="of simulated tabs (5)")
    parser.add_argument("--tabs", type=int, default=8, help="at once (8)")
    parser.add_argument("--quick", action="store_true", help="a tenth of all requests, to try the script")
    parser.add_argument("--write", action="store_true", help="into benchmarks/results/serve.md")
    given = parser.parse_args()
    part = 0.1 if given.quick else 1.0
    rows: list[Row] = []

    def note(row: Row) -> None:
        rows.append(row)
        print(row.cells(), flush=True)

    with serving() as (port, pid):
        while not ready(port):  # it compiles
            time.sleep(1)
        for path in ("/", PAGE, BELARUS, f"{BELARUS}&seed=2", f"{BELARUS}&seed=3"):  # both workers have a population
            get(port, path)
        for row in requests(port, part):
            note(row)
        if CHROMIUM is not None:
            for row in seen(port, part):
                note(row)
        count = round(10_000 * part)
        before = memory(pid)
        pages = several(lambda k: get(port, "/explore/teaching"), count, 8)
        note(Row(f"{count:,} requests of pages, 8 at once", pages))
        after = memory(pid)
        for row in crowd(port):
            note(row)
        tabs = Tabs(port, pid, given.minutes, given.tabs)
        note(Row(f"a page, while {given.tabs} tabs simulate", np.array(tabs.pages)))
        note(Row("a run, in these tabs", np.array(tabs.runs)))
    text = table(rows, before, after, count, tabs, given.minutes, given.tabs)
    print(text)
    if given.write:
        (ROOT / "benchmarks" / "results" / "serve.md").write_text(text, encoding="utf-8")


def table(
    rows: list[Row], before: Memory, after: Memory, count: int, tabs: Tabs, minutes: float, readers: int
) -> str:  # fmt: skip
    """The results as a page."""
    machine = f"{processor()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    load = f"load {os.getloadavg()[0]:.1f} at the end"
    # the first quarter fills what is held in memory: answers, populations, pages
    quarter = tabs.memory[len(tabs.memory) // 4]
    last = tabs.memory[-1]
    kept = [
        f"Memory of the server: {before.server:,.0f} MB before {count:,} requests, {after.server:,.0f} MB after them.",
        f"{readers} tabs for {minutes:g} minutes: {quarter.server:,.0f} MB after a quarter of the time and "
        f"{last.server:,.0f} MB at the end ({100 * (last.server / quarter.server - 1):+.1f} %); with its workers "
        f"{quarter.all:,.0f} and {last.all:,.0f} MB ({100 * (last.all / quarter.all - 1):+.1f} %). "
        f"Requests that failed: {len(tabs.failed)} of {len(tabs.pages) + len(tabs.runs) + len(tabs.failed):,}.",
    ]  # fmt: skip
    head = ["| what | median (ms) | 95 % (ms) | times |", "| --- | ---: | ---: | ---: |"]
    caveats = "Caveats: one machine, which also sends the requests; other work on it not excluded."
    parts = ["# Pages served", "", caveats, "",
             f"{datetime.now(UTC):%Y-%m-%d}, {machine}; {load}", "", *head, *(row.cells() for row in rows), "",
             " ".join(kept), "", *(f"- failed: {json.dumps(one)}" for one in tabs.failed[:5])]  # fmt: skip
    return "\n".join(parts).rstrip() + "\n"


if __name__ == "__main__":
    main()
