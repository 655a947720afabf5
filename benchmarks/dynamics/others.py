"""Other kinds of crisis, run by the same code: three numbers fitted on the first four gatherings, the rest forecast.

    python -m benchmarks.dynamics.others [--tries 60] [--members 40] [--only NAME] [--write]

Size of the shocks, cost of going and half-life of the shocks are fitted to the figures of the first four gatherings:
random points around the package's values, each weighed by how near the medians of its runs come. Forecasts are made
from points drawn by these weights, since four gatherings leave much open; z of the calls is left to chance. After the
fourth gathering no act is known. The remaining gatherings are scored by the fair continuous ranked probability score of
log(1 + n) and by the factor between median and figure, beside the last value and the climatology of the four.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import platform
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.dynamics.playing import Outcome, play, world_of

from contested.inference.forecast import scores
from contested.nation.codes import OUTCOMES
from contested.nation.world import World

RESULTS = Path(__file__).parents[1] / "results" / "others.json"


#: centre and spread, in logs, of the three numbers
NUMBERS = {"citizens.shock_size": (4 / 3, 0.7), "street.cost": (1.3, 0.2), "citizens.shock_half_life": (40.0, 0.7)}


@dataclass(frozen=True)
class Crisis:
    """A scenario and the figures it is held to: gatherings in order of their dates, persons.

    A figure is set beside the largest day among those up to `around` days away: 0 where gatherings have their weekday,
    more where only the script knew the date. The first `fitted` of them are what `numbers` (centre, and spread of the
    logarithm, of each parameter) are fitted to.
    """

    scenario: str
    scale: int
    place: str
    figures: dict[str, float]
    source: str
    around: int = 0
    fitted: int = 4
    numbers: dict[str, tuple[float, float]] = field(default_factory=lambda: NUMBERS)


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
    Crisis("khabarovsk-2020", 20, "Khabarovsk", {
        "2020-07-11": 28_000, "2020-07-18": 38_000, "2020-07-25": 31_000, "2020-08-01": 10_000, "2020-08-08": 8_500,
        "2020-08-15": 6_300, "2020-09-05": 3_000, "2020-09-12": 2_000, "2020-10-03": 450,
    }, "geometric mean of the figures read for the day, rounded (claims.csv); where only city hall's was read (8 "
       "August, 5 September), three times that: the press says nine times as many on 15 August and 12 September"),
    Crisis("serbia-2024", 100, "", {
        "2024-11-05": 22_000, "2024-12-22": 101_000, "2025-01-10": 3_750, "2025-03-15": 300_000, "2025-05-01": 18_000,
        "2025-06-28": 140_000, "2025-09-05": 20_000,
    }, "independent archive (claims.csv); no gathering after the fourth has a date that a rhythm gives, so figures are "
       "set beside the largest day of two weeks", around=7),
)  # fmt: skip
#: spread, in logs, with which a figure is taken for a median of runs
TRUST = 0.5
#: runs of a point in the fit
EACH = 6


def days_of(crisis: Crisis, world: World) -> list[int]:
    return [(dt.date.fromisoformat(when) - world.country.start).days for when in crisis.figures]


def run(crisis: Crisis, world: World, numbers: dict[str, float], seed: int, days: int) -> tuple[np.ndarray, Outcome]:
    """Crowds on the days of the figures; no act after the last fitted one is known."""
    on = days_of(crisis, world)
    known = on[crisis.fitted - 1]
    done = play(world, seed, numbers, days=days, origin=known)
    crowd = done.at("crowd", crisis.place) if crisis.place else done.total("crowd")
    crowds = [crowd[d] for d in on[: crisis.fitted] if d < days]
    for d in on[crisis.fitted :]:
        if d < days:
            crowds.append(crowd[max(known + 1, d - crisis.around) : d + crisis.around + 1].max())
    return np.array(crowds), done


def fit(crisis: Crisis, world: World, tries: int) -> tuple[list[dict[str, float]], np.ndarray, int]:
    """Random points, each one's squared log-distance of medians from the figures, and the row of the best.

    The best has the largest product of nearness and of chance before any figure.
    """
    rng = np.random.default_rng(5)
    target = np.log1p(list(crisis.figures.values())[: crisis.fitted])
    days = days_of(crisis, world)[crisis.fitted - 1] + 1
    points, off = [], []
    z = rng.standard_normal((tries, len(crisis.numbers)))
    for u in z:
        numbers = {name: float(c * np.exp(s * x)) for (name, (c, s)), x in zip(crisis.numbers.items(), u)}
        middle = np.median([np.log1p(run(crisis, world, numbers, s, days)[0]) for s in range(EACH)], axis=0)
        points.append(numbers)
        off.append(float(((middle - target) ** 2).sum()))
    distance = np.array(off)
    return points, distance, int((distance / TRUST**2 + (z**2).sum(axis=1)).argmin())


def crps(members: np.ndarray, value: float) -> float:
    """Fair CRPS of an ensemble, as forecasts of claims are scored."""
    return float(scores.crps(members[None, :], np.array([[value, value]]))[0])


def drawn(points: list[dict[str, float]], off: np.ndarray, members: int) -> list[dict[str, float]]:
    """Points drawn by their weights: systematic resampling, the same for the same weights."""
    weight = np.exp(-0.5 * (off - off.min()) / TRUST**2)
    edges = np.cumsum(weight / weight.sum())
    return [points[min(len(points) - 1, int(k))] for k in np.searchsorted(edges, (np.arange(members) + 0.5) / members)]


def score(crisis: Crisis, tries: int, members: int) -> dict[str, Any]:
    world = world_of(crisis.scenario, crisis.scale)
    points, off, best = fit(crisis, world, tries)
    last = min(days_of(crisis, world)[-1] + crisis.around, world.country.days - 1) + 1
    chosen = drawn(points, off, members)
    runs = [run(crisis, world, numbers, 100 + s, last) for s, numbers in enumerate(chosen)]
    ensemble = np.array([crowds for crowds, _ in runs])
    figures = np.array(list(crisis.figures.values()))
    known = np.log1p(figures[: crisis.fitted])
    rows = []
    for k in range(crisis.fitted, len(figures)):
        value = np.log1p(figures[k])
        rows.append({
            "date": list(crisis.figures)[k], "figure": float(figures[k]),
            "median": float(np.median(ensemble[:, k])), "low": float(np.quantile(ensemble[:, k], 0.05)),
            "high": float(np.quantile(ensemble[:, k], 0.95)), "model": crps(np.log1p(ensemble[:, k]), value),
            "last value": abs(float(known[-1] - value)), "climatology": crps(known, value),
        })  # fmt: skip
    ended = np.mean([done.arrays["ended"][-1] > 0 for _, done in runs], axis=0)
    return {
        "scenario": crisis.scenario, "scale": crisis.scale, "numbers": points[best],
        "distance": float(off[best]), "points": len({tuple(p.values()) for p in chosen}),
        "fitted": np.median(ensemble[:, : crisis.fitted], axis=0).tolist(),
        "known": figures[: crisis.fitted].tolist(), "rows": rows,
        "crps": {name: float(np.mean([r[name] for r in rows])) for name in ("model", "last value", "climatology")},
        "held by 90 %": float(np.mean([r["low"] <= r["figure"] <= r["high"] for r in rows])),
        "median within a factor of 3": float(
            np.mean([1 / 3 <= (r["median"] + 1) / (r["figure"] + 1) <= 3 for r in rows])
        ),
        "ended": {name: float(x) for name, x in zip(OUTCOMES, ended) if x > 0}, "source": crisis.source,
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tries", type=int, default=60)
    parser.add_argument("--members", type=int, default=40)
    parser.add_argument("--only", help="one scenario; the others' results stay as they were")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    chosen = [c for c in CRISES if given.only in (None, c.scenario)]
    results = {r["scenario"]: r for r in json.loads(RESULTS.read_text())["results"]} if RESULTS.exists() else {}
    for crisis in chosen:
        r = results[crisis.scenario] = score(crisis, given.tries, given.members)
        print(f"{r['scenario']}: {r['numbers']}, CRPS {r['crps']}, 90 % band holds {r['held by 90 %']:.0%}, "
              f"median within a factor of 3: {r['median within a factor of 3']:.0%}, ended {r['ended']}")
        for row in r["rows"]:
            print("  ", {k: round(v, 2) if isinstance(v, float) else v for k, v in row.items()}, flush=True)
    if given.write:
        machine = f"{platform.machine()}, {platform.python_version()}"
        ordered = [results[c.scenario] for c in CRISES if c.scenario in results]
        RESULTS.write_text(json.dumps({
            "machine": machine, "date": dt.datetime.now(dt.UTC).date().isoformat(), "draws": given.members,
            "tries": given.tries, "results": ordered,
        }, indent=1) + "\n")  # fmt: skip


if __name__ == "__main__":
    main()
