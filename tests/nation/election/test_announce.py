"""The announced share is the sum of the protocols, and everybody compares it with the people they know."""

from __future__ import annotations

import numpy as np
import pytest

from contested.nation.codes import ADULT, FOR_INCUMBENT
from tests.nation.countries import with_country
from tests.nation.playing import Stage, play


def _announced(world, mechanism):
    stage = Stage(with_country(world, mechanism=mechanism)).play("vote", "protocols")
    return stage.play("announcement", day=1)


@pytest.mark.parametrize("mechanism", ["none", "stuffing", "ordered"])
def test_the_official_share_is_the_sum_of_the_protocols(town, mechanism):
    stage = _announced(town, mechanism)
    cast, incumbent = stage["election_reported"][:, :2].sum(axis=0)
    assert stage["election_official"][0] == incumbent / cast
    assert stage["election_announced"][0] == 1


def test_nobody_knows_anything_before_the_announcement(town):
    stage = Stage(with_country(town, mechanism="ordered")).play("vote", "protocols", "announcement", day=0)
    assert stage["election_announced"][0] == 0
    assert stage["citizens_fraud"].sum() == 0


def test_everybody_compares_with_those_they_know_who_voted(town):
    """By plain counting, for all 20,000; the comparison counts half with as many known voters as declared."""
    stage = _announced(town, "ordered")
    vote, ties = stage["election_vote"], stage["ties"]
    known = np.concatenate([np.arange(len(vote))[:, None], ties], axis=1)
    votes = np.where(known >= 0, vote[known], 0)
    voters, own = (votes > 0).sum(axis=1), (votes == FOR_INCUMBENT).sum(axis=1)
    adult = stage["flags"] & ADULT > 0
    seen = np.divide(own, voters, out=np.ones(len(vote)), where=voters > 0)
    want = np.where(adult & (voters > 0), np.maximum(0, stage["election_official"][0] - seen), 0.0)
    want *= voters / (voters + stage.params.election.acquaintances_half)
    assert np.abs(stage["citizens_fraud"] / 255.0 - want).max() <= 0.5 / 255 + 1e-12


def test_an_honest_count_leaves_only_the_doubts_of_small_numbers(town):
    """People who happen to know few of the incumbent's voters doubt even an honest count; ordering triples it."""
    honest, ordered = (_announced(town, m)["citizens_fraud"].mean() / 255 for m in ("none", "ordered"))
    assert honest < 0.08
    assert ordered > 3 * honest


def test_after_an_honest_count_nobody_comes_out_for_the_result(town):
    run = play(with_country(town, mechanism="none"), days=3)
    assert run.numbers["official_share"][1] == run.numbers["true_share"][1]
    assert run.numbers["call"][1].max() == pytest.approx(run.model.params.street.spontaneous, rel=0.2)


def test_the_announced_share_is_unknown_until_it_is_announced_and_then_stands(teaching_run):
    official = teaching_run.numbers["official_share"]
    day = teaching_run.state["election_announcement_day"][0]
    assert day > 0 and np.isnan(official[:day]).all()
    assert (official[day:] == official[day]).all()
    assert official[day] > teaching_run.numbers["true_share"][day]
