"""Two states of one count: which votes came between them, which went away, and which could hardly come so.

What a station has counted can be corrected, but votes that a later state no longer has were once announced, those of a
station that it no longer lists among them. And the ballots that a station adds come from the same people as before.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
from scipy.stats import binom

from contested.forensics.comparisons.matching import Matched, common
from contested.forensics.finding import Finding
from contested.forensics.table.case import Floats, Ints

#: part of all ballots of the earlier state that must go away at stations for an alarm
ALARM_SHARE = 0.001
#: how much more of the added ballots than of the earlier ones a contestant may honestly have, and chance beyond that
MORE, CHANCE = 0.25, 1e-6
#: stations that a sentence names
NAMED = 6

FALLING = Finding(
    name="votes-taken-back", title="Votes that a later state of the count no longer has", kind="proof", unit="ballot",
    rule=f"stations lose, or disappear with, more than {ALARM_SHARE:.1%} of all votes counted before",
    assumes="Both files are states of the same count, the one given as snapshot the earlier, and a station has the "
    "same key in both.",
    fails_when="Corrections of slips lose votes too: they go either way and are few. A recount or an annulled station "
    "is announced as such.",
)  # fmt: skip
ADDED = Finding(
    name="added-votes", title="Votes that came between two states of the count", kind="estimate", unit="station",
    rule=f"at a station the added votes are one contestant's so much that the chance is below {CHANCE:g}, all stations "
    f"taken together, even if its share were {100 * MORE:.0f} points larger than before, or are more than the ballots "
    "added",
    assumes="Ballots that a station adds come from the same voters as those it counted before.",
    fails_when="Ballots of another kind come later (by post, from abroad, from a hospital), or a first entry was a "
    "slip that has been put right.",
)  # fmt: skip


def find(matched: Matched) -> list[Finding]:
    """What went away, and what was added; `matched.before` is the earlier state."""
    names = common(matched)
    if not matched.station or not names:
        return [replace(ADDED, says="The two states have no station and contestant in common.")]
    now, before = (np.array([s.votes[who] for who in names]) for s in (matched.now, matched.before))
    known = ((now >= 0) & (before >= 0)).all(axis=0)
    off = np.where(known, now - before, 0)
    ballots = np.where(known, matched.now.cast - matched.before.cast, 0)
    return [_falling(matched, names, off, ballots, int(np.maximum(before, 0).sum()), _gone(matched)),
            _added(matched, names, off, ballots, before)]  # fmt: skip


def _gone(matched: Matched) -> pl.DataFrame:
    """Stations of the earlier state that the later one does not list: station, ballots, votes (null where none is
    known); the largest first.
    """
    # a row whose key stands twice, or that the later state lists without a count, may be there under another one
    rows = matched.unmatched.filter(pl.col("side") == "before", pl.col("why") == "not in the other file")
    return rows.select("station", pl.col("cast").alias("ballots"), "votes").sort(
        "votes", "ballots", "station", descending=[True, True, False], nulls_last=True
    )


def _falling(
    matched: Matched, names: list[str], off: Ints, ballots: Ints, total: int, gone: pl.DataFrame
) -> Finding:
    lost = -np.minimum(off, 0)
    at = np.flatnonzero(lost.any(axis=0) | (ballots < 0))
    votes = int(lost.sum())
    by = {who: int(n) for who, n in zip(names, lost.sum(axis=1), strict=True) if n}
    says = f"No count fell at any of {len(matched.station):,} stations of both states."
    if at.size:
        parts = ", ".join(f"{who} {n:,}" for who, n in sorted(by.items(), key=lambda x: (-x[1], x[0]))[:6])
        says = f"At {at.size:,} of {len(matched.station):,} stations of both states counts fell, by {votes:,} votes"
        says += f": {parts}." if parts else "; only ballots cast fell, no contestant's votes."
    away = int(gone["votes"].sum())
    if gone.height:
        one = gone.height == 1
        says += (f" {gone.height:,} station{'' if one else 's'} of the earlier state, with {_content(gone)}, "
                 f"{'is' if one else 'are'} not in the later one: {_listed(gone['station'].to_list())}.")  # fmt: skip
    table = pl.DataFrame({
        "station": [matched.station[k] for k in at], "ballots": ballots[at],
        **{w: off[k][at] for k, w in enumerate(names)},
    }, schema_overrides={"station": pl.String})  # fmt: skip
    return replace(FALLING, says=says, value=float(votes + away),
                   alarm=votes + away > ALARM_SHARE * max(total + away, 1),
                   tables={"stations": table, "stations no longer listed": gone})  # fmt: skip


def _content(gone: pl.DataFrame) -> str:
    """What stations contain: their votes, and the ballots of those whose votes nobody gives."""
    blank = gone.filter(pl.col("votes").is_null())
    votes = f"{int(gone['votes'].sum()):,} votes"
    if blank.is_empty():
        return votes
    ballots = f"{int(blank['ballots'].sum()):,} ballots whose votes are not known"
    return ballots if blank.height == gone.height else f"{votes} and {ballots}"


def _listed(stations: list[str]) -> str:
    """The first of some stations, and how many more there are."""
    more = len(stations) - NAMED
    return ", ".join(stations[:NAMED]) + (f" and {more:,} more" if more > 0 else "")


def _added(matched: Matched, names: list[str], off: Ints, ballots: Ints, before: Ints) -> Finding:
    # stations that the earlier state did not list, or listed without a count, are new as a whole
    absent = ["not in the other file", "not usable in the other file"]
    fresh = matched.unmatched.filter(pl.col("side") == "now", pl.col("why").is_in(absent))
    gained = np.maximum(off, 0)
    new = gained.sum(axis=0)
    at = np.flatnonzero((new > 0) & (before.sum(axis=0) > 0))
    chance = np.ones(off.shape)
    if at.size:
        earlier: Floats = (np.maximum(before[:, at], 0) + 0.5) / (np.maximum(before[:, at], 0).sum(axis=0) + 1.0)
        most = np.minimum(earlier + MORE, 1 - 1e-9)
        some, every = gained[:, at].astype(float), np.broadcast_to(new[at].astype(float), earlier.shape)
        chance[:, at] = np.where(some > 0, binom.sf(some - 1, every, most), 1.0)
    odd = chance.min(axis=0) < CHANCE / max(at.size * len(names), 1)
    beyond = (off.sum(axis=0) > np.maximum(ballots, 0)) & (new > 0)
    who = chance.argmin(axis=0)
    rows = np.flatnonzero(odd | beyond)
    table = pl.DataFrame({
        "station": [matched.station[k] for k in rows], "contestant": [names[who[k]] for k in rows],
        "added": gained[who[rows], rows], "added in all": new[rows], "ballots": ballots[rows],
        "chance": chance.min(axis=0)[rows], "more than ballots": beyond[rows],
    }, schema_overrides={"station": pl.String, "contestant": pl.String})  # fmt: skip
    totals = ", ".join(f"{w} {int(n):+,}" for w, n in zip(names, off.sum(axis=1), strict=True) if n)
    says = (
        f"Between the two states {fresh.height:,} stations with {int(fresh['cast'].sum()):,} ballots were added; "
        f"stations of both changed by {totals or 'nothing'}. At {rows.size:,} the added votes are implausible"
        + (f": {int(odd.sum()):,} nearly all for one contestant, {int(beyond.sum()):,} more votes than ballots."
           if rows.size else ".")
    )  # fmt: skip
    lost = -np.minimum(off, 0)
    totals_table = pl.DataFrame({"contestant": names, "added": gained.sum(axis=1), "taken back": lost.sum(axis=1)})
    return replace(ADDED, says=says, value=float(rows.size), alarm=bool(rows.size),
                   tables={"contestants": totals_table, "stations": table})  # fmt: skip
