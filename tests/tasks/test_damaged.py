"""Records, notes, checkpoints and tables of others: every change ends in a result or in one error that says what."""

from __future__ import annotations

import json
import os
import random
import shutil
import warnings
from pathlib import Path

import numpy as np
import pytest

import contested
from contested.ground.errors import ContestedError
from contested.inference.forecast import ledger
from contested.store import hashes, layout
from contested.tasks.forecast import score
from tests.tasks import test_hashes

VALUES = (
    None, True, -1, 0, 3.5, 10**30, 1e308, "", "x", "../../x", "\x00\x1b[2J", "2020-13-45", "9999-12-31", [],
    [None], [[]], ["a"], {}, {"a": None}, {"name": {}}, [{"name": 3}],
)  # fmt: skip
EXPLORE = bool(os.environ.get("CONTESTED_EXPLORE"))
#: how many of all changes: few in the fast run, more in the slow one, all with CONTESTED_EXPLORE=1
SHARES = (pytest.param(1, id="few"), pytest.param(3, id="more", marks=pytest.mark.slow))


def _some(changes: list, number: int, seed: int) -> list:
    return changes if EXPLORE else random.Random(seed).sample(changes, min(number, len(changes)))


def _places(value, at=()):
    """Where something stands in a JSON value: keys and positions, the first two of a list."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value[:2]) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield (*at, key)
        if len(at) < 3:
            yield from _places(inner, (*at, key))


def _changed(content, where, value):
    changed = json.loads(json.dumps(content))
    inner = changed
    for key in where[:-1]:
        inner = inner[key]
    if value is KeyError:
        del inner[where[-1]]
    else:
        inner[where[-1]] = value
    return changed


def _try(folder: Path) -> None:
    """Everything that reads a folder without simulating."""
    opened = contested.open(folder)
    opened.overview(), repr(opened), opened._repr_html_()
    for table in opened.tables:
        opened.tables[table]
    if isinstance(opened, contested.Run):
        opened.dates, opened.to_polars("day"), opened.to_polars("place"), opened.to_xarray(), opened.integrity.damaged()
    elif isinstance(opened, contested.Calibration):
        opened.to_polars(), opened.warnings(), opened.claims(), opened.figures, opened.folder.evidence(), opened.runs()
    elif isinstance(opened, contested.Audit):
        _ = opened.audited, opened.verdict
    else:
        opened.to_polars()


def _only_errors_of_ours(folder: Path, what: str) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            _try(folder)
        except ContestedError as error:
            assert str(error).isprintable() or "\n" in str(error)
            return True
        except BaseException as error:
            raise AssertionError(f"{what}: {type(error).__name__}: {error}") from error
    return False


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """One of each kind, without hashes, so that what was edited is read."""
    root = tmp_path_factory.mktemp("damaged")
    contested.simulate("granovetter-1978", settings={"people": 300}, steps=5, checkpoints=[3], out=root / "model")
    contested.simulate("teaching", scale=50, days=3, checkpoints=[1], out=root / "run")
    for kind, (make, _, _) in test_hashes.KINDS.items():
        make(root / kind)
        (root / kind / hashes.NAME).unlink()
        for file in ("study.json", "audit.json", "forecast.json"):
            if (root / kind / file).is_file():
                record = json.loads((root / kind / file).read_text("utf-8"))
                del record[hashes.HASHED]
                (root / kind / file).write_text(json.dumps(record), "utf-8")
    return root


RECORDS = [
    ("model", "provenance.json"), ("model", "members/r0000.json"), ("run", "provenance.json"),
    ("run", "members/r0000.json"), ("sweep", "study.json"), ("comparison", "study.json"), ("calibration", "study.json"),
    ("calibration", "answer.json"), ("calibration", "cells.json"), ("forecast", "forecast.json"),
    ("audit", "audit.json"), ("audit", "state/audit.json"),
]  # fmt: skip


@pytest.mark.parametrize("share", SHARES)
@pytest.mark.parametrize("kind, name", RECORDS)
def test_every_key_with_every_kind_of_value(kind, name, share, folders):
    file = folders / kind / name
    whole = file.read_bytes()
    content = json.loads(whole)
    changes = [(where, value) for where in _places(content) for value in (*VALUES, KeyError)]
    try:
        for where, value in _some(changes, 20 * share, share):
            file.write_text(json.dumps(_changed(content, where, value)), "utf-8")
            _only_errors_of_ours(folders / kind, f"{name} {where} = {value!r:.60}")
    finally:
        file.write_bytes(whole)


@pytest.mark.parametrize("share", SHARES)
def test_every_file_cut_and_altered(share, folders):
    draw = random.Random(share)
    files = [f for f in sorted(folders.rglob("*")) if f.suffix in (".json", ".npz", ".parquet", ".csv") and f.is_file()]
    files = [f for f in files if not {"ahead", "trials", "tables"} & set(f.parts)]
    for file in _some(files, 12 * share, share):
        whole = file.read_bytes()
        kind = folders / file.relative_to(folders).parts[0]
        try:
            for k in range(40 if EXPLORE else 4):
                content = bytearray(whole[: draw.randrange(len(whole) + 1)] if k % 2 else whole)
                for _ in range(draw.randrange(4)):
                    if content:
                        content[draw.randrange(len(content))] = draw.randrange(256)
                file.write_bytes(content)
                _only_errors_of_ours(kind, f"{file.relative_to(folders)}, change {k}")
        finally:
            file.write_bytes(whole)


@pytest.mark.parametrize("share", SHARES)
@pytest.mark.parametrize("kind, name", [("model", "granovetter-1978"), ("run", "teaching")])
def test_a_checkpoint_s_head_with_every_kind_of_value(kind, name, share, folders, tmp_path):
    file = next(layout.checkpoints(folders / kind).glob("*.npz"))
    with np.load(file) as packed:
        arrays = dict(packed)
    head = json.loads(arrays["__head__"].tobytes())
    changes = [(where, value) for where in _places(head) for value in (*VALUES, KeyError)]
    for k, (where, value) in enumerate(_some(changes, 15 * share, share)):
        changed = json.dumps(_changed(head, where, value)).encode()
        np.savez(tmp_path / "c.npz", **arrays | {"__head__": np.frombuffer(changed, np.uint8)})
        try:
            more = {"scale": 50} if kind == "run" else {}
            contested.simulate(name, checkpoint=tmp_path / "c.npz", out=tmp_path / f"out{k}", **more,
                               **({"days": 1} if kind == "run" else {"steps": 1}))  # fmt: skip
        except ContestedError:
            pass
        except BaseException as error:
            raise AssertionError(f"{where} = {value!r:.60}: {type(error).__name__}: {error}") from error


@pytest.mark.parametrize("share", SHARES)
def test_a_ledger_whose_hashes_are_right_and_whose_values_are_not(share, folders, tmp_path):
    lines = [json.loads(t) for t in (folders / "forecast" / "ledger.jsonl").read_text("utf-8").splitlines()]
    file = tmp_path / "ledger.jsonl"
    changes = [(where, value) for where in _places(lines[0]) for value in (*VALUES, KeyError)]
    for where, value in _some(changes, 120 * share, share):
        line = {k: v for k, v in _changed(lines[0], where, value).items() if k != "hash"}
        try:
            line["hash"] = ledger._hash(line)
            file.write_text(ledger._written(line) + "\n", "utf-8")
        except ValueError:
            continue
        try:
            ledger.read(file)
            score(file, test_hashes.study().claims())
        except ContestedError:
            pass
        except BaseException as error:
            raise AssertionError(f"{where} = {value!r:.60}: {type(error).__name__}: {error}") from error


@pytest.mark.parametrize("change", [lambda names: ["../../x", *names[1:]], lambda names: names[1:], lambda names: [[]]])
def test_places_that_the_scenario_does_not_have_are_an_error_of_ours(change, folders):
    file = folders / "run" / "provenance.json"
    whole = file.read_bytes()
    record = json.loads(whole)
    record["coords"]["place"] = change(record["coords"]["place"])
    try:
        file.write_text(json.dumps(record), "utf-8")
        with pytest.raises(ContestedError, match=r"provenance\.json: expected"):
            contested.open(folders / "run").to_xarray()
    finally:
        file.write_bytes(whole)


def test_a_copy_that_is_whole_is_read(folders, tmp_path):
    for kind in ("model", "run", *test_hashes.KINDS):
        shutil.copytree(folders / kind, tmp_path / kind)
        assert not _only_errors_of_ours(tmp_path / kind, kind)
