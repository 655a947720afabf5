"""One crisis left out: what the others teach of it before its first claim, and with the claims of its first week.

    python -m benchmarks.crises.leave_one_out [--members 120] [--only NAME] [--write]

The numbers that were fitted to each crisis (`benchmarks.dynamics.others`) and the biases of kinds of party
(`benchmarks.crises.party_types`) are learnt from the other crises; all other parameters have the package's priors.
Behind the first week with claims no act is known. Forecasts of what parties report in the eight weeks after it:

- `prior`: these parameters and biases, and no claim; `untyped` is the same with nothing known of kinds of party;
- `first week`: members moved by the claims of the week (the package's smoother), which then go on;
- all three with what the model leaves out (`inference.smoother.discrepancy`), from its law or as the week left it; days
  are taken alike, whether anybody would report them or not;
- `climatology`, `last value`: from the week's claims about the same thing and place, whoever reported them.

Everything is written into a ledger with hashes before a later claim is looked at, and scored from there by the fair
CRPS of log(1 + n), on claims that the simple forecasts foretell as well.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import platform
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from benchmarks.crises import party_types as kinds
from benchmarks.crises.accounts import CRISES, shipped
from benchmarks.dynamics.others import RESULTS as OTHERS
from benchmarks.smoother.law import law

from contested.claims import Claim
from contested.ensemble import recipes
from contested.inference import priors
from contested.inference.coverage import coverage
from contested.inference.forecast import baselines, ledger, scores
from contested.inference.forecast.rescale import to_persons
from contested.inference.forecast.series import Key, Past, bounds_of
from contested.inference.likelihood import party_types
from contested.inference.likelihood.claim_params import ClaimModel
from contested.inference.likelihood.claim_simulator import draw_biases, predict_figures, simulate_figures
from contested.inference.priors import Prior, Priors
from contested.inference.smoother.discrepancy import before_claims, covariance, given_claims
from contested.inference.smoother.discrepancy import moved as beside
from contested.inference.smoother.observations import Observations, observations
from contested.inference.smoother.schedule import inflations
from contested.inference.smoother.update import update
from contested.scenarios import Scenario
from contested.scenarios.load import load
from contested.studies.calibration.evidence import Evidence, cells_within, ends, evidence
from contested.studies.smoothing.passes import summarise
from contested.studies.smoothing.record import RATES, Rules, record
from contested.studies.smoothing.record import beside as recorded
from contested.studies.smoothing.unknowns import EXPECTED, Members, Unknowns, floor_and_lump, unknowns

RESULTS = Path(__file__).parents[1] / "results" / "leave_one_out.json"
SCALES = {"belarus-2020": 100, "yellow-vests-2018": 650, "khabarovsk-2020": 50, "leipzig-1989": 167, "serbia-2024": 100}
QUANTITIES = ("crowd", "detained")
WEEK, HORIZON, PASSES, SEED = 7, 56, 4, 5
#: countries that a spread between countries counts for before any, and theirs (log)
PSEUDO, APART = 2, 0.5
NATION = ("first week", "prior", "untyped")
SIMPLE = ("climatology", "last value")
HALF = np.array([0.5])


class Case(NamedTuple):
    """A crisis left out: what is known, and of which claims there are forecasts."""

    scenario: Scenario
    origin: dt.date
    day: int
    scale: int
    early: Evidence
    later: Evidence
    learnt: Unknowns
    typed: ClaimModel


def case(name: str) -> Case:
    scenario = load(name)
    start = scenario.country.start
    claims = [c for c in scenario.claims if c.quantity in QUANTITIES and ends(c) == c.date and c.date >= start]
    origin = min(c.date for c in claims) + dt.timedelta(days=WEEK - 1)
    last = origin + dt.timedelta(days=HORIZON)
    claims = [c for c in claims if c.date <= last]
    day = (origin - start).days
    known = [c for c in claims if c.date <= origin]
    early = evidence(scenario, known, cells_within(scenario, known, day + 1), origin)
    later = evidence(scenario, claims, cells_within(scenario, claims, day + HORIZON + 1), origin)
    learnt = unknowns(hierarchical(scenario, name), scenario.country, day)
    return Case(scenario, origin, day, SCALES[name], early, later, learnt, types_without(name))


def hierarchical(scenario: Scenario, left_out: str) -> Priors:
    """The package's priors, and those of the fitted numbers as the other crises have them."""
    each = {r["scenario"]: r["numbers"] for r in json.loads(OTHERS.read_text(encoding="utf-8"))["results"]}
    others = [numbers for name, numbers in each.items() if name != left_out]
    package = priors.of(scenario.country.params)
    within = {p.name: p.within for p in package.each}
    found = []
    for name in others[0]:
        mean, sd = new_country(np.log([numbers[name] for numbers in others]))
        found.append(Prior(name, "lognormal", mean, sd, within.get(name, (0.0, 1e4))))
    return Priors((*(p for p in package.each if p.name not in others[0]), *found))


def new_country(logs: np.ndarray) -> tuple[float, float]:
    """Mean and spread (log) of a number in a country that was not seen, given those of a few."""
    variance = (((logs - logs.mean()) ** 2).sum() + PSEUDO * APART**2) / (len(logs) - 1 + PSEUDO)
    return float(logs.mean()), float(np.sqrt(variance * (1 + 1 / len(logs))))


def types_without(left_out: str) -> ClaimModel:
    """The claim model with kinds of party as the other crises have them."""
    accounts = shipped().without(left_out)
    rows = [{k: str(v) for k, v in row.items()} for row in kinds.rows_of(accounts, kinds.fit(accounts, 1000, 300))]
    return ClaimModel(types=party_types.from_rows(rows))


def answers(one: Case, at: Members, cells: Any, days: int, world: Path) -> list[dict[str, np.ndarray]]:
    """What members' runs report."""
    play = recipes.nation(
        Path(one.scenario.folder), scale=one.scale, days=days, world=world, read=partial(summarise, cells=cells),
        also=(*EXPECTED.values(), RATES["calling"]), origin=one.day,
    )  # fmt: skip
    return [play(point) for point in one.learnt.points(at, SEED)]


def runs(one: Case, at: Members, cells: Any, days: int, world: Path) -> np.ndarray:
    """Truths of members, float64 array of shape (members, cells); what was cut off by an end is none."""
    return truths_of(answers(one, at, cells, days, world))


def truths_of(each: list[dict[str, np.ndarray]]) -> np.ndarray:
    """Truths of runs, float64 array of shape (members, cells)."""
    return np.nan_to_num(np.array([a["cells"] for a in each]))


def moved(one: Case, at: Members, world: Path) -> Members:
    """Members moved by the claims of the first week, and by its record."""
    cells, country = one.early.cells, one.scenario.country
    claims, known = observed_of(one, one.early), record(country, {}, 0, one.day + 1)
    for turn, factor in enumerate(inflations(PASSES).tolist()):
        each = answers(one, at, cells, one.day + 1, world)
        rules = Rules(*(np.array([a[name] for a in each]) for name in Rules._fields))
        y, reached = claims.predictions(truths_of(each)), one.learnt.reached(cells, claims.cell)
        observed, y, reached = recorded(claims, y, reached, known, rules, at.u, one.learnt)
        at = at._replace(u=update(at.u, y, observed, inflation=factor, reached=reached, seed=SEED, turn=turn,
                                  everywhere=one.learnt.everywhere).u)  # fmt: skip
    return at


def observed_of(one: Case, given: Evidence) -> Observations:
    """The week's claims, in cells of `given`, with the discrepancy in their covariance."""
    plain = observations(given.fitted, *floor_and_lump(given.cells, one.scale), one.typed)
    return plain.doubting(covariance(given.cells.each))


def forecasts(one: Case, members: int) -> dict[str, np.ndarray]:
    """Draws of what each later claim will say, float64 arrays of shape (draws, claims); NaN where there is none."""
    days = min(one.day + HORIZON + 1, one.scenario.country.days)
    later, cells = one.later.later, one.later.cells
    with tempfile.TemporaryDirectory() as home:
        world = Path(home) / "world"
        before = one.learnt.start(members, SEED)
        after = moved(one, before, world)
        counted = {"prior": runs(one, before, cells, days, world), "first week": runs(one, after, cells, days, world)}
    floor, between, observed = floor_and_lump(cells, one.scale)[0], covariance(cells.each), observed_of(one, one.later)
    d = {
        "prior": before_claims(between, members, SEED),
        "first week": given_claims(between, observed, observed.predictions(counted["first week"]), SEED),
    }
    known = draw_biases(beside(counted["first week"], floor, d["first week"]), one.later.fitted, one.typed, SEED)
    persons = {name: beside(to_persons(x, one.scale, SEED), floor, d[name]) for name, x in counted.items()}
    out = {
        "prior": simulate_figures(persons["prior"], later, one.typed, SEED),
        "untyped": simulate_figures(persons["prior"], later, ClaimModel(), SEED),
        "first week": predict_figures(persons["first week"], later, one.typed, known, SEED),
    }
    for name in SIMPLE:
        out[name] = np.stack([simple(name, one, claim) for claim in later.claims], axis=1)
    return out


def simple(name: str, one: Case, claim: Claim, draws: int = 400) -> np.ndarray:
    """Draws of a simple forecast, from the week's claims about the same thing and place; NaN without any."""
    same = [c for c in one.early.fitted.claims if (c.quantity, c.place) == (claim.quantity, claim.place) and c.middle]
    if not same:
        return np.full(draws, np.nan)
    by = defaultdict(list)
    for c in same:
        by[c.date.toordinal()].append(float(c.middle or 0.0))
    days = np.array(sorted(by), np.int64)
    past = Past(days, np.array([np.exp(np.mean(np.log(by[d]))) for d in days.tolist()]), one.origin.toordinal())
    lead = np.array([claim.date.toordinal() - one.origin.toordinal()])
    return baselines.forecast(name.replace(" ", "_"), past, lead, draws, SEED)[:, 0]


def written(one: Case, found: dict[str, np.ndarray], book: Path, today: dt.date) -> dict[tuple[str, int], str]:
    """Every forecast into the ledger: the hash of its line, by forecaster and claim."""
    hashes = {}
    later = one.later.later
    for name, draws in found.items():
        lines, which = [], []
        for k, claim in enumerate(later.claims):
            if np.isfinite(draws[:, k]).all():
                party = later.parties[later.party[k]].name
                key = Key(claim.quantity, claim.actor, claim.place, f"{party}, claim {k + 1}")
                lines.append((key, np.array([(claim.date - one.origin).days]), draws[:, [k]]))
                which.append(k)
        made = ledger.record_all(book, lines, one.origin, maker=f"{one.scenario.name}: {name}", today=today)
        hashes |= {(name, k): h for k, h in zip(which, made)}
    return hashes


def score(one: Case, hashes: dict[tuple[str, int], str], book: Path) -> list[dict[str, Any]]:
    """A row a claim that all foretold, with each one's score, from the ledger as it is read back and checked."""
    lines = {line["hash"]: line for line in ledger.read(book)}
    names, rows = (*NATION, *SIMPLE), []
    for k, claim in enumerate(one.later.later.claims):
        if not all((name, k) in hashes for name in names):
            continue
        bounds, got = np.array([bounds_of(claim)]), {}
        for name in names:
            line = lines[hashes[name, k]]
            got[name] = scores.scores(np.array(line["quantiles"]), bounds, HALF, line["draws"])
        rows.append({
            "date": claim.date.isoformat(), "quantity": claim.quantity, "place": claim.place,
            "claimant": claim.claimant, "value": claim.middle,
            "crps": {name: float(s.crps_log[0]) for name, s in got.items()},
            "inside": {name: bool(s.covered[0]) for name, s in got.items()},
        })  # fmt: skip
    return rows


def summary(name: str, one: Case, rows: list[dict[str, Any]], seconds: float) -> dict[str, Any]:
    def mean(which: Iterable[dict[str, Any]]) -> dict[str, float]:
        rows = list(which)
        return {n: float(np.mean([r["crps"][n] for r in rows])) for n in (*NATION, *SIMPLE)} if rows else {}

    day = np.array([dt.date.fromisoformat(r["date"]).toordinal() for r in rows])
    held = {n: np.array([r["inside"][n] for r in rows], bool) for n in (*NATION, *SIMPLE)}
    return {
        "scenario": name, "origin": one.origin.isoformat(), "scale": one.scale, "fitted": len(one.early.fitted),
        "later": len(one.later.later), "scored": len(rows), "crps": mean(rows), "seconds": round(seconds), "law": law(),
        "by quantity": {q: mean(r for r in rows if r["quantity"] == q) for q in QUANTITIES},
        "coverage": coverage(held["first week"], day, held["prior"])._asdict() if rows else {},
        "inside": {n: float(h.mean()) for n, h in held.items()} if rows else {}, "rows": rows,
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=120)
    parser.add_argument("--only", help="one scenario; the others' results stay as they were")
    parser.add_argument("--ledger", type=Path, default=Path("runs/leave_one_out.jsonl"))
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    given.ledger.parent.mkdir(parents=True, exist_ok=True)
    stored = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {"results": []}
    results = {r["scenario"]: r for r in stored["results"]}
    today = dt.date.today()
    for name in CRISES:
        if given.only not in (None, name):
            continue
        began = time.process_time()
        one = case(name)
        hashes = written(one, forecasts(one, given.members), given.ledger, today)
        head = ledger.head(given.ledger)
        print(f"{name}: {len(hashes)} forecasts from {one.origin} written, head of the ledger {head}", flush=True)
        rows = score(one, hashes, given.ledger)
        results[name] = {**summary(name, one, rows, time.process_time() - began), "ledger": head}
        print({k: v for k, v in results[name].items() if k != "rows"}, flush=True)
        if given.write:
            machine = f"{platform.machine()}, {platform.python_version()}"
            RESULTS.write_text(json.dumps({
                "machine": machine, "date": today.isoformat(), "members": given.members,
                "results": [results[n] for n in CRISES if n in results],
            }, indent=1) + "\n", encoding="utf-8")  # fmt: skip


if __name__ == "__main__":
    main()
