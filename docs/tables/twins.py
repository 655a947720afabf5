"""Coverage of known truths by the smoother's ensembles, beside the prior's."""

from __future__ import annotations

import json

from tables.benchmarks import RESULTS
from tables.page import Link, table

WORDS = {"parameters": "parameters", "chance": "chances of gatherings and shocks",
         "crowd": "national crowd, log, on days above 200"}  # fmt: skip


def twins(link: Link) -> str:
    """A row for each group of unknowns; what it was measured with above."""
    stored = json.loads((RESULTS / "twins.json").read_text(encoding="utf-8"))
    asked = stored["asked"]
    lines = [
        (WORDS[r["of"]], str(r["values"]), f"{r['within_50']:.0%}", f"{r['within_90']:.0%}",
         f"{r['worst_twin_90']:.0%}", f"{r['width']:.2f}", f"{r['prior_50']:.0%}", f"{r['prior_90']:.0%}",
         f"{r['prior_width']:.2f}")
        for r in stored["table"]
    ]  # fmt: skip
    heads = ("of", "true values", "50 % intervals hold", "90 % intervals hold", "in the worst twin", "width of 90 %",
             "prior: 50 %", "90 %", "width")  # fmt: skip
    return (f"Measured on {stored['date']} ({stored['machine']}): {stored['reported']} of {asked['twins']} truths of "
            f"`{asked['scenario']}` had three claims or more; {asked['members']} members in {asked['passes']} passes, "
            f"{asked['days']} days at 1:{asked['scale']}.\n\n{table(heads, lines, heads[1:])}")  # fmt: skip
