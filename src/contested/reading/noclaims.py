"""Why a number is no claim: an age, a date, an order, part of a name, or one that only picks somebody out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from contested.reading.lexicon import words
from contested.reading.numbers import Mention
from contested.reading.tagging import Token

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan\.?|"
    r"Feb\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)


_NAMED = re.compile(
    r"\b(?:Channel|Article|No\.|Hospital|Factory|School|Plant|Mine|Route|Gate|Camp|Ward|Station|Highway|"
    r"Group|Committee of|March of the|Section|Boeing|Resolution|District|Unit|Pavilion|Line|Bus|Polling "
    r"Station|Law|Building|Studio|Category|Covid|Covid-)\s?$"
)


def reason_of(
    spelled: str, before: str, after: str, mention: Mention, seq: Sequence[Token], first: int, last: int
) -> str | None:
    """The reason, one of `kinds.REASONS`, or None: the number may be a claim."""
    low = spelled.casefold()
    plain = low.replace(",", "")
    if re.match(r"(?:st|nd|rd|th)\b", after):
        return "order" if not re.match(r"th\b.*\bcentury", after) else "date"
    if re.match(r"[- ]years?[- ]old\b|[- ]year-olds?", after) or re.search(
        r"\b(?:aged?|age of)(?: between)? $", before, re.I
    ):
        return "age"
    if (
        re.search(r"[A-Z][\w’'-]+, $", before)
        and re.match(r"(?:,|\.|\)| and\b|;)", after)
        and plain.isdigit()
        and 10 <= int(plain) <= 105
        and not re.match(r",\d", after)
    ):
        return "age"
    if re.search(r"\b(?:in|into) (?:his|her|their) $", before):
        return "age"
    if (
        plain.isdigit()
        and len(plain) == 4
        and 1800 <= int(plain) <= 2100
        and "," not in low
        and not re.match(
            r"\s+(?:people|protesters|votes|officers|demonstrators|supporters|were|had|workers|troops|arrests|others|detain|euros|dollars|miners|polic)",
            after,
        )
    ):
        return "date"
    if (re.search(rf"\b{_MONTH}\s$", before) and plain.isdigit() and int(plain) <= 31) or (
        re.match(rf"(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH}\b", after) and plain.isdigit()
    ):
        return "date"
    if (
        re.match(r"(?::\d\d|\.\d\d)?\s?(?:a\.?m\.?|p\.?m\.?|o['’]clock)\b|:\d\d", after, re.I)
        or re.search(r"\d:$", before)
        or (
            re.search(r"\b(?:at|by|until|till|before|after|since|from) $", before)
            and re.match(r"\s?(?:GMT|local time|in the (?:morning|evening|afternoon)|hours\b)", after)
        )
    ):
        return "date"
    if re.match(
        r"[- ](?:days?|weeks?|months?|years?|hours?|minutes?|decades?)(?:['’])? (?:ago|earlier|later|"
        r"before|after|since|of the vote|from now|into)\b",
        after,
    ):
        return "date"
    if re.search(r"\b(?:past|last|previous|next|coming|first|every) $", before) and re.match(
        r"[- ](?:days?|weeks?|hours?|nights?|months?|years?|minutes?|decades?)\b", after
    ):
        return "date"
    if re.match(r"s\b", after) and plain.isdigit():
        return "date"
    if re.match(r"[’']s\b", after) and low != "one":
        return "name"
    if (
        _NAMED.search(before)
        or re.match(r"-[A-Z]{2,}\b", after)
        or (before.endswith("-") and not before.endswith((" -", "–")))
    ):
        return "name"
    if low == "one" or (
        low.endswith(" one") and low.split()[-1] == "one" and mention.core == mention.start and low == "one"
    ):
        nxt = seq[last].low if last < len(seq) else "."
        person = nxt in words("kinds.one_of")
        verb = any(
            t.low
            in (
                "killed",
                "died",
                "dead",
                "shot",
                "injured",
                "wounded",
                "detained",
                "arrested",
                "released",
                "missing",
                "hospitalised",
            )
            for t in seq[last : last + 7]
        )
        if (not person and not (verb and nxt in ("man", "student", "teenager", "was", "had", "has"))) or nxt == "of":
            return "pick"
    if before.casefold().endswith(("the other ", "number ", "no. ")):
        return "name"
    return None
