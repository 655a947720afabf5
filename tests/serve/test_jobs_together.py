"""Jobs that several ask for at once: what one removes or cancels breaks nothing that another one does."""

from __future__ import annotations

import json
import threading

import pytest

from contested.ground.errors import InputError
from contested.serve.jobs import routes
from contested.serve.jobs.folder import Stand, begin
from contested.serve.jobs.order import order_of
from contested.serve.jobs.queue import Jobs, NoSuchJob
from tests.serve.conftest import client
from tests.serve.test_jobs import FIT, Idle, idle, jobs_in, ordered, until  # noqa: F401  # idle is a fixture

FORECAST = order_of(b'{"kind": "forecast", "study": 1}')


def test_a_fit_stays_while_a_job_goes_on_from_it(tmp_path, idle):  # noqa: F811
    begin(tmp_path, 1, order_of(json.dumps(FIT).encode())).set(Stand("finished"))
    with jobs_in(tmp_path) as jobs:
        jobs.add(FORECAST)
        until(lambda: jobs.stand(2).state, "running")
        jobs.add(FORECAST)
        with pytest.raises(InputError, match="job 1: expected one from which no job goes on; job 2 does"):
            jobs.remove(1)
        idle.made[0].done.set()
        until(lambda: jobs.stand(2).state, "finished")
        until(lambda: jobs.stand(3).state, "running")
        with pytest.raises(InputError, match="job 3 does"):
            jobs.remove(1)
        assert (tmp_path / "0001").is_dir()
        jobs.cancel(3)
        until(lambda: 3 in jobs._children, False)
        jobs.remove(1)
        assert not (tmp_path / "0001").exists()


def test_a_job_whose_process_still_ends_says_so(tmp_path, idle, monkeypatch):  # noqa: F811
    ending = threading.Event()
    monkeypatch.setattr(Idle, "close", lambda self: ending.wait(20) and "SIGKILL")
    with jobs_in(tmp_path) as jobs:
        jobs.add(ordered())
        until(lambda: jobs.stand(1).state, "running")
        jobs.cancel(1)
        for change in (jobs.resume, jobs.remove):
            with pytest.raises(InputError, match="its process is still ending") as refused:
                change(1)
            assert refused.value.hint == "try again in a moment"
        ending.set()
        until(lambda: 1 in jobs._children, False)
        jobs.resume(1)
        until(lambda: jobs.stand(1).state, "running")


def test_a_job_that_is_removed_meanwhile_is_left_out_of_the_list_and_ends_its_stream(tmp_path, idle, monkeypatch):  # noqa: F811
    def gone(jobs: Jobs, number: int):
        if number == 2 and next(looks, 0) <= 0:
            raise NoSuchJob("job: there is none with the number 2.", "")
        return described(jobs, number)

    described = routes.described_job
    with client(0, Jobs(tmp_path)) as server:
        for _ in range(3):
            assert server.post("/api/jobs", json={"kind": "run", "query": "scenario=teaching&scale=100"}).is_success
        monkeypatch.setattr(routes, "described_job", gone)
        looks = iter([])
        listed = server.get("/api/jobs")
        assert listed.status_code == 200 and [job["number"] for job in listed.json()] == [3, 1]
        looks = iter([1])
        with server.stream("GET", "/api/jobs/2/events") as events:
            said = [line for line in events.iter_lines() if line.startswith("data: ")]
        assert len(said) == 1, "it was seen once, and then the stream ends without an error"
