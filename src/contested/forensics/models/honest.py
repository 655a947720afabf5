"""Honest elections that look like the case: what every indicator is held against before it may speak.

Two worlds without fraud. In the first every territory keeps its own turnout and its own support for the leader, however
odd: whatever an indicator says there, it says about differences between territories. In the second the whole country
is like the case's honest core (`core`), so an indicator that alarms there alarms at chance alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit
from scipy.stats import rankdata

from contested.forensics.models.core import find_core
from contested.forensics.table.case import Case, Flags, Floats, Ints
from contested.ground import streams
from contested.ground.binomials import binomials
from contested.ground.draws import normals

#: stations a territory needs to speak for itself; smaller ones of a region are described together
FEW = 12
#: logits of shares are held within this: 0.03 % to 99.97 %
FAR = 8.0
#: from the distance between quartiles to a standard deviation
IQR = 1.349


@dataclass(frozen=True)
class HonestModel:
    """Where each station's honest turnout and result would lie, on the scale of logits.

    Parameters
    ----------
    turnout, result : float64 array of shape (stations,)
        Centre of the station's unit.
    turnout_sd, result_sd : float64 array of shape (stations,)
        Spread within the unit, beyond that of drawing ballots.
    correlation : float64 array of shape (stations,)
        Of turnout and result within the unit.
    """

    turnout: Floats
    result: Floats
    turnout_sd: Floats
    result_sd: Floats
    correlation: Floats


def by_territory(case: Case) -> HonestModel:
    """Every unit as it says it is: medians, quartile spreads and rank correlations of its stations."""
    columns = np.empty((5, case.stations))
    small = np.bincount(case.territory, minlength=len(case.territories)) < FEW
    alone = ~small[case.territory]
    for codes, among in ((case.territory, alone), (case.region, ~alone)):
        for members in _groups(codes, among):
            columns[:, members] = _centre(case.where(members))[:, None]
    return HonestModel(*columns)


def by_core(case: Case) -> HonestModel | None:
    """The whole country like its honest core, turnout and support unrelated; None where there is no single core."""
    core = find_core(case)
    if not core.single:
        return None
    near = (np.abs(case.turnout - core.turnout) < 0.15) & (np.abs(case.result - core.result) < 0.15)
    if near.sum() < FEW:
        return None
    middle = _centre(case.where(near))
    middle[:2] = logit([core.turnout, core.result])
    middle[4] = 0.0  # what stuffing adds near the core would come back as an honest bond of turnout and support
    return HonestModel(*(np.full(case.stations, x) for x in middle))


def draw(case: Case, model: HonestModel, seed: int) -> Case:
    """One honest election with the case's stations and voters: the same seed, the same election.

    Chance goes by row: put rows in an order of their own first (`ordered`).
    """
    n = case.stations
    x, y = normals(n, seed, streams.HONEST_TURNOUT), normals(n, seed, streams.HONEST_RESULT)
    y = model.correlation * x + np.sqrt(1.0 - model.correlation**2) * y
    turnout = expit(model.turnout + model.turnout_sd * x)
    result = expit(model.result + model.result_sd * y)
    issued = binomials(case.registered, turnout, seed, streams.HONEST_ISSUED)
    leader = binomials(issued, result, seed, streams.HONEST_LEADER)
    keep = issued > 0
    return replace(case, issued=issued, cast=issued, leader=leader).where(keep)


def _groups(codes: NDArray[np.int32], among: Flags) -> list[Ints]:
    rows = np.flatnonzero(among)
    rows = rows[np.argsort(codes[rows], kind="stable")]
    return [g for g in np.split(rows, np.flatnonzero(np.diff(codes[rows])) + 1) if g.size]


def _centre(unit: Case) -> Floats:
    """(median, median, sd, sd, correlation) of a unit's stations."""
    (a, sd_a), (b, sd_b) = _logits(unit.issued, unit.registered), _logits(unit.leader, unit.cast)
    together = np.corrcoef(rankdata(a), rankdata(b))[0, 1] if a.size >= FEW and np.ptp(a) > 0 and np.ptp(b) > 0 else 0.0
    return np.array([np.median(a), np.median(b), sd_a, sd_b, np.clip(together, -0.95, 0.95)])


def _logits(part: Ints, whole: Ints) -> tuple[Floats, float]:
    """Logits of shares, and their spread beyond that of drawing ballots."""
    x = np.clip(logit((part + 0.5) / (whole + 1.0)), -FAR, FAR)
    if x.size < 4:
        return x, 0.1
    noise = 1.0 / (part + 0.5) + 1.0 / (whole - part + 0.5)  # variance of a logit from drawing alone
    low, high = np.percentile(x, (25, 75))
    return x, float(np.sqrt(max(((high - low) / IQR) ** 2 - np.median(noise), 0.05**2)))
