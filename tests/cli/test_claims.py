"""`contested claims`: what it prints, what it writes, and with which exit code."""

from __future__ import annotations

import csv
import json
import re

import pytest

from contested.claims import reading
from contested.scenarios.folders import find
from tests.claims import exports
from tests.cli.terminal import process, told_once, typed


@pytest.fixture
def export(tmp_path):
    path = tmp_path / "export.csv"
    rows = {"tags": "crowd size=around 3,000"}, {"event_date": "28/12/2022"}, {"event_type": "Battles", "tags": ""}
    path.write_text(exports.acled(*rows), encoding="utf-8-sig", newline="")
    return path


def test_check_says_what_is_in_a_sound_table_and_exits_0():
    said = typed("claims", "check", find("belarus-2020") / "claims.csv")
    assert said.exit_code == 0 and said.stderr == ""
    flat = re.sub(r"\s+", " ", said.stdout)
    for part in ("rows 459", "set aside 0", "Interior Ministry (MVD) incumbent 107", "Growing lists",
                 "2020-09-06 Minsk detained protesters 88, 169 at most 200", "Copies: one witness each: none",
                 "2020-10-25 Belarus detained protesters Viasna: at most 300 Interior Ministry (MVD): 523 "
                 "223 1.74"):  # fmt: skip
        assert part in flat, part


def test_check_tells_rows_set_aside_by_line_and_reason_and_exits_1(tmp_path):
    path = tmp_path / "claims.csv"
    row = "2031-05-04,Orvane,detained,protesters,{},{},independent\n"
    said = (50, "Ministry"), ("lots", "X"), (50, "Wire citing Ministry")
    head = "date,place,quantity,actor,value,claimant,side\n"
    path.write_text(head + "".join(row.format(*each) for each in said))
    said = typed("claims", "check", path)
    assert said.exit_code == 1
    assert said.stderr.startswith("set aside: claims.csv:3, value: expected") and "'lots'" in said.stderr
    assert "set aside  1" in said.stdout
    flat = re.sub(r"\s+", " ", said.stdout)
    assert "Copies: one witness each (1)" in flat and "1, copies counted once" in flat


def test_import_writes_claims_their_rows_and_what_was_put_aside(export, tmp_path):
    out = tmp_path / "made" / "claims.csv"
    said = typed("claims", "import", "--format", "acled", export, "--out", out)
    assert said.exit_code == 0, said.stderr
    assert "export.csv:3, event_date: expected a day; got '28/12/2022'" in said.stderr
    (claim,), _ = reading.scan(out)
    assert (claim.value, claim.low, claim.high, claim.source_url) == (3000, 2700, 3300, "ACLED ORV1")
    (origin,) = csv.DictReader((out.parent / "claims.origins.csv").open(newline=""))
    assert (origin["rule"], origin["line"], origin["tags"]) == (
        "crowd-size", "2", "crowd size=around 3,000",
    )  # fmt: skip
    (aside,) = csv.DictReader((out.parent / "claims.aside.csv").open(newline=""))
    assert (aside["line"], aside["event_id_cnty"], aside["event_date"]) == ("3", "ORV2", "28/12/2022")
    assert "passed over: no demonstration and no deaths reported" in said.stdout
    assert typed("claims", "check", out).exit_code == 0


def test_import_reads_a_number_as_words_are_read_and_sets_half_a_person_aside(tmp_path):
    path, out = tmp_path / "hand.csv", tmp_path / "claims.csv"
    row = "2031-05-04,Orvane,{},protesters,{},Wire,media\n"
    said = ("crowd", "10.000"), ("crowd", "1.5"), ("crowd", "around 10.000"), ("turnout_share", "54.241")
    path.write_text(HEAD + "".join(row.format(*each) for each in said))
    done = typed("claims", "import", "--format", "table", path, "--out", out)
    assert done.exit_code == 0
    assert done.stderr == (
        "set aside: hand.csv:3, value: expected a whole number; got '1.5'. "
        "(10000 and 10.000 are ten thousand; a decimal needs a unit, such as 1.5 thousand)\n"
    )
    rows = list(csv.DictReader(out.open(newline="")))
    assert [(r["value"], r["low"]) for r in rows] == [("10000", ""), ("10000", "9000"), ("54.241", "")]
    assert "1.5" in (tmp_path / "claims.aside.csv").read_text()


def test_a_table_that_is_not_utf_8_is_decoded_as_a_whole_and_the_guess_is_told_once(tmp_path):
    path, out = tmp_path / "old.csv", tmp_path / "claims.csv"
    places = "Минск", "Дё", "Гомель"
    rows = "".join(f"2031-05-04,{place},crowd,protesters,500,Wire,media\n" for place in places)
    path.write_bytes((HEAD + rows).encode("cp1251"))
    done = typed("claims", "import", "--format", "table", path, "--out", out)
    told = f"note: {path} is not UTF-8 and was read as cp1251 (Cyrillic); if names look wrong, save the file again as "
    assert done.exit_code == 0 and done.stderr == f"{told}UTF-8\n"
    # the second line alone would be valid UTF-8, of another place
    assert tuple(row["place"] for row in csv.DictReader(out.open(newline="", encoding="utf-8"))) == places
    path.write_bytes((HEAD + rows).encode())
    assert typed("claims", "check", path).stderr == ""


def test_import_writes_over_nothing(export, tmp_path):
    out = tmp_path / "claims.xlsx"
    out.write_text("mine")
    said = typed("claims", "import", "--format", "acled", export, "--out", out)
    told_once(said, "ClaimError", "it is there already", "--out")
    assert out.read_text() == "mine" and not (tmp_path / "claims.origins.csv").exists()


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        (("check", "nowhere.csv"), ("nowhere.csv", "got none")),
        (("check", "nowhere.xlsx"), ("nowhere.xlsx", "got none", "check the spelling")),
        (("check", "nowhere.parquet"), ("nowhere.parquet", "got none", "check the spelling")),
        (("import", "--format", "acled", "export.csv", "--out", "claims.doc"), (".parquet", "got .doc")),
        (("import", "--format", "ucdp", "export.csv"), ("export.csv:1, id", "a column 'id'")),
    ],
)
def test_bad_input_is_told_once_with_a_hint(export, monkeypatch, words, parts):
    monkeypatch.chdir(export.parent)
    told_once(typed("claims", *words), "ClaimError", *parts)
    assert [p.name for p in export.parent.iterdir()] == ["export.csv"]


def test_each_row_of_a_check_is_a_claim_or_set_aside_and_messages_speak_of_the_file_as_it_is(tmp_path):
    path = tmp_path / "claims.csv"
    row = "2031-05-04,Orvane,crowd,opposition,300,A,media"
    bad = (row.replace("crowd", "crowds"), row.replace("media", "press"), row.replace("2031-05-04", "28.11.2024"))
    path.write_text("\n".join([HEAD.strip(), row, *bad]) + "\n")
    done = typed("claims", "check", path)
    flat = re.sub(r"\s+", " ", done.stdout)
    assert "rows 4" in flat and "set aside 2" in flat and "claims 2 of an unknown quantity 1 witnesses 1" in flat
    assert "1 of 2 claims" in flat and done.exit_code == 1
    assert "not used: claims.csv:3, quantity: expected" in done.stderr and "'crowd'" in done.stderr
    assert "set aside: claims.csv:4, side: expected one of" in done.stderr
    assert "got '28.11.2024'. (for example 2022-12-28 or 28 December 2022)" in done.stderr


def test_an_unknown_format_is_refused_with_those_there_are(export, monkeypatch):
    monkeypatch.chdir(export.parent)
    said = typed("claims", "import", "--format", "aclde", "export.csv")
    assert said.exit_code == 2 and "'aclde'" in said.stderr and "'acled'" in said.stderr
    assert [p.name for p in export.parent.iterdir()] == ["export.csv"]


def test_it_runs_as_a_program(export):
    said = process("claims", "check", "export.csv", "--format", "acled", cwd=export.parent)
    assert said.returncode == 1 and "Orvane Courier" in said.stdout and said.stderr.count("set aside: ") == 1


HEAD = "date,place,quantity,actor,value,claimant,side\n"


def _tables(tmp_path):
    one, other = tmp_path / "one.csv", tmp_path / "other.csv"
    one.write_text(HEAD + "2031-07-29,Orvania,vote_share,Vell,67,Commission,incumbent\n"
                   "2031-05-04,Orvanesk,crowd,protesters,at most 300,Ministry,incumbent\n")  # fmt: skip
    other.write_text(HEAD + "2031-07-28,Orvania,vote_share,Vell,43,Protocols,independent\n"
                     "2031-05-04,Orvanesc,crowd,protesters,5000,Spring,opposition\n"
                     "2031-05-05,Orvanesk,crowd,protesters,900,Courier,media\n")  # fmt: skip
    return one, other


def test_check_takes_several_tables_and_names_the_kind_of_each_contradiction(tmp_path):
    written = tmp_path / "contradictions.json"
    said = typed("claims", "check", *_tables(tmp_path), "--contradictions", written)
    flat = re.sub(r"\s+", " ", said.stdout)
    assert said.exit_code == 0 and "rows 5" in flat and "Contradictions, same election" in flat
    assert "same place? Orvanesk Orvanesc names 88 percent alike" in flat, flat
    (one,) = json.loads(written.read_text())
    assert (one["kind"], one["less_party"], one["more_party"]) == ("same election", "Protocols", "Commission")
    assert (one["most"], one["least"], one["gap"], one["remark"]) == (43, 67, 24, "1 day apart")


def test_a_title_counts_what_there_is_and_not_what_is_printed(tmp_path):
    path = tmp_path / "claims.csv"
    row = "2031-05-04,Orvane,apples {0},protesters,{0},Ministry,incumbent\n"
    path.write_text("date,place,quantity,actor,value,claimant,side\n" + "".join(map(row.format, range(1, 2151))))
    document = json.loads(typed("claims", "check", path, "--json").stdout)
    unused = next(t for t in document["tables"] if t["title"].startswith("Unused claims"))
    assert unused["title"] == "Unused claims (2,150)" and len(unused["rows"]) == 100
    assert any("... and 2,050 more; --unused FILE" in line for line in document["lines"])


def test_a_share_above_a_hundred_is_one_row_that_says_so_and_no_pair_with_itself(tmp_path):
    path, written = tmp_path / "claims.csv", tmp_path / "contradictions.csv"
    path.write_text(HEAD + "2031-05-04,Orvane,vote_share,incumbent,140,Wire,media\n")
    for scenario in ((), ("--scenario", "teaching")):
        done = typed("claims", "check", path, "--json", *scenario)
        shown = json.loads(done.stdout)
        assert "Contradictions: none" in shown["lines"] and done.exit_code == 0
        (table,) = [t for t in shown["tables"] if t["title"].startswith("Unused claims")]
        assert [(r["reason"], r["look at"]) for r in table["rows"]] == [("number impossible", "a share above 100 %")]
    assert typed("claims", "check", path, "--contradictions", written).exit_code == 0
    assert len(written.read_text().splitlines()) == 1


def test_a_check_of_several_tables_counts_the_rows_set_aside_in_each(tmp_path):
    bad, good = "2031-05-04,Orvane,crowd,lots,Wire,media\n", "2031-05-04,Orvane,crowd,500,Wire,media\n"
    files = [tmp_path / name / "claims.csv" for name in ("one", "other")]
    for file, rows in zip(files, (bad + good, 24 * bad + good)):
        file.parent.mkdir()
        file.write_text("date,place,quantity,value,claimant,side\n" + rows, encoding="utf-8")
    flat = re.sub(r"\s+", " ", typed("claims", "check", *files).stdout)
    assert "rows 27 set aside 25 claims 2" in flat and "used in part" not in flat, flat


def test_a_check_against_a_scenario_knows_what_its_country_cannot_hold(tmp_path):
    ledger = tmp_path / "claims.csv"
    ledger.write_text(HEAD + "".join(
        f"2031-05-04,Orvane,detained,protesters,{n},Spring,independent\n" for n in (88, 169, 900_000)
    ))  # fmt: skip
    flat = re.sub(r"\s+", " ", typed("claims", "check", ledger, "--scenario", "teaching").stdout)
    assert "detained protesters 88 169" in flat and "number impossible the country has 50,000 people" in flat, flat


def test_a_window_and_accepted_proposals_give_more_contradictions(tmp_path):
    files = _tables(tmp_path)
    proposals, out = tmp_path / "aliases.csv", tmp_path / "contradictions.csv"
    assert typed("claims", "check", *files, "--proposals", proposals).exit_code == 0
    assert list(csv.reader(proposals.open(newline="")))[:2] == [
        ["kind", "name", "also", "why"], ["place", "Orvanesk", "Orvanesc", "names 88 percent alike"],
    ]  # fmt: skip
    said = typed("claims", "check", *files, "--aliases", proposals, "--window", "1", "--contradictions", out)
    assert "Read as one (1)" in said.stdout and "may be one" not in said.stdout
    kinds = [row["kind"] for row in csv.DictReader(out.open(newline=""))]
    assert sorted(kinds) == ["nearby days", "nearby days", "same day", "same election"]


@pytest.mark.parametrize(
    "options", [("--contradictions", "x.txt"), ("--aliases", "none.csv"), ("--window", "0"), ("--window", "week")]
)
def test_options_of_check_that_cannot_be_used_are_refused(tmp_path, options):
    said = typed("claims", "check", _tables(tmp_path)[0], *options)
    assert said.exit_code == 2 and "Traceback" not in said.stderr


def test_two_tables_of_a_check_need_two_files(tmp_path):
    claims = tmp_path / "claims.csv"
    claims.write_text("date,quantity,value,claimant,side\n2031-05-04,crowd,500,Wire,media\n", encoding="utf-8")
    one = tmp_path / "one.csv"
    done = typed("claims", "check", claims, "--unused", one, "--contradictions", one)
    assert done.exit_code == 2 and "--contradictions: expected a file of its own" in done.stderr
    assert not one.exists()
