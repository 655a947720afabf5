"""A checkpoint is enough by itself: scenario, scale, seed and settings come from it."""

from __future__ import annotations

import shutil

import numpy as np
import pytest

import contested
from contested.store import layout
from tests.cli.terminal import told_once, typed


def test_a_checkpoint_alone_goes_on_as_the_run_that_never_stopped(stored, tmp_path):
    alone = tmp_path / "elsewhere.npz"
    shutil.copyfile(layout.checkpoint(stored, 0, 4), alone)  # no run folder beside it
    said = typed("simulate", "--from", alone, "--days", 5, "--no-report", "--out", tmp_path / "branch")
    assert said.exit_code == 0, said.stderr
    branch, whole = contested.open(tmp_path / "branch"), contested.open(stored)
    assert branch.provenance["scale"] == 10 and branch.provenance["scenario"] == whole.provenance["scenario"]
    a, b = (run.to_xarray()["crowd"].isel(replicate=0).sel(day=slice(5, 9)) for run in (whole, branch))
    assert np.array_equal(a.values, b.values)


def test_an_own_scenario_comes_with_its_checkpoint(tmp_path):
    from contested.scenarios.folders import find

    mine = tmp_path / "mine"
    shutil.copytree(find("teaching"), mine)
    toml = mine / "scenario.toml"
    toml.write_text(toml.read_text().replace('name = "teaching"', 'name = "my-country"'))
    first = contested.simulate(mine, scale=20, days=4, checkpoints=[2], out=tmp_path / "first")
    shutil.rmtree(mine)
    file = layout.checkpoint(first.path, 0, 2).rename(tmp_path / "c.npz")
    branch = contested.simulate(checkpoint=file, days=1, settings={"street.cost": 1.4})
    assert branch.provenance["scenario"]["name"] == "my-country"
    assert branch.provenance["settings"] == {"street.cost": 1.4}


def test_a_model_of_the_zoo_is_known_by_its_checkpoint(tmp_path):
    first = contested.simulate("granovetter-1978", preset="riot-a", steps=10, checkpoints=[4], out=tmp_path / "a")
    branch = contested.simulate(checkpoint=layout.checkpoint(first.path, 0, 4), steps=5)
    assert branch.provenance["scenario"]["preset"] == "riot-a"
    assert branch.to_xarray()["crowd"].values[0, -1] == first.to_xarray()["crowd"].values[0, -1]


def test_neither_a_name_nor_a_checkpoint(tmp_path):
    told_once(typed("simulate", "--days", 3), "InputError", "NAME: expected a scenario or a published model", "--from")


@pytest.mark.parametrize(
    ("words", "part"), [(("--scale", 20), "from another scale"), (("khabarovsk-2020",), "from another scenario")]
)
def test_what_contradicts_the_checkpoint_is_refused(stored, tmp_path, words, part):
    said = typed("simulate", *words, "--from", layout.checkpoint(stored, 0, 4), "--days", 2, "--out", tmp_path / "r")
    told_once(said, "CheckpointError", part, "the checkpoint knows both")
