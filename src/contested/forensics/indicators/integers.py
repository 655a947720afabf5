"""Integer percentages: more stations at 70 % or 85 % sharp than honest counting can give (Kobak and others 2016).

Whoever invents a result begins with a percentage and rounds it to ballots. Honest counts also fall on integers, more
often in small stations; how often is a sum of binomial chances, so a thousand redrawn elections, as in the published
method, are not needed.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import polars as pl

from contested.forensics.finding import Finding
from contested.forensics.models.counts import Counts
from contested.forensics.models.masses import masses
from contested.forensics.table.case import SMALL, Case, Flags, Floats, Ints, ordered
from contested.ground.compiled import parallel, prange, scalar

#: z of the exact null above which `find` alarms
ALARM_Z = 4.0
_STRETCH = 512


class Count(NamedTuple):
    """How many stations show an integer percentage, and how many honest counting would give.

    Parameters
    ----------
    observed : int, station
    null, sd : float, station
        Mean and standard deviation under the null.
    """

    observed: int
    null: float
    sd: float

    @property
    def anomaly(self) -> float:
        """Stations too many."""
        return self.observed - self.null

    @property
    def z(self) -> float:
        """Anomaly in standard deviations; 0 where the null leaves nothing to chance."""
        return self.anomaly / self.sd if self.sd > 0 else 0.0


@scalar
def near_integer(k: int, n: int) -> bool:
    """Whether 100 k / n lies within 0.05 of an integer, edges included, without a fraction.

    Parameters
    ----------
    k, n : int
        0 <= k <= n, n > 0, below 2^53.
    """
    r = 100 * k % n
    return 20 * min(r, n - r) <= n


def eligible(case: Case) -> Case:
    """Stations the published method looks at: 100 voters or more, turnout and result at most 99 %."""
    some = ordered(case, SMALL)
    return some.where((100 * some.issued <= 99 * some.registered) & (100 * some.leader <= 99 * some.cast))


def at_integer(k: Ints, n: Ints) -> Flags:
    """bool array: `near_integer` of every row (int64 arrays)."""
    r = 100 * k % n
    return np.asarray(20 * np.minimum(r, n - r) <= n)


def chances(k: Ints, n: Ints) -> tuple[Floats, Floats]:
    """Chance of an integer percentage if every station were redrawn at its own share.

    By station, and summed by percentage (0 to 100).
    """
    out = np.empty(k.size)
    percent = np.zeros(((k.size + _STRETCH - 1) // _STRETCH, 101))
    _chances(k, n, out, percent)
    return out, percent.sum(axis=0)


class Null(NamedTuple):
    """Stations at integer percentages, the chance of each station to be at one, and stations expected at each.

    Turnout and result are independent under the null, and so are stations; keys are "either", "result", "turnout".
    """

    seen: dict[str, Flags]
    chance: dict[str, Floats]
    percent: dict[str, Floats]

    @property
    def counts(self) -> dict[str, Count]:
        """Observed and expected stations."""
        return {
            name: Count(int(self.seen[name].sum()), float(p.sum()), math.sqrt((p * (1.0 - p)).sum()))
            for name, p in self.chance.items()
        }


def null_of(case: Case) -> Null:
    """Of stations that are `eligible`."""
    turnout, result = at_integer(case.issued, case.registered), at_integer(case.leader, case.cast)
    (t, t_percent), (r, r_percent) = chances(case.issued, case.registered), chances(case.leader, case.cast)
    seen = {"either": turnout | result, "result": result, "turnout": turnout}
    chance = {"either": 1.0 - (1.0 - t) * (1.0 - r), "result": r, "turnout": t}
    return Null(seen, chance, {"turnout": t_percent, "result": r_percent})


def by_counts(case: Case) -> Count:
    """Stations at integers of turnout or result, and how many a model of these counts expects; of `eligible` ones.

    Only the place of a count among those nearest one percentage counts, so stations too small for two of these say
    nothing, and neither sizes nor shares that many stations have in common make an anomaly.
    """
    pairs = ((case.issued, case.registered), (case.leader, case.cast))
    seen = at_integer(*pairs[0]) | at_integer(*pairs[1])
    turnout, result = (Counts(k, n).near_integers(at_integer) for k, n in pairs)
    p = 1.0 - (1.0 - turnout) * (1.0 - result)
    return Count(int(seen.sum()), float(p.sum()), math.sqrt((p * (1.0 - p)).sum()))


ABOUT = Finding(
    name="integer-percentages",
    title="Stations at integer percentages",
    kind="estimate",
    unit="station",
    rule=f"z of 'either' is above {ALARM_Z:g}, by the exact null and by the model of counts",
    assumes="Votes at a station are binomial around its own share, or, by the model of counts, follow a smooth law "
    "over stations of one size; turnout and result are independent.",
    fails_when="Fraud that does not round is invisible. At stations with a few hundred voters integer percentages "
    "are frequent anyway: the null distribution counts these, but the test has little power there.",
    cites=("kobak2016",),
)


def find(case: Case, *, seed: int = 1) -> Finding:
    """How many stations too many show an integer percentage of turnout or result. Exact, so `seed` changes nothing."""
    some = eligible(case)
    if not some.stations:
        return replace(ABOUT, says="No station with 100 voters and shares below 99 %: nothing to test.")
    null = null_of(some)
    counts = null.counts
    either = counts["either"]
    model = by_counts(some)
    return replace(
        ABOUT,
        says=f"{either.observed:,} of {some.stations:,} stations report an integer percentage of turnout or of the "
        f"leader's result; honest counting would give {either.null:,.0f}. That is {either.anomaly:+,.0f}, or "
        f"{either.z:.1f} standard deviations ({model.z:.1f} by a model of these counts).",
        value=either.anomaly,
        low=either.anomaly - 1.96 * either.sd,
        high=either.anomaly + 1.96 * either.sd,
        range_is="95 % of honest redraws around the observed number",
        alarm=bool(min(either.z, model.z) > ALARM_Z),
        tables={"counts": _table(counts | {"either, model of counts": model}), "percents": _percents(some, null),
                "regions": _regions(some, null)},
    )


def _percents(case: Case, null: Null) -> pl.DataFrame:
    columns: dict[str, np.ndarray] = {"percent": np.arange(101)}
    for name, k, n in (("turnout", case.issued, case.registered), ("result", case.leader, case.cast)):
        hit = null.seen[name]
        at = (200 * k[hit] + n[hit]) // (2 * n[hit])
        columns |= {f"{name}_observed": np.bincount(at, minlength=101), f"{name}_null": null.percent[name]}
    return pl.DataFrame(columns)


def _table(counts: dict[str, Count]) -> pl.DataFrame:
    rows = [(name, c.observed, c.null, c.sd, c.anomaly, c.z) for name, c in counts.items()]
    return pl.DataFrame(rows, schema=["of", "observed", "null", "sd", "anomaly", "z"], orient="row")


def _regions(case: Case, null: Null) -> pl.DataFrame:
    p = null.chance["either"]
    frame = pl.DataFrame({
        "region": np.array(case.regions, object)[case.region].astype(str),
        "observed": null.seen["either"].astype(np.int64), "null": p, "variance": p * (1.0 - p),
    })  # fmt: skip
    z = (pl.col("observed") - pl.col("null")) / pl.col("variance").sqrt()
    sums = frame.group_by("region").agg(pl.len().alias("stations"), pl.col("observed", "null", "variance").sum())
    return sums.with_columns(z=pl.when(pl.col("variance") > 0).then(z).otherwise(0.0)).drop("variance").sort("region")


@parallel
def _chances(k: Ints, n: Ints, out: Floats, percent: Floats) -> None:
    for part in prange(percent.shape[0]):
        for i in range(part * _STRETCH, min(k.size, (part + 1) * _STRETCH)):
            first, chance = masses(n[i], k[i] / n[i])
            total = 0.0
            for j in range(chance.size):
                if near_integer(first + j, n[i]):
                    total += chance[j]
                    percent[part, (200 * (first + j) + n[i]) // (2 * n[i])] += chance[j]
            out[i] = total
