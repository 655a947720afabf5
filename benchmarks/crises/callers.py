"""How often new calls were made in the shipped crises, and how long they went on: what the callers' rule follows.

    python -m benchmarks.crises.callers [--write]

Counted are the dated calls of each scenario's calendar. New calls count from the fifteenth day on, when the first wave
is over. A series that goes on to the last day read is censored. Of Belarus nothing after 14 September is read, so that
its later origins are forecast from what was known before. Calendars list the calls that somebody reported: small local
ones are missing, and stand in the model as gatherings that nobody calls.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from benchmarks.crises.tactics import CRISES, LAST

from contested.scenarios.load import load

RESULTS = Path(__file__).parents[1] / "results" / "callers.json"
#: day from which on a call is one of those that begin while a crisis goes on
SETTLED = 14
WEEK = 7


class Dated(NamedTuple):
    """A call of a calendar: form, first day, days between gatherings (0: one gathering), how many gatherings there
    were, whether it was still on at the end, and whether it was for
    some places only."""

    form: str
    day: int
    every: int
    gatherings: int
    censored: bool
    local: bool


def calls(name: str) -> tuple[list[Dated], int]:
    """The calls of a calendar, and its last day that is read."""
    country = load(name).country
    end = min(country.origin, country.days - 1)
    if name in LAST:
        end = min(end, (LAST[name] - country.start).days)
    found = []
    for call in country.calls:
        if call.day > end:
            continue
        last = min(call.until, end)
        once = call.until == call.day
        found.append(Dated(
            call.form, call.day, 0 if once else call.every, 1 + (last - call.day) // call.every,
            call.until + call.every > end, bool(call.places),
        ))  # fmt: skip
    return found, end


def hazard(some: list[Dated]) -> dict[str, float]:
    """Endings per gathering of series, censored ones counted for their gatherings."""
    ended, gatherings = sum(not c.censored for c in some), sum(c.gatherings for c in some)
    return {"series": len(some), "ended": ended, "gatherings": gatherings,
            "ended per gathering": round(ended / gatherings, 4) if gatherings else float("nan")}  # fmt: skip


def summary() -> dict[str, object]:
    """What stands in the results."""
    every: list[Dated] = []
    rows, days = [], 0
    new: list[Dated] = []
    for name in CRISES:
        mine, end = calls(name)
        late = [c for c in mine if c.day > SETTLED]
        rows.append({"crisis": name, "days": max(0, end - SETTLED), "new calls": len(late)})
        every, new, days = every + mine, new + late, days + max(0, end - SETTLED)
    daily, weekly = ([c for c in every if c.every and (c.every < WEEK) == short] for short in (True, False))
    return {
        "crises": rows, "days": days, "new calls": len(new), "per day": round(len(new) / days, 3),
        "once": sum(c.every == 0 for c in new), "weekly": sum(c.every >= WEEK for c in new),
        "local": sum(c.local for c in new), "forms": dict(Counter(c.form for c in new).most_common()),
        "weekly of each form": dict(Counter(c.form for c in new if c.every >= WEEK)),
        "once of each form": dict(Counter(c.form for c in new if c.every == 0)),
        "daily series": hazard(daily), "weekly series": hazard(weekly),
        "daily series, gatherings": sorted((c.gatherings, "+" if c.censored else "") for c in daily),
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    found = summary()
    for key, value in found.items():
        print(f"{key}: {value}")
    if parser.parse_args().write:
        about = {"date": dt.date.today().isoformat()}
        RESULTS.write_text(json.dumps({**about, **found}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
