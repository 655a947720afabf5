"""Acts as earlier versions wrote them, turned into those of today.

A march or a strike was an act of its own, and so was each tactic: `call_march` is now the act `call` with the form
`march`, and `tactic_crackdown` is `tactic` with the form `crackdown`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from contested.files.faults import Row

CALL, TACTIC = "call", "tactic"
_CALLS = {"call_march": "march", "call_strike": "strike"}
_BEFORE = "tactic_"


def today(act: str) -> tuple[str, str]:
    """Act and form that an act is today; the form is empty where the act did not change."""
    if act in _CALLS:
        return CALL, _CALLS[act]
    if act.startswith(_BEFORE):
        return TACTIC, act.removeprefix(_BEFORE)
    return act, ""


def renewed(rows: Sequence[Row]) -> tuple[list[Row], int]:
    """Rows with acts of today, and how many were written in the old way."""
    out, old = [], 0
    for row in rows:
        act, form = today(row["act"])
        if form:
            old += 1
            row = replace(row, values={**row.values, "act": act, "form": row["form"] or form})
        out.append(row)
    return out, old
