"""A comparison from Python: pairs, draws, tables, resuming, and what is refused before anything is written."""

from __future__ import annotations

import json
import signal
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest

import contested
from contested.ground.errors import CheckpointError, InputError, ParameterError, ScenarioError
from contested.studies.comparison.comparison import Comparison
from contested.studies.interrupt import Stopped
from tests.tasks.test_sweep import watching

SHORT = {"scale": 20, "days": 14, "pairs": 6, "executor": "serial"}
HONEST = {"election.mechanism": "none"}


@pytest.fixture(scope="module")
def honest(tmp_path_factory):
    """No falsification, six pairs."""
    out = tmp_path_factory.mktemp("compare") / "honest"
    return contested.compare("teaching", settings=HONEST, out=out, **SHORT)


def test_the_same_scenario_twice_differs_by_exactly_nothing():
    done = contested.compare("teaching", "teaching", **SHORT)
    assert done.same
    table = done.tables["indicators"]
    assert (table["same"] == 1).all() and (table["mean"].drop_nans() == 0).all()
    assert (done.tables["differences"]["difference"].drop_nulls() == 0).all()
    for name in ("changed", "columns", "doing"):
        assert not done.tables[name].height


def test_without_falsification_people_believe_less_in_fraud_and_march_less(honest):
    rows = {r["indicator"]: r for r in honest.tables["indicators"].iter_rows(named=True)}
    assert rows["fraud_belief.mean"]["down"] == 1 and rows["official_share.last"]["down"] == 1
    assert rows["crowd.sum"]["down"] == 1 and rows["crowd.sum"]["mean"] < 0
    assert rows["true_share.last"]["same"] == 1, "people vote as they do"
    assert not honest.same and honest.names == ("teaching as it is", "election.mechanism = none")
    columns = honest.tables["columns"]
    assert columns["column"][0] == "election_reported" and columns["phase"][0] == "protocols"


def test_tables_say_what_the_pairs_say(honest):
    tidy = honest.tables["differences"]
    assert tidy.columns == ["pair", "indicator", "a", "b", "difference"] and tidy["pair"].n_unique() == 6
    crowd = tidy.filter(indicator="crowd.sum")
    row = honest.tables["indicators"].row(by_predicate=pl.col("indicator") == "crowd.sum", named=True)
    assert row["mean"] == pytest.approx(crowd["difference"].mean())
    assert row["efficiency"] == pytest.approx((crowd["a"].var() + crowd["b"].var()) / crowd["difference"].var())
    places = honest.tables["by_place"].filter(indicator="crowd.sum")
    assert places["mean"].sum() == pytest.approx(row["mean"]), "places add up to the country"
    days = honest.tables["over_time"].filter(indicator="crowd")
    assert days["date"].n_unique() == 14 and str(days["date"][0]) == "2031-05-04"
    first = honest.to_polars().select("a/day/crowd", "a.crowd.sum")
    assert [sum(x) for x in first["a/day/crowd"].to_list()] == pytest.approx(first["a.crowd.sum"].to_list())


def test_the_label_stands_with_the_results(honest):
    assert "onditional on the model" in honest.label
    assert json.loads((honest.path / "study.json").read_text())["label"] == honest.label


def test_pairing_tells_a_small_change_far_better_than_unpaired_runs():
    """Six pairs of a change that hardly touches anything: most of what runs differ in is chance, and it cancels."""
    done = contested.compare("teaching", drop_acts=["leader_exiled"], **SHORT)
    row = done.tables["indicators"].row(by_predicate=pl.col("indicator") == "crowd.sum", named=True)
    assert row["efficiency"] > 10


# draws --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def draws(tmp_path):
    file = tmp_path / "draws.csv"
    file.write_text("chain,draw,street.cost,elite.loyalty\n0,0,1.0,0.9\n0,1,1.2,0.8\n0,2,1.4,0.7\n")
    return file


def test_pairs_take_draws_and_what_an_arm_sets_goes_before(draws):
    done = contested.compare(
        "teaching", settings={"street.cost": 1.2, "elite.loyalty": 0.8}, posterior=draws, **{**SHORT, "pairs": None}
    )
    frame = done.to_polars()
    assert frame["street.cost"].to_list() == [1.0, 1.2, 1.4]
    differs = done.tables["differences"].group_by("pair").agg(pl.col("difference").abs().max()).sort("pair")
    zero = (differs["difference"] == 0).to_list()
    assert zero == [False, True, False], "where the draw is what b sets, nothing differs"
    assert done.record["posterior"]["parameters"] == ["elite.loyalty", "street.cost"]


def test_fewer_pairs_than_draws_are_spread_over_them(draws, tmp_path):
    table = tmp_path / "draws.parquet"
    pl.read_csv(draws).drop("chain", "draw").write_parquet(table)
    done = contested.compare("teaching", "teaching", posterior=table, **{**SHORT, "pairs": 2})
    assert done.to_polars()["street.cost"].to_list() == [1.0, 1.4]


def test_a_calibration_gives_its_draws_its_settings_and_its_scale(tmp_path, monkeypatch):
    from contested.studies.comparison import posterior

    scenario = contested.load_scenario("teaching")
    study = SimpleNamespace(
        to_polars=lambda: pl.DataFrame({"street.cost": [1.0, 1.4]}),
        warnings=lambda: ["chains disagree"],
        record={
            "settings": {"street.cost": 3.0, "elite.loyalty": 0.66}, "scale": 50, "hash": scenario.hash,
            "scenario": "teaching", "fit_until": "2031-05-11",
        },
        integrity=SimpleNamespace(check=lambda: None),
    )  # fmt: skip
    (tmp_path / "study").mkdir()
    (tmp_path / "study/study.json").write_text(json.dumps({"kind": "calibration"}))
    monkeypatch.setattr("contested.studies.comparison.posterior.Calibration", lambda path: study)
    how = {"days": 3, "executor": "serial"}
    done = contested.compare("teaching", settings={"elite.loyalty": 0.66}, posterior=tmp_path / "study", **how)
    assert done.record["scale"] == 50 and done.pairs == 2 and done.warnings == ["chains disagree"]
    assert done.same, "the study's own setting holds in both arms"
    assert done.to_polars()["street.cost"].to_list() == [1.0, 1.4], "a draw goes before the study's setting"
    study.record["hash"] = "of another"
    with pytest.raises(InputError, match="it is one of another scenario"):
        contested.compare("teaching", settings=HONEST, posterior=tmp_path / "study", **how)
    draws = posterior.read_draws(tmp_path / "study")
    assert draws.fixed["elite.loyalty"] == 0.66
    assert draws.name == "a fit of teaching to claims until 2031-05-11", "a page says what its draws are of"


# files of changes ---------------------------------------------------------------------------------------------------


def test_two_files_of_changes_are_two_arms_of_their_scenario(tmp_path):
    (tmp_path / "open.toml").write_text('name = "open net"\nscenario = "teaching"\ndrop_acts = ["shutdown"]\n')
    (tmp_path / "more.toml").write_text('drop_acts = ["shutdown"]\n[set]\nelection.mechanism = "none"\n')
    done = contested.compare(tmp_path / "open.toml", tmp_path / "more.toml", **SHORT)
    assert done.names[0] == "open net" and done.record["b"]["scenario"] == "teaching"
    columns = done.tables["columns"]
    assert "media_shutdown" not in columns["column"].to_list(), "it is dropped in both arms"
    assert "election_reported" in columns["column"].to_list()


def test_options_come_on_top_of_a(tmp_path):
    (tmp_path / "a.toml").write_text('name = "open net"\nscenario = "teaching"\ndrop_acts = ["shutdown"]\n')
    done = contested.compare(tmp_path / "a.toml", settings=HONEST, **{**SHORT, "days": 3, "pairs": 1})
    assert done.record["b"]["drop_acts"] == ["shutdown"] and done.record["b"]["settings"] == HONEST
    assert done.names[0] == "open net" != done.names[1]


def test_two_countries_cannot_be_set_side_by_side():
    with pytest.raises(InputError, match="they differ in start, places"):
        contested.compare("teaching", "belarus-2020", scale=100)


# resuming -----------------------------------------------------------------------------------------------------------


def test_ctrl_c_leaves_a_comparison_that_ends_as_if_it_had_not_been_pressed(tmp_path, honest):
    def progress(at):
        if at.done == 2:
            signal.raise_signal(signal.SIGINT)

    out = tmp_path / "study"
    with pytest.raises(Stopped, match="stopped after 2 of 6 pairs; the same command"):
        contested.compare("teaching", settings=HONEST, out=out, progress=progress, **SHORT)
    assert len(Comparison(out).to_polars()) == 2
    with pytest.raises(InputError, match="no table 'indicators'"):
        Comparison(out).tables["indicators"]
    played = []
    again = contested.compare(
        "teaching", settings=HONEST, out=out, progress=watching(played), **SHORT
    )
    assert played == [3, 4, 5, 6], "only what was left is played"
    assert again.to_polars().drop("seconds").equals(honest.to_polars().drop("seconds"), null_equal=True)
    for name in ("indicators", "over_time", "by_place", "changed", "columns", "doing"):
        assert (out / f"{name}.csv").read_bytes() == (honest.path / f"{name}.csv").read_bytes()
    assert not (out / "world").exists()
    before = (out / "points.parquet").stat().st_mtime_ns
    contested.compare("teaching", settings=HONEST, out=out, progress=watching(played), **SHORT)
    assert len(played) == 4 and (out / "points.parquet").stat().st_mtime_ns == before, "finished is handed back"


def test_processes_give_the_same_numbers(honest):
    other = contested.compare("teaching", settings=HONEST, **{**SHORT, "executor": "pool", "workers": 1})
    assert other.to_polars().drop("seconds").equals(honest.to_polars().drop("seconds"), null_equal=True)


def test_a_comparison_goes_on_when_a_warning_is_worded_otherwise(tmp_path, monkeypatch):
    from dataclasses import replace

    from contested.studies.comparison.posterior import Draws
    from contested.tasks import compare

    table = pl.DataFrame({"street.cost": [1.0, 1.4]})
    draws = Draws("a fit of teaching", "0" * 64, table, warnings=("chains disagree",))
    out = tmp_path / "study"

    def again(given: Draws) -> Comparison:
        monkeypatch.setattr(compare, "read_draws", lambda path: given)
        return contested.compare("teaching", settings=HONEST, posterior="draws", out=out, **{**SHORT, "pairs": None})

    again(draws)
    (out / "points.parquet").unlink()  # as if it had been stopped
    done = again(replace(draws, name="a fit", warnings=("the chains do not agree", "and claims are few")))
    assert done.warnings == ["chains disagree"], "what stands in the folder is what it was begun with"
    with pytest.raises(CheckpointError, match=r"holds another comparison: posterior hash was 0.* is 1"):
        again(replace(draws, hash="1" * 64))


def test_another_comparison_in_the_folder_is_refused(honest):
    refusals = (({"seed": 2}, "seed was 1, is 2"), ({"drop_acts": "shutdown"}, "b was election.mechanism = none"))
    for change, part in refusals:
        with pytest.raises(CheckpointError, match="holds another comparison") as refused:
            contested.compare("teaching", settings=HONEST, out=honest.path, **{**SHORT, **change})
        assert part in str(refused.value)


def test_failed_pairs_are_rows_with_their_reason(monkeypatch):
    from contested.ensemble import paired

    real = paired.simulate_pair

    def breaks(models, params, seed, *rest):
        if seed % 2:
            raise ZeroDivisionError("nobody came")
        return real(models, params, seed, *rest)

    monkeypatch.setattr(paired, "simulate_pair", breaks)
    done = contested.compare("teaching", settings=HONEST, **SHORT)
    failed = done.failed()
    assert 0 < len(failed) < 6 and failed["failed"][0] == "ZeroDivisionError: nobody came"
    assert (done.tables["indicators"]["pairs"] <= 6 - len(failed)).all()
    assert done.tables["differences"]["pair"].n_unique() == 6 - len(failed)


# what makes no sense -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "kind", "part"),
    [
        ({"drop_acts": "shutdwn"}, ScenarioError, "did you mean 'shutdown'"),
        ({"add_acts": "2031-06-20,,incumbent,release,,0.5,share"}, ScenarioError, "not after the origin"),
        ({"settings": {"street.cst": 1}}, ParameterError, "did you mean 'street.cost'"),
        ({"without": "medya"}, ParameterError, "did you mean 'media'"),
        ({"pairs": 0}, InputError, "pairs: expected 1 to"),
        ({"pairs": 2.5}, InputError, "pairs: expected a whole number"),
        ({"scale": 0}, InputError, "scale: expected a whole number of at least 1"),
        ({"seed": -1}, InputError, "seed: expected 0 to"),
        ({"days": 99}, InputError, "days"),
        ({"executor": "poool"}, InputError, "did you mean 'pool'"),
        ({"b": "teachin"}, ScenarioError, "did you mean 'teaching'"),
        ({"posterior": "nowhere.csv"}, InputError, "there is none"),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_is_written(tmp_path, change, kind, part):
    asked = {"a": "teaching", "settings": HONEST, "out": tmp_path / "study", **SHORT, **change}
    with pytest.raises(kind) as refused:
        contested.compare(**asked)
    assert part in str(refused.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("street.cst\n1.2\n1.3\n", "did you mean 'street.cost'"),
        ("street.cost\n1.2\n", "expected at most the 1 draws"),
        ("street.cost,draw\n1.0,1\n,2\n", "expected a number in every row"),
        ("street.cost\n1.0\n-7\n", "row 2: street.cost must lie within"),
        ("street.cost\n", "it has none"),
    ],
)
def test_a_table_of_draws_that_is_none_is_told(tmp_path, text, part):
    file = tmp_path / "draws.csv"
    file.write_text(text)
    with pytest.raises(InputError) as refused:
        contested.compare("teaching", settings=HONEST, posterior=file, **{**SHORT, "pairs": 2})
    assert part in str(refused.value)


def test_a_drawn_parameter_that_both_arms_set_is_told(tmp_path):
    (tmp_path / "draws.csv").write_text("street.cost\n1.2\n")
    (tmp_path / "a.toml").write_text('scenario = "teaching"\n[set]\nstreet.cost = 1\n')
    with pytest.raises(InputError, match="drawn, and set in both arms"):
        draws = tmp_path / "draws.csv"
        contested.compare(tmp_path / "a.toml", settings=HONEST, posterior=draws, **{**SHORT, "pairs": 1})


def test_what_is_no_comparison_is_told(tmp_path):
    with pytest.raises(CheckpointError, match="not a comparison"):
        Comparison(tmp_path)
    (tmp_path / "study.json").write_text("{")
    with pytest.raises(CheckpointError, match="got no JSON that can be read"):
        Comparison(tmp_path)
    (tmp_path / "study.json").write_text(json.dumps({"kind": "sweep"}))
    with pytest.raises(CheckpointError, match="the record of a comparison"):
        Comparison(tmp_path)


def test_numbers_that_are_missing_are_left_out_of_their_indicator_alone(honest):
    table = honest.tables["indicators"]
    assert set(table["pairs"].to_list()) <= set(range(7))
    whole = table.filter(pl.col("pairs") == 6)
    assert np.isfinite(whole["mean"].to_numpy()).all() and len(whole) > 100
