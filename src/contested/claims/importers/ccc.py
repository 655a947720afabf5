"""Crowd Counting Consortium exports, in all three forms of the compiled file (2017, 2021 and 2025 on).

`size_low` and `size_high` are the lowest and highest numbers reported. They become two claims only where `size_text`
or `notes` says who gave which; else one claim between them. Coders write 200 for "hundreds", 2000 for "thousands" and
so on, and keep the words in `size_text`: there the words count. Arrests, injuries and deaths of 0 are written also
where none were reported, so 0 makes no claim. "Several" arrests date them, without a number. The file
has no number for an event, so its line stands for it. What cannot be read leaves what can.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from contested.claims.claim import Claim, Side
from contested.claims.importers.cells import count, day, host, joined, sized
from contested.claims.importers.counted import Vague, counted
from contested.claims.importers.imported import Format, Rule
from contested.claims.importers.location import location
from contested.claims.importers.rows import Expected, Row
from contested.claims.sides import side_of
from contested.claims.voices import Voice, voices
from contested.claims.words import Reported
from contested.ground.errors import ClaimError

#: rule, columns by form of the file, quantity, about whom
_COUNTS = (
    ("arrests", ("arrests",), "detained", "protesters"),
    ("injuries-crowd", ("injuries_crowd", "participant_injuries"), "injured", "protesters"),
    ("injuries-police", ("injuries_police", "police_injuries"), "injured", "security"),
    ("deaths-crowd", ("participant_deaths",), "dead", "protesters"),
    ("deaths-police", ("police_deaths",), "dead", "security"),
)
_SOME_ARRESTS = "; dated arrests where some are meant and no number is said"


def _ends(row: Row) -> tuple[int | None, int | None]:
    """The lowest and the highest number; None where it is missing or cannot be read, which is a fault of the row."""
    low, high = (_readable(row, name) for name in ("size_low", "size_high"))
    if low is not None and high is not None and low > high:
        row.fault(f"size_low: expected it not above size_high {high}; got {low}.")
        return None, None
    return low, high


def _readable(row: Row, column: str) -> int | None:
    try:
        return count(row, column)
    except ClaimError as reason:
        row.faults.append(reason)
        return None


def _voices(row: Row) -> tuple[Voice, ...]:
    """Who gave which number: both ends of a range, or the one number there is; nobody if the text leaves one open."""
    low, high = row.once(_ends)
    if low is None or high is None:
        return ()
    for text in (row["size_text"], row.first("notes", "misc")):
        by_name: dict[str, Voice] = {}
        for voice in voices(text, low, high):
            by_name.setdefault(voice.claimant, voice)
        ends = {x for voice in by_name.values() for x in voice.reported}
        if {low, high} <= ends and len(by_name) > (low != high):
            return tuple(sorted(by_name.values(), key=lambda v: next(x for x in v.reported if x is not None)))
    return ()


def _voiced(row: Row) -> Iterator[Claim]:
    for claimant, side, reported in row.once(_voices):
        yield _claim(row, "crowd", "protesters", reported, claimant, side, row["size_text"])


def _worded(row: Row) -> Iterator[Claim]:
    if not row.once(_voices) and (reported := row.once(_words)) is not None:
        yield _claim(row, "crowd", "protesters", reported, note=row["size_text"])


def _numbered(row: Row) -> Iterator[Claim]:
    low, high = row.once(_ends)
    if (low is None and high is None) or row.once(_voices) or row.once(_words) is not None:
        return
    reported = Reported(low, None, None) if low == high else Reported(None, low, high)
    yield _claim(row, "crowd", "protesters", reported, note=row["size_text"])


def _words(row: Row) -> Reported | None:
    """The words of size_text, unless the numbers beside them say something else."""
    low, high = row.once(_ends)
    if not row["size_text"] or low != high:
        return None
    try:
        reported = sized(row["size_text"], "size_text")
    except ClaimError as reason:
        if low is None:
            row.faults.append(reason)
        return None
    if reported is None or (low is not None and reported == Reported(reported.value, None, None)):
        return None
    inside = low is None or ((reported.low or 0) <= low <= (reported.high if reported.high is not None else low))
    return reported if inside else None


def _dated(row: Row) -> Iterator[Claim]:
    if row.once(_ends) == (None, None) and row.once(_words) is None:
        yield _claim(row, "event_protest", "protesters", Reported(None, None, None))


def _counted(columns: tuple[str, ...], quantity: str, actor: str) -> Callable[[Row], Iterator[Claim]]:
    def make(row: Row) -> Iterator[Claim]:
        column = next((name for name in columns if row[name]), "")
        try:
            reported = counted(row[column], column) if column else None
        except Vague as reason:
            row.faults.append(reason)
            if quantity == "detained":  # that there were arrests can be read
                yield _claim(row, "event_arrests", actor, Reported(None, None, None), note=f"arrests: {row[column]}")
            return
        if reported is not None and reported.value != 0:
            said = row[column]
            yield _claim(row, quantity, actor, reported, note="" if said.isdigit() else f"{column}: {said}")

    return make


def _claim(
    row: Row, quantity: str, actor: str, reported: Reported,
    claimant: str = "", side: Side | None = None, note: str = "",
) -> Claim:  # fmt: skip
    source = row.first("source_1", "source1")
    outlet = host(source)
    return Claim(
        day(row["date"], "date"), None, joined(row["locality"], row["state"]).replace("; ", ", "), quantity, actor,
        *reported,
        claimant=claimant or outlet or "Crowd Counting Consortium",
        side=side or (side_of(outlet) if outlet else "independent"),
        source_url=f"CCC row {row.line} {source}".strip(),
        note=joined(row.first("title", "type", "event_type"), note),
        **location(row, "lat", "lon", row.first("resolved_state", "state"), row["resolved_county"]),
    )  # fmt: skip


FORMAT = Format(
    rules=(
        Rule("voices", "a crowd for each who gave a number, where the text says who gave which", _voiced),
        Rule("size-text", "a crowd as the words in size_text allow, where the numbers are the coder's for them",
             _worded),
        Rule("size", "a crowd: the number, or one claim between size_low and size_high", _numbered),
        Rule("no-size", "a dated event: a gathering of no size that can be read", _dated),
        *(Rule(name, f"{quantity} {actor}, where above 0" + _SOME_ARRESTS * (name == "arrests"),
               _counted(columns, quantity, actor)) for name, columns, quantity, actor in _COUNTS),
    ),
    passed=lambda row: "says nothing",
    expected=Expected(
        "a Crowd Counting Consortium export", ("date", "locality", "state", "size_low", "size_high"),
        {"locality": ("city_town", "city/town"), "lat": ("latitude",), "lon": ("longitude", "lng")},
    ),
)  # fmt: skip
