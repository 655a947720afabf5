"""Servers for the tests: one within this process, and one as a user starts it."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from contested.serve.app import application
from contested.serve.jobs.queue import Jobs
from contested.serve.workers import Workers

AT = "http://localhost"


def client(workers: int = 1, jobs: Jobs | None = None) -> TestClient:
    """A server and who asks it."""
    return TestClient(application(lambda: Workers(workers), jobs=jobs), base_url=AT, raise_server_exceptions=False)


@pytest.fixture(scope="session")
def server(tmp_path_factory) -> Iterator[TestClient]:
    with client(jobs=Jobs(tmp_path_factory.mktemp("jobs"), 1)) as asking:
        yield asking


@pytest.fixture(scope="session")
def address(tmp_path_factory) -> Iterator[str]:
    """Of a server in a process of its own."""
    folder, jobs = tmp_path_factory.mktemp("served"), tmp_path_factory.mktemp("jobs")
    command = [sys.executable, "-m", "contested", "serve", "--port", "0", "--workers", "1", "--jobs", str(jobs)]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        line = server.stdout.readline()
        opened = re.fullmatch(r"open (http://127\.0\.0\.1:\d+/)\n", line)
        assert opened, line + server.stderr.read()
        yield opened[1]
        server.send_signal(signal.SIGINT)
        assert server.wait(20) in (0, 130)
        said = server.stderr.read()
        assert "Traceback" not in said
        assert said.endswith("stopped; unfinished jobs resume at the next start\n"), said
    assert not list(folder.iterdir()), "serving writes nothing but jobs"
