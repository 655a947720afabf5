"""GDELT event files, 2.0 (61 columns) and 1.0 (57 or 58), tabs and no column names; and exports with column names.

A row is a sentence coded by a machine. It dates a protest (root code 14) and holds no number of people, so its claims
are events without a number; mentions and articles are counts of press, not of people. Dates can be years off: "last
year" in a story becomes a day a year ago. A row is added within minutes of its story, so a day far before DATEADDED,
or after it, is not believed, and the row is kept aside. Several codings of one story are one witness
(`claims.witnesses`). A number that comes again is a later version of its row.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from contested.claims.claim import Claim
from contested.claims.importers.cells import day, host, joined
from contested.claims.importers.imported import Format, Rule
from contested.claims.importers.location import location
from contested.claims.importers.rows import Expected, Row
from contested.claims.words import short
from contested.ground.errors import ClaimError

_ACTOR = ("Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code", "Type1Code",
          "Type2Code", "Type3Code")  # fmt: skip
_GEO = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")


def _columns(geo: tuple[str, ...]) -> tuple[str, ...]:
    return (
        "GlobalEventID", "SQLDATE", "MonthYear", "Year", "FractionDate",
        *(f"Actor1{name}" for name in _ACTOR), *(f"Actor2{name}" for name in _ACTOR),
        "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions",
        "NumSources", "NumArticles", "AvgTone",
        *(f"{who}Geo_{name}" for who in ("Actor1", "Actor2", "Action") for name in geo),
        "DATEADDED", "SOURCEURL",
    )  # fmt: skip


COLUMNS = _columns(_GEO)
#: version 1.0 has no second administrative level, and before April 2013 no addresses
OLD_COLUMNS = _columns(tuple(name for name in _GEO if name != "ADM2Code"))
PROTEST = "14"
#: the twenty root codes
ROOTS = frozenset(f"{n:02d}" for n in range(1, 21))
_FIELDS = ("sqldate", "dateadded", "actiongeo_fullname", "sourceurl", "globaleventid", "eventcode", "actor1name",
         "isrootevent")  # fmt: skip
#: days between an event and its story that are believed
BELIEVED = 31
_NO_PROTEST = "no protest (root code is not 14)"


def _skip(row: Row) -> str:
    root = row.peek("eventrootcode")
    return _NO_PROTEST if root != PROTEST and root in ROOTS else ""


def _root(row: Row) -> str:
    """The root code; programs that take codes for numbers lose the 0 in front."""
    code = row["eventrootcode"] or row["eventcode"][:2]
    return f"0{code}" if len(code) == 1 else code


def _protest(row: Row) -> Iterator[Claim]:
    root = row["eventrootcode"]
    if root != PROTEST:
        root = _root(row)
    if root not in ROOTS:
        raise ClaimError(f"EventRootCode: expected a code from 01 to 20; got {short(root) if root else 'nothing'}.")
    if root != PROTEST:
        return
    sqldate, stamp, full, address, number, code, actor, lead = row.several(_FIELDS)
    when = day(sqldate, "SQLDATE")
    if stamp or "dateadded" in row.at:
        added = day(stamp[:8], "DATEADDED")
        if not timedelta(-1) <= added - when <= timedelta(BELIEVED):
            raise ClaimError(
                f"SQLDATE: expected a day at most {BELIEVED} days before it was added on {added}; got {when}.",
                "stories recall the past: read the address and date it by hand",
            )
    place = full or row.first("actiongeo_adm1code", "actiongeo_countrycode")
    if not place:
        raise ClaimError("ActionGeo_FullName: expected a place; got none.", "read the address and place it by hand")
    parts = full.split(", ")
    yield Claim(
        when, None, place, "event_protest", "protesters", None, None, None,
        claimant=host(address) or "GDELT",
        side="media" if address else "independent",
        source_url=f"GDELT {number} {address}".strip(),
        note=joined(f"code {code}", actor, "" if lead == "1" else "not the lead",
                    "" if stamp else "day not compared with the day it was added"),
        **location(row, "actiongeo_lat", "actiongeo_long", parts[-2] if len(parts) > 1 else "", "",
                   parts[-1] if full else ""),
    )  # fmt: skip


def _check(row: Row, shown: str) -> None:
    """Refuse a file whose columns cannot say what happened, or where."""
    if not {"eventrootcode", "eventcode"} & set(row.at):
        raise ClaimError(f"{shown}, EventRootCode: expected a column of what happened; got none.",
                         "export EventRootCode or EventCode as well")  # fmt: skip
    if not {"actiongeo_fullname", "actiongeo_adm1code", "actiongeo_countrycode"} & set(row.at):
        raise ClaimError(f"{shown}, ActionGeo_FullName: expected a column of where it happened; got none.",
                         "export ActionGeo_FullName as well")  # fmt: skip


FORMAT = Format(
    rules=(Rule("root-14", "a dated event: a sentence coded as protest, with a believable day", _protest),),
    passed=lambda row: _NO_PROTEST,
    expected=Expected(
        "a GDELT event file", ("sqldate",),
        {"sqldate": ("day",), "globaleventid": ("global_event_id",), "actiongeo_lat": ("actiongeo_latitude",),
         "actiongeo_long": ("actiongeo_longitude",)},
        {61: COLUMNS, 58: OLD_COLUMNS, 57: OLD_COLUMNS[:-1]},
    ),
    check=_check,
    skip=_skip,
    record=("globaleventid", "dateadded"),
)  # fmt: skip
