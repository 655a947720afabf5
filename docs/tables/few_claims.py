"""Four claims: members resampled and members moved, beside the exact posterior."""

from __future__ import annotations

import json
from datetime import date

from tables.benchmarks import RESULTS
from tables.page import Link, table

NAMES = {"prior": "prior", "exact": "exact posterior", "resampled": "members resampled", "moved": "members moved"}


def few_claims(link: Link) -> str:
    """A row for each day, kind of band and number of members, from benchmarks/results/few_claims.json."""
    stored = json.loads((RESULTS / "few_claims.json").read_text(encoding="utf-8"))
    order = list(NAMES)
    lines = [
        (date.fromisoformat(r["day"]).strftime("%-d %B"), NAMES[r["bands"]],
         f"{r['members']}" if "members" in r else f"{stored['runs']:,} runs",
         *(f"{r[key]:,.0f}" for key in ("low", "median", "high")), f"{r['room']:.1f}",
         f"{r['least']:.1f} to {r['most']:.1f}" if "members" in r else "")
        for r in sorted(stored["table"], key=lambda r: (r["day"], order.index(r["bands"]), r.get("members", 0)))
    ]  # fmt: skip
    heads = ("day", "bands of", "members", "5 %", "median", "95 %", "95 % in medians", "least and most")
    effective = next(r["effective"] for r in stored["table"] if "effective" in r)
    moved = next(r["moved"] for r in stored["table"] if r["bands"] == "resampled" and r["members"] == 300)
    return (
        f"Measured on {stored['date']} ({stored['machine']}): national crowds of `teaching` at 1:50. Members: mean of "
        f"{stored['seeds']} seeds ({moved} of them, with 300 members, found too many runs needed, and moved them). The "
        f"exact posterior is that of {stored['runs']:,} weighted runs, which count as {effective:.0f}.\n\n"
        f"{table(heads, lines, heads[2:])}"
    )
