"""Twins: runs of the prior with claims made up by the claim model; does the ensemble hold what was true?

    python -m benchmarks.smoother.twins                    # 20 truths of the fictional country
    python -m benchmarks.smoother.twins --twins 4 --members 100

Coverage of central 50 % and 90 % intervals of parameters, of chances (how strong each gathering was) and of the
national crowd by day, each beside what the prior alone gives, for an interval that holds everything is no use: so its
width stands there too. Truths are drawn from the prior given the record (no ending came, and the tactics of the
calendar were ordered), by rejection; biases, errors and how far the country lies from its run (the model's discrepancy)
from their distributions: all are the smoother's own.
"""

from __future__ import annotations

import argparse
import json
import platform
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import numpy as np

import contested
from contested.claims import Claim
from contested.ensemble import recipes
from contested.ensemble.points import Point
from contested.ground.draws import normals, uniforms
from contested.inference import priors
from contested.inference.likelihood.cells import Cell, Cells
from contested.inference.likelihood.claim_params import DEFAULT
from contested.inference.smoother.discrepancy import before_claims, covariance, moved
from contested.inference.smoother.record import LISTED, ORDERED
from contested.nation.country import Country
from contested.scenarios.load import load
from contested.studies.smoothing import stages
from contested.studies.smoothing.record import RATES, gaps, record
from contested.studies.smoothing.truths import truths
from contested.studies.smoothing.unknowns import Unknowns, floor_and_lump, unknowns

#: who speaks of each day's numbers, on which side
PARTIES = (("Gazette", "media"), ("Observer", "media"), ("Council", "opposition"), ("Ministry", "incumbent"))
#: crowds and arrests that nobody would report
QUIET = 200.0
#: a stream of this script's own, not of the package
TRUTH, BIAS, ERROR, RECORD = 9001, 9002, 9003, 9004
#: draws of the prior that may be needed for one that the record accepts
TRIES = 1000
#: "expected" are days on which an ensemble itself has a crowd: whoever looks only at days with a crowd in truth asks
#: how often large truths lie above what was expected, and even a right law holds too few of them
GROUPS = ("parameters", "chance", "crowd", "expected")


class Twin(NamedTuple):
    """A truth, and what the ensemble and the prior say of it.

    Parameters
    ----------
    ranks, before : dict of group to float64 array
        Part of members below each true value; of the ensemble, and of the first pass.
    width, width_before : dict of group to float
        Mean width of 90 % intervals.
    claims : int
    errors : float64 array of shape (days, 3)
        Of the ensemble's log crowd, on expected days: truth less median; standard deviation; claims of that day.
    misses : tuple of float
        Mean distance (log) of claims of crowds above the median run, mean biases off: of the first pass, of the last.
    """

    ranks: dict[str, np.ndarray]
    before: dict[str, np.ndarray]
    width: dict[str, float]
    width_before: dict[str, float]
    claims: int
    errors: np.ndarray
    misses: tuple[float, float]


def twin(k: int, scenario: str, days: int, scale: int, members: int, passes: int, seed: int, folder: Path) -> Twin:
    """One truth and its ensemble."""
    opened = load(scenario)
    country = opened.country
    learnt = unknowns(priors.of(country.params), country, days - 1)
    true, run = truth_given_record(learnt, country, recipes.nation(
        Path(opened.folder), scale=scale, days=days, world=folder / "world", read=numbers_of, also=[RATES["calling"]],
    ), days, seed + k)  # fmt: skip
    numbers = beside({n: run[n] for n in ("crowd", "detained")}, scale, seed + k)
    claims = list(reported(numbers, country.start, seed + k))
    last = country.start + timedelta(days=days - 1)
    if len(claims) < 3:  # nothing happened, and nobody reported it
        return Twin({}, {}, {}, {}, len(claims), np.zeros((0, 3)), (np.nan, np.nan))
    done = contested.calibrate(
        scenario, last, method="smoother", until=last, scale=scale, waves=passes, points=members, claims=claims,
        seed=seed + 1000 + k, executor="serial", out=folder / f"twin{k}",
    )  # fmt: skip
    study = done.folder
    observed = stages.observed_of(stages.setting_of(study), study.evidence().fitted, study.claim_model())
    first, there = (
        truths(e.sound(), study.cells, scale, seed + k, known)
        for e, known in ((stages.stored(study, 0), None), (stages.ensemble(study)[1], observed))
    )
    d = len(learnt.priors.names)
    row = done.folder.cells.indicators.index("crowd")
    crowd = np.log(numbers["crowd"] + scale / 2)
    on = numbers["crowd"] >= QUIET
    what = {
        "parameters": lambda e: (true[0, :d], e.u[:, :d]), "chance": lambda e: (true[0, d:], e.u[:, d:]),
        "crowd": lambda e: (crowd[on], courses(e)[:, on]),
        "expected": lambda e: (crowd[busy(e)], courses(e)[:, busy(e)]),
    }  # fmt: skip

    def courses(ensemble):
        return np.log(ensemble.daily[:, row, :] + scale / 2)

    def busy(ensemble):
        return np.median(ensemble.daily[:, row, :], axis=0) >= QUIET

    def of(ensemble, which):
        value, draws = what[which](ensemble)
        if not len(value):
            return np.zeros(0), np.nan
        low, high = np.quantile(draws, (0.05, 0.95), axis=0)
        return (draws < value).mean(axis=0), float((high - low).mean())

    after, before = ({g: of(e, g) for g in GROUPS} for e in (there, first))
    y, some = courses(there), busy(there)
    spoken = np.bincount([(c.date - country.start).days for c in claims if c.quantity == "crowd"], minlength=days)
    errors = np.stack([crowd - np.median(y, axis=0), y.std(axis=0), spoken], axis=1)[some]
    crowds = np.array([study.cells.each[c].observables[0] == "crowd" for c in observed.cell])

    def missed(runs):
        return float((observed.low - np.median(observed.predictions(runs.x), axis=0))[crowds].mean())

    return Twin(
        {g: r for g, (r, _) in after.items()}, {g: r for g, (r, _) in before.items()},
        {g: w for g, (_, w) in after.items()}, {g: w for g, (_, w) in before.items()}, len(claims), errors,
        (missed(stages.stored(study, 0).sound()), missed(stages.ensemble(study)[1].sound())),
    )  # fmt: skip


def numbers_of(model: object, arrays: dict[str, np.ndarray], people: np.ndarray | None) -> dict[str, np.ndarray]:
    """What is read of a truth's run, float64 arrays of shape (days,)."""
    names = {"crowd": "crowd", "detained": "detained", **RATES}
    return {n: arrays[column].sum(axis=tuple(range(1, arrays[column].ndim))) for n, column in names.items()}


def truth_given_record(
    learnt: Unknowns, country: Country, play: Callable[[Point], dict[str, np.ndarray]], days: int, seed: int
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """A truth of the prior given the record, float64 array of shape (1, unknowns), and its run."""
    known = record(country, {}, 0, days)
    tries = learnt.start(TRIES, seed)
    accepted = uniforms(TRIES, seed, RECORD)
    for k, point in enumerate(learnt.points(tries, seed)):
        run = play(point)
        gap = gaps(run["wanted"][None], tries.u[k : k + 1], known.spells, learnt)
        calling = run["calling"].sum()
        log = -run["hazard"].sum() - 0.5 * np.square(gap / ORDERED).sum()
        # calls: a Poisson number of which authors list more or less, on the scale of its logarithm
        log -= 0.5 * np.log(calling / max(0.5, known.calls)) ** 2 / (LISTED**2 + 1.0 / max(0.5, known.calls))
        if np.log(accepted[k]) < log:
            return tries.u[k : k + 1], run
    raise SystemExit(f"none of {TRIES} draws of the prior is accepted by the record")


def beside(numbers: dict[str, np.ndarray], scale: int, seed: int) -> dict[str, np.ndarray]:
    """The country's numbers: those of its run, moved by one draw of the discrepancy."""
    days = len(next(iter(numbers.values())))
    cells = Cells(tuple(Cell((name,), (), day, day, False) for name in numbers for day in range(days)), date.min)
    d = before_claims(covariance(cells.each), 1, seed)
    out = moved(np.concatenate(list(numbers.values()))[None], floor_and_lump(cells, scale)[0], d)
    return dict(zip(numbers, np.split(out[0], len(numbers))))


def reported(numbers: dict[str, np.ndarray], start, seed: int) -> Iterator[Claim]:
    """Claims of four parties about each day that is worth a report, by the claim model's own law."""
    law = DEFAULT.params
    expected = [DEFAULT.expected(*party) for party in PARTIES]
    spread = np.array([law.bias_spread if t is None else t.sd for t in expected])
    own = spread * normals(len(PARTIES), seed, BIAS)
    for j, (name, actor) in enumerate((("crowd", "opposition"), ("detained", "protesters"))):
        mean = np.array([law.bias_mean if t is None else t.mean_of(name) for t in expected])
        bias = mean + own + law.indicator_spread * normals(len(PARTIES), seed, BIAS, draw=1 + j)
        for day, value in enumerate(numbers[name].tolist()):
            if value < (QUIET if name == "crowd" else QUIET / 4):
                continue
            u = uniforms(2 * len(PARTIES), seed, ERROR, day=day, draw=j).reshape(2, -1)
            for n, (who, side) in enumerate(PARTIES):
                if u[0, n] > 0.6:
                    continue
                error = law.error * student(u[1, n]) + law.witness_spread * float(
                    normals(len(PARTIES), seed, ERROR, day=day, draw=8 + j)[n]
                )
                figure = float(f"{max(1.0, value * np.exp(bias[n] + error)):.2g}")
                yield Claim(start + timedelta(days=day), None, "", name, actor, figure, None, None, who, side, "")


def student(chance: float) -> float:
    """A draw of Student's t with 4 degrees of freedom."""
    from scipy.special import stdtrit

    return float(stdtrit(4.0, chance))


def summary(twins: list[Twin]) -> list[dict[str, float | str]]:
    """Coverage and width by group, pooled over twins."""
    rows = []
    told = [t for t in twins if t.ranks]
    for g in GROUPS:
        ranks, before = (np.concatenate([getattr(t, which)[g] for t in told]) for which in ("ranks", "before"))

        def hold(r: np.ndarray, part: float) -> float:
            return float((np.abs(r - 0.5) <= part / 2).mean())

        each = np.array([hold(t.ranks[g], 0.9) for t in told if len(t.ranks[g])])
        rows.append({
            "of": g, "values": len(ranks), "within_50": hold(ranks, 0.5), "within_90": hold(ranks, 0.9),
            "worst_twin_90": float(each.min()), "error_90": float(each.std(ddof=1) / np.sqrt(len(each))),
            "width": float(np.nanmean([t.width[g] for t in told])),
            "prior_50": hold(before, 0.5), "prior_90": hold(before, 0.9),
            "prior_width": float(np.nanmean([t.width_before[g] for t in told])),
        })  # fmt: skip
    return rows


def errors(twins: list[Twin]) -> dict[str, float]:
    """What errors of log crowds on expected days with a claim are made of: their mean over truths, the spread of what
    all days of a truth share and of the rest, beside the spread that ensembles state."""
    each = [t.errors[t.errors[:, 2] > 0] for t in twins]
    each = [e for e in each if len(e)]
    own = np.array([e[:, 0].mean() for e in each])
    rest = np.concatenate([e[:, 0] - e[:, 0].mean() for e in each])
    return {"truths": len(each), "days": len(rest), "mean": float(own.mean()), "shared": float(own.std(ddof=1)),
            "rest": float(np.sqrt((rest**2).sum() / max(len(rest) - len(each), 1))),
            "missed_before": float(np.nanmean([t.misses[0] for t in twins])),
            "missed_after": float(np.nanmean([t.misses[1] for t in twins])),
            "stated": float(np.sqrt(np.mean(np.concatenate([e[:, 1] for e in each]) ** 2)))}  # fmt: skip


def main() -> None:
    """Measure, print, and write benchmarks/results/twins.json."""
    args = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    args.add_argument("--twins", type=int, default=20)
    args.add_argument("--scenario", default="teaching")
    args.add_argument("--days", type=int, default=31)
    args.add_argument("--scale", type=int, default=50)
    args.add_argument("--members", type=int, default=200)
    args.add_argument("--passes", type=int, default=5)
    args.add_argument("--seed", type=int, default=1)
    args.add_argument("--write", action="store_true")
    asked = args.parse_args()
    began, found = time.process_time(), []
    with tempfile.TemporaryDirectory() as home:
        for k in range(asked.twins):
            found.append(twin(k, asked.scenario, asked.days, asked.scale, asked.members, asked.passes, asked.seed,
                              Path(home)))  # fmt: skip
            one = found[-1]
            shown = {g: f"{(np.abs(r - 0.5) <= 0.45).mean():.2f}" for g, r in one.ranks.items()}
            print(f"twin {k}: {one.claims} claims, 90 % hold {shown}, width {one.width}", flush=True)
    rows = summary(found)
    for row in rows:
        print({k: round(v, 3) if isinstance(v, float) else v for k, v in row.items()})
    print(parts := errors(found))
    result = {"date": date.today().isoformat(), "machine": f"{platform.machine()}, {platform.python_version()}",
              "asked": vars(asked), "reported": sum(bool(t.ranks) for t in found), "table": rows,
              "errors": parts, "processor_seconds": round(time.process_time() - began, 1)}  # fmt: skip
    if asked.write:
        file = Path(__file__).resolve().parents[1] / "results" / "twins.json"
        file.write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
