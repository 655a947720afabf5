"""Coverage of known truths by the smoother's ensembles, beside the prior's."""

from __future__ import annotations

import json
from typing import Any

from tables.benchmarks import RESULTS
from tables.page import Link, table

WORDS = {"parameters": "parameters", "chance": "random outcomes of gatherings and shocks",
         "crowd": "national crowd, log, on days above 200 in truth",
         "expected": "the same, on days above 200 in the ensemble's median"}  # fmt: skip


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
    heads = ("unknowns", "true values", "50 % intervals cover", "90 % intervals cover", "90 %, worst truth",
             "width of 90 %", "prior: 50 %", "prior: 90 %", "prior: width")  # fmt: skip
    return (f"Measured on {stored['date']} ({stored['machine']}): {stored['reported']} of {asked['twins']} truths of "
            f"`{asked['scenario']}` had three claims or more; {asked['members']} members in {asked['passes']} passes, "
            f"{asked['days']} days at 1:{asked['scale']}.\n\n{table(heads, lines, heads[1:])}\n\n"
            f"{_errors(stored)}")  # fmt: skip


def _errors(stored: dict[str, Any]) -> str:
    """What errors of crowds consist of."""
    e = stored["errors"]
    return (f"On {e['days']} days with a claim and an expected crowd, of {e['truths']} truths, the true log crowd is "
            f"on average {e['mean']:.2f} above the ensemble's median. This difference has a standard deviation of "
            f"{e['shared']:.2f} between truths and {e['rest']:.2f} between days, where ensembles state "
            f"{e['stated']:.2f}. Claims of crowds lie {e['missed_before']:.2f} above the median run before the fit and "
            f"{e['missed_after']:.2f} after it.")  # fmt: skip
