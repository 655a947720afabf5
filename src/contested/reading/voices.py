"""Who a text itself is: the body that issues it by part of its name, the author of a byline, or the paper."""

from __future__ import annotations

import re
from collections.abc import Sequence

from contested.reading.structure import Paragraph

_SHORT = re.compile(r"(?:[Tt]he|[Tt]his) ((?:[A-Z][\w’'-]+ ?){1,3}|[a-z-]+)")
_SMALL = frozenset(["of", "for", "the", "and", "on", "in", "de", "la"])
_BYLINE = re.compile(
    r"^(?:By|by|BY) ([A-Z][\w’'-]+(?: (?:[A-Z]\.|de|al|van|bin|[A-Z][\w’'-]+)){1,3})"
    r"(?=$|,|\n| in [A-Z]| for [A-Z])",
    re.M,
)
_PAPER = re.compile(
    r"^(?:The )?((?:El |La |Le |Il )?(?:[A-Z][\w’'-]+ |de |of |del |di ){0,4}"
    r"(?:Post|Times|Gazette|Courier|Herald|Tribune|News|Mail|Star|Echo|Journal|Chronicle|Voice|Observer|Monitor|Prensa|"
    r"Faro|Diario|Messenger|Examiner|Sentinel|Mercury|Advertiser)"
    r"(?: (?:de|of|del) [A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?)?)(?=$|\n|,| –| —| \||:)",
    re.M,
)
#: heads in which the author and the paper are looked for
_HEADS = 4


def part_of(spelled: str, issuer: str) -> bool:
    """Whether words repeat part of a body's name: "the Forum" of "Zimbabwe Health and Rights Forum".

    Parameters
    ----------
    spelled : str
    issuer : str
    """
    found = _SHORT.fullmatch(spelled)
    if found is None:
        return False
    words = {w.casefold() for w in re.findall(r"[\w’'-]+", issuer)} - _SMALL
    own = {w.casefold() for w in found[1].split()} - _SMALL
    return bool(own) and own < words


def own(spelled: str, text: str, paragraphs: Sequence[Paragraph]) -> str:
    """Who speaks of himself as "I" or "we", or as this paper; empty where no head says.

    Parameters
    ----------
    spelled : str
    text : str
    paragraphs : sequence of Paragraph
    """
    low = spelled.casefold()
    if low not in ("i", "we", "this newspaper", "this paper", "the newspaper", "our count"):
        return ""
    heads = text[: paragraphs[min(_HEADS, len(paragraphs)) - 1].span.end] if paragraphs else ""
    author, paper = _BYLINE.search(heads), _PAPER.search(heads)
    if low == "i":
        return author[1] if author is not None else ""
    return paper[1] if paper is not None else author[1] if author is not None else ""
