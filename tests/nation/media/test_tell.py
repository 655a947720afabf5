"""What each part of the public hears of yesterday, and expects of today."""

from __future__ import annotations

import numpy as np
import pytest

from tests.nation.countries import act, with_country
from tests.nation.playing import Stage, both_arms, play

OFFLINE, ONLINE = 0, 1


def _after(town, *, crowd=1000.0, called=1.0, effort=0.8, violence=0.5, cut=0.0, days=1, **settings):
    """Expectations after the same day, again and again."""
    stage = Stage(town, {k.replace("__", "."): v for k, v in settings.items()})
    for day in range(days):
        stage["street_marchers"][:] = crowd
        stage["street_called"][:] = called
        stage["opposition_call"][:] = called
        stage["security_effort"][:] = effort
        stage["security_violence"][:] = violence
        stage["media_shutdown"][:] = cut
        stage.play("media", day=day)
    return stage


def test_the_expected_crowd_comes_to_what_is_told_per_strength_of_the_call(town):
    stage = _after(town, crowd=1000, called=0.5, days=60)
    bias, discount, rumour = 1.1, 0.15, 0.35
    online = 1000 * bias / 0.5
    offline = 1000 * (rumour * bias + (1 - rumour) * discount) / 0.5
    assert stage["media_turnout"][0] == pytest.approx([offline, online], rel=1e-6)
    assert stage["media_crowd_heard"] == pytest.approx([offline / 2, online / 2], rel=1e-12)


def test_how_hard_forces_are_is_told_as_it_is_and_not_inflated(town):
    stage = _after(town, effort=0.8, days=60)
    assert stage["media_effort"][0, ONLINE] == pytest.approx(0.8, rel=1e-6)
    assert stage["media_effort"][0, OFFLINE] == pytest.approx(0.8 * (0.35 + 0.65 * 0.15), rel=1e-6)


def test_people_first_expect_the_policing_of_ordinary_days(town):
    stage = Stage(town)
    tactics = stage.params.tactics
    assert (stage["media_effort"] == tactics.column("effort")[tactics.row("containment")]).all()


def test_one_day_moves_expectations_by_the_weight_of_learning(town):
    before = Stage(town)["media_effort"][0, ONLINE]
    stage = _after(town, effort=1.0)
    weight = stage.params.citizens.risk_learning
    assert stage["media_effort"][0, ONLINE] == pytest.approx(before + weight * (1.0 - before))


def test_a_day_nobody_called_teaches_nothing_of_marches(town):
    before = Stage(town)
    stage = _after(town, called=0.0, crowd=0.0, effort=1.0)
    assert (stage["media_turnout"] == before["media_turnout"]).all()
    assert (stage["media_effort"] == before["media_effort"]).all()


def test_a_day_hardly_called_teaches_little_of_who_comes_and_all_of_how_forces_are(town):
    def moved(column, called):
        stage = _after(town, called=called, crowd=5000 * called, effort=1.0)
        return stage[column][0, ONLINE] - Stage(town)[column][0, ONLINE]

    turnout = [moved("media_turnout", c) for c in (0.025, 0.25, 1.0)]
    assert turnout[0] == pytest.approx(turnout[1] / 10)
    assert turnout[1] == pytest.approx(turnout[2])  # from `street.focal` up a march is a march
    effort = [moved("media_effort", c) for c in (0.025, 0.25, 1.0)]
    assert 0 < effort[0] == effort[1] == effort[2]


def test_forces_with_nothing_to_police_are_not_seen(town):
    """A gathering of no more than chance's few is no news."""
    few = Stage(town).params.street.spontaneous
    seen = _after(town, called=few, effort=1.0)["media_effort"]
    assert (seen == Stage(town)["media_effort"]).all()


def test_violence_is_told_whether_or_not_anybody_called(town):
    stage = _after(town, called=0.0, violence=0.8, days=60)
    assert stage["media_violence"][0, ONLINE] == pytest.approx(0.8, rel=1e-6)


@pytest.mark.parametrize(
    "column",
    ["media_crowd_heard", "media_turnout", "media_effort", "media_violence", "media_abuse", "media_shock",
     "media_dread"],
)
def test_a_shutdown_lowers_what_everybody_hears(town, column):
    def hears(cut):
        stage = Stage(town)
        stage["detention_testimonies"][:] = 20.0
        stage["street_marchers"][:] = 1000.0
        stage["street_called"][:] = 1.0
        stage["opposition_call"][:] = 1.0
        stage["security_effort"][:] = 1.0
        stage["security_arrests_mean"][:] = 500.0
        stage["security_violence"][:] = 1.0
        stage["media_shutdown"][:] = cut
        return stage.play("media", "repression_news")[column].copy().reshape(-1, 2)

    free, half, cut = hears(0.0), hears(0.5), hears(1.0)
    assert (free > half).all()
    assert (half > cut).all()


def test_under_a_full_shutdown_those_online_hear_what_everybody_hears(town):
    stage = _after(town, cut=1.0)
    assert stage["media_crowd_heard"][ONLINE] == stage["media_crowd_heard"][OFFLINE] == pytest.approx(150)


def test_people_online_hear_of_more_than_people_offline(town):
    stage = _after(town)
    for column in ("media_turnout", "media_effort", "media_violence"):
        assert (stage[column][:, ONLINE] > stage[column][:, OFFLINE]).all()


def test_in_a_run_the_shutdown_is_seen_in_what_is_told_the_day_it_is_cut(town):
    acts = tuple(act("call_march", day) for day in range(6))
    free = play(with_country(town, acts=acts), days=6)
    cut = play(with_country(town, acts=(*acts, act("shutdown", 4))), days=6)
    assert (free.total("crowd")[:4] == cut.total("crowd")[:4]).all()
    assert (cut.numbers["told_crowd"][4] < free.numbers["told_crowd"][4]).all()
    assert cut.total("crowd")[4] < free.total("crowd")[4]
    assert cut.numbers["shutdown"].tolist() == [0, 0, 0, 0, 1, 0]


def test_harder_policing_expected_never_raises_the_crowd(town):
    calm, afraid = both_arms(
        with_country(town, acts=(act("call_march", 0), act("tactic_pause", 0))), "tactics.containment.effort", 0.05,
        1.0, days=1,
    )
    assert afraid.total("crowd")[0] < calm.total("crowd")[0]
    assert afraid.numbers["expected_effort"][0, ONLINE] == 1.0


def test_nothing_is_heard_before_anything_happened(town):
    stage = Stage(town).play("media", "repression_news")
    assert np.count_nonzero(stage["media_abuse"]) == np.count_nonzero(stage["media_shock"]) == 0
    assert np.count_nonzero(stage["media_dread"]) == np.count_nonzero(stage["media_crowd_heard"]) == 0
