"""The limits on files that others made."""

from __future__ import annotations

from tables.page import Link, table


def file_limits(link: Link) -> str:
    """Every limit."""
    from contested.files.limits import LIMITS, shown

    rows = [(limit.meaning, shown(limit.most, limit.unit)) for limit in LIMITS.values()]
    return table(("of", "at most"), rows, right=("at most",))
