"""Long names on the page of an audit: shortened in the middle, the whole name shown to who points at it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from markupsafe import Markup, escape

from contested.ground.visible import visible

#: letters a name may have before it is shortened
ROOM = 44


def shortened(name: str, room: int = ROOM) -> str:
    """A name in at most `room` letters; what is left out of its middle is an ellipsis.

    >>> shortened("Territorial election commission of the district of Elsewhere No. 17", 30)
    'Territorial elec…sewhere No. 17'
    """
    if len(name) <= room:
        return name
    last = (room - 1) // 2
    return f"{name[: room - 1 - last].rstrip()}…{name[-last:].lstrip()}"


def whole(name: str, room: int = ROOM) -> Markup:
    """A name for the page: shortened where it is long, with the whole name as its tooltip."""
    seen = visible(name)
    short = shortened(seen, room)
    if short == seen:
        return escape(seen)
    return Markup('<abbr title="{}">{}</abbr>').format(seen, short)


class Shortening:
    """Shortens the long ones of `names` wherever a text has them."""

    def __init__(self, names: Iterable[str], room: int = ROOM) -> None:
        self.room = room
        long = sorted({visible(n) for n in names if len(n) > room}, key=lambda n: (-len(n), n))
        self._any = re.compile("|".join(re.escape(n) for n in long)) if long else None

    def __call__(self, text: str) -> Markup:
        """A text, escaped, with long names shortened."""
        seen = visible(text)
        if self._any is None:
            return escape(seen)
        out, at = Markup(""), 0
        for found in self._any.finditer(seen):
            out += escape(seen[at : found.start()]) + whole(found[0], self.room)
            at = found.end()
        return out + escape(seen[at:])
