"""What an ensemble that matches the past cannot tell of a difference: members that contradict each other, or few that
account for most of it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from contested.inference.paired_differences import differences, margin
from contested.inference.posterior.importance import ess
from contested.nation.observables import OBSERVABLES
from contested.studies.comparison.sentence import LEADING, number
from contested.studies.smoothing.stages import Matching

#: share of members on the side of fewer from which on they contradict each other. Assumed
CONTRADICT = 0.1
#: share of all members that account for half of a difference from which on they are few. Assumed
FEW = 0.1
#: members that a half needs to be set beside the other
LEAST = 10
_NAMES = {o.name: o.meaning for o in OBSERVABLES}


def members_table(matching: Matching, rows: Sequence[int]) -> pl.DataFrame:
    """A row per pair: pair; member, its row among the draws; misfit, its root mean squared distance from the fitted
    claims in errors; weight, the share that the likelihood of the claims gives it among these."""
    log = matching.log[list(rows)]
    weight = np.exp(log - log.max())
    return pl.DataFrame({
        "pair": list(range(len(rows))), "member": list(rows), "misfit": matching.misfit[list(rows)],
        "weight": weight / weight.sum(),
    })  # fmt: skip


def limits(members: pl.DataFrame, tidy: pl.DataFrame) -> list[str]:
    """What cannot be told, as sentences.

    Parameters
    ----------
    members : polars.DataFrame
        `members_table`.
    tidy : polars.DataFrame
        A row per pair and indicator: pair, indicator, difference.
    """
    wide = tidy.filter(pl.col("indicator").is_in(LEADING)).pivot("indicator", index="pair", values="difference")
    played = members.join(tidy.select("pair"), on="pair", how="semi", maintain_order="left")
    wide = played.join(wide, on="pair", how="left", maintain_order="left")
    known = [n for n in LEADING if n in wide.columns and (wide[n].fill_null(0.0).fill_nan(0.0) != 0.0).any()]
    d = wide.select(pl.col(known).cast(pl.Float64)).fill_null(np.nan).to_numpy()
    misfit, weight = wide["misfit"].to_numpy(), wide["weight"].to_numpy()
    low, high = np.quantile(misfit, (0.05, 0.95)).tolist()
    out = [
        f"members deviate from the claims by {np.median(misfit):.1f} standard errors (90 % of them {low:.1f} to "
        f"{high:.1f}); weighted by the likelihood of the claims, these {len(misfit)} count as {ess(weight):.1f} "
        f"(effective sample size), so bands show how members differ, not how probable an answer is"
    ]
    if not known:
        return [*out, "none of the leading indicators (crowd, detained, injured and the like) differs in any pair"]
    out += _signs(known, d)
    out += _few(known, d)
    out += _halves(known, d, misfit)
    return out


def _signs(known: Sequence[str], d: np.ndarray) -> list[str]:
    found = differences(np.zeros_like(d), d, resamples=0)
    up, down = found.up, found.down
    odd = [
        f"{_called(name)} (more in {100 * up[k]:.0f} %, less in {100 * down[k]:.0f} %)"
        for k, name in enumerate(known) if min(up[k], down[k]) >= CONTRADICT
    ]  # fmt: skip
    return [f"members disagree on the sign for {'; '.join(odd)}"] if odd else []


def _few(known: Sequence[str], d: np.ndarray) -> list[str]:
    size = -np.sort(-np.abs(np.nan_to_num(d)), axis=0)
    carried = np.cumsum(size, axis=0) >= size.sum(axis=0) / 2
    count = carried.argmax(axis=0) + 1
    n = np.isfinite(d).sum(axis=0)  # a member without a number carries nothing because nothing is known of it
    odd = [(int(count[k]), int(n[k]), _called(name)) for k, name in enumerate(known) if count[k] <= FEW * n[k]]
    if not odd:
        return []
    (least, all_of, first), *others = odd
    words = f"{least} of the {all_of} members account{'s' * (least == 1)} for half of the difference in {first}"
    more = "".join(f", {few}{f' of {of}' * (of != all_of)} for half of that in {name}" for few, of, name in others)
    return [f"{words}{more}; without them the estimate{'s' * bool(others)} change{'s' * (not others)} substantially"]


def _halves(known: Sequence[str], d: np.ndarray, misfit: np.ndarray) -> list[str]:
    """The members nearest to the claims beside the others: do they say the same?"""
    order = np.argsort(misfit, kind="stable")
    half = len(order) // 2
    if half < LEAST:
        return []
    ends = []
    for rows in (order[:half], order[half:]):
        found = differences(np.zeros_like(d[rows]), d[rows], resamples=0)
        reach = margin(found.error, np.asarray(found.pairs - 1, np.float64))
        ends.append((found.mean - reach, found.mean, found.mean + reach))
    (low, near, high), (other_low, far, other_high) = ends
    if not np.isfinite(low + high + other_low + other_high).any():
        return []  # halves with fewer than two numbers do not agree
    odd = [
        f"{_called(name)} ({_signed(near[k])} against {_signed(far[k])})"
        for k, name in enumerate(known) if low[k] > other_high[k] or other_low[k] > high[k]
    ]  # fmt: skip
    if not odd:
        return ["the half of the members closest to the claims gives the same answer as the other half, within 90 % "
        "intervals"]
    return [f"the half of the members closest to the claims gives a different mean for {'; '.join(odd)}"]


def _called(indicator: str) -> str:
    name, _, how = indicator.rpartition(".")
    return f"{_NAMES.get(name, name)}{', largest day' * (how == 'max')}"


def _signed(value: float) -> str:
    return f"{'-' if value < 0 else '+'}{number(abs(value))}"
