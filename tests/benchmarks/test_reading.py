"""Labelled reports: labels stand where they say, and the scores of known answers are known."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import pytest
from benchmarks.reading import adjudicate, agreement, ceiling, labels, matching, score
from benchmarks.reading.labels import Label, LabelError, Report

TEXT = "Police said two men died and about 300 were held. “Hundreds\nmarched,” she said, and police left."
REPORT = Report("x", dt.date(2030, 1, 6), "wire", "Orvania", "dev", TEXT)


def label(line, last=None):
    return labels.parse(line, 1, REPORT, last)


def test_a_line_gives_spans_bounds_and_extras():
    one = label("said {two} men | dead | 2 | {Police} said | police | incumbent | Lethe | 2030-01-05 | ev=a")
    assert (TEXT[slice(*one.number)], TEXT[slice(*one.claimant)], one.mention) == ("two", "Police", "name")
    other = label('and {about 300} were | detained | ~300 | " | | | Lethe | ..2030-01-06 | about=forces', one)
    assert (other.claimant, other.side, other.value, other.approximate, other.about) == (
        one.claimant, "incumbent", 300, True, "forces",
    )  # fmt: skip
    third = label('"{Hundreds} marched | crowd | 200..999 | {she} said, | Eva | opposition | | | q pronoun')
    assert (third.low, third.high, third.value, third.quoted, third.mention) == (200, 999, None, True, "pronoun")
    assert label("- {two} men | other").reason == "other"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{two} men | dead | 2", "8 or 9 fields"),
        ("{said} | dead | 2 | - | | | |", "occurs 2 times"),
        ("{three} | dead | 3 | - | | | |", "occurs 0 times"),
        ("two men | dead | 2 | - | | | |", "one pair of braces"),
        ("{two} men | slain | 2 | - | | | |", "unknown quantity 'slain'"),
        ("{two} men | dead | two | - | | | |", "an amount such as"),
        ("{two} men | dead | 2 | - | | them | |", "unknown side"),
        ("{two} men | dead | 2 | - | | | | Saturday", "as the date"),
        ("{two} men | dead | 2 | - | | | | 2030-02-31", "day"),
        ("{two} men | dead | 2 | - | | | | | surely", "no such extra"),
        ('{two} men | dead | 2 | " | | | |', "no claim above"),
        ("- {two} men | guess", "a reason of"),
    ],
)
def test_a_line_that_breaks_the_form_is_refused(line, message):
    with pytest.raises((LabelError, ValueError), match=message):
        label(line)


def test_a_number_without_a_label_is_a_fault():
    one = label("said {two} men | dead | 2 | - | | | |")
    found = labels.faults([one], REPORT)
    assert [f for f in found if "'300'" in f] and [f for f in found if "'Hundreds'" in f]
    assert not [f for f in found if "'two'" in f]
    assert labels.faults([replace(one, part=7)], REPORT)[0].startswith("line 1: part of line 7")


def test_kappa_counts_no_agreement_by_chance():
    assert agreement.kappa([("a", "a")] * 50 + [("b", "b")] * 50) == 1
    assert agreement.kappa([("a", "a"), ("a", "b"), ("b", "a"), ("b", "b")]) == 0
    assert agreement.kappa([("a", "b"), ("b", "a")]) == -1


def claim(start, **other):
    whole = {"quantity": "dead", "value": 2.0, "date": "2030-01-05", "place": "Lethe", "actor": "police"}
    return Label("x", start, (start, start + 3), **(whole | {"side": "media"} | other))


def test_scores_of_known_answers():
    planned = claim(12, event="a", certainty="planned")
    gold = {"x": [claim(0, claimant=(0, 6), event="a"), planned, claim(30, reason="age")]}
    right, counts, misses = score.score(gold, gold, {"x": REPORT})
    assert str(right["number with bounds"]) == "P 1.000  R 1.000  F1 1.000  (2 of 2, 2)"
    assert (right["same event, pairs"].hit, counts["plans as happenings"], misses) == (1, 0, [])
    wrong = {"x": [claim(1, value=3.0, quantity="injured"), claim(12, date=""), claim(30)]}
    tallies, counts, misses = score.score(wrong, gold, {"x": REPORT})
    assert str(tallies["number"]) == "P 0.667  R 1.000  F1 0.800  (2 of 3, 2)"
    assert (tallies["number with bounds"].hit, tallies["quantity"].hit, tallies["date"].hit) == (1, 1, 1)
    assert (tallies["date"].out, tallies["claimant, attributed"].gold, counts["plans as happenings"]) == (2, 1, 1)
    assert len(misses) == 5


def test_how_wide_about_is_makes_no_difference():
    about = claim(0, value=300.0, approximate=True)
    assert matching.same_amount(about, claim(0, value=300.0, low=270.0, high=330.0))
    assert not matching.same_amount(about, claim(0, value=300.0))
    assert not matching.same_amount(claim(0, value=300.0, low=300.0), claim(0, value=300.0))


def test_a_name_is_alike_with_half_of_its_words():
    assert matching.alike("the Interior Minister Jan Orlo", "Jan Orlo")
    assert not matching.alike("a spokesman for the office of Jan Orlo in the north", "Orlo")
    assert matching.alike("", "") and not matching.alike("police", "")


def test_json_lines_come_back(tmp_path):
    one = label("said {two} men | dead | 2 | {Police} said | police | incumbent | Lethe | 2030-01-05 | ev=a")
    file = tmp_path / "out.jsonl"
    file.write_text(json.dumps(labels.record(one, REPORT)) + "\n", encoding="utf-8")
    assert matching.load(file) == {"x": [one]}
    file.write_text('{"report": "x"}\n', encoding="utf-8")
    with pytest.raises(SystemExit, match=r"out.jsonl:1: expected report, number"):
        matching.load(file)


def test_reports_are_there_in_two_halves_and_dated():
    dev, test = labels.reports("dev"), labels.reports("test")
    assert len(dev) == len(test) == 32 and not dev.keys() & test.keys()
    assert all(250 <= len(one.text.split()) <= 500 for one in (*dev.values(), *test.values()))


def test_two_annotators_of_attributions_agree_as_far_as_their_spans_do():
    text = "Officials said 30 people were hurt. Others spoke of 50. Nobody counted 70."
    one = ceiling.attributions(
        "T1\tSource 0 9\tOfficials\nT2\tContent 15 34\t30 people were hurt\nE1\tAttribution:T9 Content:T2 Source:T1\n"
        "T3\tContent 52 54\t50\nE2\tAttribution-no-source:T8 Content:T3 Cue:T1\n"
    )
    assert one == [([(15, 34)], [(0, 9)]), ([(52, 54)], None)]
    other = [([(15, 34)], [(0, 9)]), ([(71, 73)], [(56, 62)])]
    assert ceiling.source((15, 17), one, text) == "Officials"
    assert ceiling.source((52, 54), one, text) == "" and ceiling.source((71, 73), one, text) is None
    assert ceiling.compared(one, other, text) == (1, 1, 2, 2)


def test_the_gold_set_is_frozen_and_follows_from_both_annotations():
    assert adjudicate.main(["--check"]) == 0
    guide = (labels.GOLD / "GUIDE.md").read_text(encoding="utf-8")
    assert f"`{labels.frozen()}`" in guide


@pytest.mark.parametrize("half", ["dev", "test"])
def test_spans_of_the_gold_set_reproduce_their_words(half):
    reports = labels.reports(half)
    rows = [json.loads(line) for line in (labels.GOLD / f"{half}.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {row["report"] for row in rows} == reports.keys()
    for row in rows:
        text = reports[row["report"]].text
        assert text[slice(*row["number"])] == row["number_text"]
        assert row["claimant"] is None or text[slice(*row["claimant"])] == row["claimant_text"]
        assert (row["reason"] != "") == (row["quantity"] == "")
        assert row["reason"] or (row["mention"] == "none") == (row["claimant"] is None)
