"""Which assumption of a new country moves its crowds most: every ratio at the ends of its spread, and every parameter
that has a prior at its 5 % and 95 % points.

Guards the order of the list in README.md of a drafted country, which puts the worst assumption first.

    python -m benchmarks.dynamics.drafts [--country RS] [--replicates 8] [--scale 100] [--write]

Runs of both ends share their draws of chance. A row's factor is the larger over the smaller number of person-days at
the two ends, the median over seeds, of a draft with a vote or of one without, whichever is larger. With --write the
table goes to src/contested/scenarios/new/influence.csv, which comes with the package.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import tempfile
from pathlib import Path

import numpy as np
from benchmarks.dynamics.ablation import shaping
from benchmarks.dynamics.paired import HIGH, LOW, Job, Player, Setup, priors_of

from contested.scenarios.new.country import new_country
from contested.scenarios.new.ratios import RATIOS, VOTES, values
from contested.scenarios.new.readme import INFLUENCE

VOTE = dt.date(2022, 8, 9)
#: low, high, and the factor between them
Row = tuple[float, float, float]
#: one person more on one day, so that a quiet run has a logarithm
ONE = 1.0


def factors(country: str, vote: dt.date | None, scale: int, seeds: tuple[int, ...]) -> dict[str, Row]:
    """Low, high and the factor between the two ends, by name."""
    out = {}
    with tempfile.TemporaryDirectory() as folder:
        plain = new_country(Path(folder) / "plain", country, vote)
        for name, ratio in RATIOS.items():
            if vote is None and name in VOTES:
                continue
            ends = []
            for end in ("low", "high"):
                changes = {name: getattr(ratio, end)}
                if name in ("incumbent", "challenger"):
                    other = "challenger" if name == "incumbent" else "incumbent"
                    changes[other] = min(values("EU")[other], 0.94 - changes[name])
                drawn = new_country(Path(folder) / f"{name}-{end}", country, vote, changes=changes)
                ends.append(Player(Setup(str(drawn), scale)).play(Job({}, (), seeds)).numbers[:, 0])
            out[name] = (ratio.low, ratio.high, factor(*ends))
        setup = Setup(str(plain), scale)
        player, priors = Player(setup), priors_of(setup)
        low, high = (priors.to_theta(np.full((1, len(priors.names)), z))[0] for z in (LOW, HIGH))
        aside = shaping(setup, dict(zip(priors.names, zip(low, high, strict=True), strict=True)))
        for name, a, b in zip(priors.names, low, high, strict=True):
            if name not in aside:
                ends = [player.play(Job({name: float(v)}, (), seeds)).numbers[:, 0] for v in (a, b)]
                out[name] = (float(a), float(b), factor(*ends))
                print(name, out[name], flush=True)
    return out


def factor(a: np.ndarray, b: np.ndarray) -> float:
    """Median over seeds of the larger over the smaller."""
    return float(np.exp(abs(np.median(np.log((b + ONE) / (a + ONE))))))


def main() -> None:
    """Measure, print, and write if asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--country", default="RS")
    parser.add_argument("--replicates", type=int, default=8)
    parser.add_argument("--scale", type=int, default=100)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    seeds = tuple(range(given.replicates))
    both = [factors(given.country, vote, given.scale, seeds) for vote in (VOTE, None)]
    merged = {name: max((b[name] for b in both if name in b), key=lambda row: row[2]) for name in both[0]}
    rows = sorted(((n, *row) for n, row in merged.items()), key=lambda row: -row[3])
    for row in rows[:30]:
        print("{:34} {:10.3g} {:10.3g}  x {:.2f}".format(*row))
    if given.write:
        with INFLUENCE.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(("name", "low", "high", "factor"))
            writer.writerows((n, float(f"{a:.3g}"), float(f"{b:.3g}"), f"{f:.2f}") for n, a, b, f in rows)


if __name__ == "__main__":
    main()
