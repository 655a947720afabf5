"""Text of others for a terminal or a page: characters that would be obeyed instead of shown are written out.

An escape sequence in the title of a scenario can rewrite a terminal's screen, and a mark that turns the direction of
writing can make a name read as another. Both come with files from others.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Any

#: marks of writing direction, joins and byte order: nothing to see, and nothing to obey where the others are gone
_UNSEEN = "\u061c\u200b\u200e\u200f\u2060\ufeff"
#: embeddings, overrides and isolates of writing direction, odd line ends, deprecated and hidden marks
_OBEYED = "\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u206a\u206b\u206c\u206d\u206e\u206f"
#: what pictures of text have besides letters: notes between lines, tags
_HIDDEN = (*range(0xFFF9, 0xFFFC), *range(0xE0000, 0xE0080))


@cache
def _table() -> dict[int, str]:
    controls = [c for c in range(0xA0) if unicodedata.category(chr(c)) == "Cc" and chr(c) not in "\n\t"]
    halves = range(0xD800, 0xE000)  # no characters; they cannot be written at all
    return {ord(c): "" for c in _UNSEEN} | {
        c: f"\\x{c:02x}" if c < 0x100 else f"\\u{c:04x}" for c in (*controls, *map(ord, _OBEYED), *_HIDDEN, *halves)
    }


def visible(text: str) -> str:
    r"""The text as it can be shown anywhere; line ends and tabs stay.

    >>> visible("Minsk\x1b[2J"), visible("a\u202eb")
    ('Minsk\\x1b[2J', 'a\\u202eb')
    """
    return text if text.isprintable() and text.isascii() else text.translate(_table())


def all_visible(value: Any) -> Any:
    """The same for every text within lists and mappings, keys included."""
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, dict):
        return {all_visible(k): all_visible(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(map(all_visible, value)) if type(value) in (list, tuple) else value
    return value
