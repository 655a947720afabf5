"""Results of one election, whatever day they were published, and shares that together exceed the whole.

A result is published on many days and is the same number on each. Claims belong to one contest if their place is the
same, no gap between their days exceeds APART, and their notes do not name different rounds or offices. Each party is
held to its last result (a final one before a preliminary one); what it said before is listed as its own revision.
Shares among chosen stations are no result of the contest and are left out; a partial count is marked. A share that is
above 100 alone is in no sum: whatever the others are, it is impossible (`claims.impossible`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import combinations

from contested.claims.claim import Claim
from contested.claims.contradictions.countries import countries_of, place_of
from contested.claims.contradictions.record import Contradiction, allowed, between, days, widest
from contested.claims.impossible import over
from contested.claims.parties import Names

#: quantities that are the same number on every day, once the polls are closed
RESULTS = ("vote_share", "votes", "turnout_share")
SHARES = ("vote_share", "exit_poll_share", "survey_share")
#: who stands for all votes
CAST = frozenset(
    {"", "all", "total", "all_ballots", "cast", "valid", "valid_votes", "ballots", "all_votes", "everybody"}
)
#: days without any result between two elections
APART = 180
_ROUNDS = (("2", re.compile(r"\b(?:second round|2nd round|round (?:two|2)|run-?off)\b", re.I)),
           ("1", re.compile(r"\b(?:first round|1st round|round (?:one|1))\b", re.I)))  # fmt: skip
_OFFICE = re.compile(r"\b(presidential|parliamentary|legislative|mayoral|municipal|gubernatorial|regional|local|"
                     r"referendum|senate|primary)\b", re.I)  # fmt: skip
_PRELIMINARY = re.compile(
    r"\b(?:preliminary|provisional|first (?:national )?(?:count|results?)|early results?|so far)\b", re.I
)
_FINAL = re.compile(r"\b(?:final|definitive|certified|official protocol of the commission)\b", re.I)
_CHOSEN = re.compile(r"\b(?:monitored|observed|sampled|selected|photographed)\b.{0,30}\bstations?\b"
                     r"|\bstations? (?:whose|where|with)\b", re.I)  # fmt: skip
_PARTIAL = re.compile(
    r"\bpartial\b|\babout half\b|\bsum over\b|\b\d+(?:\.\d+)? ?(?:%|percent) counted\b"
    r"|\b(?:%|percent) of (?:the )?(?:\w+ )?(?:protocols|tally|tallies|ballots|stations|precincts|votes counted)\b",
    re.I,
)


def contradictions(claims: Sequence[Claim], names: Names) -> Iterable[Contradiction]:
    """Every pair of results of one contest that cannot both be right, once per pair of parties."""
    countries = countries_of(claims)
    results = [c for c in claims if c.quantity in RESULTS and not _CHOSEN.search(_text_of(c))]
    for contest in _contests(results, countries):
        for same in _groups(contest, lambda c: (c.quantity, c.actor.casefold())):
            yield from _of_one(same, names)
    shares = [c for c in claims if c.quantity in SHARES and not over(c) and not _CHOSEN.search(_text_of(c))]
    for contest in _contests(shares, countries):
        for same in _groups(contest, lambda c: (c.quantity, names.party(c.claimant), stage(c))):
            if (found := _sum(same, names)) is not None:
                yield found
    for contest in _contests([c for c in results if c.quantity == "votes"], countries):
        for same in _groups(contest, lambda c: (names.party(c.claimant), stage(c))):
            if (found := _more_than_cast(same, names)) is not None:
                yield found


def stage(claim: Claim) -> str:
    """Whether a result calls itself "preliminary" or "final"; "" if it says neither."""
    said = _text_of(claim)
    return "preliminary" if _PRELIMINARY.search(said) else "final" if _FINAL.search(said) else ""


def _text_of(claim: Claim) -> str:
    return f"{claim.claimant}; {claim.note}"


def _groups(claims: Iterable[Claim], key: object) -> Iterable[list[Claim]]:
    assert callable(key)
    of: dict[object, list[Claim]] = {}
    for claim in claims:
        of.setdefault(key(claim), []).append(claim)
    return of.values()


def _contests(claims: Sequence[Claim], countries: frozenset[str]) -> Iterable[list[Claim]]:
    """Claims of one place, round and office without a long gap between their days."""
    for same in _groups(claims, lambda c: (place_of(c.place, countries), _round(c), _office(c))):
        same.sort(key=lambda c: c.date)
        contest: list[Claim] = []
        for claim in same:
            if contest and (claim.date - contest[-1].date).days > APART:
                yield contest
                contest = []
            contest.append(claim)
        yield contest


def _round(claim: Claim) -> str:
    return next((number for number, words in _ROUNDS if words.search(_text_of(claim))), "")


def _office(claim: Claim) -> str:
    match = _OFFICE.search(claim.note)
    return match[1].casefold() if match else ""


def _of_one(same: Sequence[Claim], names: Names) -> Iterable[Contradiction]:
    """Contradictions between parties' last results, and each party's own revisions."""
    by_party: dict[str, list[Claim]] = {}
    for claim in same:
        by_party.setdefault(names.party(claim.claimant), []).append(claim)
    last = {
        party: max(own, key=lambda c: (stage(c) == "final", stage(c) == "", c.date)) for party, own in by_party.items()
    }
    found = []
    for party, own in by_party.items():
        for claim in own:
            now = last[party]
            if claim is not now and claim.date != now.date:
                found.append(
                    (party, "own", between(claim, now, names, "same election", _revised(claim, now), rounded=True))
                )
    for one, other in combinations(last, 2):
        a, b = last[one], last[other]
        if (a.date, a.end_date) != (b.date, b.end_date):
            found.append((one, other, between(a, b, names, "same election", _remark(a, b, by_party), rounded=True)))
    yield from widest(((one, other), c) for one, other, c in found if c is not None)


def _revised(before: Claim, now: Claim) -> str:
    if stage(before) == "preliminary":
        return "preliminary against final, same party" if stage(now) == "final" else "preliminary, same party"
    return "revised by the same party"


def _remark(a: Claim, b: Claim, by_party: dict[str, list[Claim]]) -> str:
    remarks = [f"{days(abs((a.date - b.date).days))} apart"]
    stages = {stage(a), stage(b)}
    if "preliminary" in stages:
        remarks.append("preliminary against final" if "final" in stages else "one is preliminary")
    if any(_PARTIAL.search(_text_of(c)) for c in (a, b)):
        remarks.append("one is a partial count")
    for own in by_party.values():
        again = sorted({str(c.date) for c in own if c.middle in (a.middle, b.middle)} - {str(a.date), str(b.date)})
        if again:
            remarks.append(f"the same number on {', '.join(again)}")
    return "; ".join(remarks)


def _sum(same: Sequence[Claim], names: Names) -> Contradiction | None:
    """Shares of one party's result that sum above 100, beyond what rounding allows."""
    last: dict[str, Claim] = {}
    for claim in sorted(same, key=lambda c: c.date):
        last[claim.actor.casefold()] = claim
    parts = sorted(last.values(), key=lambda c: -(c.bounds[0] or 0.0))
    least = sum(allowed(c)[0] or 0.0 for c in parts)
    if least <= 100.0 + 1e-6:
        return None
    total = sum(c.bounds[0] or 0.0 for c in parts)
    party = names.party(parts[0].claimant)
    return Contradiction(parts[1], parts[0], party, party, 100.0, total, "shares above 100",
                         f"{len(parts)} shares sum to {total:g} percent")  # fmt: skip


def _more_than_cast(same: Sequence[Claim], names: Names) -> Contradiction | None:
    """Votes of all contestants that exceed the votes cast, as one party gives both."""
    last: dict[str, Claim] = {}
    for claim in sorted(same, key=lambda c: c.date):
        last[claim.actor.casefold()] = claim
    whole = next((c for actor, c in last.items() if actor in CAST), None)
    parts = sorted((c for actor, c in last.items() if actor not in CAST), key=lambda c: -(c.bounds[0] or 0.0))
    if whole is None or len(parts) < 2 or (most := allowed(whole)[1]) is None:
        return None
    if sum(allowed(c)[0] or 0.0 for c in parts) <= most:
        return None
    total = sum(c.bounds[0] or 0.0 for c in parts)
    party = names.party(whole.claimant)
    return Contradiction(whole, parts[0], party, party, float(whole.bounds[1] or most), total, "part above whole",
                         f"{len(parts)} contestants have {total:,.0f} votes together")  # fmt: skip
