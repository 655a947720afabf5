"""A protest tells elites what they could not tell each other, and they coordinate on it (Casper & Tyson 2014).

Two static games of regime change in a row, by people who see different things; the crowd of the first is public news
in the second. The body of the paper could not be read: structure and claims are its abstract's, formulas are ours.
Leaves out: what a coup does to the citizens' aims, repression, and the paper's regressions.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import numpy as np
from scipy.special import ndtr, ndtri

from contested.engine.clock import Tick
from contested.engine.model import Model, Observable, State
from contested.engine.params import Params, choice, override, param
from contested.ground import streams
from contested.ground.draws import member_seed, normals
from contested.ground.errors import ParameterError
from contested.zoo.card import Card, Fact
from contested.zoo.kit.regime_change import cutoff, density, slope, threshold, unique
from contested.zoo.kit.trajectories import trajectory
from contested.zoo.picture import Column, Layer, Panel, Picture, long
from contested.zoo.published import Published
from contested.zoo.target import Target

STREAMS = streams.own()
STRENGTH = STREAMS(0)
CITIZEN = STREAMS(1)
REPORT = STREAMS(2)
ELITE = STREAMS(3)


@dataclass(frozen=True, kw_only=True)
class Square(Params):
    """Citizens in the square, elites in their offices, and the press between them."""

    citizens: int = param(
        1000, unit="person", within=(1, 10_000_000), source="assumed", whole=True, meaning="people who may protest")
    elites: int = param(
        200, unit="person", within=(1, 1_000_000), source="assumed", whole=True, meaning="people who may join a coup")
    mean_strength: float = param(
        0.5, unit="level", within=(-100, 100), source="assumed", meaning="z, the strength that all expect")
    prior_precision: float = param(
        1.0, unit="-", within=(1e-6, 1e6), source="assumed", meaning="alpha, 1 / variance of what all expect")
    strength: str = choice(
        "drawn", among=("drawn", "given"), source="assumed",
        meaning="the leadership's strength is drawn from what all expect, or is the one given")
    given_strength: float = param(
        0.5, unit="level", within=(-100, 100), source="assumed", meaning="theta, where strength is given")
    citizen_precision: float = param(
        1.0, unit="-", within=(1e-6, 1e9), source="assumed", meaning="beta_c, 1 / variance of a citizen's signal")
    citizen_cost: float = param(
        0.5, unit="share", within=(1e-6, 1 - 1e-6), source="assumed",
        meaning="c_c, cost of protesting, part of what success is worth")
    media_freedom: float = param(
        1.0, unit="-", within=(1e-6, 1e6), source="assumed",
        meaning="mu, 1 / variance of the noise in what elites hear of the protest")
    elite_precision: float = param(
        4.0, unit="-", within=(1e-6, 1e9), source="assumed", meaning="beta_e, 1 / variance of an elite's own signal")
    elite_cost: float = param(
        0.5, unit="share", within=(1e-6, 1 - 1e-6), source="assumed",
        meaning="c_e, cost of joining a coup, part of what success is worth")  # fmt: skip


def make(params: Square) -> Model:
    """The two games as a model; a step is one leadership.

    Raises
    ------
    ParameterError
        If own signals are so poor that either game has several equilibria.
    """
    for name, own, public in (
        ("citizen_precision", params.citizen_precision, params.prior_precision),
        ("elite_precision", params.elite_precision, informed(params)),
    ):
        if not unique(own, public):
            raise ParameterError(
                f"{name}: expected at least {(public * density(0.0)) ** 2:.6g}; got {own:g}.",
                "with worse signals of their own people could coordinate in several ways: raise it, or lower "
                "prior_precision or media_freedom",
            )
    return Model(
        name="casper-tyson-2014",
        params=params,
        init=init,
        step=step,
        observe=observe,
        observables=(
            Observable("strength", "level", "theta, the share it takes to bring the leadership down"),
            Observable("protest", "share", "citizens who protest"),
            Observable("protest_won", "-", "1 if the protest was large enough, otherwise 0"),
            Observable("report", "level", "y, what all elites hear of the protest: its share on the normal scale"),
            Observable("belief", "level", "m, the strength all elites expect after the report"),
            Observable("coup_threshold", "level", "strength below which a coup would succeed"),
            Observable("coup", "share", "elites who join a coup"),
            Observable("coup_won", "-", "1 if the coup was large enough, otherwise 0"),
        ),
        static=frozenset({"citizens", "elites", "citizen_cutoff"}),
        clock="step",
    )


def informed(params: Square) -> float:
    """Precision of the elites' common belief after the report."""
    return params.prior_precision + params.citizen_precision * params.media_freedom


def protest_threshold(params: Square) -> float:
    """Strength below which the protest succeeds."""
    return threshold(params.citizen_cost, params.prior_precision, params.citizen_precision, params.mean_strength)


def coup_threshold(params: Square, belief: float) -> float:
    """Strength below which a coup succeeds when elites commonly expect `belief`."""
    return threshold(params.elite_cost, informed(params), params.elite_precision, belief)


def belief(params: Square, report: float) -> float:
    """What elites commonly expect after a report: the crowd, read backwards, is news of the leadership's strength."""
    root = math.sqrt(params.citizen_precision)
    news = cutoff(protest_threshold(params), params.citizen_precision) - report / root
    known, heard = params.prior_precision, params.citizen_precision * params.media_freedom
    return (known * params.mean_strength + heard * news) / (known + heard)


def overreaction(params: Square, at: float) -> float:
    """How many times as far the elites' cut-off moves with the common belief as it would if others did not react."""
    common = informed(params)
    moved = slope(coup_threshold(params, at), common, params.elite_precision)
    return 1.0 - (common + params.elite_precision) / common * moved


OBSERVED = ("strength", "protest", "protest_won", "report", "belief", "coup_threshold", "coup", "coup_won")


def init(params: Square, seed: int) -> State:
    """Nobody has moved."""
    return {name: np.zeros(1) for name in OBSERVED} | {
        "citizens": np.array([params.citizens], np.int64),
        "elites": np.array([params.elites], np.int64),
        "citizen_cutoff": np.array([cutoff(protest_threshold(params), params.citizen_precision)]),
    }


def step(state: State, params: Square, tick: Tick) -> State:
    """A leadership, a protest against it, a report of the protest, a coup or none."""
    seed, day = tick.seed, tick.step
    strength = params.given_strength
    if params.strength == "drawn":
        z = float(normals(1, seed, STRENGTH, day=day)[0])
        strength = params.mean_strength + z / math.sqrt(params.prior_precision)

    root, sees = math.sqrt(params.citizen_precision), float(state["citizen_cutoff"][0])
    n = int(state["citizens"][0])
    protest = np.count_nonzero(strength + normals(n, seed, CITIZEN, day=day) / root <= sees) / n

    # the press hears of the crowd an endless population would send, so that there is always something to report
    noise = float(normals(1, seed, REPORT, day=day)[0]) / math.sqrt(params.media_freedom)
    report = root * (sees - strength) + noise
    common = belief(params, report)
    falls = coup_threshold(params, common)

    root, n = math.sqrt(params.elite_precision), int(state["elites"][0])
    joins = cutoff(falls, params.elite_precision)
    coup = np.count_nonzero(strength + normals(n, seed, ELITE, day=day) / root <= joins) / n

    now = (strength, protest, protest >= strength, report, common, falls, coup, coup >= strength)
    for name, value in zip(OBSERVED, now, strict=True):
        state[name][0] = value
    return state


def observe(state: State) -> dict[str, float]:
    """Protest and coup."""
    return {name: float(state[name][0]) for name in OBSERVED}


# targets ------------------------------------------------------------------------------------------------------------

PLAYS = 4000


@cache
def _plays(**settings: Any) -> dict[str, np.ndarray]:
    return trajectory(PUBLISHED.model(settings), steps=PLAYS, seed=member_seed(2014, 0))


def _mean_of_plays(name: str, **settings: Any) -> float:
    return float(_plays(**settings)[name].mean())


def _chance_of_coup(params: Square) -> float:
    """By quadrature over the common belief."""
    common = informed(params)
    x, w = np.polynomial.hermite_e.hermegauss(120)
    m = params.mean_strength + x * math.sqrt(1 / params.prior_precision - 1 / common)
    falls = np.array([coup_threshold(params, v) for v in m])
    return float(w / w.sum() @ ndtr(math.sqrt(common) * (falls - m)))


def _response(params: Square) -> float:
    """d coup threshold / d report where the common belief is 1/2: how much a larger reported crowd brings."""
    common, root = informed(params), math.sqrt(params.citizen_precision)
    moved = slope(coup_threshold(params, 0.5), common, params.elite_precision)
    return -moved * params.citizen_precision * params.media_freedom / common / root


def _targets() -> tuple[Target, ...]:
    base, weak = Square(), {"mean_strength": 0.2, "citizen_cost": 0.6, "elite_cost": 0.3, "media_freedom": 0.5}
    rows = []
    cases: tuple[tuple[str, dict[str, float]], ...] = (
        ("defaults", {}), ("z = 0.2, c_c = 0.6, c_e = 0.3, mu = 0.5", weak)
    )  # fmt: skip
    for words, chosen in cases:
        params = override(base, chosen)
        won = float(ndtr(math.sqrt(params.prior_precision) * (protest_threshold(params) - params.mean_strength)))
        coup = _chance_of_coup(params)
        wide = math.sqrt(1 / params.prior_precision + 1 / params.citizen_precision)
        sees = cutoff(protest_threshold(params), params.citizen_precision)
        crowd = float(ndtr((sees - params.mean_strength) / wide))
        for what, value, name, where in (
            ("chance that the protest wins", won, "protest_won", "Phi(sqrt(alpha) (theta_c* - z))"),
            ("chance that the coup wins", coup, "coup_won", "E over m of Phi(sqrt(a) (theta_e*(m) - m))"),
            ("mean protest", crowd, "protest", "Phi((x* - z) / sqrt(1/alpha + 1/beta_c))"),
        ):
            rows.append(
                Target(f"{what}, {words}", value, 3 * math.sqrt(value * (1 - value) / PLAYS), "derived",
                       partial(_mean_of_plays, name, **chosen), where=where, runs=PLAYS)
            )  # fmt: skip
    free, tight = Square(media_freedom=3.0), Square(media_freedom=0.25)
    a = 2.0 * density(0.0)
    return (
        *rows,
        Target("times that elites overreact to common news, defaults at m = 1/2", 1 + 3 * a / (2 - a), 1e-8, "derived",
               lambda: overreaction(base, 0.5), where="1 + (a + beta_e) / a * a phi(0) / (sqrt(beta_e) - a phi(0))"),
        Target("response of the coup threshold to the report, free press over tight (mu = 3, 0.25)",
               (0.75 * 4 / (2 / density(0.0) - 4)) / (0.2 * 1.25 / (2 / density(0.0) - 1.25)), 1e-8, "derived",
               lambda: _response(free) / _response(tight), where="slope of theta_e* times weight of the report"),
        *(Target(f"chance that the coup wins against theta = 0.7, mu = {mu}", won,
                 3 * math.sqrt(won * (1 - won) / PLAYS), "derived",
                 partial(_mean_of_plays, "coup_won", strength="given", given_strength=0.7, media_freedom=mu),
                 where="binomial tails over the law of the report", runs=PLAYS)
          for mu, won in ((0.25, 0.048378), (3.0, 0.312386))),
    )  # fmt: skip


# pictures -----------------------------------------------------------------------------------------------------------


def pictures() -> tuple[Picture, ...]:
    """Coups against reported crowds, under presses of three kinds; and reaction against overreaction."""
    share = np.linspace(0.02, 0.98, 97)
    lines: dict[str, list[float]] = {}
    base = Square()
    for mu in (0.1, 1.0, 3.0):
        params = Square(media_freedom=mu)
        lines[f"mu = {mu:g}"] = [coup_threshold(params, belief(params, float(ndtri(s)))) for s in share]
    one, part = _plays(), slice(0, 800)
    m = np.linspace(0.0, 1.0, 101)
    ratio = informed(base) / base.elite_precision
    react: dict[str, Column] = {
        "as they do": [cutoff(coup_threshold(base, v), base.elite_precision) for v in m],
        "if others did not react": 0.5 - ratio * (m - 0.5),
    }
    return (
        Picture(
            "coup",
            "A crowd in the square is news in the palace",
            "Left: the strength below which a coup succeeds, against the reported part of citizens in the square, for "
            "three degrees of media freedom (lines); points are 800 drawn leaderships at mu = 1, by whether the coup "
            "against them was won. Right: the signal below which elites join, against the strength all of them expect: "
            "because others hear the same news, they follow it further than its content warrants.",
            (
                Panel("reported part of citizens who protest", "strength of the leadership", (
                    Layer("points", {"x": ndtr(one["report"][part]), "y": one["strength"][part],
                                     "series": ["coup won" if w else "none or lost" for w in one["coup_won"][part]]}),
                    Layer("line", long(share, lines)),
                ), x_range=(0, 1), y_range=(-1.0, 2.0)),
                Panel("strength all elites expect", "signal below which an elite joins", (
                    Layer("line", long(m, react)),
                ), x_range=(0, 1)),
            ),
        ),
    )  # fmt: skip


CARD = Card(
    cites=("casper2014", "morris1998"),
    idea="Why do coups follow protests? Elites who would oust a leader fear to be alone. A crowd adds up what citizens "
    "know, all elites see it, and each knows that the others do: it coordinates them, beyond what it tells them.",
    rules=(
        Fact("Citizens face a coordination problem over a protest, elites one over a coup, against the same "
             "leadership.", "read", "abstract"),
        Fact("Protest adds up citizens' information and is a public signal to elites.", "read", "abstract"),
        Fact("Strength theta ~ Normal(z, 1/alpha) (`mean_strength`, `prior_precision`); citizens see it with precision "
             "beta_c and protest below a cut-off; the protest wins iff the share that protests is at least theta.",
             "chosen", "the standard Gaussian game of regime change"),
        Fact("All elites hear y = PhiInv(share protesting) + noise of precision mu (`media_freedom`), which is news of "
             "theta with precision beta_c mu. They do not use whether the protest won, and decide either way.",
             "chosen"),
        Fact("Elites see theta with precision beta_e and join below a cut-off that depends on y; the coup wins iff the "
             "share that joins is at least theta. Acting costs c_c, c_e of what success is worth.", "chosen"),
        Fact("Parameters for which either game has several equilibria are refused: beta >= (public precision)^2 / "
             "(2 pi).", "chosen", "the paper's claims are about the response of one equilibrium"),
        Fact("A finite crowd plays an endless one's cut-offs and is judged by the share that really came; the report "
             "is of the endless one.", "chosen"),
    ),
    reports=(
        Fact("Elites overreact to protest because it is public.", "read", "abstract; here the factor of "
             "`overreaction`, always above 1"),
        Fact("Protest helps elites coordinate more where media are free.", "read", "abstract; here the response of "
             "the coup threshold to the report grows with mu"),
        Fact("In the data, protests raise the risk of coups more where media are free.", "read", "abstract; not built"),
    ),
    differences=(
        Fact("No public reimplementation was found. The functional forms are ours: numbers on this page are this "
             "model's, not the paper's.", "chosen"),
    ),
    leaves_out=("the paper's own functional forms and proofs", "its regressions", "repression"),
    checked="tests/second/casper_tyson_2014.py, written from a statement of these rules by somebody who had not seen "
    "this file: beliefs and coup thresholds agree within 1e-9 for every report, protests and coups of small crowds in "
    "law.",
)  # fmt: skip

PUBLISHED = Published(
    name="casper-tyson-2014",
    title="Popular protest as a signal to those who could stage a coup",
    params=Square(),
    make=make,
    steps=60,
    card=CARD,
    presets={"free-press": {"media_freedom": 3.0}, "tight-press": {"media_freedom": 0.25}},
    targets=_targets(),
    pictures=pictures,
)
