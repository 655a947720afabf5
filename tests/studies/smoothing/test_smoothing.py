"""A smoother's study on disk: the same whoever simulates and however often it stopped; members go on as they are."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl
import pytest

import contested
from contested.ensemble import recipes
from contested.ground.errors import CheckpointError, InputError
from contested.inference.likelihood.cells import Cell, Cells
from contested.inference.posterior import from_prior
from contested.inference.posterior.importance import ess
from contested.store import layout
from contested.store import points as stored
from contested.studies.calibration.folder import CalibrationFolder
from contested.studies.smoothing import onward, stages
from contested.studies.smoothing.truths import truths
from contested.studies.smoothing.unknowns import floor_and_lump
from tests.inference.saying import say
from tests.studies.small_study import FIT_UNTIL, PARAMETERS

ASKED = {"until": "2031-05-14", "scale": 50, "waves": 2, "points": 24, "seed": 4, "method": "smoother"}


def smoothed(out: Path, **changed):
    given = {"parameters": PARAMETERS, "executor": "serial", "out": out, **ASKED, **changed}
    return contested.calibrate("teaching", FIT_UNTIL, **given)


@pytest.fixture(scope="module", autouse=True)
def passes():
    """So few claims would resample members from the prior (`test_resampled`); here they are moved."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(from_prior, "RUNS_PER_MEMBER", 0)
        yield


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    return smoothed(tmp_path_factory.mktemp("smoothed") / "study")


def test_the_answer_holds_together(study):
    assert study.answer["misfits"][-1] < study.answer["misfits"][0], "members came nearer to the claims"
    assert study.z.shape == (24, len(PARAMETERS)) and len(study.truth) == 24
    chance = study.tables["chance"]
    assert set(chance["kind"]) == {"gathering"}
    assert (chance["date"] <= dt.date.fromisoformat(FIT_UNTIL)).all()
    assert study.tables["fans"].filter(kind="posterior")["date"].n_unique() == 11
    assert study.tables["fans"].filter(kind="prior")["date"].n_unique() == 11, "the prior goes on to the last day"
    late = study.tables["coverage"].filter(pl.col("holdout"))
    assert (late["prior_share"] > 0.5).all(), "and what it expects of later claims is no nothing"
    assert study.tables["sharpness"].height == 1
    assert any("prior" in w for w in study.warnings())
    assert study.to_xarray()["posterior"].sizes["draw"] == 24
    assert study.report().is_file()


def test_members_doubt_the_model(study):
    """Truths lie about the runs by the discrepancy's spread, less where claims tell of it; money is the script's."""
    cells, there = study.folder.cells, stages.ensemble(study.folder)[1]
    floor, _ = floor_and_lump(cells, 50)
    x = np.nan_to_num(there.x)
    apart = (np.log((study.truth + floor) / (x + floor)).std(axis=0))[(x > 5 * floor).all(axis=0)]
    assert apart.size and 0.2 < np.median(apart) < 0.8
    money = Cells((Cell(("lent",), (), 3, 3, True),), cells.start)
    runs = there._replace(x=np.full((24, 1), 7.0), daily=np.full((24, 1, 4), 7.0))
    same = truths(runs, money, 50, 1)
    assert same.x == pytest.approx(7.0, rel=1e-2) and same.daily == pytest.approx(7.0, rel=1e-2)


def test_a_study_that_was_stopped_goes_on_to_the_same_members(study, tmp_path):
    path = tmp_path / "stopped"
    shutil.copytree(study.path, path)
    for gone in ("answer.json", "hashes.json", "report.html"):
        (path / gone).unlink(missing_ok=True)
    shutil.rmtree(path / "passes" / "02")
    whole = sorted((path / "passes" / "01" / "points").glob("open-*"))[0]
    lines = whole.read_bytes().splitlines(keepends=True)
    whole.write_bytes(b"".join(lines[:10]))
    again = smoothed(path)
    assert np.array_equal(again.z, study.z) and np.array_equal(again.truth, study.truth)


@pytest.mark.slow
def test_a_pool_gives_the_members_of_one_process(study, tmp_path):
    pool = smoothed(tmp_path / "pool", executor="pool", workers=2)
    assert np.array_equal(pool.z, study.z) and np.array_equal(pool.truth, study.truth)
    for name in ("posterior", "chance", "predicted", "biases"):
        assert pool.tables[name].equals(study.tables[name])


@cache
def courses(path: Path, origin: int | None) -> np.ndarray:
    """National crowds of the first members, simulated again."""
    folder = CalibrationFolder(path)
    learnt, there = stages.ensemble(folder)
    play = recipes.nation(
        layout.scenario(path), scale=50, days=11, world=path.parent / "world", origin=origin,
        read=lambda model, arrays, people: {"crowd": arrays["crowd"].sum(axis=1)},
    )  # fmt: skip
    return np.array([play(p)["crowd"] for p in learnt.points(there.at.take(slice(4)), folder.seed)])


def test_a_member_simulated_again_is_the_run_that_matched(study):
    daily = stages.ensemble(study.folder)[1].daily[:4, study.folder.cells.indicators.index("crowd")]
    assert np.array_equal(courses(study.path, None), daily)
    day = stages.day_of(study.folder)
    ahead = courses(study.path, day)
    assert np.array_equal(ahead[:, : day + 1], daily[:, : day + 1]), "and so it is until the origin of a forecast"


def test_a_forecast_goes_on_from_the_members(study, tmp_path):
    done = contested.forecast(study.path, 2, origins="2031-05-11", runs=24, draws=48, out=tmp_path / "f",
                              executor="serial")  # fmt: skip
    assert done.to_polars()["lead"].max() == 2
    learnt, there = stages.ensemble(study.folder)
    seeds = [p.seed for p in learnt.points(there.at, study.folder.seed)]
    runs = [stored.read(ahead) for ahead in (study.path / "ahead").glob("2031-05-11-*")]
    assert len(runs) == 2, "the ensemble's members, and the same before any claim"
    assert all(one["seed"].to_list() == seeds for one in runs)
    assert not runs[0]["cells"].equals(runs[1]["cells"])
    assert done.tables["forecast"].filter(pl.col("kind") == "truth").height > 0


def test_a_forecast_s_coverage_stands_beside_the_prior_s(study, tmp_path):
    """The prior predicts the claims that the ensemble predicts; wide as it is, it holds them."""
    more = [say(400.0 + 50 * d, day=d, by="Gazette", side="media") for d in range(2, 11)]
    done = contested.forecast(study.path, 3, origins=FIT_UNTIL, claims=[*study.claims(), *more], runs=24, draws=48,
                              out=tmp_path / "f", executor="serial")  # fmt: skip
    scores = done.tables["scores"]
    theirs, mine = (scores.filter(pl.col("forecaster") == who) for who in ("prior", "nation"))
    assert theirs.height == mine.height > 0
    found = done.coverage()
    assert found.prior == pytest.approx(np.average(theirs["covered"], weights=theirs["weight"]))
    assert "with the prior only not known" not in done.report(pictures=False).read_text()


def test_a_comparison_changes_members_and_nothing_else(study, tmp_path):
    """Arm a is the run that matched the past; without its marches arm b differs from the first of them on."""
    done = contested.compare(
        "teaching", drop_acts="call", posterior=study.path, pairs=24, days=8, executor="serial", out=tmp_path / "what"
    )  # fmt: skip
    frame = stored.read(done.path)
    crowd = np.array(frame["a/day/crowd"].to_list())
    there = stages.ensemble(study.folder)[1]
    assert np.array_equal(crowd, there.daily[:, study.folder.cells.indicators.index("crowd"), :8])
    other = np.array(frame["b/day/crowd"].to_list())
    assert (other.sum(axis=1) < crowd.sum(axis=1)).mean() > 0.8
    members = done.tables["members"]
    assert members["weight"].sum() == pytest.approx(1.0) and members["member"].to_list() == list(range(24))
    misfit = study.answer["misfits"][-1]
    assert np.square(members["misfit"]).mean() == pytest.approx(misfit), "they are the study's own"
    assert ess(members["weight"].to_numpy()) == pytest.approx(study.answer["effective"]), "one law judges them"
    assert "24 count as" in done.limits[0] and any("closest to the claims" in text for text in done.limits)
    page = done.report().read_text()
    assert all(text in page for text in done.limits)


def test_a_later_day_goes_on_from_the_members(study, tmp_path):
    later = contested.calibrate(study.path, "2031-05-13", executor="serial", out=tmp_path / "later")
    assert later.record["since"]["fit_until"] == FIT_UNTIL and later.record["waves"] == 1
    before, first = stages.ensemble(study.folder)[1].u, stages.stored(later.folder, 0).u
    d = len(PARAMETERS)
    assert np.array_equal(first[:, :d], before[:, :d]), "it begins where the members are"
    assert first.shape[1] > before.shape[1], "with the chances of two more days"
    assert later.folder.until == dt.date(2031, 5, 13), "it ends with the day that it takes in"
    ahead = contested.forecast(later.path, 2, origins="2031-05-13", runs=24, draws=48, out=tmp_path / "ahead",
                               executor="serial")  # fmt: skip
    assert ahead.to_polars()["lead"].max() == 2, "and a forecast goes on from there"
    known = stages.matched(later.folder, later.folder.evidence().fitted)
    assert known is not None and 0 < (~known).sum() < len(known), "only new claims move them"
    assert stages.record_of(later.folder)[:3] == (8, 10, ()), "and that the crisis went on for two more days"
    late = say(900.0, by="Late Gazette", day=4)
    first, *others = study.folder.evidence().fitted.claims
    corrected = replace(first, note="corrected")
    given = [late, *(corrected if c == first else c for c in study.folder.claims())]
    path = onward.begun(study.folder, *onward.request(study.folder, "2031-05-13", None, given, 1), tmp_path / "late")
    fitted = CalibrationFolder(path).evidence().fitted
    new = stages.matched(CalibrationFolder(path), fitted)
    assert new is not None
    for claim, old in zip(fitted.claims, new.tolist(), strict=True):
        assert old == (claim in others), "what was reported late or has changed is new, whatever its day"
    assert sum(c in (late, corrected) for c in fitted.claims) == 2
    folder = CalibrationFolder(path)
    del folder.record["since"]["claims"]
    with pytest.raises(CheckpointError, match="begun by an earlier version"):
        stages.matched(folder, fitted)
    assert later.answer["claims"] > study.answer["claims"]
    with pytest.raises(InputError, match="a day after 2031-05-11"):
        contested.calibrate(study.path, "2031-05-11")
    with pytest.raises(InputError, match="until: expected a date from 2031-05-13"):
        contested.calibrate(study.path, "2031-05-13", until="2031-05-12")
    with pytest.raises(InputError, match="has what that has"):
        contested.calibrate(study.path, "2031-05-13", scale=10)


def test_what_a_smoother_cannot_do_is_refused(study, tmp_path):
    with pytest.raises(InputError, match="at least 20 members"):
        smoothed(tmp_path / "few", points=5)
    with pytest.raises(InputError, match="checks: expected 0"):
        smoothed(tmp_path / "checked", checks=3)
    with pytest.raises(InputError, match="method: expected one of emulator, smoother"):
        smoothed(tmp_path / "odd", method="smother")
    with pytest.raises(InputError, match="by smoother"):
        contested.calibrate(study.path, distrust="Ministry of Order")
