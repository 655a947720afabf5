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

from contested.claims.claim import Claim
from contested.claims.importers.cells import day, joined, numbered, sized, whole
from contested.claims.importers.imported import Format, Rule
from contested.claims.importers.location import located
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
#: what is read of every row
_CELLS = (
    "event_type", "sub_event_type", "fatalities", "event_date", "time_precision", "source", "country", "admin1",
    "admin2", "admin3", "location", "latitude", "longitude", "actor1", "actor2", "inter1", "inter2", "tags",
)  # fmt: skip
#: the size of a crowd, and which rule finds it: "" where none is reported
_Size = tuple[Reported | None, str]
_NO_SIZE: _Size = (None, "")


class _Event:
    """An event: its row, the cells that rules read, and the size of its crowd."""

    __slots__ = (
        "actors", "country", "date", "dead", "kind", "place", "precision", "row", "rule", "size", "source", "sub_kind",
        "where",
    )  # fmt: skip

    def __init__(self, row: Row) -> None:
        (
            self.kind, self.sub_kind, self.dead, self.date, self.precision, self.source, self.country, admin1, admin2,
            admin3, location, north, east, actor1, actor2, inter1, inter2, tags,
        ) = row.several(_CELLS)  # fmt: skip
        self.row = row
        self.place = location or admin3 or admin2 or admin1 or self.country
        self.where = north, east, admin1, admin2, self.country
        self.actors = (actor1, actor2, inter1, inter2)
        self.size, self.rule = _size(row, tags)


def _size(row: Row, tags: str) -> _Size:
    """The size in tags, else in notes; what cannot be read is a fault of the row."""
    tagged, found, faults = _tags(tags)
    for message, hint in faults:
        row.fault(message, hint)
    if len(found) > 1:
        row.fault(f"tags: expected one crowd size; got {len(found)} ({short(tags)}).")
    if found:
        return (found[0], "crowd-size") if len(found) == 1 else _NO_SIZE
    notes = row.raw("notes")
    if not tagged and "=" in notes and (match := _NOTE.search(" ".join(notes.split()))) is not None:
        try:
            return sized(match[1], "notes"), "size-in-notes"
        except ClaimError as reason:
            row.faults.append(reason)
    return _NO_SIZE


@lru_cache(maxsize=16_384)
def _tags(text: str) -> tuple[bool, tuple[Reported, ...], tuple[tuple[str, str], ...]]:
    """Of the cell of tags: whether it speaks of a size at all, each size there, and message and hint of each fault.

    A file holds the same few hundred cells.
    """
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
    return tagged, tuple(dict.fromkeys(found)), tuple(faults)


def _words(text: str) -> Reported | None:
    try:
        return sized(text, "tags")
    except ClaimError:
        first = _NEXT_TAG.split(text, maxsplit=1)[0]
        if first == text:
            raise
        return sized(first, "tags")


def _tagged(event: _Event) -> tuple[Claim, ...]:
    return _sized(event) if event.rule == "crowd-size" else ()


def _noted(event: _Event) -> tuple[Claim, ...]:
    return _sized(event) if event.rule == "size-in-notes" else ()


def _sized(event: _Event) -> tuple[Claim, ...]:
    return () if event.size is None else (_claim(event, "crowd", _crowd(*event.actors), event.size),)


def _deaths(event: _Event) -> tuple[Claim, ...]:
    dead = whole(event.dead, "fatalities")
    if not dead:
        return ()
    vague = f"ACLED also writes {dead} for {_VAGUE[dead]!r}" if dead in _VAGUE else ""
    return (_claim(event, "dead", "", Reported(dead, None, None), vague),)


def _dated(event: _Event) -> tuple[Claim, ...]:
    demonstration = _demonstration(event.kind)
    if demonstration is None:
        got = short(event.kind) if event.kind else "nothing"
        hint = closest(event.kind.casefold().replace(" / ", "/"), list(TYPES))
        event.row.fault(f"event_type: expected a type of ACLED's; got {got}.", hint)
    if demonstration and event.size is None:
        return (_claim(event, "event_protest", _crowd(*event.actors), Reported(None, None, None)),)
    return ()


@lru_cache(maxsize=1_024)
def _demonstration(kind: str) -> bool | None:
    """Whether events of a type are demonstrations; None where there is no such type."""
    return TYPES.get(kind.casefold().replace(" / ", "/"))


@lru_cache(maxsize=16_384)
def _crowd(actor1: str, actor2: str, inter1: str, inter2: str) -> str:
    """Whose crowd it is: the protesters', whoever stands first; never that of police."""
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


def _precision(event: _Event) -> str:
    code = event.precision
    if code not in _PRECISION:
        hint = "how well the day is known is left open"
        event.row.fault(f"time_precision: expected 1, 2 or 3; got {short(code)}.", hint)
    return _PRECISION.get(code, "")


def _claim(event: _Event, quantity: str, actor: str, reported: Reported, note: str = "") -> Claim:
    row, source = event.row, event.source
    date, precision, where = day(event.date, "event_date"), _precision(event), located(row, *event.where)
    return Claim(
        date, None, event.place, quantity, actor, *reported,
        claimant=source or "ACLED",
        side=side_of(source) if source else "independent",
        source_url=f"ACLED {numbered(row, 'event_id_cnty')}",
        note=joined(event.sub_kind or event.kind, event.country, precision, note),
        latitude=where["latitude"], longitude=where["longitude"],
        admin1=where["admin1"], admin2=where["admin2"], country=where["country"],
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
    look=_Event,
)  # fmt: skip
