"""The page on which a person reviews drafts, in a real browser: what it says of each, and that no decision is lost."""

from __future__ import annotations

import csv
from collections.abc import Iterator

import pytest

from tests.browser import Page, browser
from tests.cli.terminal import typed

REPORT = (
    "Two protesters have died in Orvane, the Health Ministry said.\n\n"
    "The union plans to bring 50,000 people to the streets on Friday.\n"
)
LEAVING = """(() => { const e = new Event('beforeunload', { cancelable: true }); window.dispatchEvent(e);
    return e.defaultPrevented; })()"""


@pytest.fixture
def page(tmp_path) -> Iterator[Page]:
    report = tmp_path / "report_2020-08-12.txt"
    report.write_text(REPORT, encoding="utf-8")
    done = typed("read", report, "--review", tmp_path / "review.html")
    assert done.exit_code == 0, done.stderr
    with browser(tmp_path / "profile") as one:
        one.open((tmp_path / "review.html").as_uri())
        yield one


def test_drafts_are_in_words_and_decisions_are_not_lost(page, tmp_path):
    cards = page.ask("[...document.querySelectorAll('#drafts li')].map(li => li.innerText)")
    assert cards[0].partition("\n")[2].startswith("dead so far (protesters): Two"), cards[0]
    assert "new: no earlier account" in cards[0] and "a table of claims takes what is stated" in cards[1]
    assert not page.ask(LEAVING), "nothing is decided yet"
    page.press("a", 65)
    assert page.ask(LEAVING), "closing the page would lose the decision"
    saved = page.saved("document.getElementById('save')", tmp_path)
    assert not page.ask(LEAVING)
    rows = list(csv.DictReader(saved.open(newline="", encoding="utf-8")))
    assert [r["decision"] for r in rows] == ["accept", ""] and page.errors == []
