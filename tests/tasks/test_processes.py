"""Many processes and threads: what can work does, and what cannot says so at once; nothing waits for ever."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec

import pytest

import contested
from contested.ground.errors import InputError, RunError

ASKED = {"scale": 100, "days": 3, "progress": False}
SCRIPT = """
import multiprocessing, sys
import contested

def child(_=0):
    try:
        return contested.simulate("teaching", scale=100, days=3, progress=False).integrity.hashes()[0]
    except contested.ContestedError as error:
        return f"{type(error).__name__}: {error}"

if __name__ == "__main__":
    how, first = sys.argv[1:]
    if first == "after":
        print(child())
    with multiprocessing.get_context(how).Pool(1) as pool:
        print(pool.map_async(child, [0]).get(timeout=100)[0])
"""


@pytest.fixture(scope="module")
def wanted():
    return contested.simulate("teaching", **ASKED).integrity.hashes()


def _lines(tmp_path, how, first):
    file = tmp_path / "script.py"
    file.write_text(SCRIPT)
    done = subprocess.run([sys.executable, file, how, first], capture_output=True, text=True, timeout=150)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_fork_after_a_run_is_refused_at_once(tmp_path, wanted):
    said = _lines(tmp_path, "fork", "after")
    assert said.startswith(wanted[0])
    assert "ForkedProcess: this process was forked" in said and '("spawn") or "forkserver"' in said


def test_a_fork_before_any_run_works(tmp_path, wanted):
    assert _lines(tmp_path, "fork", "before") == wanted[0]


@pytest.mark.parametrize("how", ["spawn", pytest.param("forkserver", marks=pytest.mark.slow)])
def test_fresh_processes_work(tmp_path, wanted, how):
    assert _lines(tmp_path, how, "after").split() == [wanted[0]] * 2


def test_threads_work(wanted):
    with ThreadPoolExecutor(3) as threads:
        runs = list(threads.map(lambda _: contested.simulate("teaching", **ASKED), range(3)))
    assert all(run.integrity.hashes() == wanted for run in runs)


def test_threads_with_one_folder_make_one_run(tmp_path, wanted):
    errors, runs = [], []

    def work():
        try:
            runs.append(contested.simulate("teaching", out=tmp_path / "run", **ASKED))
        except contested.ContestedError as error:
            errors.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(100)
    assert runs and all(isinstance(e, InputError | RunError) for e in errors)
    assert contested.open(tmp_path / "run").integrity.hashes() == wanted
    assert [p.name for p in tmp_path.iterdir()] == ["run"]


def test_an_event_loop_works_as_a_notebook_has_one(wanted):
    """A kernel runs a cell inside its loop; the cell may be in another thread than the first."""

    async def cell():
        return contested.simulate("teaching", **ASKED).integrity.hashes()

    assert asyncio.run(cell()) == wanted
    with ThreadPoolExecutor(1) as other:
        assert other.submit(lambda: asyncio.run(cell())).result(100) == wanted


@pytest.mark.slow
@pytest.mark.skipif(find_spec("ipykernel") is None, reason="ipykernel is not installed")
def test_a_kernel_works(wanted):
    from jupyter_client.manager import start_new_kernel

    manager, client = start_new_kernel()
    try:
        code = f"import contested; print(contested.simulate('teaching', **{ASKED}).integrity.hashes()[0])"
        heard = []
        client.execute_interactive(code, timeout=150, output_hook=heard.append)
        assert wanted[0] in str(heard)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
