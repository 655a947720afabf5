"""The rules of the reader alone: what they take is the first feature of every learnt choice, and a candidate of it."""

from __future__ import annotations

import datetime as dt

from contested.reading import Reading
from contested.reading import read_text as read
from contested.reading.learnt.choices import Choices


def read_text(text: str, name: str, published: dt.date) -> Reading:
    """A report as the rules alone read it."""
    return read(text, name, published, choices=Choices({}))
