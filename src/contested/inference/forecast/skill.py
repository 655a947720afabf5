"""Paired skill differences between forecasters, claim by claim, with intervals by a moving-block bootstrap.

Claims of neighbouring days share their surprises, and one day's claims are forecast from several origins. So what is
drawn again are stretches of neighbouring days with claims, each with everything scored on it (Kunsch 1989). Nothing is
left out because it was lost.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from contested.ground import streams
from contested.ground.arrays import Floats
from contested.ground.draws import uniforms
from contested.ground.errors import InputError

#: the single baseline that was best on what had come until each origin
BEST_SO_FAR = "best_so_far"
#: draws of the bootstrap, and the part of them inside an interval
TIMES, LEVEL = 1000, 0.95


def averages(table: pl.DataFrame, by: tuple[str, ...] = ("horizon",)) -> pl.DataFrame:
    """Weighted mean of every score.

    Parameters
    ----------
    table : polars.DataFrame
        `Backtest.scores`, all or some rows.
    by : tuple of str
        Columns to tell apart beside the forecaster. CRPS and interval score are in the unit of each quantity, so they
        mean something only where it is one of them or only one quantity is given.

    Returns
    -------
    polars.DataFrame
        `by`, forecaster, claims, exact (exact numbers among them; the others only give bounds), crps, crps_log,
        log_score, interval_score, covered; the best `crps_log` first.
    """
    mean = [
        ((pl.col(c).cast(pl.Float64) * pl.col("weight")).sum() / pl.col("weight").sum()).alias(c)
        for c in ("crps", "crps_log", "log_score", "interval_score", "covered")
    ]
    exact = (pl.col("form") == "said").sum()
    return (
        table.group_by(*by, "forecaster")
        .agg(pl.len().alias("claims"), exact.alias("exact"), *mean)
        .sort(*by, "crps_log", "forecaster")
    )


def differences(
    table: pl.DataFrame, forecaster: str, score: str = "crps_log", by: tuple[str, ...] = ("horizon",), seed: int = 1
) -> pl.DataFrame:
    """One forecaster against every other.

    Parameters
    ----------
    table : polars.DataFrame
        `Backtest.scores`, all or some rows.
    forecaster : str
    score : str
        Column of scores; less is better.
    by : tuple of str
        Columns to tell apart.
    seed : int

    Returns
    -------
    polars.DataFrame
        `by`, against, claims, days, difference (below 0: the forecaster is better), low and high (95 %), better (part
        of the weight of claims on which it was), verdict ("wins" or "loses" where the interval excludes 0, else
        "even"; "too few" below five days).

    Raises
    ------
    InputError
        If there are no scores of the forecaster.
    """
    names = table["forecaster"].unique().sort().to_list() if table.height else []
    if forecaster not in names:
        raise InputError(f"forecaster: expected one of {', '.join(names)}; got {forecaster!r}.")
    rows = []
    for group, part in table.group_by(*by, maintain_order=True) if by else [((), table)]:
        mine = part.filter(pl.col("forecaster") == forecaster)
        for other in (name for name in names if name != forecaster):
            theirs = part.filter(pl.col("forecaster") == other)
            # rows of every forecaster stand in one order, that of origins, series and claims
            d = mine[score].to_numpy() - theirs[score].to_numpy()
            w = mine["weight"].to_numpy()
            day = mine["date"].to_numpy()
            low, high = block_interval(d, w, day, seed)
            days = np.unique(day).size
            verdict = "too few" if days < 5 else "wins" if high < 0 else "loses" if low > 0 else "even"
            better = float((w * (d < 0)).sum() / w.sum())
            rows.append((*group, other, d.size, days, float((w * d).sum() / w.sum()), low, high, better, verdict))
    kinds: dict[str, pl.DataType | type[pl.DataType]] = {name: table.schema[name] for name in by}
    kinds |= {"against": pl.String, "claims": pl.Int64, "days": pl.Int64, "difference": pl.Float64, "low": pl.Float64}
    kinds |= {"high": pl.Float64, "better": pl.Float64, "verdict": pl.String}
    return pl.DataFrame(rows, kinds, orient="row").sort(*by, "against")


def best_so_far(table: pl.DataFrame, among: Sequence[str], before: str) -> pl.DataFrame:
    """Scores of the single baseline that anybody would have chosen at each origin: the best on claims that had come.

    Parameters
    ----------
    table : polars.DataFrame
        `Backtest.scores`.
    among : sequence of str
        Forecasters to choose from.
    before : str
        Which one stands in while nothing has been scored.

    Returns
    -------
    polars.DataFrame
        As `table`, the forecaster called BEST_SO_FAR.
    """
    parts = []
    for origin in table["origin"].unique().sort() if table.height else ():
        past = table.filter(pl.col("origin") < origin, pl.col("date") <= origin, pl.col("forecaster").is_in(among))
        best = averages(past, ())["forecaster"][0] if past.height else before
        own = table.filter(pl.col("origin") == origin, pl.col("forecaster") == best)
        parts.append(own.with_columns(forecaster=pl.lit(BEST_SO_FAR)))
    return pl.concat(parts) if parts else table


def beside_best(
    table: pl.DataFrame, forecaster: str, among: Sequence[str], by: tuple[str, ...] = ("quantity", "horizon"),
    seed: int = 1,
) -> pl.DataFrame:  # fmt: skip
    """A forecaster beside the single baseline that was best until each origin, and the one that is in hindsight.

    Parameters
    ----------
    table : polars.DataFrame
        `Backtest.scores` with the rows of `best_so_far`.
    forecaster : str
    among : sequence of str
        The single baselines.
    by : tuple of str
    seed : int

    Returns
    -------
    polars.DataFrame
        `by`, claims, days, score (CRPS of log(1 + number)), then for each of `so_far` and `hindsight` its score,
        difference (below 0: the forecaster is better), low, high and verdict as in `differences`, and the name of the
        one that is best in hindsight.
    """
    rows = []
    for group, part in table.group_by(*by, maintain_order=True):
        mean = {r["forecaster"]: r["crps_log"] for r in averages(part, ()).iter_rows(named=True)}
        best = min(among, key=lambda name: (mean[name], name))
        names = {"so_far": BEST_SO_FAR, "hindsight": best}
        against = differences(part.filter(pl.col("forecaster").is_in([forecaster, *names.values()])), forecaster, by=(),
                              seed=seed)  # fmt: skip
        row = {**dict(zip(by, group)), "claims": against["claims"][0], "days": against["days"][0],
               "score": mean[forecaster], "best": best}  # fmt: skip
        for short, name in names.items():
            found = against.row(by_predicate=pl.col("against") == name, named=True)
            row |= {f"{short}_score": mean[name]}
            row |= {f"{short}_{c}": found[c] for c in ("difference", "low", "high", "verdict")}
        rows.append(row)
    return pl.DataFrame(rows).sort(by)


def block_interval(values: Floats, weight: Floats, day: Floats, seed: int) -> tuple[float, float]:
    """95 % interval of a weighted mean over claims, by drawing stretches of days again.

    A stretch is the cube root of the number of days, rounded up; all arrays are of shape (claims,).
    """
    days, where = np.unique(day, return_inverse=True)
    n = days.size
    total, mass = np.bincount(where, values * weight), np.bincount(where, weight)
    length = int(np.ceil(np.cbrt(n)))
    blocks = -(-n // length)
    width = 4 * ((blocks + 3) // 4)
    u = uniforms(width * TIMES, seed, streams.BLOCKS).reshape(TIMES, width)[:, :blocks]
    start = (u * (n - length + 1)).astype(np.int64)
    picked = (start[:, :, None] + np.arange(length)).reshape(TIMES, -1)[:, :n]
    means = total[picked].sum(axis=1) / mass[picked].sum(axis=1)
    low, high = np.quantile(means, ((1 - LEVEL) / 2, (1 + LEVEL) / 2))
    return float(low), float(high)
