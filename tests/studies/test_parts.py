"""Studies in parts: every run in exactly one, joined to the numbers of one process, or refused in one error."""

from __future__ import annotations

import json
import shutil

import numpy as np
import pytest

import contested
from contested.ensemble.points import points_of
from contested.ground.errors import CheckpointError, InputError
from contested.store import lock
from contested.store.points import table_file
from contested.studies import parts
from contested.studies.parts import Part, StudyUnfinished, share
from tests.studies.small_study import FIT_UNTIL, PARAMETERS

PARTS = 3
ASKED = {"over": {"mean": (0.1, 0.4)}, "points": 5, "replicates": 2, "steps": 10, "executor": "serial"}


def swept(out, **changed):
    return contested.sweep("granovetter-1978", **{**ASKED, **changed}, out=out)


def simulated(out, *numbers, ask=swept, count=PARTS, **changed):
    """Simulate some parts; what each said."""
    rows = []
    for number in numbers:
        with pytest.raises(StudyUnfinished) as ended:
            ask(out, part=f"{number}/{count}", **changed)
        rows.append(dict(ended.value.rows))
    return rows


@pytest.fixture(scope="module")
def serial(tmp_path_factory):
    return swept(tmp_path_factory.mktemp("serial") / "s")


@pytest.fixture
def three(tmp_path):
    """All parts of the sweep, not joined."""
    simulated(tmp_path / "s", 1, 2, 3)
    return tmp_path / "s"


@pytest.mark.parametrize("count", [1, 2, 3, 7, 12, 40])
@pytest.mark.parametrize("replicates", [1, 4])
def test_every_point_is_of_exactly_one_part(count, replicates):
    points = list(points_of(1, [{}] * 10, replicates))
    each = [share(points, Part(k + 1, count)) for k in range(count)]
    assert sorted(p.key for mine in each for p in mine) == [p.key for p in points]
    if count <= 10:
        assert all({p.index for p in a}.isdisjoint(p.index for p in b) for a in each for b in each if a is not b)
    sizes = [len(mine) for mine in each]
    assert max(sizes) - min(sizes) <= (replicates if count <= 10 else 1)


def test_three_parts_joined_are_the_sweep_of_one_process(three, serial):
    assert not table_file(three).is_file() and (three / "UNFINISHED.txt").is_file()
    joined = swept(three, join=True)
    assert joined.to_polars().drop("seconds").equals(serial.to_polars().drop("seconds"))
    assert joined.to_polars().schema == serial.to_polars().schema
    assert not (three / "parts").exists() and not (three / "UNFINISHED.txt").exists()
    assert not joined.integrity.damaged()
    assert swept(three, join=True).path == three, "joined once more it is the same"


def test_parts_of_several_machines_are_joined_from_one_folder(tmp_path, serial):
    for number in (1, 2, 3):
        simulated(tmp_path / f"machine-{number}", number)
        shutil.copytree(tmp_path / f"machine-{number}", tmp_path / "s", dirs_exist_ok=True)
    assert swept(tmp_path / "s", join=True).to_polars().drop("seconds").equals(serial.to_polars().drop("seconds"))


def test_what_is_missing_is_named_and_nothing_is_joined(tmp_path):
    out = tmp_path / "s"
    with pytest.raises(CheckpointError, match=r"expected parts to join; there are none, and 10 of 10 runs are missing"):
        swept(out, join=True)
    simulated(out, 2)
    kept = sorted(p.relative_to(out) for p in out.rglob("*"))
    with pytest.raises(CheckpointError, match=r"6 are missing: of part 1/3 \(all\), 3/3 \(all\)"):
        swept(out, join=True)
    assert sorted(p.relative_to(out) for p in out.rglob("*")) == kept


def test_a_part_goes_on_where_it_was_killed(three, serial):
    file = next((three / "parts/001-of-003/points").glob("open-*.jsonl"))
    file.write_bytes(file.read_bytes()[:-40])
    with pytest.raises(CheckpointError, match=r"1 are missing: of part 1/3 \(1 of 4\)"):
        swept(three, join=True)
    before = file.read_bytes().splitlines()[:3]
    simulated(three, 1)
    assert file.read_bytes().splitlines()[:3] == before, "what was finished is not simulated again"
    assert swept(three, join=True).to_polars().drop("seconds").equals(serial.to_polars().drop("seconds"))


def test_joining_that_was_killed_goes_on(three, serial, monkeypatch):
    monkeypatch.setattr(parts.shutil, "rmtree", lambda *args, **options: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        swept(three, join=True)
    monkeypatch.undo()
    assert swept(three, join=True).to_polars().drop("seconds").equals(serial.to_polars().drop("seconds"))
    assert not (three / "parts").exists()


def test_the_command_without_a_part_takes_in_what_there_is(tmp_path, serial):
    out = tmp_path / "s"
    simulated(out, 2)
    assert swept(out).to_polars().drop("seconds").equals(serial.to_polars().drop("seconds"))
    assert not (out / "parts").exists()
    assert simulated(out, 2, count=4)[0]["part 2/4"] == "0 of 0 runs finished"


def test_parts_of_another_study_or_program_are_refused(three, tmp_path):
    simulated(tmp_path / "other", 3, points=6)
    shutil.rmtree(three / "parts/003-of-003")
    shutil.copytree(tmp_path / "other/parts/003-of-003", three / "parts/003-of-003")
    with pytest.raises(CheckpointError, match=r"expected part 3 of 3 of this study; got .*: points was 5, is 6"):
        swept(three, join=True)
    shutil.rmtree(three / "parts/003-of-003")
    shutil.copytree(three / "parts/002-of-003", three / "parts/003-of-003")
    with pytest.raises(CheckpointError, match=r"part 3 of 3 of this study; got .*: it is part \[2, 3\]"):
        swept(three, join=True)
    shutil.rmtree(three / "parts/003-of-003")
    simulated(three, 3)
    file = three / "parts/003-of-003/part.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), "code": "0" * 64}))
    with pytest.raises(CheckpointError, match="expected the program that began the study, on every machine"):
        swept(three, join=True)


def test_parts_of_two_numbers_are_refused(three):
    with pytest.raises(CheckpointError, match="holds parts of 3; got part 1 of 4"):
        swept(three, part="1/4")
    shutil.copytree(three / "parts/002-of-003", three / "parts/002-of-004")
    with pytest.raises(CheckpointError, match="expected parts of one number; got parts of 3 and of 4"):
        swept(three, join=True)


def test_a_part_is_simulated_by_one_process_at_a_time_and_not_joined_meanwhile(three):
    with lock.exclusive(three / "parts/002-of-003"):
        with pytest.raises(contested.ContestedError, match="002-of-003: is being simulated by process"):
            swept(three, part="2/3")
        with pytest.raises(contested.ContestedError, match="002-of-003: is being simulated by process"):
            swept(three, join=True)


@pytest.mark.parametrize("text", ["", "3", "0/4", "5/4", "-1/4", "1/0", "a/b", "1/2/3", "1/1000000"])
def test_what_is_no_part_is_refused(text, tmp_path):
    with pytest.raises(InputError, match="part: expected"):
        swept(tmp_path / "s", part=text)
    assert not (tmp_path / "s").exists()
    with pytest.raises(InputError, match="part: expected the folder that all parts have in common"):
        swept(None, part="1/2")
    with pytest.raises(InputError, match="join: expected no part beside it"):
        swept(tmp_path / "s", part="1/2", join=True)


def calibrated(out, **changed):
    given = {"until": "2031-05-14", "scale": 50, "waves": 2, "points": 20, "seed": 4, "executor": "serial"}
    return contested.calibrate("teaching", FIT_UNTIL, parameters=PARAMETERS, out=out, **{**given, **changed})


def test_an_ensemble_that_matches_claims_is_the_same_from_three_parts(tmp_path):
    ask = {"method": "smoother"}
    alone = calibrated(tmp_path / "alone", **ask)
    out = tmp_path / "parts"
    # so few claims take 45 runs of the prior, from which 20 members are resampled
    for (runs, more), shares in zip(((20, 25), (25, 20), (20, 0)), ((7, 7, 6), (9, 8, 8), (7, 7, 6)), strict=True):
        said = simulated(out, 1, 2, 3, ask=calibrated, **ask)
        assert [row[f"part {k}/3"] for k, row in enumerate(said, 1)] == [
            f"{n} of {n} runs finished" for n in shares
        ]  # fmt: skip
        if more:
            done = f"{shares[1]} of {shares[1]} runs finished"
            assert simulated(out, 2, ask=calibrated, **ask)[0]["part 2/3"] == done, "not again"
            with pytest.raises(StudyUnfinished, match=f"joined: {runs} runs; next: {more} runs more"):
                calibrated(out, join=True, **ask)
    joined = calibrated(out, join=True, **ask)
    assert np.array_equal(joined.z, alone.z) and np.array_equal(joined.truth, alone.truth)
    for name in ("posterior", "chance", "predicted", "biases"):
        assert joined.tables[name].equals(alone.tables[name]), name
    assert not (out / "parts").exists() and not joined.integrity.damaged()


@pytest.mark.slow
def test_a_calibration_is_the_same_from_three_parts(tmp_path):
    ask = {"points": 60, "checks": 4, "scale": 20}
    alone = calibrated(tmp_path / "alone", **ask)
    out = tmp_path / "parts"
    for _ in range(3):
        simulated(out, 1, 2, 3, ask=calibrated, **ask)
        with pytest.raises(StudyUnfinished, match="next: "):
            calibrated(out, join=True, **ask)
    simulated(out, 1, 2, 3, ask=calibrated, **ask)
    joined = calibrated(out, join=True, **ask)
    assert np.array_equal(joined.z, alone.z)
    for name in ("posterior", "predicted", "biases", "calibration"):
        assert joined.tables[name].equals(alone.tables[name]), name
