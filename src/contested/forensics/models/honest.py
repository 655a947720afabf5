"""Honest elections that look like the case: what every indicator is held against before it may speak.

Worlds without fraud, each with one honest cause of what fraud also does, and all fitted to the case. In the first every
territory keeps its own turnout, support and their correlation, however odd: differing blocs, and class gradients of
each territory's own. In the second the whole country is like the case's honest core (`core`), so an indicator that
alarms there alarms at chance alone. In the others support rises with turnout within territories everywhere alike; small
stations are villages that vote otherwise; some stations have another electorate, with any support, or with just the one
that added ballots would feign; or two electorates live in every territory.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit
from scipy.stats import rankdata

from contested.forensics.models.core import find_core
from contested.forensics.table.case import Case, Flags, Floats, Ints
from contested.ground import streams
from contested.ground.binomials import binomials
from contested.ground.draws import normals, uniforms

#: stations a territory needs to speak for itself; smaller ones of a region are described together
FEW = 12
#: logits of shares are held within this: 0.03 % to 99.97 %
FAR = 8.0
#: groups of stations by size
SIZES = 8
#: spread of how special stations' support differs, logit
SPECIAL = 0.5
#: spread, from election to election, of how it rises or falls with turnout among them, logit per logit: with many
#: stations the least departure from proportion shows, and honest ones depart from it too
RISING = 0.2
#: part of stations below which a case has hardly any special ones; the part that is made so then, and their turnout,
#: logit: middle and spread
LEAST, CHOSEN, PLACE, AROUND = 0.015, 0.1, 2.2, 0.4
#: of fitting two electorates
ROUNDS = 60
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


def by_territory(case: Case, by: Flags | None = None) -> HonestModel:
    """Every unit as its stations (or some of them, `by`) say: medians, quartile spreads and rank correlations."""
    columns = np.empty((5, case.stations))
    some = np.ones(case.stations, bool) if by is None else by
    small = np.bincount(case.territory[some], minlength=len(case.territories)) < FEW
    alone = ~small[case.territory]
    for codes, among in ((case.territory, alone), (case.region, ~alone)):
        for members in _groups(codes, among):
            say = members[some[members]]
            columns[:, members] = _centre(case.where(say if say.size else members))[:, None]
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


def by_gradient(case: Case, base: HonestModel) -> HonestModel:
    """Territories keep their middles; in all of them turnout and support go together as strongly as they seem to."""
    a, b = _residuals(case, base)
    together = float(np.corrcoef(rankdata(a), rankdata(b))[0, 1]) if np.ptp(a) > 0 and np.ptp(b) > 0 else 0.0
    # ranks of counts are blurred by drawing ballots: what is behind them goes together more closely
    sds = float(np.median(base.turnout_sd)), float(np.median(base.result_sd))
    blur = [max(_sd(x), sd) / sd for x, sd in zip((a, b), sds, strict=True)]
    together = float(np.clip(together * min(blur[0] * blur[1], 2.0), -0.95, 0.95))
    spread_turnout, spread_result, both = (np.full(case.stations, x) for x in (*sds, together))
    return HonestModel(base.turnout, base.result, spread_turnout, spread_result, both)


def by_size(case: Case, base: HonestModel) -> HonestModel:
    """Territories keep their middles; stations of one size have the middle and the spread that they seem to have."""
    a, b = _residuals(case, base)
    cuts = np.quantile(case.registered, np.linspace(0, 1, SIZES + 1)[1:-1])
    group = np.searchsorted(cuts, case.registered)
    columns = np.array([base.turnout, base.result, base.turnout_sd, base.result_sd, np.zeros(case.stations)])
    for g in np.unique(group):
        here = group == g
        part = case.where(here)
        noise = [float(np.median(1.0 / (k + 0.5) + 1.0 / (n - k + 0.5)))
                 for k, n in ((part.issued, part.registered), (part.leader, part.cast))]  # fmt: skip
        for row, x in enumerate((a[here], b[here])):
            columns[row, here] += np.median(x)
            columns[row + 2, here] = np.sqrt(max(_sd(x) ** 2 - noise[row], 0.05**2))
    return HonestModel(*columns)


class Special(NamedTuple):
    """Stations of a turnout far above their territory's, and how all would vote that are not.

    Parameters
    ----------
    ordinary : HonestModel
        Of every station, from those that are not special; they vary alike everywhere.
    here : bool array of shape (stations,)
        Which are special; none where the case has hardly any.
    place, spread : float, logit
        Middle and spread of special stations' turnout.
    """

    ordinary: HonestModel
    here: Flags
    place: float
    spread: float


def special_stations(case: Case, base: HonestModel) -> Special:
    """Which stations of a case may be special, and where they lie."""
    a, _ = _residuals(case, base)
    low = float(np.median(a) - np.quantile(a, 0.1)) / 1.28
    here = a > 3.0 * max(low, 0.05)
    if here.mean() < LEAST:
        return Special(base, np.zeros(case.stations, bool), PLACE, AROUND)
    base = by_territory(case, ~here)
    x = base.turnout[here] + _residuals(case, base)[0][here]
    sds = [np.full(case.stations, np.median(sd)) for sd in (base.turnout_sd, base.result_sd)]
    ordinary = HonestModel(base.turnout, base.result, sds[0], sds[1], np.zeros(case.stations))
    return Special(ordinary, here, float(np.median(x)), max(_sd(x), 0.05))


def with_special(case: Case, special: Special, seed: int, *, feigned: bool = False) -> HonestModel:
    """Special stations have another electorate. Where a case has hardly any, chance makes a tenth of stations special.

    Parameters
    ----------
    special : Special
        Of the case.
    feigned : bool
        Their support, shifted alike everywhere, leaves others as many ballots as elsewhere, as added ballots do;
        otherwise it differs by as much as chance has it in this election.
    """
    ordinary, here, place, spread = special
    u, z = uniforms(case.stations, seed, streams.HONEST_SPECIAL), normals(4, seed, streams.HONEST_ELECTORATE)
    if not here.any():
        here, place = u < CHOSEN, place if feigned else place + AROUND * float(z[0])
    left = expit(ordinary.turnout[here]) * expit(-ordinary.result[here]) / expit(place)  # others' part of ballots there
    shift = np.median(-logit(np.clip(left, 0.001, 0.999)) - ordinary.result[here]) if feigned else SPECIAL * z[1]
    rise = RISING * float(z[2]) * spread * here
    result_sd = np.hypot(ordinary.result_sd, rise)
    return HonestModel(
        np.where(here, place, ordinary.turnout), ordinary.result + shift * here,
        np.where(here, spread, ordinary.turnout_sd), result_sd, rise / result_sd,
    )  # fmt: skip


class Electorates(NamedTuple):
    """Two electorates inside every territory: two bell curves around its middles, level with the axes.

    Parameters
    ----------
    base : HonestModel
        Middles of territories.
    second : float64 array of shape (stations,), share
        Chance that a station is of the second electorate.
    middle, sd : float64 array of shape (2, 2), logit
        Of an electorate's (rows) turnout and result.
    """

    base: HonestModel
    second: Floats
    middle: Floats
    sd: Floats


def two_electorates(case: Case, base: HonestModel) -> Electorates:
    """Fit two electorates by expectation and maximisation, from the keenest quarter of stations onwards."""
    x = np.column_stack(_residuals(case, base))
    second = (x[:, 0] > np.quantile(x[:, 0], 0.75)).astype(float)
    middle, var = np.zeros((2, 2)), np.ones((2, 2))
    for _ in range(ROUNDS):
        logs = np.empty((2, case.stations))
        for k, weight in enumerate((1.0 - second, second)):
            total = max(float(weight.sum()), 1.0)
            middle[k] = weight @ x / total
            var[k] = np.maximum(weight @ (x - middle[k]) ** 2 / total, 0.05**2)
            logs[k] = np.log(total) - 0.5 * (np.log(var[k]).sum() + ((x - middle[k]) ** 2 / var[k]).sum(1))
        second = expit(logs[1] - logs[0])
    noise = [np.median(1.0 / (k + 0.5) + 1.0 / (n - k + 0.5))
             for k, n in ((case.issued, case.registered), (case.leader, case.cast))]  # fmt: skip
    return Electorates(base, second, middle, np.sqrt(np.maximum(var - noise, 0.05**2)))


def with_electorates(case: Case, fit: Electorates, seed: int) -> HonestModel:
    """Every station is of one electorate or the other, as chance has it."""
    which = (uniforms(case.stations, seed, streams.HONEST_SPECIAL) < fit.second).astype(np.int64)
    (turnout, result), (turnout_sd, result_sd) = fit.middle[which].T, fit.sd[which].T
    none = np.zeros(case.stations)
    return HonestModel(fit.base.turnout + turnout, fit.base.result + result, turnout_sd, result_sd, none)


class Causes(NamedTuple):
    """Honest causes fitted to one case."""

    gradient: HonestModel
    villages: HonestModel
    special: Special
    electorates: Electorates


def causes(case: Case) -> Causes:
    """Fit every honest cause to a case."""
    base = by_territory(case)
    return Causes(by_gradient(case, base), by_size(case, base), special_stations(case, base),
                  two_electorates(case, base))  # fmt: skip


def by_cause(case: Case, fits: Causes, world: str, seed: int) -> HonestModel:
    """A world of one cause: "gradient", "villages", "special", "feigned" or "electorates"."""
    if world == "electorates":
        return with_electorates(case, fits.electorates, seed)
    if world in ("special", "feigned"):
        return with_special(case, fits.special, seed, feigned=world == "feigned")
    return fits.gradient if world == "gradient" else fits.villages


def _residuals(case: Case, base: HonestModel) -> tuple[Floats, Floats]:
    """Logits of stations' turnout and result, less the middles of their units."""
    (a, _), (b, _) = _logits(case.issued, case.registered), _logits(case.leader, case.cast)
    return a - base.turnout, b - base.result


def _sd(x: Floats) -> float:
    low, high = np.percentile(x, (25, 75))
    return float((high - low) / IQR)


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
