"""Other kinds of crisis, run by the same code: three numbers fitted on the first four weeks, the rest forecast.

    python -m benchmarks.dynamics.others [--tries 60] [--members 40] [--write]

Size of the shock, cost of going and half-life of the shock are fitted by random search to the figures of the first four
gatherings; z of the calls is left to chance. From the fourth on no act is known. The remaining gatherings are scored by
the fair continuous ranked probability score of log(1 + n) and by the factor between median and figure, beside the last
value and the climatology of the four.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import platform
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from benchmarks.dynamics.playing import Outcome, play, world_of

from contested.nation.world import World

RESULTS = Path(__file__).parents[1] / "results" / "others.json"


@dataclass(frozen=True)
class Crisis:
    """A scenario and the figures it is held to: gatherings in order of their dates, persons."""

    scenario: str
    scale: int
    place: str
    figures: dict[str, float]
    source: str


CRISES = (
    Crisis("yellow-vests-2018", 250, "", {
        "2018-11-17": 287_710, "2018-11-24": 166_000, "2018-12-01": 136_000, "2018-12-08": 136_000,
        "2018-12-15": 66_000, "2018-12-22": 39_000, "2018-12-29": 32_000, "2019-01-05": 50_000, "2019-01-12": 84_000,
        "2019-01-19": 84_000, "2019-01-26": 69_000, "2019-02-02": 58_600, "2019-02-16": 41_500, "2019-02-23": 46_600,
        "2019-03-02": 39_300, "2019-03-16": 32_000, "2019-03-30": 33_700, "2019-04-06": 22_300, "2019-04-13": 31_000,
        "2019-04-20": 27_900, "2019-04-27": 23_600, "2019-05-04": 18_900, "2019-05-11": 18_600, "2019-05-18": 15_500,
        "2019-05-25": 12_500, "2019-06-08": 10_300, "2019-06-15": 7_000, "2019-06-29": 6_000,
    }, "interior ministry, last figure of the day (claims.csv)"),
    Crisis("leipzig-1989", 100, "Leipzig", {
        "1989-09-04": 1_000, "1989-09-25": 5_000, "1989-10-02": 13_000, "1989-10-09": 70_000, "1989-10-16": 120_000,
        "1989-10-23": 270_000, "1989-10-30": 300_000, "1989-11-06": 400_000,
    }, "geometric mean of the figures read for the day, rounded (claims.csv)"),
)  # fmt: skip
FITTED = 4
#: centre and spread, in logs, of the three numbers
NUMBERS = {"shock": (0.4, 0.7), "street.cost": (1.3, 0.2), "citizens.shock_half_life": (40.0, 0.7)}


def days_of(crisis: Crisis, world: World) -> list[int]:
    return [(dt.date.fromisoformat(when) - world.country.start).days for when in crisis.figures]


def run(crisis: Crisis, world: World, numbers: dict[str, float], seed: int, days: int) -> np.ndarray:
    """Crowds on the days of the figures; no act after the fourth is known."""
    shock = numbers["shock"]
    acts = tuple(replace(a, level=shock) if a.act == "shock" else a for a in world.country.acts)
    settings = {name: value for name, value in numbers.items() if name != "shock"}
    on = days_of(crisis, world)
    done: Outcome = play(world, seed, settings, days=days, acts=acts, origin=on[FITTED - 1])
    crowd = done.at("crowd", crisis.place) if crisis.place else done.total("crowd")
    return np.array([crowd[d] for d in on if d < days])


def fit(crisis: Crisis, world: World, tries: int) -> tuple[dict[str, float], float]:
    """The best of random points by the squared log-distance of medians over six seeds."""
    rng = np.random.default_rng(5)
    target = np.log1p(list(crisis.figures.values())[:FITTED])
    days = days_of(crisis, world)[FITTED - 1] + 1
    best: tuple[float, dict[str, float]] = (np.inf, {})
    for _ in range(tries):
        u = rng.standard_normal(3)
        numbers = {name: float(c * np.exp(s * x)) for (name, (c, s)), x in zip(NUMBERS.items(), u)}
        middle = np.median([np.log1p(run(crisis, world, numbers, s, days)) for s in range(6)], axis=0)
        off = float(((middle - target) ** 2).sum())
        if off < best[0]:
            best = (off, numbers)
    return best[1], best[0]


def crps(members: np.ndarray, value: float) -> float:
    """Fair CRPS of an ensemble (Ferro 2014): no dependence on its size."""
    m = len(members)
    spread = np.abs(members[:, None] - members).sum() / (2 * m * max(1, m - 1))
    return float(np.abs(members - value).mean() - spread)


def score(crisis: Crisis, tries: int, members: int) -> dict[str, object]:
    world = world_of(crisis.scenario, crisis.scale)
    numbers, off = fit(crisis, world, tries)
    last = days_of(crisis, world)[-1] + 1
    ensemble = np.array([run(crisis, world, numbers, 100 + s, last) for s in range(members)])
    figures = np.array(list(crisis.figures.values()))
    known = np.log1p(figures[:FITTED])
    rows = []
    for k in range(FITTED, len(figures)):
        value = np.log1p(figures[k])
        rows.append({
            "date": list(crisis.figures)[k], "figure": float(figures[k]),
            "median": float(np.median(ensemble[:, k])), "low": float(np.quantile(ensemble[:, k], 0.05)),
            "high": float(np.quantile(ensemble[:, k], 0.95)), "model": crps(np.log1p(ensemble[:, k]), value),
            "last value": abs(float(known[-1] - value)), "climatology": crps(known, value),
        })  # fmt: skip
    mean = {name: float(np.mean([float(r[name]) for r in rows])) for name in ("model", "last value", "climatology")}
    held = float(np.mean([r["low"] <= r["figure"] <= r["high"] for r in rows]))
    within = float(np.mean([1 / 3 <= (float(r["median"]) + 1) / (float(r["figure"]) + 1) <= 3 for r in rows]))
    return {
        "scenario": crisis.scenario, "scale": crisis.scale, "numbers": numbers, "distance": off, "rows": rows,
        "crps": mean, "held by 90 %": held, "median within a factor of 3": within, "source": crisis.source,
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tries", type=int, default=60)
    parser.add_argument("--members", type=int, default=40)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    results = [score(crisis, given.tries, given.members) for crisis in CRISES]
    for r in results:
        print(f"{r['scenario']}: {r['numbers']}, CRPS {r['crps']}, 90 % band holds {r['held by 90 %']:.0%}, "
              f"median within a factor of 3: {r['median within a factor of 3']:.0%}")
        for row in r["rows"]:  # type: ignore[attr-defined]
            print("  ", {k: round(v, 2) if isinstance(v, float) else v for k, v in row.items()})
    if given.write:
        machine = f"{platform.machine()}, {platform.python_version()}"
        RESULTS.write_text(json.dumps(
            {"machine": machine, "date": dt.datetime.now(dt.UTC).date().isoformat(), "results": results}, indent=1
        ) + "\n")


if __name__ == "__main__":
    main()
