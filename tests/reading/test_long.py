"""Long reports: of what is named often, only what is nearest in each zone matters to a number."""

import datetime as dt

import pytest
from benchmarks.reading.bed import bed

from contested.reading import read_text
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
