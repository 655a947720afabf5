"""Rolling origins over four crises: the nation, simple forecasts and their pool; scores, bands and sharpness."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import numpy as np

from tables.benchmarks import RESULTS
from tables.page import Link, table

Rows = Sequence[dict[str, Any]]

#: what the nation has to beat, and what else there is
ASKED = ("climatology", "self_exciting", "ets_arima", "mixture")
OTHER = ("last_value", "same_weekday", "autoregression", "damped_trend")
OWN = ("nation", "prior", "pool", "pool_learnt")
WORDS = {
    "ets_arima": "ETS/ARIMA", "self_exciting": "self-exciting", "last_value": "last value",
    "same_weekday": "same weekday", "damped_trend": "damped trend",
    "pool_learnt": "pool, weight from the other crises", "any_day": "nation, days not weighted",
    "own_spread": "nation, spread of runs",
}  # fmt: skip
#: part of the nation in each pool that was written down
SHARES = {"mixture": 0.0, "pool_25": 0.25, "pool": 0.5, "pool_75": 0.75, "nation": 1.0}
HORIZONS = {"1 to 7": (1, 7), "8 to 14": (8, 14), "15 to 28": (15, 28)}
QUANTITIES = {"crowd": "crowds", "detained": "detentions"}
BANDS = {"50": "in 50", "90": "in 90"}


@cache
def _stored() -> dict[str, Any]:
    stored: dict[str, Any] = json.loads((RESULTS / "rolling_origins.json").read_text(encoding="utf-8"))
    shares = {r["scenario"]: share_without(r["scenario"], stored["results"]) for r in stored["results"]}
    for r in stored["results"]:
        for row in r["rows"]:
            row["scenario"], row["origin"] = r["scenario"], r["origin"]
            row["crps"]["pool_learnt"] = row["crps"][shares[r["scenario"]]]
    return {**stored, "shares": shares}


def share_without(left_out: str, results: Rows) -> str:
    """The pool that was best in all crises but one, each of which counts the same."""
    by: dict[str, list[dict[str, Any]]] = {}
    for r in results:
        if r["scenario"] != left_out:
            by.setdefault(r["scenario"], []).extend(r["rows"])
    some = [rows for rows in by.values() if rows]
    if not some:
        return "pool"
    return min(SHARES, key=lambda name: sum(mean(rows, name) for rows in some))


def rolling(link: Link) -> str:
    """Scores by what is counted and how far ahead, where the nation loses first; then by crisis."""
    rows = _rows()
    parts, pool_lost, losses = [], [], lost(rows)
    for words, ahead, mine in cells(rows):
        best = min(ASKED, key=lambda n: mean(mine, n))
        margin = mean(mine, "nation") - mean(mine, best)
        if mean(mine, "pool") >= mean(mine, best):
            pool_lost.append(f"{words} {ahead} days ahead ({mean(mine, 'pool'):.2f} against {mean(mine, best):.2f})")
        parts.append((margin, (words, ahead, *_counts(mine), *(f"{mean(mine, n):.2f}" for n in (*OWN, *ASKED)),
                               difference(mine, "nation", best), difference(mine, "pool", best))))  # fmt: skip
    heads = ("counts", "days ahead", "claims", "days", *map(_word, (*OWN, *ASKED)),
             "nation minus the best of these four", "pool minus the same")  # fmt: skip
    body = [row for _, row in sorted(parts, key=lambda p: -p[0])]
    some = {r["scenario"] for r in rows if r["quantity"] == "detained"}
    detained = f"All claims of detentions are from {_and(f'`{s}`' for s in sorted(some))}. " if some else ""
    first = (
        "**The model's forecast is worse than the best of climatology, self-exciting, ETS/ARIMA and their mixture in "
        f"{len(losses)} of {len(parts)} rows{_list(losses)}.**"
    )
    second = (
        f"The pool of model and mixture is worse than the best of these in {len(pool_lost)} of {len(parts)}"
        f"{_list(pool_lost)}. "
        f"Over all claims, pool minus model is {difference(rows, 'pool', 'nation')}, pool minus mixture "
        f"{difference(rows, 'pool', 'mixture')}, and model minus mixture {difference(rows, 'nation', 'mixture')}."
    )
    text = f"{first} {second} {_rule(rows)} {detained}{_missing()}{_about()}"
    return f"{text}\n\n{table(heads, body, heads[2:-2])}\n\n{by_crisis()}"


def by_crisis() -> str:
    """The same by crisis, those in which the nation loses most first."""
    rows, lines = _rows(), []
    for scenario, share in _stored()["shares"].items():
        mine = [r for r in rows if r["scenario"] == scenario]
        if mine:
            best = min(ASKED, key=lambda n: mean(mine, n))
            lines.append((mean(mine, "nation") - mean(mine, best), (
                f"`{scenario}`", str(len({r["origin"] for r in mine})), *_counts(mine),
                *(f"{mean(mine, n):.2f}" for n in (*OWN, *ASKED)), f"{SHARES[share]:.0%}",
                difference(mine, "nation", best),
            )))  # fmt: skip
    heads = ("crisis", "origins", "claims", "days", *map(_word, (*OWN, *ASKED)), "nation's weight from the others",
             "nation minus the best of these four")  # fmt: skip
    return table(heads, [row for _, row in sorted(lines, key=lambda p: -p[0])], heads[1:-1])


def rolling_others(link: Link) -> str:
    """The four other simple forecasts, over all claims by what is counted."""
    lines = []
    for what, words in QUANTITIES.items():
        mine = [r for r in _rows() if r["quantity"] == what]
        if mine:
            names = (*OWN, *ASKED, *OTHER)
            best = min((*ASKED, *OTHER), key=lambda n: mean(mine, n))
            lines.append((words, *_counts(mine), *(f"{mean(mine, n):.2f}" for n in names),
                          difference(mine, "nation", best)))  # fmt: skip
    heads = ("counts", "claims", "days", *map(_word, (*OWN, *ASKED, *OTHER)), "nation minus the best simple one")
    return table(heads, lines, heads[1:-1])


def rolling_bands(link: Link) -> str:
    """Coverage, where claims fall, and widths, pooled over crises and by what is counted."""
    rows, lines = _rows(), []
    groups = {"all": rows, **{words: [r for r in rows if r["quantity"] == what] for what, words in QUANTITIES.items()}}
    for words, mine in groups.items():
        for name in ("nation", "own_spread", "any_day", "prior", "pool", "mixture", "climatology") if mine else ():
            lines.append((words, _word(name), *_counts(mine), *(_held(mine, name, key) for key in BANDS.values()),
                          f"{_median([r['bands'][name]['pit'] for r in mine], mine):.2f}",
                          *_width(mine, name, "50"), *_width(mine, name, "90")))  # fmt: skip
    heads = ("counts", "forecast", "claims", "days", "50 % bands cover (95 %)", "90 % bands cover (95 %)",
             "PIT, median", "median width, 50 %", "climatology, equal coverage", "median width, 90 %",
             "climatology, equal coverage")  # fmt: skip
    return table(heads, lines, heads[2:])


def rolling_spread(link: Link) -> str:
    """Spread of the log national crowd on fitted days, an origin a row, beside what claims alone leave open."""
    stored = json.loads((RESULTS / "claims_alone.json").read_text(encoding="utf-8"))["results"]
    alone = {(r["scenario"], r["origin"]): r for r in stored}
    lines = []
    for r in sorted(_stored()["results"], key=lambda r: -r["sd log crowd"]["posterior"]):
        other, sd = alone[r["scenario"], r["origin"]], r["sd log crowd"]
        lines.append((f"`{r['scenario']}`", r["origin"], f"{sd['prior']:.2f}", f"{sd['posterior']:.2f}",
                      *(f"{other[words]['all']['sd']:.2f}" for words in ("biases unknown", "biases known")),
                      str(other["claims"]), r["ledger"][:12]))  # fmt: skip
    heads = ("crisis", "last day known", "prior", "ensemble", "claims alone", "claims alone, biases known",
             "claims", "ledger's last hash before scores")  # fmt: skip
    return table(heads, lines, heads[2:-1])


def claims_alone(link: Link) -> str:
    """What claims alone leave open of the great days' crowds, the least sharp first."""
    stored = json.loads((RESULTS / "claims_alone.json").read_text(encoding="utf-8"))["results"]
    lines = [
        (f"`{r['scenario']}`", r["origin"], str(r["claims"]),
         *(f"{r[words]['great days'][name]:.2f}" for words in ("biases unknown", "biases known")
           for name in ("sd", "common")))
        for r in sorted(stored, key=lambda r: -r["biases unknown"]["great days"]["sd"])
    ]  # fmt: skip
    heads = ("crisis", "last day known", "claims", "sd", "part shared by all days", "sd, biases known",
             "part shared, biases known")  # fmt: skip
    return table(heads, lines, heads[2:])


def cell(rows: Rows, what: str, ahead: str) -> list[dict[str, Any]]:
    """Claims of one thing that are so many days ahead."""
    low, high = HORIZONS[ahead]
    return [r for r in rows if r["quantity"] == what and low <= r["lead"] <= high]


def cells(rows: Rows) -> list[tuple[str, str, list[dict[str, Any]]]]:
    """What is counted, how many days ahead, and the claims of it; without those that have none."""
    every = ((words, ahead, cell(rows, what, ahead)) for what, words in QUANTITIES.items() for ahead in HORIZONS)
    return [(words, ahead, mine) for words, ahead, mine in every if mine]


def lost(rows: Rows) -> list[str]:
    """The cells in which a simple forecast is at least as good as the nation, each with both scores."""
    found = []
    for words, ahead, mine in cells(rows):
        best = min(ASKED, key=lambda n: mean(mine, n))
        nation, other = mean(mine, "nation"), mean(mine, best)
        if nation >= other:
            found.append(f"{words} {ahead} days ahead ({nation:.2f} against {other:.2f} for {_word(best)})")
    return found


def mean(rows: Rows, name: str) -> float:
    """Weighted mean score of a forecaster."""
    return float(np.average([r["crps"][name] for r in rows], weights=_weights(rows)))


def difference(rows: Rows, one: str, other: str) -> str:
    """Mean difference of scores, with its interval by a bootstrap of blocks of days; below 0 the first is better."""
    middle, low, high = _apart(rows, one, other)
    return f"{middle:+.2f} ({low:+.2f} to {high:+.2f})" if np.isfinite([low, high]).all() else (
        f"{middle:+.2f} (too few days)"
    )  # fmt: skip


def _apart(rows: Rows, one: str, other: str) -> tuple[float, float, float]:
    from contested.inference.block_bootstrap import block_interval

    apart = np.array([r["crps"][one] - r["crps"][other] for r in rows])
    low, high = block_interval(apart, _weights(rows), _days(rows), 1)
    return float(np.average(apart, weights=_weights(rows))), low, high


def _rule(rows: Rows) -> str:
    """What the rule that was fixed before scores says of the forecast that the command shows."""
    if _apart(rows, "pool", "nation")[2] < 0:
        what = "should show the pool as its forecast"
    else:
        what = "continues to show the model's forecast, because the interval of pool minus model does not lie below 0"
    so_far = ", so far," if _missing() else ""
    return f"By the rule fixed before anything was scored, `contested forecast`{so_far} {what}."


def _held(rows: Rows, name: str, key: str) -> str:
    from contested.inference.coverage import coverage

    found = coverage(np.array([r["bands"][name][key] for r in rows]), _days(rows), weight=_weights(rows))
    return f"{found.share:.0%} ({found.low:.0%} to {found.high:.0%})"


def _width(rows: Rows, name: str, level: str) -> tuple[str, str]:
    """Median width in log units, and that of climatology where it holds as much."""
    own = _median([r["bands"][name][f"wide {level}"] for r in rows], rows)
    share = float(np.average([r["bands"][name][f"in {level}"] for r in rows], weights=_weights(rows)))
    found = equal_coverage(rows, share, _stored()["parts"])
    return f"{own:.2f}", "none" if found is None else f"{found[1]:.2f} ({found[0]:.0%})"


def equal_coverage(rows: Rows, share: float, parts: Sequence[float]) -> tuple[float, float] | None:
    """The least central part of climatology that holds a share of claims, and its median width; None if none does."""
    held = np.average([r["climatology"]["in"] for r in rows], axis=0, weights=_weights(rows))
    enough = np.flatnonzero(held >= share - 1e-9)
    if not enough.size:
        return None
    k = int(enough[0])
    return float(parts[k]), _median([r["climatology"]["wide"][k] for r in rows], rows)


def _median(values: Sequence[float], rows: Rows) -> float:
    """Weighted median."""
    order = np.argsort(values, kind="stable")
    mass = np.cumsum(_weights(rows)[order])
    return float(np.asarray(values)[order][np.searchsorted(mass, mass[-1] / 2)])


def _about() -> str:
    stored = _stored()
    return (f"Measured on {stored['date']} ({stored['machine']}), version {stored['version']}: {stored['members']} "
            f"members in {stored['passes']} passes from each of {len(stored['results'])} origins.")  # fmt: skip


def _missing() -> str:
    there = {(r["scenario"], r["origin"]) for r in _stored()["results"]}
    missing = [f"`{name}` from {day}" for name, day in _stored()["planned"] if (name, day) not in there]
    return f"**Planned and not measured**: {', '.join(missing)}. " if missing else ""


def _rows() -> list[dict[str, Any]]:
    return [row for r in _stored()["results"] for row in r["rows"]]


def _counts(rows: Rows) -> tuple[str, str]:
    return str(len(rows)), str(len({r["date"] for r in rows}))


def _word(name: str) -> str:
    return WORDS.get(name, name.replace("_", " "))


def _list(words: Sequence[str]) -> str:
    return f": {'; '.join(words)}" if words else ""


def _and(words: Iterable[str]) -> str:
    return " and ".join(words)


def _days(rows: Rows) -> np.ndarray:
    return np.array([dt.date.fromisoformat(r["date"]).toordinal() for r in rows])


def _weights(rows: Rows) -> np.ndarray:
    return np.array([r["weight"] for r in rows])
