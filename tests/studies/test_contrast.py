"""Stored results beside each other: pairs by seed, their mean difference, their page, and what is refused."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

import contested
from contested.ground.errors import CheckpointError, InputError
from contested.store import layout

HOW = {"scale": 20, "days": 12, "seed": 5}
LIMIT = {"detention.hold_limit": 1}


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """A run, the same with another limit of custody, and two branches of its first replicate."""
    home = tmp_path_factory.mktemp("contrast")
    a = contested.simulate("teaching", replicates=4, checkpoints=[6], out=home / "a", **HOW)
    b = contested.simulate("teaching", replicates=3, settings=LIMIT, out=home / "b", **HOW)
    evening = layout.checkpoint(a.path, 0, 6)
    c = contested.simulate(checkpoint=evening, replicates=3, days=5, out=home / "c")
    d = contested.simulate(checkpoint=evening, replicates=3, days=5, settings={"street.cost": 1.4}, out=home / "d")
    return {"a": a, "b": b, "c": c, "d": d}


def test_replicates_of_one_seed_are_pairs_and_the_mean_is_that_of_their_differences(runs):
    a, b = runs["a"], runs["b"]
    found = a.compare(b)
    assert found.paired and found.notes == ("left out, having no pair: 1 of A's 4 runs, 0 of B's 3",)
    custody = [r.to_xarray()["custody"].sum("site").max("day").values[:3] for r in (a, b)]
    row = found.tables["indicators"].row(by_predicate=pl.col("indicator") == "custody.max", named=True)
    difference = custody[1] - custody[0]
    assert row["mean"] == pytest.approx(difference.mean()) and row["pairs"] == 3
    # Student's t of two degrees of freedom leaves 5 % above 2.920
    assert row["mean_high"] - row["mean"] == pytest.approx(2.919986 * difference.std(ddof=1) / np.sqrt(3), rel=1e-5)


def test_it_names_what_differs_first(runs):
    found = runs["a"].compare(runs["b"])
    first = found.tables["first"]
    assert first["subsystem"][0] == "detention" and "(detention)" in found.sentence
    days = runs["a"].to_xarray()["custody"].sum("site").sel(replicate=[0, 1, 2])
    odd = (days != runs["b"].to_xarray()["custody"].sum("site")).any("replicate").values
    row = first.row(by_predicate=pl.col("observable") == "custody", named=True)
    assert str(row["from"]) == str(np.datetime64("2031-05-04") + np.timedelta64(int(odd.argmax()), "D"))


def test_a_run_and_itself_differ_by_nothing(runs):
    found = runs["a"].compare(runs["a"])
    assert found.same and found.sentence == "No difference: A and B are exactly the same in each of 4 pairs."


def test_a_branch_and_its_run_share_the_one_replicate_that_goes_on(runs):
    found = runs["a"].compare(runs["c"])
    assert found.same and found.tables["indicators"]["pairs"].max() == 1
    assert runs["c"].compare(runs["d"]).tables["indicators"]["pairs"].max() == 3
    assert str(runs["c"].compare(runs["d"]).tables["over_time"]["date"].min()) == "2031-05-11"


def test_a_comparison_of_stored_runs_is_a_folder_with_a_page(runs, tmp_path):
    found = runs["a"].compare(runs["b"], out=tmp_path / "d")
    again = contested.open(tmp_path / "d")
    assert again.sentence == found.sentence and again.stored["noun"] == "pairs"
    assert again.tables["by_place"]["place"].n_unique() == len(again.record["places"]) > 1
    assert not again.tables["changed"].height and "--people" in again.untold[0]
    page = again.report().read_text()
    for part in ("What differs first", "Note: left out, having no pair", "--people simulates both again", "By place",
                 f"How does {runs['b'].path} differ from {runs['a'].path}?"):  # fmt: skip
        assert part in page, part
    assert "Who is affected" not in page and "crowd in b minus crowd in a" in again._repr_html_()


def _alike(found, simulated):
    for name in ("changed", "columns", "doing", "by_place"):
        assert found.tables[name].equals(simulated.tables[name]), name


def test_people_of_stored_runs_part_as_in_a_comparison_that_was_simulated_so(runs, tmp_path, monkeypatch):
    from contested.studies.comparison import request

    points = request.points
    monkeypatch.setattr(  # the seeds of runs
        request, "points", lambda *given: [replace(p, index=0, replicate=p.index, common=True) for p in points(*given)]
    )
    simulated = contested.compare("teaching", settings=LIMIT, pairs=3, scale=20, days=12, seed=5, executor="serial")
    found = contested.compare(runs["a"], runs["b"], people=True, executor="serial", out=tmp_path / "d")
    _alike(found, simulated)
    assert "(subsystem detention, phase intake); the people it changes are first reached through" in found.sentence
    assert not found.untold
    page = found.report().read_text()
    assert "Who is affected, and through what" in page and "simulated again side by side" in page


def test_people_of_branches_part_after_the_evening_they_share(runs):
    found = contested.compare(runs["c"], runs["d"], people=True, executor="serial")
    assert found.tables["columns"]["earliest"].min() >= dt.date(2031, 5, 11)
    with_origin = contested.compare(runs["a"], runs["c"], people=True, executor="serial")
    assert with_origin.same and not with_origin.tables["changed"].height


def test_what_was_stored_otherwise_is_told(runs, tmp_path):
    from contested.store.points import frame_of
    from contested.studies.comparison import stored
    from contested.studies.comparison.again import _check

    both = stored.both_of(runs["a"], runs["b"], unpaired=False)
    one = both.samples[0]
    odd = replace(one, rows=one.rows.with_columns(pl.col("crowd.sum") + 1))
    _check(tmp_path, both, frame_of(list(stored.rows(both))))
    with pytest.raises(CheckpointError, match=r"simulated again, crowd\.sum of pair 0"):
        _check(tmp_path, replace(both, samples=(odd, both.samples[1])), frame_of(list(stored.rows(both))))


def test_only_runs_of_a_nation_are_compared_person_by_person(runs):
    a = contested.simulate("granovetter-1978", replicates=2, steps=5, settings={"people": 50})
    b = contested.simulate("granovetter-1978", replicates=2, steps=5, settings={"people": 50, "sd": 0.3})
    with pytest.raises(InputError, match="people: expected two runs of a nation"):
        a.compare(b, people=True)
    with pytest.raises(InputError, match="people: expected two runs of a nation"):
        runs["a"].compare(runs["b"], people=True, unpaired=True)
    found = a.compare(b)
    assert found.tables["over_time"].columns[0] == "step" and "They differ from step" in found.sentence
    assert "B less A" in found.report().read_text()


def test_runs_taken_as_independent_have_a_page_without_shares_of_pairs(runs):
    found = runs["a"].compare(runs["b"], unpaired=True)
    page = found.report().read_text()
    assert "share no chance" in page and ">more in B<" not in page and "A, mean" in page
    assert "which are no pairs" in page and "Median over pairs" not in page
    assert not found.tables["differences"].height and found.tables["indicators"]["up"].is_nan().all()


def test_points_of_a_sweep_are_independent_and_welch_tells_how_sure(tmp_path):
    from scipy.stats import ttest_ind

    how = {"design": "grid", "points": 2, "executor": "serial", "steps": 5}
    sweep = contested.sweep(
        "granovetter-1978", {"sd": (0.1, 0.3)}, replicates=6, settings={"people": 50}, out=tmp_path / "s", **how
    )
    found = sweep.point(0).compare(sweep.point(1))
    assert not found.paired and "independent" in found.notes[0]
    x, y = (sweep.point(k).to_polars()["crowd.last"].to_numpy() for k in (0, 1))
    row = found.tables["indicators"].row(by_predicate=pl.col("indicator") == "crowd.last", named=True)
    known = ttest_ind(y, x, equal_var=False).confidence_interval(0.9)
    assert (row["mean_low"], row["mean_high"]) == pytest.approx((known.low, known.high))
    with pytest.raises(InputError, match="@7: expected a point of the sweep"):
        sweep.point(7)


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"seed": 6}, "no seed is in both"),
        ({"scale": 25}, "scale is 20 and 25"),
        ({"days": 3, "checkpoint": True}, "began from different states"),
    ],
)
def test_pairs_that_do_not_match_are_refused(runs, change, part):
    how = {**HOW, **change}
    if how.pop("checkpoint", False):
        evening = layout.checkpoint(runs["a"].path, 3, 6)
        other = contested.simulate(checkpoint=evening, days=3)
    else:
        other = contested.simulate("teaching", replicates=2, **how)
    with pytest.raises(InputError, match=part):
        (runs["d"] if "checkpoint" in change else runs["a"]).compare(other)


def test_what_is_not_compared_says_so(runs):
    with pytest.raises(InputError, match="expected runs, sweeps, points"):
        runs["a"].compare("runs/b")
