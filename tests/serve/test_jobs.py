"""Jobs: what is ordered is checked, bounded and carried out; what a server had when it was killed, the next one has."""

from __future__ import annotations

import errno
import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from urllib.request import Request, urlopen

import polars as pl
import pytest

import contested
from contested.ensemble.points import Result
from contested.ground.errors import CheckpointError, DiskError, InputError, RunError
from contested.ground.options import METHOD
from contested.ground.progress import Progress
from contested.serve.ask import scenario_of
from contested.serve.jobs import queue, work
from contested.serve.jobs.folder import SETTLED, JobFolder, Stand, begin, opened, stored
from contested.serve.jobs.order import ALTOGETHER, order_of
from contested.serve.jobs.queue import Jobs, NoSuchJob
from contested.serve.jobs.routes import framed
from contested.serve.sliders import sliders
from contested.serve.workers import Busy
from contested.store import disk
from tests.cli.terminal import typed
from tests.serve.conftest import client
from tests.serve.test_api import misfits

FIT = {"kind": "calibrate", "scenario": "teaching", "fit_until": "2031-05-20"}
SWEEP = {"kind": "sweep", "query": "scenario=teaching&scale=100&set=street.safety=0.5", "parameters": "street.cost"}
SECONDS = re.compile(rb'"seconds": [0-9.e-]+')
SMALL = {"kind": "run", "query": "scenario=teaching&scale=100", "replicates": 2}


class Idle:
    """A process that works until it is told how it ended."""

    made: list[Idle] = []

    def __init__(self) -> None:
        self.answer, self.done = {"error": "", "hint": ""}, threading.Event()
        self.process = SimpleNamespace(kill=self.kill)
        self.made.append(self)

    def prepare(self, setup):
        return ""

    def simulate(self, folder):
        self.done.wait(20)
        return None if self.answer is None else Result(folder, self.answer)

    def kill(self):
        self.answer = None
        self.done.set()

    def close(self):
        return "SIGKILL" if self.answer is None else "exit code 0"


@pytest.fixture
def idle(monkeypatch) -> Iterator[type[Idle]]:
    Idle.made = []
    monkeypatch.setattr(queue, "Child", Idle)
    yield Idle
    for one in Idle.made:
        one.kill()


@contextmanager
def jobs_in(folder) -> Iterator[Jobs]:
    jobs = Jobs(folder)
    try:
        yield jobs
    finally:
        jobs.close()


def until(said, *wanted, patience=20.0, every=0.02):
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if (now := said()) in wanted:
            return now
        time.sleep(every)
    raise AssertionError(f"still {said()}, not {wanted}")


def ordered(**fields):
    return order_of(json.dumps({**SMALL, **fields}).encode())


@pytest.mark.parametrize(
    ("order", "part"),
    [
        ([], "expected a JSON object as the API describes it; got a list"),
        ({}, "no 'kind'"),
        ({"kind": "rm"}, "kind: expected one of run, compare"),
        ({**SMALL, "out": "/etc"}, "order: expected query, replicates; got 'out'"),
        ({**SMALL, "replicates": 10**6}, "'replicates', which lies within 1 to 200"),
        ({**SMALL, "replicates": True}, "which is a whole number"),
        ({**SMALL, "query": "scenario=../teaching"}, "scenario: expected one of"),
        ({**SMALL, "query": "scenario=belarus-2020&scale=1", "replicates": 50}, f"at most {ALTOGETHER:,} agents"),
        ({**SMALL, "query": "scenario=teaching&scale=501"}, "scale: expected at most 500 for teaching"),
        ({**FIT, "scale": 501}, "scale: expected at most 500 for teaching"),
        ({"kind": "compare", "query": "scenario=teaching"}, "expected a change"),
        ({"kind": "calibrate", "scenario": "teaching", "fit_until": "31-31-31"}, "fit_until: expected a day after"),
        ({**SWEEP, "parameters": "street.price"}, "expected few or one of a page's sliders"),
        ({**SWEEP, "rank": True, "parameters": "few", "points": 40}, "at most 27 for a ranking of 10 parameters"),
        ({**SWEEP, "rank": True, "points": 2}, "'points', which lies within 4 to 300"),
        ({**SWEEP, "query": "scenario=teaching&set=street.cost=9999"}, "street.cost"),
        ({**FIT, "points": 5}, "points: expected at least 30"),
        ({**FIT, "parameters": "x"}, "few or all"),
        ({**FIT, "method": "smother"}, "method: expected one of emulator, smoother"),
        ({**FIT, "method": "smoother", "points": 5}, "at least 20 members"),
        ({**FIT, "method": "smoother", "checks": 3}, "no trials of its own"),
        ({**FIT, "method": "emulator", "waves": 4}, "lies within 1 to 3"),
        ({"kind": "forecast", "study": -1}, "'study'"),
    ],
)
def test_what_cannot_be_done_is_refused_before_anything_is_written(order, part):
    with pytest.raises(InputError, match=re.escape(part)):
        order_of(json.dumps(order).encode())
    with pytest.raises(InputError):
        order_of(b"[" * 100_000)


def test_jobs_wait_their_turn_and_no_more_than_so_many(tmp_path, idle):
    with jobs_in(tmp_path) as jobs:
        first = jobs.add(ordered()).number
        until(lambda: jobs.stand(first).state, "running")
        for _ in range(queue.WAITING):
            last = jobs.add(ordered()).number
        with pytest.raises(Busy, match="waiting already"):
            jobs.add(ordered())
        jobs.cancel(last)
        assert jobs.stand(last).state == "cancelled"
        idle.made[0].done.set()
        until(lambda: jobs.stand(first).state, "finished")
        until(lambda: jobs.stand(2).state, "running")
        jobs.cancel(2)
        assert opened(tmp_path / "0002").stand().state == "cancelled", "the folder says so as well"
        jobs.remove(2) if until(lambda: 2 in jobs._children, False) is False else None
        assert not (tmp_path / "0002").exists()
        with pytest.raises(NoSuchJob):
            jobs.job(2)


def test_no_later_job_has_the_address_of_one_that_was_removed(tmp_path, idle):
    with jobs_in(tmp_path) as jobs:
        jobs.add(ordered())
        jobs.add(ordered())
        jobs.cancel(2)
        until(lambda: 2 in jobs._children, False)
        jobs.remove(2)
        assert jobs.add(ordered()).number == 3
        jobs.cancel(3)
        until(lambda: 3 in jobs._children, False)
        jobs.remove(3)
    with jobs_in(tmp_path) as jobs:
        assert jobs.add(ordered()).number == 4
        (tmp_path / "last.json").write_text("{")
        with pytest.raises(CheckpointError, match="number of the last job"):
            jobs.add(ordered())


def test_the_next_server_goes_on_and_has_what_was_finished(tmp_path, idle):
    with jobs_in(tmp_path) as jobs:
        jobs.add(ordered())
        idle.made and idle.made[0].done.set()
        until(lambda: len(idle.made), 1)
        idle.made[0].done.set()
        until(lambda: jobs.stand(1).state, "finished")
        jobs.add(ordered(replicates=3))
        until(lambda: jobs.stand(2).state, "running")
        jobs.add(ordered(replicates=4))
        with pytest.raises(RunError, match="process"):
            Jobs(tmp_path)
    states = {job.number: job.stand().state for job in stored(tmp_path)}
    assert states == {1: "finished", 2: "running", 3: "waiting"}
    (tmp_path / "0009").mkdir()
    (tmp_path / "0009" / "order.json").write_text("{")
    with jobs_in(tmp_path) as jobs:
        assert [job.number for job in jobs.listed()] == [3, 2, 1], "what is no job is passed over"
        until(lambda: jobs.stand(2).state, "running")
        idle.made[-1].done.set()
        until(lambda: jobs.stand(2).state, "finished")
        assert jobs.stand(1).state == "finished"


def test_a_process_that_dies_is_said_in_words_and_can_go_on(tmp_path, idle):
    with jobs_in(tmp_path) as jobs:
        jobs.add(ordered())
        until(lambda: len(idle.made), 1)
        idle.made[0].kill()
        until(lambda: jobs.stand(1).state, "failed")
        assert "its process ended (SIGKILL)" in jobs.stand(1).error
        until(lambda: 1 in jobs._children, False)
        jobs.resume(1)
        until(lambda: jobs.stand(1).state, "running")
        with pytest.raises(InputError, match="cancelled or failed"):
            jobs.resume(1)


def test_what_would_fail_so_again_is_said_of_a_job_and_outlives_the_server(tmp_path, idle):
    """A page offers to go on with a job whose process ended, not with one whose order cannot be carried out."""
    with jobs_in(tmp_path) as jobs:
        for number, end in enumerate(({"error": "x", "hint": "", "refused": True}, None), 1):
            jobs.add(ordered())
            until(lambda: len(idle.made), number)
            idle.made[-1].answer = end
            idle.made[-1].done.set()
            until(lambda number=number: jobs.stand(number).state, "failed")
        assert [jobs.stand(number).refused for number in (1, 2)] == [True, False]
        assert jobs.stand(1) == opened(tmp_path / "0001").stand()
    forecast = begin(tmp_path, 7, order_of(b'{"kind": "forecast", "study": 1}'))
    assert work.carried_out(str(forecast.path))["refused"], "the fit that it goes on from is gone"


def test_a_full_disk_is_said_in_words_and_leaves_nothing(tmp_path, idle, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with jobs_in(tmp_path) as jobs:
        monkeypatch.setattr(disk, "write_bytes", full)
        with pytest.raises(DiskError, match="do not fit on the disk"):
            jobs.add(ordered())
        assert jobs.listed() == [] and not list(tmp_path.glob("0*"))


def test_over_http_a_full_disk_is_507_and_a_missing_job_404(idle, monkeypatch, tmp_path):
    with client(0, Jobs(tmp_path)) as server:
        monkeypatch.setattr(disk, "write_bytes", lambda *_: (_ for _ in ()).throw(OSError(errno.ENOSPC, "full")))
        refused = server.post("/api/jobs", json=SMALL)
        assert refused.status_code == 507 and "do not fit on the disk" in refused.json()["error"]
        for path in ("/api/jobs/7", "/api/jobs/7/events", f"/api/jobs/{'9' * 3000}", "/jobs/7/report"):
            assert server.get(path).status_code == 404, path
        assert server.post("/api/jobs/7/cancel", json={}).status_code == 404
        assert server.delete("/api/jobs/7").status_code == 404


def test_half_a_word_of_progress_stops_nothing(tmp_path):
    job = JobFolder(tmp_path, 1, ordered())
    assert job.progress() == Progress() and job.stand() == Stand()
    (tmp_path / "progress.json").write_text('{"done": 1, "to')
    assert job.progress() == Progress()
    job.note(Progress(1, 2, "days"))
    assert job.progress() == Progress(1, 2, "days")


def test_a_page_without_a_policy_is_not_shown():
    with pytest.raises(Exception, match="500"):
        framed("<html><script>alert(1)</script>")


def test_a_read_only_server_does_none_and_has_no_way_to_them():
    with client(0) as server:
        for path in ("/jobs", "/api/jobs", "/api/jobs/1/events"):
            assert server.get(path).status_code == 403
        refused = server.post("/api/jobs", json=SMALL)
        assert refused.status_code == 403 and "read-only" in refused.json()["error"]
        assert "/jobs" not in server.get("/").text + server.get("/claims/teaching").text


def test_a_job_is_done_watched_and_its_page_keeps_its_own_policy(server):
    job = server.post("/api/jobs", json=SMALL)
    assert job.status_code == 201
    described = server.get("/api/openapi.json").json()["components"]["schemas"]
    number = job.json()["number"]
    with server.stream("GET", f"/api/jobs/{number}/events") as events:
        said = [json.loads(line[6:]) for line in events.iter_lines() if line.startswith("data: ")]
    assert [misfits(one, described["Job"], described) for one in said] == [[]] * len(said)
    assert said[-1]["state"] == "finished", said[-1]
    page = server.get(said[-1]["report"])
    policy = page.headers["content-security-policy"]
    assert policy.startswith("sandbox allow-scripts") and "'sha256-" in policy and "same-origin" not in policy
    assert "connect-src" not in policy and "default-src 'none'" in policy and "Velinia" in page.text
    assert server.delete(f"/api/jobs/{number}").status_code == 204
    assert server.get(said[-1]["report"]).status_code == 404


def done(folder, order):
    """The result of a job that was ordered and done."""
    job = begin(folder, 1, order_of(json.dumps(order).encode()))
    assert work.carried_out(str(job.path)) == {"error": "", "hint": ""}
    return contested.open(job.result)


def test_a_run_has_the_parameters_that_were_asked_for(tmp_path):
    found = done(tmp_path, {**SMALL, "query": SMALL["query"] + "&set=street.safety=0.5"})
    same = contested.simulate("teaching", settings={"street.safety": 0.5}, seed=1, scale=100, replicates=2)
    assert found.integrity.hashes() == same.integrity.hashes()


def test_a_comparison_has_the_acts_and_parameters_that_were_asked_for(tmp_path):
    """Of all that an address can change: parameters, acts left out, and acts added."""
    query = SMALL["query"] + "&set=street.safety=0.5&drop=2&add=2031-05-20,,incumbent,release,,0.5,share"
    found = done(tmp_path, {"kind": "compare", "query": query, "pairs": 2})
    same = contested.compare(
        "teaching", settings={"street.safety": 0.5}, drop_acts="2", seed=1, scale=100, pairs=2,
        add_acts="2031-05-20,,incumbent,release,,0.5,share",
    )  # fmt: skip
    differ = found.tables["differences"]
    assert differ.equals(same.tables["differences"])
    assert (differ["difference"] != 0).any()


@pytest.mark.parametrize("kind", ["run", "sweep"])
@pytest.mark.parametrize("change", ["drop=2", "intervention=no-falsification"])
def test_only_a_comparison_simulates_other_acts_and_counts(kind, change):
    with pytest.raises(InputError, match="parameters alone"):
        order_of(json.dumps({"kind": kind, "query": f"{SMALL['query']}&{change}"}).encode())


def test_a_sweep_varies_a_slider_around_the_change_that_was_asked_for(tmp_path):
    job = begin(tmp_path, 1, order_of(json.dumps({**SWEEP, "points": 4}).encode()))
    assert work.carried_out(str(job.path)) == {"error": "", "hint": ""}
    swept = contested.open(job.result)
    points = swept.to_polars()
    slider = next(s for s in sliders(scenario_of("teaching")) if s["name"] == "street.cost")
    assert points["street.cost"].n_unique() == 4
    assert points["street.cost"].is_between(slider["low"], slider["high"]).all()
    assert swept.record["settings"] == {"street.safety": 0.5}
    assert "street.cost" in job.report.read_text("utf-8")


@pytest.mark.parametrize(
    "method", [pytest.param("emulator", marks=pytest.mark.slow), "smoother"],
)  # fmt: skip
def test_a_fit_has_the_files_of_the_command_line(tmp_path, method):
    """By each method, to the last byte; a page that names none means that of the command line."""
    small = {"waves": 1, "points": 30 if method == "emulator" else 20, "scale": 500}
    named = {} if method == METHOD else {"method": method}
    job = begin(tmp_path, 1, order_of(json.dumps({**FIT, **small, **named}).encode()))
    assert work.carried_out(str(job.path)) == {"error": "", "hint": ""}
    over = [word for name in job.order.fields["parameters"] for word in ("--parameters", name)]
    numbers = [word for name, value in small.items() for word in (f"--{name}", value)]
    checks = ["--checks", 0] if method == "emulator" else []
    same = typed("calibrate", "teaching", "--fit-until", FIT["fit_until"], *numbers, *checks, *over,
                 *(() if not named else ("--method", method)), "--executor", "serial", "--no-report",
                 "--out", tmp_path / "same")  # fmt: skip
    assert same.exit_code == 0, same.stderr
    assert_same_files(job.result, tmp_path / "same")


def assert_same_files(one, other):
    """Of two studies: each byte, but for how many seconds it took."""
    files = {file.relative_to(one) for file in one.rglob("*") if file.is_file()}
    assert files == {file.relative_to(other) for file in other.rglob("*") if file.is_file()} and len(files) >= 8
    timed = {name for name in files if "points" in str(name) or name.name == "hashes.json"}
    for name in files - timed:
        ours, theirs = (SECONDS.sub(b"", (folder / name).read_bytes()) for folder in (one, other))
        assert ours == theirs, name
    for name in [name for name in timed if name.name == "points.parquet"]:
        ours, theirs = (pl.read_parquet(folder / name).drop("seconds") for folder in (one, other))
        assert ours.equals(theirs)


@pytest.mark.slow
def test_a_fit_and_then_a_forecast_are_done_to_their_end(tmp_path):
    """As the page orders them: the forecast names the job of the fit."""
    fit = begin(tmp_path, 1, order_of(json.dumps({**FIT, "waves": 1, "points": 30}).encode()))
    assert work.carried_out(str(fit.path)) == {"error": "", "hint": ""}
    ahead = {"kind": "forecast", "study": 1, "horizon": 7, "runs": 10}
    forecast = begin(tmp_path, 2, order_of(json.dumps(ahead).encode()))
    assert work.carried_out(str(forecast.path)) == {"error": "", "hint": ""}
    assert "Content-Security-Policy" in forecast.report.read_text("utf-8")[:2000]


@contextmanager
def serving(folder) -> Iterator[tuple[subprocess.Popen, str]]:
    """A server in a process of its own, and its address; killed at the end, if it still runs."""
    command = [sys.executable, "-m", "contested", "serve", "--port", "0", "--workers", "1", "--jobs", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        try:
            yield server, server.stdout.readline().split()[1]
        finally:
            server.kill()


def asked(address, order=None):
    body = None if order is None else json.dumps(order).encode()
    with urlopen(Request(address, body, {"content-type": "application/json"}), timeout=60) as answer:
        return json.load(answer)


@pytest.mark.slow
def test_a_server_killed_in_mid_job_loses_nothing_finished(tmp_path):
    with serving(tmp_path) as (server, address):
        asked(f"{address}api/jobs", SMALL)
        asked(f"{address}api/jobs", {**SMALL, "query": "scenario=teaching&scale=5", "replicates": 30})
        until(lambda: asked(f"{address}api/jobs/1")["state"], *SETTLED, patience=600, every=0.5)
        until(lambda: asked(f"{address}api/jobs/2")["done"] > 100, True, patience=300, every=0.5)
        server.kill()
    assert opened(tmp_path / "0002").stand().state == "running", "nobody could say otherwise"
    with serving(tmp_path) as (_, address):
        assert asked(f"{address}api/jobs/1")["state"] == "finished"
        assert until(lambda: asked(f"{address}api/jobs/2")["state"], *SETTLED, patience=600, every=0.5) == "finished"
        assert (tmp_path / "0002" / "report.html").is_file()
