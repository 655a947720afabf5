"""Attitudes fade by their half-lives, grow by what is told, and never wrap around."""

from __future__ import annotations

import numpy as np
import pytest

from contested.ground.exact import LARGEST, LEVELS_PER_ONE
from contested.nation.codes import ADULT, FOR_CHALLENGER, FOR_INCUMBENT, ONLINE
from tests.nation.playing import Stage, both_arms, play

COLUMNS = {"outrage": "outrage_half_life", "fear": "fear_half_life", "fatigue": "fatigue_half_life"}


@pytest.mark.parametrize("what", COLUMNS)
def test_a_level_halves_in_its_half_life(town, what):
    stage = Stage(town, {f"citizens.{COLUMNS[what]}": 7.0})
    column = stage[f"citizens_{what}"]
    column[:] = 4 * LEVELS_PER_ONE
    for day in range(7):
        stage.play("attitudes", day=day)
    adult = stage["flags"] & ADULT > 0
    # a step of rounding down a day, and a 65536th in the factor
    assert column[adult] / LEVELS_PER_ONE == pytest.approx(2.0, abs=10 / LEVELS_PER_ONE)


@pytest.mark.parametrize("what", COLUMNS)
@pytest.mark.parametrize("half_life", [0.5, 1000.0])
def test_every_level_reaches_nothing_in_the_end(town, what, half_life):
    stage = Stage(town, {f"citizens.{COLUMNS[what]}": half_life})
    column = stage[f"citizens_{what}"]
    column[:] = 40
    for day in range(41):
        stage.play("attitudes", day=day)
    assert column.max() == 0


def test_what_media_tell_of_repression_outrages_those_who_hear_it(town):
    stage = Stage(town)
    stage["media_shock"][:] = [[0.2, 0.6]]
    stage.play("attitudes")
    flags, outrage = stage["flags"], stage["citizens_outrage"] / LEVELS_PER_ONE
    offline = (flags & ADULT > 0) & (flags & ONLINE == 0)
    assert outrage[offline] == pytest.approx(0.2, abs=1 / LEVELS_PER_ONE)
    assert outrage[flags & ONLINE > 0] == pytest.approx(0.6, abs=1 / LEVELS_PER_ONE)
    assert (outrage[flags & ADULT == 0] == 0).all()


def test_outrage_has_a_ceiling_and_does_not_wrap_around(town):
    stage = Stage(town)
    stage["media_shock"][:] = 10.0
    for day in range(5):
        stage.play("attitudes", day=day)
    adult = stage["flags"] & ADULT > 0
    assert (stage["citizens_outrage"][adult] == LARGEST).all()


def test_independent_media_move_the_doubts_of_those_online_who_did_not_vote_for_the_incumbent(town):
    stage = Stage(town).play("vote")
    stage["election_official"][0] = 0.80
    stage["election_announced"][0] = 1
    stage["media_open"][:] = 1.0
    for day in range(60):
        stage.play("attitudes", day=day)
    flags, vote, doubt = stage["flags"], stage["election_vote"], stage["citizens_fraud"] / 255
    reached = (flags & ONLINE > 0) & (vote != FOR_INCUMBENT)
    told = 0.80 - stage.params.media.fraud_claim
    assert doubt[reached] == pytest.approx(told, abs=4 / 255)  # whole steps of a 255th stop a little short
    assert (doubt[~reached] == 0).all()


def test_a_full_shutdown_stops_that_learning(town):
    stage = Stage(town).play("vote")
    stage["election_official"][0] = 0.80
    stage["election_announced"][0] = 1
    stage["media_open"][:] = 0.0
    stage.play("attitudes")
    assert stage["citizens_fraud"].sum() == 0


def test_doubts_never_grow_past_what_is_told_nor_below_nothing(town):
    stage = Stage(town, {"media.fraud_learning": 1.0}).play("vote")
    stage["election_announced"][0] = 1
    stage["citizens_fraud"][:] = np.arange(len(stage["citizens_fraud"])) % 256
    for official, goal in ((0.9, 0.9 - stage.params.media.fraud_claim), (0.1, 0.0)):
        stage["election_official"][0] = official
        stage.play("attitudes")
        reached = (stage["flags"] & ONLINE > 0) & (stage["election_vote"] == FOR_CHALLENGER)
        assert stage["citizens_fraud"][reached] / 255 == pytest.approx(goal, abs=1 / 255)


def test_means_by_place_are_means_over_its_adults(teaching):
    stage = Stage(teaching)
    rng = np.random.default_rng(3)
    for name in ("outrage", "fear", "fraud"):
        column = stage[f"citizens_{name}"]
        column[:] = rng.integers(0, 200, len(column))
    stage.play("attitudes")
    adult = stage["flags"] & ADULT > 0
    place = np.repeat(np.arange(len(stage["place_people"])), np.diff(stage["place_start"]))
    for name, one in (("outrage", LEVELS_PER_ONE), ("fear", LEVELS_PER_ONE), ("fraud", 255)):
        column = stage[f"citizens_{name}"] / one
        want = [column[adult & (place == p)].mean() for p in range(len(stage["place_people"]))]
        assert stage[f"citizens_mean_{name}"] == pytest.approx(want, rel=1e-9)


def test_more_ill_treatment_raises_outrage_later_and_not_before(teaching):
    settings = {"security.arrests_per_officer": 5.0, "security.reach": 0.5}
    kind, cruel = both_arms(
        teaching, "detention.ill_treatment_crackdown", 0.0, 1.0, settings=settings, days=20
    )
    outrage = [run.numbers["outrage"].mean(axis=1) for run in (kind, cruel)]
    first = int(np.argmax(cruel.total("testimonies") > kind.total("testimonies")))
    assert cruel.total("testimonies").sum() > kind.total("testimonies").sum()
    # the testimony itself is heard the day after
    assert (outrage[0][: first + 1] == outrage[1][: first + 1]).all()
    assert outrage[1][first + 1] > outrage[0][first + 1]


def test_outrage_that_lasts_longer_is_never_lower(town):
    """The same news, forgotten at two paces."""
    levels = []
    for half_life in (5.0, 50.0):
        stage = Stage(town, {"citizens.outrage_half_life": half_life})
        for day in range(15):
            stage["media_shock"][:] = 0.5 if day < 5 else 0.0
            stage.play("attitudes", day=day)
        levels.append(stage["citizens_outrage"].copy())
    assert (levels[1] >= levels[0]).all()
    assert levels[1].sum() > levels[0].sum()


def test_supporters_of_the_incumbent_march_less_than_others(teaching):
    """Directly: with their grievance counted in full, more of them are out."""
    def marched(part):
        out = []

        def count(_, state):
            total = state["street_start"][-1]
            out.append((state["election_vote"][state["street_rows"][:total]] == FOR_INCUMBENT).sum())

        play(teaching, days=8, settings={"citizens.supporter_grievance": part}, each_day=count)
        return sum(out)

    assert marched(0.0) < marched(1.0)
