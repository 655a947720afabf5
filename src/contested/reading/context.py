"""What is known of a report while it is read."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from contested.reading.actors import Cast
from contested.reading.drafts import Anchor
from contested.reading.frame import Frame
from contested.reading.hygiene import Text
from contested.reading.persons import Named
from contested.reading.structure import Paragraph, Span
from contested.reading.when import Days
from contested.reading.where import Where


@dataclass
class Context:
    """Its text, cut and with everybody, every place and every day in it."""

    text: Text
    name: str
    published: dt.date
    paragraphs: tuple[Paragraph, ...]
    frames: list[Frame]
    cast: Cast
    where: Where
    days: Days
    sources: list[tuple[int, Named]]
    issuer: Span | None

    def anchor(self, start: int, end: int, rule: str) -> Anchor:
        """An anchor into the original text."""
        a, b = self.text.span(start, end)
        return Anchor(a, b, self.text.original[a:b], rule)
