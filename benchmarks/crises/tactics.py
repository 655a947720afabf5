"""How long dated tactics of incumbents lasted in the shipped crises: what the prior of their reviews follows.

    python -m benchmarks.crises.tactics

Days on which the whole country has a dated tactic, and how often the next day has another. Of Belarus nothing after 14
September is read, so that its later origins are forecast from what was known before.
"""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

from contested.scenarios.load import load

CRISES = ("belarus-2020", "georgia-2003", "khabarovsk-2020", "leipzig-1989", "serbia-2000", "serbia-2024",
          "ukraine-2004", "yellow-vests-2018")  # fmt: skip
LAST = {"belarus-2020": dt.date(2020, 9, 14)}
WEEK = 7


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
    """Print the days and changes of each crisis, and whether changes come soon after another one."""
    days = changes = fresh_days = fresh = 0
    for name in CRISES:
        each = tactics(name)
        mine = sum(t is not None for t in each)
        other = [day for day, (a, b) in enumerate(pairwise(each), 1) if a is not None and b is not None and a != b]
        print(f"{name}: {mine} days with a dated tactic, {len(other)} changes")
        days, changes = days + mine, changes + len(other)
        for day in other:
            following = each[day : day + WEEK]
            until = next((k for k, t in enumerate(following) if t != each[day]), len(following))
            fresh_days += until
            fresh += until < len(following)
    print(f"all: {changes} changes in {days} days ({changes / days:.1%} a day)")
    print(f"in the week after a change: {fresh} in {fresh_days} days ({fresh / fresh_days:.1%} a day)")


if __name__ == "__main__":
    main()
