"""Trials on made-up laws: how members could start, with what came of it in the package, and how they go on by a day."""

from __future__ import annotations

import json
from typing import Any

from tables.benchmarks import RESULTS
from tables.page import Link, table

KEYS = {"crps": "CRPS", "bias": "truth minus median", "sd": "stated sd", "in 50": "50 % bands cover",
        "in 90": "90 % bands cover", "unknowns in 90": "90 % intervals of unknowns cover",
        "distinct": "distinct runs"}  # fmt: skip
LAWS = {"threshold of each day": "a threshold for each day", "nobody marches at all": "crowds or none in a whole run"}
COUNTS = {"crowd": "crowds", "detained": "detentions", "both": "both"}


def starts(link: Link) -> str:
    """A row for each law and start, from benchmarks/results/starts.json."""
    stored = _stored("starts.json")
    lines = [
        (LAWS[r["law"]], str(r["twins"]), r["start"], *(_value(key, r[key]) for key in KEYS)) for r in stored["table"]
    ]
    heads = ("model", "truths", "start", *KEYS.values())
    return f"Measured on {stored['date']} ({stored['machine']}).\n\n{table(heads, lines, (heads[1], *heads[3:]))}"


def starts_tried(link: Link) -> str:
    """Forecasts from four early origins, and twins, with each start: from benchmarks/results/starts_tried.json."""
    stored = _stored("starts_tried.json")
    keys = {"crps": "CRPS", "pit": "PIT, median", "in 50": "50 % bands cover", "in 90": "90 % bands cover"}
    lines = [
        (f"`{r['scenario']}`" if r["origin"] else r["scenario"], r["origin"], COUNTS[r["quantity"]],
         str(r["taken"]["claims"]), *(_pair(r, key) for key in keys))
        for r in stored["origins"]
    ]  # fmt: skip
    heads = ("crisis", "last day known", "counts", "claims", *keys.values())
    then, now = (stored["twins"][which] for which in ("first come", "taken"))
    tables = [{r["of"]: r for r in one["table"]} for one in (then, now)]
    crowds, parameters = ([one[of] for one in tables] for of in ("crowd", "parameters"))
    text = (
        f"On known truths the true log crowd lies {now['errors']['mean']:.2f} above the median instead of "
        f"{then['errors']['mean']:.2f}, 50 % bands of crowds cover {crowds[1]['within_50']:.0%} instead of "
        f"{crowds[0]['within_50']:.0%}, and 90 % bands of parameters {parameters[1]['within_90']:.0%}, as before "
        f"({parameters[0]['within_90']:.0%})."
    )
    return (f"Measured on {stored['date']} ({stored['machine']}): {stored['members']['first come']} members, the first "
            f"runs of the prior → {stored['members']['taken']} members chosen from three times as many runs.\n\n"
            f"{table(heads, lines, heads[3:])}\n\n{text}")  # fmt: skip


def onward(link: Link) -> str:
    """A row for each law and number of passes, from benchmarks/results/onward.json."""
    stored = _stored("onward.json")
    keys = {key: words for key, words in KEYS.items() if key != "distinct"}
    lines = [
        (LAWS[r["law"]], str(r["twins"]), str(r["passes"]),
         *(f"{r[k]:.3f}" if k == "crps" else _value(k, r[k]) for k in keys))
        for r in stored["table"]
    ]  # fmt: skip
    heads = ("model", "truths", "passes", *keys.values())
    return f"Measured on {stored['date']} ({stored['machine']}).\n\n{table(heads, lines, heads[1:])}"


def _stored(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((RESULTS / name).read_text(encoding="utf-8"))
    return found


def _value(key: str, value: float) -> str:
    return f"{value:.0f}" if key == "distinct" else f"{value:.0%}" if " in " in f" {key}" else f"{value:.2f}"


def _pair(row: dict[str, Any], key: str) -> str:
    return " → ".join(_value(key, row[which][key]) for which in ("first come", "taken"))
