"""A notebook's kernel, which runs its own loop of events: a run, an interrupt, and a fork after a run."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

import contested

pytest.importorskip("ipykernel", reason="needs ipykernel, which is in the extra `dev`")
pytestmark = pytest.mark.slow
ASKED = {"scale": 100, "days": 3, "seed": 5}
FORK = """
import multiprocessing

def work():
    try:
        contested.simulate("teaching", **ASKED)
    except contested.ContestedError as error:
        print(type(error).__name__, error, flush=True)

child = multiprocessing.get_context("fork").Process(target=work)
child.start()
child.join(60)
print("ended", child.exitcode)
"""


def _kernel(folder: Path):
    """A kernel of this Python with settings of its own, and its client."""
    from jupyter_client.kernelspec import KernelSpec
    from jupyter_client.manager import KernelManager

    argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    manager = KernelManager(connection_file=str(folder / "kernel.json"))
    manager._kernel_spec = KernelSpec(argv=argv, language="python", interrupt_mode="signal")
    environment = os.environ | {"IPYTHONDIR": str(folder / "ipython"), "PYTHONPATH": os.pathsep.join(sys.path)}
    manager.start_kernel(cwd=str(folder), env=environment)
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=120)
    return manager, client


@pytest.fixture(scope="module")
def kernel(tmp_path_factory):
    manager, client = _kernel(tmp_path_factory.mktemp("notebook"))
    assert _output(client, f"import contested; ASKED = {ASKED}") == ""
    yield manager, client
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def _output(client, code, act=None):
    """What a cell prints, or its error; `act` is called as soon as the cell prints."""
    printed: list[str] = []

    def hear(message):
        content = message["content"]
        if message["msg_type"] == "stream":
            printed.append(content["text"])
            if act is not None and "begun" in content["text"]:
                act()
        elif message["msg_type"] == "error":
            printed.append(f"{content['ename']}: {content['evalue']}")

    client.execute_interactive(code, output_hook=hear, timeout=300, allow_stdin=False)
    return "".join(printed)


def test_a_run_in_a_notebook_is_the_same_run_and_an_interrupt_saves_it(kernel, tmp_path):
    manager, client = kernel
    alone = contested.simulate("teaching", out=tmp_path / "alone", progress=False, **ASKED)
    said = _output(client, "print(contested.simulate('teaching', progress=False, **ASKED).integrity.hashes()[0])")
    assert said.strip() == alone.integrity.hashes()[0]

    folder = tmp_path / "run"
    many = f"contested.simulate('teaching', out={str(folder)!r}, replicates=400, **ASKED)"

    def interrupt():
        time.sleep(2)
        manager.interrupt_kernel()

    said = _output(client, f"print('begun', flush=True); {many}", act=interrupt)
    assert "Stopped: " in said and "resume" in said
    assert 0 < len(contested.open(folder).finished) < 400
    assert _output(client, "print(2 + 2)").strip() == "4"


def test_a_fork_after_a_run_in_a_notebook_is_refused_at_once(kernel):
    _, client = kernel
    assert _output(client, "run = contested.simulate('teaching', progress=False, **ASKED)") == ""
    said = _output(client, FORK)
    assert "ForkedProcess this process was forked" in said and "ended 0" in said


ERRANDS = """
run = contested.simulate("teaching", scale=100, days=12, seed=5, replicates=2, out="run")
run
""", """
run.chart("crowd")
""", """
print(run.export("xlsx"), run.export("csv", "tables", tables="by_place"))
""", """
harsher = contested.simulate("teaching", scale=100, days=12, seed=5, replicates=2, out="harsher",
                             settings={"street.cost": 2.0})
print(run.compare(harsher).tell())
""", """
page = run.show()
""", """
run.to_pandas("site").groupby("site")["custody"].max()
""", """
run.chart("crowds")
"""


def test_the_errands_of_a_reader_in_a_notebook(kernel, tmp_path):
    """Run, look, chart, export, compare, page, table, and a mistake: what each cell shows."""
    _, client = kernel
    assert _output(client, f"import os; os.chdir({str(tmp_path)!r})") == ""
    cells = [_cell(client, code) for code in ERRANDS]
    run, chart, export, compared, page, table, mistake = cells
    assert any("<progress" in html for html in run["html"]), "a bar without widgets"
    assert "<svg" in run["html"][-1] and "2 of 2 finished" in run["html"][-1]
    assert "vega" in "".join(chart["html"]).lower() or chart["kinds"] & {"application/vnd.vegalite.v6.json"}
    assert export["text"] == "exports/run.xlsx tables\n"
    assert (tmp_path / "exports" / "run.xlsx").is_file() and (tmp_path / "tables" / "by_place.csv").is_file()
    assert len(compared["text"]) > 40 and "Error" not in compared["text"]
    assert page["html"][-1].startswith('<iframe srcdoc="') and (tmp_path / "run" / "report.html").is_file()
    assert "Tesk detention centre" in "".join(table["plain"])
    assert "did you mean 'crowd'?" in mistake["text"] and mistake["text"].startswith("InputError: ")


def _cell(client, code):
    """What a cell prints, its displays as HTML, plain text and kinds, or its error."""
    shown = {"text": "", "html": [], "plain": [], "kinds": set()}

    def hear(message):
        content = message["content"]
        if message["msg_type"] == "stream":
            shown["text"] += content["text"]
        elif message["msg_type"] == "error":
            shown["text"] += f"{content['ename']}: {content['evalue']}"
        elif "data" in content:
            shown["kinds"] |= set(content["data"])
            shown["html"] += [content["data"]["text/html"]] if "text/html" in content["data"] else []
            shown["plain"] += [content["data"]["text/plain"]] if "text/plain" in content["data"] else []

    client.execute_interactive(code, output_hook=hear, timeout=400, allow_stdin=False)
    return shown
