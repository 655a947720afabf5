"""A nation on a GPU gives the cores' bits: every column and number, every day. Numba's simulator is the GPU here."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from contested import nation
from contested.engine.promises import PROMISES


def _python(module: str, simulated: bool, given: str = "") -> dict:
    environment = {**os.environ, "NUMBA_ENABLE_CUDASIM": str(int(simulated)), "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-m", f"tests.nation.device.{module}"], input=given, capture_output=True, text=True,
        env=environment,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def beside():
    """All that `tests.nation.device.beside` tells."""
    return _python("beside", simulated=True)


def test_every_column_and_number_is_the_cores_every_day(beside):
    """On days of everything there is: vote, announcement, marches, strikes, arrests, injuries, deaths, releases."""
    told = beside["told"]["everything"]
    assert told["odd"] == {}
    never = [name for name, number in told["seen"].items() if number == 0.0]
    assert not never, f"{never} never happened, so nothing is said of them"


@pytest.mark.parametrize("case", ["nobody knows anybody", "nobody marches", "no police", "many rounds",
                                  "a run-off between lists"])
def test_so_it_is_with_parts_left_out_and_with_many_rounds(beside, case):
    told = beside["told"][case]
    assert told["odd"] == {}
    seen = told["seen"]
    assert (seen["crowd"] > 100) != (case == "nobody marches")
    assert (seen["news_reached"] > 0) == (case in ("many rounds", "a run-off between lists"))


def test_lists_of_whole_blocks_come_home_in_the_order_of_rows(beside):
    assert beside["told"]["long list"] == {"blocks": 3, "right": True}


def test_a_checkpoint_of_either_device_goes_on_on_the_other(beside):
    ends = beside["told"]["across"]["ends"]
    assert len(ends) == 4 and len(set(ends)) == 1


def test_a_nation_on_the_device_keeps_the_promises_of_a_model(beside):
    assert beside["told"]["promises"]["kept"] == list(PROMISES)


def test_every_kernel_was_launched_and_for_one_set_of_types(beside):
    """A kernel that no run above launches is one that nobody has compared."""
    room = Path(nation.__file__).parent / "device"
    written = {
        f"contested.nation.device.{file.stem}.{name}"
        for file in room.glob("*.py")
        for name in re.findall(r"^@kernel\ndef (\w+)", file.read_text("utf-8"), re.M)
    }
    assert written == set(beside["kernels"]) and len(written) > 10
    assert beside["several"] == []


def test_kernels_compile_for_a_gpu_without_fusing(beside):
    """Multiplications, additions and divisions each rounded once, to nearest; else the last bit would differ."""
    if importlib.util.find_spec("numba_cuda") is None:
        pytest.skip('needs numba-cuda and its compiler: pip install "contested[gpu]"')
    told = _python("compiled", simulated=False, given=json.dumps(beside["kernels"]))
    assert told.keys() == beside["kernels"].keys()
    arithmetic = 0
    for name, made in told.items():
        assert made["bytes"] > 1000, name
        for instruction, times in made["instructions"].items():
            operation, *how = instruction.split(".")
            assert operation not in ("fma", "mad"), f"{name}: {instruction}"
            assert how[-1] == "f64", f"{name}: {instruction}"
            if operation in ("mul", "add", "sub", "div", "rcp", "sqrt"):
                assert how == ["rn", "f64"], f"{name}: {instruction}"
                arithmetic += times
    assert arithmetic > 100
