"""Small files in the form of event databases' exports. The columns are theirs; every event is made up."""

from __future__ import annotations

import csv
import io

from contested.claims.importers.gdelt import COLUMNS as GDELT

ACLED = """
    event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 assoc_actor_1 inter1
    actor2 assoc_actor_2 inter2 interaction civilian_targeting iso region country admin1 admin2 admin3 location
    latitude longitude geo_precision source source_scale notes fatalities tags timestamp
""".split()  # noqa: SIM905
UCDP = """
    id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name
    dyad_dset_id dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id side_b
    number_of_sources source_article source_office source_date source_headline source_original where_prec
    where_coordinates where_description adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country country_id
    region event_clarity date_prec date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown best high
    low gwnoa gwnob
""".split()  # noqa: SIM905
CCC = """
    date locality state location_detail online type macroevent actors claims valence issues size_text size_low
    size_high size_mean size_cat arrests arrests_any injuries_crowd injuries_crowd_any injuries_police
    injuries_police_any property_damage property_damage_any chemical_agents source_1 source_2 notes lat lon
""".split()  # noqa: SIM905
CCC_2025 = """
    date locality state title event_type organizations participants size_text size_low size_high size_mean size_cat
    participant_injuries police_injuries arrests participant_deaths police_deaths notes source1 source2
""".split()  # noqa: SIM905
MASS = """
    id country ccode year region protest protestnumber startday startmonth startyear endday endmonth endyear
    protesterviolence location participants_category participants protesteridentity protesterdemand1
    protesterdemand2 protesterdemand3 protesterdemand4 stateresponse1 stateresponse2 stateresponse3 stateresponse4
    stateresponse5 stateresponse6 stateresponse7 sources notes
""".split()  # noqa: SIM905

_ACLED = {"event_id_cnty": "ORV1", "event_date": "28 December 2022", "event_type": "Protests", "country": "Orvania",
          "sub_event_type": "Peaceful protest", "actor1": "Protesters (Orvania)", "location": "Orvane",
          "source": "Orvane Courier", "fatalities": "0", "tags": "crowd size=no report", "iso": "040"}  # fmt: skip
_UCDP = {"id": "7", "date_start": "2031-05-04 00:00:00.000", "date_end": "2031-05-04 00:00:00.000",
         "country": "Orvania", "side_a": "Government of Orvania", "side_b": "Harbour League",
         "where_coordinates": "Orvane town", "source_office": "Orvane Courier;Wire", "best": "3",
         "high": "5", "low": "2", "deaths_a": "0", "deaths_b": "1",
         "deaths_civilians": "2", "deaths_unknown": "0"}  # fmt: skip
_CCC = {"date": "2031-05-04", "locality": "Orvane", "state": "OV", "type": "march",
        "source_1": "https://www.courier.example/story"}  # fmt: skip
_MASS = {"id": "9001", "country": "Orvania", "protest": "1", "startday": "4", "startmonth": "5", "startyear": "2031",
         "endday": "4", "endmonth": "5", "endyear": "2031", "location": "Orvane", "participants": "1000s",
         "participants_category": "1000-1999", "stateresponse1": "ignore", "notes": "made up"}  # fmt: skip
_GDELT = {"GlobalEventID": "1", "SQLDATE": "20310504", "IsRootEvent": "1", "EventCode": "1411", "EventBaseCode": "141",
          "EventRootCode": "14", "ActionGeo_FullName": "Orvane, Orvania", "DATEADDED": "20310505091500",
          "Actor1Name": "STUDENT", "SOURCEURL": "https://www.courier.example/story"}  # fmt: skip


def _csv(columns, usual, rows, separator=","):
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        assert set(row) <= set(columns), set(row) - set(columns)
        told = {k: v for k, v in usual.items() if k in columns} | row
        writer.writerow([told.get(name, "") for name in columns])
    return text.getvalue()


def _numbered(column, rows, first):
    """Rows are records of their own, unless a test gives two the same number."""
    return [{column: first.format(i)} | row for i, row in enumerate(rows, 1)]


def acled(*rows):
    return _csv(ACLED, _ACLED, _numbered("event_id_cnty", rows, "ORV{}"))


def ucdp(*rows):
    return _csv(UCDP, _UCDP, _numbered("id", rows, "7{}"))


def ccc(*rows, columns=CCC):
    return _csv(columns, _CCC, rows)


def mass(*rows, separator=","):
    return _csv(MASS, _MASS, rows, separator)


def gdelt(*rows):
    rows = _numbered("GlobalEventID", rows, "{}")
    return "".join("\t".join((_GDELT | row).get(name, "") for name in GDELT) + "\n" for row in rows)
