"""What a platform of self-selected voters can say about a result, and what it cannot.

Voters registered for a contestant, some sent a photograph of the ballot, some stations' protocols were posted. Who
registers is not a random sample: if the incumbent's voters do so a hundred times less often, their part of the
registrations says next to nothing. The model keeps this apart, by area: true shares; a reporting rate for each area
and contestant, drawn towards a common mean; photographs as lower bounds; stations whose count is trusted, where the
rate is seen, shifted by an unknown amount because which protocols were posted, and which are trusted, is no accident;
and the official total as one more claim, with a chance of being made up.

From registrations alone a share and a rate trade off exactly, and the answer is the prior's. So a result never comes
without `sensitivity`: what each assumption leads to, and the reporting rate it implies.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import polars as pl

from contested.forensics.finding import Finding
from contested.forensics.samples.reporting_mcmc import Target, sample
from contested.forensics.table.case import Floats, Ints
from contested.ground.draws import member_seed
from contested.ground.errors import InputError

#: chains, and draws stored of each
_CHAINS, _DRAWS = 2, 2000


@dataclass(frozen=True)
class Platform:
    """Counts by area.

    Parameters
    ----------
    areas, contestants : tuple of str
        A and C of them; at least one and two.
    ballots : int64 array of shape (A,), ballot
        Cast at stations that are not trusted.
    registered, photos : int64 array of shape (A, C)
        At these stations.
    trusted_votes, trusted_registered : int64 array of shape (A, C)
        At stations whose official count is taken as true; 0 where there are none.
    """

    areas: tuple[str, ...]
    contestants: tuple[str, ...]
    ballots: Ints
    registered: Ints
    photos: Ints
    trusted_votes: Ints
    trusted_registered: Ints

    def __post_init__(self) -> None:
        shape = (len(self.areas), len(self.contestants))
        for name in ("registered", "photos", "trusted_votes", "trusted_registered"):
            if np.shape(getattr(self, name)) != shape or np.min(getattr(self, name), initial=0) < 0:
                raise InputError(f"{name}: expected counts from 0 of shape {shape}.")
        if shape[0] < 1 or shape[1] < 2 or np.shape(self.ballots) != shape[:1]:
            raise InputError("expected at least one area and two contestants, and ballots for each area.")
        full = np.maximum(self.registered, self.photos).sum(axis=1) >= np.asarray(self.ballots)
        if full.any():
            raise InputError(
                f"area {self.areas[int(full.argmax())]!r}: as many registrations or photographs as ballots.",
                "the reporting model needs ballots of people who did not report; correct the turnout or leave it out",
            )


@dataclass(frozen=True, kw_only=True)
class Prior:
    """What is assumed before looking; all rates in logits.

    Parameters
    ----------
    rate : float
        Mean reporting rate, all contestants: -2 is 12 %.
    rate_spread : float
        Of that mean.
    gap : tuple of float
        How much more often each contestant's voters report; () for equally.
    gap_spread : float
        Of each contestant's gap: 0.05 forces equal rates, 2 leaves them free.
    within : float
        Scale of the spread of rates over areas.
    share_spread : float
        Scale of the spread of log ratios of true shares over areas.
    selection : tuple of float
        Rate of each contestant's voters at trusted stations less that elsewhere, as expected; () for no difference. One
        difference for all of them hardly matters, because shares add up to 1.
    selection_spread : float
        How far off that may be, for each contestant.
    noise : float
        Spread of an area's rate at trusted stations about that of its other stations.
    """

    rate: float = -2.0
    rate_spread: float = 1.5
    gap: tuple[float, ...] = ()
    gap_spread: float = 2.0
    within: float = 0.5
    share_spread: float = 1.0
    selection: tuple[float, ...] = ()
    selection_spread: float = 0.5
    noise: float = 0.3


class Claim(NamedTuple):
    """An announced result: `share` of each contestant (C of them, adding to 1), exact to `tolerance`, and made up with
    a chance of `doubt` (any result then being as likely)."""

    share: tuple[float, ...]
    doubt: float = 0.5
    tolerance: float = 0.005


class Posterior(NamedTuple):
    """Draws.

    Parameters
    ----------
    share : float64 array of shape (draws, C)
        Of all votes, trusted stations included.
    area_share : float64 array of shape (draws, A, C)
        At stations that are not trusted.
    rate : float64 array of shape (draws, C)
        Registered voters over voters, over all areas.
    trusting : float
        Chance that the claim is true; NaN without one.
    apart : float
        Largest distance of two chains' means of a share, in standard deviations: above 0.3 the chains were too short.
    """

    share: Floats
    area_share: Floats
    rate: Floats
    trusting: float
    apart: float


def posterior(
    platform: Platform, prior: Prior | None = None, claim: Claim | None = None, *, seed: int = 1, sweeps: int = 8_000
) -> Posterior:
    """Draw from what the data and the assumptions leave possible; about a second for seven areas.

    Raises
    ------
    InputError
        A gap or claim of another number of contestants, or a claim that does not add up to 1.
    """
    prior = prior or Prior()
    n = len(platform.contestants)
    for name in ("gap", "selection"):
        if len(getattr(prior, name)) not in (0, n):
            raise InputError(f"prior.{name}: expected {n} numbers or none; got {len(getattr(prior, name))}.")
    if claim is None:
        return _gather(platform, _chains(platform, prior, None, seed, sweeps), math.nan)
    if len(claim.share) != n or abs(sum(claim.share) - 1) > 1e-6 or not 0 <= claim.doubt <= 1:
        raise InputError(f"claim: expected {n} shares that add up to 1 and a doubt from 0 to 1.")
    free = _chains(platform, prior, None, seed, sweeps)
    trusting = _trusting(platform, _national(platform, free.reshape(-1, *free.shape[2:])), claim)
    believed = round(trusting * free.shape[1])
    if believed:  # a mixture in the right parts
        free[:, :believed] = _chains(platform, prior, claim, seed, sweeps)[:, :believed]
    return _gather(platform, free, trusting)


def implied_rates(platform: Platform, share: Floats) -> Floats:
    """float64 array of shape (C,): the part of each contestant's voters who registered, if these were the shares."""
    votes = share * (platform.ballots.sum() + platform.trusted_votes.sum())
    people = (platform.registered + platform.trusted_registered).sum(axis=0)
    return np.asarray(people / np.maximum(votes, 1e-300))


def assumptions(platform: Platform, challenger: int) -> dict[str, tuple[Platform, Prior]]:
    """The assumptions between which the published answers lie; `challenger` is whose voters the platform called up."""
    zero = np.zeros_like(platform.registered)
    alone = replace(platform, ballots=platform.ballots + platform.trusted_votes.sum(axis=1), trusted_votes=zero,
                    registered=platform.registered + platform.trusted_registered, trusted_registered=zero)  # fmt: skip

    def hers(amount: float) -> tuple[float, ...]:
        return tuple(amount if c == challenger else 0.0 for c in range(len(platform.contestants)))

    firm = Prior(selection_spread=0.05)
    return {
        "registrations only, all report alike": (alone, Prior(gap_spread=0.05)),
        "registrations only, rates unknown": (alone, Prior()),
        "registrations only, challenger 10 times as often": (alone, Prior(gap=hers(math.log(10)), gap_spread=0.2)),
        "registrations only, challenger 100 times as often": (alone, Prior(gap=hers(math.log(100)), gap_spread=0.2)),
        "trusted stations are like the rest": (platform, firm),
        "trusted stations may differ": (platform, Prior()),
        "challenger's voters report less at trusted stations": (platform, replace(firm, selection=hers(-0.5))),
        "challenger's voters report more at trusted stations": (platform, replace(firm, selection=hers(0.5))),
    }


def sensitivity(
    cases: Mapping[str, tuple[Platform, Prior]], claim: Claim | None = None, *, seed: int = 1, sweeps: int = 8_000
) -> pl.DataFrame:
    """A line for each assumption and contestant: share with its 90 % interval, the rate it implies, trust in the claim.

    With a claim every case is there twice: without it, and with it at the claim's doubt.
    """
    lines = []
    for name, (platform, prior) in cases.items():
        for used in (None, claim) if claim else (None,):
            found = posterior(platform, prior, used, seed=seed, sweeps=sweeps)
            low, high = np.quantile(found.share, [0.05, 0.95], axis=0)
            lines += [
                {"assumption": name, "official claim": "used" if used else "not used", "contestant": who,
                 "share": float(found.share[:, c].mean()), "low": float(low[c]), "high": float(high[c]),
                 "reporting rate": float(np.median(found.rate[:, c])), "claim is true": found.trusting,
                 "chains apart": found.apart}
                for c, who in enumerate(platform.contestants)
            ]  # fmt: skip
    return pl.DataFrame(lines)


def find(
    platform: Platform,
    claim: Claim | None = None,
    *,
    challenger: int = 0,
    published: Mapping[str, tuple[float, ...]] | None = None,
    seed: int = 1,
    sweeps: int = 8_000,
) -> Finding:
    """What the platform says under each assumption; `value` is the challenger's share if trusted stations may differ.

    Parameters
    ----------
    platform, claim
        Without a claim there is no alarm.
    challenger : int
        Whose voters the platform called up.
    published : mapping of name to shares, optional
        Results that others published: a table gives the part of each contestant's voters that must have registered.
    """
    table = sensitivity(assumptions(platform, challenger), claim, seed=seed, sweeps=sweeps)
    who = platform.contestants[challenger]
    mine = table.filter((pl.col("contestant") == who) & (pl.col("official claim") == "not used"))
    main = mine.filter(pl.col("assumption") == "trusted stations may differ").row(0, named=True)
    shares = mine["share"].to_list()
    least, most = 100 * min(shares), 100 * max(shares)
    says = (
        f"{who}'s share is {100 * main['share']:.0f} % ({100 * main['low']:.0f} to {100 * main['high']:.0f}) if "
        f"trusted stations may differ from the rest, and {least:.0f} to {most:.0f} % over the assumptions in the "
        "table: registrations alone do not fix it."
    )
    outside = None
    if claim:
        announced = claim.share[challenger]
        outside = bool(((mine["low"] > announced) | (mine["high"] < announced)).all())
    rates = [
        {"result": name, "contestant": platform.contestants[c], "share": float(share[c]), "reporting rate": float(rate)}
        for name, share in (published or {}).items()
        for c, rate in enumerate(implied_rates(platform, np.asarray(share)))
    ]
    schema = {"result": pl.String, "contestant": pl.String, "share": pl.Float64, "reporting rate": pl.Float64}
    return Finding(
        name="reporting-model", title="Self-selected voters", kind="estimate", says=says, value=main["share"],
        unit="share", low=main["low"], high=main["high"], range_is="90 % of the posterior, trusted stations may differ",
        alarm=outside, rule="the announced share lies outside the 90 % interval of every assumption",
        assumes="Everybody who registered voted, and for the candidate they named. Registration rates of areas vary "
        "about one mean, and those of trusted stations differ from it by one shift.",
        fails_when="Registrations are invented, or trusted stations were not counted correctly. Without trusted "
        "stations the answer is that of the prior.",
        cites=("demidov2020", "roberts2001", "talts2018"),
        tables={"assumptions": table, "implied rates": pl.DataFrame(rates, schema=schema)},
    )  # fmt: skip


def _target(platform: Platform, prior: Prior, claim: Claim | None) -> Target:
    n = len(platform.contestants)
    votes = platform.trusted_votes.astype(float)
    people = np.minimum(platform.trusted_registered.astype(float), votes)
    yes, no = people + 0.5, votes - people + 0.5
    cover = prior.rate_spread**2 * np.ones((n, n)) + prior.gap_spread**2 * np.eye(n)
    return Target(
        ballots=np.asarray(platform.ballots, float),
        registered=platform.registered.astype(float),
        photos=platform.photos.astype(float),
        trusted_rate=np.where(votes > 0, np.log(yes / no), np.nan),
        trusted_variance=prior.noise**2 + 1 / yes + 1 / no,
        counted=votes.sum(axis=0),
        centre=prior.rate + np.array(prior.gap or (0.0,) * n),
        precision=np.asarray(np.linalg.inv(cover), np.float64),
        shift=np.array(prior.selection or (0.0,) * n),
        scales=np.array([prior.within, 1.5, prior.share_spread, prior.selection_spread]),
        claim=np.array(claim.share if claim else (0.0,) * n),
        tolerance=float(claim.tolerance if claim else 0.0),
    )


def _start(platform: Platform, prior: Prior) -> tuple[Floats, Floats, Floats]:
    """A state in which all data are possible."""
    ballots = np.asarray(platform.ballots, float)[:, None]
    n = len(platform.contestants)
    seen = np.maximum(platform.registered, platform.photos) / ballots
    share = seen + (1 - seen.sum(axis=1, keepdims=True)) / n
    psi = np.log(np.minimum((platform.registered + 0.1) / (ballots + 0.2 * n), 0.9 * share))
    eta = np.log(share[:, :-1] / share[:, -1:])
    level = psi - np.log(share)
    mean = (level - np.log(-np.expm1(level))).mean(axis=0)
    hyper = np.concatenate([mean, eta.mean(axis=0), np.log([prior.within, prior.share_spread]),
                            prior.selection or (0.0,) * n])  # fmt: skip
    return eta, psi, hyper


def _chains(platform: Platform, prior: Prior, claim: Claim | None, seed: int, sweeps: int) -> Floats:
    """float64 array of shape (chains, draws, A, C): votes outside trusted stations."""
    target = _target(platform, prior, claim)
    every = max(1, sweeps // _DRAWS)
    out = np.empty((_CHAINS, sweeps // every, *platform.registered.shape))
    for chain in range(_CHAINS):
        own = member_seed(seed, 2 * chain + (claim is not None))
        eta, psi, hyper = _start(platform, prior)
        sample(eta, psi, hyper, target, own, sweeps // 4, every, out[chain])
    return out


def _national(platform: Platform, votes: Floats) -> Floats:
    total = votes.sum(axis=1) + platform.trusted_votes.sum(axis=0)
    return np.asarray(total / total.sum(axis=1, keepdims=True))


def _gather(platform: Platform, chains: Floats, trusting: float) -> Posterior:
    each = [_national(platform, votes) for votes in chains]
    votes, share = np.concatenate(list(chains)), np.concatenate(each)
    means = np.array([s.mean(axis=0) for s in each])
    return Posterior(
        share, votes / votes.sum(axis=2, keepdims=True), implied_rates(platform, share), trusting,
        float((np.ptp(means, axis=0) / (share.std(axis=0) + 1e-12)).max()),
    )  # fmt: skip


def _trusting(platform: Platform, share: Floats, claim: Claim) -> float:
    """Chance that the claim is true: how likely it was expected, against any result being as likely."""
    people = np.maximum(platform.registered, platform.photos).sum(axis=0) + platform.trusted_votes.sum(axis=0)
    least = people / (platform.ballots.sum() + platform.trusted_votes.sum())
    announced = np.asarray(claim.share)
    low = (announced < least - 3 * claim.tolerance) | (announced <= 0)
    if low.any():
        if not claim.doubt:
            who = platform.contestants[int(low.argmax())]
            raise InputError(f"claim: without doubt, yet {who} has fewer votes in it than registered or were counted.")
        return 0.0
    if claim.doubt in (0.0, 1.0):
        return 1.0 - claim.doubt
    # a normal law of log ratios; the claim's tolerance is carried over to them
    ratio, at = np.log(share[:, :-1] / share[:, -1:]), np.log(announced[:-1] / announced[-1])
    slope = np.diag(1 / announced[:-1]) + 1 / announced[-1]
    cover = np.atleast_2d(np.cov(ratio, rowvar=False)) + claim.tolerance**2 * slope @ slope.T
    off = at - ratio.mean(axis=0)
    log_true = -0.5 * (off @ np.linalg.solve(cover, off) + np.linalg.slogdet(2 * math.pi * cover)[1])
    log_true -= np.log(announced).sum()
    log_odds = math.log1p(-claim.doubt) + log_true - math.log(claim.doubt) - math.lgamma(announced.size)
    return 1.0 / (1.0 + math.exp(min(-log_odds, 700.0)))
