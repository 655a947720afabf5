"""What workers of the tests build: a published model, and the ways in which a worker can go wrong."""

from __future__ import annotations

import os
import signal
import time
from functools import partial
from pathlib import Path

from contested.ensemble.points import points_of
from contested.ensemble.recipes import published
from contested.ensemble.summaries import summaries

MODEL = partial(published, "granovetter-1978", steps=6, read=summaries)


def points(count=6, replicates=2, study=3):
    """Crowds of several sizes."""
    return list(points_of(study, [{"people": 100 + 10 * k} for k in range(count)], replicates))


def answers(results):
    """Key -> answer; every point exactly once."""
    found = {}
    for result in results:
        assert result.point.key not in found, f"{result.point.key} came twice"
        found[result.point.key] = dict(result.answer) if not result.failed else result.failed
    return found


def built_and_noted(folder: Path):
    """Notes every time a world is built."""
    (folder / f"{os.getpid()}-{time.perf_counter_ns()}").touch()
    return MODEL()


def failing(at: int):
    """Point `at` raises."""
    play = MODEL()

    def one(point):
        if point.index == at:
            raise ZeroDivisionError(f"nobody came\nto point {at}")
        return play(point)

    return one


def killed(at: int, times: int, folder: Path):
    """Point `at` takes its worker down the first `times` times, as the kernel does when memory runs out."""
    play = MODEL()

    def one(point):
        if point.index == at and point.replicate == 0:
            for k in range(times):
                try:
                    (folder / f"death-{k}").touch(exist_ok=False)
                except FileExistsError:
                    continue
                os.kill(os.getpid(), signal.SIGKILL)
        return play(point)

    return one


def slow(seconds: float):
    """Every point takes a while."""
    play = MODEL()

    def one(point):
        time.sleep(seconds)
        return play(point)

    return one


def endless(folder: Path):
    """Says which process begins its point, which then takes a minute."""

    def one(point):
        (folder / f"{os.getpid()}.playing").touch()
        time.sleep(60)
        return {}

    return one


def without_a_world():
    """Cannot be built."""
    raise RuntimeError("no such country")


def dying_at_once():
    """Takes its worker down before it is ready."""
    os.kill(os.getpid(), signal.SIGKILL)


def process() -> str:
    """A program that is another one in every process."""
    return str(os.getpid())
