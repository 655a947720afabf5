"""News of repression: outrage at what is more than usual, dread that fades in weeks."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.nation.countries import place, small_world
from tests.nation.playing import Stage

ONLINE = 1
PEOPLE = 20_000
COLUMNS = {
    "detention": "security_arrests_mean", "injury": "security_injured_mean", "death": "security_killed",
    "testimony": "detention_testimonies", "charge": "detention_charged",
}


def _day(stage, day=0, **done):
    """A morning after a day of which nothing else is known."""
    for kind, column in COLUMNS.items():
        stage[column][:] = done.get(kind, 0.0)
    return stage.play("repression_news", day=day)


def test_a_testimony_is_reported_for_its_half_life(town):
    stage = _day(Stage(town, {"media.attention_half_life": 3.0}), testimony=80.0)
    for day in range(1, 7):
        _day(stage, day)
    assert stage["media_attention"][stage.params.repression.row("testimony")] == pytest.approx(80 / 4)


def test_enough_testimonies_fill_half_of_the_attention(town):
    stage = _day(Stage(town, {"repression.testimony.half": 0.001}), testimony=0.001 * PEOPLE)
    assert stage["media_abuse"][0, ONLINE] == pytest.approx(0.5)


@pytest.mark.parametrize("kind", COLUMNS)
def test_each_kind_has_an_outrage_and_a_half_of_its_own(town, kind):
    stage = Stage(town, {
        "citizens.prior_arrests": 0.0, f"repression.{kind}.half": 0.001, f"repression.{kind}.outrage": 0.8,
    })
    assert _day(stage, **{kind: 0.001 * PEOPLE})["media_shock"][0, ONLINE] == pytest.approx(0.4)


def test_a_death_in_custody_is_a_death(town):
    stages = Stage(town), Stage(town)
    _day(stages[0], death=2.0)
    stages[1]["detention_killed"][:] = 2.0
    _day(stages[1])
    assert (stages[0]["media_shock"] == stages[1]["media_shock"]).all()
    assert stages[0]["media_shock"].min() > 0


def test_what_is_done_every_day_outrages_less_and_less(town):
    stage = Stage(town, {"media.habit_half_life": 14.0})
    shocks = [_day(stage, day, detention=200.0)["media_shock"][0, ONLINE] for day in range(60)]
    assert all(b < a for a, b in pairwise(shocks[9:]))
    assert shocks[-1] < 0.1 * max(shocks)
    assert stage["media_usual"][0] == pytest.approx(stage["media_attention"][0] / PEOPLE, rel=0.1)


def test_after_a_quiet_season_the_same_outrages_again(town):
    stage = Stage(town)
    first = _day(stage, detention=200.0)["media_shock"][0, ONLINE]
    for day in range(1, 30):
        _day(stage, day, detention=200.0)
    for day in range(30, 150):
        _day(stage, day)
    assert _day(stage, 150, detention=200.0)["media_shock"][0, ONLINE] > 0.95 * first


def test_people_online_hear_of_more_than_people_offline(town):
    stage = _day(Stage(town), death=1.0, detention=100.0)
    for column in ("media_shock", "media_dread"):
        assert stage[column][0, 0] < stage[column][0, ONLINE]


def test_dread_halves_and_saturates(town):
    """Far below saturation it is as large as what is known, which halves in its half-life."""
    stage = Stage(town, {"media.dread_half_life": 21.0, "media.dread_half": 1.0, "media.dread": 1.0})
    first = _day(stage, detention=10.0)["media_dread"][0, ONLINE]
    for day in range(1, 22):
        _day(stage, day)
    assert stage["media_dread"][0, ONLINE] == pytest.approx(first / 2, rel=1e-3)
    assert first == pytest.approx(10 / PEOPLE, rel=1e-3)
    _day(stage, 22, death=1e9)
    assert stage["media_dread"][0, ONLINE] == pytest.approx(1.0, rel=1e-3)


def test_charges_frighten_more_than_arrests_and_one_s_own_place_more_than_the_country():
    world = small_world(places=(place("A"), place("B", lat=54.0)), units=(), enterprises=())
    stage = Stage(world)
    stage["security_arrests_mean"][0] = 100.0
    stage.play("repression_news")
    dread = stage["media_dread"].copy()
    assert dread[0, ONLINE] > dread[1, ONLINE] > 0
    stage = Stage(world)
    stage["detention_charged"][0] = 100.0
    stage.play("repression_news")
    assert (stage["media_dread"] > dread).all()
