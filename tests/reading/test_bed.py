"""The invented bed: its labels point at numbers, and rules that were made on its open half hold on the closed one."""

import re
from collections import Counter

import pytest
from benchmarks.reading.bed import HERE, SETS, UNREAL, bed
from benchmarks.reading.labels import QUANTITIES
from benchmarks.reading.run import labelled
from benchmarks.reading.score import score


@pytest.mark.parametrize("half", SETS)
def test_every_label_of_the_bed_stands_in_its_report(half: str) -> None:
    texts, labels = bed(half)
    assert len(texts) >= 16
    for name, report in texts.items():
        assert "|" not in report.text and "[" not in report.text, name
        for label in labels[name]:
            assert report.text[slice(*label.number)].strip()
            assert label.reason or label.quantity in QUANTITIES, (name, label)


@pytest.mark.parametrize("half", [name for name in SETS if not (HERE / f"{name}.jsonl").is_file()])
def test_every_plan_condition_and_denial_that_an_author_marked_is_a_label(half: str) -> None:
    marks = re.findall(r"\[[^\[\]|]+\|([^\[\]]*)\]", (HERE / f"{half}.txt").read_text("utf-8").partition("\n=== ")[2])
    marked = Counter(word for mark in marks for word in re.findall(r"\w+", mark.rpartition("|")[2]) if word in UNREAL)
    _, labels = bed(half)
    read = Counter(label.certainty for some in labels.values() for label in some)
    assert marked and marked == Counter({word: read[word] for word in UNREAL if read[word]})


@pytest.mark.parametrize("half", ["open", "closed", "styles"])
def test_numbers_quantities_and_plans_hold_on_both_halves(half: str) -> None:
    texts, labels = bed(half)
    tallies, counts, _ = score(labelled(texts), labels, texts)
    least = {"number": 0.85, "quantity": 0.75, "side": 0.55, "place": 0.5, "date": 0.65}
    for field, bound in least.items():
        tally = tallies[field]
        assert 2 * tally.hit / (tally.out + tally.gold) >= bound, (field, str(tally))
    assert counts["plans as happenings"] <= 0.15 * counts["plans"]
