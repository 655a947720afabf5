"""The reporting model: calibrated on platforms it would itself make up, and open about what data cannot say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from contested.forensics.samples.ratio import consistent
from contested.forensics.samples.reporting import Claim, Platform, Prior, assumptions, find, implied_rates, posterior
from contested.forensics.samples.reporting import sensitivity as table_of
from contested.ground.errors import InputError
from tests.forensics import belarus_counts as b
from tests.laws import assert_chance

PRIOR = Prior(rate=-1.5, rate_spread=0.8, gap_spread=0.7, within=0.5, share_spread=0.7, selection_spread=0.4)


def made_up(rng: np.random.Generator, prior: Prior, *, areas: int = 3, trusted: bool = True):
    """A platform drawn from the model itself, with the share behind it (of stations that are not trusted)."""
    ballots = np.array([20_000, 8_000, 30_000, 12_000][:areas])
    mean = prior.rate + prior.rate_spread * rng.normal() + prior.gap_spread * rng.normal(size=2)
    level = mean + abs(prior.within * rng.normal()) * rng.normal(size=(areas, 2))
    ratio = 1.5 * rng.normal() + abs(prior.share_spread * rng.normal()) * rng.normal(size=areas)
    share = np.stack([1 / (1 + np.exp(-ratio)), 1 / (1 + np.exp(ratio))], axis=1)
    rate = 1 / (1 + np.exp(-level))
    people = np.array([rng.multinomial(n, [*(s * r), 1 - (s * r).sum()])[:2]
                       for n, s, r in zip(ballots, share, rate, strict=True)])  # fmt: skip
    votes = np.zeros_like(people)
    told = np.zeros_like(people)
    if trusted:
        votes = np.stack([rng.binomial(3_000, share[:, 0]), np.zeros(areas, int)], axis=1)
        votes[:, 1] = 3_000 - votes[:, 0]
        shift = prior.selection_spread * rng.normal(size=2)
        there = level + shift + prior.noise * rng.normal(size=(areas, 2))
        told = rng.binomial(votes, 1 / (1 + np.exp(-there)))
    names = tuple(f"area {a}" for a in range(areas))
    platform = Platform(names, ("A", "B"), ballots, people, people // 2, votes, told)
    return platform, float((share[:, 0] * ballots).sum() / ballots.sum())


def outside(platform: Platform, found) -> np.ndarray:
    """The first contestant's share at stations that are not trusted, by draw."""
    return (found.area_share[:, :, 0] * platform.ballots).sum(axis=1) / platform.ballots.sum()


def test_intervals_hold_the_truth_as_often_as_they_say():
    """Simulation-based calibration: draws of the prior, their data, and where the truth lies among the posterior."""
    rng = np.random.default_rng(20)
    ranks = []
    for _ in range(150):
        platform, truth = made_up(rng, PRIOR)
        found = posterior(platform, PRIOR, sweeps=800)
        ranks.append(float((outside(platform, found) < truth).mean()))
    ranks = np.array(ranks)
    within = int(((ranks > 0.05) & (ranks < 0.95)).sum())
    assert_chance(within, ranks.size, 0.9, detects=0.25, false_fail=1e-4)
    assert_chance(int((ranks < 0.5).sum()), ranks.size, 0.5, detects=0.4, false_fail=1e-4)


def test_registrations_alone_leave_the_answer_to_the_prior():
    """Shares and rates trade off: the same data give either contestant the lead, as the assumed gap has it."""
    platform = Platform(("a", "b"), ("A", "B"), np.array([50_000, 40_000]), np.array([[5_000, 1_000], [4_000, 800]]),
                        np.zeros((2, 2), int), np.zeros((2, 2), int), np.zeros((2, 2), int))  # fmt: skip
    alike = posterior(platform, Prior(gap_spread=0.05), sweeps=3000).share[:, 0].mean()
    often = posterior(platform, Prior(gap=(np.log(50), 0), gap_spread=0.05), sweeps=3000).share[:, 0].mean()
    assert alike == pytest.approx(5 / 6, abs=0.05)
    assert often < 0.5 < alike
    free = posterior(platform, Prior(gap_spread=2.0), sweeps=3000).share[:, 0]
    assert np.ptp(np.quantile(free, [0.05, 0.95])) > 0.3


def test_trusted_stations_like_the_rest_fix_the_answer_and_doubt_about_them_widens_it():
    rng = np.random.default_rng(3)
    share, rate = np.array([0.6, 0.4]), np.array([0.3, 0.02])
    ballots = np.array([200_000, 100_000, 150_000])
    people = np.array([rng.multinomial(n, [*(share * rate), 1 - share @ rate])[:2] for n in ballots])
    votes = np.tile([12_000, 8_000], (3, 1))
    platform = Platform(("a", "b", "c"), ("A", "B"), ballots, people, people // 2, votes, rng.binomial(votes, rate))
    width = []
    for spread in (0.02, 0.8):
        low, high = np.quantile(posterior(platform, Prior(selection_spread=spread)).share[:, 0], [0.05, 0.95])
        assert low < 0.6 < high
        width.append(high - low)
    assert width[1] > 1.5 * width[0]
    hers = posterior(platform, Prior(selection=(0.5, 0.0), selection_spread=0.02)).share[:, 0].mean()
    assert hers > 0.65  # elsewhere fewer of her voters register, so more stand behind those who do
    both = posterior(platform, Prior(selection=(0.5, 0.5), selection_spread=0.02)).share[:, 0].mean()
    assert both == pytest.approx(0.6, abs=0.02)


def test_with_little_data_the_walk_agrees_with_draws_of_the_prior_that_are_weighted_by_hand():
    """Five ballots in each of three areas, of people who did not register."""
    prior = Prior(rate=0.0, rate_spread=0.1, gap=(0.0, -3.0), gap_spread=1.0, within=0.5, share_spread=0.7)
    none, ballots = np.zeros((3, 2), int), np.full(3, 5)
    found = posterior(Platform(("a", "b", "c"), ("A", "B"), ballots, none, none, none, none), prior, sweeps=120_000)
    rng, n = np.random.default_rng(1), 300_000
    mean = prior.rate_spread * rng.normal(size=(n, 1)) + prior.gap + prior.gap_spread * rng.normal(size=(n, 2))
    level = mean[:, None] + np.abs(prior.within * rng.normal(size=(n, 1, 1))) * rng.normal(size=(n, 3, 2))
    spread = np.abs(prior.share_spread * rng.normal(size=(n, 1)))
    ratio = 1.5 * rng.normal(size=(n, 1)) + spread * rng.normal(size=(n, 3))
    share, rate = 1 / (1 + np.exp(-ratio)), 1 / (1 + np.exp(-level))
    weight = ((1 - share * rate[:, :, 0] - (1 - share) * rate[:, :, 1]) ** 5).prod(axis=1)
    for of, at in ((lambda s: s.mean(axis=1), np.linspace(0.1, 0.7, 7)), (np.ptp, np.linspace(0.05, 0.35, 4))):
        drawn, made = (of(x) if of is not np.ptp else np.ptp(x, axis=1) for x in (found.area_share[:, :, 0], share))
        expected = [(weight * (made <= a)).sum() / weight.sum() for a in at]
        np.testing.assert_allclose([(drawn <= a).mean() for a in at], expected, atol=0.03)


def test_photographs_are_a_floor():
    """Nobody registered: photographs alone leave out every share below them."""
    photos = np.array([[6_000, 0]])
    platform = Platform(("a",), ("A", "B"), np.array([10_000]), np.array([[100, 100]]), photos,
                        np.zeros((1, 2), int), np.zeros((1, 2), int))  # fmt: skip
    share = posterior(platform, sweeps=3000).share[:, 0]
    assert share.min() >= 0.6
    none = replace(platform, photos=np.zeros((1, 2), int))
    assert posterior(none, sweeps=3000).share[:, 0].min() < 0.6


def test_a_claim_is_believed_where_it_fits_and_not_where_fewer_voted_than_registered():
    platform, _ = made_up(np.random.default_rng(8), PRIOR)
    near = posterior(platform, PRIOR, sweeps=3000).share[:, 0]
    said = Claim((float(np.median(near)), 1 - float(np.median(near))))
    fits = posterior(platform, PRIOR, said, sweeps=3000)
    assert fits.trusting > 0.5
    assert fits.share[:, 0].std() < near.std()
    least = platform.registered[:, 0].sum() / platform.ballots.sum()
    small = Claim((0.2 * least, 1 - 0.2 * least))
    assert posterior(platform, PRIOR, small, sweeps=500).trusting == 0
    with pytest.raises(InputError, match="fewer votes"):
        posterior(platform, PRIOR, small._replace(doubt=0.0), sweeps=500)
    all_made_up = posterior(platform, PRIOR, said._replace(doubt=1.0), sweeps=500)
    assert all_made_up.trusting == 0


def test_the_same_key_gives_the_same_draws_and_order_of_areas_does_not_matter_much():
    platform, _ = made_up(np.random.default_rng(5), PRIOR)
    a, b = (posterior(platform, PRIOR, seed=4, sweeps=500) for _ in range(2))
    np.testing.assert_array_equal(a.share, b.share)
    turned = Platform(platform.areas[::-1], platform.contestants, *(getattr(platform, n)[::-1] for n in (
        "ballots", "registered", "photos", "trusted_votes", "trusted_registered")))  # fmt: skip
    one, other = (posterior(p, PRIOR, sweeps=8000).share[:, 0] for p in (platform, turned))
    assert abs(one.mean() - other.mean()) < 0.35 * one.std()


def test_a_result_implies_a_reporting_rate():
    """0.893 M registered of 5.8 M ballots: 10.1 % would be more registered than voted; 56 % means 27 in a hundred."""
    platform = Platform(("all",), ("T", "rest"), np.array([5_818_955]), np.array([[893_633, 36_236]]),
                        np.zeros((1, 2), int), np.zeros((1, 2), int), np.zeros((1, 2), int))  # fmt: skip
    assert implied_rates(platform, np.array([0.101, 0.899]))[0] > 1
    assert implied_rates(platform, np.array([0.56, 0.44]))[0] == pytest.approx(0.274, abs=1e-3)
    assert implied_rates(platform, np.array([0.426, 0.574]))[0] == pytest.approx(0.360, abs=1e-3)


def test_the_finding_names_the_range_over_assumptions():
    platform, _ = made_up(np.random.default_rng(11), PRIOR)
    found = find(platform, challenger=0, published={"one": (0.6, 0.4)}, sweeps=500)
    table = found.tables["assumptions"]
    assert set(table["assumption"]) == set(assumptions(platform, 0))
    assert found.alarm is None
    assert found.tables["implied rates"].height == 2
    assert (table["low"] <= table["share"]).all() and (table["share"] <= table["high"]).all()


def test_what_cannot_be_a_platform_is_refused():
    none = np.zeros((1, 2), int)
    ok = {"areas": ("a",), "contestants": ("A", "B"), "ballots": np.array([100]), "registered": np.array([[10, 10]]),
          "photos": none, "trusted_votes": none, "trusted_registered": none}  # fmt: skip
    Platform(**ok)
    for wrong in ({"registered": np.array([[60, 60]])}, {"registered": np.array([[1, -1]])}, {"ballots": np.array([])}):
        with pytest.raises(InputError):
            Platform(**{**ok, **wrong})
    with pytest.raises(InputError, match="add up to 1"):
        posterior(Platform(**ok), claim=Claim((0.5, 0.1)), sweeps=100)
    assert table_of({"x": (Platform(**ok), Prior())}, sweeps=200).height == 2


def test_belarus_2020_the_official_share_is_below_what_registered_and_was_counted():
    """Registered elsewhere and counted at stations that pass the first filter: 18 % already, of 10.1 % announced."""
    known = consistent({w: b.column("officialVotes", w) for w in b.NAMES},
                       {w: b.column("registered", w) for w in b.NAMES}) & (b.cast() >= 0)  # fmt: skip
    hers = [b.column(kind, "Tikhanovskaya") for kind in ("registered", "photoVoices", "officialVotes")]
    others = [sum(np.maximum(b.column(kind, w), 0) for w in b.NAMES if w != "Tikhanovskaya")
              for kind in ("registered", "photoVoices", "officialVotes")]  # fmt: skip
    counts = [np.stack([x, y], axis=1) for x, y in zip(hers, others, strict=True)]
    rest, votes = ~known, counts[2][known].sum(axis=0)
    platform = Platform(("all",), ("Tikhanovskaya", "others"), np.array([5_818_955 - votes.sum()]),
                        counts[0][rest].sum(axis=0)[None], counts[1][rest].sum(axis=0)[None], votes[None],
                        counts[0][known].sum(axis=0)[None])  # fmt: skip
    found = posterior(platform, Prior(), Claim((0.101, 0.899), doubt=0.05), sweeps=2000)
    assert found.trusting == 0
    assert found.share[:, 0].min() > 0.18
