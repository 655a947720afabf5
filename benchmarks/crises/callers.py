"""How often new calls were made in the shipped crises, and how long they went on: what the callers' rule follows.

    python -m benchmarks.crises.callers [--write]

Counted are the dated calls of each scenario's calendar. Their rate is fitted as a self-exciting process (hawkes1971)
that the first day of a crisis, the announcement of a result and shocks excite, and each call; the part that leaders
and expectations have in it is left out. A series that goes on to the last day read is censored. Of Belarus nothing
after 14 September is read, so that its later origins are forecast from what was known before. Calendars list the calls
that somebody reported: small local ones are missing, and stand in the model as gatherings that nobody calls. What
people felt and hoped is not known; the probability of ending is fitted as if success was thought as likely as not.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
from collections import Counter, defaultdict
from pathlib import Path
from statistics import median
from typing import NamedTuple

import numpy as np
from benchmarks.crises.tactics import CRISES, LAST

from contested.nation.params import NationParams
from contested.rules.habit import aged
from contested.scenarios.load import load

RESULTS = Path(__file__).parents[1] / "results" / "callers.json"
#: days of the first wave, in which calls are told apart from those later on
FIRST_WAVE = 15
#: where the search for the process begins: calls a day without any excitement, what an event adds to them, what a call
#: adds, and days until half of it is gone
START = (0.02, 0.4, 0.05, 4.0)
WEEK = 7
#: tried values of the probability of ending at age 0 and of the age at which it has halved
ENDINGS, HALVES = np.geomspace(0.01, 0.6, 80), (2, 3, 5, 7, 10, 14, 20, 30, 50, 100)


class Dated(NamedTuple):
    """A call of a calendar: form, first day, days between gatherings (0: one gathering), how many gatherings there
    were, whether it was still on at the end, and whether it was for some places only."""

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
    dated = []
    for call in country.calls:
        if call.day > end:
            continue
        last = min(call.until, end)
        once = call.until == call.day
        dated.append(Dated(
            call.form, call.day, 0 if once else call.every, 1 + (last - call.day) // call.every,
            call.until + call.every > end, bool(call.places),
        ))  # fmt: skip
    return dated, end


def ended(some: list[Dated]) -> dict[str, float]:
    """Endings per gathering of series; censored ones count for their gatherings."""
    off, gatherings = sum(not c.censored for c in some), sum(c.gatherings for c in some)
    return {"series": len(some), "ended": off, "gatherings": gatherings, "per gathering": round(off / gatherings, 4)}


def log_likelihood(series: list[Dated], ending: float, half: float) -> float:
    """Of the lengths of series, if each gathering is the last with probability ending, less with age."""
    total = 0.0
    for c in series:
        last = [min(0.999, ending * aged(c.every * k, half)) for k in range(c.gatherings)]
        total += float(np.log1p(-np.array(last[:-1])).sum())
        total += float(np.log1p(-last[-1]) if c.censored else np.log(last[-1]))
    return total


def trials(name: str) -> float:
    """How often a weekly series could have changed its form: gatherings, each counted by its arrests per marcher as
    claims have them, as `opposition.substitution_half` says."""
    half = NationParams().opposition.substitution_half
    scenario, last = load(name), LAST.get(name, dt.date.max)
    said: dict[dt.date, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for claim in scenario.claims:
        value = next((v for v in (claim.value, claim.low, claim.high) if v is not None), None)
        if claim.quantity in ("crowd", "detained") and value is not None:
            said[claim.date][claim.quantity].append(float(value))
    known, gatherings = [], 0
    for call in scenario.country.calls:
        for day in range(call.day, min(call.until, scenario.country.origin) + 1, call.every):
            date = scenario.country.start + dt.timedelta(days=day)
            if call.every < WEEK or date > last:
                continue
            gatherings += 1
            crowd, detained = said[date]["crowd"], said[date]["detained"]
            if crowd and detained:
                ratio = median(detained) / max(1.0, median(crowd))
                known.append(ratio / (ratio + half))
    return gatherings * float(np.mean(known)) if known else 0.0


def changed(mine: list[Dated]) -> int:
    """Weekly series that ended and were followed within a week by a weekly one of another form."""
    weekly = [c for c in mine if c.every >= WEEK]
    over = [(c, c.day + c.every * (c.gatherings - 1)) for c in weekly if not c.censored]
    return sum(any(o.form != c.form and 0 < o.day - last <= WEEK for o in weekly) for c, last in over)


def days_of(name: str) -> tuple[np.ndarray, np.ndarray]:
    """New calls and events of each day of a calendar, float64 arrays of shape (days,): an event is the first day, an
    announcement, or a shock by its size and the part of people whom it reaches."""
    country = load(name).country
    mine, end = calls(name)
    begun, events = np.zeros(end + 1), np.zeros(end + 1)
    for call in mine:
        begun[call.day] += 1
    people = np.array([p.population for p in country.places], np.float64)
    events[[0, min(max(0, country.announcement_day if country.election else 0), end)]] = 1.0
    for act in country.acts:
        if act.act == "shock" and 0 < act.day <= end:
            part = 1.0 if act.place < 0 else people[act.place] / people.sum()
            events[act.day] += country.params.citizens.shock_size * act.level * part
    return begun, events


def rates(begun: np.ndarray, events: np.ndarray, lasting: float, event: float, call: float, half: float) -> np.ndarray:
    """Calls a day by the self-exciting process, float64 array of shape (days,)."""
    out, excited, left = np.empty(len(begun)), 0.0, 0.5 ** (1.0 / half)
    for day, (calls_then, happened) in enumerate(zip(begun, events, strict=True)):
        excited += event * happened
        out[day] = lasting + excited
        excited = excited * left + call * calls_then
    return out


def excitement() -> dict[str, float]:
    """The process with the largest likelihood, beside a constant rate."""
    from scipy.optimize import minimize

    every = [days_of(name) for name in CRISES]

    def lost(log: np.ndarray) -> float:
        each = [(rates(*one, *np.exp(log)), one[0]) for one in every]
        return -sum(float((y * np.log(x) - x).sum()) for x, y in each)

    best = minimize(lost, np.log(START), method="Nelder-Mead", options={"maxiter": 4000, "fatol": 1e-4})
    y = np.concatenate([one[0] for one in every])
    lasting, event, call, half = (round(float(x), 4) for x in np.exp(best.x))
    constant = float(y.sum() * np.log(y.mean()) - y.sum())
    return {"lasting": lasting, "event": event, "call": call, "half-life": half,
            "log-likelihood": round(float(-best.fun), 1), "constant rate": round(constant, 1)}  # fmt: skip


def summary() -> dict[str, object]:
    """What stands in the results."""
    every: list[Dated] = []
    new: list[Dated] = []
    rows, changes = [], 0
    for name in CRISES:
        mine, end = calls(name)
        late = [c for c in mine if c.day >= FIRST_WAVE]
        rows.append({"crisis": name, "days": max(0, end + 1 - FIRST_WAVE), "new calls": len(late)})
        every, new, changes = every + mine, new + late, changes + changed(mine)
    days = sum(row["days"] for row in rows)
    series = [c for c in every if c.every]
    _, ending, half = max((log_likelihood(series, e, h), float(e), h) for e in ENDINGS for h in HALVES)
    return {
        "crises": rows, "days": days, "new calls": len(new), "per day": round(len(new) / days, 3),
        "calls": len(every), "once": sum(c.every == 0 for c in every), "weekly": sum(c.every >= WEEK for c in every),
        "local": sum(c.local for c in every), "forms": dict(Counter(c.form for c in every).most_common()),
        "weekly of each form": dict(Counter(c.form for c in every if c.every >= WEEK)),
        "once of each form": dict(Counter(c.form for c in every if c.every == 0)),
        "excitement": excitement(),
        "daily series": ended([c for c in series if c.every < WEEK]),
        "weekly series": ended([c for c in series if c.every >= WEEK]),
        "fitted": {"ending": round(ending, 3), "newness": half},
        "trials of a change of form": round(sum(trials(name) for name in CRISES), 1), "changes of form": changes,
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    given, counts = parser.parse_args(), summary()
    for key, value in counts.items():
        print(f"{key}: {value}")
    if given.write:
        RESULTS.write_text(json.dumps({"date": dt.date.today().isoformat(), **counts}, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
