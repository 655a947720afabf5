"""An election as a model: honest stations, what is done to them, what they report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

from contested.engine.clock import Tick
from contested.engine.model import Model, Observable, State
from contested.engine.params import Params, choice, override, param
from contested.ground import streams
from contested.ground.compiled import serial
from contested.ground.draws import uniforms
from contested.ground.errors import ParameterError
from contested.rules.stuffing import stuffed

#: stations with a winner's share of 0 %, 1 %, ..., 100 %, rounded
BINS = 101


def shares_of(winner: np.ndarray, others: np.ndarray, electors: float | np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Turnout and the winner's share of votes cast, station by station; share 0 where nobody voted."""
    cast = winner + others
    return cast / electors, np.divide(winner, cast, out=np.zeros(winner.shape), where=cast > 0)


def correlation(a: np.ndarray, b: np.ndarray) -> float:
    """Of two columns; 0 where one does not vary."""
    da, db = a - a.mean(), b - b.mean()
    size = float(np.sqrt((da**2).mean() * (db**2).mean()))
    return float((da * db).mean()) / size if size > 1e-15 else 0.0


def kurtosis(winner: np.ndarray, electors: float | np.ndarray) -> float:
    """Excess kurtosis of ln((electors - winner) / winner) over stations where it is finite; 0 for a normal law."""
    inside = (winner > 0) & (winner < electors * (1 - 1e-12))  # all votes, but for rounding, is all votes
    if inside.sum() < 2:
        return 0.0
    rate = np.log((np.broadcast_to(electors, winner.shape)[inside] - winner[inside]) / winner[inside])
    rate -= rate.mean()
    spread = float((rate**2).mean())
    return float((rate**4).mean()) / spread**2 - 3.0 if spread > 1e-15 else 0.0


def histogram(share: np.ndarray) -> np.ndarray:
    """Stations in each of `BINS` bins."""
    return np.bincount(np.floor(share * 100 + 0.5).astype(np.int64), minlength=BINS)


# the model ------------------------------------------------------------------------------------------------------------


STREAMS = streams.own()
TURNOUT = STREAMS(0)
SHARE = STREAMS(1)
OTHERS = STREAMS(2)
KIND = STREAMS(3)
DEGREE = STREAMS(4)
#: spread of extreme fraud around everything
EXTREME = 0.075


@dataclass(frozen=True, kw_only=True)
class Election(Params):
    """Honest voters, and what is done to their votes."""

    units: int = param(
        20_000, unit="station", within=(2, 50_000_000), source="assumed", whole=True, meaning="n: stations"
    )
    electors: int = param(
        1000, unit="person", within=(1, 10_000_000), source="assumed", whole=True,
        meaning="N_i: registered voters at each station",
    )  # fmt: skip
    turnout: float = param(0.5, unit="share", within=(0, 1), source="assumed", meaning="a: mean honest turnout")
    turnout_sd: float = param(
        0.1, unit="ratio", within=(0, 10), source="assumed", meaning="s_a: standard deviation of honest turnout"
    )
    share: float = param(
        0.4, unit="share", within=(0, 1), source="assumed", meaning="v: winner's mean honest share of votes cast"
    )
    share_sd: float = param(
        0.1, unit="ratio", within=(0, 10), source="assumed",
        meaning="s_v: standard deviation of the winner's honest share",
    )  # fmt: skip
    incremental: float = param(
        0.64, unit="probability", within=(0, 1), source="klimek2012",
        meaning="f_i: probability of incremental fraud at a station (some votes stuffed)"
    )
    extreme: float = param(
        0.033, unit="probability", within=(0, 1), source="klimek2012",
        meaning="f_e: probability of extreme fraud at a station (nearly all votes stuffed)"
    )
    spread: float = param(
        0.25, unit="ratio", within=(1e-6, 100), source="assumed",
        meaning="theta: scale of incremental fraud, |Normal(0, theta)|",
    )  # fmt: skip
    switching: float = param(
        2.5, unit="-", within=(0.01, 100), source="assumed",
        meaning="alpha: where a share x of non-voters is stuffed, a share x^alpha of the other parties' votes is "
                "switched",
    )  # fmt: skip
    cut: str = choice(
        "redrawn", among=("redrawn", "clipped"), source="assumed",
        meaning="a value outside 0 to 1 is redrawn, or set to the nearest bound",
    )  # fmt: skip
    shares: str = choice(
        "normal", among=("normal", "pair"), source="klimek2012",
        meaning="the winner's share is normal; or one normal number divided by the sum of two, as in the port to R",
    )  # fmt: skip
    votes: str = choice(
        "parts", among=("parts", "whole"), source="assumed",
        meaning="votes may be fractions (parts), or are whole numbers"
    )


def make(params: Election) -> Model:
    """The election as a model; a step is an election of its own.

    Raises
    ------
    ParameterError
        If more than all stations would be fraudulent, or the two normals of a pair could not be positive.
    """
    if params.incremental + params.extreme > 1 + 1e-12:
        raise ParameterError(
            f"incremental, extreme: expected at most 1 together; got {params.incremental:g} and {params.extreme:g}.",
            "a station does one or the other",
        )
    if params.shares == "pair" and params.cut == "clipped":
        raise ParameterError("cut: expected redrawn with shares pair; got clipped.", "the port draws again")
    return Model(
        name="klimek-2012",
        params=params,
        init=init,
        step=step,
        observe=observe,
        observables=(
            Observable("turnout", "share", "reported turnout in the whole election"),
            Observable("share", "share", "winner's reported share of all votes cast"),
            Observable("fraud", "share", "share of the winner's reported votes that were stuffed or switched"),
            Observable("correlation", "-", "correlation of turnout and the winner's share over stations"),
            Observable("near_all", "share", "share of stations with turnout and winner's share both above 0.9"),
            Observable("kurtosis", "-", "excess kurtosis over stations of the logarithmic vote rate, ln((N - W) / W) "
                                        "with N electors and W votes of the winner"),
            Observable("histogram", "station", "number of stations by the winner's share", ("percent",)),
        ),
        coords={"percent": list(range(BINS))},
        static=frozenset({"electors"}),
        clock="step",
    )


def model(settings: Mapping[str, object] | None = None) -> Model:
    """The model with some parameters changed."""
    return make(override(Election(), dict(settings or {})))


def init(params: Election, seed: int) -> State:
    """Stations before anybody has voted."""
    n = params.units
    names = ("honest", "winner", "others", "stuffing")
    return {"electors": np.array([float(params.electors)]), **{name: np.zeros(n) for name in names}}


def step(state: State, params: Election, tick: Tick) -> State:
    """An election: everything is drawn anew."""
    turnout, share = honest(params, tick)
    state["stuffing"][:] = stuffing(params, tick)
    _report(
        state["stuffing"], params.switching, turnout, share, state["electors"][0], params.votes == "whole",
        state["honest"], state["winner"], state["others"],
    )  # fmt: skip
    return state


def honest(params: Election, tick: Tick) -> tuple[np.ndarray, np.ndarray]:
    """Turnout and the winner's share of every station before fraud."""
    n = params.units
    turnout = cut_normal(params.turnout, params.turnout_sd, uniforms(n, tick.seed, TURNOUT, day=tick.step), params.cut)
    u = uniforms(n, tick.seed, SHARE, day=tick.step)
    if params.shares == "normal":
        return turnout, cut_normal(params.share, params.share_sd, u, params.cut)
    return turnout, _part_of_pair(params, u, tick)


def _part_of_pair(params: Election, u: np.ndarray, tick: Tick) -> np.ndarray:
    """w / (w + o) for normal w around v and o around 1 - v, drawn again while it is outside 0 to 1."""
    share = np.full(u.size, np.nan)
    for draw in range(1000):
        if draw:
            u = uniforms(u.size, tick.seed, SHARE, day=tick.step, draw=draw)
        mine = params.share + params.share_sd * ndtri(u)
        z = ndtri(uniforms(u.size, tick.seed, OTHERS, day=tick.step, draw=draw))
        others = 1 - params.share + params.share_sd * z
        with np.errstate(divide="ignore", invalid="ignore"):
            part = mine / (mine + others)
        share = np.where(np.isnan(share) & (part >= 0) & (part <= 1), part, share)
        if not np.isnan(share).any():
            break
    filled: np.ndarray = np.nan_to_num(share, nan=params.share)
    return filled


def cut_normal(mean: float, sd: float, u: np.ndarray, cut: str) -> np.ndarray:
    """Normal draws kept within 0 to 1.

    Drawing again until a draw lies inside is the normal law given that it does, so it takes one uniform a station:
    the quantile of the law between its values at the two ends.
    """
    if sd == 0:
        return np.full(u.size, mean)
    if cut == "clipped":
        return np.clip(mean + sd * ndtri(u), 0.0, 1.0)
    low, high = ndtr(-mean / sd), ndtr((1 - mean) / sd)
    return np.clip(mean + sd * ndtri(low + u * (high - low)), 0.0, 1.0)


def stuffing(params: Election, tick: Tick) -> np.ndarray:
    """x of every station: 0 where it is honest."""
    kind, degree = draws_of_kind(params, tick)
    some = cut_half_normal(params.spread, degree, params.cut)
    nearly_all = 1.0 - cut_half_normal(EXTREME, degree, params.cut)
    return np.where(
        kind < params.incremental, some, np.where(kind < params.incremental + params.extreme, nearly_all, 0.0)
    )


def draws_of_kind(params: Election, tick: Tick) -> tuple[np.ndarray, np.ndarray]:
    """Two uniforms a station: which fraud, and how much of it."""
    n = params.units
    return uniforms(n, tick.seed, KIND, day=tick.step), uniforms(n, tick.seed, DEGREE, day=tick.step)


def cut_half_normal(sd: float, u: np.ndarray, cut: str) -> np.ndarray:
    """|Normal(0, sd)| kept within 0 to 1."""
    inside = 0.5 if cut == "clipped" else ndtr(1 / sd) - 0.5
    return np.minimum(sd * ndtri(0.5 + u * inside), 1.0)


@serial
def _report(
    x: np.ndarray, alpha: float, turnout: np.ndarray, share: np.ndarray, electors: float, whole: bool,
    honest_votes: np.ndarray, winner: np.ndarray, others: np.ndarray,
) -> None:
    for i in range(x.size):
        cast, won = turnout[i] * electors, turnout[i] * share[i] * electors
        if whole:
            # as in the port: honest votes rounded, stuffed ones rounded down, switched ones rounded
            won, lost = np.round(won), np.round(cast - won)
            switched = np.round(x[i] ** alpha * lost)
            honest_votes[i] = won
            winner[i] = won + np.floor(x[i] * (electors - won - lost)) + switched
            others[i] = lost - switched
        else:
            reported, for_winner = stuffed(x[i], alpha, turnout[i], share[i])
            honest_votes[i] = won
            winner[i] = for_winner * electors
            others[i] = max(0.0, reported - for_winner) * electors


def observe(state: State) -> dict[str, object]:
    """The returns, as anybody can read them, and the part of them that is false."""
    winner, others, electors = state["winner"], state["others"], float(state["electors"][0])
    turnout, share = shares_of(winner, others, electors)
    won, cast = float(winner.sum()), float(winner.sum() + others.sum())
    return {
        "turnout": cast / (electors * winner.size),
        "share": won / cast if cast else 0.0,
        "fraud": 1.0 - float(state["honest"].sum()) / won if won else 0.0,
        "correlation": correlation(turnout, share),
        "near_all": float(((turnout > 0.9) & (share > 0.9)).mean()),
        "kurtosis": kurtosis(winner, electors),
        "histogram": histogram(share),
    }
