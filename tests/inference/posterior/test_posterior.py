"""The posterior is the one that algebra gives, whoever samples it, and the same whenever it is asked."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import multivariate_normal

from contested.inference.emulator import proposals
from contested.inference.emulator.emulator import fit
from contested.inference.likelihood.cell_noise import Grid
from contested.inference.likelihood.claim_model import log_density
from contested.inference.likelihood.claim_params import ClaimModel
from contested.inference.likelihood.conditional_likelihood import ConditionalLikelihood
from contested.inference.posterior.posterior import BRIEF, USUAL, sample
from contested.inference.posterior.target import TargetDensity
from contested.inference.threads import one_core
from tests.inference.saying import ready, say
from tests.inference.toy import Heard, line, parties


def learned(world, rng, runs=600):
    z = rng.normal(size=(runs, len(world.slope)))
    return fit(z, np.exp(world.play(z, rng)), floor=0.0)


@pytest.mark.parametrize("lengths", (USUAL, BRIEF), ids=("usual", "brief"))
def test_the_posterior_is_the_one_of_algebra(lengths):
    rng = np.random.default_rng(1)
    world = line(rng)
    heard = parties(rng).speak(world.play(rng.normal(size=(1, 8)), rng)[0], rng)
    chains, draws, warmup = lengths[0]
    found = sample(learned(world, rng, 3000), heard, seed=5, chains=chains, draws=draws, warmup=warmup)
    mean, cov = world.posterior(heard)
    sd = np.sqrt(np.diag(cov))
    assert found.converged
    # the emulator's own error, an eighth of a posterior's spread at most, and five standard errors of the draws
    assert np.abs((found.z.mean(0) - mean) / sd).max() < 0.125 + 5 / np.sqrt(found.ess.min())
    assert np.abs(found.z.std(0) / sd - 1).max() < 0.15
    # what parameters share is found too: the law of the whole vector
    root = np.linalg.cholesky(cov)
    assert np.abs(np.cov(np.linalg.solve(root, (found.z - mean).T)) - np.eye(8)).max() < 0.3


def test_slopes_are_those_of_the_density():
    rng = np.random.default_rng(2)
    z = rng.normal(size=(500, 3))
    y = 1 + np.tanh(2 * z[:, :1]) * [1, 2, 1, 0.5] + 0.2 * np.exp(0.3 * z[:, 1:2]) * rng.normal(size=(500, 4))
    y += 0.3 * np.exp(0.3 * z[:, 2:3]) * rng.normal(size=(500, 1))
    model = fit(z, np.exp(y), floor=0.3)
    assert model.accuracy.sets[2] and model.patterns, "the toy should use bumps and patterns"
    claims = ready(say(30, day=0), say(4, day=1), say(9, day=1, by="Viasna", side="opposition"), say(7, day=2),
                   say(low=2, high=40, day=3), say(55, day=3, note="named list"))  # fmt: skip
    unknowns = TargetDensity(model, ConditionalLikelihood(claims))
    v = 0.5 * rng.normal(size=(20, unknowns.size))
    value, _ = unknowns.density(v)
    for written in ("as they are", "following the mean"):
        if written == "following the mean":
            unknowns.follow(0.1 * rng.normal(size=unknowns.size))
            v = unknowns.recentred(v)
            assert unknowns.density(v)[0] == pytest.approx(value, abs=1e-9), "the same points in other words"
        _, slope = unknowns.density(v)
        for k in range(unknowns.size):
            step = 1e-6 * np.eye(unknowns.size)[k]
            ratio = (unknowns.density(v + step)[0] - unknowns.density(v - step)[0]) / 2e-6
            assert ratio == pytest.approx(slope[:, k], abs=1e-4, rel=1e-4), f"unknown {k}, {written}"


def test_where_no_truth_is_there_is_no_chance():
    claims = ready(say(3000, day=0), say(7, day=1))
    grid, own = Grid(np.full(2, 50.0), np.full(2, 0.1)), np.full((4, 2), 0.3)
    mean = np.array([[8.0, 4.0], [1e9, 4.0], [np.nan, 4.0], [-np.inf, 4.0]])
    found = ConditionalLikelihood(claims).at(grid, mean, own, np.zeros((4, 2)))
    assert np.isfinite(found.value[0]) and (found.value[1:] == -np.inf).all()


def test_a_level_that_is_known_sharply_moves_nothing_else():
    """Forty claims fix one level that parameters, shared noise and biases all account for: once the latter follow the
    mean, curvature no longer depends on where along the ridge one stands."""
    rng = np.random.default_rng(9)
    z = rng.normal(size=(2000, 3))
    level = 7 + z[:, 0] + 0.4 * z[:, 0] ** 2 + z[:, 1] + 0.7 * rng.normal(size=2000)
    model = fit(z, np.exp(level[:, None] + 0.15 * rng.normal(size=(2000, 20))), floor=0.5)
    told = [say(900 + 7 * d, day=d, by=by) for d in range(20) for by in ("Ministry", "Gazette")]
    unknowns = TargetDensity(model, ConditionalLikelihood(ready(*told)))
    stiff = {}
    for written in ("as they are", "following the mean"):
        at = np.zeros(unknowns.size)
        if written == "following the mean":
            unknowns.follow(at)
        at[0] = 1.0
        stiff[written] = unknowns.curvature(at)[1][:3, -1] @ unknowns.curvature(at)[1][:3, -1]
    assert stiff["as they are"] > 0.3 and stiff["following the mean"] < 0.05, stiff


@pytest.mark.parametrize("claim_model", [ClaimModel(), ClaimModel().doubting("Ministry")])
def test_summed_over_biases_it_is_the_claim_model_averaged_over_noise(claim_model):
    claims = ready(say(3000, day=0), say(0, day=1), say(low=200, high=1000, day=2), say(900, day=2, note="named list"))
    given = ConditionalLikelihood(claims, claim_model)
    assert given.biases == 2
    node = np.linspace(-7, 7, 121)
    eta = np.stack(np.meshgrid(node, node, indexing="ij"), axis=-1).reshape(-1, 2)
    both = -0.5 * (eta**2).sum(1) + 2 * np.log((node[1] - node[0]) / np.sqrt(2 * np.pi))
    # many nodes where few are left of an agent, and where a list ends
    nodes = [np.linspace(-6, 6, n) for n in (13, 121, 33)]
    noise = np.stack(np.meshgrid(*nodes, indexing="ij"), axis=-1).reshape(-1, 3)
    weight = -0.5 * (noise**2).sum(1) + sum(np.log((n[1] - n[0]) / np.sqrt(2 * np.pi)) for n in nodes)
    floor, own = np.full(3, 50.0), np.array([0.3, 0.2, 0.4])
    for truth in ([2000.0, 5, 400], [300.0, 0, 2000]):
        mean = np.log(truth + floor)
        x = np.maximum(np.exp(mean + own * noise) - floor, 0.0)
        right = np.logaddexp.reduce(log_density(x, claims, claim_model) + weight)
        tall = np.tile(mean, (len(eta), 1)), np.tile(own, (len(eta), 1)), eta
        # a cell that may speak of less than an agent gets more nodes, as `grid` gives it; and with many it is exact
        for step, within in ((own / [2, 8, 2], 0.1), (own / 30, 0.01)):
            value = given.at(Grid(floor, step), *tall).value
            assert np.logaddexp.reduce(value + both) == pytest.approx(right, abs=within), truth


def test_noise_drawn_is_the_noise_that_was_averaged_over():
    claims = ready(say(0, day=0), say(40, day=1), say(3000, day=2))
    given, n = ConditionalLikelihood(claims), 20_000
    floor, own = np.full(3, 50.0), np.array([0.5, 0.2, 0.4])
    mean, eta = np.array([4.2, 4.3, 7.0]), np.array([0.3, -0.2])
    grid = Grid(floor, own / [8, 8, 2])
    tall = [np.tile(a, (n, 1)) for a in (mean, own, eta)]
    y = given.draw(grid, *tall, np.random.default_rng(1).uniform(size=(n, 3)))
    # by brute force: the prior's noise, weighed by how likely each claim is with hardly any noise left
    prior = mean + own * np.random.default_rng(2).normal(size=(n, 3))
    for cell in range(3):
        at = np.tile(mean, (n, 1))
        at[:, cell] = prior[:, cell]
        still = np.tile(own, (n, 1))
        still[:, cell] = 1e-3
        fine = grid.step.copy()
        fine[cell] = 1e-3 / 8
        log = given.at(Grid(floor, fine), at, still, tall[2]).value
        weight = np.exp(log - log.max())
        for q in (0.1, 0.5, 0.9):
            edge = max(np.quantile(y[:, cell], q), np.log(50.25))
            right = weight[prior[:, cell] <= edge].sum() / weight.sum()
            assert np.mean(y[:, cell] <= edge) == pytest.approx(right, abs=0.03), f"cell {cell}, {q}"


def test_a_cell_that_nobody_speaks_of_keeps_its_noise():
    claims = ready(say(3000, day=0))
    given = ConditionalLikelihood(claims, ClaimModel().doubting("Ministry", spread=np.inf))
    mean, own, eta = np.zeros((1, 1)), np.full((1, 1), 0.5), np.empty((1, 0))
    grid = Grid(np.ones(1), np.full(1, 0.25))
    assert given.biases == 0 and given.at(grid, mean, own, eta).value == 0
    assert given.draw(grid, mean, own, eta, np.full((1, 1), 0.975)).item() == pytest.approx(0.98, abs=1e-3)


def test_small_counts_of_coarse_runs_are_no_cliff_to_a_sampler():
    """Days on which runs have nobody or one agent, of whom a party says that there was nobody: one side is flat, on the
    other the chance falls within a tenth of the noise, so that curvature at the peak says nothing of the width."""
    rng = np.random.default_rng(8)
    z = rng.normal(size=(1500, 4))
    rate = np.exp(1.0 + z @ (0.5 * rng.normal(size=(4, 12))) + 0.3 * rng.normal(size=(1500, 12))) / 5
    model = fit(z, 100.0 * rng.poisson(rate), floor=50.0)
    told = [say(0, day=k, by=by) for k in range(6) for by in ("Ministry", "Gazette")]
    told += [say(30, day=k, by="Gazette") for k in range(6, 9)] + [say(300, day=k) for k in range(9, 12)]
    for claim_model in (ClaimModel(), ClaimModel().doubting("Ministry")):
        found = sample(model, ConditionalLikelihood(ready(*told), claim_model), seed=1)
        assert found.converged and found.worst < 1.02 and found.ess.min() > 400, (found.worst, found.ess.min())


def test_doubting_a_party_moves_the_truth_to_the_other():
    rng = np.random.default_rng(3)
    z = rng.normal(size=(300, 2))
    x = np.exp(8 + z @ [[1.0] * 5, [0.3] * 5] + 0.2 * rng.normal(size=(300, 5)))
    model = fit(z, x)
    told = [say(1000, day=k) for k in range(5)]
    told += [say(20_000, day=k, by="Viasna", side="opposition") for k in range(5)]
    claims = ready(*told)
    middle = {
        who: np.exp(np.log(sample(model, ConditionalLikelihood(claims, claim_model), seed=1).truth).mean())
        for who, claim_model in (
            ("nobody", ClaimModel()), ("Ministry", ClaimModel().doubting("Ministry")),
            ("Viasna", ClaimModel().doubting("Viasna")),
        )
    }  # fmt: skip
    assert middle["Viasna"] < 0.7 * middle["nobody"] < 0.49 * middle["Ministry"]


def two_peaks():
    """Truth is even in the first parameter: whatever is said, both signs fit."""
    rng = np.random.default_rng(4)
    z = rng.normal(size=(400, 2))
    y = 5 + np.stack([z[:, 0] ** 2, 0.5 * z[:, 1], z[:, 0] ** 2 + z[:, 1]], axis=1) + 0.05 * rng.normal(size=(400, 3))
    told = np.array([6.5, 5.1, 6.7])
    return fit(z, np.exp(y), floor=0.0), Heard(np.arange(3), told, 0.2, np.zeros(3, int), np.zeros((1, 0)))


def test_both_peaks_are_found():
    found = sample(*two_peaks(), seed=2)
    assert 0.2 < (found.z[:, 0] > 0).mean() < 0.8
    assert not found.converged, "chains that sit on two peaks cannot agree, and it has to be said"


def test_many_small_matrices_are_multiplied_on_one_core():
    info = pytest.importorskip("threadpoolctl").threadpool_info
    with one_core():
        assert {lib["num_threads"] for lib in info() if "numpy" in lib["filepath"]} == {1}


def test_a_seed_is_a_posterior():
    rng = np.random.default_rng(6)
    world = line(rng, d=3, cells=10)
    model, heard = learned(world, rng, 200), parties(rng, 10, 30).speak(world.play(np.zeros((1, 3)), rng)[0], rng)
    one, same, other = (sample(model, heard, seed=s) for s in (1, 1, 2))
    assert np.array_equal(one.z, same.z) and np.array_equal(one.truth, same.truth)
    assert not np.isin(one.z, other.z).any()


def test_a_wave_is_wider_than_the_posterior_and_gives_up_no_region():
    rng = np.random.default_rng(7)
    draws = [2.0, 0.0] + rng.normal(size=(4000, 2)) @ [[0.1, 0.05], [0.0, 0.2]]
    wave = proposals.proposed(draws, 5000, wave=1, seed=3)
    near, far = wave[:4000], wave[4000:]
    assert near.mean(0) == pytest.approx(draws.mean(0), abs=0.02)
    assert np.cov(near.T) == pytest.approx(proposals.WIDER**2 * np.cov(draws.T), rel=0.15)
    assert far.std(0) == pytest.approx([1, 1], abs=0.1)
    assert np.array_equal(wave, proposals.proposed(draws, 5000, wave=1, seed=3))
    assert not np.isin(wave, proposals.proposed(draws, 5000, wave=2, seed=3)).any()
    # its density is what an audit weighs by: prior over density averages to one over the wave
    prior = multivariate_normal.logpdf(wave, np.zeros(2), np.eye(2))
    assert np.exp(prior - proposals.log_proposal(wave, draws)).mean() == pytest.approx(1, abs=0.1)
