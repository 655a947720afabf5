"""How crises ended that others have described: the table that base rates of endings are compared with.

The table holds crises from 1986 to 2022 that began on a given day, with an end where there is one. They are known
because something happened, so failures that faded without a name are missing: bands around its shares must be wide.
Dates and endings marked `read` come from the source named; those marked `recalled` are common knowledge and unchecked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

import numpy as np

from contested.files.lines import cells_of
from contested.nation.codes import OUTCOMES

#: endings in which the other side got something
GAVE_WAY = ("new_election", "negotiated_transition", "collapse", "coup")
#: endings in which it got nothing and no outsider came
WITHOUT_SUCCESS = ("repression_holds", "faded")


@dataclass(frozen=True)
class Published:
    """One crisis: days from its first day to its end, the largest crowd as a part of the population (or nan)."""

    crisis: str
    days: int
    ending: str
    peak_share: float
    read: bool


def published() -> tuple[Published, ...]:
    """All crises of the table; the ending of one that was not over by the last day looked at is "open"."""
    text = files("contested.nation.outcome").joinpath("published.csv").read_text(encoding="utf-8")
    head, *lines = (cells_of(line) for line in text.splitlines())
    return tuple(
        Published(
            row["crisis"], int(row["days"]), row["ending"], float(row["peak_share"] or "nan"),
            row["read_or_recalled"] == "read",
        )
        for row in (dict(zip(head, cells, strict=True)) for cells in lines)
    )


def base_rates(days: Sequence[float], endings: Sequence[str], horizon: int) -> dict[str, float]:
    """Shares of endings, and how soon they came, of crises that were watched for `horizon` days.

    Parameters
    ----------
    days : sequence of float
        Days to the ending; ignored where there was none.
    endings : sequence of str
        "open" for none.
    horizon : int, day

    Returns
    -------
    dict of str to float
        Each ending of codes.OUTCOMES, `ended`, `gave_way`, `without_success`, and `median_days` of those that ended
        (nan where none did). What ended after the horizon counts as open.
    """
    seen = [e if e != "open" and d <= horizon else "open" for d, e in zip(days, endings, strict=True)]
    share = {name: seen.count(name) / max(1, len(seen)) for name in OUTCOMES}
    ended = [d for d, e in zip(days, seen, strict=True) if e != "open"]
    return share | {
        "ended": len(ended) / max(1, len(seen)),
        "gave_way": sum(share[name] for name in GAVE_WAY),
        "without_success": sum(share[name] for name in WITHOUT_SUCCESS),
        "median_days": float(np.median(ended)) if ended else float("nan"),
    }
