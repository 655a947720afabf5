"""Right posteriors pass, over-confident and shifted ones are seen, and intervals hold what they say they hold."""

from __future__ import annotations

import numpy as np
import pytest

from contested.inference.emulator.emulator import fit
from contested.inference.posterior import sbc
from contested.inference.posterior.information import Spacing, gained, nearness
from contested.inference.posterior.leave_out import beside
from contested.inference.posterior.posterior import sample
from contested.inference.posterior.predictive_check import groups
from tests.inference.toy import line, parties
from tests.laws import assert_chance


def trials(rng, n=600, d=3, draws=99, narrow=1.0, shift=0.0):
    """A normal mean seen once: truth and a posterior of it, narrower or shifted if wanted."""
    truth = rng.normal(size=(n, d))
    seen = truth + rng.normal(size=(n, d))
    sd = np.sqrt(0.5)
    return truth, (seen / 2 + shift)[:, None, :] + narrow * sd * rng.normal(size=(n, draws, d))


def test_a_right_posterior_passes_once_in_a_hundred_not():
    failed = sum(not sbc.ranks(*trials(np.random.default_rng(k), 200, draws=19)).passed for k in range(800))
    assert_chance(failed, 800, sbc.FAILS, detects=0.09)


@pytest.mark.parametrize("fault", [{"narrow": 0.8}, {"narrow": 1.4}, {"shift": 0.25}])
def test_a_wrong_posterior_is_seen(fault):
    truth, draws = trials(np.random.default_rng(1), **fault)
    found = sbc.ranks(truth, draws)
    assert len(truth) >= found.needed and not found.passed


def test_too_few_trials_are_said_to_be_too_few():
    truth, draws = trials(np.random.default_rng(2), 60, narrow=0.8)
    found = sbc.ranks(truth, draws)
    assert len(truth) < found.needed
    # with as many as it asks for, nine in ten are seen
    n = sbc.needed(1, 10)
    seen = sum(not sbc.ranks(*trials(np.random.default_rng(k), n, 1, 199, sbc.NARROW)).passed for k in range(300))
    assert_chance(seen, 300, sbc.SEES, detects=0.3)


def test_coverage_is_counted_exactly():
    truth, draws = trials(np.random.default_rng(3), 2000, d=1, draws=39)
    found = sbc.coverage(truth, draws)
    for level, share in zip(sbc.LEVELS, found.share[:, 0]):
        assert_chance(round(share * 2000), 2000, level, detects=0.15)
    assert ((found.low <= found.share) & (found.share <= found.high)).all()
    # the bound of 95 %: a share of 0 or 1 has one end only
    none = sbc.coverage(np.full((20, 1), 9.0), draws[:20])
    assert none.high[0, 0] == pytest.approx(1 - 0.025 ** (1 / 20)) and none.low[0, 0] == 0


def test_intervals_are_stretched_by_as_much_as_they_lack():
    truth, draws = trials(np.random.default_rng(4), 3000, draws=199, narrow=0.7)
    found = sbc.stretch(truth[:1500], draws[:1500])
    assert found.factor == pytest.approx(1 / 0.7, rel=0.05)
    assert found.low < 1 / 0.7 < found.high and found.low > 1
    wider = np.array([sbc.stretched(d, found.factor) for d in draws[1500:]])
    assert sbc.coverage(truth[1500:], wider).pooled[2] == pytest.approx(0.9, abs=0.02)
    assert sbc.stretched(draws[0], 0.5) == pytest.approx(draws[0]), "narrower it must never get"


@pytest.mark.slow
def test_claims_of_biased_parties_give_intervals_that_hold():
    """Eight parameters, 180 claims of five parties: emulator, posterior and checks, truths from the simulator."""
    rng = np.random.default_rng(5)
    world, who = line(rng), parties(rng)
    z = rng.normal(size=(800, 8))
    model = fit(z, np.exp(world.play(z, rng)), floor=0.0)
    sure = model._replace(
        own=model.own._replace(base=model.own.base - 6, low=model.own.low - 6, high=model.own.high - 6),
        scale=model.scale._replace(base=model.scale.base - 6, low=model.scale.low - 6, high=model.scale.high - 6),
    )
    truth = rng.normal(size=(150, 8))
    heard = [who.speak(t, rng) for t in world.play(truth, rng)]

    def infer(model):
        every = [sample(model, h, seed=k, chains=39, draws=1, warmup=12).z for k, h in enumerate(heard)]
        return np.array(every)

    draws = infer(model)
    assert sbc.ranks(truth, draws).passed
    cover = sbc.coverage(truth, draws)
    assert np.abs(cover.pooled - sbc.LEVELS).max() < 4 * cover.pooled_error.max()
    assert 0.87 < cover.pooled[2] < 0.93
    assert sbc.stretch(truth, draws).factor == pytest.approx(1, abs=0.08)
    # an emulator that believes itself is over-confident, and that is seen
    draws = infer(sure)
    assert not sbc.ranks(truth, draws).passed
    assert sbc.coverage(truth, draws).pooled[2] < 0.87
    assert sbc.stretch(truth, draws).factor > 1.1


def test_a_group_that_lies_elsewhere_is_named():
    rng = np.random.default_rng(6)
    made = rng.normal(size=(1, 60)) + rng.normal(size=(1000, 60))
    said = made[0].copy()
    said[20:40] += 1.0
    said[40:] = made[:, 40:].mean(0) + 2.5 * (said[40:] - made[:, 40:].mean(0))
    said[0] = np.nan
    name = ["right"] * 20 + ["high"] * 20 + ["wild"] * 20
    right, high, wild = groups(said, made, name)
    assert (right.name, right.claims) == ("right", 19)
    assert right.p > 0.02 and right.within_90 > 0.7
    assert high.p < 0.001 and high.higher > 0.999
    assert wild.wider > 0.999 and wild.within_90 < 0.8


def test_without_a_party_that_pulls_the_answer_moves_back():
    rng = np.random.default_rng(7)
    full = rng.normal([1.0, 0.0], 0.5, size=(4000, 2))

    def without(party):
        at = {"pulls": [0.0, 0.0], "silent": [1.0, 0.0]}[party]
        return rng.normal(at, 0.6, size=(4000, 2)), np.array([3.0, 3.1]), rng.normal(0, 1, size=(500, 2))

    pulls, silent = (beside(party, full, *without(party)) for party in ("pulls", "silent"))
    assert pulls.shift == pytest.approx([-2, 0], abs=0.1) and silent.shift == pytest.approx([0, 0], abs=0.1)
    assert pulls.wider == pytest.approx([1.2, 1.2], abs=0.05)
    assert pulls.fit.name == "pulls" and pulls.fit.higher > 0.99


def test_what_was_learnt_of_each_parameter():
    rng = np.random.default_rng(8)
    draws = np.stack([rng.normal(0, 1, 9000), rng.normal(0.6, 0.8, 9000), rng.normal(4, 0.1, 9000)], axis=1)
    found = gained(draws)
    assert found.ratio == pytest.approx([1, 0.8, 0.1], rel=0.03)
    assert found.contraction == pytest.approx([0, 0.36, 0.99], abs=0.03)
    assert found.surprise[1] == pytest.approx(1, abs=0.1) and found.surprise[2] > 3


def test_a_posterior_where_nothing_was_played_is_far():
    rng = np.random.default_rng(9)
    runs = rng.normal(size=(500, 4))
    inside, outside = nearness(rng.normal(size=(300, 4)), runs), nearness(rng.normal(6, 0.1, size=(300, 4)), runs)
    assert np.median(inside.ratio) == pytest.approx(1, abs=0.15) and inside.extrapolating < 0.12
    assert outside.ratio.min() > 3 and outside.extrapolating == 1
    known = nearness(np.zeros((1, 4)), runs, Spacing(1.0, 0.0))
    assert known.ratio < 1 and known.extrapolating == 1, "what is known of the runs is not worked out again"
