"""The table of measured precision that drafts carry is the one that the reader has."""

from __future__ import annotations

import datetime as dt

from benchmarks.reading import measure

from contested.reading import read_text
from contested.reading.table import precision, rules


def test_the_precision_of_rules_is_that_of_the_reader():
    assert measure.PRECISION.read_text("utf-8") == measure.precision(), "python -m benchmarks.reading.measure"


def test_every_field_of_a_draft_names_its_rule_with_what_was_measured():
    (draft,) = read_text("Police said 40 people were detained in Orvane on Sunday.", "r", dt.date(2020, 8, 11)).drafts
    assert set(draft.rules) == {"number", "quantity", "claimant", "actor", "place", "date", "certainty"}
    for field in ("number", "quantity", "claimant", "place", "date"):
        part, of = precision()[field, draft.rules[field]]
        why = f": {', '.join(draft.reasons[field])}" if field in draft.reasons else ""
        assert f"{field} by {draft.rules[field]}{why} (right {part:.0%} of {of})" in rules(draft)


def test_the_reader_is_as_good_as_was_written_down():
    import json

    written = json.loads(measure.RESULTS.read_text("utf-8"))["dev, rules"]
    assert measure.figures("dev", "rules") == written
