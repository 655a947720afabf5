"""What was chosen on the early origins: factors on the discrepancy and on the spread of crowds."""

from __future__ import annotations

import json

from tables.benchmarks import RESULTS
from tables.page import Link, table


def rolling_choice(link: Link) -> str:
    """A row for each pair of factors, the worst log score first; beside it forecasts with every day alike."""
    stored = json.loads((RESULTS / "discrepancy.json").read_text(encoding="utf-8"))
    rows = [r for r in stored["table"] if r["quantity"] == "crowd"]
    lines = [
        (f"{r['factor']:g}", f"{r['spread']:g}" if r["spread"] else "1, days not weighted", f"{r['log']:.2f}",
         f"{r['crps']:.2f}", f"{r['in 50']:.0%}", f"{r['in 90']:.0%}",
         *(f"{r['crises'][c]['log']:.2f}" for c in sorted(r["crises"])))
        for r in sorted(rows, key=lambda r: -r["log"])
    ]  # fmt: skip
    crises = [f"log score, `{c}`" for c in sorted(rows[0]["crises"])]
    heads = ("factor on the discrepancy", "factor on the spread", "log score", "CRPS", "50 % bands cover",
             "90 % bands cover", *crises)  # fmt: skip
    return (f"{rows[0]['claims']} claims of crowds from four origins, measured on {stored['date']} "
            f"({stored['machine']}).\n\n{table(heads, lines, heads[2:])}")  # fmt: skip
