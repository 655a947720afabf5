"""What would protocols have shown in Belarus 2020? The numbers of docs/cases/protocols.md.

    python -m benchmarks.protocols [--write]

The count of 9 August 2020 is simulated with everybody, once honest and falsified in three ways. What was cast is known,
so every method is held against the truth: an audit of all protocols, adding protocols up, a random sample of stations
whose count was watched, and protocols that volunteers sent in. The same numbers on any machine; about ten minutes of
one core, nearly all of it audits.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

import contested
from contested.forensics.samples.quick_count import estimate
from contested.forensics.verdict import strength

RESULTS = Path(__file__).parent / "results" / "protocols.json"
DATA = Path(contested.__file__).parent / "scenarios" / "data" / "belarus_2020"
SHIPPED = 'mechanism = "ordered"'
MECHANISMS = ("none", "stuffing", "ordered", "central")
SEEDS = (1, 2, 3)
SIZES, SAMPLES = (25, 50, 100, 200, 400), 2000
#: stations in the country whose protocols Golos collected: the notes to votes_protocols in claims.csv
COLLECTED = {
    "Brest_oblast": 160, "Gomel_oblast": 120, "Grodno_oblast": 172, "Minsk": 419, "Minsk_oblast": 271,
    "Mogilev_oblast": 101, "Vitebsk_oblast": 127,
}  # fmt: skip
#: how much likelier a protocol is collected where the commission reported what was cast
TILTS = (1, 2, 3, 5, 10, 30)
#: tests that say something about the leader's votes in the whole country, in ballots
RANGES = ("turnout-curve", "mixture")


def counted(mechanism: str, seed: int, home: Path) -> contested.Run:
    """The count of the shipped scenario by another mechanism, with everybody, to the evening of the vote."""
    folder = home / f"belarus-{mechanism}"
    if not folder.exists():
        shutil.copytree(DATA, folder)
        settings = folder / "scenario.toml"
        words = settings.read_text(encoding="utf-8")
        if SHIPPED not in words:
            raise SystemExit(f"{settings}: expected {SHIPPED}")
        settings.write_text(words.replace(SHIPPED, f'mechanism = "{mechanism}"'), encoding="utf-8")
    return contested.simulate(folder, seed=seed, until="2020-08-10", out=home / f"{mechanism}-{seed}", progress=False)


def shares(returns: pl.DataFrame, which: str = "") -> dict[str, float]:
    """Of all ballots: the incumbent's and the challenger's part; as cast, or with "reported_" by the protocols."""
    cast = returns[f"{which}cast"].sum()
    return {who: returns[f"{which}{who}"].sum() / cast for who in ("incumbent", "challenger")}


def audited(run: contested.Run, seed: int) -> dict[str, Any]:
    """What an audit of all protocols says: strength of each alarm, and ranges of ballots beside the planted number."""
    audit = contested.audit(run, seed=seed, progress=False)
    result = audit.audited
    said = {f.name: strength(f, result.controls) for f in result.findings if f.kind == "estimate"}
    proofs = {f.name: bool(f.alarm) for f in result.findings if f.kind == "proof"}
    ranges = {f.name: [f.low, f.high] for f in result.findings if f.name in RANGES and f.value is not None}
    return {
        "proofs": [n for n, alarm in proofs.items() if alarm], "strong": [n for n, s in said.items() if s == "strong"],
        "weak": [n for n, s in said.items() if s == "weak"], "tests": len(said), "ranges": ranges,
    }  # fmt: skip


def quick_counts(returns: pl.DataFrame, which: str, rng: np.random.Generator) -> list[dict[str, Any]]:
    """Random samples of stations: how wide their intervals are, and how often these hold what was cast."""
    stratum = returns["region"].rank("dense").cast(pl.Int64).to_numpy() - 1
    population = np.bincount(stratum)
    votes, cast = (returns[f"{which}{name}"].to_numpy() for name in ("incumbent", "cast"))
    truth = shares(returns)["incumbent"]
    rows = []
    for size in SIZES:
        each = np.maximum(2, np.round(size * population / population.sum()).astype(int))
        done = []
        for _ in range(SAMPLES):
            chosen = np.concatenate([
                rng.choice(np.flatnonzero(stratum == s), n, replace=False) for s, n in enumerate(each)
            ])  # fmt: skip
            e = estimate(stratum[chosen], votes[chosen], cast[chosen], population)
            done.append((e.share, e.low, e.high))
        share, low, high = np.array(done).T
        rows.append({
            "stations": int(each.sum()), "share": float(np.median(share)),
            "half_width": float(np.median(high - low) / 2),
            "holds": float(((low <= truth) & (truth <= high)).mean()), "below_half": float((high < 0.5).mean()),
        })  # fmt: skip
    return rows


def volunteered(returns: pl.DataFrame, tilt: float, rng: np.random.Generator) -> dict[str, float]:
    """Protocols as volunteers collect them, as many in each region as in 2020: medians over 200 collections."""
    honest, region = returns["honest"].to_numpy(), returns["region"].to_numpy()
    votes = returns.select("reported_cast", "reported_incumbent", "reported_challenger").to_numpy()
    done = []
    for _ in range(200):
        chosen = np.concatenate([_collect(np.flatnonzero(region == r), n, honest, tilt, rng)
                                 for r, n in COLLECTED.items()])  # fmt: skip
        cast, inc, cha = votes[chosen].sum(0)
        done.append((inc / cast, cha / cast, cha / (inc + cha), honest[chosen].mean()))
    inc, cha, two, part = np.median(done, axis=0)
    return {"tilt": tilt, "incumbent": inc, "challenger": cha, "challenger_of_two": two, "honest": part}


def _collect(stations: np.ndarray, size: int, honest: np.ndarray, tilt: float, rng: np.random.Generator) -> np.ndarray:
    weight = np.where(honest[stations], tilt, 1.0)
    return rng.choice(stations, size, replace=False, p=weight / weight.sum())


def collected() -> dict[str, float]:
    """Votes in the protocols that volunteers collected in 2020, by the ledger: the challenger's part of the two."""
    claims = pl.read_csv(DATA / "claims.csv", infer_schema_length=None)
    rows = claims.filter((pl.col("quantity") == "votes_protocols") & pl.col("place").is_in(list(COLLECTED)))
    rows = rows.with_columns(pl.col("value").cast(pl.Float64))
    sums = {who: rows.filter(pl.col("actor_or_side") == who)["value"].sum() for who in ("Lukashenko", "Tikhanovskaya")}
    return {**sums, "challenger_of_two": sums["Tikhanovskaya"] / sum(sums.values())}


def measured(home: Path) -> dict[str, Any]:
    """All counts and all methods."""
    found: dict[str, Any] = {"collected": collected(), "counts": []}
    for mechanism in MECHANISMS:
        for seed in SEEDS:
            run = counted(mechanism, seed, home)
            returns, began = run.tables["returns"], time.process_time()
            rng = np.random.default_rng(seed)
            row = {
                "mechanism": mechanism, "seed": seed, "stations": returns.height,
                "honest": float(returns["honest"].mean()), "true": shares(returns),
                "protocols": shares(returns, "reported_"),
                "announced": float(run.to_xarray()["official_share"].values.ravel()[-1]),
                "added": int((returns["reported_incumbent"] - returns["incumbent"]).sum()),
                "audit": audited(run, seed),
            }  # fmt: skip
            if seed == SEEDS[0]:
                row["watched"] = quick_counts(returns, "", rng)
                row["posted"] = quick_counts(returns, "reported_", rng)
            if mechanism == "ordered" and seed == SEEDS[0]:
                row["volunteered"] = [volunteered(returns, tilt, rng) for tilt in TILTS]
            found["counts"].append(row)
            print(f"{mechanism} {seed}, {time.process_time() - began:.0f} s: {json.dumps(row)}", flush=True)
    return found


def main() -> None:
    """Measure, print, and with --write keep the numbers."""
    words = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    words.add_argument("--write", action="store_true", help=f"write {RESULTS.name}")
    write = words.parse_args().write
    with tempfile.TemporaryDirectory() as home:
        found = measured(Path(home))
    if write:
        about = {"version": contested.__version__, "samples": SAMPLES, "collections": sum(COLLECTED.values())}
        RESULTS.write_text(json.dumps(about | found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
