"""How long dated tactics of incumbents lasted in the shipped crises: what the prior of their persistence follows.

    python -m benchmarks.crises.tactics

Days on which the whole country has a dated tactic, and how often the next day has another. Of Belarus nothing after 14
September is read, so that its later origins are forecast from what was known before.
"""

from __future__ import annotations

import datetime as dt
import math
from itertools import pairwise

from contested.scenarios.load import load

CRISES = ("belarus-2020", "georgia-2003", "khabarovsk-2020", "leipzig-1989", "serbia-2000", "serbia-2024",
          "ukraine-2004", "yellow-vests-2018")  # fmt: skip
LAST = {"belarus-2020": dt.date(2020, 9, 14)}
#: tactics that the model chooses from
TACTICS = 5


def tactics(name: str) -> list[str | None]:
    """The tactic of each day of the whole country, None where none is dated."""
    country = load(name).country
    days = country.days if name not in LAST else (LAST[name] - country.start).days + 1
    found: list[str | None] = [None] * days
    for act in country.acts:
        if act.act == "tactic" and act.place < 0:
            for day in range(act.day, min(act.until + 1, days)):
                found[day] = act.form
    return found


def main() -> None:
    days = changes = 0
    for name in CRISES:
        each = tactics(name)
        mine = sum(t is not None for t in each)
        other = sum(a is not None and b is not None and a != b for a, b in pairwise(each))
        print(f"{name}: {mine} days with a dated tactic, {other} changes")
        days, changes = days + mine, changes + other
    chance = changes / days
    print(f"all: {changes} changes in {days} days; where all else is equal that is a persistence of "
          f"{math.log((TACTICS - 1) * (1 / chance - 1)):.1f}")  # fmt: skip


if __name__ == "__main__":
    main()
