"""Chains that start from another posterior find the same law as those that seek modes, with less work."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from contested.inference.emulator.emulator import fit
from contested.inference.likelihood.claim_params import ClaimModel
from contested.inference.likelihood.conditional_likelihood import ConditionalLikelihood
from contested.inference.posterior import posterior
from contested.inference.posterior.metric import Metric
from contested.inference.posterior.posterior import BRIEF, NEAR, sample, sample_every_cell
from contested.inference.posterior.target import TargetDensity
from tests.inference.saying import ready, say

DAYS = 8
DOUBTING = ClaimModel().doubting("Ministry")


@cache
def study():
    """Days of crowds that two parties count, each with a bias of its own, and the posterior of who trusts both."""
    rng = np.random.default_rng(12)
    z = rng.normal(size=(600, 4))
    shared = 0.2 * rng.normal(size=(600, 1))
    y = 7 + z @ rng.normal(size=(4, DAYS)) * 0.4 + 0.2 * z[:, :1] ** 2 + shared + 0.15 * rng.normal(size=(600, DAYS))
    model = fit(z, np.exp(y), floor=0.5)
    claims = told("Ministry", "Viasna")
    return model, claims, sample(model, ConditionalLikelihood(claims), seed=1)


def told(*parties):
    """One party says less than half of what the other says."""
    rng = np.random.default_rng(13)
    return ready(*(
        say(round(1500 * factor * np.exp(0.2 * rng.normal())), day=day, by=by, side=side)
        for by, side, factor in zip(parties, ("incumbent", "opposition"), (0.6, 1.5)) for day in range(DAYS)
    ))  # fmt: skip


def evaluations(monkeypatch, *given, **how):
    """What is sampled, and the points at which the density was asked for it."""
    points, density = [0], TargetDensity.density

    def counted(self, v, lift=0.0):
        points[0] += len(v)
        return density(self, v, lift)

    with monkeypatch.context() as patched:
        patched.setattr(TargetDensity, "density", counted)
        return sample(*given, **how), points[0]


def test_a_view_from_the_studys_posterior_is_the_one_that_seeks_modes_and_asks_less(monkeypatch):
    model, claims, trusting = study()
    doubted = ConditionalLikelihood(claims, DOUBTING)
    chains, draws, warmup = NEAR
    near, few = evaluations(
        monkeypatch, model, doubted, seed=2, chains=chains, draws=draws, warmup=warmup,
        near=trusting.metric.under(doubted),
    )  # fmt: skip
    chains, draws, warmup = BRIEF[0]
    brief, more = evaluations(monkeypatch, model, doubted, seed=3, chains=chains, draws=draws, warmup=warmup)
    long = sample(model, doubted, seed=4, chains=16, draws=640, warmup=128)
    assert near.converged and long.converged
    assert few / near.ess.min() < 0.9 * more / brief.ess.min(), (few, more, near.ess, brief.ess)
    # four standard errors of both, at as many draws as are handed on
    ess = np.minimum(near.ess, len(near.z)), np.minimum(long.ess, len(long.z))
    error = long.z.std(0) * np.sqrt(1 / ess[0] + 1 / ess[1])
    assert (np.abs(near.z.mean(0) - long.z.mean(0)) < 4 * error).all()
    assert np.log(near.z.std(0) / long.z.std(0)) == pytest.approx(0, abs=4 * np.sqrt(0.5 / 400 + 0.5 / 1024))
    log = [np.log(p.truth) for p in (near, long)]
    assert np.abs(log[0].mean(0) - log[1].mean(0)).max() < 4 * log[1].std(0).max() * np.sqrt(2 / 400)
    # and not the one it started from: as the Ministry may be wrong by more, Viasna exaggerates by more
    bias = [law.bias(p.eta).mean(0) for law, p in ((doubted, near), (doubted, long))]
    before = ConditionalLikelihood(claims).bias(trusting.eta).mean(0)
    assert bias[0] == pytest.approx(bias[1], abs=0.06) and (bias[0] - before > 0.1).all(), (bias, before)


def test_biases_stay_where_they_are_when_their_prior_is_another():
    model, claims, trusting = study()
    was, now = ConditionalLikelihood(claims), ConditionalLikelihood(claims, DOUBTING)
    there = trusting.metric.under(now)
    biases = []
    for likelihood, metric in ((was, trusting.metric), (now, there)):
        unknowns = TargetDensity(model, likelihood)
        unknowns.follow_as(metric.follow, metric.centre)
        z, shared, eta = unknowns.split(metric.starts)
        biases.append((z, shared, likelihood.bias(eta)))
    for before, after in zip(*biases):
        assert after == pytest.approx(before, abs=1e-9)
    assert not np.allclose(there.starts, trusting.metric.starts), "the same bias is less unusual under a wider prior"


def test_other_biases_are_sought_as_if_nothing_were_known():
    model, _, trusting = study()
    others = told("Ministry", "Gazette")
    assert trusting.metric.under(ConditionalLikelihood(others)) is None
    known = sample_every_cell(model, others, ClaimModel(), seed=5, near=trusting.metric)
    assert np.array_equal(known.z, sample_every_cell(model, others, ClaimModel(), seed=5).z)


def test_chains_that_do_not_agree_from_there_seek_modes(monkeypatch):
    model, claims, trusting = study()
    sought = []
    usual = posterior._at_modes
    monkeypatch.setattr(posterior, "_at_modes", lambda *a: sought.append(1) or usual(*a))
    # a direction that is taken for a thousand times as narrow as it is: no chain gets anywhere along it
    narrow = np.ones(len(trusting.metric.mean))
    narrow[0] = 1e-3
    wrong = trusting.metric._replace(covariance=narrow[:, None] * trusting.metric.covariance * narrow)
    for near, times in ((trusting.metric, 0), (wrong, 1)):
        found = sample_every_cell(model, claims, DOUBTING, seed=6, near=near)
        assert len(sought) == times and found.converged


class Peaks:
    """A density of one unknown with two peaks, at -3 and 3, of which the first is higher by so much."""

    size = 1

    def __init__(self, by):
        self.by = by

    def follow_as(self, follow, centre):
        pass

    def recentred(self, v):
        return v - 0.1  # the middle of the prior lies on the slope of the first

    def density(self, v):
        left = v[:, 0] < 0
        centre = np.where(left, -3.0, 3.0)
        return np.where(left, self.by, 0.0) - 0.5 * (v[:, 0] - centre) ** 2, -(v - centre[:, None])


def test_a_higher_peak_that_distrust_opens_elsewhere_is_sought():
    near = study()[2].metric._replace(mean=np.array([3.2]))
    assert posterior._higher_elsewhere(Peaks(40.0), near)
    assert not posterior._higher_elsewhere(Peaks(4.0), near)
    assert not posterior._higher_elsewhere(Peaks(40.0), near._replace(mean=np.array([-2.0])))


def test_claims_about_another_number_of_cells_are_sought_anew():
    _, claims, trusting = study()
    wider = trusting.metric._replace(centre=np.append(trusting.metric.centre, 0.0))
    assert trusting.metric.under(ConditionalLikelihood(claims, DOUBTING)) is not None
    assert wider.under(ConditionalLikelihood(claims, DOUBTING)) is None


def test_arrays_that_do_not_fit_together_are_no_metric():
    metric = study()[2].metric
    assert metric.sound(4) and not metric.sound(3)
    for name in Metric._fields:
        assert not metric._replace(**{name: getattr(metric, name)[:-1]}).sound(4) or name in ("starts", "turn"), name
        assert not metric._replace(**{name: getattr(metric, name).astype(object)}).sound(4), name
        if name != "pairs":
            assert not metric._replace(**{name: getattr(metric, name) * np.nan}).sound(4), name
