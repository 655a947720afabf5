"""Accounts of one death that differ in its cause."""

from __future__ import annotations

import datetime as dt

from contested.reading import read_text
from contested.reading.causes import differing
from tests.cli.terminal import typed

DAY = dt.date(2020, 8, 15)
REPORT = (
    "Man dies in Orvane\n\nOleg Danin, 34, died in Orvane on Monday. The interior ministry said that an explosive "
    "device went off in his hand. The opposition says he was shot."
)


def against(text: str) -> list[tuple[str, str]]:
    causes = read_text(text, "report", DAY).causes
    return [(causes[a].actor, causes[b].actor) for a, b in differing(causes)]


def test_two_causes_of_one_death_contradict():
    causes = read_text(REPORT, "report", DAY).causes
    assert [(c.cause, c.actor, c.side) for c in causes] == [
        ("explosion", "interior ministry", "incumbent"), ("shooting", "opposition", "opposition"),
    ]  # fmt: skip
    assert against(REPORT) == [("interior ministry", "opposition")]
    assert all(c.anchor.text in REPORT and REPORT[c.anchor.start : c.anchor.end] == c.anchor.text for c in causes)


def test_a_denial_contradicts_who_says_it():
    text = "Two men died. The governor denied that police had beaten them. Witnesses said they were beaten with batons."
    assert against(text) == [("governor", "witnesses")]


def test_one_cause_by_two_and_two_causes_of_two_persons_do_not():
    assert not against("A man died. The ministry said he was shot. Doctors said he was hit by bullets.")
    assert not against(
        "Oleg Danin died on Monday. Police said Danin had been shot.\n\n"
        "Vera Kral died on Tuesday. Doctors said Kral had a heart attack."
    )


def test_rubber_bullets_that_hit_nobody_are_no_cause():
    assert not read_text("Police fired rubber bullets at the crowd.", "report", DAY).causes


def test_the_command_prints_both_accounts(tmp_path):
    path = tmp_path / "report_2020-08-15.txt"
    path.write_text(REPORT, encoding="utf-8")
    done = typed("read", path)
    assert done.exit_code == 0, done.stderr
    assert "explosion" in done.stdout and "shooting" in done.stdout
    assert "Danin" not in done.stdout, "a private person"
