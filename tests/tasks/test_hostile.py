"""A folder from a stranger: whatever its files name, nothing of it is run. Evil code would leave a mark."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import subprocess
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path

import numpy as np
import pytest

import contested
from contested.ensemble import executors, recipes
from contested.ensemble.points import points_of
from contested.ensemble.summaries import summaries
from contested.ground.errors import CheckpointError, ContestedError, InputError
from contested.store import layout
from contested.tasks import report
from contested.tasks.open import show
from contested.zoo.catalogue import named

NAME = "granovetter-1978"


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    out = tmp_path_factory.mktemp("received") / "run"
    return contested.simulate(
        NAME, settings={"people": 500}, seed=4, steps=6, replicates=2, out=out, checkpoints=[3]
    ).path


class Evil:
    """Code that leaves a mark when it is imported or unpickled."""

    def __init__(self, folder: Path) -> None:
        self.mark = folder / "mark"
        self.code = f"open({str(self.mark)!r}, 'w').close()\nfrom contested.zoo.granovetter_1978 import PUBLISHED\n"
        self.file = folder / "evil.py"
        self.file.write_text(self.code, "utf-8")

    def __reduce__(self):
        return Path.touch, (self.mark,)

    @property
    def ran(self) -> bool:
        return self.mark.exists()


@pytest.fixture
def evil(tmp_path):
    return Evil(tmp_path)


def _received(run, tmp_path, **changes):
    """A copy of a run whose record says something else."""
    folder = tmp_path / "received"
    shutil.copytree(run, folder)
    file = layout.provenance(folder)
    record = json.loads(file.read_text("utf-8"))
    for key, value in changes.items():
        record[key] = {**record[key], **value} if isinstance(value, dict) else value
    file.write_text(json.dumps(record), "utf-8")
    layout.member(folder, 1).unlink()
    return folder


ENTRIES = {
    "replay": contested.replay,
    "resume": contested.resume,
    "report": report.report,
    "show": show,
    "open": lambda folder: contested.open(folder).overview(),
    "audit": contested.audit,
    "calibrate": lambda folder: contested.calibrate(folder, "2020-08-09"),
    "forecast": contested.forecast,
    "compare": contested.compare,
    "draws": lambda folder: contested.compare("teaching", posterior=folder, pairs=1, days=1, scale=10),
}


def _names(evil):
    (evil.mark.parent / "evil").mkdir()
    return {
        "absolute": str(evil.file),
        "beside": "../evil.py",
        "within": "scenario/evil.py",
        "capitals": str(evil.file).replace(".py", ".PY"),
        "module": "evil",
        "dotted": "..evil",
    }


@pytest.mark.parametrize("entry", ENTRIES)
def test_no_name_in_a_record_is_run(entry, run, tmp_path, evil, monkeypatch):
    for kind, name in _names(evil).items():
        folder = _received(run, tmp_path, scenario={"name": name}, model=name)
        (folder / "scenario").mkdir(exist_ok=True)
        (folder / "scenario" / "evil.py").write_text(evil.code, "utf-8")
        monkeypatch.chdir(folder)
        with suppress(ContestedError):
            ENTRIES[entry](folder)
        assert not evil.ran, f"{entry}: {kind}"
        monkeypatch.chdir(tmp_path)
        shutil.rmtree(folder)


@pytest.mark.parametrize("task", [contested.replay, contested.resume])
def test_the_refusal_says_that_nothing_is_run(task, run, tmp_path, evil):
    folder = _received(run, tmp_path, scenario={"name": str(evil.file)})
    with pytest.raises(CheckpointError, match=r"no model of the zoo.*No code is run that only a file names"):
        task(folder)
    assert not evil.ran


@pytest.mark.parametrize("name", [None, 3, ["evil.py"], {"a": 1}, "", "x" * 5000, "evil.py", "contested", "card"])
def test_the_catalogue_knows_names_only(name):
    with pytest.raises(InputError, match="no model of the zoo"):
        named(name)


def test_a_file_is_run_where_the_user_names_it(tmp_path, evil):
    out = tmp_path / "own"
    contested.simulate(evil.file, settings={"people": 500}, steps=4, out=out)
    assert evil.ran
    with pytest.raises(CheckpointError, match="its file must be named"):
        contested.replay(out)
    assert contested.replay(out, model=evil.file).same


def test_a_copy_in_the_folder_is_not_the_file_that_was_named(run, tmp_path, evil):
    """A record that claims to be of a model of one's own, with a copy beside it that fits its hash."""
    import hashlib

    digest = hashlib.sha256(evil.file.read_bytes()).hexdigest()
    folder = _received(run, tmp_path, scenario={"name": "mine", "own": digest})
    (folder / "scenario").mkdir(exist_ok=True)
    shutil.copy(evil.file, folder / "scenario" / "evil.py")
    for task in (contested.replay, contested.resume):
        with pytest.raises(CheckpointError, match="its file must be named"):
            task(folder)
    assert not evil.ran


def test_a_checkpoint_names_no_code(run, tmp_path, evil):
    file = layout.checkpoint(run, 0, 3)
    with np.load(file) as packed:
        arrays = dict(packed)
    head = json.loads(arrays["__head__"].tobytes())
    head["model"], head["about"]["model"] = str(evil.file), str(evil.file)
    arrays["__head__"] = np.frombuffer(json.dumps(head).encode(), np.uint8)
    changed = tmp_path / "changed.npz"
    np.savez(changed, **arrays)
    with pytest.raises(CheckpointError, match="not from granovetter"):
        contested.simulate(NAME, checkpoint=changed, steps=2, out=tmp_path / "out")
    arrays["evil"] = np.array([evil], object)
    np.savez(changed, **arrays)
    with pytest.raises(CheckpointError):
        contested.simulate(NAME, checkpoint=changed, steps=2, out=tmp_path / "out")
    assert not evil.ran


def test_a_change_names_no_code(tmp_path, evil):
    change = tmp_path / "change.toml"
    change.write_text(f'scenario = "{evil.file}"\n', "utf-8")
    with pytest.raises(ContestedError):
        contested.compare(change, pairs=1, days=1)
    assert not evil.ran


def test_no_filter_of_an_array_unpickles(run, tmp_path, evil):
    """Zarr's format 2 lets an array name filters, of which one is pickle."""
    folder = _received(run, tmp_path)
    array = layout.observables(folder) / "crowd"
    shutil.rmtree(array)
    array.mkdir()
    (array / ".zarray").write_text(json.dumps({
        "zarr_format": 2, "shape": [2, 6], "chunks": [1, 6], "dtype": "|O", "fill_value": "", "order": "C",
        "compressor": {"id": "pickle"}, "filters": [{"id": "vlen-utf8"}],
    }), "utf-8")  # fmt: skip
    (array / "0.0").write_bytes(pickle.dumps(evil))
    for marked in (False, True):
        if marked:  # the group itself in format 2
            group = layout.observables(folder)
            (group / "zarr.json").unlink()
            (group / ".zgroup").write_text('{"zarr_format": 2}', "utf-8")
        opened = contested.open(folder)
        for read in (opened.to_xarray, partial(opened.to_polars, "day"), opened.integrity.check, opened.report):
            with pytest.raises(CheckpointError):
                read()
    assert not evil.ran


@pytest.mark.parametrize("executor", ["pool", "ray"])
def test_a_worker_takes_no_module_from_where_the_user_stands(executor, tmp_path, evil, monkeypatch):
    if executor == "ray":
        pytest.importorskip("ray", reason='Ray is not installed: pip install "contested[cluster]"')
    for module in ("json", "pickle", "numba", "platformdirs", "contested", "queue"):
        (tmp_path / f"{module}.py").write_text(evil.code, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [p for p in sys.path if p])
    build = partial(recipes.published, NAME, steps=3, settings={"people": 200}, read=summaries)
    results = list(executors.run(executor, build, points_of(1, [{}], 1), workers=1))
    assert [r.failed for r in results] == [""] and not evil.ran


def test_settings_of_numba_in_a_folder_are_not_read(tmp_path):
    """They could name a cache, which is unpickled."""
    pytest.importorskip("yaml", reason="numba reads its file of settings only with PyYAML")
    (tmp_path / ".numba_config.yaml").write_text(f"cache_dir: {tmp_path / 'planted'}\nopt: 0\n", "utf-8")
    code = "import contested.ground.compiled as c; print(c.numba.config.CACHE_DIR, c.numba.config.OPT)"
    kept = {k: v for k, v in os.environ.items() if not k.startswith("NUMBA_")}
    read = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True,
        env={**kept, "PYTHONPATH": os.pathsep.join(sys.path), "XDG_CACHE_HOME": str(tmp_path / "cache")},
    ).stdout.split()  # fmt: skip
    assert read[0].startswith(str(tmp_path / "cache")) and read[1] != "0"


def test_a_population_in_a_received_study_is_not_used(tmp_path):
    """Columns are mapped into memory and indexed by kernels, so they are always drawn anew."""
    out = tmp_path / "study"
    settings = {"design": "latin", "points": 2, "scale": 50, "days": 2, "executor": "serial"}
    over = {"detention.hold_limit": (1.0, 3.0)}
    whole = contested.sweep("teaching", over, out=tmp_path / "whole", **settings).to_polars()
    contested.sweep("teaching", over, out=out, **settings)
    shutil.rmtree(out / "points")
    (out / "hashes.json").unlink()
    (out / "points.parquet").unlink()
    from contested.nation.world import world_hash
    from contested.scenarios.load import load

    planted = out / "world"
    planted.mkdir()
    wanted = world_hash(load("teaching").country, 50)
    (planted / "world.json").write_text(json.dumps({"hash": wanted, "scale": 50, "arrays": ["ties"]}), "utf-8")
    np.save(planted / "ties.npy", np.full((4, 4), 2**30, np.int32))
    again = contested.sweep("teaching", over, out=out, **settings).to_polars()
    assert again.drop("seconds").equals(whole.drop("seconds"))
