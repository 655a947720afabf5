"""The slope of the leader's votes on turnout: known figures, honest share, stuffing, and mixtures of regions."""

import numpy as np
import pytest

from contested.forensics.indicators import slopes
from contested.forensics.models.synthetic import falsify, honest_election
from tests.forensics import files


@pytest.mark.parametrize(("year", "plain", "weighted"), [(2011, 1.174, 1.167), (2018, 1.054, 1.054)])
def test_russian_elections_give_the_known_slopes(year, plain, weighted):
    table = slopes.table(files.case_2011() if year == 2011 else files.case_2018())
    over_all = table.filter(table["over"] == "all")
    assert over_all["slope"].to_list() == pytest.approx([plain, weighted], abs=5e-4)
    within = table.filter(table["over"] == "within territories")
    assert (within["slope"] < over_all["slope"]).all(), "part of the slope is differences between territories"


def test_a_slope_is_least_squares_with_a_level_for_every_unit():
    rng = np.random.default_rng(3)
    unit = np.repeat(np.arange(5), 8)
    x, y, w = rng.random(40), rng.random(40), rng.random(40) + 0.1
    levels = (unit[:, None] == np.arange(5)).astype(float)
    root = np.sqrt(w)[:, None]
    want = np.linalg.lstsq(np.column_stack([x, levels]) * root, y * root[:, 0], rcond=None)[0][0]
    assert slopes.slope(x, y, w, unit, within=True).slope == pytest.approx(want)
    assert slopes.slope(x, y, np.ones(40), unit).slope == pytest.approx(np.polyfit(x, y, 1)[0])


def test_honest_slopes_are_the_leaders_share_and_their_range_holds_it():
    # 95 % ranges: of 200 elections at least 175 hold the share inside a territory, or the ranges are too short
    held = 0
    for seed in range(200):
        case = honest_election(1500, between_sd=0.0, result=0.5, seed=seed)
        inside = slopes.table(case).row(2, named=True)
        held += inside["low"] < 0.5 < inside["high"]
        assert not slopes.find(case).alarm
    assert 175 <= held <= 200, f"{held} of 200"


def test_differences_between_territories_do_not_alarm_by_themselves():
    mixed = [honest_election(1500, between_sd=0.8, correlation=0.6, seed=s) for s in range(40)]
    over_all = [slopes.find(c) for c in mixed]
    assert sum(f.alarm for f in over_all) <= 2


def test_stuffing_brings_the_slope_to_one():
    honest = honest_election(3000, result=0.4, seed=4)
    planted = falsify(honest, stuffing=0.5, stuffed_part=0.5, seed=4).case
    before, after = slopes.table(honest).row(2, named=True), slopes.table(planted).row(2, named=True)
    assert before["slope"] < 0.5 < 0.7 < after["slope"]


def test_stuffing_and_switching_together_alarm():
    honest = honest_election(3000, result=0.4, seed=5)
    assert slopes.find(falsify(honest, extreme=0.2, seed=5).case).alarm


def test_odd_cases_say_why():
    one = honest_election(60, regions=1, territories=1)
    assert "Fewer than three" in slopes.find(one.where(np.arange(1))).says
    same = one.where(np.repeat(np.flatnonzero(one.registered >= 100)[:1], 5))
    assert "same everywhere" in slopes.find(same).says
    lone = slopes.find(one)
    assert lone.value is not None and lone.alarm is None and "too few" in lone.says
