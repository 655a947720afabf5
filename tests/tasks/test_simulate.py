"""Playing a scenario: the same seed is the same run, and a branch is the run that never stopped."""

import hashlib
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import contested
from contested.ground.errors import CheckpointError, InputError, ParameterError, ScenarioError
from contested.store import layout
from contested.studies.days import to_day
from tests.tasks.conftest import DAYS, SCALE


def _again(**options):
    return contested.simulate("teaching", **{"seed": 3, "scale": SCALE, "days": DAYS, **options})


def test_the_same_seed_is_the_same_run_and_another_is_not(straight):
    assert _again(replicates=2).integrity.hashes() == straight.integrity.hashes()
    assert _again(seed=4).integrity.hashes()[0] != straight.integrity.hashes()[0]


def test_the_first_of_many_is_the_only_one(straight):
    assert _again().integrity.hashes()[0] == straight.integrity.hashes()[0]


def test_threads_change_nothing(straight):
    import numba

    before = numba.get_num_threads()
    assert _again(threads=1).integrity.hashes()[0] == straight.integrity.hashes()[0]
    assert numba.get_num_threads() == before
    with pytest.raises(InputError, match="threads: expected 1 to"):
        _again(threads=100_000)


def test_a_branch_is_the_run_that_never_stopped(straight):
    file = layout.checkpoint(straight.path, 0, 12)
    branch = contested.simulate("teaching", scale=SCALE, until=straight.dates[1], checkpoint=file, replicates=3)
    whole, futures = straight.to_xarray(), branch.to_xarray()
    assert branch.provenance["seed"] == 3
    assert futures["day"].values.tolist() == list(range(13, DAYS))
    for name in whole.data_vars:
        assert futures[name].values[0].tobytes() == whole[name].values[0, 13:].tobytes(), name
    assert not np.array_equal(futures["crowd"].values[1], futures["crowd"].values[2])
    assert branch.tables["returns"].filter(replicate=0).equals(straight.tables["returns"].filter(replicate=0))
    assert (
        branch.tables["returns"]
        .filter(replicate=1)
        .drop("replicate")
        .equals(branch.tables["returns"].filter(replicate=0).drop("replicate"))
    )  # the vote is past: every future shares it


def test_a_branch_keeps_its_runs_settings_and_may_change_them(tmp_path):
    base = _again(settings={"detention.hold_limit": 1}, without=["patron"], checkpoints=[5], days=8)
    file = layout.checkpoint(base.path, 0, 5)
    kept = contested.simulate("teaching", scale=SCALE, days=2, checkpoint=file)
    assert kept.provenance["settings"] == {"detention.hold_limit": 1.0}
    assert kept.provenance["without"] == ["patron"]
    assert kept.to_xarray()["crowd"].values[0].tobytes() == base.to_xarray()["crowd"].values[0, 6:].tobytes()
    changed = contested.simulate("teaching", scale=SCALE, days=2, checkpoint=file, settings={"detention.hold_limit": 2})
    assert changed.provenance["settings"] == {"detention.hold_limit": 2.0}


def test_a_branch_from_another_scale_or_scenario_is_refused(straight, tmp_path):
    file = layout.checkpoint(straight.path, 0, 12)
    with pytest.raises(CheckpointError, match=r"another scale; --scale changed \(there 10, here 20\)"):
        contested.simulate("teaching", scale=20, checkpoint=file, out=tmp_path / "a")
    other = shutil.copytree(layout.scenario(straight.path), tmp_path / "other")
    with (other / "sources.csv").open("a") as sources:
        sources.write("\n")
    with pytest.raises(CheckpointError, match="another scenario"):
        contested.simulate(other, scale=SCALE, checkpoint=file, out=tmp_path / "a")
    assert not (tmp_path / "a").exists()


def test_a_setting_moves_results_and_is_on_record(straight):
    changed = _again(settings={"street.cost": 0.5})
    assert changed.provenance["settings"] == {"street.cost": 0.5}
    former = _again(settings={"outcome.held": 0.02}, days=1)
    assert former.provenance["settings"] == {"outcome.repression": 0.02}
    row = next(r for r in changed.provenance["parameters"] if r["name"] == "street.cost")
    assert row["value"] == 0.5
    assert changed.integrity.hashes()[0] != straight.integrity.hashes()[0]


def test_provenance_says_where_it_came_from(straight):
    record = straight.provenance
    assert record["scenario"]["name"] == "teaching"
    for name, digest in record["scenario"]["files"].items():
        assert hashlib.sha256((layout.scenario(straight.path) / name).read_bytes()).hexdigest() == digest
    assert {"contested", "python", "numpy", "numba", "platform", "code"} <= record["versions"].keys()
    assert record["plan"][0]["phase"] == "acts"


def test_a_run_without_a_folder_lies_in_a_temporary_one():
    run = _again(days=1)
    assert run.path.is_dir()
    assert Path.cwd() not in run.path.resolve().parents


def test_progress_is_told_every_day():
    seen = []
    _again(days=4, progress=seen.append)
    days = [p for p in seen if p.total]
    assert [p.done for p in days] == [1, 2, 3, 4]
    assert {p.total for p in days} == {4}


@pytest.mark.parametrize(
    ("options", "kind", "says"),
    [
        ({"scale": 0}, InputError, "scale: expected"),
        ({"scale": 1.5}, InputError, "scale: expected a whole number; got 1.5"),
        ({"scale": True}, InputError, "scale: expected a whole number; got True"),
        ({"seed": "7"}, InputError, "seed: expected a whole number; got '7'"),
        ({"days": 2.0}, InputError, "days: expected a whole number; got 2.0"),
        ({"replicates": False}, InputError, "replicates: expected a whole number; got False"),
        ({"replicates": 10**8}, InputError, "replicates: expected at most 1,000,000"),
        ({"threads": 1.0}, InputError, "threads: expected a whole number"),
        ({"settings": [("street.cost", 1)]}, ParameterError, "settings: expected a mapping.*got a list"),
        ({"settings": {"street.cost": True}}, ParameterError, "settings: street.cost: expected a number; got True"),
        ({"settings": {"street.cost": [1]}}, ParameterError, "expected a number; got a list"),
        ({"settings": {3: 1}}, ParameterError, "expected names as text; got 3"),
        ({"without": 3}, ParameterError, "without: expected names; got 3"),
        ({"without": [3]}, ParameterError, "without: expected names; got a list"),
        ({"checkpoints": 2.5}, InputError, "checkpoints: expected a sequence; got 2.5"),
        ({"checkpoints": [True]}, InputError, "a day number or a date.*got True"),
        ({"checkpoint": 3}, InputError, "checkpoint: expected a path; got int"),
        ({"checkpoint": ""}, InputError, "checkpoint: expected a path; got ''"),
        ({"seed": -1}, InputError, "seed: expected"),
        ({"replicates": 0}, InputError, "replicates: expected"),
        ({"days": 0}, InputError, "days: expected"),
        ({"days": None, "until": "yesterday"}, InputError, "YYYY-MM-DD"),
        ({"checkpoints": [DAYS]}, InputError, "a day that is simulated"),
        ({"settings": {"detention.hold_limits": 3}}, ParameterError, "detention.hold_limit"),
        ({"without": ["stikes"]}, ParameterError, "no such subsystem or phase"),
        ({"checkpoint": "none.npz"}, CheckpointError, "no such checkpoint"),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_is_written(tmp_path, options, kind, says):
    with pytest.raises(kind, match=says):
        _again(out=tmp_path / "run", **options)
    assert list(tmp_path.iterdir()) == []


def test_a_loaded_scenario_and_single_names_are_taken():
    run = contested.simulate(
        contested.load_scenario("teaching"), scale=np.int64(50), days=2, seed=np.int32(4), without="strikes",
        checkpoints=1,
    )  # fmt: skip
    assert run.provenance["scenario"]["name"] == "teaching"
    assert run.provenance["without"] == ["strikes"]
    assert run.provenance["checkpoints"] == [1]
    assert (run.provenance["scale"], run.provenance["seed"]) == (50, 4)


def test_a_scenario_changed_in_memory_is_refused_and_not_simulated_as_its_folder_has_it():
    loaded = contested.load_scenario("teaching")
    other = replace(loaded, country=replace(loaded.country, mechanism="none"))
    for task in (contested.simulate, contested.sweep, contested.compare):
        with pytest.raises(ScenarioError, match="changed after it was loaded"):
            task(other)


def test_without_a_name_a_checkpoint_is_needed():
    with pytest.raises(InputError, match="expected a scenario or a published model; got none") as caught:
        contested.simulate(None)
    assert "checkpoint" in caught.value.hint


@pytest.mark.parametrize("given", [None, 3, "", {"country": 1}])
def test_what_is_no_scenario_is_refused_shortly(given):
    for task in (contested.load_scenario, *(() if given is None else (contested.simulate, contested.parameters))):
        with pytest.raises(InputError, match="scenario: expected a path") as caught:
            task(given)
        assert len(str(caught.value)) < 200


def test_facts_are_not_computed_from_a_damaged_run(straight, tmp_path):
    path = shutil.copytree(straight.path, tmp_path / "run")
    chunk = next(f for f in (layout.observables(path) / "crowd" / "c" / "1").rglob("*") if f.is_file())
    content = bytearray(chunk.read_bytes())
    content[len(content) // 2] ^= 0xFF
    chunk.write_bytes(content)
    with pytest.raises(CheckpointError, match="crowd: replicate 1"):
        contested.open(path).facts()


def test_an_unknown_scenario_is_refused():
    with pytest.raises(ScenarioError, match="belorus"):
        contested.simulate("belorus-2020")
    assert to_day(0, contested.load_scenario("teaching").country, "day") == 0
