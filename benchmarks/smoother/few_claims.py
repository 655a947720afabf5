"""Four claims: how much room the smoother leaves for a coming Sunday, beside the exact posterior.

    python -m benchmarks.smoother.few_claims [--runs 4000] [--seeds 6] [--write]

With so few claims the posterior can be had without any smoother: runs of the prior are weighted by the probability of
the claims and of the calendar's record given each (importance sampling), and their discrepancies drawn given the
claims. Beside it are members resampled from the prior, as in the package, and members moved in passes instead. The
teaching country at 1:50, 60 unknown parameters, two parties of no known type.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import platform
import tempfile
from pathlib import Path
from typing import NamedTuple

import numpy as np

import contested
from contested.claims import Claim
from contested.claims.claim import Side
from contested.ground.draws import uniforms
from contested.ground.options import Executor
from contested.inference.posterior import from_prior
from contested.inference.posterior.importance import ess
from contested.inference.priors import of
from contested.inference.smoother.marginal import log_likelihood
from contested.scenarios.load import load
from contested.studies.calibration.calibration import Calibration
from contested.studies.smoothing import stages
from contested.studies.smoothing.passes import Ensemble
from contested.studies.smoothing.record import likelihood_of_record
from contested.studies.smoothing.truths import truths

RESULTS = Path(__file__).parents[1] / "results" / "few_claims.json"
START, FIT_UNTIL, UNTIL = dt.date(2031, 5, 4), "2031-05-11", "2031-05-20"
#: the last day with a claim, and the Sunday after it
SUNDAYS = (7, 14)
MEMBERS = (60, 300)
SCALE, PASSES, PARAMETERS = 50, 2, 60
#: a stream of this script's own, not of the package
RESAMPLING = 9005


class Band(NamedTuple):
    """National crowd of a day: 5 %, 50 % and 95 % points, person."""

    low: float
    median: float
    high: float

    @property
    def room(self) -> float:
        """The upper end, in medians."""
        return self.high / self.median


def claim(day: int, value: float, by: str, side: Side, what: str = "crowd") -> Claim:
    """One claim about the whole country."""
    about = "opposition" if what == "crowd" else "protesters"
    return Claim(START + dt.timedelta(days=day), None, "", what, about, value, None, None, by, side, "")


def claims() -> list[Claim]:
    """Two crowds and the detained by one party, and one of the crowds by another."""
    return [claim(3, 400.0, "Diarist", "independent"), claim(7, 400.0, "Diarist", "independent"),
            claim(7, 150.0, "Palace", "incumbent"), claim(7, 30.0, "Diarist", "independent", "detained")]  # fmt: skip


def study(members: int, seed: int, out: Path, executor: Executor = "serial") -> Calibration:
    """A study of the four claims."""
    # what callers do after the calendar cannot show in these days
    behind = {f"opposition.{name}" for name in ("local", "event_gain", "call_gain", "gain_half_life")}
    names = [name for name in of(load("teaching").country.params).names if name not in behind][:PARAMETERS]
    return contested.calibrate(
        "teaching", FIT_UNTIL, until=UNTIL, parameters=names, claims=claims(), method="smoother", waves=PASSES,
        scale=SCALE, points=members, seed=seed, executor=executor, out=out,
    )  # fmt: skip


def exact(done: Calibration, draws: int) -> tuple[list[Band], float]:
    """Bands of the posterior by importance sampling from a study's runs of the prior, and their effective number."""
    folder = done.folder
    runs = stages.stored(folder, 0).sound()
    observed = stages.observed_of(stages.setting_of(folder), folder.evidence().fitted, folder.claim_model())
    log = log_likelihood(observed, observed.predictions(runs.x), folder.seed)
    log += likelihood_of_record(stages.record_of(folder), runs.rules, runs.u, stages.ensemble(folder)[0])
    weight = np.exp(log - log.max())
    some = np.searchsorted(np.cumsum(weight / weight.sum()), uniforms(draws, folder.seed, RESAMPLING))
    return _bands(done, truths(runs.take(some), folder.cells, SCALE, folder.seed, observed)), float(ess(weight))


def smoothed(done: Calibration) -> list[Band]:
    """Bands of a study's members."""
    folder = done.folder
    observed = stages.observed_of(stages.setting_of(folder), folder.evidence().fitted, folder.claim_model())
    there = stages.ensemble(folder)[1].sound()
    return _bands(done, truths(there, folder.cells, SCALE, folder.seed, observed))


def before(done: Calibration) -> list[Band]:
    """Bands before any claim."""
    folder = done.folder
    return _bands(done, truths(stages.stored(folder, 0).sound(), folder.cells, SCALE, folder.seed))


def _bands(done: Calibration, what: Ensemble) -> list[Band]:
    crowd = what.daily[:, done.folder.cells.indicators.index("crowd"), :]
    return [Band(*np.quantile(crowd[:, day], (0.05, 0.5, 0.95)).tolist()) for day in SUNDAYS]


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=4000)
    parser.add_argument("--seeds", type=int, default=6)
    parser.add_argument("--write", action="store_true")
    o = parser.parse_args()
    rows: list[dict[str, object]] = []

    def row(name: str, every: list[list[Band]], **more: object) -> None:
        for k, day in enumerate(SUNDAYS):
            each = [bands[k] for bands in every]
            rows.append({
                "bands": name, "day": str(START + dt.timedelta(days=day)), **more,
                **{f: float(np.mean([getattr(b, f) for b in each])) for f in Band._fields},
                "room": float(np.exp(np.mean([np.log(b.room) for b in each]))),
                "least": min(b.room for b in each), "most": max(b.room for b in each),
            })  # fmt: skip
            print(rows[-1], flush=True)

    with tempfile.TemporaryDirectory() as home:
        for name, most in (("resampled", from_prior.RUNS_PER_MEMBER), ("moved", 0)):
            from_prior.RUNS_PER_MEMBER = most
            for members in MEMBERS:
                done = [study(members, 4 + k, Path(home) / f"{name}{members}-{k}", "pool") for k in range(o.seeds)]
                row(name, [smoothed(one) for one in done], members=members,
                    moved=sum(not one.answer["resampled"] for one in done))  # fmt: skip
        many = study(o.runs, 4, Path(home) / "many", "pool")
        bands, effective = exact(many, 20_000)
        row("prior", [before(many)])
        row("exact", [bands], effective=effective)
    if o.write:
        out = {"date": str(dt.date.today()), "machine": platform.machine(), "runs": o.runs, "seeds": o.seeds,
               "table": rows}  # fmt: skip
        RESULTS.write_text(json.dumps(out, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
