"""Long reports: of what is named often, only what is nearest in each zone matters to a number."""

import datetime as dt

import pytest
from benchmarks.reading.bed import bed

from contested.reading import parts, read_text
from contested.reading.learnt import nearest
from contested.reading.learnt.choices import FIELDS, Choices, shipped

DAY = dt.date(2020, 8, 15)
SOURCES = ("Police", "The union", "The interior ministry", "Ana Sol", "He", "The hospital in Lethe")
COUNTED = ("people were detained", "protesters were injured", "people had gathered", "workers would go on strike")


def _report(numbers: int, sentences: int) -> str:
    """A report with so many numbers, in paragraphs of so many sentences."""
    some = [
        f"{SOURCES[k % 6]} said {7 + 3 * k} {COUNTED[k // 5 % 4]} in {('Marsk', 'Lethe', 'Orvan')[k % 3]} on "
        f"{('Monday', 'Friday')[k % 2]}." for k in range(numbers)
    ]  # fmt: skip
    parts = [" ".join(some[k : k + sentences]) for k in range(0, numbers, sentences)]
    return "Protests in Marsk\n\nMARSK, Orvania, Aug 15 (Agency) - " + "\n\n".join(parts)


class _Seen(Choices):
    """The weights of the package, which remember the candidates that they chose among."""

    def __init__(self) -> None:
        super().__init__(shipped().weights)
        self.seen: list[tuple[str, list[object]]] = []

    def best(self, field, candidates, number):
        self.seen.append((field, list(candidates)))
        return super().best(field, candidates, number)


def _read(text: str):
    seen = _Seen()
    return read_text(text, "r", DAY, choices=seen).drafts, seen.seen


@pytest.mark.parametrize("text", [
    _report(60, 60), _report(60, 2), "\n\n".join(r.text for r in list(bed("fresh4")[0].values())[:4]),
], ids=["one paragraph", "many paragraphs", "four reports in one"])  # fmt: skip
def test_candidates_and_all_their_features_are_those_of_going_through_all_that_is_named(text, monkeypatch):
    drafts, seen = _read(text)
    monkeypatch.setattr(nearest, "_ends", lambda some, *_: some)
    assert {field for field, _ in seen} == set(FIELDS)
    assert (drafts, seen) == _read(text)


def test_a_long_text_is_read_in_parts_whose_anchors_point_into_the_whole(monkeypatch):
    monkeypatch.setattr(parts, "LONG", 3_000)
    monkeypatch.setattr(parts, "PART", 1_500)
    text, steps = _report(80, 4), []
    reading = parts.read_parts(text, "r", DAY, step=lambda k, n: steps.append((k, n)))
    assert steps == [(k + 1, len(steps)) for k in range(len(steps))] and len(steps) > 3
    assert reading.text == text
    assert [d.value for d in reading.drafts] == [7 + 3 * k for k in range(80)]
    for draft in reading.drafts:
        assert all(text[a.start : a.end] == a.text for a in draft.anchors.values())
        assert text[draft.anchors["number"].start :].startswith(f"{draft.value:g} ")
    assert {d.place for d in reading.drafts} == {"Marsk", "Lethe", "Orvan"}


def test_a_text_that_is_not_long_is_read_as_one(monkeypatch):
    text = _report(20, 4)
    assert parts.read_parts(text, "r", DAY) == read_text(text, "r", DAY)


def test_the_title_before_each_part_gives_no_draft_twice(monkeypatch):
    monkeypatch.setattr(parts, "LONG", 1_000)
    monkeypatch.setattr(parts, "PART", 800)
    text = "Kenya: 40 people were killed\n\n" + _report(30, 3)
    reading = parts.read_parts(text, "r", DAY)
    assert [d.value for d in reading.drafts].count(40) == 2  # of the title, and 7 + 3 * 11
