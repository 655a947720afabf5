"""What nobody expected ends one run or one job, in words; the thread behind it goes on with the next."""

from __future__ import annotations

import logging
import threading
from types import SimpleNamespace

import numpy as np
import pytest

from contested.ensemble.points import Result
from contested.ground.errors import RunError
from contested.serve import chores, workers
from contested.serve.chores import Chores
from contested.serve.codes import code_of
from contested.serve.jobs import queue
from contested.serve.models import ModelRequest, _plain
from contested.serve.workers import Workers
from tests.serve.test_jobs import Idle, idle, jobs_in, ordered, until  # noqa: F401  # idle is a fixture

RUNS = [ModelRequest("granovetter-1978", seed) for seed in range(4)]
GOOD = {"series": {"crowd": [1.0]}}


class Fake:
    """A process of the pool whose answers are those of a list, in order, for all of them together."""

    answers: list[object] = []

    def __init__(self):
        self.process = SimpleNamespace(kill=lambda: None)

    def prepare(self, setup):
        return ""

    def simulate(self, request):
        answer = self.answers.pop(0) if self.answers else GOOD
        if isinstance(answer, Exception):
            raise answer
        return None if answer is None else Result(request, answer)

    def close(self):
        return "SIGKILL"


@pytest.fixture
def fake(monkeypatch):
    monkeypatch.setattr(workers, "Child", Fake)
    monkeypatch.setattr(workers, "about", lambda request: {})
    monkeypatch.setattr(Fake, "answers", [GOOD])  # of the run that compiles
    return Fake


@pytest.mark.parametrize(
    ("answer", "part"),
    [({"series": {"crowd": [float("inf")]}}, "ValueError"), (EOFError("half a message"), "EOFError: half a message")],
)
def test_a_run_that_ends_as_nobody_expected_is_an_error_and_the_next_one_is_answered(fake, caplog, answer, part):
    fake.answers.append(answer)
    served = Workers(1)
    try:
        failed = served.simulate(RUNS[0]).exception(timeout=10)
        assert isinstance(failed, RunError) and code_of(failed) == 500
        assert part in failed.message and "other runs go on" in failed.hint
        assert served.simulate(RUNS[1]).result(timeout=10).body
        assert served.simulate(RUNS[0]).result(timeout=10).body, "asked again it is simulated again"
        assert all(thread.is_alive() for thread in served._threads)
    finally:
        served.close()
    assert [r.exc_info is not None for r in caplog.records if r.levelno == logging.ERROR] == [True], "it is reported"


def test_no_thread_waits_for_one_whose_process_cannot_be_begun(monkeypatch, fake, caplog):
    refused = iter([OSError(11, "Resource temporarily unavailable")] * 2)

    def begun():
        if (error := next(refused, None)) is not None:
            raise error
        return Fake()

    monkeypatch.setattr(workers, "Child", begun)
    served = Workers(2)
    answered = [served.simulate(run) for run in RUNS]
    failed = [future.exception(timeout=10) for future in answered]
    assert sum(f is not None for f in failed) == 1, "two could not be begun: one that compiles, and one for a run"
    ended = threading.Thread(target=served.close, daemon=True)
    ended.start()
    ended.join(10)
    assert not ended.is_alive(), "closing waits for no thread for ever"


def test_who_waits_for_the_same_run_is_not_sent_away_with_somebody_who_leaves(fake):
    served = Workers(0)
    leaves, stays = served.simulate(RUNS[0]), served.simulate(RUNS[0])
    assert not leaves.cancel()
    served.close()
    assert isinstance(stays.exception(timeout=1), RunError)


def test_what_is_infinite_is_nothing_in_json():
    assert _plain(np.array([1.0, np.nan, np.inf, -np.inf, -0.0])) == [1.0, None, None, None, 0.0]


def test_a_job_whose_process_cannot_be_begun_fails_and_the_next_one_is_done(tmp_path, idle, monkeypatch, caplog):  # noqa: F811  # the fixture
    begun = iter([OSError(11, "Resource temporarily unavailable"), None])

    def child():
        if (error := next(begun, None)) is not None:
            raise error
        return Idle()

    monkeypatch.setattr(queue, "Child", child)
    with jobs_in(tmp_path) as jobs:
        jobs.add(ordered())
        jobs.add(ordered())
        until(lambda: jobs.stand(1).state, "failed")
        assert "Resource temporarily unavailable" in jobs.stand(1).error
        until(lambda: len(idle.made), 1)
        idle.made[0].done.set()
        until(lambda: jobs.stand(2).state, "finished")
        monkeypatch.setattr(Idle, "simulate", lambda self, folder: 1 / 0)
        jobs.add(ordered())
        until(lambda: jobs.stand(3).state, "failed")
        assert "ZeroDivisionError" in jobs.stand(3).error
        jobs.resume(1)
        until(lambda: jobs.stand(1).state, "failed")
        assert all(thread.is_alive() for thread in jobs._threads)
    assert len([r for r in caplog.records if r.exc_info]) == 3


def test_a_chore_whose_process_died_was_not_too_slow(monkeypatch):
    monkeypatch.setattr(chores, "Child", Fake)
    monkeypatch.setattr(Fake, "answers", [None])
    asked = Chores()
    with pytest.raises(RunError, match=r"its process ended \(SIGKILL\)") as died:
        asked.ask("read", {})
    assert "seconds" not in str(died.value)
    assert asked.ask("read", {}) == GOOD, "the next one has a new process"
    asked.close()
