"""What a sentence says around a verb that makes its mood another: a habit, a day to come, a condition."""

from __future__ import annotations

from collections.abc import Sequence

from contested.reading.tagging import Token

WEEKDAYS = frozenset(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])
_TIMES = frozenset(["day", "night", "week", "evening", "morning", "weekend", "month", "year", "time"])
_HABIT = frozenset(["often", "usually", "sometimes", "always", "regularly"])
#: before an "if" that means whether
_ASKING = frozenset(["ask", "asked", "asks", "asking", "know", "knew", "see", "wonder", "wondered", "as", "even"])


def habit(seq: Sequence[Token]) -> bool:
    """Whether a sentence says what used to happen: "every Sunday thousands would march"."""
    for k, token in enumerate(seq):
        after = seq[k + 1].low if k + 1 < len(seq) else ""
        if token.low in _HABIT or (token.low in ("every", "each") and after in WEEKDAYS | _TIMES):
            return True
        if token.low.endswith("days") and token.low[:-1] in WEEKDAYS:
            return True
    return False


def ahead(seq: Sequence[Token], k: int) -> bool:
    """Whether the clause of a verb has a day to come: "tomorrow", "next week", "from Monday"."""
    for j, token in enumerate(seq):
        after = seq[j + 1].low if j + 1 < len(seq) else ""
        if token.low in ("tomorrow", "tonight", "midnight") or (token.low == "next" and after != "to"):
            return True
        if token.low in ("coming",) and after in (*WEEKDAYS, "days", "week", "weeks", "weekend"):
            return True
        if token.low in ("on", "from", "by", "until") and after in WEEKDAYS and (j > k or j == 0):
            return True
    return False


def condition(seq: Sequence[Token]) -> int:
    """The word of a condition in a sentence, -1 if there is none: if, unless, "should the court refuse"."""
    for k, token in enumerate(seq):
        after = seq[k + 1] if k + 1 < len(seq) else None
        if token.low in ("unless", "otherwise", "whoever", "anyone"):
            return k
        whether = k > 0 and seq[k - 1].low in _ASKING
        if token.low == "if" and not whether and (after is None or after.low not in ("not", "only", "any")):
            return k
        if (
            token.low in ("should", "had", "were")
            and after is not None and after.tag in ("DET", "PRON", "PROPN", "NOUN")
            and (k == 0 or seq[k - 1].tag == "PUNCT") and any(t.low in ("would", "will") for t in seq[k:])
        ):  # fmt: skip
            return k
        if token.low in ("case", "event") and k and seq[k - 1].low in ("in", "the") and after and after.low == "of":
            return k
    return -1


def in_condition(seq: Sequence[Token], at: int, last: int) -> int:
    """The "if" whose clause a token stands in, or that stands right behind its clause; -1 if there is none."""
    k = condition(seq)
    if k < 0 or seq[k].low not in ("if", "unless", "should", "had"):
        return -1
    between = seq[k:at] if k < at else seq[last:k]
    near = k < at or (k - last < 6 and any(t.low in ("is", "are", "can") for t in between))
    return k if near and not any(t.text in ",;" for t in between) else -1
