"""Every contestant and turnout at once: means of digits, moments and the dip, for the country and each of its units.

The statistics and their names follow Hicken and Mebane's guide to election forensics: 2BL (mean second digit), LastC
(mean last digit), C05s (last digit of a count is 0 or 5), P05s (the same of the rounded percentage), Skew, Kurt and
DipT (chance of a larger dip if there is one mode). Intervals are 95 % of resamples of the smallest units; of stations
in the smallest units themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import polars as pl

from contested.forensics.finding import Finding
from contested.forensics.indicators.digits import last_digits, second_digits
from contested.forensics.table.case import Case, Floats, Ints
from contested.forensics.table.resample import resamples
from contested.forensics.table.returns import ReturnsTable
from contested.forensics.toolkit.dip import chance, dip
from contested.forensics.toolkit.features import DIGITS, EXPECTED, Series, features, statistics

TIMES = 200
#: stations a unit needs for a row; smallest units from which units, and not stations, are resampled
FEW, CLUSTERS = 20, 10
#: units of a level beyond which their intervals are left out: thousands of resampled towns take longer than an audit
MOST = 500

ABOUT = Finding(
    name="statistics", title="All contestants, all common statistics", kind="description",
    assumes="Nothing. What is set beside the numbers as expected holds for honest counts only where stations are large "
    "and shares spread over many percent.",
    fails_when="Honest second digits follow the sizes of stations, honest shares of small contestants crowd at 0 %, "
    "honest regions that differ give skewness, tails and several modes, and small stations have few possible shares. "
    "One interval in twenty misses by chance alone.",
    cites=("hartigan1985", "hicken2017", "beber2012"),
)  # fmt: skip


def stations(returns: ReturnsTable) -> Case:
    """Those that estimates use and where somebody voted, in an order that does not depend on the file's."""
    case = returns.case()
    order = np.lexsort((case.leader, case.cast, case.issued, case.registered, case.territory))
    return case.where(order[case.cast[order] > 0])


def series_of(returns: ReturnsTable, case: Case) -> list[Series]:
    """Turnout, where it can be right, and every contestant, at the stations of a case."""
    frame = returns.frame[case.row.tolist()]
    rows = [Series(who, frame[who].fill_null(-1).to_numpy(), case.cast) for who in returns.contestants]
    return rows if returns.turnout_doubt else [Series("turnout", case.issued, case.registered), *rows]


def levels(returns: ReturnsTable, case: Case) -> Iterator[tuple[str, list[str], Ints]]:
    """Country, then each kind of unit: the name of the level, names of its units, each station's unit."""
    yield "country", [""], np.zeros(case.stations, np.int64)
    frame = returns.frame[case.row.tolist()]
    for depth, unit in enumerate(returns.units):
        # a town's name says which only within its region
        path = frame.select(pl.concat_str(pl.col(list(returns.units[: depth + 1])).fill_null(""), separator=" / "))
        names = path.to_series().unique().sort()
        code = path.to_series().replace_strict(names, pl.Series(range(names.len())), return_dtype=pl.Int64)
        yield unit, names.to_list(), code.to_numpy()


def tabulate(returns: ReturnsTable, *, times: int = TIMES, most: int = MOST, seed: int = 1) -> pl.DataFrame:
    """A row a level, unit, contestant and statistic.

    Parameters
    ----------
    returns : ReturnsTable
    times : int
        Resamples.
    most : int
        Levels with more units than that have no intervals.
    seed : int

    Returns
    -------
    polars.DataFrame
        level, unit, contestant, statistic (str), stations (Int64), value, low, high, expected (Float64). The
        interval is null for the chance of a dip, which has none.
    """
    case = stations(returns)
    if not case.stations:
        return pl.DataFrame(schema=_SCHEMA)
    every, smallest = series_of(returns, case), case.territory.astype(np.int64)
    wide = np.stack([features(s) for s in every], axis=1)
    return pl.concat([_level(every, wide, *level, smallest, times, most, seed) for level in levels(returns, case)])


_SCHEMA = {"level": pl.String, "unit": pl.String, "contestant": pl.String, "statistic": pl.String,
           "stations": pl.Int64, "value": pl.Float64, "low": pl.Float64, "high": pl.Float64,
           "expected": pl.Float64}  # fmt: skip


def _level(
    every: Sequence[Series], wide: Floats, level: str, names: Sequence[str], unit: Ints, smallest: Ints, times: int,
    most: int, seed: int,
) -> pl.DataFrame:  # fmt: skip
    order = np.argsort(unit, kind="stable")
    start = np.searchsorted(unit[order], np.arange(len(names) + 1))
    rows: list[tuple[object, ...]] = []
    counted, shares = [series.used for series in every], [series.share for series in every]
    for k, name in enumerate(names):
        here = order[start[k] : start[k + 1]]
        if here.size < FEW:
            continue
        value = statistics(wide[here].sum(axis=0))
        low, high = (np.full_like(value, np.nan),) * 2
        if len(names) <= most:
            low, high = _interval(_clusters(wide[here], smallest[here]), times, seed)
        for s, series in enumerate(every):
            used = counted[s][here]
            n = int(used.sum())
            tail = (dip_chance(shares[s][here][used]), np.nan, np.nan)
            triples = [*zip(value[s], low[s], high[s], strict=True), tail]
            for statistic, (v, a, b) in zip(EXPECTED, triples, strict=True):
                rows.append((level, name, series.name, statistic, n, v, a, b, EXPECTED[statistic]))
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row").with_columns(pl.col("value", "low", "high").fill_nan(None))


def dip_chance(shares: Floats) -> float:
    """DipT: the chance of a larger dip with one mode; NaN where shares do not differ."""
    value = dip(shares)
    return chance(value, shares.size) if value else float("nan")


def _clusters(wide: Floats, smallest: Ints) -> Floats:
    """Sums by smallest unit, or the stations themselves where there are too few of these."""
    code = np.unique(smallest, return_inverse=True)[1]
    many = int(code.max()) + 1
    if many < CLUSTERS:
        return wide
    order = np.argsort(code, kind="stable")
    return np.asarray(np.add.reduceat(wide[order], np.searchsorted(code[order], np.arange(many)), axis=0))


def _interval(sums: Floats, times: int, seed: int) -> tuple[Floats, Floats]:
    """The 2.5 and 97.5 percentiles over resamples of rows; NaN where a resample has no value."""
    weight = resamples(sums.shape[0], times, seed).astype(float)
    drawn = statistics((weight @ sums.reshape(sums.shape[0], -1)).reshape(times, *sums.shape[1:]))
    drawn = np.sort(drawn, axis=0)
    at = (0.025 * (drawn.shape[0] - 1), 0.975 * (drawn.shape[0] - 1))
    low, high = (
        drawn[int(a)] + (a - int(a)) * (drawn[min(int(a) + 1, drawn.shape[0] - 1)] - drawn[int(a)]) for a in at
    )
    gone = np.isnan(drawn).any(axis=0)
    return np.where(gone, np.nan, low), np.where(gone, np.nan, high)


def find(returns: ReturnsTable, *, seed: int = 1) -> Finding:
    """All statistics of all contestants. A description: digits that honest counts give are beside them."""
    table = tabulate(returns, seed=seed)
    country = table.filter(pl.col("level") == "country")
    if country.is_empty():
        return replace(ABOUT, says=f"Fewer than {FEW} stations with numbers: nothing to tabulate.")
    with_interval = country.filter(pl.col("statistic").is_in(DIGITS), pl.col("low").is_not_null())
    outside = with_interval.filter((pl.col("low") > pl.col("expected")) | (pl.col("high") < pl.col("expected")))
    modes = country.filter(pl.col("statistic") == "DipT", pl.col("value") < 0.01)["contestant"].to_list()
    parts = [f"{r['statistic']} of {r['contestant']} {r['value']:.3f}" for r in outside.iter_rows(named=True)]
    shown = ", ".join(parts[:6]) + (f" and {len(parts) - 6} more" if len(parts) > 6 else "")
    says = (
        f"Of {with_interval.height} means of digits over the country, {outside.height} have an interval that misses "
        f"what is expected of honest counts{': ' + shown if parts else ''}; chance gives about one in twenty. "
        + (f"Shares with more than one mode: {', '.join(modes)}." if modes else "No share has more than one mode.")
    )
    return replace(ABOUT, says=says, tables={"country": _page(returns, country), "levels": table})


def _page(returns: ReturnsTable, country: pl.DataFrame) -> pl.DataFrame:
    """A row a contestant, a column a statistic with its interval, and the tests of digits of this audit beside them."""
    rows = []
    every = {s.name: s for s in series_of(returns, stations(returns))}
    for (name,), some in country.group_by("contestant", maintain_order=True):
        cells = {r["statistic"]: _cell(r["value"], r["low"], r["high"]) for r in some.iter_rows(named=True)}
        series = every[str(name)]
        used = series.used
        second = second_digits(series.part[used], series.whole[used])
        own = {"2BL of such stations": _cell(second.null if second.stations else None, None, None),
               "last digits, p": f"{last_digits(series.part[used]).p:.2g}"}  # fmt: skip
        rows.append({"contestant": str(name), "stations": f"{int(used.sum()):,}", **cells, **own})
    return pl.DataFrame(rows)


def _cell(value: float | None, low: float | None, high: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:.3f}" if low is None or high is None else f"{value:.3f} [{low:.3f}, {high:.3f}]"
