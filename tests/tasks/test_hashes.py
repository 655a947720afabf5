"""Results of every kind know whether their files are what was written: nothing edited is read or shown in silence."""

from __future__ import annotations

import json
import shutil
import warnings
from pathlib import Path

import polars as pl
import pytest

import contested
from contested.forensics.models.synthetic import honest_election, of_case
from contested.ground.errors import CheckpointError, InputError
from contested.store import hashes
from contested.studies.folder import LAST
from contested.tasks.open import show
from contested.tasks.report import report
from tests.studies.small_study import study

QUICK = {"scale": 50, "days": 3, "executor": "serial"}


def _sweep(out: Path) -> None:
    contested.sweep("teaching", {"detention.hold_limit": (1.0, 3.0)}, points=2, out=out, **QUICK)


def _comparison(out: Path) -> None:
    contested.compare("teaching", settings={"detention.hold_limit": 3.0}, pairs=2, out=out, **QUICK)


def _audit(out: Path) -> None:
    table = of_case(honest_election(60, regions=2, territories=4, seed=3), "made up")
    contested.audit(table, elections=1, out=out)


def _calibration(out: Path) -> None:
    shutil.copytree(study().path, out, ignore=shutil.ignore_patterns("ahead", "answers", "forecasts"))


def _forecast(out: Path) -> None:
    contested.forecast(study(), 3, origins=["2031-05-11"], runs=10, draws=20, executor="serial", out=out)


#: how each is made, a table of it, and what else its page is written from
KINDS = {
    "sweep": (_sweep, "points", ("points.parquet", "study.json")),
    "comparison": (_comparison, "indicators", ("differences.parquet", "over_time.csv", "study.json")),
    "audit": (_audit, "findings", ("state/returns.parquet", "state/audit.json", "audit.json", "audit.xlsx")),
    "calibration": (_calibration, "posterior", (
        "posterior.csv", "draws.npz", "answer.json", "cells.json", "emulator.npz", "scenario/claims.csv", "study.json",
    )),
    "forecast": (_forecast, "forecast", ("forecast.csv", "scores.parquet", "forecast.json")),
}  # fmt: skip


@pytest.fixture(scope="module", params=KINDS)
def made(request, tmp_path_factory):
    make, table, more = KINDS[request.param]
    folder = tmp_path_factory.mktemp("kinds") / request.param
    make(folder)
    return folder, table, more


@pytest.fixture
def copied(made, tmp_path):
    shutil.copytree(made[0], tmp_path / "copied")
    return tmp_path / "copied", made[1], made[2]


def test_what_was_written_is_whole(made):
    folder, table, more = made
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        opened = contested.open(folder)
    opened.integrity.check()
    noted = opened.integrity.hashes()
    assert not opened.integrity.damaged() and set(more) <= noted.keys()
    assert opened.tables[table].height and show(folder)
    left_out = {f.name for f in folder.iterdir() if f.is_file()} - noted.keys()
    assert all(n == hashes.NAME or n.endswith((".html", ".nc", ".jsonl", ".svg", ".lock")) for n in left_out), left_out


def _edit(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def test_an_edited_file_is_noticed(copied):
    folder, table, more = copied
    for name in more:
        whole = (folder / name).read_bytes()
        for change in (_edit, Path.unlink):
            if change is Path.unlink and name in (*LAST.values(), "study.json"):
                continue  # without its last file a result is one that is not finished yet
            change(folder / name)
            if not name.startswith(("study.json", "answer.json", "audit.json", "forecast.json")):
                with pytest.warns(UserWarning, match=r"edited or damaged|missing"):
                    opened = contested.open(folder)
                assert [*opened.integrity.damaged()] == [name]
                with pytest.raises(CheckpointError, match=r"edited or damaged|missing"):
                    opened.integrity.check()
            for task in (show, report):
                with pytest.raises(InputError if task is report and table == "points" else CheckpointError):
                    task(folder)
            (folder / name).write_bytes(whole)


def test_an_edited_table_is_not_read(copied):
    folder, table, _ = copied
    opened = contested.open(folder)
    file = next(f for f in (folder / f"{table}.parquet", folder / f"{table}.csv") if f.is_file())
    _edit(file)
    with pytest.raises(CheckpointError, match=r"edited or damaged"):
        opened.tables[table]


def test_a_file_that_was_put_beside_a_table_does_not_take_its_place(copied):
    folder, table, _ = copied
    pl.DataFrame({"planted": [1]}).write_parquet(folder / f"{table}.parquet")
    with warnings.catch_warnings(), pytest.raises(CheckpointError):
        warnings.simplefilter("ignore")
        contested.open(folder).tables[table]


def test_hashes_that_are_gone_or_name_something_else(copied):
    folder = copied[0]
    file = folder / hashes.NAME
    noted = json.loads(file.read_text("utf-8"))
    for content in ("{}x", "[]", '{"a": 3}', json.dumps(noted | {"../../etc/passwd": "0" * 64})):
        file.write_text(content, "utf-8")
        with pytest.raises(CheckpointError):
            show(folder)
    file.unlink()
    with pytest.raises(CheckpointError, match="file is missing"):
        show(folder)


def test_draws_and_answers_and_forecasts_go_by_whole_studies_only(tmp_path):
    folder = tmp_path / "study"
    _calibration(folder)
    answer = contested.calibrate(folder, distrust="Ministry of Order")
    assert answer.path.parent.parent == folder and not answer.integrity.damaged()
    _edit(folder / "cells.json")
    assert [*answer.integrity.damaged()] == ["../../cells.json"]
    for task in (
        lambda: contested.compare("teaching", posterior=folder, pairs=1),
        lambda: contested.forecast(folder, 3),
        lambda: contested.calibrate(folder, distrust=["nobody"]),
        lambda: show(answer.path),
    ):
        with pytest.raises(CheckpointError, match=r"cells\.json: edited or damaged"):
            task()


def test_the_same_command_goes_on_from_whole_runs_only(tmp_path):
    folder = tmp_path / "sweep"
    _sweep(folder)
    before = contested.open(folder).integrity.hashes()
    (folder / hashes.NAME).unlink()
    (folder / LAST["sweep"]).unlink()
    _sweep(folder)
    assert contested.open(folder).integrity.hashes() == before, "what a kill left out is written"
    _edit(next((folder / "points").glob("*.jsonl")))
    with pytest.raises(CheckpointError, match="edited or damaged"):
        _sweep(folder)
