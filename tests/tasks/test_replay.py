"""A stored run is played again from its own folder, and every bit compared."""

import json
import shutil

import numpy as np
import pytest

import contested
from contested.ground.errors import CheckpointError
from contested.store import arrays, layout
from contested.store.integrity import hash_days, hash_member
from tests.tasks.conftest import SCALE


def test_a_run_replays_bit_for_bit_and_leaves_nothing(straight):
    files = sorted(straight.path.rglob("*"))
    found = contested.replay(straight.path, threads=1)
    assert found.same
    assert found.same_code
    assert [(m.replicate, m.differing) for m in found.members] == [(0, ()), (1, ())]
    assert sorted(straight.path.rglob("*")) == files


def test_a_branch_replays_without_the_run_it_came_from(straight, tmp_path):
    source = shutil.copyfile(layout.checkpoint(straight.path, 0, 12), tmp_path / "c.npz")
    branch = contested.simulate("teaching", scale=SCALE, days=3, checkpoint=source, out=tmp_path / "branch")
    source.unlink()
    assert contested.replay(branch.path).same


def test_a_number_that_was_changed_with_its_hash_is_found_and_named(straight, tmp_path):
    path = shutil.copytree(straight.path, tmp_path / "run")
    group = arrays.opened(path, write=True)
    crowd = group["crowd"]
    crowd[1, 4, 0] = crowd[1, 4, 0] + 1
    file = layout.member(path, 1)
    note = json.loads(file.read_text())
    note["parts"]["crowd"] = hash_days([np.asarray(crowd[1])])
    note["hash"] = hash_member(note["parts"])
    file.write_text(json.dumps(note))

    found = contested.replay(path)
    assert not found.same
    assert [(m.replicate, m.same, m.differing) for m in found.members] == [(0, True, ()), (1, False, ("crowd",))]


def test_a_run_with_nothing_finished_cannot_be_replayed(straight, tmp_path):
    path = shutil.copytree(straight.path, tmp_path / "run")
    for r in (0, 1):
        layout.member(path, r).unlink()
    with pytest.raises(CheckpointError, match="no replicate is finished"):
        contested.replay(path)
