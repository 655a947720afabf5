"""Any executor gives the same numbers, and whatever happens to a worker, every point comes back exactly once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from functools import partial
from pathlib import Path

import pytest

from contested.ensemble import executors
from contested.ensemble.points import Point, point_seed
from contested.ground.errors import InputError, RunError
from tests.ensemble import players
from tests.ensemble.players import MODEL, answers, points


def _played(executor, build, given=None, **how):
    return answers(executors.run(executor, build, points() if given is None else given, **how))


@pytest.fixture(scope="module")
def serial():
    return _played("serial", MODEL)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_pool_of_any_size_gives_the_numbers_of_one_process_bit_for_bit(serial, workers):
    assert _played("pool", MODEL, workers=workers) == serial
    assert len({tuple(a.values()) for a in serial.values()}) > 6, "points differ, or the comparison says nothing"


def test_the_order_of_points_changes_no_number(serial):
    assert _played("serial", MODEL, points()[::-1]) == serial


def test_a_seed_is_a_function_of_study_wave_point_and_replicate():
    many = {point_seed(s, w, k, r) for s in (1, 2**40 + 1) for w in (0, 1) for k in range(50) for r in range(50)}
    assert len(many) == 2 * 2 * 50 * 50
    assert max(many) < 2**63
    assert Point(7, 1, 2, 3, {"people": 9}).seed == Point(7, 1, 2, 3, {}).seed == point_seed(7, 1, 2, 3)
    with pytest.raises(InputError, match="below 2\\^32"):
        point_seed(7, 0, 2**32, 0)


def test_a_worker_builds_its_world_once(tmp_path):
    _played("pool", partial(players.built_and_noted, tmp_path), workers=2)
    assert len({f.name.split("-")[0] for f in tmp_path.iterdir()}) == len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("executor", ["serial", "pool"])
def test_a_failing_point_is_a_result_with_its_reason_and_the_others_go_on(serial, executor):
    found = _played(executor, partial(players.failing, 2), workers=2)
    assert found[(0, 2, 0)] == found[(0, 2, 1)] == "ZeroDivisionError: nobody came to point 2"
    assert {k: v for k, v in found.items() if k[1] != 2} == {k: v for k, v in serial.items() if k[1] != 2}


def test_a_point_whose_worker_is_killed_is_played_by_another(serial, tmp_path):
    assert _played("pool", partial(players.killed, 1, 1, tmp_path), workers=2) == serial
    assert len(list(tmp_path.iterdir())) == 1, "one death"


def test_a_point_that_kills_every_worker_is_told_and_ends_nothing(serial, tmp_path):
    found = _played("pool", partial(players.killed, 1, 9, tmp_path), workers=2)
    assert found.pop((0, 1, 0)) == "its worker ended 2 times (SIGKILL, SIGKILL)"
    assert found == {k: v for k, v in serial.items() if k != (0, 1, 0)}


def test_a_worker_killed_from_outside_costs_nothing(serial):
    results = executors.run("pool", partial(players.slow, 0.05), points(), workers=2)
    got = [next(results)]
    threading.Event().wait(4.0)  # until the other has prepared itself too, on a busy machine as well
    for pid in _workers():
        os.kill(pid, signal.SIGKILL)
    assert answers([*got, *results]) == serial


def test_stopping_hands_out_what_was_begun_and_begins_no_more():
    stop = threading.Event()
    results = executors.run("pool", partial(players.slow, 0.05), points(50, 1), workers=2, stop=stop.is_set)
    got = [next(results)]
    stop.set()
    got += results
    assert 1 <= len(got) <= 4
    assert all(not r.failed for r in got)
    assert not _workers()


def test_workers_do_not_run_far_ahead_of_who_stores_the_results(tmp_path):
    """What is finished and not yet stored would be lost in a kill."""
    taken = []
    given = (taken.append(p) or p for p in points(50, 1))
    results = executors.run("pool", MODEL, given, workers=2)
    next(results)
    threading.Event().wait(0.5)  # time for all fifty, if nobody held them
    assert len(taken) <= 4
    assert len(list(results)) == 49


def test_who_stops_listening_leaves_no_process_behind():
    results = executors.run("pool", partial(players.slow, 0.05), points(50, 1), workers=2)
    next(results)
    assert len(_workers()) == 2
    results.close()
    assert not _workers()


@pytest.mark.parametrize(
    ("build", "part"), [(players.without_a_world, "RuntimeError: no such country"), (players.dying_at_once, "SIGKILL")]
)
def test_a_world_that_cannot_be_built_is_one_error(build, part):
    with pytest.raises(RunError, match=part):
        _played("pool", build, workers=2)
    assert not _workers()


def test_a_worker_ends_when_its_parent_is_killed(tmp_path):
    """An orphan must not go on playing a point that nobody will read."""
    script = tmp_path / "study.py"
    script.write_text(  # and a script needs no `if __name__ == "__main__"`
        "import sys\nfrom functools import partial\nfrom pathlib import Path\n"
        "from contested.ensemble import executors\nfrom tests.ensemble import players\n"
        "build = partial(players.endless, Path(sys.argv[1]))\n"
        "for _ in executors.run('pool', build, players.points(), workers=1): pass\n"
    )
    root = Path(__file__).resolve().parents[2]
    parent = subprocess.Popen([sys.executable, script, tmp_path], env={**os.environ, "PYTHONPATH": str(root)})
    try:
        while not (playing := list(tmp_path.glob("*.playing"))):
            assert parent.poll() is None
            threading.Event().wait(0.02)
    finally:
        parent.kill()
        parent.wait()
    worker = int(playing[0].stem)
    for _ in range(400):
        if _state(worker) == "Z":
            return
        threading.Event().wait(0.05)
    os.kill(worker, signal.SIGKILL)
    pytest.fail("the worker outlives its parent")


@pytest.mark.parametrize(
    ("how", "part"),
    [({"executor": "pools"}, "did you mean 'pool'"), ({"executor": "pool", "workers": 0}, "workers: expected")],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(how, part):
    with pytest.raises(InputError, match=part):
        executors.run(build=MODEL, points=[], **how)


def _workers() -> list[int]:
    """Process numbers of this process's workers."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            line, words = stat.read_text(), (stat.parent / "cmdline").read_bytes()
        except OSError:  # gone in the meantime
            continue
        fields = line.rpartition(")")[2].split()
        if int(fields[1]) == os.getpid() and b"contested.ensemble.worker" in words and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found


def _state(pid: int) -> str:
    """Of a process; "Z" also if it is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"


def test_a_worker_that_has_numba_already_can_still_compile():
    """As one of Ray, which imports what it is called before it is told how many threads: with nothing compiled yet."""
    code = """
import pickle
import numba
from contested.ensemble.worker import prepared
numba.get_num_threads()
prepared(pickle.dumps(dict), 1)
print(numba.njit(lambda x: x + 1)(1), numba.get_num_threads())
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False,
        env={**os.environ, "NUMBA_NUM_THREADS": "2"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["2", "1"]
