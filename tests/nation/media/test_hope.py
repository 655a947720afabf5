"""Expectation of success: what raises it, what lowers it, how it is forgotten, and what it does."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contested.nation.media import MediaParams
from contested.nation.media.tell import SURE
from tests.nation.countries import act, place, small_world, with_country
from tests.nation.playing import Stage, play

MEDIA = MediaParams()
OFFLINE, ONLINE = 0, 1
#: what reaches people offline of a thing that is true
RUMOURED = MEDIA.rumour + (1 - MEDIA.rumour) * MEDIA.state_discount


def _logit(x):
    return np.log(x / (1 - x))


def _morning(town, *, hope=0.5, settings=None, **columns):
    """Log-odds of success, offline and online, the morning after such a day."""
    stage = Stage(town, settings)
    stage["media_hope"][:] = hope
    for name, value in columns.items():
        stage[name][:] = value
    stage.play("media")
    return _logit(stage["media_hope"][0])


#: yesterday's march had its full weight
MARCH = {"street_called": 1.0, "opposition_call": 1.0, "media_expected": 1000.0}


def test_people_start_of_two_minds_and_stay_so_while_nothing_happens(town):
    stage = Stage(town)
    for day in range(10):
        stage.play("media", day=day)
    assert stage["media_hope"] == pytest.approx(0.5)
    assert stage["media_hopeful"][0] == pytest.approx(0.5)


@pytest.mark.parametrize(("hope", "neutral"), [(0.9, 0.5), (0.1, 0.5), (0.9, 0.3)])
def test_hope_and_despair_are_forgotten_by_halves(town, hope, neutral):
    stage = Stage(town, {"media.hope": neutral, "media.hope_half_life": 12})
    stage["media_hope"][:] = hope
    for day in range(12):
        stage.play("media", day=day)
    far = _logit(hope) - _logit(neutral)
    assert _logit(stage["media_hope"][0, ONLINE]) - _logit(neutral) == pytest.approx(far / 2, rel=1e-9)


def test_a_concession_raises_it_by_the_declared_odds_as_far_as_it_is_heard_of(town):
    up = _morning(town, incumbent_conceded=0.3)
    assert up == pytest.approx([MEDIA.hope_concession * 0.3 * RUMOURED, MEDIA.hope_concession * 0.3])
    cut = _morning(town, incumbent_conceded=0.3, media_shutdown=1.0)
    assert cut == pytest.approx(MEDIA.hope_concession * 0.3 * MEDIA.state_discount)


def test_signs_of_a_coming_change_raise_it(town):
    up = _morning(town, outcome_signal=0.4)
    assert up == pytest.approx([MEDIA.hope_signal * 0.4 * RUMOURED, MEDIA.hope_signal * 0.4])


def test_a_gathering_that_changes_nothing_lowers_it(town):
    as_expected = 1000.0 * MEDIA.independent_bias  # online: no surprise
    down = _morning(town, **{**MARCH, "media_expected": as_expected}, street_marchers=1000.0)
    assert down[ONLINE] == pytest.approx(-MEDIA.hope_futility)


@pytest.mark.parametrize(("came", "surprise"), [(3000.0, 1.0), (1500.0, None), (1000.0, None), (200.0, -1.0)])
def test_more_than_expected_raises_it_and_fewer_lower_it_up_to_a_factor_of_e(town, came, surprise):
    settings = {"media.hope_futility": 0.0, "media.independent_bias": 1.0}
    moved = _morning(town, settings=settings, **MARCH, street_marchers=came)[ONLINE]
    if surprise is None:
        surprise = np.log((came + 1) / 1001)
    assert moved == pytest.approx(MEDIA.hope_growth * surprise)


def test_a_gathering_that_forces_keep_apart_lowers_it_by_as_much_as_they_did(town):
    same = {**MARCH, "street_marchers": 1000.0}
    free, half, whole = (_morning(town, **same, security_denial=x)[ONLINE] for x in (0.0, 0.5, 1.0))
    assert free - half == pytest.approx(0.5 * MEDIA.hope_denial)
    assert free - whole == pytest.approx(MEDIA.hope_denial)


def test_it_is_the_denial_at_the_square_that_counts_for_those_who_travel_there():
    world = small_world(places=(place("A"), place("B", lat=54.0)))
    stage = Stage(world)
    stage["street_called"][:] = stage["opposition_call"][:] = 1.0
    stage["street_venue"][:] = [1, 1]
    stage["security_denial"][:] = [0.0, 1.0]
    stage["media_expected"][:] = 1.0
    stage.play("media")
    assert stage["media_hope"][0] == pytest.approx(stage["media_hope"][1])
    assert stage["media_hope"][0, ONLINE] < 0.5


def test_a_gathering_that_was_called_and_never_came_together_discourages_too(town):
    """What counts is what people were called to, not how many got through."""
    down = _morning(town, street_called=0.0, opposition_call=1.0, security_denial=0.9)
    assert down == pytest.approx(-0.9 * MEDIA.hope_denial)


def test_a_gathering_that_never_came_together_discourages_as_much(town):
    """What forces keep apart was called all the same, so no crowd has to come for people to lose heart."""
    apart = _morning(town, street_called=0.0, opposition_call=1.0, security_denial=1.0)[ONLINE]
    assert apart == pytest.approx(-MEDIA.hope_denial)


def test_a_day_that_was_hardly_called_says_little(town):
    full, tenth = (
        _morning(town, street_called=x, opposition_call=x, media_expected=1000.0, security_denial=1.0)[ONLINE]
        for x in (0.25, 0.025)
    )
    assert tenth == pytest.approx(full / 10)
    assert _morning(town, street_called=0.0, media_expected=1000.0, security_denial=1.0)[ONLINE] == 0.0


@given(st.floats(0, 1), st.floats(0, 1e6), st.floats(0, 1e6), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
@settings(deadline=None, max_examples=50)
def test_nobody_is_ever_certain(town, hope, came, expected, denial, conceded, signal):
    settings = {"media.hope_concession": 20.0, "media.hope_signal": 20.0, "media.hope_denial": 10.0}
    stage = Stage(town, settings)
    stage["media_hope"][:] = hope
    stage["street_called"][:] = stage["opposition_call"][:] = 1.0
    stage["street_marchers"][:] = came
    stage["media_expected"][:] = expected
    stage["security_denial"][:] = denial
    stage["incumbent_conceded"][:] = conceded
    stage["outcome_signal"][:] = signal
    for day in range(5):
        stage.play("media", day=day)
    assert np.isfinite(stage["media_hope"]).all()
    assert (stage["media_hope"] >= SURE).all() and (stage["media_hope"] <= 1 - SURE).all()
    assert SURE <= stage["media_hopeful"][0] <= 1 - SURE


def test_the_nation_s_is_the_mean_over_its_people():
    world = small_world(places=(place("A"), place("B", population=5000, voters=4000)))
    stage = Stage(world, {"media.hope_half_life": 10000})
    stage["media_hope"][:] = [[0.2, 0.4], [0.7, 0.9]]
    stage.play("media")
    assert stage["media_hopeful"][0] == pytest.approx((20_000 * 0.3 + 5000 * 0.8) / 25_000, rel=1e-3)


def test_a_concession_brings_people_out(town):
    marches = tuple(act("call_march", day, 0.6) for day in range(1, 6))
    plain, conceded = (
        play(with_country(town, acts=acts, mechanism="ordered"), days=6, settings={
            "forms.march.deniable": 0.0, "street.cost": 0.9, "incumbent.concession_gain": 0.0,
        })
        for acts in (marches, (*marches, act("concession", 3, 0.8)))
    )
    assert (plain.numbers["crowd"][:3] == conceded.numbers["crowd"][:3]).all()
    assert conceded.numbers["hope"][3] > plain.numbers["hope"][3] + 0.1
    assert conceded.total("crowd")[3] > 1.2 * plain.total("crowd")[3]


def test_marches_that_are_kept_apart_take_the_heart_out_of_the_next_ones(town):
    """The same call day after day: where forces deny it hope falls, and later crowds are smaller than denial makes
    them."""
    world = with_country(town, acts=tuple(act("call_march", d, 0.6) for d in range(1, 12)), mechanism="ordered")
    settings = {"street.cost": 0.6, "forms.march.deniable": 0.5, "security.denial_half": 1e-6}
    brave, timid = (play(world, days=12, settings={**settings, "media.hope_denial": x}) for x in (0.0, 0.3))
    assert timid.numbers["hope"][11] < brave.numbers["hope"][11] - 0.1
    assert timid.total("crowd")[11] < 0.9 * brave.total("crowd")[11]
