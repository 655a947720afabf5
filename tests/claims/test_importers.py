"""Exports become claims by named rules; no number is invented and no row is lost."""

from __future__ import annotations

from datetime import date

import pytest

from contested.claims import scan
from contested.ground.errors import ClaimError, GuessedEncoding

from . import exports


def imported(folder, source, text, name="export.csv", encoding="utf-8"):
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return scan(path, source)


def numbers(found, quantity="crowd"):
    return [(c.value, c.low, c.high) for c in found.claims if c.quantity == quantity]


def test_acled_sizes_are_words_dates_are_long_and_a_mark_and_na_do_no_harm(tmp_path):
    text = exports.acled(
        {"tags": "crowd size=around 3,000"},
        {"tags": "counter-demonstration; crowd size=between 200 and 300", "event_date": "2022-12-29"},
        {"tags": "NA", "notes": "People marched [size=hundreds]."},
    )
    found = imported(tmp_path, "acled", text, encoding="utf-8-sig")
    assert numbers(found) == [(3000, 2700, 3300), (None, 200, 300), (None, 200, 999)]
    assert [c.date for c in found.claims] == [date(2022, 12, 28), date(2022, 12, 29), date(2022, 12, 28)]
    assert {c.actor for c in found.claims} == {"protesters"}
    assert {c.claimant for c in found.claims} == {"Orvane Courier"}
    assert found.by_rule == {"crowd-size": 2, "size-in-notes": 1}


def test_acled_no_report_is_a_dated_event_and_no_deaths_reported_is_no_claim_of_none(tmp_path):
    found = imported(tmp_path, "acled", exports.acled({}, {"event_type": "Battles", "tags": ""}))
    assert [c.quantity for c in found.claims] == ["event_protest"]
    assert found.passed == {"no demonstration and no deaths reported": 1}


def test_na_is_missing_in_every_column(tmp_path):
    row = {"location": "NA", "admin1": "Orvane Region", "fatalities": "NA", "source": "NA", "tags": "crowd size=50"}
    found = imported(tmp_path, "acled", exports.acled(row))
    (claim,) = found.claims
    assert (claim.place, claim.claimant, claim.side) == ("Orvane Region", "ACLED", "independent")
    assert not found.aside and claim.origin.row["location"] == "NA"


def test_acled_deaths_are_whole_numbers_of_nobody_in_particular_and_a_vague_ten_is_marked(tmp_path):
    found = imported(tmp_path, "acled", exports.acled({"fatalities": "10"}, {"fatalities": "two"}))
    dead = next(c for c in found.claims if c.quantity == "dead")
    assert (dead.value, dead.actor) == (10, "") and "'tens'" in dead.note
    assert [a.line for a in found.aside] == [3] and "'two'" in found.aside[0].reason


def test_a_claim_keeps_its_whole_row_with_codes_as_text(tmp_path):
    (claim,) = imported(tmp_path, "acled", exports.acled({"tags": "crowd size=50"})).claims
    assert claim.origin.row["iso"] == "040" and claim.origin.row["tags"] == "crowd size=50"
    assert (claim.origin.line, claim.origin.rule, claim.source_url) == (2, "crowd-size", "ACLED ORV1")
    assert set(claim.origin.row) == set(exports.ACLED)


def test_unreadable_sizes_are_put_aside_but_the_deaths_beside_them_are_kept(tmp_path):
    found = imported(tmp_path, "acled", exports.acled({"tags": "crowd size=a large crowd", "fatalities": "2"}))
    assert numbers(found, "dead") == [(2, None, None)] and not numbers(found)
    assert [c.quantity for c in found.claims] == ["dead", "event_protest"]
    (aside,) = found.aside
    assert aside.reason.startswith("tags: expected") and dict(zip(aside.columns, aside.cells))["fatalities"] == "2"


def test_gdelt_protests_are_dated_events_without_a_number(tmp_path):
    text = exports.gdelt(
        {"NumMentions": "500"}, {"EventCode": "040", "EventBaseCode": "040", "EventRootCode": "04"},
        {"SQLDATE": "20300505"}, {"SQLDATE": "20310601"}, {"ActionGeo_FullName": ""},
    )  # fmt: skip
    found = imported(tmp_path, "gdelt", text + "cut\tshort\n", "20310505091500.export.CSV")
    (claim,) = found.claims
    assert (claim.quantity, claim.value, claim.low, claim.high) == ("event_protest", None, None, None)
    assert (claim.claimant, claim.place, claim.date) == ("courier.example", "Orvane, Orvania", date(2031, 5, 4))
    assert claim.origin.row["EventCode"] == "1411"
    assert found.passed == {"no protest (root code is not 14)": 1}
    assert [a.line for a in found.aside] == [3, 4, 5, 6]
    assert "2030-05-05" in found.aside[0].reason and found.aside[3].text == "cut\tshort"


def test_gdelt_has_61_columns():
    assert len(exports.GDELT) == len(set(exports.GDELT)) == 61


def test_ccc_a_range_is_one_claim_unless_the_text_says_who_said_which(tmp_path):
    text = exports.ccc(
        {"size_low": "500", "size_high": "2000"},
        {"size_low": "500", "size_high": "2000", "size_text": "police said 500, organizers 2,000"},
        {"size_low": "500", "size_high": "2000", "notes": "Organizers estimated 2,000; police counted 500."},
        {"size_low": "500", "size_high": "2000", "notes": "Police made no estimate."},
    )
    found = imported(tmp_path, "ccc", text)
    vague = (None, 500, 2000)
    two = [(500, None, None), (2000, None, None)]
    assert numbers(found) == [vague, *two, *two, vague]
    assert [(c.claimant, c.side) for c in found.claims[1:3]] == [("police", "incumbent"), ("organisers", "opposition")]
    assert found.claims[0].claimant == "courier.example"


def test_ccc_a_coders_number_for_a_vague_word_gives_way_to_the_word(tmp_path):
    text = exports.ccc(
        {"size_low": "200", "size_high": "200", "size_text": "hundreds"},
        {"size_low": "40", "size_high": "40", "size_text": "dozens"},
        {"size_low": "500", "size_high": "500", "size_text": "dozens"},
        {"size_text": "tens of thousands"},
        {"size_low": "80", "size_high": "80"},
        {},
    )
    found = imported(tmp_path, "ccc", text)
    assert numbers(found) == [
        (None, 200, 999), (None, 20, 99), (500, None, None), (None, 20_000, 99_999), (80, None, None),
    ]  # fmt: skip
    assert found.claims[-1].quantity == "event_protest"


def test_ccc_counts_of_all_three_forms_and_zero_is_no_claim(tmp_path):
    old = imported(tmp_path, "ccc", exports.ccc({"arrests": "12", "injuries_crowd": "0", "injuries_police": "several"}))
    assert numbers(old, "detained") == [(12, None, None)] and not numbers(old, "injured")
    assert [a.reason.split(":")[0] for a in old.aside] == ["injuries_police"]
    row = {"participant_injuries": "3", "participant_deaths": "1", "source1": "Evening Post", "arrests": "0"}
    new = imported(tmp_path, "ccc", exports.ccc(row, columns=exports.CCC_2025))
    assert {(c.quantity, c.actor, c.value, c.claimant) for c in new.claims if not c.event} == {
        ("injured", "protesters", 3, "Evening Post"), ("dead", "protesters", 1, "Evening Post"),
    }  # fmt: skip


def test_mass_mobilization_words_come_before_the_class_and_a_year_without_protest_is_passed_over(tmp_path):
    text = exports.mass(
        {},
        {"participants": "a big crowd", "participants_category": ">10000"},
        {"participants": "NA", "participants_category": "50-99", "endday": "6", "location": "national"},
        {"participants": "", "participants_category": "", "stateresponse1": "arrests", "stateresponse2": "killings"},
        {"protest": "0", "startday": "NA", "startmonth": "NA", "startyear": "NA", "participants": "NA"},
        {"participants": "a big crowd", "participants_category": ""},
        {"startday": "31", "startmonth": "2"},
    )
    found = imported(tmp_path, "mass-mobilization", text)
    assert numbers(found) == [(None, 2000, 9999), (None, 10_000, None), (None, 50, 99)]
    assert (found.claims[2].end_date, found.claims[2].place) == (date(2031, 5, 6), "Orvania")
    assert [c.quantity for c in found.claims[3:]] == [
        "event_protest", "event_arrests", "event_killings", "event_protest",
    ]  # fmt: skip
    assert found.passed == {"a year without protest": 1}
    assert [a.line for a in found.aside] == [7, 8]


def test_mass_mobilization_is_read_from_the_archives_tabs_and_in_its_old_encoding(tmp_path):
    text = exports.mass({"location": "São Orvane"}, separator="\t")
    with pytest.warns(GuessedEncoding, match=r"mm.tab is not UTF-8 and was read as cp1252 \(Western European\)"):
        (claim,) = imported(tmp_path, "mass-mobilization", text, "mm.tab", "cp1252").claims
    assert claim.place == "São Orvane"


def test_odd_lines_of_a_file_in_utf_8_are_read_alone_and_told(tmp_path):
    """Exports that were put together from parts: what most lines are in decides, and not the first odd line."""
    path = tmp_path / "export.csv"
    rows = "date,place,quantity,value,claimant,side", *(f"2031-05-04,{p},crowd,5,A,media" for p in ("Niš", "São", "Čá"))
    path.write_bytes(b"".join(f"{row}\n".encode("cp1252" if "São" in row else "utf-8") for row in rows))
    with pytest.warns(GuessedEncoding, match=r"lines of .*export.csv \(1\) are not UTF-8 and were read as cp1252"):
        found = scan(path)
    assert [c.place for c in found.claims] == ["Niš", "São", "Čá"]


def test_ucdp_estimates_are_one_claim_and_parts_are_claims_of_their_own(tmp_path):
    text = exports.ucdp(
        {"source_original": "hospital", "source_article": 'One, "a story"\r\nand another'},
        {"id": "8", "date_end": "2031-05-09", "low": "9"},
        {"id": "9", "best": "", "low": "", "deaths_b": "", "deaths_civilians": ""},
    )
    found = imported(tmp_path, "ucdp", text)
    first = found.claims[:3]
    assert [(c.actor, c.value, c.low, c.high) for c in first] == [
        ("", 3, 2, 5), ("Harbour League", 1, None, None), ("civilians", 2, None, None),
    ]  # fmt: skip
    assert {c.claimant for c in first} == {"hospital"} and first[0].origin.rule == "deaths"
    assert found.claims[3].end_date == date(2031, 5, 9) and found.claims[3].claimant == "Orvane Courier;Wire"
    # the quoted line break takes a line of its own
    assert [a.line for a in found.aside] == [4] and "low 9" in found.aside[0].reason
    assert numbers(found, "dead")[-1] == (None, None, 5)


def test_a_quote_that_is_never_closed_costs_its_own_line_only(tmp_path):
    good = exports.acled({"tags": "crowd size=50"}, {"tags": "crowd size=60"}).splitlines(keepends=True)
    broken = good[1].replace("Orvane Courier", '"Orvane Courier')
    found = imported(tmp_path, "acled", "".join([good[0], good[1], broken, good[2]]))
    assert [c.value for c in found.claims] == [50, 60]
    assert [(a.line, a.text) for a in found.aside] == [(3, broken.rstrip("\r\n"))]


@pytest.mark.parametrize(
    ("source", "text"),
    [("acled", exports.ucdp({})), ("ucdp", exports.acled({})), ("ccc", exports.mass({})), ("table", exports.ccc({})),
     ("acled", ""), ("acled", "PK\x03\x04")],
)  # fmt: skip
def test_a_file_of_another_kind_is_refused_as_a_whole(tmp_path, source, text):
    with pytest.raises(ClaimError, match=r"export\.csv"):
        imported(tmp_path, source, text)


def test_an_unknown_source_is_met_with_the_nearest_one(tmp_path):
    with pytest.raises(ClaimError) as told:
        scan(tmp_path / "x.csv", "aclde")
    assert told.value.hint == "did you mean 'acled'?"
