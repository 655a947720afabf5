"""Groups of stations, such as paper and machine or observed and not: what differs between them within one place.

Whoever chooses where machines stand or observers go chooses places that differ anyway. Only a lot removes that: then
the chance of a difference is counted by dealing the lot anew (randomisation inference), and it needs no other model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import polars as pl
from scipy.special import gammaln, ndtr

from contested.forensics.finding import Finding
from contested.forensics.table.case import Case, Flags, Floats, Ints
from contested.forensics.table.circumstances import GROUP, LOT
from contested.forensics.table.returns import ReturnsTable
from contested.ground import streams
from contested.ground.draws import uniforms

#: chance below which the largest difference of all outcomes and values between groups drawn by lot alarms
ALARM_P = 0.001
#: stations up to which the lot is dealt anew, how often, and values of a column beyond which it divides nothing
DEALT, TIMES, MOST = 1_000, 4_999, 12
#: deals that are compared at once
_BATCH = 500
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


class _Part(NamedTuple):
    """What a difference becomes if stations are dealt anew: `off` summed over the group, over `weight`.

    Parameters
    ----------
    off : float64 array of shape (stations,)
        Outcome less that of the place; 0 at places that do not have both.
    weight : float
        Of all places.
    null : float
        Standard deviation of the difference over all deals.
    value : float
        The difference found.
    """

    off: Floats
    weight: float
    null: float
    value: float


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
    found = _compared(y, group, place)
    if found is None:
        return None
    one, part = found
    deals = _dealt([(0, part)], (~group).astype(np.int64), place, seed) if deal and part.null > 0 else None
    return one if deals is None else one._replace(chance=deals.chances[0])


def _compared(y: Floats, group: Flags, place: Ints) -> tuple[Difference, _Part] | None:
    """The difference, its chance by a normal law, and what dealing needs."""
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
    # off is centred within places, so the group's sum is all that the weighted mean of differences needs
    value = float(off @ group) / float(weight.sum())
    # variance if the group were dealt anew: of m against n - m, s^2 n / (m (n - m)), and the weight cancels it
    spread = np.bincount(code, off**2) / np.maximum(n - 1, 1)
    null = float(np.sqrt(weight @ spread) / weight.sum())
    everywhere = np.zeros(keep.size)
    everywhere[keep] = off
    part = _Part(everywhere, float(weight.sum()), null, value)
    if null <= 0:
        return Difference(value, 0.0, 1.0, n.size), part
    chance = float(2 * ndtr(-abs(value) / null))
    return Difference(value, _error(off, group, code, ones, n, weight, null), chance, n.size), part


class _Deals(NamedTuple):
    """Chances of parts one by one and of the largest of all, and the number of ways in which the lot can fall."""

    chances: list[float]
    largest: float
    ways: float


def _dealt(parts: Sequence[tuple[int, _Part]], label: Ints, place: Ints, seed: int) -> _Deals | None:
    """Deal all labels anew within places, once for all parts; None if there are too many stations.

    The chance of the largest standardised difference (maxT) holds for all parts together, whatever their dependence,
    and needs no more deals for more parts: Bonferroni's over many would be above any alarm for want of deals.

    Parameters
    ----------
    parts : sequence of (label, part)
    label : int64 array of shape (stations,)
    place : int array of shape (stations,)
    seed : int
    """
    code = np.unique(place, return_inverse=True)[1]
    pairs = np.unique(np.column_stack([code, label]), axis=0)[:, 0]
    mixed = np.flatnonzero((np.bincount(pairs) > 1)[code])
    if mixed.size > DEALT:
        return None
    code, label = code[mixed], label[mixed]
    lots = label[np.lexsort((label, code))]
    _, sizes = np.unique(np.column_stack([code, label]), axis=0, return_counts=True)
    ways = np.exp(min(gammaln(np.bincount(code) + 1).sum() - gammaln(sizes + 1).sum(), 700.0))
    null = np.array([p.null for _, p in parts])
    found = np.abs([p.value for _, p in parts])
    least, most = found - 1e-12, (found / null).max() - 1e-9
    beyond, largest = np.zeros(len(parts), np.int64), 0
    for start in range(0, TIMES, _BATCH):
        times = range(start, min(start + _BATCH, TIMES))
        u = np.stack([uniforms(code.size, seed, streams.GROUP_DEAL, draw=k) for k in times])
        dealt = np.empty(u.shape, np.int64)
        # a place's number before the point, chance behind it: one sort deals every place
        np.put_along_axis(dealt, np.argsort(code + u, axis=1, kind="stable"), np.broadcast_to(lots, u.shape), axis=1)
        value = np.abs(np.column_stack([(dealt == k) @ p.off[mixed] / p.weight for k, p in parts]))
        beyond += (value >= least).sum(axis=0)
        largest += int(((value / null).max(axis=1) >= most).sum())
    return _Deals(((1 + beyond) / (1 + TIMES)).tolist(), (1 + largest) / (1 + TIMES), float(ways))


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
    table, deals = _rows(returns, case.where(known), text.filter(text.is_not_null()), compared, lot, seed)
    if table.is_empty():
        return replace(about, says=f"No place has stations of several groups of {name}: nothing to compare.")
    outcomes = table.filter(pl.col("outcome") != "registered voters")
    share = outcomes.filter(outcome=f"{case.leader_name}'s share").sort(pl.col("difference").abs()).row(-1, named=True)
    p = deals.largest if deals else min(1.0, min(outcomes["chance"].to_list()) * outcomes.height)
    says = _says(table, share, name, compared)
    if not lot:
        says += " Nobody drew these stations by lot, so places may differ anyway: only randomised groups are evidence."
    else:
        says += f" If the lot were dealt anew, the chance of such a difference is {p:.2g} for all outcomes together."
        if deals and deals.ways * ALARM_P <= 1:
            says += f" Only {deals.ways:.0f} allocations are possible, too few for an alarm."
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


def _rows(
    returns: ReturnsTable, case: Case, text: pl.Series, compared: list[str], lot: str, seed: int
) -> tuple[pl.DataFrame, _Deals | None]:  # fmt: skip
    """A row per group and outcome, and what dealing the lot anew gave, if it was dealt."""
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
    rows: list[tuple[Any, ...]] = []
    parts: list[tuple[int, _Part]] = []
    at: list[int] = []
    for k, value in enumerate(compared):
        group = label == value
        outcomes: dict[str, Floats] = {k: a / np.maximum(b, 1) for k, (a, b) in counted.items()}
        for outcome, y in {**outcomes, "registered voters": voters}.items():
            if (both := _compared(y, group, place)) is None:
                continue
            found, part = both
            if lot and outcome in outcomes and part.null > 0:
                at.append(len(rows))
                parts.append((k, part))
            d, e, n = found.value, 1.96 * found.error, int(group.sum())
            rows.append((value, outcome, n, group.size - n, found.places, d, d - e, d + e, found.chance))
    order = {value: k for k, value in enumerate(compared)}
    number = np.array([order.get(x, len(order)) for x in label.tolist()], np.int64)
    deals = _dealt(parts, number, place, seed) if parts else None
    for k, chance in zip(at, deals.chances if deals else ()):
        rows[k] = (*rows[k][:-1], chance)
    whole = dict.fromkeys(("stations", "rest", "places"), pl.Int64)
    real = dict.fromkeys(("difference", "low", "high", "chance"), pl.Float64)
    schema = {"group": pl.String, "outcome": pl.String, **whole, **real}
    return pl.DataFrame(rows, schema=schema, orient="row"), deals


def _sums(unit: Ints, counts: Ints) -> Ints:
    return np.bincount(unit, counts).astype(np.int64)


def _first(values: list[str], text: pl.Series) -> str:
    """Which of two values is the group and which the rest: the yes, what is no no, else the rarer."""
    yes = [v for v in values if v.casefold() in _YES] or [v for v in values if v.casefold() not in _NO]
    if len(yes) == 1:
        return yes[0]
    return min(values, key=lambda v: (int((text == v).sum()), v))
