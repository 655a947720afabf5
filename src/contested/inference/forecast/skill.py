"""Paired skill differences between forecasters, claim by claim, with intervals by a moving-block bootstrap.

One day's claims are forecast from several origins, and neighbouring days share their surprises; `block_bootstrap` says
what is done about it. Nothing is left out because it was lost.

"Even" is a finding: the interval excludes a difference that matters (MARGIN), either way. Where it excludes neither
that nor 0, or where there are fewer than LEAST_DAYS days, the claims are too few to tell.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

import polars as pl

from contested.ground.errors import InputError
from contested.inference.block_bootstrap import block_interval

#: the single baseline that was best on what had come until each origin
BEST_SO_FAR = "best_so_far"
#: days with claims below which nothing is concluded
LEAST_DAYS = 5
#: the least difference that matters: part of the other's mean score; of log scores, which have no zero, log units
MARGIN = 0.1

Verdict = Literal["wins", "loses", "even", "too few"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


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
        `by`, forecaster, claims (a claim scored from several origins counts once), exact (exact numbers among them; the
        others only give bounds), crps, crps_log,
        log_score, interval_score, covered; the best `crps_log` first.
    """
    mean = [
        ((pl.col(c).cast(pl.Float64) * pl.col("weight")).sum() / pl.col("weight").sum()).alias(c)
        for c in ("crps", "crps_log", "log_score", "interval_score", "covered")
    ]
    exact = pl.col("claim").filter(pl.col("form") == "said").n_unique()
    return (
        table.group_by(*by, "forecaster")
        .agg(pl.col("claim").n_unique().alias("claims"), exact.alias("exact"), *mean)
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
        `by`, against, claims (that both forecast; each once), days, difference (below 0: the forecaster is better), low
        and high (95 %), better (part of the weight of claims on which it was), verdict: "wins" or "loses" where the
        interval excludes 0, "even" where it lies within MARGIN, else "too few" to tell.

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
            theirs = part.filter(pl.col("forecaster") == other).select("origin", "claim", pl.col(score).alias("other"))
            both = mine.join(theirs, on=["origin", "claim"], maintain_order="left")
            if not both.height:
                continue
            d, w = (both[score] - both["other"]).to_numpy(), both["weight"].to_numpy()
            low, high = block_interval(d, w, both["date"].to_numpy(), seed)
            days = both["date"].n_unique()
            average = float((w * both["other"].to_numpy()).sum() / w.sum())
            verdict = _verdict(days, low, high, MARGIN if score == "log_score" else MARGIN * average)
            better = float((w * (d < 0)).sum() / w.sum())
            difference = float((w * d).sum() / w.sum())
            rows.append((*group, other, both["claim"].n_unique(), days, difference, low, high, better, verdict))
    kinds: dict[str, pl.DataType | type[pl.DataType]] = {name: table.schema[name] for name in by}
    kinds |= {"against": pl.String, "claims": pl.Int64, "days": pl.Int64, "difference": pl.Float64, "low": pl.Float64}
    kinds |= {"high": pl.Float64, "better": pl.Float64, "verdict": pl.String}
    return pl.DataFrame(rows, kinds, orient="row").sort(*by, "against")


def _verdict(days: int, low: float, high: float, margin: float) -> Verdict:
    if days < LEAST_DAYS:
        return "too few"
    if high < 0:
        return "wins"
    if low > 0:
        return "loses"
    return "even" if -margin <= low and high <= margin else "too few"


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
