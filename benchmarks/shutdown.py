"""What would have happened in Belarus without the shutdown? The numbers of docs/cases/shutdown.md, and of three further
questions to the same members in docs/guides/what-if.md.

    python -m benchmarks.shutdown [--only shipped ...] [--write]

Three ensembles of pairs at 1:100 from 9 August to 31 October 2020: the shipped parameters, draws from the priors before
any claim, and a smoother's members that match the claims up to 15 September. On the shipped parameters the shutdown is
also left out in parts: that of 9 to 12 August, and the Sundays' cuts of mobile internet in Minsk. About five minutes of
one core; the same numbers on any machine.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from benchmarks.dynamics.ensembles import prior_draws
from benchmarks.smoother.law import law

import contested

RESULTS = Path(__file__).parent / "results" / "shutdown.json"
PICTURES = Path(__file__).parents[1] / "docs" / "images" / "cases"
NAME, SCALE, UNTIL, FITTED, SEED = "belarus-2020", 100, "2020-10-31", "2020-09-15", 1
PAIRS, DRAWS, MEMBERS, PASSES = 32, 60, 60, 3
AUGUST = ("2020-08-09/shutdown",)
SUNDAYS = tuple(f"{day}/shutdown" for day in ("2020-09-06", "2020-09-13", "2020-10-11", "2020-10-18"))
SHOWN = ("crowd.sum", "crowd.max", "participants.last", "detained.sum", "custody.max", "elite_loyalty.last")


def questions(home: Path) -> dict[str, dict[str, Any]]:
    """What `contested.compare` is asked in each case."""
    draws, members = home / "draws.csv", home / "members"
    pl.DataFrame(prior_draws(contested.load_scenario(NAME).country, DRAWS)).write_csv(draws)
    off = {"a": NAME, "interventions": ["no-shutdown"]}
    same = {"a": NAME, "posterior": members, "pairs": MEMBERS}
    return {
        "shipped": off | {"pairs": PAIRS},
        "shipped_august": {"a": NAME, "drop_acts": AUGUST, "pairs": PAIRS},
        "shipped_sundays": {"a": NAME, "drop_acts": SUNDAYS, "pairs": PAIRS},
        "prior": off | {"posterior": draws, "pairs": DRAWS},
        "members": off | same,
        "members_guarantee": same | {"interventions": ["no-patron-guarantee"]},
        "members_release": same | {"interventions": {"release-earlier": 3}},
        "members_mediator": same | {"interventions": ["mediator-accepted"]},
    }


def measured(home: Path, draw: bool, only: Sequence[str]) -> dict[str, Any]:
    """Each case, or `only` some: what `answers` gives; a picture of the first if `draw`."""
    found = {}
    asked = {name: change for name, change in questions(home).items() if not only or name in only}
    if any(name.startswith("members") for name in asked):
        began = time.process_time()
        contested.calibrate(
            NAME, FITTED, method="smoother", until=UNTIL, scale=SCALE, seed=SEED, waves=PASSES, points=MEMBERS,
            executor="serial", out=home / "members",
        )  # fmt: skip
        print(f"members: {time.process_time() - began:.0f} s", flush=True)
    for name, change in asked.items():
        began = time.process_time()
        answer = contested.compare(
            scale=SCALE, until=UNTIL, seed=SEED, executor="serial", out=home / f"{name}-pairs", **change
        )
        found[name] = answers(answer) | ({"law": law()} if name.startswith("members") else {})
        print(f"{name}, {time.process_time() - began:.0f} s: {found[name]['sentence']}", flush=True)
        if draw and name == "shipped":
            PICTURES.mkdir(parents=True, exist_ok=True)
            answer.chart("both_crowd").save(PICTURES / f"shutdown-{name}.svg")
    return found


def answers(answer: contested.Comparison) -> dict[str, Any]:
    """Medians of both arms, of the difference and of the ratio, with nine tenths of pairs; signs; through whom, as
    shares of the people whom the change reaches; the sentence."""
    each = answer.tables["differences"]
    rows = {}
    for indicator in SHOWN:
        of = each.filter(pl.col("indicator") == indicator)
        a, b = of["a"].to_numpy(), of["b"].to_numpy()
        rows[indicator] = {
            "a": _short(np.median(a)), "b": _short(np.median(b)), "difference": _band(b - a),
            "more": _short((b > a).mean()), "fewer": _short((b < a).mean()),
        }  # fmt: skip
        if (a > 0).all():
            rows[indicator]["ratio"] = _band(b / a)
    first = answer.tables["changed"].filter(pl.col("by") == "day")
    reached = first.group_by("subsystem").agg(pl.col("mean").sum()).sort("mean", "subsystem", descending=[True, False])
    return {
        "pairs": answer.pairs, "indicators": rows, "sentence": answer.sentence, "limits": answer.limits,
        "through": {name: _short(mean / max(reached["mean"].sum(), 1e-9)) for name, mean in reached.iter_rows()},
    }  # fmt: skip


def _band(values: np.ndarray) -> list[float]:
    """The 5 %, 50 % and 95 % quantiles."""
    return [_short(x) for x in np.quantile(values, [0.05, 0.5, 0.95])]


def _short(value: float) -> float:
    return float(f"{value:.5g}")


def main() -> None:
    """Measure, print, and with --write store numbers and pictures."""
    words = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    words.add_argument("--only", nargs="+", default=[], help="some cases; the others' results stay as they were")
    words.add_argument("--write", action="store_true", help=f"write {RESULTS.name} and the page's picture")
    given = words.parse_args()
    with tempfile.TemporaryDirectory() as home:
        found = measured(Path(home), draw=given.write, only=given.only)
    if given.write:
        if given.only:
            found = json.loads(RESULTS.read_text(encoding="utf-8"))["cases"] | found
        setup = {"scenario": NAME, "scale": SCALE, "until": UNTIL, "fit_until": FITTED, "seed": SEED, "passes": PASSES}
        whole = {"version": contested.__version__, **setup, "cases": found}
        RESULTS.write_text(json.dumps(whole, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
