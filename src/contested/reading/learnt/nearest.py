"""What a report names, so that those of each name that matter to a number are found without going through all.

A candidate is known by where its name stands nearest, and by the zones in which it stands again. So of each name no
more than the two nearest in each zone matter; all of them do in the number's own sentence.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Generic, NamedTuple, TypeVar

from contested.reading.learnt.spot import ZONES, Spot, paragraph_at
from contested.reading.structure import Paragraph

T = TypeVar("T")


class Near(NamedTuple, Generic[T]):
    """Something that a report names, as it stands to a number; sorted, the nearest comes first."""

    rank: int
    far: int
    order: tuple[int, ...]
    start: int
    end: int
    what: T


class Entry(NamedTuple, Generic[T]):
    """Something that a report names, where it stands, and its place among equals."""

    start: int
    end: int
    order: tuple[int, ...]
    what: T


class Index(Generic[T]):
    """What a report names, by name.

    Parameters
    ----------
    entries : iterable of (hashable, Entry)
        Each with its name, which differs where a choice tells two apart.
    paragraphs : sequence of Paragraph
        Of the report.
    """

    def __init__(self, entries: Iterable[tuple[Hashable, Entry[T]]], paragraphs: Sequence[Paragraph]) -> None:
        groups: dict[tuple[Hashable, bool], list[Entry[T]]] = {}
        for name, entry in entries:
            # headlines are a zone of their own wherever they stand, so they are apart
            head = bool(paragraphs) and paragraphs[paragraph_at(paragraphs, entry.start)].head
            groups.setdefault((name, head), []).append(entry)
        self._groups = [sorted(some, key=lambda e: e[0]) for some in groups.values()]
        self._starts = [[e.start for e in some] for some in self._groups]

    def near(self, spot: Spot, but: Callable[[int], bool] | None = None) -> list[Near[T]]:
        """What stands around a number and matters to it, in no order.

        Parameters
        ----------
        spot : Spot
        but : function of int to bool, optional
            Positions that are left out, the same for all between two bounds of zones (`Spot.bounds`).
        """
        cuts = spot.bounds
        return [
            Near(ZONES.index(spot.near(e.start, e.end)), abs(e.start - spot.start), e.order, e.start, e.end, e.what)
            for some, starts in zip(self._groups, self._starts, strict=True)
            for e in (some if len(some) <= len(cuts) else _ends(some, starts, cuts, spot))
            if but is None or not but(e.start)
        ]


def _ends(some: Sequence[Entry[T]], starts: Sequence[int], cuts: Sequence[int], spot: Spot) -> Iterator[Entry[T]]:
    """The two nearest to a number between any two bounds, and all of its sentence."""
    first = 0
    for cut in (*cuts, None):
        last = len(starts) if cut is None else bisect_left(starts, cut, first)
        if first < last:
            if starts[first] >= spot.sentence.end:
                yield from some[first : min(first + 2, last)]
            elif starts[last - 1] < spot.sentence.start:
                yield from some[max(first, last - 2) : last]
            else:
                yield from some[first:last]
        first = last
