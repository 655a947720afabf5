"""Long names on the page of an audit: shortened in the middle, the whole name shown to who points at it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from markupsafe import Markup

from contested.ground.visible import visible
from contested.report.names import ROOM, shortened
from contested.report.pages import envelope


def whole(name: str, room: int = ROOM) -> Markup:
    """A name for the page: shortened where it is long, with the whole name as its tooltip."""
    return envelope.fragment("named.html", parts=[_part(visible(name), room)])


def _part(name: str, room: int) -> tuple[str, str]:
    """What is shown, and the whole name where that is longer."""
    short = shortened(name, room)
    return short, "" if short == name else name


class Shortening:
    """Shortens the long ones of `names` wherever a text has them."""

    def __init__(self, names: Iterable[str], room: int = ROOM) -> None:
        self.room = room
        long = sorted({visible(n) for n in names if len(n) > room}, key=lambda n: (-len(n), n))
        self._any = re.compile("|".join(re.escape(n) for n in long)) if long else None

    def __call__(self, text: str) -> Markup:
        """A text, escaped, with long names shortened."""
        seen, parts, at = visible(text), [], 0
        for match in self._any.finditer(seen) if self._any is not None else ():
            parts += [(seen[at : match.start()], ""), _part(match[0], self.room)]
            at = match.end()
        return envelope.fragment("named.html", parts=[*parts, (seen[at:], "")])
