"""The smoother knows the answer of linear laws, and leaves alone what cannot be learnt or keeps to its bounds."""

from __future__ import annotations

import numpy as np
import pytest

from contested.ground.draws import normals
from contested.inference.likelihood.claim_params import ClaimModel
from contested.inference.smoother.observations import Observations, observations, weights
from contested.inference.smoother.schedule import inflations
from contested.inference.smoother.update import update
from tests.inference.saying import ready, say


def asked(value, error, *, low=None, high=None, shared=None) -> Observations:
    """Claims of predictions as they are, without floors and counts."""
    value, m = np.asarray(value, float), len(value)
    zero = np.zeros(m)
    return Observations(
        np.arange(m), zero, value if low is None else np.asarray(low, float),
        value if high is None else np.asarray(high, float), zero + error**2, zero,
        np.zeros((m, m)) if shared is None else shared,
    )  # fmt: skip


def smoothed(observed: Observations, predict, u: np.ndarray, passes: int = 4, **given) -> np.ndarray:
    """Members after all passes."""
    m, p = len(observed.cell), u.shape[1]
    given = {"reached": np.ones((p, m), bool), "everywhere": np.ones(p, bool), "seed": 1, **given}
    for turn, factor in enumerate(inflations(passes)):
        u = update(u, predict(u), observed, inflation=factor, turn=turn, **given).u
    return u


def start(members: int, unknowns: int, seed: int = 5) -> np.ndarray:
    return normals(members * unknowns, seed, 7).reshape(members, unknowns)


def test_passes_count_the_claims_once_and_the_first_least():
    for passes in (1, 2, 5):
        factor = inflations(passes)
        assert (1 / factor).sum() == pytest.approx(1.0)
        assert (np.diff(factor) < 0).all()


@pytest.mark.parametrize("passes", [1, 4])
def test_a_linear_law_has_the_posterior_that_algebra_gives(passes):
    slope = np.array([[1.0, 0.0, 0.5], [0.0, 2.0, 0.0], [1.0, 1.0, 0.0], [0.5, 0.0, 1.0]])
    value, error = np.array([1.0, -2.0, 0.5, 1.5]), 0.5
    precise = np.eye(3) + slope.T @ slope / error**2
    covariance = np.linalg.inv(precise)
    mean = covariance @ slope.T @ value / error**2
    # Student's weights are for residuals larger than such an error leaves; these are usual ones
    u = smoothed(asked(value, error), lambda u: u @ slope.T, start(4000, 3), passes)
    assert u.mean(axis=0) == pytest.approx(mean, abs=0.12)
    assert np.cov(u.T) == pytest.approx(covariance, abs=0.08)


def test_errors_in_common_are_told_from_errors_of_ones_own():
    """Ten claims with one bias say little more of a level than one of them; their pattern is known all the same."""
    m, bias, error = 10, 1.0, 0.2
    value = np.linspace(-1, 1, m) + 2.0
    observed = asked(value, error, shared=np.full((m, m), bias**2))
    levels = smoothed(observed, lambda u: u[:, :1] + u[:, 1:2] * np.linspace(-1, 1, m), start(2000, 2))
    assert levels[:, 0].std() == pytest.approx(np.sqrt(1 / (1 + 1 / (bias**2 + error**2 / m))), rel=0.12)
    assert levels[:, 1].std() < 0.2


def test_what_cannot_be_learnt_keeps_its_spread():
    """Of 150 parameters 5 move what is claimed; 300 members leave the others the spread of their prior."""
    idle = 145
    slope = start(40, 5, 9)
    value = slope @ np.array([1.0, -1.0, 0.5, 0.0, 1.5])
    u = smoothed(asked(value, 0.3), lambda u: u[:, :5] @ slope.T, start(300, 5 + idle))
    spread = u.std(axis=0)
    assert spread[:5].max() < 0.35
    assert 0.9 < spread[5:].mean() < 1.05
    assert np.abs(u[:, 5:].mean(axis=0)).mean() < 0.15


def test_a_gathering_is_moved_by_nothing_that_came_before_it():
    reached = np.array([[True, True], [False, True]])
    u = start(300, 2)
    moved = smoothed(
        asked([2.0, 0.0], 0.3), lambda u: u + 0.3 * u[:, ::-1], u, reached=reached, everywhere=np.zeros(2, bool)
    )  # fmt: skip
    assert moved[:, 0].mean() > 1.0
    only_first = smoothed(
        asked([2.0], 0.3), lambda u: u[:, :1] + 0.3 * u[:, 1:], u, reached=reached[:, :1], everywhere=np.zeros(2, bool)
    )  # fmt: skip
    assert (only_first[:, 1] == u[:, 1]).all()


def test_a_bound_moves_those_outside_and_says_nothing_within():
    u = start(1000, 1)
    far = smoothed(asked([0.0], 0.2, low=[-50.0], high=[np.inf]), lambda u: u, u)
    assert (far == u).all(), "everybody keeps to it"
    least = smoothed(asked([0.0], 0.2, low=[0.0], high=[np.inf]), lambda u: u, u)[:, 0]
    inside = u[:, 0] > 1.0
    assert (least[inside] == u[inside, 0]).all()
    assert (least < -0.5).mean() < 0.02 < (u[:, 0] < -0.5).mean()
    # a half-normal law, a little blurred
    assert least.mean() == pytest.approx(np.sqrt(2 / np.pi), abs=0.1)
    assert (least > 0.67).mean() == pytest.approx(0.5, abs=0.08)


def test_a_wild_claim_counts_less():
    assert weights(np.array([1.0]), np.array([1.0])) == pytest.approx([1.0])
    assert (np.diff(weights(np.array([0.0, 1.0, 3.0, 9.0]), np.ones(4))) < 0).all()
    value = np.zeros(6)
    value[-1] = 8.0
    tame = smoothed(asked(value, 0.3), lambda u: np.repeat(u, 6, axis=1), start(1000, 1))
    assert tame.mean() < 0.7 * value.mean()


def test_claims_become_stretches_with_biases_and_copies_in_common():
    claims = ready(
        say(3000.0, by="Gazette", side="media"), say(5000.0, by="Gazette", side="media", day=1),
        say(low=40_000.0, by="Council", side="opposition", day=2), say(12.0, by="Ministry", what="detained"),
    )  # fmt: skip
    n = len(claims.cells)
    found = observations(claims, np.full(n, 50.0), np.full(n, 100.0), ClaimModel())
    assert found.high[2] == np.inf and found.bound.tolist()[2] and not found.bound[0]
    assert found.low[0] <= np.log(3050) <= found.high[0]
    assert found.shared[0, 1] > 0.5 and found.shared[0, 3] == 0.0, "one party's bias, and nobody else's"
    assert found.numbers[3] > found.numbers[1] > 0, "a small number scatters more"
    assert found.predictions(np.full((1, n), np.nan))[0, 0] == np.log(50), "what has no value counts as none"


def test_what_earlier_claims_tell_of_a_bias_is_known_to_later_ones():
    """A party said three times what was true: its next claim is read so, and its bias is not counted anew."""
    m, bias, error = 6, 1.0, 0.1
    observed = asked(np.full(m, np.log(3.0)), error, shared=np.full((m, m), bias**2))
    before = np.arange(m) < 5
    new, y = observed.beyond(np.zeros((4, m)), before)
    assert len(new.cell) == 1 and y == pytest.approx(np.full((4, 1), np.log(3.0)), abs=0.01)
    assert new.shared[0, 0] == pytest.approx(error**2 / 5, rel=0.05)
    same, z = observed.beyond(np.zeros((4, m)), np.zeros(m, bool))
    assert same is observed and (z == 0).all()
