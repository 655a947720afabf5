"""How sharply could a crowd be known from its claims alone? What the spread of an ensemble has to be held against.

    python -m benchmarks.smoother.claims_alone [--write]

From each origin of the rolling forecasts: every day's national crowd is free, each place's part of it is known (which
favours the claims), and the claims have the errors and biases that the claim model gives them. What is left is the
covariance of generalised least squares, once with biases and once as if they were known. Claims that only give a
bound are left out, for they carry nothing without a law of crowds. No run is needed.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from benchmarks.crises.rolling import SCALES, planned

from contested.ground.arrays import Floats, Ints
from contested.inference.likelihood.claim_params import DEFAULT
from contested.inference.likelihood.source_likelihood import DEGREES
from contested.inference.smoother.observations import Observations, observations
from contested.scenarios.load import load
from contested.studies.calibration.evidence import cells_within, ends, evidence
from contested.studies.smoothing.unknowns import floor_and_lump

RESULTS = Path(__file__).parents[1] / "results" / "claims_alone.json"
#: days between two of a crisis' great days
WEEK = 7


class Alone(NamedTuple):
    """What claims leave open of each day's log crowd.

    Parameters
    ----------
    day : int64 array of shape (days,)
    covariance : float64 array of shape (days, days), log
    """

    day: Ints
    covariance: Floats


def alone(observed: Observations, day: Ints, *, biases: bool = True) -> Alone:
    """The covariance of least squares for a crowd a day, from claims with one error covariance.

    Parameters
    ----------
    observed : Observations
        Claims of single days' crowds; bounds are left out.
    day : int64 array of shape (claims,)
    biases : bool
        Whether parties' biases and what copies share are unknown.

    Raises
    ------
    ValueError
        Only bounds.
    """
    some = np.flatnonzero(~observed.bound)
    if not some.size:
        raise ValueError("claims_alone: expected at least one claim that is no bound")
    days, where = np.unique(day[some], return_inverse=True)
    # Student's t of four degrees has twice the variance of its scale
    error = np.diag(observed.own[some] * DEGREES / (DEGREES - 2) + observed.numbers[some])
    if biases:
        error += observed.shared[np.ix_(some, some)]
    design = (where[:, None] == np.arange(days.size)).astype(float)
    return Alone(days, np.linalg.inv(design.T @ np.linalg.solve(error, design)))


def summary(found: Alone) -> dict[str, float]:
    """Root mean square over days of the spread, and of it what all days share and what they do not."""
    n = found.day.size
    each, common = np.trace(found.covariance) / n, found.covariance.mean()
    return {"sd": round(float(np.sqrt(each)), 3), "common": round(float(np.sqrt(common)), 3), "days": n}


def case(name: str, origin: str) -> dict[str, Any]:
    """Both spreads from one origin, over all days with a claim and over those of the week's day that most claims are
    about."""
    scenario, day = load(name), dt.date.fromisoformat(origin)
    known = [c for c in scenario.claims if ends(c) <= day]
    cells = cells_within(scenario, known, (day - scenario.country.start).days + 1)
    every = observations(evidence(scenario, known, cells, day).fitted, *floor_and_lump(cells, SCALES[name]), DEFAULT)
    crowd = [k for k, c in enumerate(every.cell.tolist())
             if cells.each[c].indicator == "crowd" and cells.each[c].first == cells.each[c].last]  # fmt: skip
    observed = every.take(np.array(crowd, np.int64))
    days = np.array([cells.each[c].first for c in observed.cell.tolist()])
    great = int(np.bincount(days % WEEK).argmax())
    found: dict[str, Any] = {"scenario": name, "origin": origin, "claims": int((~observed.bound).sum())}
    for words, biases in (("biases unknown", True), ("biases known", False)):
        whole = alone(observed, days, biases=biases)
        of_week = np.flatnonzero(whole.day % WEEK == great)
        part = Alone(whole.day[of_week], whole.covariance[np.ix_(of_week, of_week)])
        found[words] = {"all": summary(whole), "great days": summary(part)}
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    results = [case(name, origin) for name, origin in sorted(planned())]
    for one in results:
        print(one)
    if given.write:
        text = json.dumps({"results": results}, separators=(",", ":")).replace('{"scenario"', '\n{"scenario"')
        RESULTS.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
