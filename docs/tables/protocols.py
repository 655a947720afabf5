"""What protocols would have shown in Belarus 2020: the tables of the case study."""

from __future__ import annotations

import json
from typing import Any

from tables.benchmarks import RESULTS
from tables.page import Link, table

MECHANISMS = {
    "none": "honest",
    "stuffing": "ballots stuffed at six stations in ten",
    "ordered": "shares ordered from above, obeyed by three stations in four",
    "central": "honest protocols, and a total that they do not give",
}


def _stored() -> dict[str, Any]:
    stored: dict[str, Any] = json.loads((RESULTS / "protocols.json").read_text(encoding="utf-8"))
    return stored


def _counts(mechanism: str) -> list[dict[str, Any]]:
    return [row for row in _stored()["counts"] if row["mechanism"] == mechanism]


def _mean(rows: list[dict[str, Any]], *names: str) -> float:
    total = 0.0
    for row in rows:
        value: Any = row
        for name in names:
            value = value[name]
        total += value
    return total / len(rows)


def _holds(rows: list[dict[str, Any]]) -> str:
    """How many of the ranges of ballots hold what was added, of all that were given."""
    given = [(low, high, row["added"]) for row in rows for low, high in row["audit"]["ranges"].values()]
    inside = sum((low is None or low <= added) and (high is None or added <= high) for low, high, added in given)
    return f"{inside} of {len(given)}" if given else "none given"


def protocols_audit(link: Link) -> str:
    """A row for each way to falsify: what is announced, what protocols add up to, and what an audit of them says."""
    rows = []
    for mechanism, words in MECHANISMS.items():
        counts = _counts(mechanism)
        audits = [row["audit"] for row in counts]
        rows.append((
            words, f"{_mean(counts, 'true', 'incumbent'):.1%}", f"{_mean(counts, 'announced'):.1%}",
            f"{_mean(counts, 'protocols', 'incumbent'):.1%}", f"{_mean(counts, 'added') / 1e6:.2f}",
            f"{sum(bool(a['proofs']) for a in audits)} of {len(audits)}",
            f"{sum(bool(a['strong']) for a in audits)} of {len(audits)}",
            f"{sum(bool(a['weak']) and not a['strong'] for a in audits)} of {len(audits)}", _holds(counts),
        ))  # fmt: skip
    heads = ("count", "incumbent, cast", "announced", "sum of protocols", "added in protocols, millions",
             "contradictions proven", "strong alarm", "weak alarms only", "ranges that contain it")  # fmt: skip
    return table(heads, rows, heads[1:])


def protocols_samples(link: Link) -> str:
    """A row for each size of a random sample: watched at the count, and as posted, where shares were ordered."""
    (ordered,) = (row for row in _counts("ordered") if "watched" in row)
    rows = [
        (
            f"{watched['stations']}", f"{watched['share']:.1%} ± {100 * watched['half_width']:.1f}",
            f"{watched['holds']:.0%}", f"{watched['below_half']:.0%}",
            f"{posted['share']:.1%} ± {100 * posted['half_width']:.1f}", f"{posted['holds']:.0%}",
        )
        for watched, posted in zip(ordered["watched"], ordered["posted"], strict=True)
    ]  # fmt: skip
    heads = ("stations", "watched: incumbent's share", "95 % interval contains the truth", "interval below one half",
             "as posted: incumbent's share", "contains the truth")  # fmt: skip
    return table(heads, rows, heads)


def protocols_volunteered(link: Link) -> str:
    """A row for each tilt of what volunteers collect; the last is what they collected in 2020."""
    stored = _stored()
    (ordered,) = (row for row in _counts("ordered") if "volunteered" in row)
    rows = []
    for row in ordered["volunteered"]:
        often = "as often as others" if row["tilt"] == 1 else f"{row['tilt']:g} times as often"
        rows.append((often, f"{row['honest']:.0%}", f"{row['incumbent']:.1%}", f"{row['challenger']:.1%}",
                     f"{row['challenger_of_two']:.1%}"))  # fmt: skip
    rows.append(("collected in 2020", "", "", "", f"{stored['collected']['challenger_of_two']:.1%}"))
    heads = ("an honest protocol is collected", "honest ones among them", "incumbent", "challenger",
             "challenger, of the two")  # fmt: skip
    return table(heads, rows, heads[1:])
