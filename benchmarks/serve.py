"""How long pages and runs of `contested serve` take, and whether its memory stays where it is under many requests.

    python benchmarks/serve.py

Worries it guards: a page that is not there at once; a slider that lags; a server that grows. The server runs in a
process of its own with two workers, on the machine that also asks. Latencies include the connection.
"""

from __future__ import annotations

import http.client
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import numpy as np

REQUESTS, CONNECTIONS, RUNS = 10_000, 500, 12
BELARUS = "/api/runs?scenario=belarus-2020&scale=100"


@contextmanager
def serving() -> Iterator[tuple[int, int]]:
    """A server; its port and process."""
    command = [sys.executable, "-m", "contested", "serve", "--port", "0", "--jobs", tempfile.mkdtemp()]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout is not None
        opened = re.search(r":(\d+)/", server.stdout.readline())
        assert opened is not None
        yield int(opened[1]), server.pid
        server.send_signal(signal.SIGINT)


def get(port: int, path: str) -> float:
    """Milliseconds of one request on a connection of its own."""
    began = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    connection.request("GET", path, headers={"accept-encoding": "gzip"})
    answer = connection.getresponse()
    answer.read()
    assert answer.status == 200, answer.status
    connection.close()
    return 1000 * (time.perf_counter() - began)


def memory(pid: int) -> float:
    """Resident memory of a process, MB; of Linux."""
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return float(found[1]) / 1000 if found else float("nan")


def several(ask: Callable[[int], float], count: int, at_once: int) -> np.ndarray:
    """Milliseconds of many requests, so many at a time."""
    with ThreadPoolExecutor(at_once) as pool:
        return np.array(list(pool.map(ask, range(count))))


def line(what: str, took: np.ndarray) -> None:
    """Print median and 95th percentile."""
    print(f"{what:58} {np.median(took):8.1f} {np.quantile(took, 0.95):8.1f} ms (median, 95 %; {len(took)})")


def main() -> None:
    """Measure, and print a table."""
    with serving() as (port, pid):
        get(port, BELARUS)  # compiles
        get(port, f"{BELARUS}&seed=2")
        get(port, "/")
        line("the first page, again", several(lambda k: get(port, "/"), 200, 1))
        line("a scenario's page, again", several(lambda k: get(port, "/explore/belarus-2020"), 200, 1))
        line("a run of Belarus at 1:100 that is in memory", several(lambda k: get(port, BELARUS), 100, 1))
        line("another seed", several(lambda k: get(port, f"{BELARUS}&seed={100 + k}"), RUNS, 1))
        line("one parameter changed", several(lambda k: get(port, f"{BELARUS}&set=street.cost={1 + k / 50}"), RUNS, 1))
        before = memory(pid)
        line("10,000 requests of pages, 8 at once", several(lambda k: get(port, "/explore/teaching"), REQUESTS, 8))
        after = memory(pid)
        print(f"memory of the server {before:.0f} MB before, {after:.0f} MB after")
        idle = [socket.create_connection(("127.0.0.1", port)) for _ in range(CONNECTIONS)]
        time.sleep(7)  # longer than an idle connection stays
        line(f"a page after {CONNECTIONS} connections that say nothing", several(lambda k: get(port, "/"), 20, 1))
        for one in idle:
            one.close()


if __name__ == "__main__":
    main()
