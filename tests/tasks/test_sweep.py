"""A sweep: points where the design puts them, one row a run, the same from any executor, and indices that are known."""

from __future__ import annotations

import json
import signal

import numpy as np
import polars as pl
import pytest

import contested
from contested.ensemble.design import sobol
from contested.ensemble.points import point_seed
from contested.ground.errors import CheckpointError, InputError, ParameterError, RunError
from contested.scenarios.load import load
from contested.store.points import table_file
from contested.studies.interrupt import Stopped
from contested.studies.sweep.sweep import Sweep

MODEL = "granovetter-1978"
SHORT = {"steps": 8, "executor": "serial"}
NATION = {"scale": 20, "days": 9, "executor": "serial"}

#: a model of which some parameters cannot be played
BREAKS = """
from dataclasses import replace
from contested.zoo.granovetter_1978 import PUBLISHED as theirs

def make(params):
    if params.mean > {above}:
        raise ZeroDivisionError("nobody came")
    return theirs.make(params)

PUBLISHED = replace(theirs, make=make)
"""


def _same(a, b):
    return a.to_polars().drop("seconds").equals(b.to_polars().drop("seconds"))


def test_a_row_a_run_with_its_parameters_and_its_seed():
    done = contested.sweep(MODEL, {"mean": (0.1, 0.4), "sd": (0.05, 0.2)}, points=8, replicates=3, seed=5, **SHORT)
    frame = done.to_polars()
    assert frame.select("point", "replicate").rows() == [(k, r) for k in range(8) for r in range(3)]
    assert frame["seed"].to_list() == [point_seed(5, 0, k, r) for k in range(8) for r in range(3)]
    u = sobol(8, 2, 5)
    assert frame.filter(frame["replicate"] == 0)["mean"].to_numpy() == pytest.approx(0.1 + 0.3 * u[:, 0])
    assert frame.filter(frame["replicate"] == 2)["sd"].to_numpy() == pytest.approx(0.05 + 0.15 * u[:, 1])
    assert (frame["failed"] == "").all()
    assert pl.read_parquet(table_file(done.path)).equals(frame)
    assert done.runs == 24 and done.parameters == ("mean", "sd") and len(done.failed()) == 0


def test_a_row_is_the_run_that_simulate_model_plays_with_its_seed():
    frame = contested.sweep(MODEL, {"mean": (0.2, 0.3)}, points=3, settings={"people": 200}, **SHORT).to_polars()
    row = frame.row(2, named=True)
    run = contested.simulate(
        MODEL, seed=row["seed"], steps=8, settings={"mean": row["mean"], "people": 200}
    ).to_xarray()["crowd"].values[0]  # fmt: skip
    assert (row["crowd.last"], row["crowd.max"], row["crowd.sum"]) == (run[-1], run.max(), run.sum())


def test_a_row_is_the_run_that_simulate_plays_with_its_seed():
    row = contested.sweep("teaching", {"street.cost": (1, 1.3)}, points=2, **NATION).to_polars().row(1, named=True)
    run = contested.simulate(
        "teaching", seed=row["seed"], scale=20, days=9, settings={"street.cost": row["street.cost"]}
    ).to_xarray()
    crowd = run["crowd"].sum("place").values[0]
    assert crowd.max() > 0
    assert (row["crowd.last"], row["crowd.max"], row["crowd.sum"]) == (crowd[-1], crowd.max(), crowd.sum())
    assert row["told_crowd[online].last"] == run["told_crowd"].sel(segment="online").values[0, -1]
    people = np.array([p.population for p in load("teaching").country.places])
    outrage = (run["outrage"].values[0] * people / people.sum()).sum(axis=1)
    assert row["outrage.mean"] == pytest.approx(outrage.mean(), rel=1e-12)


def test_a_pool_gives_the_numbers_of_one_process_for_a_nation():
    over = {"street.cost": (1, 1.3), "detention.hold_limit": (1, 5)}
    alone = contested.sweep("teaching", over, points=4, **NATION)
    assert _same(alone, contested.sweep("teaching", over, points=4, **{**NATION, "executor": "pool", "workers": 2}))
    assert not (alone.path / "world").exists(), "the population goes when the study is finished"


def test_a_parameter_of_the_network_draws_another_network():
    """The shared population is no use there; using it would give numbers of the wrong world."""
    rows = contested.sweep("teaching", {"ties.far": (1, 4)}, design="grid", points=4, **NATION).to_polars()
    for row in rows.rows(named=True):
        run = contested.simulate("teaching", seed=row["seed"], scale=20, days=9, settings={"ties.far": row["ties.far"]})
        assert row["crowd.sum"] == run.to_xarray()["crowd"].values.sum(), row["ties.far"]


def test_a_failing_point_is_a_row_and_a_study_of_failures_an_error(tmp_path):
    file = tmp_path / "breaks.py"
    file.write_text(BREAKS.format(above=0.25))
    frame = contested.sweep(file, {"mean": (0.1, 0.4)}, points=8, **SHORT).to_polars()
    assert len(frame) == 8
    broken = frame["mean"] > 0.25
    assert frame["failed"].to_list() == ["ZeroDivisionError: nobody came" if b else "" for b in broken]
    assert 0 < broken.sum() < 8
    assert (frame["crowd.last"].is_null() == broken).all()
    file.write_text(BREAKS.format(above=0))
    with pytest.raises(RunError, match="every run failed; the first: ZeroDivisionError"):
        contested.sweep(file, {"mean": (0.1, 0.4)}, points=2, **SHORT)


def test_a_model_of_ones_own_is_played_by_other_processes_too(tmp_path):
    file = tmp_path / "breaks.py"
    file.write_text(BREAKS.format(above=9))
    mine = contested.sweep(file, {"mean": (0.1, 0.4)}, points=4, steps=8, executor="pool", workers=1)
    assert _same(mine, contested.sweep(MODEL, {"mean": (0.1, 0.4)}, points=4, **SHORT))


def test_a_grid_takes_levels_from_end_to_end_and_every_word():
    over = {"thresholds": None, "mean": (0.1, 0.4)}
    frame = contested.sweep(MODEL, over, design="grid", points=12, **SHORT).to_polars()
    assert frame["mean"].unique().sort().to_list() == pytest.approx([0.1, 0.25, 0.4])
    assert frame["thresholds"].n_unique() == 4
    assert frame.select("thresholds", "mean").n_unique() == 12


def test_a_name_alone_follows_the_prior():
    frame = contested.sweep("teaching", "street.cost", points=64, days=2, scale=100, executor="serial").to_polars()
    assert frame["street.cost"].median() == pytest.approx(1.3, abs=0.02)  # normal(1.3, 0.2)
    assert frame["street.cost"].std() == pytest.approx(0.2, abs=0.02)


# resuming -----------------------------------------------------------------------------------------------------------


def watching(numbers):
    """A progress callback that notes how many runs were done after each one."""
    return lambda at: numbers.append(at.done) if at.done and "simulating" in at.text else None


def _stopped(out, after, **how):
    """A sweep that Ctrl-C ends after so many runs."""
    def progress(at):
        if at.done == after:
            signal.raise_signal(signal.SIGINT)

    with pytest.raises(Stopped) as stopped:
        contested.sweep(MODEL, {"mean": (0.1, 0.4)}, points=16, out=out, progress=progress, **how)
    return stopped.value


@pytest.mark.parametrize("how", [SHORT, {"steps": 8, "executor": "pool", "workers": 2}], ids=["serial", "pool"])
def test_ctrl_c_leaves_a_study_that_ends_as_if_it_had_not_been_pressed(tmp_path, how):
    stopped = _stopped(tmp_path / "study", 5, **how)
    had = len(contested.open(stopped.path).to_polars())
    assert (stopped.done, stopped.total) == (had, 16)
    assert str(stopped).startswith(f"stopped after {had} of 16 runs; the same command")
    assert 5 <= had < 16
    played = []
    again = contested.sweep(
        MODEL, {"mean": (0.1, 0.4)}, points=16, out=tmp_path / "study", progress=watching(played), **SHORT
    )
    assert played == list(range(had + 1, 17)), "only what was left is played"
    straight = contested.sweep(MODEL, {"mean": (0.1, 0.4)}, points=16, **SHORT)
    assert _same(again, straight)
    assert len(straight.to_polars()) == 16


def test_a_finished_study_is_handed_back_unplayed(tmp_path):
    first = contested.sweep(MODEL, {"mean": (0.1, 0.4)}, points=4, out=tmp_path / "study", **SHORT)
    before = first.to_polars()
    played = []
    again = contested.sweep(
        MODEL, {"mean": (0.1, 0.4)}, points=4, out=tmp_path / "study", progress=watching(played), **SHORT
    )
    assert played == []
    assert again.to_polars().equals(before), "to the seconds each run took"


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"points": 5}, "points was 4, is 5"),
        ({"seed": 2}, "seed was 1, is 2"),
        ({"design": "latin"}, "design was sobol, is latin"),
        ({"over": {"mean": (0.1, 0.5)}}, "over mean was 0.1 to 0.4, is 0.1 to 0.5"),
        ({"over": {"sd": (0.1, 0.4)}}, "over mean was 0.1 to 0.4, is absent"),
        ({"settings": {"people": 50}}, "settings people was absent, is 50"),
        ({"name": "watts-2002", "over": {"degree": (1, 2)}}, "model was granovetter-1978, is watts-2002"),
    ],
)
def test_another_study_in_the_folder_is_refused(tmp_path, change, part):
    asked = {"name": MODEL, "over": {"mean": (0.1, 0.4)}, "points": 4, "out": tmp_path / "study", **SHORT}
    contested.sweep(**asked)
    with pytest.raises(CheckpointError, match="holds another sweep") as refused:
        contested.sweep(**{**asked, **change})
    assert part in str(refused.value)


def test_a_study_of_another_kind_or_damaged_is_told(tmp_path):
    with pytest.raises(CheckpointError, match="not a sweep"):
        Sweep(tmp_path)
    (tmp_path / "study.json").write_text("{")
    with pytest.raises(CheckpointError, match="got no JSON that can be read"):
        Sweep(tmp_path)
    (tmp_path / "study.json").write_text(json.dumps({"kind": "calibrate"}))
    with pytest.raises(CheckpointError, match="the record of a sweep"):
        Sweep(tmp_path)


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("my thesis")
    with pytest.raises(InputError, match="it is not empty"):
        contested.sweep(MODEL, {"mean": (0.1, 0.4)}, out=tmp_path, **SHORT)
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.txt"]


# sensitivity --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["sobol", "morris"])
def test_a_sweep_of_sensitivity_writes_indices_and_a_picture(kind):
    """With thresholds that are quantiles nothing is drawn, and their mean decides; their spread hardly varies here."""
    pytest.importorskip("SALib")
    done = contested.sweep(
        MODEL, {"mean": (0.1, 0.4), "sd": (0.0999, 0.1001)}, sensitivity=kind, points=16,
        settings={"thresholds": "normal-quantiles"}, **SHORT,
    )  # fmt: skip
    assert len(done.to_polars()) == 16 * (4 if kind == "sobol" else 3)
    column = {"sobol": "total", "morris": "mu_star"}[kind]
    index = dict(done.tables["sensitivity"].filter(pl.col("output") == "crowd.last").select("parameter", column).rows())
    assert index["mean"] > 10 * index["sd"]
    picture = (done.path / "sensitivity.svg").read_text()
    assert "crowd.last" in picture and "mean" in picture


def test_what_is_not_there_is_said():
    done = contested.sweep(MODEL, {"mean": (0.1, 0.4)}, points=2, **SHORT)
    with pytest.raises(InputError, match="no table 'sensitivity'"):
        done.tables["sensitivity"]


# what makes no sense -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "kind", "part"),
    [
        ({"over": {"meen": None}}, ParameterError, "did you mean 'mean'"),
        ({"over": {}}, InputError, "at least one parameter"),
        ({"over": {"mean": (0.1,)}}, InputError, "expected (low, high); got 1"),
        ({"over": {"mean": ("a", "b")}}, InputError, "expected two numbers"),
        ({"over": {"thresholds": (0, 1)}}, ParameterError, "it has no range"),
        ({"settings": {"mean": 0.2}}, InputError, "set and varied at once"),
        ({"points": 0}, InputError, "points: expected at least 1"),
        ({"points": 2.5}, InputError, "points: expected a whole number"),
        ({"points": 10**9}, InputError, "at most 10,000,000 runs"),
        ({"replicates": 0}, InputError, "replicates: expected at least 1"),
        ({"design": "sobel"}, InputError, "did you mean 'sobol'"),
        ({"design": "grid", "over": {"mean": (0, 1), "sd": (0, 1)}, "points": 10}, InputError, "4 or 9 or 16 points"),
        ({"sensitivity": "morriss"}, InputError, "did you mean 'morris'"),
        ({"sensitivity": "morris", "design": "grid"}, InputError, "give one"),
        ({"executor": "poool"}, InputError, "did you mean 'pool'"),
        ({"workers": 0}, InputError, "workers: expected at least 1"),
        ({"scale": 10}, InputError, "scale: of scenarios"),
        ({"days": 10}, InputError, "days: of scenarios"),
        ({"name": "teaching", "over": "street.cost", "steps": 5}, InputError, "steps: of published models"),
        ({"name": "teachin", "over": "street.cost"}, InputError, "teachin"),
        ({"steps": 0}, InputError, "steps: expected at least 1"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_before_anything_is_written(tmp_path, change, kind, part):
    asked = {"name": MODEL, "over": {"mean": (0.1, 0.4)}, "points": 4, "out": tmp_path / "study", **change}
    with pytest.raises(kind) as refused:
        contested.sweep(**asked)
    assert part in str(refused.value)
    assert list(tmp_path.iterdir()) == []


def test_every_run_of_a_sweep_is_as_long_as_the_slowest_needs(tmp_path):
    """Up a ladder of thresholds one person joins a step, and in the end everybody has, however many they are."""
    swept = contested.sweep(MODEL, settings={"thresholds": "ladder"}, over={"people": (50, 400)}, points=4,
                            executor="serial", out=tmp_path / "ladder")  # fmt: skip
    assert swept.to_polars()["share.last"].to_list() == [1.0] * 4
    assert swept.record["steps"] > 300
