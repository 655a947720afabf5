"""The smoother beside the emulator on equal numbers of runs: which matches the past, and which foretells what follows?

    python -m benchmarks.smoother.equal_budgets [--only belarus-2020@2020-09-15] [--stage choose] [--write]

From each origin both methods learn from 600 runs: the emulator from a wave of 200, 200 at the posterior to learn again
and 200 to check it; the smoother from five passes of 100 members and these 100 to the end. Then each goes on with 100
runs that know no later act. Scored are the claims of the four weeks behind the origin, by the fair CRPS of log(1 + n),
with the seven simple forecasts and the prior (the same members before any claim) beside them. What is chosen is chosen
on the stage `choose`; the stage `later` is for the chosen alone, and is run once.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import platform
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from benchmarks.smoother.law import law

import contested
from contested.inference.coverage import coverage
from contested.tasks.results import Calibration

RESULTS = Path(__file__).parents[1] / "results" / "equal_budgets.json"
SCALES = {"belarus-2020": 100, "yellow-vests-2018": 650, "khabarovsk-2020": 50, "leipzig-1989": 167}
STAGES = {
    "choose": (("khabarovsk-2020", "2020-08-15"), ("leipzig-1989", "1989-10-16"), ("yellow-vests-2018", "2019-01-05"),
               ("belarus-2020", "2020-08-31"), ("belarus-2020", "2020-09-15")),
    "later": (("belarus-2020", "2020-09-30"), ("yellow-vests-2018", "2019-03-02")),
}  # fmt: skip
BUDGETS: dict[str, dict[str, int]] = {
    "emulator": {"waves": 1, "points": 200, "checks": 0}, "smoother": {"waves": 5, "points": 100},
}  # fmt: skip
HORIZON, AHEAD, SEED = 28, 100, 5
#: of forecasters in `Backtest.scores`, those that are no simple ones
OWN = ("nation", "nation_and_baselines", "nation_acts_known", "prior", "prior_acts_known", "best_so_far")


def case(name: str, origin: str, home: Path) -> dict[str, Any]:
    """Both methods from one origin: a row per claim that both foretell, and how sharp their runs are on fitted days."""
    day = dt.date.fromisoformat(origin)
    last = contested.load_scenario(name).country
    until = min(day + dt.timedelta(days=HORIZON), last.start + dt.timedelta(days=last.days - 1))
    scores, sharp, seconds = {}, {}, {}
    for method, budget in BUDGETS.items():
        began = time.process_time()
        study = contested.calibrate(
            name, origin, method=method, until=until, scale=SCALES[name], seed=SEED, executor="serial",
            out=home / method, **budget,
        )  # fmt: skip
        ahead = contested.forecast(
            study.path, HORIZON, origins=origin, by="side", runs=AHEAD, draws=400, seed=SEED, executor="serial",
            out=home / f"{method}-ahead",
        )  # fmt: skip
        scores[method], sharp[method] = ahead.tables["scores"], spread(study, method)
        seconds[method] = round(time.process_time() - began)
    return {
        "scenario": name, "origin": origin, "scale": SCALES[name], "rows": joined(scores), "sharp": sharp,
        "seconds": seconds, "law": law(),
    }  # fmt: skip


def spread(study: Calibration, method: str) -> float:
    """Root mean square over the fitted days with a crowd of the standard deviation of the log national crowd among the
    runs that the posterior stands for."""
    folder = study.folder
    if method == "smoother":
        each = study.tables["sharpness"]["posterior"].to_numpy()
    else:
        cells, runs = folder.cells, folder.runs(folder.validation_wave)
        k = cells.indicators.index("crowd")
        used = [cells.each[c] for c in folder.evidence().used.tolist()]
        days = sorted({c.first for c in used if c.indicator == "crowd" and c.first == c.last})
        each = np.log(np.nan_to_num(runs.daily[:, k, :][:, days]) + folder.record["scale"] / 2).std(axis=0, ddof=1)
    return float(np.sqrt(np.mean(np.square(each))))


def joined(scores: dict[str, pl.DataFrame]) -> list[dict[str, Any]]:
    """A row per claim that both methods foretell: CRPS, and whether inside 50 and 90 % bands, by forecaster."""
    frames = [
        scores["smoother"].filter(pl.col("forecaster") != "nation_and_baselines")
        .with_columns(pl.col("forecaster").replace({"nation": "smoother"})),
        scores["emulator"].filter(pl.col("forecaster").is_in(["nation", "nation_acts_known"]))
        .with_columns(pl.col("forecaster").replace({"nation": "emulator"})),
    ]  # fmt: skip
    rows = []
    for key, part in pl.concat(frames).group_by("claim", maintain_order=True):
        by = {r["forecaster"]: r for r in part.iter_rows(named=True)}
        if not {"smoother", "emulator", "prior"} <= set(by):
            continue
        one = by["smoother"]
        rows.append({
            "claim": key[0], "date": str(one["date"]), "quantity": one["quantity"], "place": one["place"],
            "lead": one["lead"], "horizon": one["horizon"], "weight": one["weight"], "form": one["form"],
            "crps": {n: round(r["crps_log"], 4) for n, r in by.items()},
            "in 90": {n: bool(r["covered"]) for n, r in by.items()},
            # a bound's PIT is uniform within it, as it should be
            "in 50": {n: bool(abs(r["pit"] - 0.5) <= 0.25) for n, r in by.items()},
        })  # fmt: skip
    return rows


def show(one: dict[str, Any]) -> None:
    """Print what a case says."""
    rows = one["rows"]
    print(one["scenario"], one["origin"], f"{len(rows)} claims", one["sharp"], one["seconds"], flush=True)
    if not rows:
        return
    day = np.array([dt.date.fromisoformat(r["date"]).toordinal() for r in rows])
    weight = np.array([r["weight"] for r in rows])
    names = sorted(set.intersection(*(set(r["crps"]) for r in rows)))
    print({n: round(float(np.average([r["crps"][n] for r in rows], weights=weight)), 3) for n in names})
    for level in ("in 50", "in 90"):
        prior = np.array([r[level]["prior"] for r in rows])
        for method in BUDGETS:
            held = np.array([r[level][method] for r in rows])
            print(method, coverage(held, day, prior, weight).text(f"{level[3:]} %"), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", help="SCENARIO@ORIGIN")
    parser.add_argument("--stage", choices=[*STAGES], help="both if not given")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    for stage, cases in STAGES.items():
        for name, origin in cases:
            if given.stage not in (None, stage) or given.only not in (None, f"{name}@{origin}"):
                continue
            with tempfile.TemporaryDirectory() as home:
                found = {"stage": stage, **case(name, origin, Path(home))}
            show(found)
            if given.write:
                _write(found)


def _write(found: dict[str, Any]) -> None:
    stored = json.loads(RESULTS.read_text(encoding="utf-8"))["results"] if RESULTS.exists() else []
    each = {(r["scenario"], r["origin"]): r for r in stored} | {(found["scenario"], found["origin"]): found}
    order = [key for cases in STAGES.values() for key in cases]
    about = {"date": dt.date.today().isoformat(), "machine": f"{platform.machine()}, {platform.python_version()}",
             "version": contested.__version__, "planned": order, "budgets": BUDGETS, "ahead": AHEAD}  # fmt: skip
    whole = {**about, "results": [each[key] for key in order if key in each]}
    text = json.dumps(whole, separators=(",", ":")).replace('{"claim"', '\n{"claim"')
    RESULTS.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
