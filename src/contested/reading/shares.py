"""Per cents and stretches of time: which are shares of a vote, a poll or a turnout, and which say how long."""

from __future__ import annotations

from collections.abc import Sequence

from contested.reading.lexicon import words
from contested.reading.tagging import Token

_FRACTIONS = frozenset(
    [
        "half",
        "a third",
        "two thirds",
        "two-thirds",
        "a quarter",
        "three quarters",
        "third",
        "a fifth",
        "two fifths",
        "three fifths",
        "four fifths",
    ]
)
POLL = words("kinds.poll")
_WON = words("kinds.harmed")
_GAINED = words("shares.gained")
_OF_THE_VOTE = frozenset(["vote", "votes", "ballots", "valid"])
_COUNTED = frozenset(["in", "counted", "processed", "reported", "reporting", "tallied", "cast"])
_SPANS = words("shares.spans")
_LASTING = words("kinds.lasting")
_GETS = frozenset(["got", "given", "received", "face", "faces", "facing", "handed", "gets", "get", "getting"])
_TERM = words("kinds.term")


def is_fraction(spelled: str) -> bool:
    """Whether a number is a part in words."""
    return spelled.casefold() in _FRACTIONS


def share(seq: Sequence[Token], first: int, last: int, spelled: str) -> tuple[str, str]:
    """The quantity of a per cent (empty if it is no claim) and the rule."""
    other = "", "no-claim-other"
    lows = [t.low for t in seq]
    at = last
    while at < len(lows) and lows[at] in ("%", "percent", "per", "cent", "pct"):
        at += 1
    behind = lows[at : at + 8]
    if "-" in behind[:1] or any(w in behind[:2] for w in ("point", "points")):
        return other
    before = lows[max(0, first - 10) : first]
    whole = behind[:1] == ["of"]
    object_ = next((w for w in behind[1:] if w not in ("the", "all", "those", "its", "their", "valid", "registered",
                                                      "eligible")), "")  # fmt: skip
    clause = [k for k in range(max(0, first - 12), first) if lows[k] in ("and", "while", "but", ";", ",")]
    ahead = lows[clause[-1] + 1 if clause else 0 : first]
    got = bool(set(ahead) & (_GAINED - {"at", "to", "on", "with", "and", "had", "has", "have", "puts", "put", "saw"}))
    if got and "turnout" not in ahead and not whole and "turnout" not in behind[:3]:
        sure = "officially" in ahead or (set(ahead) & {"won", "elected"} and not set(lows) & (POLL - {"poll", "polls"}))
        return ("poll_share" if set(lows) & POLL and not sure else "vote_share"), "share"
    backed = set(before) & {"supported", "backed", "elected", "endorsed"} and "turnout" not in before
    if whole and object_ in ("voters", "electorate") and backed and not set(lows) & POLL:
        return "vote_share", "share"
    if "turnout" in lows[max(0, first - 12) : at + 6] and not (set(before[-6:]) & {"won", "took", "got"} and not whole):
        return "turnout_share", "share"
    if (whole and object_ in ("electorate", "voters", "rolls", "citizens")) or (whole and "rolls" in behind):
        voted = set(lows) & {"voted", "vote", "turnout", "electorate", "ballots", "ballot", "part", "cast", "rolls"}
        return ("turnout_share", "share") if voted else other
    if whole and object_ in _OF_THE_VOTE:
        won = set(before[-4:]) & {"won", "took", "got", "received", "secured", "polled", "gained"}
        counted = any(w in behind[2:6] for w in _COUNTED) and not won
        if counted or (before and before[-1] == "with" and "in" in behind[2:5]):
            return other
        return ("poll_share" if set(lows) & POLL else "vote_share"), "share"
    if whole:
        return other
    if is_fraction(spelled):
        return other
    if set(lows) & POLL and (not before or "election" not in lows[max(0, first - 12) : first]):
        return "poll_share", "share"
    if set(lows) & _WON or set(before[-5:]) & _GAINED:
        return "vote_share", "share"
    return "", "elliptic-share"


def is_span(seq: Sequence[Token], last: int, noun: str) -> bool:
    """Whether a number counts days, hours or the like."""
    if noun in _SPANS:
        return True
    word = seq[last].low if last < len(seq) else ""
    if word in _SPANS:
        return True
    if word == "-" and last + 1 < len(seq) and seq[last + 1].low in _SPANS:
        return True
    own = seq[last - 1].low
    return "-" in own and own.split("-")[1] in _SPANS


def lasting(seq: Sequence[Token], first: int, last: int) -> tuple[str, str]:
    """`days` for how long a protest, a sentence or a ban lasts, else why it is no claim."""
    lows = [t.low for t in seq]
    own = lows[last - 1]
    compound = "-" in own or (last < len(lows) and lows[last] == "-")
    at = last if "-" in own else next((k for k in range(last, min(len(lows), last + 3)) if lows[k] in _SPANS), last)
    behind, before = lows[at + 1 : at + 8], lows[max(0, first - 8) : first]
    if "-" in own:
        behind = lows[last : last + 7]
    if before[-1:] == ["of"] and set(before[-4:]) & _LASTING and behind[:1] != ["ago"]:
        return "days", ""  # "a fast of seven days from Tuesday"
    if behind[:1] and behind[0] in ("ago", "earlier", "later", "before", "late", "from"):
        return "", "date"
    near = set(before) | set(behind)
    if compound:
        return ("days", "") if set(behind[:4]) & (_LASTING | _TERM) else ("", "other")
    if behind[:1] == ["of"] and set(behind[1:5]) & {"labour", "milk", "age", "duty", "talks", "negotiations"}:
        return "", "other"
    if set(behind[:4]) & _TERM or set(before[-6:]) & _TERM:
        return "days", ""  # "sentenced to two years", "15 days in jail"
    kept = set(lows[max(0, first - 12) : first]) & {"held", "locked", "detained", "jailed", "kept", "imprisoned"}
    if kept and before[-1:] == ["for"]:
        return "days", ""
    asked = {"asked", "sought", "demanded", "requested"} & set(before[-4:])
    if asked and {"prosecutor", "prosecutors"} & set(lows[:first]):
        return "days", ""
    if set(before[-4:]) & _GETS:
        return "days", ""
    lead = before[-1:] or [""]
    if lead[0] in ("for", "after", "lasted", "last", "lasts", "spent", "another") and near & _LASTING:
        return "days", ""
    if behind[:1] == ["to"] and set(before) & {"gave", "give", "gives", "given", "giving"}:
        return "days", ""  # an ultimatum
    if lead[0] == "within" and set(lows) & {
        "ultimatum",
        "urged",
        "demanded",
        "demands",
        "demand",
        "deadline",
        "must",
        "unless",
    }:
        return "days", ""
    if set(behind[:4]) & {"on", "of"} and set(behind[:5]) & _LASTING:
        return "days", ""
    if lead[0] in ("in", "within", "every", "than", "over", "past", "last"):
        return "", "other"
    return ("days", "") if near & _LASTING else ("", "other")


def sentenced(seq: Sequence[Token], end: int) -> int:
    """Where persons get a stretch of time ("13 of his clients got four months"): the verb's index, or -1."""
    for k in range(end, min(len(seq), end + 4)):
        if seq[k].tag == "PUNCT":
            return -1
        if seq[k].low in _GETS:
            return k if any(t.low in _SPANS for t in seq[k + 1 : k + 9]) else -1
    return -1


def polled(seq: Sequence[Token], first: int, value: float | None) -> bool:
    """Whether a bare number is what a poll saw: "the exit poll had her at 52"."""
    if value is None or not 0 < value < 100 or not first or seq[first - 1].low not in ("at", "on", "with"):
        return False
    return bool({t.low for t in seq} & POLL)
