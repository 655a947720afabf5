"""The script cut short: does August follow from election day, and the rest of the year from what was known by then?

    python -m benchmarks.dynamics.cuts [--draws 200] [--own 100] [--write]

belarus-2020 at 1:100, with collective actors on the script up to the cut and on the model's own rules after it. Weekly
largest crowds and weekly detentions to 31 October are held against the middle of what issue and press report and the
ministry's bulletins; days without a bulletin add nothing, so a week's sum is a lower bound. Nothing later is looked at.
With --write, benchmarks/results/cuts.json is replaced; docs/explain/regularities.md prints it.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import time
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.dynamics import measures as m
from benchmarks.dynamics.belarus import CROWD, LAST, START, day
from benchmarks.dynamics.ensembles import ensemble, prior_draws
from benchmarks.dynamics.playing import Outcome, world_of
from benchmarks.dynamics.rows import row, write

import contested.scenarios
from contested.nation.codes import OUTCOMES

#: month-day of the last day on the script
CUTS = ("08-09", "08-12", "08-16", "08-30", "09-30")
DAYS = (LAST - START).days + 1
WEEKS = DAYS // m.WEEK
#: endings that are no success of the protest
WITHOUT_SUCCESS = ("repression_holds", "faded")
#: crowds under it are no more a crisis, and the days in which a success is quick
QUIET, QUICK = 1_000, 30
CLAIMS = Path(contested.scenarios.__file__).parent / "data" / "belarus_2020" / "claims.csv"


def reported(until: int = DAYS - 1) -> dict[str, np.ndarray]:
    """Weekly largest crowd and weekly detentions from 9 August to a day, nan for weeks without a figure."""
    crowd, detained = np.full(DAYS, np.nan), np.full(DAYS, np.nan)
    for when, number in CROWD.items():
        crowd[day(when)] = number
    with CLAIMS.open(encoding="utf-8", newline="") as f:
        for c in csv.DictReader(f):
            ministry = c["claimant"] == "Interior Ministry (MVD)" and c["place"] == "Belarus"
            if ministry and c["quantity"] == "detained" and not c["end_date"] and c["value"]:
                k = (dt.date.fromisoformat(c["date"]) - START).days
                if 0 <= k < DAYS:
                    detained[k] = float(c["value"])
    crowd[until + 1 :] = detained[until + 1 :] = np.nan
    weeks = WEEKS * m.WEEK
    with np.errstate(all="ignore"):
        largest = np.where(np.isnan(crowd[:weeks]), -np.inf, crowd[:weeks]).reshape(-1, m.WEEK).max(axis=1)
    table = detained[:weeks].reshape(-1, m.WEEK)
    sums = np.where(np.isnan(table).all(axis=1), np.nan, np.nansum(table, axis=1))
    return {"crowd": np.where(np.isfinite(largest), largest, np.nan), "detained": sums}


def weekly(runs: list[Outcome]) -> dict[str, np.ndarray]:
    """The same of runs, of shape (runs, weeks)."""
    return {
        "crowd": np.array([m.by_week(r.total("crowd"))[:WEEKS] for r in runs]),
        "detained": np.array([m.by_week(r.total("detained"), "sum")[:WEEKS] for r in runs]),
    }


def won(run: Outcome, until: int) -> bool:
    """Whether the crisis ended by something other than repression or fading by a day."""
    ended = run.arrays["ended"][min(until, len(run.arrays["ended"]) - 1)]
    return any(ended[k] > 0 for k, name in enumerate(OUTCOMES) if name not in WITHOUT_SUCCESS)


def collapse(run: Outcome, cut: int) -> bool:
    """Whether crowds are under QUIET within a week of the cut, for good, and nothing was won."""
    return bool(run.total("crowd")[cut + 1 + m.WEEK :].max() < QUIET) and not won(run, DAYS)


def table(cut: str, arm: str, runs: list[Outcome]) -> dict[str, Any]:
    """What an ensemble gives after a cut, beside what was reported and the last value known at the cut."""
    real, found, at = reported(), weekly(runs), day(cut)
    last = reported(at)
    after = np.arange(WEEKS) * m.WEEK > at  # weeks that begin after the cut
    if at == 0:
        after[0] = True  # the week of election day is a forecast but for its first day
    out: dict[str, Any] = {"cut": cut, "arm": arm, "runs": len(runs), "weeks": []}
    for name, least in (("crowd", 100.0), ("detained", 30.0)):
        low, middle, high = np.quantile(found[name], [0.05, 0.5, 0.95], axis=0)
        seen = after & np.isfinite(real[name])
        held = (low <= real[name]) & (real[name] <= high)
        known = last[name][np.isfinite(last[name])]
        log = np.log(real[name][seen] + least)
        out[name] = {
            "weeks": int(seen.sum()), "in_band": int(held[seen].sum()),
            "error": _error(np.log(middle[seen] + least) - log),
            "last_value": _error(np.log(known[-1] + least) - log) if len(known) else None,
        }
        out["weeks"] += [
            {"what": name, "week": f"{START + dt.timedelta(days=m.WEEK * k):%m-%d}", "real": float(real[name][k]),
             "low": float(low[k]), "median": float(middle[k]), "high": float(high[k]), "in_band": bool(held[k])}
            for k in map(int, np.flatnonzero(seen))
        ]
    crowds = np.array([r.total("crowd") for r in runs])
    out["peak_first_weeks"] = float((crowds.argmax(axis=1) < 21).mean())
    out["collapse"] = float(np.mean([collapse(r, at) for r in runs]))
    out["success"] = float(np.mean([won(r, at + QUICK) for r in runs]))
    out["ended"] = {
        name: float(np.mean([r.arrays["ended"][-1, k] > 0 for r in runs])) for k, name in enumerate(OUTCOMES)
    }
    return out


def _error(gaps: np.ndarray) -> float:
    """Median factor between forecast and report; 1 is none."""
    return float(np.exp(np.median(np.abs(gaps)))) if len(gaps) else np.nan


def rows_of(first: dict[str, Any]) -> list[dict[str, Any]]:
    """The banded rows, of the cut at election day over prior draws."""
    name, n = "belarus-2020", first["runs"]
    august = [w for w in first["weeks"] if w["week"] < "08-30"]
    shares = {k: first[k]["in_band"] / first[k]["weeks"] for k in ("crowd", "detained")}
    early = float(np.mean([w["in_band"] for w in august]))
    return [
        row("cut_crowd", name, shares["crowd"], n), row("cut_detained", name, shares["detained"], n),
        row("cut_august", name, early, n, f"{len(august)} figures"),
        row("cut_peak", name, first["peak_first_weeks"], n), row("cut_collapse", name, first["collapse"], n),
        row("cut_success", name, first["success"], n),
    ]  # fmt: skip


def main() -> None:
    """Run every cut, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=200)
    parser.add_argument("--own", type=int, default=100)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    began = time.perf_counter()
    world = world_of("belarus-2020", 100)
    arms = {"prior": prior_draws(world.country, given.draws), "own": [{}] * given.own}
    tables = []
    for cut in CUTS:
        for arm, draws in arms.items():
            t = table(cut, arm, ensemble(world, draws, days=DAYS, origin=day(cut)))
            tables.append(t)
            short = {k: v for k, v in t.items() if k != "weeks"}
            print(f"{time.perf_counter() - began:6.0f} s  {short}", flush=True)
    rows = rows_of(tables[0])
    for r in rows:
        print(r)
    if given.write:
        write("cuts", rows, cuts=tables, draws=given.draws, own=given.own)


if __name__ == "__main__":
    main()
