"""Would a regression find what repression does, where the truth is known? The numbers of docs/cases/placebo.md.

    python -m benchmarks.placebo [--write]

The nation `teaching` twice: as shipped, and with every way in which repression could make people stay at home or go out
switched off. In both, tomorrow's protest is regressed on today's arrests, place by place, as studies of the puzzle do;
and the true effect is measured by one more day of crackdown in paired runs that share people and random numbers. The
same numbers on any machine.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

import contested
from contested.ground.draws import member_seed
from contested.nation.model import nation_model
from contested.nation.world import build
from contested.scenarios.changes import Change, changed
from contested.zoo.kit.trajectories import trajectory

RESULTS = Path(__file__).parent / "results" / "placebo.json"
NAME, DAYS, SEED = "teaching", 36, 1
#: histories whose days are regressed; histories of each pair, and days on which the crackdown comes in turn
HISTORIES, PAIRS, EVERY = 60, 20, (6, 9, 12, 15, 18, 21, 24, 27, 30, 33)
#: of a normal law: a coefficient beyond so many standard errors is called significant
SURE = 1.96
#: every parameter through which what is done to some changes what others resent, fear or expect
OFF: dict[str, float] = {
    **{f"citizens.{p}_outrage": 0.0 for p in ("arrest", "injury", "testimony")},
    "citizens.arrest_fear": 0.0, "citizens.severity": 0.0,
    "media.dread": 0.0, "media.hope_denial": 0.0,
    **{f"repression.{k}.outrage": 0.0 for k in ("detention", "injury", "death", "testimony", "charge")},
}  # fmt: skip
WORLDS: dict[str, Mapping[str, float]] = {"shipped": {}, "off": OFF}
MODELS = ("arrests alone", "and today's crowd", "and calls, places", "arrests per marcher")


def simulated(world: str, replicates: int, crackdown: int | None = None) -> dict[str, np.ndarray]:
    """Crowds, arrests and calls, each of shape (history, day, place); with one more day of crackdown, or without."""
    scenario = contested.load_scenario(NAME)
    acts: tuple[str, ...] = ()
    if crackdown is not None:
        day = scenario.country.start + dt.timedelta(days=crackdown)
        acts = (f"{day.isoformat()},,incumbent,tactic,,,,crackdown",)
    country = changed(scenario, Change(settings=dict(WORLDS[world]), add_acts=acts)).country
    model = nation_model(build(country, 1))
    runs = [trajectory(model, steps=DAYS, seed=member_seed(SEED, r)) for r in range(replicates)]
    return {x: np.array([run[x] for run in runs]) for x in ("crowd", "detained", "call")}


def columns(data: Mapping[str, np.ndarray], model: str) -> tuple[np.ndarray, list[np.ndarray]]:
    """Outcome and regressors of a panel: the arrests first; a row is a history, a day and a place with a crowd."""
    crowd, taken = data["crowd"][:, :-1], data["detained"][:, :-1]
    rows = crowd > 0
    outcome = np.log1p(data["crowd"][:, 1:])[rows]
    arrests = np.log1p(taken)[rows]
    if model == "arrests per marcher":
        arrests = (taken / np.maximum(crowd, 1))[rows]
    regressors = [arrests]
    if model != "arrests alone":
        regressors.append(np.log1p(crowd)[rows])
    if model in ("and calls, places", "arrests per marcher"):
        where = np.broadcast_to(np.arange(crowd.shape[2]), crowd.shape)[rows]
        regressors += [data["call"][:, 1:][rows], data["call"][:, :-1][rows]]
        regressors += [(where == k).astype(float) for k in np.unique(where)[1:]]
    return outcome, regressors


def fitted(outcome: np.ndarray, regressors: list[np.ndarray]) -> tuple[float, float]:
    """Coefficient of the first regressor and its standard error, by least squares with a constant.

    A regressor that does not vary in this panel is left out; NaN where the first one does not.
    """
    varied = [x for x in regressors if np.ptp(x) > 0]
    if not varied or np.ptp(regressors[0]) == 0 or outcome.size <= len(varied) + 2:
        return float("nan"), float("nan")
    x = np.column_stack([*varied, np.ones(outcome.size)])
    inverse = np.linalg.pinv(x.T @ x)
    found = inverse @ x.T @ outcome
    left = outcome - x @ found
    return float(found[0]), float(np.sqrt(left @ left / (outcome.size - x.shape[1]) * inverse[0, 0]))


def regressed(data: Mapping[str, np.ndarray]) -> dict[str, Any]:
    """Each model on all histories together, and on each alone: how often it is significant, either way."""
    found: dict[str, Any] = {}
    for model in MODELS:
        each = [fitted(*columns({k: v[r : r + 1] for k, v in data.items()}, model)) for r in range(HISTORIES)]
        t = np.array([b / s for b, s in each if np.isfinite(b) and s > 0])
        b, s = fitted(*columns(data, model))
        found[model] = {
            "coefficient": _short(b), "error": _short(s), "alone": len(t), "less": _short((t <= -SURE).mean()),
            "neither": _short((np.abs(t) < SURE).mean()), "more": _short((t >= SURE).mean()),
        }  # fmt: skip
    return found


def true_effect(world: str) -> dict[str, Any]:
    """What one more day of crackdown does: today's arrests, tomorrow's crowd, and the one by the other.

    Sums over days, places and pairs of log differences; the interval is over pairs.
    """
    before = simulated(world, PAIRS)
    arrests, crowd, marched, taken = (np.zeros(PAIRS) for _ in range(4))
    for day in EVERY:
        after = simulated(world, PAIRS, day)
        there = before["crowd"][:, day] > 0
        arrests += (there * (np.log1p(after["detained"][:, day]) - np.log1p(before["detained"][:, day]))).sum(1)
        crowd += (there * (np.log1p(after["crowd"][:, day + 1]) - np.log1p(before["crowd"][:, day + 1]))).sum(1)
        taken += (after["detained"][:, day] - before["detained"][:, day]).sum(1)
        marched += (after["crowd"][:, day + 1] - before["crowd"][:, day + 1]).sum(1)
    ratio = crowd.sum() / arrests.sum()
    left_out = [(crowd.sum() - crowd[k]) / (arrests.sum() - arrests[k]) for k in range(PAIRS)]
    error = float(np.sqrt((PAIRS - 1) / PAIRS * ((np.array(left_out) - np.mean(left_out)) ** 2).sum()))
    return {
        "elasticity": _short(ratio), "error": _short(error), "arrests": _short(taken.sum() / (PAIRS * len(EVERY))),
        "marchers": _short(marched.sum() / (PAIRS * len(EVERY))), "pairs": PAIRS * len(EVERY),
    }  # fmt: skip


def _short(value: float) -> float:
    return float(f"{value:.4g}")


def main() -> None:
    """Measure, print, and with --write keep the numbers."""
    words = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    words.add_argument("--write", action="store_true", help=f"write {RESULTS.name}")
    write = words.parse_args().write
    found: dict[str, Any] = {}
    began = time.process_time()
    for world in WORLDS:
        truth = true_effect(world)
        print(world, truth, f"{time.process_time() - began:.0f} s", flush=True)
        found[world] = {"truth": truth, "regressions": regressed(simulated(world, HISTORIES))}
        for model, row in found[world]["regressions"].items():
            print(" ", model, row, flush=True)
    if write:
        kept = {"version": contested.__version__, "scenario": NAME, "days": DAYS, "seed": SEED, "histories": HISTORIES,
                "date": dt.date.today().isoformat(), "switched_off": sorted(OFF), "worlds": found}  # fmt: skip
        RESULTS.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
