"""Rolling origins over four crises: runs that match the past beside simple forecasts, and pooled with them.

    python -m benchmarks.crises.rolling [--only belarus-2020@2020-09-14]

Origins are those of `rolling_origins.csv`, in its order, fixed before any run of them was looked at; one that has its
results is not simulated again. From each a smoother learns from all claims so far (100 members, four passes) and its
members go on for 28 days, with no later act known. Scored are the crowds and detentions that were reported in those
days, in series with three days so far, by the fair CRPS of log(1 + n). Of Belarus nothing after 31 October is read.

What stands in the tables was fixed beforehand as well:

- `nation` are these runs with what is known of parties' biases; `prior` are the same members before any claim;
- `any_day` is the nation with every day alike, whether anybody would report it or not; `own_spread` is the nation with
  the spread that runs have;
- seven simple forecasts; `mixture` is three of them (climatology, self-exciting, ETS/ARIMA) in equal parts;
- `pool` is half nation and half mixture (stone1961: the opinion pool). `pool_25` and `pool_75` are a quarter and three
  quarters nation; of the five shares from 0 to 1 the one that was best in the *other* crises, each of which counts the
  same, gives `pool_learnt` (`docs/tables/rolling.py`). The forecast command shows the pool as its forecast if over all
  claims it is better than the nation, with a 95 % interval that excludes no difference.

All forecasts of an origin are written into a ledger with hashes before one of its later claims is scored.

This is the fourth time that all origins are run, so the later ones have been looked at three times before. The second
time brought the model's discrepancy (`inference.smoother.discrepancy`), a forecast of reported days
(`inference.forecast.reporting`) and tactics that last; the third a factor on the spread of forecasts of crowds
(`inference.forecast.spread`), and reports that a party's own record predicts. New now are callers and an incumbent
whose rules follow calendars, tactics that go on from the one in force, and the record as evidence
(`inference.smoother.record`); the factor on the spread was chosen again on the four early origins (`discrepancy.py`).
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import json
import platform
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

import contested
from contested.ground.arrays import Floats, Ints
from contested.inference.forecast import baselines, ledger, pooling, scores
from contested.inference.forecast.backtest import seed_at
from contested.inference.forecast.claim_forecast import ClaimForecast
from contested.inference.forecast.series import Key, Series, bounds_of, form_of, series_of
from contested.inference.forecast.spread import SpreadParams
from contested.scenarios.load import load
from contested.studies.forecasting.forecast import PRIOR
from contested.studies.forecasting.request import request
from contested.studies.forecasting.stages import Forecasters, forecasters, unsimulated
from contested.tasks.results import Calibration

PLAN = Path(__file__).with_name("rolling_origins.csv")
RESULTS = Path(__file__).parents[1] / "results" / "rolling_origins.json"
SCALES = {"belarus-2020": 100, "yellow-vests-2018": 650, "khabarovsk-2020": 50, "leipzig-1989": 167}
#: of each crisis, the last day of which anything is read
LAST = {"belarus-2020": dt.date(2020, 10, 31)}
QUANTITIES = ("crowd", "detained")
MEMBERS, PASSES, DRAWS, HORIZON, LEAST, SEED = 100, 4, 300, 28, 3, 16
MIXED = ("climatology", "self_exciting", "ets_arima")
#: part of the nation in each pool with the mixture
POOLS = {"pool_25": 0.25, "pool": 0.5, "pool_75": 0.75}
ANY_DAY, OWN_SPREAD = "any_day", "own_spread"
#: of these the bands are looked at
BANDS = ("nation", PRIOR, ANY_DAY, OWN_SPREAD, "climatology", "mixture", "pool")
#: central parts of climatology at which its widths are kept, to find the one with another's coverage
PARTS = np.array([0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9,
                  0.95, 0.99])  # fmt: skip
HALF = np.array([0.5])


class Due(NamedTuple):
    """A series as it was at the origin, with the same series as it went on."""

    known: Series
    full: Series
    leads: Ints


def planned() -> list[tuple[str, str]]:
    """Scenario and origin of each case, in order."""
    with PLAN.open(encoding="utf-8", newline="") as file:
        return [(row["scenario"], row["origin"]) for row in csv.DictReader(file)]


def fitted(name: str, origin: dt.date, home: Path) -> tuple[Calibration, Forecasters]:
    """The ensemble of an origin, and its forecasters."""
    country = load(name).country
    until = min(origin + dt.timedelta(days=HORIZON), country.start + dt.timedelta(days=country.days - 1))
    study = contested.calibrate(
        name, origin, method="smoother", waves=PASSES, points=MEMBERS, until=until, scale=SCALES[name], seed=SEED,
        executor="serial", out=home / "study",
    )  # fmt: skip
    ahead = request(study, HORIZON, origin, "side", None, MEMBERS, DRAWS, SEED, home / "ahead")
    usable = [c for c in ahead.claims if not unsimulated(c, study.folder.scenario)]
    found = forecasters(ahead, usable, "serial", None, lambda progress: None)
    same = (found.nation.scenario, found.nation.known, found.nation.ahead)
    wide = ClaimForecast(*same, reported=True, spread=SpreadParams(crowds=1.0))
    return study, found._replace(beside={**found.beside, ANY_DAY: ClaimForecast(*same), OWN_SPREAD: wide})


def due(name: str, origin: dt.date) -> list[Due]:
    """Series of crowds and detentions that are long enough, and what was reported of them within the horizon."""
    scenario, last = load(name), LAST.get(name, dt.date.max)
    claims = [c for c in scenario.claims if c.quantity in QUANTITIES and (c.end_date or c.date) <= last]
    claims = [c for c in claims if not unsimulated(c, scenario)]
    known, found = series_of(claims, origin), []
    for key, full in series_of(claims, dt.date.max).items():
        leads = np.unique(full.day - origin.toordinal())
        leads = leads[(leads >= 1) & (leads <= HORIZON)]
        if leads.size and key in known and known[key].past.days.size >= LEAST:
            found.append(Due(known[key], full, leads))
    return found


def draws_of(one: Due, both: Forecasters, origin: dt.date) -> tuple[Ints, dict[str, Floats]]:
    """Every forecast of a series, float64 arrays of shape (draws, leads), on the days that were simulated."""
    series, seed = one.known, seed_at(SEED, one.known.key, origin)
    own = {name: f.where_simulated(series, one.leads, DRAWS, seed)
           for name, f in (("nation", both.nation), *both.beside.items())}  # fmt: skip
    there = np.isfinite(own["nation"]).all(axis=0) & np.isfinite(own[PRIOR]).all(axis=0)
    leads = one.leads[there]
    if not leads.size:
        return leads, {}
    found = {name: values[:, there] for name, values in own.items()}
    found |= {name: baselines.forecast(name, series.past, leads, DRAWS, seed) for name in baselines.BASELINES}
    three = np.stack([found[name] for name in MIXED])
    found["mixture"] = pooling.pool(three, pooling.equal(len(MIXED)), leads, seed)
    two = np.stack([found["nation"], found["mixture"]])
    for name, part in POOLS.items():
        found[name] = pooling.pool(two, np.array([part, 1 - part]), leads, seed ^ 1)
    return leads, found


def written(name: str, origin: dt.date, every: list[Due], both: Forecasters, book: Path) -> dict[tuple[str, Key], str]:
    """Every forecast into the ledger: the hash of its line, by forecaster and series."""
    lines: dict[str, list[tuple[Key, Ints, Floats]]] = {}
    for one in every:
        leads, found = draws_of(one, both, origin)
        for forecaster, values in found.items():
            lines.setdefault(forecaster, []).append((one.known.key, leads, values))
    hashes = {}
    for forecaster, series in lines.items():
        found = ledger.record_all(book, series, origin, maker=f"{name}: {forecaster}", today=dt.date.today())
        hashes |= {(forecaster, key): line for (key, _, _), line in zip(series, found)}
    return hashes


def scored(every: list[Due], hashes: dict[tuple[str, Key], str], origin: dt.date, book: Path) -> list[dict[str, Any]]:
    """A row a claim, from the ledger as it is read back and checked."""
    lines, rows = {line["hash"]: line for line in ledger.read(book)}, []
    for one in every:
        mine = {name: lines[line] for (name, key), line in hashes.items() if key == one.full.key}
        for claim, day, weight in zip(one.full.claims, one.full.day.tolist(), one.full.weight.tolist()):
            lead = day - origin.toordinal()
            if mine and lead in mine["nation"]["leads"]:
                rows.append(row_of(one.full.key, claim, lead, weight, mine))
    return rows


def row_of(key: Key, claim: contested.claims.Claim, lead: int, weight: float, mine: dict[str, Any]) -> dict[str, Any]:
    bounds, crps, bands = np.array([bounds_of(claim)]), {}, {}
    row: dict[str, Any] = {
        "date": claim.date.isoformat(), **key._asdict(), "claimant": claim.claimant, "form": form_of(claim),
        "lead": lead, "weight": round(weight, 4),
    }  # fmt: skip
    for name, line in mine.items():
        levels = np.array(line["quantiles"][line["leads"].index(lead)])
        got = scores.scores(levels[None], bounds, HALF, line["draws"])
        crps[name] = round(float(got.crps_log[0]), 4)
        if name in BANDS:
            low, q1, q3, high = np.quantile(levels, (0.05, 0.25, 0.75, 0.95))
            bands[name] = {
                "pit": round(float(got.pit[0]), 3), "in 50": bool(q1 <= bounds[0, 1] and q3 >= bounds[0, 0]),
                "in 90": bool(low <= bounds[0, 1] and high >= bounds[0, 0]),
                "wide 50": round(float(np.log1p(q3) - np.log1p(q1)), 3),
                "wide 90": round(float(np.log1p(high) - np.log1p(low)), 3),
            }  # fmt: skip
        if name == "climatology":
            ends = np.quantile(levels, (0.5 - PARTS / 2, 0.5 + PARTS / 2))
            inside = (ends[0] <= bounds[0, 1]) & (ends[1] >= bounds[0, 0])
            row["climatology"] = {"in": inside.astype(int).tolist(),
                                  "wide": np.round(np.log1p(ends[1]) - np.log1p(ends[0]), 3).tolist()}  # fmt: skip
    return {**row, "crps": crps, "bands": bands}


def sharpness(study: Calibration) -> dict[str, float]:
    """Root mean square, over fitted days with a crowd, of the standard deviation of the log national crowd."""
    each = {name: study.tables["sharpness"][name].to_numpy() for name in ("prior", "posterior")}
    return {name: round(float(np.sqrt(np.mean(np.square(sd)))), 3) for name, sd in each.items()}


def case(name: str, day: str, book: Path, studies: Path | None = None) -> dict[str, Any]:
    """All forecasts of an origin, written down and then scored; with `studies` its study is there or stays there."""
    origin, began = dt.date.fromisoformat(day), time.process_time()
    every = due(name, origin)
    with tempfile.TemporaryDirectory() as home:
        study, both = fitted(name, origin, studies / f"{name}@{day}" if studies else Path(home))
        sharp = sharpness(study)
        hashes = written(name, origin, every, both, book)
    head = ledger.head(book)
    print(f"{name} {day}: {len(hashes)} forecasts written, head of the ledger {head}", flush=True)
    rows = scored(every, hashes, origin, book)
    return {"scenario": name, "origin": day, "ledger": head, "forecasts": len(hashes), "sd log crowd": sharp,
            "seconds": round(time.process_time() - began), "rows": rows}  # fmt: skip


def stored() -> list[dict[str, Any]]:
    """Results that are there."""
    found: list[dict[str, Any]] = json.loads(RESULTS.read_text(encoding="utf-8"))["results"] if RESULTS.exists() else []
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", help="SCENARIO@ORIGIN")
    parser.add_argument("--ledger", type=Path, default=Path("runs/rolling_origins.jsonl"))
    parser.add_argument("--studies", type=Path, help="folder of studies that are there, or stay")
    given = parser.parse_args()
    given.ledger.parent.mkdir(parents=True, exist_ok=True)
    for name, day in planned():
        if (name, day) in {(r["scenario"], r["origin"]) for r in stored()} or given.only not in (None, f"{name}@{day}"):
            continue
        found = case(name, day, given.ledger, given.studies)
        print({k: v for k, v in found.items() if k != "rows"}, f"{len(found['rows'])} claims scored", flush=True)
        about = {"date": dt.date.today().isoformat(), "machine": f"{platform.machine()}, {platform.python_version()}",
                 "version": contested.__version__, "members": MEMBERS, "passes": PASSES, "least": LEAST,
                 "parts": PARTS.tolist(), "planned": planned()}  # fmt: skip
        order = {key: k for k, key in enumerate(planned())}
        # read only now: another process may have added an origin meanwhile
        results = sorted([*stored(), found], key=lambda r: order[r["scenario"], r["origin"]])
        text = json.dumps({**about, "results": results}, separators=(",", ":")).replace('{"date":"', '\n{"date":"')
        RESULTS.write_text(text.strip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
