"""ACLED exports: crowd sizes in `tags`, deaths in `fatalities`, one event a row.

Dates are "28 December 2022" or ISO. Crowd sizes are words behind `crowd size=` in `tags`, or in older exports behind
`[size=` in `notes`; "no report" is no number. ACLED writes 0 deaths also where none were reported, so 0 makes no
claim, and codes "tens", "dozens" and "hundreds" as 10, 12 and 100, which a note recalls. It does not say whose deaths
they are. ACLED's terms forbid passing its rows on: what is imported stays with whoever holds the export.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from contested.claims.claim import Claim
from contested.claims.importers.cells import count, day, joined, numbered, sized
from contested.claims.importers.imported import Format, Rule
from contested.claims.importers.rows import Row
from contested.claims.words import Reported

DEMONSTRATIONS = ("protests", "riots")
_TAG = re.compile(r"(?:^|;)\s*crowd size\s*=([^;]*)", re.I)
_NOTE = re.compile(r"\[size\s*=([^\]]*)\]", re.I)
_VAGUE = {10: "tens", 12: "dozens", 100: "hundreds"}
_PRECISION = {"2": "day known to the week", "3": "day known to the month"}


def _size(row: Row, pattern: re.Pattern[str], column: str) -> Reported | None:
    match = pattern.search(row[column])
    return match and sized(match[1], column)


def _tagged(row: Row) -> Iterator[Claim]:
    if (reported := _size(row, _TAG, "tags")) is not None:
        yield _claim(row, "crowd", _crowd(row), reported)


def _noted(row: Row) -> Iterator[Claim]:
    if _TAG.search(row["tags"]) is None and (reported := _size(row, _NOTE, "notes")) is not None:
        yield _claim(row, "crowd", _crowd(row), reported)


def _deaths(row: Row) -> Iterator[Claim]:
    dead = count(row, "fatalities")
    if dead:
        vague = f"ACLED also writes {dead} for {_VAGUE[dead]!r}" if dead in _VAGUE else ""
        yield _claim(row, "dead", "", Reported(dead, None, None), vague)


def _dated(row: Row) -> Iterator[Claim]:
    sized_anyhow = _size(row, _TAG, "tags") or _size(row, _NOTE, "notes")
    if row["event_type"].casefold() in DEMONSTRATIONS and sized_anyhow is None:
        yield _claim(row, "event_protest", _crowd(row), Reported(None, None, None))


def _crowd(row: Row) -> str:
    return re.sub(r" \(.*\)$", "", row["actor1"]).casefold() or "protesters"


def _claim(row: Row, quantity: str, actor: str, reported: Reported, note: str = "") -> Claim:
    source = row["source"]
    return Claim(
        day(row["event_date"], "event_date"), None, row.first("location", "admin3", "admin2", "admin1", "country"),
        quantity, actor, *reported,
        claimant=source or "ACLED",
        side="media" if source else "independent",
        source_url=f"ACLED {numbered(row, 'event_id_cnty')}",
        note=joined(row["sub_event_type"] or row["event_type"], row["country"],
                    _PRECISION.get(row["time_precision"], ""), note),
    )  # fmt: skip


FORMAT = Format(
    rules=(
        Rule("crowd-size", "a crowd as the words behind `crowd size=` in tags allow", _tagged),
        Rule("size-in-notes", "a crowd as the words behind `[size=` in notes allow, where tags say nothing", _noted),
        Rule("fatalities", "deaths as counted, where above 0", _deaths),
        Rule("demonstration", "a dated event: a protest or riot of no reported size", _dated),
    ),
    passed=lambda row: "no demonstration and no deaths reported",
    required=("event_id_cnty", "event_date", "event_type", "source", "fatalities"),
)
