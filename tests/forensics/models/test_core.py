"""The core lies where the authors placed it by eye, where it was put, and is not claimed where there are two."""

from dataclasses import replace

import numpy as np
import pytest

from contested.forensics.models.core import find, find_core
from contested.forensics.models.synthetic import falsify, honest_election
from tests.forensics import files


@pytest.mark.parametrize(("case_of", "eye"), [(files.case_2011, (51, 31)), (files.case_2018, (62, 73))])
def test_russian_cores_lie_where_the_authors_saw_them(case_of, eye):
    core = find_core(case_of())
    assert core.single, core.why
    assert (100 * core.turnout, 100 * core.result) == pytest.approx(eye, abs=2)


@pytest.mark.parametrize("seed", range(5))
def test_an_honest_country_lies_around_its_own_middle(seed):
    case = honest_election(4000, turnout=0.6, result=0.35, between_sd=0.1, seed=seed)
    core = find_core(case)
    assert core.single
    # 60 territories of spread 0.1 move the middle by 0.3 points; the top of 4,000 stations wanders by two
    assert (100 * core.turnout, 100 * core.result) == pytest.approx((60, 35), abs=3)


def test_stuffing_a_third_of_the_stations_moves_the_core_less_than_the_means():
    honest = honest_election(4000, between_sd=0.1, seed=3)
    false = falsify(honest, stuffing=0.3, stuffed_part=0.4, seed=3).case
    clean, core = find_core(honest), find_core(false)
    assert core.single
    assert abs(core.turnout - clean.turnout) < 0.4 * (false.turnout.mean() - honest.turnout.mean())
    assert abs(core.result - clean.result) < 0.4 * (false.result.mean() - honest.result.mean())


def test_two_countries_in_one_have_no_single_core():
    a = honest_election(2000, turnout=0.45, result=0.3, between_sd=0.05, within_sd=0.15, seed=1)
    b = honest_election(2000, turnout=0.8, result=0.7, between_sd=0.05, within_sd=0.15, seed=2)
    counts = ("registered", "issued", "cast", "leader", "region", "territory", "row")
    both = replace(a, **{name: np.append(getattr(a, name), getattr(b, name)) for name in counts})
    core = find_core(both)
    assert not core.single
    assert "second place" in core.why
    assert len(core.islands) == 2
    assert "not a single core" in find(both).says


def test_a_country_where_everybody_reports_nearly_everything_has_no_honest_core():
    case = honest_election(1000, turnout=0.975, result=0.97, within_sd=0.05, between_sd=0.02, seed=4)
    core = find_core(case)
    assert not core.single
    assert "nearly everything" in core.why


def test_too_few_stations_are_said_to_be_too_few():
    case = honest_election(1000).where(np.arange(20))
    core = find_core(case)
    assert not core.single
    assert np.isnan(core.turnout)
    assert find(case).value is None
    assert "only" in find(case).says


def test_order_of_rows_does_not_matter():
    case = honest_election(2000, seed=8)
    other = case.where(np.random.default_rng(1).permutation(case.stations))
    assert find_core(other).islands == find_core(case).islands
