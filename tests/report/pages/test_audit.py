"""The page of an audit: one file that loads nothing, on which every number stands with what it assumes."""

import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

import polars as pl
import pytest

from contested.forensics import suite
from contested.forensics.finding import Finding
from contested.forensics.models.synthetic import falsify, honest_election, of_case
from contested.forensics.table.returns import ReturnsTable
from contested.forensics.verdict import amount
from contested.report.language.catalogue import Language
from contested.report.pages import audit_summary, audit_tables
from contested.report.pages.audit import audit_page, spoken, write_audit_page
from contested.report.pages.audit_summary import paragraph, three
from tests.report.pages.folds import Folds, sections

NASTY = "<script>alert('x')</script>"


class Loads(HTMLParser):
    """What a browser would fetch, and the scripts it would run."""

    def __init__(self, text):
        super().__init__()
        self.fetched, self.scripts, self.script = [], [], False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.script = tag == "script"
        self.fetched += [v for k, v in attrs if k in ("src", "srcset", "data", "poster", "action") and v]
        self.fetched += [v for k, v in attrs if tag == "link" and k == "href"]

    def handle_data(self, data):
        if self.script:
            self.scripts.append(data)

    def handle_endtag(self, tag):
        self.script = False


@pytest.fixture(scope="module")
def audited():
    case = falsify(honest_election(160, regions=3, territories=16, seed=3), stuffing=0.3, seed=3).case
    frame = of_case(case, "x").frame.drop("row", "line").rename({"leader": NASTY})
    first = pl.col("station") == frame["station"][0]
    frame = frame.with_columns(
        pl.when(first).then(pl.lit("<b>bold</b>")).otherwise("station").alias("station"),
        pl.when(first).then(pl.col("registered") + 5).otherwise("cast").alias("cast"),
    )
    names = (NASTY, "all others")
    table = ReturnsTable.of(frame, names, NASTY, "A <i>title</i> & more", units=("region", "territory"))
    return suite.with_controls(suite.examine(table), elections=1)


@pytest.fixture(scope="module")
def page(audited, tmp_path_factory):
    path = write_audit_page(audited, tmp_path_factory.mktemp("page") / "report.html", pictures=False)
    return path.read_text(encoding="utf-8")


def words(text):
    """What a reader sees: no tags, no scripts, no styles."""
    text = re.sub(r"<(script|style)\b.*?</\1>", " ", text, flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", text)).split())


def flat(text):
    return " ".join(text.split())


def named(text):
    """As the page has it: the contestant by name."""
    return re.sub(r"\b[Tt]he leader\b", lambda _: NASTY, flat(text))


def test_it_fetches_nothing(page):
    found = Loads(page)
    assert all(where.startswith("data:") for where in found.fetched), found.fetched
    style = "".join(re.findall(r"<style\b.*?</style>", page, flags=re.S))
    assert not re.search(r"@import|url\(\s*['\"]?https?:", style)


def test_every_finding_stands_with_its_assumption(page, audited):
    seen = words(page)
    for f in audited.findings:
        if f.name != "fingerprint":  # pictures with a section of their own
            for part in (f.title, f.says, f.assumes, f.fails_when, f.rule):
                assert named(part) in seen, (f.name, part)


def test_numbers_are_those_of_the_findings(page, audited):
    articles = dict(re.findall(r'<article class="finding" id="([^"]+)">(.*?)</article>', page, flags=re.S))
    assert set(audited.by_name) - set(articles) <= {"fingerprint"}
    for f in (audited.by_name[name] for name in articles):
        if f.value is not None:
            assert amount(f.value, f.unit) in words(articles[f.name]), f.name
        if f.low is not None and f.high is not None:
            assert f"{amount(f.low, f.unit)} to {amount(f.high, f.unit)}" in words(articles[f.name]), f.name


def test_the_paragraph_is_quotable_and_the_quality_of_the_data_comes_before_estimates(page, audited):
    seen = words(page)
    for sentence in paragraph(audited):
        assert named(sentence) in seen
    for says in audited.returns.quality["says"]:
        assert flat(says) in seen
    estimate = audited.by_name["turnout-curve"]
    assert seen.index(audited.returns.quality["says"][0]) < seen.index(named(estimate.fails_when))
    for c in audited.controls:
        assert f"{c.alarms} of {c.elections}" in seen


def test_the_first_screen_has_three_numbers_and_a_picture(page, audited):
    header = page[page.index("<header>") : page.index("</header>")]
    assert header.count("<dt>") == 3 and header.count("data-chart=") == 1
    for number in three(audited):
        assert number.amount in words(header) and named(number.kind) in words(header)


def test_all_else_is_folded(page):
    seen = Folds(page)
    assert len(seen.charts) == 1 and seen.folded_charts and not seen.tables and not seen.open_folds
    assert not seen.unnamed
    assert all(re.search(r"(charts|tables): \d|text", inside) for _, inside, _ in sections(page))


def test_nothing_stands_twice(page, audited):
    seen = words(page)
    for f in audited.findings:
        if f.name != "fingerprint" and len(f.says) > 60:
            assert seen.count(named(f.says)) == 1, f.name
    for sentence in paragraph(audited):
        assert seen.count(named(sentence)) == 1


def test_the_contestant_goes_by_name(page):
    assert "the leader" not in words(page).lower()


def test_names_in_a_file_are_text_and_nothing_else(page):
    assert NASTY in words(page)
    assert not any(text.strip().startswith("alert(") for text in Loads(page).scripts)
    for raw in (NASTY, "<b>bold</b>", "<i>title</i>"):
        assert raw not in page


@pytest.mark.parametrize(
    ("low", "value", "high", "shown"),
    [(-900, -500, -100, "0"), (-900, 200, 1500, "0 to 1,500"), (100, 500, 900, "100 to 900"), (None, -3, None, "0"),
     (-5, 7, None, "at least 0")],
)  # fmt: skip
def test_an_estimate_finds_no_fewer_ballots_than_none(low, value, high, shown):
    """A window of the turnout curve can give fewer than none; nobody's ballots are missing by that."""
    found = Finding(name="turnout-curve", title="Votes that grow with turnout", kind="estimate", unit="ballot",
                    value=value, low=low, high=high, assumes="a", fails_when="b")  # fmt: skip
    assert audit_summary._some(found) == shown


def test_a_range_that_is_shown_from_none_up_says_so(audited):
    found = Finding(name="turnout-curve", title="t", kind="estimate", unit="ballot", value=2.0, low=-34_058.0,
                    high=137_619.0, assumes="a", fails_when="b", alarm=False, rule="r")  # fmt: skip
    made = replace(audited, findings=(found,), controls=())
    assert "0 to 137,619 of" in " ".join(paragraph(made))
    assert "The formula's own result, -34,058 to 137,619, is shown from 0 up." in paragraph(made)
    assert three(made)[1].kind.endswith("no alarm; shown from 0 up")
    whole = replace(made, findings=(replace(found, low=5.0),))
    assert not any("from 0 up" in s for s in (*paragraph(whole), three(whole)[1].kind))


def test_an_alarm_is_another_one_only_after_an_alarm(audited):
    curve = Finding(name="turnout-curve", title="t", kind="estimate", unit="ballot", value=2.0, assumes="a",
                    fails_when="b", alarm=False, rule="r")  # fmt: skip
    digits = replace(curve, name="digits", title="Digits", unit="-", alarm=True)
    assert "Weak alarms: digits." in paragraph(replace(audited, findings=(curve, digits), controls=()))
    loud = replace(curve, alarm=True)
    assert "Other weak alarms: digits." in paragraph(replace(audited, findings=(loud, digits), controls=()))


def test_silence_is_told_only_of_tests_that_ran(audited):
    quiet = Finding(name="digits", title="Digits", kind="estimate", unit="-", value=2.0, assumes="a", fails_when="b",
                    alarm=False, rule="r")  # fmt: skip
    proof = Finding(name="a", title="A", kind="proof", unit="ballot", value=100.0, alarm=True, rule="r")

    def told(*findings):
        every = paragraph(replace(audited, findings=findings, controls=()))
        return [s for s in every if s.endswith("test alarms.") or s == "No test alarms."]

    assert told(quiet) == ["No test alarms."]
    assert told(proof, quiet) == ["No other test alarms."]
    assert told(replace(quiet, alarm=None)) == []


def test_one_proof_is_not_called_the_largest_of_several(audited):
    proof = Finding(name="a", title="A", kind="proof", unit="ballot", value=100.0, alarm=True, rule="r")
    one, two = (three(replace(audited, findings=(proof,) * n))[0] for n in (1, 2))
    assert one.amount == two.amount == "100"
    assert one.kind == "proof: needs no assumption" and two.kind.endswith("the largest of 2 proofs, not their sum")


@pytest.mark.parametrize("blank", ["nobody voted", "nobody gives A"])
def test_no_sentence_has_a_number_that_is_none(blank):
    n = 40
    columns = {"registered": [500] * n, "issued": [0] * n, "cast": [0] * n, "A": [0] * n, "B": [0] * n}
    if blank == "nobody gives A":
        columns |= {"issued": [9] * n, "cast": [9] * n, "A": [None] * n, "B": [4] * n}
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.Int64))
    empty = suite.examine(ReturnsTable.of(frame, ["A", "B"], "A", "title"))
    page = words(audit_page(empty, {}))
    assert not re.search(r"\bnan\b", page)
    say = spoken(empty, "ru")
    audit_page(empty, {}, say)
    assert not say.missing
    if blank == "nobody gives A":
        assert "turnout 1.80 %); 360 ballots cast, votes for A are not known." in page
        assert "Votes for A, which are examined, are not known; B has most, 100.0 %." in page
        assert "0 for A." not in page and "0.00 % of all votes" not in page
    if blank == "nobody voted":
        assert "40 stations with 20,000 registered voters; no ballot was cast." in page


def test_ballots_by_region_are_whole_and_one_below_none_is_explained():
    """An honest leader with fewer ballots at high turnout has fewer than none by the formula, and the page says why."""
    case = honest_election(160, regions=3, territories=16, seed=5)
    audited = suite.examine(of_case(case, "x"))
    below = audited.regions.filter(pl.col("anomalous ballots") < 0)
    assert below.height and (below["anomalous ballots"] % 1 != 0).all(), "the formula gives parts of a ballot"
    rows = {row[0]: row for row in audit_tables.of(audited.regions, Language("en")).rows}
    at = audited.regions.columns.index("anomalous ballots")
    assert [rows[r["region"]][at] for r in below.iter_rows(named=True)] == [
        f"{round(r['anomalous ballots']):,}" for r in below.iter_rows(named=True)
    ]
    page = words(audit_page(audited, {}))
    assert "nothing anomalous is found there" in page
    whole = replace(audited, regions=audited.regions.drop("anomalous ballots"))
    assert "nothing anomalous is found there" not in words(audit_page(whole, {})), "there is nothing to explain"


def test_a_country_of_one_territory_says_what_it_cannot_in_every_language():
    """Neither a range from resamples of one territory nor a p of its second digits, and nothing is left in English."""
    case = falsify(honest_election(300, regions=1, territories=1, seed=3), stuffing=0.3, seed=3).case
    few = suite.examine(of_case(case, "title"))
    page = words(audit_page(few, {}))
    assert "no range and no alarm: fewer than 10 territories can be compared" in page
    assert "no p by a model of these counts" in page
    say = spoken(few, "ru")
    audit_page(few, {}, say)
    assert not say.missing
