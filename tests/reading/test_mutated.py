"""Mutated reports give drafts whose spans reproduce the text, and never an exception."""

from __future__ import annotations

import pytest
from benchmarks.reading.mutate import failures


def test_a_few_mutated_reports_are_read(capsys):
    assert failures(60, seed=7, short=True) == 0, capsys.readouterr().err


@pytest.mark.slow
def test_many_mutated_reports_are_read(capsys):
    assert failures(1_500, seed=8, short=True) == 0, capsys.readouterr().err
