"""Groups of stations, such as paper and machine or observed and not: what differs between them within one place.

Whoever chooses where machines stand or observers go chooses places that differ anyway. Only a lot removes that: then
the chance of a difference is counted by dealing the lot anew (randomisation inference), and it needs no other model.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import polars as pl
from scipy.special import ndtr

from contested.forensics.finding import Finding
from contested.forensics.table.case import Case, Flags, Floats, Ints
from contested.forensics.table.circumstances import GROUP, LOT
from contested.forensics.table.returns import ReturnsTable
from contested.ground import streams
from contested.ground.draws import uniforms

#: chance below which a difference between groups drawn by lot alarms, all outcomes and values taken together
ALARM_P = 0.001
#: stations up to which the lot is dealt anew, how often, and values of a column beyond which it divides nothing
DEALT, TIMES, MOST = 1_000, 4_999, 12
_YES = ("1", "yes", "y", "true", "x", "да", "oui", "si", "sí", "ja", "tak", "observed", "machine")
_NO = ("0", "no", "n", "false", "нет", "non", "nein", "nie", "none")

ABOUT = Finding(
    name="groups", title="Groups of stations", kind="description", unit="share",
    assumes="Within a place, stations of both groups would vote alike.",
    fails_when="Whoever chose the stations chose places that differ: observers go where they live, machines where "
    "there are many voters. Only stations drawn by lot are evidence.",
)  # fmt: skip
BY_LOT = replace(
    ABOUT, name="randomised-groups", title="Groups drawn by lot", kind="estimate",
    rule=f"the chance of such a difference, if the lot were dealt anew, is below {ALARM_P:g} for all outcomes together",
    assumes="Which stations belong to the group was drawn by lot, as the map says, and those drawn were kept.",
    fails_when="Observers who could not go where the lot sent them, or a list that was changed after the draw. Fraud "
    "that moves to stations without observers makes the difference larger than what observers prevent.",
)  # fmt: skip


class Difference(NamedTuple):
    """Mean of a group less that of the rest within places: value, standard error, chance, places that have both."""

    value: float
    error: float
    chance: float
    places: int


def difference(y: Floats, group: Flags, place: Ints, *, seed: int = 1, deal: bool = False) -> Difference | None:
    """The difference within places, weighted by stations as a regression with effects of places does.

    Parameters
    ----------
    y : float64 array of shape (stations,)
    group : bool array of shape (stations,)
    place : int array of shape (stations,)
    seed : int
    deal : bool
        Count the chance by dealing the group anew within places, if there are few enough stations; a normal law else.

    Returns
    -------
    Difference, or None where no place has both
    """
    code = np.unique(place, return_inverse=True)[1]
    n, ones = np.bincount(code).astype(float), np.bincount(code, group).astype(float)
    both = (ones > 0) & (ones < n)
    keep = both[code]
    if not keep.any():
        return None
    y, group = y[keep], group[keep]
    code = np.unique(code[keep], return_inverse=True)[1]
    n, ones = np.bincount(code).astype(float), np.bincount(code, group).astype(float)
    weight = ones * (n - ones) / n
    off = y - (np.bincount(code, y) / n)[code]
    value = _within(off, group.astype(float), code, n, ones, weight)
    # variance if the group were dealt anew: of m against n - m, s^2 n / (m (n - m)), and the weight cancels it
    spread = np.bincount(code, off**2) / np.maximum(n - 1, 1)
    null = float(np.sqrt(weight @ spread) / weight.sum())
    if null <= 0:
        return Difference(value, 0.0, 1.0, n.size)
    chance = float(2 * ndtr(-abs(value) / null))
    if deal and y.size <= DEALT:
        least = abs(value) - 1e-12
        beyond = sum(abs(_within(off, d, code, n, ones, weight)) >= least for d in _deals(code, ones, seed))
        chance = (1 + beyond) / (1 + TIMES)
    return Difference(value, _error(off, group, code, ones, n, weight, null), chance, n.size)


def _within(off: Floats, group: Floats, code: Ints, n: Floats, ones: Floats, weight: Floats) -> float:
    inside = np.bincount(code, off * group, n.size)
    # centred within places: what the rest has is the opposite
    return float((weight * (inside / ones + inside / (n - ones))).sum() / weight.sum())


def _deals(code: Ints, ones: Floats, seed: int) -> Iterator[Floats]:
    first = np.searchsorted(np.sort(code), np.arange(ones.size))
    for k in range(TIMES):
        order = np.lexsort((uniforms(code.size, seed, streams.GROUP_DEAL, draw=k), code))
        place = np.empty(code.size, np.int64)
        place[order] = np.arange(code.size)
        yield (place - first[code] < ones[code]).astype(float)


def _error(off: Floats, group: Flags, code: Ints, ones: Floats, n: Floats, weight: Floats, null: float) -> float:
    """Neyman's standard error; that of the null where places are too small to know both spreads."""
    total = 0.0
    for mine, m in ((group, ones), (~group, n - ones)):
        mean = np.bincount(code, off * mine, n.size) / m
        square = np.bincount(code, (off - mean[code]) ** 2 * mine, n.size)
        pooled = square.sum() / max(float((m - 1).sum()), 1.0)
        spread = np.where(m > 1, square / np.maximum(m - 1, 1), pooled)
        total += float((weight**2 * spread / m).sum())
    return float(np.sqrt(total) / weight.sum()) if total > 0 else null


def find(returns: ReturnsTable, *, seed: int = 1) -> list[Finding]:
    """One finding for each column that the map's [groups] names."""
    case = returns.case()
    case = case.where(np.lexsort((case.leader, case.cast, case.issued, case.registered, case.territory)))
    case = case.where(case.cast > 0)
    out = []
    for column in returns.frame.columns:
        if column.startswith((GROUP, LOT)):
            text = returns.frame[column][case.row.tolist()]
            out.append(_column(returns, case, column, text, seed))
    return out


def _column(returns: ReturnsTable, case: Case, column: str, text: pl.Series, seed: int) -> Finding:
    lot = column.removeprefix(LOT).split(": ")[0] if column.startswith(LOT) else ""
    name = column.split(": ", 1)[1]
    about = replace(BY_LOT if lot else ABOUT, title=f"{(BY_LOT if lot else ABOUT).title}: {name}")
    known = text.is_not_null().to_numpy()
    values = text.drop_nulls().unique().sort().to_list()
    if not 2 <= len(values) <= MOST:
        return replace(about, says=f"Expected 2 to {MOST} groups in {name}; the stations used have {len(values)}.")
    if lot and lot != "station" and lot not in returns.units:
        return replace(about, says=f"The map has no unit {lot!r} that could have been drawn by lot.")
    compared = [_first(values, text)] if len(values) == 2 else values
    table = _rows(returns, case.where(known), text.filter(text.is_not_null()), compared, lot, seed)
    if table.is_empty():
        return replace(about, says=f"No place has stations of several groups of {name}: nothing to compare.")
    outcomes = table.filter(pl.col("outcome") != "registered voters")
    share = outcomes.filter(outcome=f"{case.leader_name}'s share").sort(pl.col("difference").abs()).row(-1, named=True)
    p = min(1.0, min(outcomes["chance"].to_list()) * outcomes.height)
    says = _says(table, share, name, compared)
    if not lot:
        says += " Nobody drew these stations by lot, so places may differ anyway: only randomised groups are evidence."
    else:
        says += f" If the lot were dealt anew, the chance of such a difference is {p:.2g} for all outcomes together."
        balance = table.filter(outcome="registered voters", group=share["group"])
        if balance.height and balance["chance"][0] < ALARM_P:
            says += " But the groups differ in their numbers of voters, which no lot does: ask how they were drawn."
    return replace(
        about, says=says, value=share["difference"], low=share["low"], high=share["high"],
        range_is="95 %, from the spread within places and groups", alarm=bool(p < ALARM_P) if lot else None,
        tables={"differences": table},
    )  # fmt: skip


def _says(table: pl.DataFrame, share: dict[str, float], name: str, compared: list[str]) -> str:
    which = share["group"] if len(compared) > 1 else f"{name} ({share['group']})"
    parts = []
    mine = table.filter(pl.col("group") == share["group"], pl.col("outcome") != "registered voters")
    for row in mine.iter_rows(named=True):
        d, low, high = (100 * row[k] for k in ("difference", "low", "high"))
        way = "lower" if d < 0 else "higher"
        parts.append(f"{row['outcome']} is {abs(d):.2f} points {way} ({low:+.2f} to {high:+.2f})")
    return (
        f"At {int(share['stations']):,} stations of the group {which}, beside {int(share['rest']):,} others and within "
        f"{int(share['places']):,} places that have both, {' and '.join(parts)}."
    )


def _rows(returns: ReturnsTable, case: Case, text: pl.Series, compared: list[str], lot: str, seed: int) -> pl.DataFrame:
    place = case.territory.astype(np.int64)
    counted = {f"{case.leader_name}'s share": (case.leader, case.cast)}
    if not returns.turnout_doubt:
        counted["turnout"] = (case.issued, case.registered)
    label = text.to_numpy().astype(str)
    voters = case.registered.astype(float)
    if lot in returns.units:
        # what was drawn are whole units: they are compared, not their stations
        depth = returns.units.index(lot)
        frame = returns.frame[case.row.tolist()].select(pl.col(list(returns.units[: depth + 1])).fill_null(""))
        unit = np.unique(frame.select(pl.concat_str(pl.all(), separator=" / ")).to_series().to_numpy().astype(str),
                         return_inverse=True)[1]  # fmt: skip
        first = np.unique(unit, return_index=True)[1]
        counted = {k: (_sums(unit, a), _sums(unit, b)) for k, (a, b) in counted.items()}
        voters, label = np.bincount(unit, voters), label[first]
        place = case.region[first].astype(np.int64) if depth else np.zeros(first.size, np.int64)
    rows = []
    for value in compared:
        group = label == value
        outcomes: dict[str, Floats] = {k: a / np.maximum(b, 1) for k, (a, b) in counted.items()}
        for outcome, y in {**outcomes, "registered voters": voters}.items():
            found = difference(y, group, place, seed=seed, deal=bool(lot) and outcome in outcomes)
            if found is not None:
                d, e, n = found.value, 1.96 * found.error, int(group.sum())
                rows.append((value, outcome, n, group.size - n, found.places, d, d - e, d + e, found.chance))
    whole = dict.fromkeys(("stations", "rest", "places"), pl.Int64)
    real = dict.fromkeys(("difference", "low", "high", "chance"), pl.Float64)
    return pl.DataFrame(rows, schema={"group": pl.String, "outcome": pl.String, **whole, **real}, orient="row")


def _sums(unit: Ints, counts: Ints) -> Ints:
    return np.bincount(unit, counts).astype(np.int64)


def _first(values: list[str], text: pl.Series) -> str:
    """Which of two values is the group and which the rest: the yes, what is no no, else the rarer."""
    yes = [v for v in values if v.casefold() in _YES] or [v for v in values if v.casefold() not in _NO]
    if len(yes) == 1:
        return yes[0]
    return min(values, key=lambda v: (int((text == v).sum()), v))
