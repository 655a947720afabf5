"""How many passes a later day's claims need, on the made-up laws of `starts`; behind `options.PASSES_ONWARD`.

    python -m benchmarks.smoother.onward [--twins 250] [--write]

150 members match the claims of all days but the last in four passes; then those of the last day move them, in one to
three passes. Scored is that day's log crowd, and how often intervals of all unknowns hold.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import platform
from pathlib import Path

import numpy as np
from benchmarks.smoother import starts

from contested.ground.arrays import Flags, Floats
from contested.inference.smoother.observations import Observations
from contested.inference.smoother.schedule import inflations
from contested.inference.smoother.update import update

RESULTS = Path(__file__).parents[1] / "results" / "onward.json"
MEMBERS, PASSES, LATER = 150, 4, (1, 2, 3)


def twin(name: str, seed: int) -> dict[int, dict[str, float]] | None:
    """Scores by number of passes against one truth; None if too few claims are of other days than the last."""
    rng = np.random.default_rng(seed)
    predict = starts.law(name, rng)
    u, noise = rng.normal(size=(MEMBERS, starts.UNKNOWNS)), rng.normal(size=(MEMBERS, starts.DAYS))
    true, between = rng.normal(size=(1, starts.UNKNOWNS)), starts.between()
    crowd = starts.country(predict, true, between, rng)
    every = starts.reported(crowd, rng)
    if every is None or (before := every.cell < every.cell.max()).sum() < 3:
        return None
    every = every.doubting(between)
    last = int(every.cell.max())
    for turn, factor in enumerate(inflations(PASSES).tolist()):
        old = every.take(np.flatnonzero(before))
        u = moved(u, predict(u, noise)[:, old.cell], old, factor, seed, turn)
    out = {}
    for passes in LATER:
        v = u
        for turn, factor in enumerate(inflations(passes).tolist()):
            v = new_moved(v, predict(v, noise)[:, every.cell], every, before, factor, seed, PASSES + turn)
        x = starts.doubted(predict(v, noise), every, between, np.random.default_rng(seed))
        out[passes] = {**starts.scores(x, crowd, np.arange(starts.DAYS) == last), **starts.unknowns(v, true[0])}
    return out


def moved(u: Floats, y: Floats, observed: Observations, factor: float, seed: int, turn: int) -> Floats:
    """One pass."""
    return update(
        u, y, observed, inflation=factor, seed=seed, turn=turn,
        reached=np.ones((starts.UNKNOWNS, len(observed.cell)), bool),
        everywhere=np.arange(starts.UNKNOWNS) < starts.PARAMETERS,
    ).u  # fmt: skip


def new_moved(
    u: Floats, y: Floats, every: Observations, before: Flags, factor: float, seed: int, turn: int
) -> Floats:
    """One pass with new claims alone."""
    new, theirs = every.beyond(y, before)
    return moved(u, theirs, new, factor, seed, turn)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--twins", type=int, default=250)
    parser.add_argument("--write", action="store_true", help="write benchmarks/results/onward.json")
    given = parser.parse_args()
    table = []
    for name in starts.LAWS:
        found = [one for seed in range(given.twins) if (one := twin(name, seed)) is not None]
        for passes in LATER:
            means = {k: round(float(np.mean([one[passes][k] for one in found])), 3) for k in found[0][passes]}
            table.append({"law": name, "passes": passes, "twins": len(found), **means})
            print(table[-1], flush=True)
    if given.write:
        about = {"date": dt.date.today().isoformat(), "machine": f"{platform.machine()}, {platform.python_version()}"}
        RESULTS.write_text(json.dumps({**about, "table": table}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
