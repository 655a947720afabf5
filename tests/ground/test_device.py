"""A GPU is asked for by name, refused in words, and known to one file."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import contested
from tests.cli.terminal import environment, process, told_once, typed

#: neither a GPU nor its simulator: what an ordinary machine has
BARE = {k: v for k, v in os.environ.items() if k != "NUMBA_ENABLE_CUDASIM"} | {"CUDA_VISIBLE_DEVICES": ""}


def test_without_a_gpu_the_option_says_so_before_anything_is_built(tmp_path):
    said = process("simulate", "teaching", "--device", "gpu", "--out", "run", cwd=tmp_path, env=BARE)
    told_once(said, "DeviceError", "--device gpu: expected an NVIDIA GPU; got none (", "leave --device out")
    assert said.stderr.splitlines()[0].count("\n") == 0 and said.stderr.splitlines()[1] == ""
    assert list(tmp_path.iterdir()) == []


def test_a_device_nobody_knows(tmp_path):
    told_once(
        typed("simulate", "teaching", "--device", "tpu", "--out", tmp_path / "run"), "InputError",
        "expected cpu or gpu; got 'tpu'",
    )  # fmt: skip


def test_a_published_model_plays_on_cores(tmp_path):
    made = typed("zoo", "granovetter-1978", "--out", tmp_path / "run", "--no-report")
    assert made.exit_code == 0, made.stderr
    told_once(typed("replay", tmp_path / "run", "--device", "gpu"), "InputError", "expected cpu for a published model")


def test_playing_on_cores_loads_nothing_of_a_gpu(tmp_path):
    code = (
        "import sys, contested\n"
        f"contested.simulate('teaching', scale=500, days=2, out={str(tmp_path / 'run')!r})\n"
        "print([m for m in sys.modules if m in ('contested.ground.device', 'contested.nation.device', 'numba_cuda')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        env={**BARE, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert done.stdout.strip() == "[]"


def test_one_file_knows_numba_cuda():
    root = Path(contested.__file__).parent
    knowing = [
        file.relative_to(root).as_posix()
        for file in sorted(root.rglob("*.py"))
        if re.search(r"^\s*(from numba import .*\bcuda\b|(from|import) numba\.cuda)", file.read_text("utf-8"), re.M)
    ]
    assert knowing == ["ground/device.py"]


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """The same run of a hundred agents, on the device (numba's simulator) and on cores, each with a checkpoint."""
    folder = tmp_path_factory.mktemp("device")
    words = ("--scale", 500, "--days", 3, "--checkpoint", 1, "--replicates", 2, "--no-report")
    for name in ("gpu", "cpu"):
        said = process(
            "simulate", "teaching", *words, "--device", name, "--out", name, cwd=folder,
            env=environment(NUMBA_ENABLE_CUDASIM="1"),
        )  # fmt: skip
        assert said.returncode == 0, said.stderr
    return folder


def test_stored_runs_are_the_same_files(runs):
    """But for when and on what they were made."""
    names = [f.relative_to(runs / "gpu") for f in sorted((runs / "gpu").rglob("*")) if f.is_file()]
    assert len(names) > 20
    for name in names:
        a, b = (runs / device / name for device in ("gpu", "cpu"))
        if name.suffix == ".json" and (name.name == "provenance.json" or name.parts[0] == "members"):
            a, b = (json.loads(file.read_text("utf-8")) for file in (a, b))
            differing = {key for key in a if a[key] != b[key]}
            # `provenance` is a hash of the record, which says when it was made
            assert differing <= {"created", "device", "seconds", "provenance"}, name
        elif name.suffix == ".npz":  # a zip notes the time
            assert _hash(a) == _hash(b)
        else:
            assert a.read_bytes() == b.read_bytes(), name
    assert json.loads((runs / "gpu" / "provenance.json").read_text("utf-8"))["device"] == "numba's simulator"


def test_what_a_gpu_played_replays_and_branches_on_cores(runs, tmp_path):
    said = typed("replay", runs / "gpu")
    assert said.exit_code == 0, said.stderr
    checkpoint = runs / "gpu" / "checkpoints" / "r0000_day001.npz"
    out = tmp_path / "branch"
    said = typed(
        "simulate", "teaching", "--scale", 500, "--from", checkpoint, "--days", 1, "--out", out, "--no-report"
    )
    assert said.exit_code == 0, said.stderr
    end = contested.open(out).to_xarray(), contested.open(runs / "gpu").to_xarray()
    for name in end[0].data_vars:
        one, other = (x[name].isel(replicate=0).sel(day=end[0]["day"]).values for x in end)
        assert one.tobytes() == other.tobytes(), name


def _hash(checkpoint):
    from contested.engine.checkpoint import verify

    return verify(checkpoint)["hash"]
