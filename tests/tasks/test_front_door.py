"""What `import contested` gives: one simulate, one open, and the names of version 0.1 with a warning."""

import shutil

import pytest

import contested
from contested.ground.errors import CheckpointError, InputError
from tests.tasks.conftest import SCALE

MODEL = "granovetter-1978"


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    return contested.simulate(MODEL, steps=3, out=tmp_path_factory.mktemp("runs") / "run")


def test_every_name_is_there_and_documented():
    for name in contested.__all__:
        assert getattr(contested, name) is not None
        if name not in ("__version__",):
            assert (getattr(contested, name).__doc__ or "").strip(), name


def test_one_simulate_takes_scenarios_and_models(run):
    assert run.provenance["model"] == MODEL
    assert contested.simulate(contested.zoo.load(MODEL), steps=3).integrity.hashes() == run.integrity.hashes()
    nation = contested.simulate("teaching", scale=SCALE, days=1)
    assert nation.provenance["scenario"]["name"] == "teaching"


@pytest.mark.parametrize(
    ("name", "options", "says"),
    [
        (MODEL, {"days": 3}, "days: of scenarios; 'granovetter-1978' is a published model"),
        (MODEL, {"scale": 10}, "scale: of scenarios"),
        (MODEL, {"device": "gpu"}, "device: of scenarios"),
        ("teaching", {"steps": 3}, "steps: of published models; 'teaching' is a scenario"),
        ("teaching", {"preset": "paper"}, "preset: of published models"),
        ("granovetter-1979", {}, "neither a scenario nor a published model"),
    ],
)
def test_an_option_of_the_other_kind_is_refused(name, options, says):
    with pytest.raises(InputError, match=says):
        contested.simulate(name, **options)


def test_open_gives_the_class_of_what_is_there(run, tmp_path):
    assert type(contested.open(run.path)) is contested.Run
    sweep = contested.sweep(MODEL, {"mean": (0.1, 0.4)}, points=2, steps=2, executor="serial", out=tmp_path / "sweep")
    assert type(contested.open(sweep.path)) is contested.Sweep


def test_open_says_what_a_folder_is_not(tmp_path):
    for folder, says in ((tmp_path, "it has no record"), (tmp_path / "none", "there is no such folder")):
        with pytest.raises(CheckpointError, match=f"expected the folder of a run, sweep, .*; {says}"):
            contested.open(folder)
    (tmp_path / "study.json").write_text('{"kind": "cake"}')
    with pytest.raises(CheckpointError, match="expected the folder of a run"):
        contested.open(tmp_path)
    (tmp_path / "study.json").write_text("[]")
    with pytest.raises(CheckpointError, match="expected the record of a result; got a list"):
        contested.open(tmp_path)


def test_a_study_of_a_later_format_is_refused(tmp_path):
    (tmp_path / "study.json").write_text('{"kind": "sweep", "format": 99}')
    with pytest.raises(CheckpointError, match="format 1 to 2; got format 99"):
        contested.open(tmp_path)


def test_new_folders_say_which_version_made_them(tmp_path):
    sweep = contested.sweep(MODEL, {"mean": (0.1, 0.4)}, points=2, steps=2, executor="serial", out=tmp_path / "sweep")
    assert sweep.record["contested"] == contested.__version__
    assert ("made by", f"contested {contested.__version__}") in sweep.overview()


def test_names_of_version_0_1_go_on_with_a_warning(run, tmp_path):
    with pytest.warns(DeprecationWarning, match=r"contested\.open_run is now called contested\.open") as caught:
        assert contested.open_run(run.path).path == run.path
    assert caught[0].filename == __file__
    with pytest.warns(DeprecationWarning, match=r"simulate_model is now called contested\.simulate"):
        assert contested.simulate_model(MODEL, steps=3).integrity.hashes() == run.integrity.hashes()
    with pytest.warns(DeprecationWarning, match=r"Study is now called contested\.Calibration"):
        assert contested.Study is contested.Calibration
    with pytest.raises(AttributeError, match="no attribute 'open_sweep'"):
        _ = contested.open_sweep


def test_parameters_and_plan_are_tables():
    parameters, plan = contested.parameters("teaching"), contested.plan()
    assert parameters.columns[:3] == ["name", "value", "unit"] and parameters["value"].dtype.is_float()
    assert parameters["source"][0] == "assumed"
    assert plan.columns == ["#", "phase", "subsystem", "what", "reads", "writes", "source"]
    assert plan["#"].to_list() == list(range(1, plan.height + 1))
    assert contested.plan("strikes").height < plan.height


def test_a_copied_folder_opens_as_well(run, tmp_path):
    copy = shutil.copytree(run.path, tmp_path / "copy")
    assert contested.open(copy).integrity.hashes() == run.integrity.hashes()
