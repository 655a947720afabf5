"""ACLED exports: crowd sizes in `tags`, deaths in `fatalities`, one event a row.

Dates are "28 December 2022" or ISO. Crowd sizes are words behind `crowd size=` in `tags`, or in older exports behind
`[size=` in `notes`; "no report" is no number. A size that cannot be read leaves the event. The crowd is that of the
protesters or rioters, whichever of the two actors they are. ACLED writes 0 deaths also where none were reported, so 0
makes no claim, and codes "tens", "dozens" and "hundreds" as 10, 12 and 100, which a note recalls. It does not say whose
deaths they are. An event comes again under its number when it is corrected; the row with the latest `timestamp` counts.
ACLED's terms forbid passing its rows on: what is imported stays with whoever holds the export.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from contested.claims.claim import Claim
from contested.claims.importers.cells import count, day, joined, numbered, sized
from contested.claims.importers.imported import Format, Rule
from contested.claims.importers.location import location
from contested.claims.importers.rows import Expected, Row
from contested.claims.sides import side_of
from contested.claims.words import Reported, short
from contested.ground.errors import ClaimError, closest

#: types of events, today's and those of versions up to 2018, and whether they are demonstrations
TYPES = {
    "protests": True, "riots": True, "riots/protests": True,
    "battles": False, "explosions/remote violence": False, "strategic developments": False,
    "violence against civilians": False,
    "battle-no change of territory": False, "battle-government regains territory": False,
    "battle-non-state actor overtakes territory": False, "headquarters or base established": False,
    "strategic development": False, "non-violent transfer of territory": False, "remote violence": False,
}  # fmt: skip
_TAG = re.compile(r"\s*crowd[\s_-]*size\s*[=:](.*)", re.I | re.S)
_NEARLY = re.compile(r"\s*(?:\w+[\s_-]*)?size\s*[=:]|\s*crow?d\b.*\d", re.I)
#: another tag behind a comma, which some exports put between tags
_NEXT_TAG = re.compile(r",\s*(?=[a-z])", re.I)
_NOTE = re.compile(r"\[\s*(?:crowd[\s_-]*)?size\s*[=:]([^\]]*)\]", re.I)
_VAGUE = {10: "tens", 12: "dozens", 100: "hundreds"}
_PRECISION = {"": "", "1": "", "2": "day known to the week", "3": "day known to the month"}
_CROWDS = re.compile(r"(?:protest[eo]rs|rioters)\b", re.I)
_STATE = re.compile(r"(?:police|military|government|state) ?(?:forces)?\b", re.I)
#: codes of the two kinds of crowd, and of the state's forces, in columns inter1 and inter2
_CROWD_CODES = frozenset({"5", "6", "rioters", "protesters"})
_STATE_CODES = frozenset({"1", "8", "state forces", "external/other forces"})
#: what a claim holds of its row, whichever rule makes it
_CELLS = ("source", "admin1", "admin2", "country", "event_date", "location", "sub_event_type")


class _Size(NamedTuple):
    """The size of a crowd, and which rule finds it: "" where none is reported."""

    reported: Reported | None
    rule: str


def _size(row: Row) -> _Size:
    """The size in tags, else in notes; what cannot be read is a fault of the row."""
    tagged, found = _tagged_sizes(row)
    sizes = list(dict.fromkeys(found))
    if len(sizes) > 1:
        row.fault(f"tags: expected one crowd size; got {len(sizes)} ({short(row['tags'])}).")
    if sizes:
        return _Size(sizes[0], "crowd-size") if len(sizes) == 1 else _Size(None, "")
    notes = row.raw("notes")
    if not tagged and "=" in notes and (match := _NOTE.search(" ".join(notes.split()))) is not None:
        try:
            return _Size(sized(match[1], "notes"), "size-in-notes")
        except ClaimError as reason:
            row.faults.append(reason)
    return _Size(None, "")


def _tagged_sizes(row: Row) -> tuple[bool, tuple[Reported, ...]]:
    """Whether tags speak of a size at all, and every size there."""
    tagged, found, faults = _tags(row["tags"])
    for message, hint in faults:
        row.fault(message, hint)
    return tagged, found


@lru_cache(maxsize=16_384)
def _tags(text: str) -> tuple[bool, tuple[Reported, ...], tuple[tuple[str, str], ...]]:
    """The same of a cell, with message and hint of each fault; a file holds the same few hundred cells."""
    tagged, found, faults = False, list[Reported](), list[tuple[str, str]]()
    for tag in text.split(";"):
        if (match := _TAG.fullmatch(tag)) is None:
            if _NEARLY.match(tag):
                faults.append((f"tags: expected a tag `crowd size=`; got {short(tag.strip())}.", ""))
                tagged = True
            continue
        tagged = True
        try:
            reported = _words(match[1])
        except ClaimError as reason:
            faults.append((reason.message, reason.hint))
            continue
        if reported is not None:
            found.append(reported)
    return tagged, tuple(found), tuple(faults)


def _words(text: str) -> Reported | None:
    try:
        return sized(text, "tags")
    except ClaimError:
        first = _NEXT_TAG.split(text, maxsplit=1)[0]
        if first == text:
            raise
        return sized(first, "tags")


def _tagged(row: Row) -> tuple[Claim, ...]:
    size = row.once(_size)
    if size.rule == "crowd-size" and size.reported is not None:
        return (_claim(row, "crowd", _crowd(row), size.reported),)
    return ()


def _noted(row: Row) -> tuple[Claim, ...]:
    size = row.once(_size)
    if size.rule == "size-in-notes" and size.reported is not None:
        return (_claim(row, "crowd", _crowd(row), size.reported),)
    return ()


def _deaths(row: Row) -> tuple[Claim, ...]:
    dead = count(row, "fatalities")
    if not dead:
        return ()
    vague = f"ACLED also writes {dead} for {_VAGUE[dead]!r}" if dead in _VAGUE else ""
    return (_claim(row, "dead", "", Reported(dead, None, None), vague),)


def _dated(row: Row) -> tuple[Claim, ...]:
    kind = row["event_type"].casefold().replace(" / ", "/")
    demonstration = TYPES.get(kind)
    if demonstration is None:
        got = short(row["event_type"]) if kind else "nothing"
        row.fault(f"event_type: expected a type of ACLED's; got {got}.", closest(kind, list(TYPES)))
    if demonstration and row.once(_size).reported is None:
        return (_claim(row, "event_protest", _crowd(row), Reported(None, None, None)),)
    return ()


def _crowd(row: Row) -> str:
    """Whose crowd it is: the protesters', whoever stands first; never that of police."""
    return _crowd_of(*row.several(("actor1", "actor2", "inter1", "inter2")))


@lru_cache(maxsize=16_384)
def _crowd_of(actor1: str, actor2: str, inter1: str, inter2: str) -> str:
    actors = ((actor1, inter1.casefold()), (actor2, inter2.casefold()))
    for name, _ in actors:
        if _CROWDS.match(name):
            return _bare(name)
    for name, code in actors:
        if code in _CROWD_CODES and name:
            return _bare(name)
    others = (name for name, code in actors if name and not _STATE.match(name) and code not in _STATE_CODES)
    return _bare(next(others, "")) or "protesters"


def _bare(actor: str) -> str:
    return (actor[: actor.rindex(" (")] if actor.endswith(")") and " (" in actor else actor).casefold()


def _precision(row: Row) -> str:
    code = row["time_precision"]
    if code not in _PRECISION:
        row.fault(f"time_precision: expected 1, 2 or 3; got {short(code)}.", "how well the day is known is left open")
    return _PRECISION.get(code, "")


def _claim(row: Row, quantity: str, actor: str, reported: Reported, note: str = "") -> Claim:
    source, admin1, admin2, country, when, place, kind = row.several(_CELLS)
    return Claim(
        day(when, "event_date"), None,
        place or row["admin3"] or admin2 or admin1 or country,
        quantity, actor, *reported,
        claimant=source or "ACLED",
        side=side_of(source) if source else "independent",
        source_url=f"ACLED {numbered(row, 'event_id_cnty')}",
        note=joined(kind or row["event_type"], country, row.once(_precision), note),
        **location(row, "latitude", "longitude", admin1, admin2, country),
    )  # fmt: skip


FORMAT = Format(
    rules=(
        Rule("crowd-size", "a crowd as the words behind `crowd size=` in tags allow", _tagged),
        Rule("size-in-notes", "a crowd as the words behind `[size=` in notes allow, where tags say nothing", _noted),
        Rule("fatalities", "deaths as counted, where above 0", _deaths),
        Rule("demonstration", "a dated event: a protest or riot of no size that can be read", _dated),
    ),
    passed=lambda row: "no demonstration and no deaths reported",
    expected=Expected(
        "an ACLED export", ("event_id_cnty", "event_date", "event_type", "source", "fatalities"),
        {"admin1": ("admin_1",), "admin2": ("admin_2",), "admin3": ("admin_3",)},
    ),
    record=("event_id_cnty", "timestamp"),
)  # fmt: skip
