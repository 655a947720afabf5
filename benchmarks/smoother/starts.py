"""How members could start, on two made-up laws whose runs cost nothing: taken by the claims, or first come.

    python -m benchmarks.smoother.starts [--twins 200] [--write]

In both laws more than half of all runs have nobody in the street on a day with a claim: by a threshold of each day, or
because nobody marches at all. 20 parameters, of which 8 act, and a chance for each of 12 days; the seed of a run moves
each day as well and is not learnt. Three parties report two thirds of the days with a crowd, with a bias each. Truths
lie beside their runs by the model's discrepancy. Of 240 runs of the prior the first 80 become members, as in the
package, or 80 are taken by a power of the claims' chance given each run, which the passes then count so much less; four
passes follow. Scored are log crowds on days with a crowd in truth, and the unknowns, of truths with three claims or
more.

Distinct runs by the power 1/4 were tried in the package as well: the repository's history has it, under 30 November
2026, with the rule by which it was to be kept. `benchmarks/results/starts_tried.json` has what came of it.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import platform
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np

from contested.inference.posterior.importance import ess
from contested.inference.smoother.marginal import log_likelihood
from contested.inference.smoother.observations import Observations
from contested.inference.smoother.schedule import inflations
from contested.inference.smoother.update import update

RESULTS = Path(__file__).parents[1] / "results" / "starts.json"
DAYS, PARAMETERS, ACTING, MEMBERS, PASSES, PARTIES = 12, 20, 8, 80, 4, 3
UNKNOWNS = PARAMETERS + DAYS
RUNS_PER_MEMBER = 3
#: stands for nobody (persons), and the least crowd that is one
FLOOR, CROWD = 25.0, 150.0
LAWS = ("threshold of each day", "nobody marches at all")
Predict = Callable[[np.ndarray, np.ndarray], np.ndarray]


class Start(NamedTuple):
    """Power of the claims' chance that is used before the first pass, and whether runs may be copied."""

    power: float
    copies: bool = False


STARTS = {
    "passes alone": Start(0.0), "power 1/8": Start(0.125), "power 1/4": Start(0.25), "power 1/2": Start(0.5),
    "power 1/4, with copies": Start(0.25, copies=True),
}  # fmt: skip


def law(name: str, rng: np.random.Generator) -> Predict:
    """Log crowds by day of runs, float64 array of shape (runs, days), of their unknowns and of what is not learnt."""
    common = rng.normal(size=PARAMETERS) * (np.arange(PARAMETERS) < ACTING)
    common /= np.linalg.norm(common)
    own = rng.normal(size=(DAYS, PARAMETERS))
    own *= 0.3 / np.linalg.norm(own, axis=1)[:, None]

    def predict(u: np.ndarray, noise: np.ndarray) -> np.ndarray:
        level, day = u[:, :PARAMETERS] @ common, u[:, :PARAMETERS] @ own.T + 0.5 * u[:, PARAMETERS:] + 0.25 * noise
        if name == LAWS[0]:
            size, some = 6.8 + 1.5 * (level[:, None] + day), level[:, None] + day > 0.15
        else:
            size, some = 8.0 + 1.5 * (0.3 * level[:, None] + day), (level + 0.4 * noise[:, 0] > 0.6)[:, None]
        return np.log(np.where(some, np.exp(size), 0.0) + FLOOR)

    return predict


def twin(name: str, seed: int) -> dict[str, dict[str, float]] | None:
    """Scores of every start against one truth; None if it has too few claims."""
    rng = np.random.default_rng(seed)
    predict, runs = law(name, rng), RUNS_PER_MEMBER * MEMBERS
    prior, noise = rng.normal(size=(runs, UNKNOWNS)), rng.normal(size=(runs, DAYS))
    true = rng.normal(size=(1, UNKNOWNS))
    apart = between()
    crowd = country(predict, true, apart, rng)
    observed = reported(crowd, rng)
    if observed is None:
        return None
    observed = observed.doubting(apart)
    log = log_likelihood(observed, predict(prior, noise)[:, observed.cell], seed)
    out = {}
    for start, (power, copies) in STARTS.items():
        if copies:
            chance = np.exp(power * (log - log.max()))
        else:
            chance = inclusion(power * log, MEMBERS) if power else np.repeat([1.0, 0.0], [MEMBERS, runs - MEMBERS])
        ends = np.cumsum(chance) * (MEMBERS / chance.sum())
        rows = np.minimum(np.searchsorted(ends, np.arange(MEMBERS) + 0.5, side="right"), runs - 1)
        u = prior[rows]
        for turn, factor in enumerate((inflations(PASSES) / (1.0 - power)).tolist()):
            u = update(
                u, predict(u, noise[rows])[:, observed.cell], observed, inflation=factor, seed=seed, turn=turn,
                reached=np.ones((UNKNOWNS, len(observed.cell)), bool), everywhere=np.arange(UNKNOWNS) < PARAMETERS,
            ).u  # fmt: skip
        x = doubted(predict(u, noise[rows]), observed, apart, rng)
        out[start] = {**scores(x, crowd, crowd > np.log(FLOOR + CROWD)), **unknowns(u, true[0]),
                      "distinct": float(len(set(rows.tolist()))), "ess": ess(np.exp(power * (log - log.max())))}
    return out


def between() -> np.ndarray:
    """Covariance of the discrepancy by day."""
    apart = np.abs(np.subtract.outer(np.arange(DAYS), np.arange(DAYS)))
    return 0.25 * 0.5 ** (apart / 7.0) + 0.25 * np.eye(DAYS)


def country(predict: Predict, true: np.ndarray, apart: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Log crowds by day: those of a run, moved by the discrepancy."""
    run = predict(true, rng.normal(size=(1, DAYS)))[0]
    return np.maximum(run + np.linalg.cholesky(apart) @ rng.normal(size=DAYS), np.log(FLOOR))


def inclusion(log_weight: np.ndarray, members: int) -> np.ndarray:
    """Chance of each run to become a member: in proportion to its weight, and 1 at most, which truncates the weights of
    those that would be copied (Ionides 2008); float64 array of shape (runs,) with sum `members`, fewer than runs."""
    largest = np.sort(log_weight)[::-1]
    left = np.logaddexp.accumulate(largest[::-1])[::-1]
    # the k largest are sure; the others share what is left, and no share may exceed 1
    share = np.log(members - np.arange(members)) - left[:members]
    k = int(np.argmax(largest[:members] + share <= 0.0))
    return np.exp(np.minimum(log_weight + share[k], 0.0))


def reported(crowd: np.ndarray, rng: np.random.Generator) -> Observations | None:
    """Claims of three parties about days with a crowd."""
    day = np.repeat(np.flatnonzero(crowd > np.log(FLOOR + CROWD)), PARTIES)
    party = np.tile(np.arange(PARTIES), len(day) // PARTIES)
    some = rng.uniform(size=len(day)) < 0.6
    day, party, m = day[some], party[some], int(some.sum())
    if m < 3:
        return None
    figure = crowd[day] + (0.72 * rng.normal(size=PARTIES))[party] + 0.3 * rng.standard_t(4, size=m)
    zero = np.zeros(m)
    shared = np.where(party[:, None] == party[None], 0.72**2, 0.0)
    return Observations(day, zero, figure, figure, zero + 0.3**2, zero + 0.01, shared)


def doubted(y: np.ndarray, observed: Observations, apart: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Truths of members: their runs with one draw of the discrepancy each, given the claims."""
    error, at, m = observed.error_about(y[:, observed.cell]), observed.cell, len(observed.cell)
    d = rng.normal(size=y.shape) @ np.linalg.cholesky(apart).T
    own = np.linalg.cholesky(error - apart[np.ix_(at, at)] + 1e-9 * np.eye(m))
    figure = (y + d)[:, at] + rng.normal(size=(len(y), m)) @ own.T
    d += np.linalg.solve(error, (observed.low - figure).T).T @ apart[at]
    return np.maximum(y + d, np.log(FLOOR))


def scores(x: np.ndarray, crowd: np.ndarray, some: np.ndarray) -> dict[str, float]:
    """Of log crowds on days with a crowd."""
    x, crowd = x[:, some], crowd[some]
    rank = (x < crowd).mean(axis=0)
    return {"crps": float(fair_crps(x, crowd).mean()), "bias": float((crowd - np.median(x, axis=0)).mean()),
            "sd": float(x.std(axis=0).mean()), "in 50": float((np.abs(rank - 0.5) <= 0.25).mean()),
            "in 90": float((np.abs(rank - 0.5) <= 0.45).mean())}  # fmt: skip


def unknowns(u: np.ndarray, true: np.ndarray) -> dict[str, float]:
    """Of parameters and chances."""
    rank = (u < true).mean(axis=0)
    return {"unknowns in 50": float((np.abs(rank - 0.5) <= 0.25).mean()),
            "unknowns in 90": float((np.abs(rank - 0.5) <= 0.45).mean())}  # fmt: skip


def fair_crps(x: np.ndarray, value: np.ndarray) -> np.ndarray:
    """CRPS by column that does not depend on the number of rows (Ferro 2014)."""
    n = len(x)
    order = 2 * np.arange(1, n + 1)[:, None] - n - 1
    return np.abs(x - value).mean(axis=0) - (order * np.sort(x, axis=0)).sum(axis=0) / (n * (n - 1))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--twins", type=int, default=200)
    parser.add_argument("--write", action="store_true", help="write benchmarks/results/starts.json")
    given = parser.parse_args()
    table = []
    for name in LAWS:
        found = [one for seed in range(given.twins) if (one := twin(name, seed)) is not None]
        for start in STARTS:
            means = {key: round(float(np.mean([one[start][key] for one in found])), 3) for key in found[0][start]}
            table.append({"law": name, "start": start, "twins": len(found), **means})
            print(table[-1], flush=True)
    if given.write:
        about = {"date": dt.date.today().isoformat(), "machine": f"{platform.machine()}, {platform.python_version()}"}
        RESULTS.write_text(json.dumps({**about, "asked": given.twins, "table": table}, indent=1) + "\n",
                           encoding="utf-8")  # fmt: skip


if __name__ == "__main__":
    main()
