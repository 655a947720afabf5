"""Who attacks a regime of unknown strength, once and again (Angeletos, Hellwig & Pavan 2007).

The static game is Morris & Shin's (1998); the repeated one adds that a regime which survived is known to be strong.
Leaves out: regimes whose strength moves, public signals that arrive over time, and attacks that are seen with noise.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache, partial

import numpy as np
from scipy.special import ndtr, ndtri

from contested.engine.clock import Tick
from contested.engine.model import Model, Observable, State
from contested.engine.params import Params, choice, param
from contested.ground import streams
from contested.ground.draws import member_seed, normals
from contested.ground.errors import ParameterError
from contested.zoo.card import Card, Fact
from contested.zoo.kit.regime_change import cutoff, later_thresholds, thresholds, unique
from contested.zoo.kit.trajectories import trajectory
from contested.zoo.picture import Layer, Panel, Picture, long
from contested.zoo.published import Published
from contested.zoo.target import Target

STREAMS = streams.own()
STRENGTH = STREAMS(0)
SIGNAL = STREAMS(1)


@dataclass(frozen=True, kw_only=True)
class Game(Params):
    """Who plays for what, knowing what."""

    people: int = param(
        1000, unit="person", within=(1, 10_000_000), source="assumed", whole=True, meaning="citizens who may attack"
    )
    cost: float = param(
        0.5, unit="share", within=(1e-6, 1 - 1e-6), source="angeletos2007",
        meaning="cost c of an attack, part of what a success is worth")
    private_precision: float = param(
        1.0, unit="-", within=(1e-6, 1e9), source="assumed", meaning="beta, 1 / variance of a person's own signal")
    public_precision: float = param(
        1.0, unit="-", within=(0, 1e6), source="assumed",
        meaning="alpha, 1 / variance of what all believe beforehand; 0 when everything is equally likely")
    public_mean: float = param(
        0.5, unit="level", within=(-100, 100), source="assumed", meaning="z, the mean strength all believe beforehand")
    strength: str = choice(
        "drawn", among=("drawn", "given"), source="assumed",
        meaning="the regime's strength is drawn from what all believe, or is the one given")
    given_strength: float = param(
        0.5, unit="level", within=(-100, 100), source="assumed", meaning="theta, where strength is given")
    equilibrium: str = choice(
        "lowest", among=("lowest", "middle", "highest"), source="assumed",
        meaning="which of three thresholds people expect, where there are three")
    game: str = choice(
        "once", among=("once", "repeated"), source="angeletos2007",
        meaning="a new regime every step, or one regime until it falls, with a new private signal every step")
    later: str = choice(
        "soonest", among=("soonest", "never"), source="assumed",
        meaning="in the repeated game: survivors are attacked as soon as an equilibrium allows, or never")  # fmt: skip


def make(params: Game) -> Model:
    """The game as a model; a step is one play, or one period of the repeated game.

    Raises
    ------
    ParameterError
        If a strength is to be drawn from a public belief of no precision.
    """
    if params.strength == "drawn" and params.public_precision == 0:
        raise ParameterError(
            "public_precision: expected a number above 0 to draw strength from; got 0.",
            'give strength "given" and a given_strength, or a public_precision above 0',
        )
    return Model(
        name="angeletos-2007",
        params=params,
        init=init,
        step=step,
        observe=observe,
        observables=(
            Observable("strength", "level", "theta, the share of people it takes to bring the regime down"),
            Observable("threshold", "level", "theta*, the strength below which it falls; as before where none attack"),
            Observable("attack", "share", "people who attack"),
            Observable("fell", "-", "1 if the regime has fallen, otherwise 0"),
        ),
        clock="step",
    )


def first_threshold(params: Game) -> float:
    """theta* of a regime of which nothing is known but the public belief."""
    found = thresholds(params.cost, params.public_precision, params.private_precision, params.public_mean)
    return found[{"lowest": 0, "middle": len(found) // 2, "highest": -1}[params.equilibrium]]


def init(params: Game, seed: int) -> State:
    """A regime, not yet attacked."""
    return {
        "strength": np.array([_strength(params, seed, 0)]),
        "threshold": np.array([first_threshold(params)]),
        "heard": np.zeros(params.people),  # mean of the signals a person has had
        "attack": np.zeros(1),
        "fell": np.zeros(1),
    }


def _strength(params: Game, seed: int, day: int) -> float:
    if params.strength == "given":
        return params.given_strength
    return params.public_mean + float(normals(1, seed, STRENGTH, day=day)[0]) / math.sqrt(params.public_precision)


def step(state: State, params: Game, tick: Tick) -> State:
    """Signals arrive, who sees few enough reasons to fear attacks, and the regime holds or falls."""
    heard, again = state["heard"], params.game == "repeated"
    signals = 1 + tick.step if again else 1
    if not again:
        state["strength"][0] = _strength(params, tick.seed, tick.step)
        state["fell"][0] = 0.0
    strength = state["strength"][0]
    noise = normals(heard.size, tick.seed, SIGNAL, day=tick.step) / math.sqrt(params.private_precision)
    heard *= 1.0 - 1.0 / signals
    heard += (strength + noise) / signals
    state["attack"][0] = 0.0
    if state["fell"][0]:
        return state
    attacked = not again or tick.step == 0
    if not attacked and params.later == "soonest":
        options = later_thresholds(
            params.cost, params.public_precision, params.private_precision * signals, params.public_mean,
            float(state["threshold"][0]),
        )  # fmt: skip
        attacked = bool(options)
        if attacked:
            state["threshold"][0] = options[-1]
    if attacked:
        sees = cutoff(float(state["threshold"][0]), params.private_precision * signals)
        state["attack"][0] = np.count_nonzero(heard <= sees) / heard.size
    state["fell"][0] = float(state["attack"][0] >= strength)
    return state


def observe(state: State) -> dict[str, float]:
    """The regime and the attack on it."""
    return {name: float(state[name][0]) for name in ("strength", "threshold", "attack", "fell")}


# targets ------------------------------------------------------------------------------------------------------------

PLAYS = 4000


@cache
def _plays(**settings: float) -> dict[str, np.ndarray]:
    return trajectory(PUBLISHED.model(settings), steps=PLAYS, seed=member_seed(2007, 0))


def _first(**settings: object) -> float:
    return float(PUBLISHED.model(settings).init(PUBLISHED.choose(settings), 1)["threshold"][0])


def _sees(cost: float, beta: float) -> float:
    flat = {"cost": cost, "private_precision": beta, "public_precision": 0.0, "strength": "given"}
    return cutoff(_first(**flat), beta)


def _root(c: float, alpha: float, beta: float, z: float, which: str) -> float:
    return _first(cost=c, public_precision=alpha, private_precision=beta, public_mean=z, equilibrium=which)


def _count(c: float, alpha: float, beta: float, z: float) -> int:
    return len(thresholds(c, alpha, beta, z))


def _least_private() -> float:
    low, high = 1e-3, 1e3
    for _ in range(100):
        middle = math.sqrt(low * high)
        low, high = (low, middle) if unique(middle, 4.0) else (middle, high)
    return high


def _attacks(periods: int) -> list[int]:
    """Steps of the preset "waves" in which a regime that nobody can bring down is attacked."""
    model = PUBLISHED.model({"given_strength": 1.1, "people": 1}, "waves")
    path = trajectory(model, steps=periods)["threshold"]
    return [0, *(1 + np.flatnonzero(np.diff(path)))]


CUTOFFS = {(0.25, 1): 1.42449, (0.25, 4): 1.08724, (0.25, 25): 0.88490, (0.75, 1): -0.42449, (0.2, 4): 1.22081}
ROOTS = {
    (0.5, 1, 1, 0.3): (0.628875,), (0.5, 1, 1, 0.7): (0.371125,), (0.25, 1, 4, 0.5): (0.819618,),
    (0.5, 4, 1, 0.5): (0.030074, 0.5, 0.969926), (0.5, 4, 1, 0.6): (0.009044,), (0.5, 4, 2.6, 0.5): (0.5,),
}  # fmt: skip


def _targets() -> tuple[Target, ...]:
    flat = "flat prior: theta* = 1 - c, x* = theta* + PhiInv(theta*) / sqrt(beta)"
    prior = "alpha (theta* - z) - sqrt(beta) PhiInv(theta*) = sqrt(alpha + beta) PhiInv(c)"
    words = {1: ("lowest",), 3: ("lowest", "middle", "highest")}
    falls = float(ndtr(0.628874862334764 - 0.3))
    seen = float(ndtr((cutoff(0.628874862334764, 1.0) - 0.3) / math.sqrt(2.0)))
    # the share is a smooth function of one normal variable: its spread over plays by quadrature
    x, w = np.polynomial.hermite_e.hermegauss(80)
    spread = math.sqrt(float((w / w.sum()) @ (ndtr(cutoff(0.628874862334764, 1.0) - 0.3 - x) - seen) ** 2))
    return (
        *(Target(f"theta*, flat prior, c = {c}", 1 - c, 1e-8, "derived",
                 partial(_first, cost=c, private_precision=4.0, public_precision=0.0, strength="given"), where=flat)
          for c in (0.1, 0.25, 0.5, 0.75, 0.9)),
        *(Target(f"x*, flat prior, c = {c}, beta = {b}", x, 5e-6, "derived", partial(_sees, c, b), where=flat)
          for (c, b), x in CUTOFFS.items()),
        *(Target(f"x*, flat prior, c = 0.5, beta = {b}", 0.5, 1e-8, "derived", partial(_sees, 0.5, b), where=flat)
          for b in (0.5, 1, 100)),
        *(Target(f"{which} theta*, (c, alpha, beta, z) = {at}", root, 5e-7, "derived", partial(_root, *at, which),
                 where=prior)
          for at, roots in ROOTS.items() for which, root in zip(words[len(roots)], roots, strict=True)),
        *(Target(f"number of equilibria, (c, alpha, beta, z) = {at}", len(roots), 0, "derived", partial(_count, *at),
                 where=prior) for at, roots in ROOTS.items()),
        Target("least beta with one equilibrium for every z, alpha = 4", 16 / (2 * math.pi), 1e-8, "derived",
               _least_private, where="beta >= alpha^2 / (2 pi)"),
        Target("chance that the regime falls, (c, alpha, beta, z) = (0.5, 1, 1, 0.3), 1,000 people", falls,
               3 * math.sqrt(falls * (1 - falls) / PLAYS), "derived",
               lambda: float(_plays(public_mean=0.3)["fell"].mean()), where="Phi(theta* - z)", runs=PLAYS),
        Target("mean attack, (c, alpha, beta, z) = (0.5, 1, 1, 0.3), 1,000 people", seen,
               3 * spread / math.sqrt(PLAYS), "derived", lambda: float(_plays(public_mean=0.3)["attack"].mean()),
               where="Phi((x* - z) / sqrt(2))", runs=PLAYS),
        *(Target(f"preset waves: step of attack {k + 1}", at, 0, "derived", partial(lambda k: _attacks(60)[k], k),
                 where="first step whose indifference condition has a root", runs=1)
          for k, at in enumerate((0, 2, 8, 49))),
        Target("repeated game: second threshold when own signals become exact, c = 0.5", 0.5, 5e-4, "derived",
               lambda: later_thresholds(0.5, 2.0, 1e6, 0.7, 0.1251223)[-1], where="1 - c"),
        Target("repeated game: equilibria with an attack right after one was survived, own signals as before", 0, 0,
               "derived", lambda: len(later_thresholds(0.5, 1.0, 1.0, 0.3, 0.6288748623)), where="no root"),
    )  # fmt: skip


# pictures -----------------------------------------------------------------------------------------------------------


def pictures() -> tuple[Picture, ...]:
    """Thresholds against what all believe, the crowd against the regime, and waves of attacks."""
    theta = ndtr(np.linspace(-5.0, 5.0, 401))
    belief = {f"beta = {b:.3g}": theta - (math.sqrt(b) * ndtri(theta)) / 4.0 for b in (1.0, 16 / (2 * math.pi), 8.0)}
    one = _plays(public_mean=0.3)
    some = slice(0, 600)
    strength = np.linspace(-1.5, 2.0, 200)
    sees = cutoff(_first(public_mean=0.3), 1.0)
    periods = 60
    model = PUBLISHED.model({"people": 100_000}, "waves")
    wave = trajectory(model, steps=periods)
    return (
        Picture(
            "equilibrium",
            "When everybody fears that nobody else will come",
            "Left: the strength theta* below which a regime falls, against the strength all believe it has beforehand, "
            "for costs of one half and public precision 4; where own signals are less precise than 16 / (2 pi) = 2.55 "
            "three thresholds are possible. Right: what 600 crowds of 1,000 do to regimes drawn around 0.3 (points), "
            "what an endless crowd does (line), and what it takes (dashed).",
            (
                Panel("mean public belief z", "threshold theta*", (
                    Layer("line", {"x": np.concatenate(list(belief.values())), "y": np.tile(theta, 3),
                                   "series": [name for name in belief for _ in theta]}),
                ), x_range=(0.0, 1.0), y_range=(0, 1)),
                Panel("strength of the regime theta", "part of the people who attack", (
                    Layer("points", {"x": one["strength"][some], "y": one["attack"][some],
                                     "series": ["falls" if f else "holds" for f in one["fell"][some]]}),
                    Layer("line", {"x": strength, "y": ndtr(sees - strength)}, "endless crowd"),
                    Layer("dashed", {"x": [0.0, 1.0], "y": [0.0, 1.0]}, "needed"),
                ), x_range=(-1.5, 2.0), y_range=(0, 1), x_rules={"theta*": _first(public_mean=0.3)}),
            ),
        ),
        Picture(
            "waves",
            "Calm and storm, though nothing but knowledge has changed",
            "One regime under the preset waves, 100,000 people, one private signal each a step. That it survived keeps "
            "people at home until they have learnt enough on their own; the fourth attack brings it down.",
            (
                Panel("step", "part of the people who attack", (
                    Layer("steps", {"x": np.arange(periods), "y": wave["attack"]}),
                ), y_range=(0, 1)),
                Panel("step", "level", (Layer("steps", long(np.arange(periods), {
                    "threshold theta*": wave["threshold"], "strength theta": wave["strength"]})),), y_range=(0, 1)),
            ),
        ),
    )  # fmt: skip


CARD = Card(
    cites=("angeletos2007", "morris1998"),
    idea="A regime falls when enough people attack it, and everybody would attack if they knew that the others will. A "
    "little private doubt about its strength is enough to leave one equilibrium; knowing that it survived an attack "
    "can bring back several, and calm and crisis alternate.",
    rules=(
        Fact("A regime of strength theta falls iff the share A of people who attack is at least theta.", "read",
             "abstract: abandoned once a sufficiently large fraction attacks; the form A >= theta recalled"),
        Fact("Everybody believes theta ~ Normal(z, 1/alpha) (`public_mean`, `public_precision`) and sees x = theta + "
             "noise / sqrt(beta) (`private_precision`); attacking pays 1 - c if it falls and -c if not (`cost`), "
             "staying home 0.", "recalled", "section 2"),
        Fact("People attack iff x <= x*. The regime falls iff theta <= theta*, with alpha (theta* - z) - sqrt(beta) "
             "PhiInv(theta*) = sqrt(alpha + beta) PhiInv(c) and x* = theta* + PhiInv(theta*) / sqrt(beta).", "derived",
             "success at the cut-off has chance c; the share below it at theta* is theta*"),
        Fact("Repeated: the regime stays, everybody gets one more signal of precision beta a step, and what happened "
             "is known. A regime that survived theta' is known to exceed it; an attack has chance c at its cut-off "
             "under the belief cut at theta'.", "recalled", "the structure is in the abstract: arrival of information "
             "and knowledge that the regime survived; its equations are derived here"),
        Fact("Of two continuations with an attack the one with the larger threshold is played, as soon as there is one "
             "(`later` soonest); or none ever (`later` never): both are equilibria.", "chosen"),
        Fact("A finite crowd plays the cut-offs of an endless one; whether the regime falls is judged by the share "
             "that really came.", "chosen"),
    ),
    reports=(
        Fact("Multiplicity may obtain under conditions on exogenous information that give a unique equilibrium in the "
             "static game.", "read", "abstract"),
        Fact("Fundamentals may predict whether a regime falls eventually, but not when or after how many attacks.",
             "read", "abstract"),
        Fact("Tranquillity, where no attack is possible, and distress, where a large attack can occur, alternate even "
             "without any change in fundamentals.", "read", "abstract"),
        Fact("Static game: one equilibrium for every z iff beta >= alpha^2 / (2 pi).", "derived",
             "the left side of the threshold equation falls everywhere"),
    ),
    differences=(
        Fact("Papers differ in sign: here a low signal is good news for attackers; where x measures discontent the "
             "inequalities turn round.", "derived"),
        Fact("Where three equilibria exist, solvers that look for one root on (0, 1) return whichever the bracket "
             "holds; we return all, with exact brackets.", "derived"),
    ),
    leaves_out=(
        "regimes whose strength changes, public news over time and attacks seen with noise (later sections)",
        "the lower of the two continuation thresholds, which is unstable",
    ),
    checked="tests/second/angeletos_2007.py, written from the rules by somebody who had not seen this file (best "
    "replies by quadrature, no closed form): thresholds of all equilibria agree within 1e-9, attacks and falls of "
    "small crowds in law, for the game played once. The repeated game has no second version.",
)  # fmt: skip

PUBLISHED = Published(
    name="angeletos-2007",
    title="Attacking a regime of unknown strength, once and again",
    params=Game(),
    make=make,
    steps=60,
    card=CARD,
    presets={
        "benchmark": {"public_precision": 0.0, "strength": "given"},
        "three-equilibria": {"public_precision": 4.0},
        "waves": {
            "game": "repeated",
            "cost": 0.1,
            "public_precision": 2.4,
            "public_mean": 1.7,
            "strength": "given",
            "given_strength": 0.79,
        },
    },
    targets=_targets(),
    pictures=pictures,
)
