"""How often does an audit err? Strong alarms on honest elections of seven kinds, power, and what its ranges hold.

Nothing here shares code with the honest elections that an audit simulates for itself (`audits.elections`). An alarm
counts as strong as an audit would call it: after being held against honest elections fitted to the case. For tests with
an exact or model-based null every alarm counts as strong. Tests that honest causes set off and that are not held
against them are never strong, and are left out; coarse shares, which take a thousand redraws, look at every twentieth
election. Power is that of the audit as a whole: some test is strong.

    python -m benchmarks.audits.held [--only honest|planted] [--elections 200] [--planted 40] [--workers 1] [--write]
"""

from __future__ import annotations

import argparse
import json
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
from benchmarks.audits.elections import HONEST, honest, planted
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
#: first seed of the elections of this script; tests use others
FIRST = 20_000


def strong(case: Case, seed: int, *, every: int = 1, until_one: bool = False) -> dict[str, str]:
    """The strength of each test's alarm, as an audit would put it; or only until one is strong.

    Tests with a model of counts are made on every so many seeds, coarse shares on every twentieth.
    """
    out: dict[str, str] = {}
    for name in sorted(suite.INDICATORS, key=lambda name: name != "shoulder"):
        never = name in MISTAKES and name not in suite.QUICK
        if never or (until_one and "strong" in out.values()) or seed % _every(name, every):
            continue
        find = suite.INDICATORS[name]
        finding = find(case, seed=seed)
        if not finding.alarm:
            out[name] = ""
        elif name not in MISTAKES:
            out[name] = "strong"
        else:
            few = control_causes(case, [find], elections=10, seed=seed + 1)
            if any(c.alarms >= 3 for c in few):  # far above what a strong alarm may have
                out[name] = "weak"
                continue
            held = control(case, [find], elections=ELECTIONS, seed=seed)
            held += control_causes(case, [find], elections=MANY * ELECTIONS, seed=seed)
            out[name] = strength(finding, held)
    return out


def _every(name: str, every: int) -> int:
    return 20 if name == "coarse-shares" else every if name in ("integer-percentages", "digits") else 1


def honest_row(task: tuple[str, int, int]) -> dict[str, str]:
    """One honest election."""
    kind, seed, every = task
    return strong(honest(kind, seed), seed, every=every)


def planted_row(task: tuple[float, int, bool]) -> dict[str, object]:
    """One planted election: strengths, and each estimator's range against the truth."""
    part, seed, fits = task
    made = planted(part, seed)
    out: dict[str, object] = {"strong": strong(made.case, seed, until_one=True) if part in POWER else {}}
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
    words.add_argument("--fits", type=int, default=10, help="planted elections to which the two models are fitted")
    words.add_argument("--workers", type=int, default=1)
    words.add_argument("--kinds", nargs="*", default=list(HONEST))
    words.add_argument("--every", type=int, default=1, help="tests of digits on every so many elections")
    words.add_argument("--only", choices=("honest", "planted"))
    words.add_argument("--write", action="store_true")
    given = words.parse_args()
    result: dict[str, object] = json.loads(RESULTS.read_text()) if given.only and RESULTS.is_file() else {}
    with ProcessPoolExecutor(given.workers) as pool:
        if given.only != "planted":
            result |= _honest(pool, given.kinds, given.elections, given.every)
        if given.only != "honest":
            result |= _planted(pool, given.planted, given.fits)
    if given.write:
        RESULTS.write_text(json.dumps(result, indent=1) + "\n")


def _honest(pool: ProcessPoolExecutor, kinds: list[str], elections: int, every: int) -> dict[str, object]:
    """Strong alarms by kind, and over all kinds."""
    rows = {}
    for kind in kinds:
        found = list(pool.map(honest_row, [(kind, FIRST + s, every) for s in range(elections)]))
        loud = [sorted(name for name, word in row.items() if word == "strong") for row in found]
        weak = sum(any(word == "weak" for word in row.values()) for row in found)
        k = sum(map(bool, loud))
        made = {name: sum(name in row for row in found) for name in suite.INDICATORS}
        rows[kind] = {"made": {name: n for name, n in made.items() if n}, "strong": k, "of": len(found),
                      "bound": bound(k, len(found)), "weak": weak,
                      "tests": sorted({name for names in loud for name in names})}  # fmt: skip
        print(kind, rows[kind], flush=True)
    n, k = sum(r["of"] for r in rows.values()), sum(r["strong"] for r in rows.values())
    pooled = {"strong": k, "of": n, "bound": bound(k, n)}
    print("pooled", pooled, flush=True)
    return {"honest": rows, "pooled": pooled}


def _planted(pool: ProcessPoolExecutor, planted_elections: int, fits: int) -> dict[str, object]:
    """Power, and what ranges hold, by part of stations."""
    parts = {}
    for part in PARTS:
        tasks = [(part, FIRST + s, s < fits) for s in range(planted_elections)]
        found = list(pool.map(planted_row, tasks))
        row: dict[str, object] = {"of": len(found)}
        if part in POWER:
            row["power"] = sum("strong" in r["strong"].values() for r in found)
        for name in ("turnout-curve", "klimek", "mixture"):
            some = [r[name] for r in found if name in r]
            ratios = [x[1] for x in some if x is not None and x[1] is not None]
            row[name] = {"of": len(some), "holds": sum(x is None or x[0] for x in some),
                         "ratio": float(np.median(ratios)) if ratios else None,
                         "cannot": sum(x is None or x[1] is None for x in some)}  # fmt: skip
        parts[str(part)] = row
        print(part, row, flush=True)
    return {"planted": parts}


if __name__ == "__main__":
    main()
