"""GDELT 2.0 event files: 61 columns separated by tabs, no heading, codes that stay text.

A row is a sentence coded by a machine. It dates a protest (root code 14) and holds no number of people, so its claims
are events without a number; mentions and articles are counts of press, not of people. Dates can be years off: "last
year" in a story becomes a day a year ago. A row is added within minutes of its story, so a day far before DATEADDED,
or after it, is not believed, and the row is kept aside.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from contested.claims.claim import Claim
from contested.claims.importers.cells import day, host, joined
from contested.claims.importers.imported import Format, Rule
from contested.claims.importers.rows import Row
from contested.ground.errors import ClaimError

_ACTOR = ("Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code", "Type1Code",
          "Type2Code", "Type3Code")  # fmt: skip
_GEO = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
COLUMNS = (
    "GlobalEventID", "SQLDATE", "MonthYear", "Year", "FractionDate",
    *(f"Actor1{name}" for name in _ACTOR), *(f"Actor2{name}" for name in _ACTOR),
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions",
    "NumSources", "NumArticles", "AvgTone",
    *(f"{who}Geo_{name}" for who in ("Actor1", "Actor2", "Action") for name in _GEO),
    "DATEADDED", "SOURCEURL",
)  # fmt: skip
PROTEST = "14"
#: days between an event and its story that are believed
BELIEVED = 31


def _protest(row: Row) -> Iterator[Claim]:
    if row["eventrootcode"] != PROTEST:
        return
    when = day(row["sqldate"], "SQLDATE")
    added = day(row["dateadded"][:8], "DATEADDED")
    if not timedelta(-1) <= added - when <= timedelta(BELIEVED):
        raise ClaimError(
            f"SQLDATE: expected a day at most {BELIEVED} days before it was added on {added}; got {when}.",
            "stories recall the past: read the address and date it by hand",
        )
    place = row.first("actiongeo_fullname", "actiongeo_adm1code", "actiongeo_countrycode")
    if not place:
        raise ClaimError("ActionGeo_FullName: expected a place; got none.", "read the address and place it by hand")
    address = row["sourceurl"]
    yield Claim(
        when, None, place, "event_protest", "protesters", None, None, None,
        claimant=host(address) or "GDELT",
        side="media" if address else "independent",
        source_url=f"GDELT {row['globaleventid']} {address}".strip(),
        note=joined(f"code {row['eventcode']}", row["actor1name"], "" if row["isrootevent"] == "1" else "not the lead"),
    )  # fmt: skip


FORMAT = Format(
    rules=(Rule("root-14", "a dated event: a sentence coded as protest, with a believable day", _protest),),
    passed=lambda row: "no protest (root code is not 14)",
    names=COLUMNS,
)
