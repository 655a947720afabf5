"""A published model is played, stored, resumed, branched and replayed like the nation."""

import json
import shutil
from dataclasses import replace

import numpy as np
import pytest

import contested
from contested import zoo
from contested.ground.errors import CheckpointError, InputError, ParameterError
from contested.store import layout

NAME = "granovetter-1978"
OWN = "from contested.zoo.granovetter_1978 import PUBLISHED\n"


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    out = tmp_path_factory.mktemp("zoo") / "run"
    return contested.simulate(
        NAME, settings={"people": 5000, "sd": 0.2}, seed=4, steps=20, replicates=3, out=out, checkpoints=[6]
    )


def test_results_have_steps_and_no_dates(run):
    results = run.to_xarray()
    assert results["share"].dims == ("replicate", "step")
    assert "date" not in results.coords
    assert run.to_polars("day").columns == ["replicate", "step", "crowd", "share"]
    assert dict(run.overview())["steps"] == "20"
    assert np.isfinite(results["share"]).all()


def test_replay_is_the_same_bit_for_bit(run):
    assert contested.replay(run.path).same


def test_a_branch_is_the_run_that_never_stopped(run, tmp_path):
    start = layout.checkpoint(run.path, 1, 6)
    branch = contested.simulate(NAME, checkpoint=start, steps=13, out=tmp_path / "branch")
    assert branch.provenance["settings"] == {"people": 5000, "sd": 0.2}
    whole = run.to_xarray()["crowd"].isel(replicate=1).sel(step=slice(7, 19)).values
    assert np.array_equal(branch.to_xarray()["crowd"].values[0], whole)
    assert contested.replay(branch.path).same


def test_resume_plays_what_is_lost(run, tmp_path):
    again = tmp_path / "again"
    shutil.copytree(run.path, again)
    layout.member(again, 2).unlink()
    assert contested.resume(again).integrity.hashes() == run.integrity.hashes()


def test_a_changed_model_is_another_run(run, tmp_path):
    again = tmp_path / "again"
    shutil.copytree(run.path, again)
    file = layout.provenance(again)
    record = json.loads(file.read_text())
    next(r for r in record["parameters"] if r["name"] == "mean")["value"] = 0.3
    file.write_text(json.dumps(record))
    with pytest.raises(CheckpointError, match=r"mean was 0\.3, is 0\.25"):
        contested.replay(again)


def test_your_own_model_is_replayed_only_when_you_name_it(tmp_path):
    file = tmp_path / "mine.py"
    file.write_text(OWN)
    own = contested.simulate(file, steps=5, out=tmp_path / "run")
    with pytest.raises(CheckpointError, match="its file must be named"):
        contested.replay(own.path)
    assert contested.replay(own.path, model=file).same
    assert (layout.scenario(own.path) / "mine.py").read_text() == OWN
    file.write_text(OWN + "# changed\n")
    with pytest.raises(CheckpointError, match="not the file that wrote"):
        contested.replay(own.path, model=file)


def test_a_model_without_a_file_is_played_too(tmp_path):
    loaded = zoo.load(NAME)
    mine = replace(loaded, name="mine", steps=4)
    assert contested.simulate(mine).provenance["days"] == 4


@pytest.mark.parametrize(
    ("options", "kind", "said"),
    [
        ({"name": "nobody-1900"}, InputError, "neither a scenario nor a published model"),
        ({"preset": "riot-z"}, ParameterError, "no preset"),
        ({"steps": 0}, InputError, "at least 1"),
        ({"steps": 2.5}, InputError, "whole number"),
        ({"replicates": 0}, InputError, "replicates"),
        ({"settings": {"people": 0}}, ParameterError, "must lie within"),
        ({"settings": {"people": 10.5}}, ParameterError, "whole number"),
        ({"settings": {"people": "many"}}, ParameterError, "expected a number"),
        ({"settings": {"crowd": 1}}, ParameterError, "no parameter"),
        ({"settings": [1]}, ParameterError, "mapping"),
        ({"checkpoints": [100]}, InputError, "a step that is simulated"),
    ],
)
def test_what_cannot_be_played_is_refused_before_anything_is_written(options, kind, said, tmp_path):
    with pytest.raises(kind, match=said):
        contested.simulate(**{"name": NAME, "out": tmp_path / "run", **options})
    assert not (tmp_path / "run").exists()


def test_a_checkpoint_of_another_model_is_refused(run, tmp_path):
    other = replace(zoo.load(NAME), name="other")
    with pytest.raises(CheckpointError, match="not from other"):
        contested.simulate(other, checkpoint=layout.checkpoint(run.path, 0, 6), out=tmp_path / "run")


def test_a_run_of_a_model_has_no_headline_figures(run):
    with pytest.raises(InputError, match="no headline figures"):
        run.facts()
