"""A finished point is on disk before the next is begun: no crash loses one, none is there twice."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys

import numpy as np
import polars as pl
import pytest

from contested.ground.errors import BrokenInvariant, CheckpointError, DiskError
from contested.store import points
from contested.store.points import Points


def _row(k, **more):
    row = {"wave": 0, "point": k, "replicate": 0, "seed": 2**62 + k, "failed": "", "cost": k / 3, "crowd": 1e6 * k}
    return {**row, **more}


def _filled(study, count, first=0):
    with Points(study) as store:
        for k in range(first, first + count):
            store.append(_row(k))


@pytest.fixture
def small(monkeypatch):
    """Parts of ten rows."""
    monkeypatch.setattr(points, "ROWS", 10)


def test_what_is_appended_is_read_back_to_the_last_bit(tmp_path):
    values = [0.1 + 0.2, 1e-300, -0.0, float("inf"), 2.0**53 + 2]
    with Points(tmp_path) as store:
        for k, value in enumerate(values):
            store.append(_row(k, crowd=value, path=np.array([value, 1.5])))
    frame = points.read(tmp_path)
    assert frame["crowd"].to_numpy().tobytes() == np.array(values).tobytes()
    assert frame["path"].to_list() == [[value, 1.5] for value in values]
    assert frame["seed"].to_list() == [2**62 + k for k in range(5)]
    assert frame.schema["point"] == pl.Int64 and frame.schema["failed"] == pl.String


def test_a_number_that_is_none_stays_none(tmp_path):
    with Points(tmp_path) as store:
        store.append(_row(0, crowd=float("nan")))
    assert points.read(tmp_path)["crowd"].is_nan().all()


def test_parts_fill_one_after_another_and_read_as_one_table(tmp_path, small):
    _filled(tmp_path, 25)
    names = sorted(p.name for p in (tmp_path / "points").iterdir())
    assert names == ["open-00002.jsonl", "part-00000.parquet", "part-00001.parquet"]
    assert points.read(tmp_path)["point"].to_list() == list(range(25))


def test_a_study_goes_on_where_it_was(tmp_path, small):
    _filled(tmp_path, 14)
    with Points(tmp_path) as store:
        assert store.done == {(0, k, 0) for k in range(14)}
    _filled(tmp_path, 11, first=14)
    once = tmp_path / "once"
    _filled(once, 25)
    assert points.join(tmp_path).equals(points.join(once))
    assert points.table_file(tmp_path).read_bytes() == points.table_file(once).read_bytes()


def test_a_point_is_never_there_twice(tmp_path, small):
    _filled(tmp_path, 14)
    with Points(tmp_path) as store:
        for k in (3, 13):  # one of a full part, one of the open one
            with pytest.raises(BrokenInvariant, match="finished twice"):
                store.append(_row(k))
    assert len(points.read(tmp_path)) == 14


def test_a_failed_point_is_a_row_among_the_others(tmp_path, small):
    with Points(tmp_path) as store:
        for k in range(10):  # a whole part of failures has no columns of results
            store.append({"wave": 0, "point": k, "replicate": 0, "seed": k, "failed": "ZeroDivisionError: nobody came"})
    _filled(tmp_path, 3, first=10)
    frame = points.join(tmp_path)
    assert (frame["failed"] != "").sum() == 10
    assert frame["crowd"].is_null().sum() == 10
    assert frame["crowd"].drop_nulls().to_list() == [1e7, 1.1e7, 1.2e7]


@pytest.mark.parametrize("cut", [2, 20, 60])
def test_a_line_that_a_crash_cut_short_is_played_again_and_costs_no_other(tmp_path, cut):
    _filled(tmp_path, 5)
    file = tmp_path / "points/open-00000.jsonl"
    file.write_bytes(file.read_bytes()[:-cut])
    assert points.read(tmp_path)["point"].to_list() == [0, 1, 2, 3]
    with Points(tmp_path) as store:
        assert store.done == {(0, k, 0) for k in range(4)}
        store.append(_row(4))
    once = tmp_path / "once"
    _filled(once, 5)
    assert points.read(tmp_path).equals(points.read(once))


def test_a_line_that_lacks_only_its_end_is_whole(tmp_path):
    _filled(tmp_path, 5)
    file = tmp_path / "points/open-00000.jsonl"
    file.write_bytes(file.read_bytes()[:-1])
    _filled(tmp_path, 1, first=5)
    assert points.read(tmp_path)["point"].to_list() == [0, 1, 2, 3, 4, 5]


def test_a_flipped_bit_in_the_open_part_is_seen(tmp_path):
    _filled(tmp_path, 3)
    file = tmp_path / "points/open-00000.jsonl"
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    with Points(tmp_path) as store:
        assert store.done == {(0, 0, 0), (0, 2, 0)}


def test_a_crash_while_a_part_is_sealed_leaves_all_rows_once(tmp_path, small, monkeypatch):
    """Before the part has its name, and after it has but its open file is still there."""
    _filled(tmp_path, 9)
    file = tmp_path / "points/open-00000.jsonl"

    def crash(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr("contested.store.disk.write_bytes", crash)
        with pytest.raises(KeyboardInterrupt):
            _filled(tmp_path, 1, first=9)
    (tmp_path / "points/part-00000.parquet.part").write_bytes(b"PAR1")
    assert points.read(tmp_path)["point"].to_list() == list(range(10))
    kept = file.read_bytes()
    _filled(tmp_path, 10, first=10)
    assert points.read(tmp_path)["point"].to_list() == list(range(20))

    whole = tmp_path / "whole"
    _filled(whole, 10)
    (whole / "points/open-00000.jsonl").write_bytes(kept)
    assert points.read(whole)["point"].to_list() == list(range(10))
    with Points(whole) as store:
        assert len(store.done) == 10
    assert not (whole / "points/open-00000.jsonl").exists()


def test_kill_9_loses_no_row_that_was_appended(tmp_path):
    script = (
        "import sys\nfrom pathlib import Path\nfrom contested.store import points\npoints.ROWS = 50\n"
        "store = points.Points(Path(sys.argv[1]))\n"
        "for k in range(10**6):\n"
        "    store.append({'wave': 0, 'point': k, 'replicate': 0, 'crowd': k / 7})\n"
        "    print(k, flush=True)\n"
    )
    running = subprocess.Popen([sys.executable, "-c", script, tmp_path], stdout=subprocess.PIPE, text=True)
    for line in running.stdout:
        if int(line) >= 430:
            os.kill(running.pid, signal.SIGKILL)
            break
    told = [int(line), *map(int, running.stdout.read().split())]
    running.stdout.close()
    running.wait()
    with Points(tmp_path) as store:
        keys = sorted(store.done)
    assert keys[: told[-1] + 1] == [(0, k, 0) for k in range(told[-1] + 1)], "everything that was told is there"
    frame = points.read(tmp_path)
    assert frame["crowd"].to_list() == [k / 7 for k in range(len(frame))]


def test_a_damaged_part_is_told_with_what_to_do(tmp_path, small):
    _filled(tmp_path, 12)
    file = tmp_path / "points/part-00000.parquet"
    file.write_bytes(file.read_bytes()[:40])
    with pytest.raises(CheckpointError, match=r"part-00000\.parquet: expected a table of points"):
        points.read(tmp_path)
    file.unlink()  # as the hint says
    with Points(tmp_path) as store:
        assert store.done == {(0, 10, 0), (0, 11, 0)}


def test_a_study_without_a_point_is_an_empty_table(tmp_path):
    with Points(tmp_path):
        pass
    assert points.read(tmp_path).columns == ["wave", "point", "replicate"]


def test_a_part_that_is_sealed_while_it_is_read_is_read_all_the_same(tmp_path, small, monkeypatch):
    """The writer seals the open part after the reader has listed it and before it opens it."""
    _filled(tmp_path, 9)
    real = points._open_numbers

    def listed(study):
        numbers = real(study)
        monkeypatch.setattr(points, "_open_numbers", real)
        _filled(study, 3, first=9)
        return numbers

    monkeypatch.setattr(points, "_open_numbers", listed)
    assert points.read(tmp_path)["point"].to_list()[:10] == list(range(10))
    assert points.read(tmp_path)["point"].to_list() == list(range(12))


def test_no_room_for_the_next_part_loses_no_point_and_closes_no_file_twice(tmp_path, small, monkeypatch):
    """After the failure the descriptor is still the store's own, whatever was opened meanwhile."""
    store = Points(tmp_path)
    for k in range(9):
        store.append(_row(k))
    real = os.open

    def full(path, *args):
        if str(path).endswith("open-00001.jsonl"):
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(path, *args)

    monkeypatch.setattr(os, "open", full)
    with pytest.raises(DiskError, match="do not fit"):
        store.append(_row(9))
    monkeypatch.undo()
    other = os.open(tmp_path / "other", os.O_WRONLY | os.O_CREAT)  # takes the lowest number that is free
    store.close()
    os.fstat(other)
    os.close(other)
    assert points.read(tmp_path)["point"].to_list() == list(range(10))
    _filled(tmp_path, 5, first=10)
    assert points.read(tmp_path)["point"].to_list() == list(range(15))
