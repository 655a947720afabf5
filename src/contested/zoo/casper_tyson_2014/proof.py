"""The numbers the model must reproduce, and what a crowd in the square does in the palace, drawn."""

from __future__ import annotations

import math
from functools import cache, partial

import numpy as np
from scipy.special import ndtr, ndtri

from contested.engine.params import override
from contested.ground.draws import member_seed
from contested.zoo.casper_tyson_2014.model import model
from contested.zoo.casper_tyson_2014.theory import (
    Square,
    belief,
    coup_threshold,
    informed,
    overreaction,
    protest_threshold,
)
from contested.zoo.kit.regime_change import cutoff, density, slope
from contested.zoo.kit.trajectories import trajectory
from contested.zoo.picture import Column, Layer, Panel, Picture, long
from contested.zoo.target import Target

PLAYS = 4000


@cache
def _plays(**settings: object) -> dict[str, np.ndarray]:
    return trajectory(model(settings), steps=PLAYS, seed=member_seed(2014, 0))


def _mean_of_plays(name: str, **settings: object) -> float:
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


def targets() -> tuple[Target, ...]:
    """What the model must reproduce."""
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
            ("probability that the protest wins", won, "protest_won", "Phi(sqrt(alpha) (theta_c* - z))"),
            ("probability that the coup wins", coup, "coup_won", "mean over the belief m of Phi(sqrt(a) (theta_e*(m) - "
                                                            "m)), a the elites' common precision"),
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
        Target("factor by which elites overreact to public news, defaults at m = 1/2",
               1 + 3 * a / (2 - a), 1e-8, "derived",
               lambda: overreaction(base, 0.5), where="1 + (a + beta_e) / a * a phi(0) / (sqrt(beta_e) - a phi(0))"),
        Target("response of the coup threshold to the report, mu = 3 relative to mu = 0.25",
               (0.75 * 4 / (2 / density(0.0) - 4)) / (0.2 * 1.25 / (2 / density(0.0) - 1.25)), 1e-8, "derived",
               lambda: _response(free) / _response(tight), where="slope of theta_e* times the weight of the report"),
        *(Target(f"probability that the coup wins against theta = 0.7, mu = {mu}", won,
                 3 * math.sqrt(won * (1 - won) / PLAYS), "derived",
                 partial(_mean_of_plays, "coup_won", strength="given", given_strength=0.7, media_freedom=mu),
                 where="binomial tails, averaged over the distribution of the report", runs=PLAYS)
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
        "equilibrium": [cutoff(coup_threshold(base, v), base.elite_precision) for v in m],
        "if others did not react": 0.5 - ratio * (m - 0.5),
    }
    return (
        Picture(
            "coup",
            "A protest is a public signal to the elite",
            "Left: strength below which a coup succeeds, against the reported share of citizens who protest, for three "
            "degrees of media freedom (lines). Points are 800 random leaderships at mu = 1, coloured by whether a coup "
            "against them won. Right: private signal below which elites join a coup, against the mean of their common "
            "belief. Because each knows that the others heard the same report, they react more strongly than its "
            "content alone would justify.",
            (
                Panel("reported share of citizens who protest", "strength of the leadership", (
                    Layer("points", {"x": ndtr(one["report"][part]), "y": one["strength"][part],
                                     "series": ["coup won" if w else "none or lost" for w in one["coup_won"][part]]}),
                    Layer("line", long(share, lines)),
                ), x_range=(0, 1), y_range=(-1.0, 2.0)),
                Panel("elites' mean common belief m", "signal below which an elite joins", (
                    Layer("line", long(m, react)),
                ), x_range=(0, 1)),
            ),
        ),
    )  # fmt: skip
