"""What a ledger of claims says was done: acts and headlines proposed from it, for a person to accept.

A claim says that something happened and how many there were. The first is proposed as an act, the second as a headline
and never as a level. Which order the forces had, and why anything was done, no claim says: nothing is proposed for it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from contested.claims.claim import Claim
from contested.claims.impossible import impossible
from contested.claims.ledger import STREET
from contested.scenarios.new.series import series
from contested.scenarios.new.tables import Rows
from contested.scenarios.places import rows_of
from contested.scenarios.scenario import ASSUMED, Scenario

#: form of the call that a quantity speaks of
CALLS = {"crowd": "march", "strikers": "strike", "strike_sites": "strike", "event_strike": "strike"}
#: actor, act and unit of a level that the claim states, with what turns the claim's unit into it; no unit, no level
ACTS = {
    "released": ("incumbent", "release", "", 1.0),
    "internet_off": ("incumbent", "shutdown", "", 1.0),
    "event_concession": ("incumbent", "concession", "", 1.0),
    "event_rhetoric": ("incumbent", "defiance", "", 1.0),
    "event_patron": ("patron", "guarantee", "", 1.0),
    "event_shock": ("events", "shock", "", 1.0),
    "sanctioned": ("abroad", "sanctions", "person", 1.0),
    "patron_loan_usd": ("patron", "loan", "million USD", 1e-6),
    "aid_eur": ("abroad", "aid", "million EUR", 1e-6),
}
#: acts about leaders, by words of the note of a claim `event_leader`
LEADERS = (
    ("leader_exiled", r"exile|abroad|left the country|expel|flee|fled"),
    ("leader_freed", r"freed|released|let out"),
    ("leader_jailed", r"jail|arrest|detain|prison|sentenc|seiz|taken"),
)
#: observable, how days become one number, and unit of a headline
HEADLINES = {
    "crowd": ("crowd", "largest", "person"), "detained": ("detained", "sum", "person"),
    "detained_cum": ("detained", "sum", "person"), "injured": ("injured", "sum", "person"),
    "injured_cum": ("injured", "sum", "person"), "dead": ("killed", "sum", "person"),
    "dead_cum": ("killed", "sum", "person"), "strikers": ("strikers", "largest", "person"),
}  # fmt: skip
#: headlines at most
MOST = 20


class Proposals(NamedTuple):
    """Rows of acts.csv, headlines.csv and sources.csv, and the claims of which something is lost, each with the reason:
    those that led to no row, and those of which only the day is used, in a call."""

    acts: Rows
    headlines: Rows
    sources: Rows
    left: list[tuple[Claim, str]]

    @property
    def unused(self) -> dict[str, int]:
        """How many claims there are of each reason."""
        return dict(Counter(why for _, why in self.left))


def propose(claims: Iterable[Claim], scenario: Scenario) -> Proposals:
    """Acts and headlines that claims speak of, in a scenario's places and days, without those it has."""
    usable: list[tuple[Claim, str]] = []
    left: list[tuple[Claim, str]] = []
    for claim in claims:
        place, why = _place(claim, scenario)
        if why := why or _empty(claim) or _impossible(claim, scenario):
            left.append((claim, why))
        else:
            usable.append((claim, place))
    known = {(a.date, a.act, a.form, a.place) for a in scenario.acts}
    acts, no_act = _acts(usable, known)
    chosen, passed = _largest(usable)
    headlines, twice = _headlines(chosen, scenario)
    passed |= twice
    for claim, _ in usable:
        lost, number = no_act.get(id(claim), ""), passed.get(id(claim), "")
        if claim.quantity not in HEADLINES:
            reason = lost
        else:
            called = claim.quantity in CALLS and not lost
            reason = f"only its day is used, in a call: {number}" if called and number else number
        if reason:
            left.append((claim, reason))
    named = {row["source"] for row in (*acts, *headlines)} - set(scenario.sources)
    sources: dict[str, dict[str, Any]] = {}
    for claim, _ in usable:
        key = key_of(claim)
        if key in named and key not in sources:
            sources[key] = {"key": key, "citation": f"{claim.claimant}, as the ledger of claims has it",
                            "url": claim.source_url if "://" in claim.source_url else ""}  # fmt: skip
    return Proposals(acts, headlines, list(sources.values()), left)


def key_of(claim: Claim) -> str:
    """The key under which a claimant stands in sources.csv."""
    return re.sub(r"\W+", "_", claim.claimant.lower()).strip("_") or "ledger"


def _place(claim: Claim, scenario: Scenario) -> tuple[str, str]:
    """The place as acts name it, and why the claim leads to nothing; empty if it does."""
    country, places = scenario.country, scenario.country.places
    end = country.start + dt.timedelta(days=country.days - 1)
    if claim.quantity not in {*CALLS, *ACTS, *HEADLINES, "event_leader"}:
        return "", "about nothing that an act or a headline can say"
    if claim.quantity in HEADLINES and claim.actor not in STREET and claim.quantity != "strikers":
        return "", "about another side"
    if not country.start <= claim.date <= (claim.end_date or claim.date) <= end:
        return "", f"outside of {country.start} to {end}"
    whole = scenario.words["country"]
    if claim.place in ("", whole) or claim.quantity in ACTS:
        return "", ""
    return (claim.place, "") if rows_of(claim.place, places, whole) else ("", "place unknown")


def _empty(claim: Claim) -> str:
    """Why a claim about a known place and day states nothing that was done; empty if it does."""
    if claim.quantity == "event_leader":
        return "" if _leader(claim) else "its note does not say whether a leader was jailed, freed or exiled"
    counts = claim.quantity in HEADLINES or (claim.quantity in CALLS and not claim.event)
    if _point(claim) > 0 or not (counts or ACTS.get(claim.quantity, ("", "", ""))[2]):
        return ""
    return "no number above 0"


def _impossible(claim: Claim, scenario: Scenario) -> str:
    """Why no act or headline may rest on a claim's number: it would displace true ones; empty if it can be."""
    more = impossible(claim, scenario.country.population)
    return f"number impossible: {more}" if more else ""


def _leader(claim: Claim) -> str:
    return next((name for name, words in LEADERS if re.search(words, claim.note, re.IGNORECASE)), "")


def _point(claim: Claim) -> float:
    return next((x for x in (claim.value, claim.low, claim.high) if x is not None), 0.0)


def _acts(
    usable: list[tuple[Claim, str]], known: set[tuple[dt.date, str, str, str]]
) -> tuple[Rows, dict[int, str]]:
    """Acts that a scenario does not have yet, by day; and why a claim leads to none, by its identity."""
    first = [c for c, _ in usable if c.quantity in CALLS or c.quantity in ACTS or c.quantity == "event_leader"]
    why = {id(claim): "another claim of its day gives this act" for claim in first}
    rows = []
    for row, behind in (*_calls(usable, why), *_others(usable)):
        there = (row["date"], row["act"], row.get("form", ""), row["place"]) in known
        if not there:
            rows.append(row)
        for claim in behind:
            if why[id(claim)]:  # not yet behind another act, such as a daily series beside a weekly one
                why[id(claim)] = "the scenario has this act" if there else ""
    rows.sort(key=lambda a: (a["date"], a["act"], a["place"]))
    return rows, why


def _calls(usable: list[tuple[Claim, str]], why: dict[int, str]) -> list[tuple[dict[str, Any], list[Claim]]]:
    """Series of calls by form and place, each with the claims behind it; where the whole country was called, no town is
    called besides, which is noted in `why`."""
    days: dict[tuple[str, str], dict[dt.date, list[Claim]]] = defaultdict(lambda: defaultdict(list))
    for claim, place in usable:
        if claim.quantity in CALLS:
            days[CALLS[claim.quantity], place][claim.date].append(claim)
    rows = []
    for (form, place), on in days.items():
        everywhere = days[form, ""] if place and (form, "") in days else {}
        why.update((id(c), "the whole country is called that day") for d in on if d in everywhere for c in on[d])
        for s in series(d for d in on if d not in everywhere):
            step = {"day": 1, "week": 7}.get(s.every, 1)
            behind = [c for d, claims in on.items() if s.first <= d <= s.last and not (d - s.first).days % step
                      for c in claims if d not in everywhere]  # fmt: skip
            rows.append(({
                "date": s.first, "end_date": s.last if s.every else "", "actor": "opposition", "act": "call",
                "place": place, "form": form, "every": s.every, "source": key_of(on[s.first][0]),
                "note": f"a claim counts {'strikers' if form == 'strike' else 'a crowd'}; form and caller are guesses",
            }, behind))  # fmt: skip
    return rows


def _others(usable: list[tuple[Claim, str]]) -> list[tuple[dict[str, Any], list[Claim]]]:
    """Acts of a day, one for each day and kind, each with its claim."""
    rows: dict[tuple[dt.date, str], tuple[dict[str, Any], list[Claim]]] = {}
    for claim, _ in usable:
        if claim.quantity == "event_leader":
            act = _leader(claim)
            actor, unit, level, source = "incumbent", "person", 1.0, ASSUMED
        elif claim.quantity in ACTS:
            actor, act, unit, factor = ACTS[claim.quantity]
            level, source = factor * _point(claim), key_of(claim)
        else:
            continue
        rows.setdefault((claim.date, act), ({
            "date": claim.date, "end_date": claim.end_date or "", "actor": actor, "act": act, "place": "",
            "level": f"{level:g}" if unit else "", "unit": unit, "level_source": source if unit else "",
            "source": key_of(claim), "note": claim.note,
        }, [claim]))  # fmt: skip
    return list(rows.values())


def _largest(usable: list[tuple[Claim, str]]) -> tuple[list[tuple[Claim, str]], dict[int, str]]:
    """The largest number of each side by quantity and place, nationwide ones first, `MOST` at most; and why any other
    is not among them, by the claim's identity.

    A range counts with its lower end, which all who state it vouch for: "2,000 or more" is above "1,000 to 5,000". Of
    equal numbers the first of the ledger is taken.
    """
    largest: dict[tuple[str, str, str], tuple[Claim, str]] = {}
    numbers = [(claim, place) for claim, place in usable if claim.quantity in HEADLINES]
    for claim, place in numbers:
        key = (claim.quantity, place, claim.side)
        if key not in largest or _point(claim) > _point(largest[key][0]):
            largest[key] = (claim, place)
    first = sorted(largest.values(), key=lambda c: (c[1] != "", -_point(c[0]), c[0].claimant))
    passed = {id(claim): f"beyond the {MOST} largest headlines" for claim, _ in first[MOST:]}
    ours = {id(claim) for claim, _ in first}
    for claim, place in numbers:
        if id(claim) not in ours:
            larger = _point(largest[claim.quantity, place, claim.side][0]) > _point(claim)
            passed[id(claim)] = f"{'a larger' if larger else 'an equal'} number of its side stands"
    return first[:MOST], passed


def _headlines(first: list[tuple[Claim, str]], scenario: Scenario) -> tuple[Rows, dict[int, str]]:
    """A row for each claim that is a headline, by day, without those a scenario has; and why a claim has none."""
    taken = {h.item: "the scenario has this headline" for h in scenario.headlines}
    passed: dict[int, str] = {}
    rows = []
    for claim, place in sorted(first, key=lambda c: (c[0].date, c[1], c[0].claimant)):
        observable, over, unit = HEADLINES[claim.quantity]
        item = f"{claim.quantity.replace('_cum', ' so far')}, {place or 'nationwide'}, {claim.date}: {claim.claimant}"
        if item in taken:
            passed[id(claim)] = taken[item]
            continue
        taken[item] = "its claimant has a headline of that day on another side"
        low, high = claim.low, claim.high
        if low is None and high is None:
            low = high = claim.value
        rows.append({
            "item": item, "statement": _bounds(claim), "quantity": observable, "over": over, "unit": unit,
            "place": place, "low": "" if low is None else f"{low:.12g}", "high": "" if high is None else f"{high:.12g}",
            "first": scenario.country.start if claim.quantity.endswith("_cum") else claim.date,
            "last": claim.end_date or claim.date, "source": key_of(claim), "note": claim.note,
        })  # fmt: skip
    return rows, passed


def _bounds(claim: Claim) -> str:
    if claim.low is not None and claim.high is not None:
        return f"{claim.low:,.12g} to {claim.high:,.12g}"
    if claim.low is not None:
        return f"{claim.low:,.12g} or more"
    return f"up to {claim.high:,.12g}" if claim.high is not None else f"{claim.value:,.12g}"
