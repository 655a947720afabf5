"""A later version of a record replaces the earlier one.

Databases correct themselves: an event comes again under its number, with another size or under another type. Both rows
of it would count one event twice. The version with the later stamp is kept; among equal stamps, the row further down.
"""

from __future__ import annotations

import re

from contested.claims.importers.rows import Row

_DOTTED = re.compile(r"\d{1,4}(?:\.\d{1,4})+")


class Records:
    """Records as they come, by their number.

    Parameters
    ----------
    key : str
        Column of the number.
    stamp : str
        Column of the version; may be missing.
    """

    def __init__(self, key: str, stamp: str) -> None:
        self.key, self.stamp = key, stamp
        # one whole number for each record, because there may be millions: stamp, line, and how the row was counted
        self._found: dict[str, int] = {}
        #: lines of rows that a later version replaces, and how each was counted
        self.replaced: dict[int, int] = {}

    def add(self, row: Row, counted: int) -> None:
        """Take a row; `counted` says how it was counted, 0 to 255."""
        key = row.peek(self.key)
        if not key:
            return
        new = (_number(row.peek(self.stamp)) << 64) | (row.line << 8) | counted
        old = self._found.get(key)
        if old is None:
            self._found[key] = new
            return
        loser = min(old, new)
        self.replaced[(loser >> 8) & (2**56 - 1)] = loser & 255
        self._found[key] = max(old, new)


def _number(stamp: str) -> int:
    """A stamp as a number that grows with it: seconds, a day with or without time, or a version such as 24.0.3."""
    # other digits, such as a raised 2, count as digits too and are no numbers; no true stamp is longer
    if stamp.isascii() and stamp.isdecimal() and len(stamp) <= 20:
        return int(stamp)
    if _DOTTED.fullmatch(stamp):
        return sum(int(part) * 10_000 ** (5 - i) for i, part in enumerate(stamp.split(".")[:6]))
    return int(re.sub(r"\D", "", stamp.removesuffix(".0"))[:20] or 0) if stamp else 0
