"""Mutated reports give drafts whose spans reproduce the text, and never an exception."""

from __future__ import annotations

import datetime as dt

import pytest
from benchmarks.reading.mutate import failures

from contested.reading import read_text


def test_a_few_mutated_reports_are_read(capsys):
    assert failures(60, seed=7, short=True) == 0, capsys.readouterr().err


def test_a_headline_in_capitals_is_read_like_any_other():
    """A pattern of names that could be cut at every letter took longer than anybody waits."""
    line = "BY SUPPORTERS OF JAILED OPPOSITION LEADER ANALINDQVISTANDOTHERS AND FRIENDS OF HERS"
    body = "Police detained 12 people on Friday. The ministry said 112 had been detained."
    found = read_text(f"{line}\n\n{body}", "capitals", dt.date(2031, 5, 9)).drafts
    assert [draft.anchors["number"].text for draft in found] == ["12", "112"]


@pytest.mark.slow
def test_many_mutated_reports_are_read(capsys):
    assert failures(1_500, seed=8, short=True) == 0, capsys.readouterr().err
