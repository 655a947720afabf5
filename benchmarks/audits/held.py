"""How often does an audit err? Strong alarms on honest elections of ten kinds, power, and what its ranges hold.

Nothing here shares code with the honest elections that an audit simulates for itself (`audits.elections`). An alarm
counts as strong as an audit would call it: after being held against honest elections fitted to the case. For tests with
an exact or model-based null every alarm counts as strong. Tests that honest causes set off and that are not held
against them are never strong, and are left out; coarse shares, which take a thousand redraws, look at every twentieth
election. Power is that of the shoulder, the only test of these that stuffed ballots set off and that may be strong: the
power of the audit as a whole is at least as high. With --tests only these are made, and what the file has of others
stays.

    python -m benchmarks.audits.held [--only honest|power|planted] [--tests shoulder] [--elections 200] [--power 120]
        [--planted 40] [--workers 1] [--write]
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.audits.elections import HARD, HONEST, honest, planted
from scipy.stats import beta

from contested.forensics import suite
from contested.forensics.controls import MANY, control, control_causes
from contested.forensics.models import klimek, mixture
from contested.forensics.table.case import Case
from contested.forensics.verdict import MISTAKES, strength
from contested.ground.options import ELECTIONS

#: parts of stations that are touched, and those at which power is measured
PARTS, POWER = (0.2, 0.3, 0.5, 0.7, 0.8), (0.3,)
RESULTS = Path(__file__).parents[1] / "results" / "audits.json"
#: first seed of the elections of this script, honest and planted for power, and planted for ranges; tests use others
FIRST, RANGES = 70_000, 80_000


def strong(case: Case, seed: int, *, every: int = 1, only: Sequence[str] = ()) -> dict[str, str]:
    """The strength of each test's alarm, as an audit would put it; of `only` some tests, or of all.

    Tests with a model of counts are made on every so many seeds, coarse shares on every twentieth.
    """
    out: dict[str, str] = {}
    for name, find in suite.INDICATORS.items():
        never = name in MISTAKES and name not in suite.QUICK
        if never or (only and name not in only) or seed % _every(name, every):
            continue
        finding = find(case, seed=seed)
        if not finding.alarm:
            out[name] = ""
        elif name not in MISTAKES:
            out[name] = "strong"
        else:
            held = control(case, [find], elections=ELECTIONS, seed=seed)
            held += control_causes(case, [suite.as_loud(finding)], elections=MANY * ELECTIONS, seed=seed)
            out[name] = strength(finding, held)
    return out


def _every(name: str, every: int) -> int:
    return 20 if name == "coarse-shares" else every if name in ("integer-percentages", "digits") else 1


def honest_row(task: tuple[str, int, int, Sequence[str]]) -> dict[str, str]:
    """One honest election."""
    kind, seed, every, only = task
    return strong(honest(kind, seed), seed, every=every, only=only)


def power_row(task: tuple[float, int]) -> dict[str, str]:
    """One planted election."""
    return strong(planted(*task).case, task[1], only=suite.QUICK)


def planted_row(task: tuple[float, int, bool]) -> dict[str, object]:
    """One planted election: each estimator's range against the truth."""
    part, seed, fits = task
    made = planted(part, seed)
    out: dict[str, object] = {}
    estimators = {"turnout-curve": (suite.INDICATORS["turnout-curve"], made.truth)}
    if fits:
        estimators |= {"klimek": (klimek.find, made.touched), "mixture": (mixture.find, made.truth)}
    for name, (find, truth) in estimators.items():
        f = find(made.case, seed=seed)
        if f.value is None:
            out[name] = None
        else:
            ratio = None if f.high is None else f.high / f.low if f.low > 0 else np.inf
            out[name] = (bool(f.low <= truth and (f.high is None or truth <= f.high)), ratio)
    return out


def bound(k: int, n: int) -> float:
    """Upper end of the 95 % interval of a rate (Clopper and Pearson)."""
    return 1.0 if k == n else float(beta.ppf(0.975, k + 1, n - k))


def main() -> None:
    """Run and print; with --write store what the documentation shows."""
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("--elections", type=int, default=200)
    words.add_argument("--planted", type=int, default=40)
    words.add_argument("--power", type=int, default=120, help="planted elections on which power is measured")
    words.add_argument("--fits", type=int, default=10, help="planted elections to which the two models are fitted")
    words.add_argument("--workers", type=int, default=1)
    words.add_argument("--kinds", nargs="*", default=[*HONEST, *HARD])
    words.add_argument("--every", type=int, default=1, help="tests of digits on every so many elections")
    words.add_argument("--only", choices=("honest", "power", "planted"))
    words.add_argument("--tests", nargs="*", default=[])
    words.add_argument("--write", action="store_true")
    given = words.parse_args()
    before = json.loads(RESULTS.read_text()) if RESULTS.is_file() else {}
    with ProcessPoolExecutor(given.workers) as pool:
        parts: list[Iterator[dict[str, object]]] = []
        if given.only in (None, "honest"):
            old = before.get("honest", {})
            parts.append(_honest(pool, given.kinds, given.elections, given.every, given.tests, old))
        if given.only in (None, "power"):
            parts.append(_power(pool, given.power))
        if given.only in (None, "planted"):
            parts.append(_planted(pool, given.planted, given.fits, before.get("planted", {})))
        for result in chain(*parts):
            if given.write:  # what is done stays if the rest is stopped
                now = json.loads(RESULTS.read_text()) if RESULTS.is_file() else {}
                RESULTS.write_text(json.dumps(now | result, indent=1) + "\n")


def _honest(
    pool: ProcessPoolExecutor, kinds: list[str], elections: int, every: int, only: list[str],
    before: Mapping[str, dict[str, Any]],
) -> Iterator[dict[str, object]]:  # fmt: skip
    """Alarms by kind and test, after each kind; an election counts once for each test that is strong."""
    rows = dict(before)
    for kind in kinds:
        found = list(pool.map(honest_row, [(kind, FIRST + s, every, only) for s in range(elections)]))
        tests = dict(before[kind]["tests"]) if only and kind in before else {}
        for name in suite.INDICATORS:
            words = [row[name] for row in found if name in row]
            if words:
                tests[name] = {"of": len(words), "strong": words.count("strong"), "weak": words.count("weak")}
        k = sum(t["strong"] for t in tests.values())
        rows[kind] = {"of": elections, "strong": k, "bound": bound(k, elections), "tests": tests}
        print(kind, rows[kind], flush=True)
        seven = [row for kind, row in rows.items() if kind in HONEST]
        n, k = (sum(int(row[name]) for row in seven) for name in ("of", "strong"))
        pooled = {"strong": k, "of": n, "bound": bound(k, n)}
        print("pooled", pooled, flush=True)
        yield {"honest": rows, "pooled": pooled}


def _planted(
    pool: ProcessPoolExecutor, planted_elections: int, fits: int, before: Mapping[str, dict[str, Any]]
) -> Iterator[dict[str, object]]:
    """What ranges hold, after each part of stations."""
    parts = dict(before)
    for part in PARTS:
        tasks = [(part, RANGES + s, s < fits) for s in range(planted_elections)]
        found = list(pool.map(planted_row, tasks))
        row: dict[str, object] = {"of": len(found)}
        for name in ("turnout-curve", "klimek", "mixture"):
            some = [r[name] for r in found if name in r]
            ratios = [x[1] for x in some if x is not None and x[1] is not None]
            row[name] = {"of": len(some), "holds": sum(x is None or x[0] for x in some),
                         "ratio": float(np.median(ratios)) if ratios else None,
                         "cannot": sum(x is None or x[1] is None for x in some)}  # fmt: skip
        parts[str(part)] = row
        print(part, row, flush=True)
        yield {"planted": parts}


def _power(pool: ProcessPoolExecutor, elections: int) -> Iterator[dict[str, object]]:
    """Elections with a strong alarm, and those in which the shoulder alarms at all, by part of stations."""
    parts = {}
    for part in POWER:
        found = list(pool.map(power_row, [(part, FIRST + s) for s in range(elections)]))
        k = sum("strong" in r.values() for r in found)
        low = float(beta.ppf(0.025, k, len(found) - k + 1)) if k else 0.0
        parts[str(part)] = {"of": len(found), "strong": k, "low": low, "bound": bound(k, len(found)),
                            "alarms": sum(bool(r.get("shoulder")) for r in found)}  # fmt: skip
        print("power", part, parts[str(part)], flush=True)
        yield {"power": parts}


if __name__ == "__main__":
    main()
