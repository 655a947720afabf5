"""How runs of the fallen rulers' scenarios end, beside what came: printed, and written into their README files.

    python -m benchmarks.dynamics.endings [--runs 100] [--scale 200] [--write | --fit]

Each scenario is run on from the last day of its script, and from its first day with no later act known. --fit looks
for the three numbers that its scenario.toml sets, on recalled figures of crowds before the fall; the fall itself and
its day are never looked at. So the shares say what the package's rules make of a crisis of this kind; they are no
calibrated chance.
"""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path

import numpy as np
from benchmarks.dynamics.others import Crisis, fit
from benchmarks.dynamics.playing import Outcome, play, world_of

from contested.nation.codes import OUTCOMES
from contested.scenarios.folders import find
from contested.scenarios.load import load

#: scenario -> what came, and after how many days of it
CAME = {
    "serbia-2000": ("collapse", dt.date(2000, 10, 5)),
    "georgia-2003": ("collapse", dt.date(2003, 11, 23)),
    "ukraine-2004": ("new_election", dt.date(2004, 12, 3)),
}
#: what shocks, fraud and the street count for in a country
NUMBERS = {"citizens.shock_size": (4 / 3, 0.7), "street.cost": (1.3, 0.2), "citizens.fraud_grievance": (1.3, 0.5)}
#: recalled figures of crowds before the fall: middles, on a log scale, of what targets.csv says
FIGURES = (
    Crisis("serbia-2000", 200, "Belgrade", {"2000-09-27": 170_000}, "recalled", fitted=1, numbers=NUMBERS),
    Crisis("georgia-2003", 200, "Tbilisi", {"2003-11-14": 32_000}, "recalled", fitted=1, numbers=NUMBERS),
    Crisis(
        "ukraine-2004", 500, "Kyiv", {"2004-11-22": 320_000, "2004-11-27": 450_000}, "recalled", fitted=2,
        numbers=NUMBERS,
    ),
)  # fmt: skip
#: endings after which the incumbent does not rule on as before
FALLEN = ("new_election", "negotiated_transition", "collapse", "coup")
BEGIN, END = "<!-- endings -->\n", "<!-- end -->"


def runs_of(scenario: str, origin: int, runs: int, scale: int) -> list[Outcome]:
    world = world_of(scenario, scale)
    return [play(world, seed, origin=origin) for seed in range(runs)]


def shares(done: list[Outcome]) -> dict[str, float]:
    """Part of runs with each ending by the last day."""
    ended = np.mean([run.arrays["ended"][-1] > 0 for run in done], axis=0)
    return {name: float(x) for name, x in zip(OUTCOMES, ended)}


def days_to_fall(done: list[Outcome], origin: int) -> float:
    """Median days from the origin to the fall, of runs in which it comes; nan without one."""
    rows = [OUTCOMES.index(name) for name in FALLEN]
    days = [
        int(run.arrays["ended"][:, rows].any(axis=1).argmax()) - origin
        for run in done if run.arrays["ended"][-1, rows].any()
    ]  # fmt: skip
    return float(np.median(days)) if days else np.nan


def table(scenario: str, runs: int, scale: int) -> str:
    """The section of a README: a row for each origin."""
    country = load(scenario).country
    what, when = CAME[scenario]
    lines = [
        f"{runs} runs at 1:{scale}, printed by `python -m benchmarks.dynamics.endings --write`. What came: "
        f"`{what}` on {when}. The ruler falls: {', '.join(f'`{name}`' for name in FALLEN)}.",
        "",
        "| script known to | the ruler falls | median days to it | endings by the last day | largest crowd, median |",
        "| --- | ---: | ---: | --- | ---: |",
    ]
    for origin in (0, country.origin):
        done = runs_of(scenario, origin, runs, scale)
        part = shares(done)
        fallen = sum(part[name] for name in FALLEN)
        each = ", ".join(f"`{name}` {x:.0%}" for name, x in part.items() if x > 0) or "none"
        days = days_to_fall(done, origin)
        largest = float(np.median([run.total("crowd").max() for run in done]))
        lines.append(
            f"| {country.start + dt.timedelta(days=origin)} | {fallen:.0%} | "
            f"{'-' if np.isnan(days) else f'{days:.0f}'} | {each} | {largest:,.0f} |"
        )
    return "\n".join(lines) + "\n"


def put(readme: Path, section: str) -> None:
    """Replace what stands between the marks."""
    text = readme.read_text(encoding="utf-8")
    head, rest = text.split(BEGIN)
    readme.write_text(f"{head}{BEGIN}\n{section}\n{END}{rest.split(END, 1)[1]}", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--scale", type=int, default=200)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--fit", action="store_true")
    given = parser.parse_args()
    if given.fit:
        for crisis in FIGURES:
            points, off, best = fit(crisis, world_of(crisis.scenario, crisis.scale), 60)
            print(crisis.scenario, points[best], f"distance {off[best]:.2f}", flush=True)
        return
    for scenario in CAME:
        section = table(scenario, given.runs, given.scale)
        print(f"{scenario}\n{section}", flush=True)
        if given.write:
            put(find(scenario) / "README.md", section)


if __name__ == "__main__":
    main()
