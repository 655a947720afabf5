"""What the shutdown of Belarus 2020 did in the model, by three ensembles: the tables of the case study."""

from __future__ import annotations

import json
from typing import Any

from tables.benchmarks import RESULTS
from tables.page import Link, table

CASES = {
    "shipped": "shipped parameters: chance alone",
    "prior": "draws from the priors: before any claim",
    "members": "members that match the claims to 15 September",
}
PARTS = {
    "shipped": "all of it",
    "shipped_august": "9 to 12 August, the whole country",
    "shipped_sundays": "four Sundays, mobile internet in Minsk",
}


def _cases() -> dict[str, Any]:
    stored: dict[str, Any] = json.loads((RESULTS / "shutdown.json").read_text(encoding="utf-8"))["cases"]
    return stored


def _row(what: str, case: dict[str, Any]) -> tuple[str, ...]:
    marched, taken = case["indicators"]["crowd.sum"], case["indicators"]["detained.sum"]
    low, middle, high = marched["ratio"]
    taken_low, taken_middle, taken_high = taken["ratio"]
    return (
        what, str(case["pairs"]), f"{marched['a'] / 1e6:.1f}", f"{middle:.2f} ({low:.2f} to {high:.2f})",
        f"{marched['more']:.0%}", f"{taken_middle:.2f} ({taken_low:.2f} to {taken_high:.2f})", f"{taken['more']:.0%}",
    )  # fmt: skip


def _table(names: dict[str, str], first: str) -> str:
    heads = (first, "pairs", "person-days with it, millions", "without / with", "more in", "detained, without / with",
             "more in")  # fmt: skip
    cases = _cases()
    return table(heads, [_row(words, cases[name]) for name, words in names.items()], heads[1:])


def shutdown(link: Link) -> str:
    """A row for each ensemble: marches and detentions without the shutdown, over those with it."""
    return _table(CASES, "ensemble")


def shutdown_parts(link: Link) -> str:
    """A row for each part of the shutdown that is left out, at the shipped parameters."""
    return _table(PARTS, "left out")


def shutdown_limits(link: Link) -> str:
    """What the ensemble of members says against its own answer."""
    return "\n".join(f"- {limit[0].upper()}{limit[1:]}." for limit in _cases()["members"]["limits"])
