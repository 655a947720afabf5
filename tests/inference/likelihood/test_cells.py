"""A cell is what the report sets beside a claim: same thing, same place, same days, or nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import contested
from contested.inference import cells_of
from contested.nation import tallies
from contested.report import claims_view
from contested.report.run_data import gather
from tests.inference.saying import say, teaching
from tests.report.made_run import make_run


def arrays(material):
    """Observables of the only replicate, as a calibration has them."""
    stored = {name: a.isel(replicate=0).values for name, a in material.results.data_vars.items() if "day" in a.dims}
    days = material.results.sizes["day"]
    return stored | tallies.by_day(material.votes[0], material.country.election_day, days)


def assert_agrees(material):
    """Every claim of the scenario: the cell's value is the report's, or both say nothing."""
    claims = material.scenario.claims
    cells, of = cells_of(material.scenario, claims)
    values = cells.read(arrays(material))
    found = 0
    for k, row in enumerate(claims_view.points(material).iter_rows(named=True)):
        shown = claims_view.simulated(material, row).median
        mine = values[of[k]] if of[k] >= 0 else np.nan
        assert (shown is None) == bool(np.isnan(mine)), f"{claims[k]}: {shown} and {mine}"
        if shown is not None:
            found += 1
            assert mine == pytest.approx(shown, rel=1e-6), claims[k]
    return found


def test_the_teaching_country_at_full_scale(tmp_path):
    run = contested.simulate("teaching", seed=3, out=tmp_path / "run")
    assert assert_agrees(gather(run)) == 12


def test_belarus_with_a_hundred_persons_an_agent(tmp_path):
    run = contested.simulate("belarus-2020", seed=3, scale=100, out=tmp_path / "run")
    assert assert_agrees(gather(run)) > 250


def test_a_course_that_ended_early_says_nothing_of_later_days(tmp_path):
    """A made-up run of every observable whose numbers stop after day 30: later cells are missing, not zero."""
    material = gather(make_run(tmp_path / "run", replicates=1, ends_early=30))
    assert 150 < assert_agrees(material) < 220


def test_two_ways_of_saying_one_thing_are_one_cell():
    day = teaching().country.start
    total = say(40, what="detained_cum", day=3)
    summed = replace(say(40, what="detained"), end_date=say(day=3, low=1).date)
    cells, of = cells_of(teaching(), [total, summed, say(7, day=3), say(7, day=3, place="Velinia")])
    assert of.tolist() == [0, 0, 1, 1]
    assert (cells.each[0].first, cells.each[0].last) == (0, 3)
    days = np.arange(10.0)[:, None] * np.ones(len(teaching().country.places))
    assert cells.read({"detained": days, "crowd": days})[0] == pytest.approx(6 * len(teaching().country.places))
    assert cells.start == day


def test_what_stands_is_read_and_not_added_up():
    cells, _ = cells_of(teaching(), [replace(say(16, day=4), quantity="dismissed", actor="workers")])
    assert cells.read({"dismissed": np.arange(10.0)}) == pytest.approx([4.0])


def test_no_counterpart_no_cell():
    _, of = cells_of(teaching(), [say(5, place="Atlantis"), say(5, day=-1), replace(say(5), actor="incumbent"),
                                  replace(say(5), quantity="survey_share", actor="nobody")])  # fmt: skip
    assert of.tolist() == [-1, -1, -1, -1]


def test_a_run_that_is_too_short_is_missing_there():
    cells, _ = cells_of(teaching(), [say(5, day=9)])
    assert np.isnan(cells.read({"crowd": np.ones((9, 3))})).all()
    assert cells.read({"crowd": np.ones((10, 3))}) == pytest.approx([3.0])
