"""Few claims: members are runs of the prior, drawn by the likelihood of claims and record."""

from __future__ import annotations

import datetime as dt
import shutil

import numpy as np
import polars as pl
import pytest
from benchmarks.smoother import few_claims

import contested
from contested.inference.posterior import from_prior
from contested.studies.smoothing import stages


@pytest.fixture(scope="module")
def few(tmp_path_factory):
    """Sixty parameters, four claims of the first days, by parties of no known type."""
    return few_claims.study(60, 4, tmp_path_factory.mktemp("resampled") / "few")


def test_four_claims_warn_of_what_stands_as_it_was_assumed(few):
    words = " ".join(few.warnings())
    assert "of 60 parameters keep their priors" in words and "0.1 fitted claims per parameter" in words
    assert "no fitted claim speaks of" in words
    assert len(few.answer["prior_stands"]) > 40


def test_four_claims_leave_room_for_ten_times_as_many(few):
    """A crowd ten times as large as expected is inside the band of a day to come."""
    fan = few.tables["fans"].filter(kind="posterior", indicator="crowd")
    later = fan.filter(pl.col("date") > dt.date(2031, 5, 7), pl.col("median") > 50)
    assert (later["high90"] > 10 * later["median"]).any()


def test_members_are_runs_of_the_prior_in_proportion_to_their_weights(few):
    learnt, there = stages.ensemble(few.folder)
    runs = few.answer["resampled"]
    assert 60 < runs <= 60 * from_prior.RUNS_PER_MEMBER and few.answer["runs"]["training"] == runs + 60
    prior = learnt.start(runs, few.folder.seed)
    assert np.array_equal(there.u, prior.u[there.at.number]), "what nobody moved is as it was drawn"
    assert (np.diff(there.at.number) >= 0).all() and len(np.unique(there.at.number)) > 30
    first, crowd = stages.stored(few.folder, 0), few.folder.cells.indicators.index("crowd")
    known = few.folder.fit_until.toordinal() - few.folder.cells.start.toordinal() + 1
    taken = there.at.number < 60
    assert np.array_equal(there.daily[taken][:, crowd, :known], first.daily[there.at.number[taken]][:, crowd, :known])
    assert few.answer["misfits"][1] < few.answer["misfits"][0] and len(few.answer["misfits"]) == 2
    assert not any("cannot confirm the ensemble" in text for text in few.warnings())
    assert f"{runs:,} runs in the prior, from which 60 members were resampled" in few.report().read_text()


def test_a_resampled_study_that_was_stopped_goes_on_to_the_same_members(few, tmp_path):
    path = tmp_path / "stopped"
    shutil.copytree(few.path, path)
    for gone in ("answer.json", "hashes.json", "report.html"):
        (path / gone).unlink(missing_ok=True)
    shutil.rmtree(path / "passes" / f"{few_claims.PASSES:02d}")
    again = few_claims.study(60, 4, path)
    assert np.array_equal(again.z, few.z) and np.array_equal(again.truth, few.truth)


def test_a_later_day_moves_resampled_members_with_their_own_seeds(few, tmp_path):
    later = contested.calibrate(
        few.path, "2031-05-13", claims=[*few_claims.claims(), few_claims.claim(9, 900.0, "Gazette", "media")],
        out=tmp_path / "later", executor="serial",
    )  # fmt: skip
    there = stages.ensemble(later.folder)[1]
    assert np.array_equal(there.at.number, stages.ensemble(few.folder)[1].at.number)
    assert later.answer["resampled"] == 0 and not np.array_equal(there.u[:, :60], few.z)


@pytest.mark.slow
def test_with_few_claims_bands_are_those_of_the_exact_posterior(tmp_path):
    """Passes alone leave a band for the second Sunday that ends at 9 medians instead of 17 (docs, smoother)."""
    done = few_claims.study(600, 11, tmp_path / "members")
    exact, effective = few_claims.exact(few_claims.study(2400, 12, tmp_path / "runs"), 20_000)
    assert effective > 300
    for mine, right, before in zip(few_claims.smoothed(done), exact, few_claims.before(done), strict=True):
        assert abs(np.log(mine.median / right.median)) < 0.3
        assert abs(np.log(mine.room / right.room)) < 0.45, "the room above the median"
        assert mine.high < 0.6 * before.high, "which is no longer that of the prior"
