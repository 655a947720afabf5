"""Whether an office stands beside a name: then it is an official's or a candidate's."""

from __future__ import annotations

import re

from contested.claims.people.words import like, words

WORD = re.compile(r"[^\W\d_]+(?:[’'ʼ`\-][^\W\d_]+)*")
_PHRASE = re.compile(
    r"(?:\b(?:police|security|army|intelligence|kgb|fsb) (?:chief|commander)|\bchief of (?:police|staff)|"
    r"\bhead of (?:state|government|the (?:\w+ ){0,4}\w+)|\b(?:party|opposition|faction|union) leader|"
    r"\bleader of the (?:[\w-]+ ){0,3}[\w-]+|\bsecretary of (?:state|defen[cs]e)|\bhigh representative|"
    r"\bpress (?:secretary|officer)|\b(?:attorney|prosecutor) general|"
    r"глава (?:\w+ ){0,2}\w+|начальник \w+(?: \w+)?|лидер (?:\w+ ){0,2}\w+)$",
    re.I,
)
#: what may stand between a name and its office behind it
_BETWEEN = frozenset({
    "the", "a", "an", "then", "former", "acting", "deputy", "first", "vice", "prime", "chief", "press", "presidential",
    "senior", "interim", "its", "their", "and",
})  # fmt: skip
_NOT_BETWEEN = frozenset({
    "of", "in", "on", "at", "by", "for", "from", "to", "with", "without", "near", "after", "before", "during", "about",
    "against", "between", "as", "via", "per", "who", "which", "what", "when", "where", "while", "if", "but", "or", "he",
    "she", "they", "we", "you", "it", "his", "her", "no", "not",
})  # fmt: skip


def beside(text: str, start: int, end: int) -> bool:
    """Whether an office stands right before a name in a text, or behind it."""
    return _before(text[max(0, start - 80) : start]) or _behind(text[end : end + 80])


def _office(word: str) -> bool:
    # "in general" is no rank
    return like(word.casefold(), "titles") and not (word.casefold() == "general" and word.islower())


def _before(text: str) -> bool:
    text = text.rstrip(" \u00a0")
    spoken = re.split(r"[.,;:()!?\n]", text)[-1]
    tokens = WORD.findall(spoken)
    if not tokens or not re.search(r"\w$", text):
        return False
    if _office(tokens[-1]) or _PHRASE.search(spoken):
        return True
    # minister of the interior; министр внутренних дел
    tail = tokens[-6:]
    for k, word in enumerate(tail[:-1]):
        if _office(word):
            between = [w.casefold() for w in tail[k + 1 :]]
            linked = between[0] in ("of", "for") or (not between[0].isascii() and not word.isascii())
            return linked and not any(like(w, "private") for w in between)
    return False


def _behind(text: str) -> bool:
    opened = re.match(r"(?:, ?| \(| [-–—] | (?:is|was) (?=the|a))", text)
    if opened is None:
        return False
    rest = text[opened.end() :]
    tokens = list(WORD.finditer(rest))[:6]
    for k, token in enumerate(tokens):
        if rest[token.start() - 1 : token.start()] in tuple(",.;:()!?") and token.start():
            return False
        word = token[0].casefold()
        if _office(token[0]):
            after = tokens[k + 1] if k + 1 < len(tokens) else None
            named = after is not None and rest[token.end() : after.start()] == " " and after[0][0].isupper()
            return not named
        if word not in _BETWEEN and (word in _NOT_BETWEEN or word not in words("organisations")):
            return False
    return False
