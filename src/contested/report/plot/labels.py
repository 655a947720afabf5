"""Where words go beside marks, so that no two of them cover each other. In pixels, before anything is drawn.

How wide a word is can only be estimated here (the reader's font is not known), and is estimated on the wide side.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import wrap

SIZE = 11
LINE = 14
NARROW = "iljtfrI.,:;'|!()[] "
WIDE = "mwMW%@—"


def width(text: str, size: float = SIZE) -> float:
    """Of a line of text, about."""
    return size * sum(0.32 if c in NARROW else 0.92 if c in WIDE else 0.68 if c.isupper() else 0.57 for c in text)


def wrapped(text: str, room: float, size: float = SIZE) -> list[str]:
    """Lines that fit into `room`."""
    average = width(text, size) / max(len(text), 1)
    return wrap(text, max(int(room / max(average, 1)), 8)) or [""]


@dataclass(frozen=True)
class Box:
    """A rectangle; `top` is less than `bottom`, as on a screen."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether the two share a point."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


@dataclass(frozen=True)
class Place:
    """How a word stands to its point: the anchors of Vega and the distance in pixels."""

    align: str
    baseline: str
    dx: float
    dy: float

    def box(self, text: str, x: float, y: float) -> Box:
        """What the word covers when its point is at (x, y)."""
        wide = width(text)
        left = x + self.dx - {"left": 0.0, "center": wide / 2, "right": wide}[self.align]
        top = y + self.dy - {"top": 0, "middle": LINE / 2, "bottom": LINE}[self.baseline]
        return Box(left, top, left + wide, top + LINE)


ON = Place("center", "middle", 0, 0)
#: around a point, the best first
AROUND = (
    Place("left", "middle", 7, 0),
    Place("right", "middle", -7, 0),
    Place("center", "bottom", 0, -8),
    Place("center", "top", 0, 8),
    Place("left", "bottom", 6, -5),
    Place("left", "top", 6, 5),
    Place("right", "bottom", -6, -5),
    Place("right", "top", -6, 5),
)


def place(text: str, x: float, y: float, taken: list[Box], room: Box, ways: Sequence[Place] = AROUND) -> Place:
    """The first of `ways` that stays inside `room` and covers nothing in `taken`, to which it is added.

    Where every way covers something, the one that stays inside and covers fewest.
    """

    def cost(way: Place) -> float:
        box = way.box(text, x, y)
        outside = max(room.left - box.left, box.right - room.right, 0) + max(
            room.top - box.top, box.bottom - room.bottom, 0
        )
        return 10 * sum(box.meets(other) for other in taken) + outside

    best = min(ways, key=cost)
    taken.append(best.box(text, x, y))
    return best


def lanes(labels: Iterable[tuple[str, float]], room: float) -> list[tuple[int, str]]:
    """For words above a chart, each at its x: (row from the bottom, how it is aligned), words of a row side by side.

    Parameters
    ----------
    labels : iterable of (text, x in pixels)
    room : float
        Width of the chart.
    """
    rows: list[list[tuple[float, float]]] = []
    out: list[tuple[int, str]] = []
    for text, x in labels:
        wide = width(text) + 8
        align = "left" if x < wide / 2 else "right" if x > room - wide / 2 else "center"
        left = x - {"left": 4.0, "center": wide / 2, "right": wide - 4}[align]
        free = (k for k, row in enumerate(rows) if all(left > end or left + wide < start for start, end in row))
        k = next(free, len(rows))
        if k == len(rows):
            rows.append([])
        rows[k].append((left, left + wide))
        out.append((k, align))
    return out
