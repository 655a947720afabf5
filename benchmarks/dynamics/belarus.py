"""How the parameters of belarus-2020 were set by search: figures up to 31 October 2020, and how far runs are from them.

    python -m benchmarks.dynamics.belarus [--rounds 20] [--write FILE]
    python -m benchmarks.dynamics.belarus --check 20 --scale 1

The second form prints the scenario's own parameters against the figures, and the same run on from 15 September without
a script beside a last-value forecast.

Cross-entropy search (Rubinstein 1999) over 1:100 runs: each round draws settings from a normal around the best of the
round before, on the scale of each parameter's prior. z of the calls is left to chance; nothing after 31 October is
looked at.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
from pathlib import Path

import numpy as np
from benchmarks.dynamics.playing import Outcome, play, world_of

from contested.engine.params import walk
from contested.nation.world import World

START = dt.date(2020, 8, 9)
LAST = dt.date(2020, 10, 31)


def day(text: str) -> int:
    return (dt.date(2020, *map(int, text.split("-"))) - START).days


#: detained nationwide, ministry's bulletins (claims.csv)
DETAINED = {
    "08-09": 3000, "08-10": 2000, "08-11": 1000, "08-12": 700, "09-06": 633, "09-13": 774, "09-20": 442, "09-27": 350,
    "10-04": 317, "10-11": 713, "10-18": 280, "10-25": 523,
}
#: marchers nationwide: middle of the range that issue and press leave (claims.csv), rounded
CROWD = {
    "08-16": 320_000, "08-23": 200_000, "08-30": 130_000, "09-06": 140_000, "09-13": 150_000, "09-20": 90_000,
    "09-27": 120_000, "10-04": 110_000, "10-11": 80_000, "10-18": 50_000, "10-25": 110_000,
}
MINSK = {"08-16": 190_000, "08-23": 150_000, "08-30": 100_000, "09-13": 110_000}
#: figures of weekdays and Saturdays, nationwide
SMALL = {"08-25": 5_000, "08-29": 15_000, "09-02": 2_000, "09-04": 2_000, "09-12": 9_000}

#: parameter -> (centre, spread), in logs for positive numbers and in log-odds for shares
SEARCHED = {
    "media.prior_turnout": (0.03, 0.6), "citizens.severity": (10, 0.5), "repression.testimony.outrage": (0.25, 0.7),
    "repression.injury.outrage": (0.1, 0.7), "repression.death.outrage": (0.3, 0.5),
    "repression.detention.outrage": (0.06, 0.7), "media.dread": (0.3, 0.7), "media.dread_half_life": (21, 0.4),
    "citizens.arrest_outrage": (0.25, 0.5), "media.hope_signal": (1.0, 0.5), "media.hope_concession": (2.0, 0.5),
    "citizens.testimony_outrage": (0.9, 0.5), "citizens.outrage_half_life": (12, 0.5),
    "citizens.fraud_grievance": (1.5, 0.4), "citizens.risk_learning": (0.5, 0.5), "street.cost": (1.3, 0.15),
    "street.temperature": (0.3, 0.25), "street.social_pull": (0.5, 0.4), "street.safety": (0.2, 0.5),
    "street.fatigue": (0.1, 0.5), "street.spontaneous": (0.01, 0.7), "street.announcement": (0.4, 0.5),
    "street.workday": (0.1, 0.6), "security.arrests_per_officer": (0.5, 0.4), "security.reach": (0.1, 0.5),
    "security.denial_half": (0.05, 0.7), "media.hope_growth": (0.35, 0.5), "media.hope_futility": (0.05, 0.5),
    "media.hope_denial": (0.2, 0.6), "media.hope_half_life": (40, 0.4), "forms.march.base": (0.6, 0.5),
    "forms.night.base": (0.3, 0.5), "forms.group_march.base": (0.08, 0.5), "forms.rally.base": (0.05, 0.5),
    "forms.district.base": (0.03, 0.5), "tactics.containment.effort": (0.14, 0.4),
    "places.regional_centre.reach": (0.4, 0.5), "places.town.reach": (0.2, 0.5),
    "places.countryside.reach": (0.04, 0.5), "incumbent.vigilance": (0.15, 0.3),
    "incumbent.policy_hardness": (1.2, 0.4), "incumbent.control": (0.08, 0.5), "incumbent.review": (0.03, 0.4),
    "incumbent.threat_half_life": (10, 0.4), "opposition.ending": (0.09, 0.4), "opposition.substitution": (0.25, 0.7),
    "opposition.substitution_half": (0.03, 0.5), "opposition.starting": (1.0, 0.5),
    "opposition.ending_small": (0.12, 0.5),
}  # fmt: skip


def distance(runs: list[Outcome], free: list[Outcome]) -> tuple[float, dict[str, float]]:
    """Sum of squared log-distances of medians from the figures, each within its tolerance counted as none.

    `free` are runs without a script from 15 September, held to the same figures more loosely.
    """
    def middle(name: str, when: str, place: str = "", of: list[Outcome] = runs) -> float:
        return float(np.median([(r.at(name, place) if place else r.total(name))[day(when)] for r in of]))

    off: dict[str, float] = {}
    for group, name, place, table, slack, weight in (
        ("detained", "detained", "", DETAINED, 1.3, 1.0), ("crowd", "crowd", "", CROWD, 1.3, 1.0),
        ("minsk", "crowd", "Minsk", MINSK, 1.3, 0.5), ("small", "crowd", "", SMALL, 2.0, 0.5),
    ):
        for when, figure in table.items():
            gap = abs(np.log((middle(name, when, place) + 30) / (figure + 30)))
            off[f"{group} {when}"] = weight * max(0.0, gap - np.log(slack)) ** 2
    for name, table in (("detained", DETAINED), ("crowd", CROWD)):
        for when, figure in table.items():
            if day(when) > day("09-15"):
                gap = abs(np.log((middle(name, when, of=free) + 30) / (figure + 30)))
                off[f"free {name} {when}"] = 0.5 * max(0.0, gap - np.log(1.8)) ** 2
    pause = np.mean([r.total("detained")[day("08-13") : day("08-22") + 1].mean() for r in runs])
    off["pause"] = max(0.0, np.log((pause + 5) / 40)) ** 2
    peak = np.mean([r.total("crowd")[: day("10-31")].argmax() == day("08-16") for r in runs])
    off["peak"] = max(0.0, 0.7 - peak) ** 2
    ratio = np.log(middle("crowd", "08-16") / max(1.0, middle("crowd", "08-23")))
    off["first Sunday above the second"] = 4.0 * max(0.0, np.log(1.4) - float(ratio)) ** 2
    return float(sum(off.values())), off


def standard(settings: dict[str, float]) -> np.ndarray:
    """Standard coordinates of settings; 0 for those that are not given."""
    return np.array([
        0.0 if name not in settings else _scale(name, settings[name], centre) / spread
        for name, (centre, spread) in SEARCHED.items()
    ])


def _scale(name: str, value: float, centre: float) -> float:
    """Distance from the centre, in logs, or in log-odds for a share."""
    if _share(name):
        return float(np.log(value / (1 - value)) - np.log(centre / (1 - centre)))
    return float(np.log(value / centre))


def _share(name: str) -> bool:
    known = {name: d for name, _, d in walk(world_of("belarus-2020", 100).country.params)}
    return known[name].unit == "share" and known[name].within[1] <= 1


def natural(u: np.ndarray) -> dict[str, float]:
    """Settings from standard coordinates."""
    known = {name: d for name, _, d in walk(world_of("belarus-2020", 100).country.params)}
    values = {}
    for (name, (centre, spread)), x in zip(SEARCHED.items(), u):
        low, high = known[name].within
        if _share(name):
            odds = np.log(centre / (1 - centre)) + spread * x
            value = 1 / (1 + np.exp(-odds))
        else:
            value = centre * np.exp(spread * x)
        values[name] = float(min(high, max(low, value)))
    return values


def both(world: World, settings: dict[str, float], seeds: range) -> tuple[list[Outcome], list[Outcome]]:
    """Runs with the script, and without it from 15 September."""
    days = day("10-31") + 1
    return (
        [play(world, s, settings, days=days) for s in seeds],
        [play(world, s, settings, days=days, origin=day("09-15")) for s in seeds],
    )


def search(
    rounds: int, each: int, best: int, seeds: range, seed: int, start: dict[str, float], write: Path | None,
) -> tuple[dict[str, float], float]:
    """Cross-entropy rounds, around `start` where it is given; progress is printed, and the best written every round."""
    rng = np.random.default_rng(seed)
    world = world_of("belarus-2020", 100)
    mean, spread = standard(start), np.full(len(SEARCHED), 0.5 if start else 1.0)
    kept: list[tuple[float, np.ndarray]] = []
    for number in range(rounds):
        tried = []
        for k in range(each):
            u = mean if k == 0 else mean + spread * rng.standard_normal(len(mean))
            try:
                runs, free = both(world, natural(u), seeds)
            except ZeroDivisionError:
                continue
            tried.append((distance(runs, free)[0], u))
        kept = sorted([*kept, *tried], key=lambda x: x[0])[:best]
        elite = np.array([u for _, u in kept])
        mean = 0.5 * mean + 0.5 * elite.mean(axis=0)
        spread = np.maximum(0.08, 0.5 * spread + 0.5 * elite.std(axis=0))
        if write:
            write.write_text(json.dumps({"settings": natural(kept[0][1]), "distance": kept[0][0]}, indent=1) + "\n")
        print(f"round {number}: best {kept[0][0]:.3f}, median {np.median([d for d, _ in tried]):.3f}", flush=True)
    return natural(kept[0][1]), kept[0][0]


def check(replicates: int, scale: int) -> None:
    """Medians of the scenario as it is, and from 15 September without its script."""
    world = world_of("belarus-2020", scale)
    days = day("10-31") + 1
    runs = [play(world, s, days=days) for s in range(replicates)]
    free = [play(world, s, days=days, origin=day("09-15")) for s in range(replicates)]
    print(f"medians of {replicates} replicates at 1:{scale}; the last columns: run on from 15 September")
    within = {"runs": 0, "last value": 0, "of": 0}
    for group, name, place, table in (
        ("detained", "detained", "", DETAINED), ("crowd", "crowd", "", CROWD),
        ("crowd, Minsk", "crowd", "Minsk", MINSK),
        ("crowd, other days", "crowd", "", SMALL),
    ):
        last = 0.0
        for when, figure in sorted(table.items()):
            values, later = (
                np.median([(r.at(name, place) if place else r.total(name))[day(when)] for r in some])
                for some in (runs, free)
            )
            line = f"{group:18} {when}  figure {figure:8,.0f}  median {values:8,.0f}  ratio {values / figure:5.2f}"
            if day(when) > day("09-15"):
                within["of"] += 1
                within["runs"] += 1 / 3 <= later / figure <= 3
                within["last value"] += 1 / 3 <= last / figure <= 3
                line += f"   free {later:8,.0f} {later / figure:5.2f}   last value {last / figure:5.2f}"
            else:
                last = figure
            print(line)
    pause = np.median([r.total("detained")[day("08-13") : day("08-22") + 1].max() for r in runs])
    peak = np.mean([r.total("crowd").argmax() == day("08-16") for r in runs])
    sundays = [np.median([r.total("crowd")[day(f"09-{d:02}")] for r in runs]) for d in (6, 13, 20, 27)]
    workdays = [np.median([r.total("crowd")[day("09-01") + k] for r in runs]) for k in range(30)
                if (START + dt.timedelta(day("09-01") + k)).weekday() < 5]
    print(f"most detained on a day, 13 to 22 August: {pause:,.0f}; largest crowd on 16 August in {peak:.0%} of runs")
    print(f"median working day of September over its median Sunday: {np.median(workdays) / np.median(sundays):.3f}")
    print(f"within a factor of three from 15 September: {within['runs']} of {within['of']}; "
          f"last value: {within['last value']} of {within['of']}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--each", type=int, default=120)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=Path, help="settings of an earlier search to begin from")
    parser.add_argument("--write", type=Path)
    parser.add_argument("--check", type=int, default=0)
    parser.add_argument("--scale", type=int, default=100)
    given = parser.parse_args()
    if given.check:
        check(given.check, given.scale)
        return
    start = json.loads(given.start.read_text())["settings"] if given.start else {}
    settings, value = search(given.rounds, given.each, 10, range(5), given.seed, start, given.write)
    total, off = distance(*both(world_of("belarus-2020", 100), settings, range(100, 120)))
    print(f"distance {value:.3f} on the search's seeds, {total:.3f} on 20 others")
    for name, gap in off.items():
        if gap > 0.01:
            print(f"  {name}: {gap:.3f}")
    text = json.dumps({"settings": settings, "distance": total, "off": off}, indent=1)
    if given.write:
        given.write.write_text(text + "\n")
    else:
        print(text)


if __name__ == "__main__":
    main()
