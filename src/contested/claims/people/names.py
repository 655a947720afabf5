"""Where names of persons stand in a text: rules over words, in Latin and Cyrillic letters.

A name is
- an initial beside a capitalised word (A. Ivanova, Ivanov A.B.), or anything with a patronymic (Anna Petrovna);
- a known given name, with the capitalised words beside it; also in capitals, or in small letters beside a word that
  the language does not have;
- two or more capitalised words of which none is a word of the language, of an organisation, of a place or of time;
- one capitalised word with an ending of surnames, or behind a word for a private person (activist Smith).

A name beside an office ("Interior Minister Yuri K.", "Petrov, spokesman of ...") is an official's. In text whose words
are mostly capitalised (a headline) two unknown words are not enough. Scripts without capital letters are not covered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from contested.claims.people.offices import WORD, beside
from contested.claims.people.words import like, phrases, words

_PARTICLES = frozenset({
    "de", "van", "von", "der", "den", "bin", "ibn", "al", "el", "da", "dos", "di", "du", "del", "la", "le", "ter", "zu",
    "оглы", "кызы", "ogly", "kyzy", "uulu",
})  # fmt: skip
_PATRONYMIC = re.compile(
    r".{2,}(?:ovich|evich|avich|yevich|ovych|evych|ovna|evna|yevna|ivna|auna|euna|ович|евич|овна|евна|ична|инична|"
    r"авіч|евіч|овіч|аўна|еўна|ович|йович|івна|ївна)"
)
_SURNAME = re.compile(
    r".{2,}(?:ova|eva|yeva|ov|ev|yov|sky|skyi|skiy|skii|skaya|skaia|ska|ski|cki|cka|skyy|skaja|enko|enka|chuk|czuk|shuk|"
    r"yuk|iuk|vich|vych|wicz|vić|vič|ević|ović|dze|shvili|yan|ienė|aitė|ytė|escu|son|sson|sen|oğlu|oglu|"
    r"ов|ова|ову|ове|овым|овой|ев|ева|еву|еве|евым|евой|ёв|ёва|ин|ина|ину|ине|иным|иной|ын|ына|ский|ская|ского|скому|"
    r"ской|скую|ским|цкий|цкая|енко|чук|щук|юк|вич|вича|вичу|дзе|швили|ян|яна|аў|ава|еў|ева|скі|цкі|енка|ський|ська|"
    r"цький|цька|ић)"
)
#: endings that words of the language share
_WEAK = re.compile(r".*(?:son|sen|ska|yan|ев|ин|ина|ине|ину|ын|ов|ова|ян|яна|ава|ева|ove|eva)$")
#: what follows a name rather than a word
_SUBJECT = re.compile(r"[,.;:)!?]|[^\w]*$| (?:сказал\w*|заяви\w*|и|і|said|says|told|was|were|and|died)\b")
_SMALL = re.compile(r"[^\W\d_]{2,}(?:[ _\-+.]|%20)[^\W\d_]{3,}")
#: what makes a saint's town, a harbour or a French street of the given name behind it
_PLACE = re.compile(
    r"\b(?:(?:Saint|Sainte|Port|Fort|Place|Pont|Quai|Gare|Stade|Coll[eè]ge|[Rr]ue|[Ll]yc[ée]e|[Éé]cole)[ -]|Ste?\.? )$"
)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


_UPPER = "".join(chr(c) for c in range(0x41, 0x590) if chr(c).isupper()) + "".join(
    chr(c) for c in range(0x1E00, 0x1F00) if chr(c).isupper()
)
_PREFIXES = ("al-", "el-", "ad-", "an-", "ar-", "as-", "at-")
_OF = ("d'", "d’")
_SEPARATOR = rf"(?:\.?\s{{1,4}}|\.|, (?=[{_UPPER}]))"
_REST = r"(?:[^\W\d_]|[’'ʼ`\-](?=[^\W\d_]))*"
_ONE = rf"(?:{'|'.join(_PREFIXES)})?[{_UPPER}]{_REST}"
#: capitalised words in a row, particles between them; it begins with a class of letters, for which alone `re` searches
#: fast, so that the first word's prefix is looked for afterwards
_RUN = re.compile(
    rf"[{_UPPER}](?<![^\W\d_].){_REST}(?:{_SEPARATOR}(?:(?:{'|'.join(sorted(_PARTICLES))})\s|d[’'])*{_ONE})*"
)
_LETTERS = re.compile(r"[^\W\d_]+")
_LETTER = re.compile(r"[^\W\d_]")
#: what is no letter, as blanks; four times as fast as the pattern
_SPACED = {code: " " for code in range(128) if not chr(code).isalpha()}
_JOINED = {code: " " for code in _SPACED if chr(code) not in "-'`."}
_JOINED_WORD = re.compile(rf"{WORD.pattern}\.?")
#: words met before, and what stood between two blanks, of which no name is made; texts of a file say the same again and
#: again
_INNOCENT: set[str] = set()
_MOST_INNOCENT = 200_000


class PersonName(NamedTuple):
    """A name in a text.

    Parameters
    ----------
    start, end : int
        Where it stands.
    given : tuple of str
        Given names and patronymics, casefolded; an initial is one letter.
    surname : str
        Casefolded; "" if only a given name stands there.
    office : bool
        Whether an office stands beside it.
    sure : bool
        Whether more than two capital letters speak for a person.
    """

    start: int
    end: int
    given: tuple[str, ...]
    surname: str
    office: bool
    sure: bool


class _Token(NamedTuple):
    start: int
    end: int
    text: str

    @property
    def fold(self) -> str:
        return self.text.casefold()


def names_in(text: str) -> list[PersonName]:
    """Every name in a text, in order."""
    if _innocent(text):
        return []
    found = [
        one for start, whole in _capitalised(text) if whole.casefold() not in _nameless()
        for run in _runs(text, _tokens(start, whole)) for part in _parts(text, run)
        if (one := _name(text, part)) is not None
    ]  # fmt: skip
    if not words("given").isdisjoint(_words(text)):
        found += [one for one in _small(text) if not any(f.start < one.end and one.start < f.end for f in found)]
    return sorted(found)


def innocent(text: str) -> bool:
    """Whether there is certainly no name in a text, nor an address; most texts are told so without a closer look."""
    return "@" not in text and _innocent(text)


def all_innocent(texts: Iterable[str]) -> bool:
    """Whether `innocent` of each; twice as fast, because what they share is looked at once."""
    together = "\n".join(texts)
    return together.isascii() and innocent(together)


def _innocent(text: str) -> bool:
    ascii = text.isascii()
    # between blanks, and only what was not met before more closely: translating is slow
    said = text.split() if ascii else _JOINED_WORD.findall(text)
    if _INNOCENT.issuperset(said):
        return True
    for word in set(said) - _INNOCENT:
        if not all(map(_innocent_word, word.translate(_JOINED).split() if ascii else (word,))):
            return False
        if len(_INNOCENT) < _MOST_INNOCENT:
            _INNOCENT.add(word)
    return True


@lru_cache(maxsize=65_536)
def _innocent_word(word: str) -> bool:
    """Whether no name is made with a word: in small letters and no given name, or one of those that name nobody.

    A capitalised word of `_nameless` parts the names around it, unless it may be an initial.
    """
    plain = word.rstrip(".")
    parts = _LETTERS.findall(plain)
    if not parts or plain.islower():
        return (word.isascii() or plain.isalpha()) and "ʼ" not in word and words("given").isdisjoint(parts)
    initial = len(plain) == 1 or (len(plain) == 2 and plain != word)
    return plain.isalpha() and not initial and plain.casefold() in _nameless()


def _capitalised(text: str) -> Iterator[tuple[int, str]]:
    """Where runs of capitalised words begin, and their texts."""
    for match in _RUN.finditer(text):
        start = match.start()
        if text[start - 3 : start] in _PREFIXES and not (start > 3 and _LETTER.match(text[start - 4])):
            start -= 3
        yield start, text[start : match.end()]


def _words(text: str) -> list[str]:
    return text.translate(_SPACED).split() if text.isascii() else _LETTERS.findall(text)


@cache
def _known() -> tuple[str, ...]:
    return tuple(k for k in phrases("known") if " " in k)


@cache
def _nameless() -> frozenset[str]:
    """Words that alone are nobody's name."""
    return (words("organisations") | words("common") | words("titles")) - words("given")


def mails_in(text: str) -> Iterator[tuple[int, int]]:
    """Where addresses of electronic mail stand."""
    return (m.span() for m in _MAIL.finditer(text)) if "@" in text else iter(())


def _possessive(word: str) -> int:
    return 2 if word.endswith(("'s", "’s")) and len(word) > 3 else 0


def _tokens(start: int, run: str) -> list[_Token]:
    return [
        _Token(start + m.start(), start + m.end() - _possessive(m[0]), m[0][: len(m[0]) - _possessive(m[0])])
        for m in WORD.finditer(run)
    ]


def _headline(text: str) -> bool:
    long = [word for word in WORD.findall(text) if len(word) >= 4]
    return len(long) >= 4 and sum(word[0].isupper() for word in long) > 0.7 * len(long)


def _initial(text: str, token: _Token) -> bool:
    if len(token.text) == 1 and token.text.isupper() and text[token.end : token.end + 1] != ".":
        # "Ivan K": a letter without a point counts behind a given name only
        last = WORD.findall(text[: token.start])[-1:]
        return bool(last) and last[0].casefold() in words("given") and text[token.start - 1] == " "
    short = len(token.text) == 1 or (len(token.text) == 2 and token.text[1].islower())
    return token.text[0].isupper() and short and text[token.end : token.end + 1] == "."


def _capital(token: _Token) -> bool:
    word = re.sub(r"^(?:al|el|ad|an|ar|as|at)-(?=[^\W\d_])", "", token.text)
    if not word[0].isupper() or len(word) < 2:
        return False
    rest = re.split(r"[’'ʼ`\-]", word.removeprefix("Mc").removeprefix("Mac"))
    title = all(p[:1].isupper() != p[1:].isupper() if len(p) > 1 else True for p in rest if p) and all(
        p[1:].islower() or len(p) == 1 for p in rest if p
    )
    loud = word.isupper() and (word.casefold() in words("given") or _PATRONYMIC.fullmatch(word.casefold()) is not None
                               or (len(word) > 4 and _SURNAME.fullmatch(word.casefold()) is not None))  # fmt: skip
    return title or loud


def _runs(text: str, tokens: list[_Token]) -> Iterator[list[_Token]]:
    """Capitalised words and initials that follow one another, particles between them."""
    run: list[_Token] = []
    # in "ZAKHAR PRILEPIN" the given name makes the other word a name
    loud = any(t.text.isupper() and t.fold in words("given") for t in tokens)
    for k, token in enumerate(tokens):
        gap = text[run[-1].end : token.start] if run else ""
        after_initial = bool(run) and _initial(text, run[-1])
        joined = not run or (gap.strip() in (".", "") if after_initial else not gap.strip() and len(gap) <= 4)
        surname_first = bool(run) and gap == ", " and token.fold in words("given") and len(run) == 1
        capital = _capital(token) or (loud and token.text.isupper() and len(token.text) > 2)
        if token.text.startswith(_OF):  # "Jean d'Arcy", but no country: "Côte d'Ivoire"
            capital = any(t.fold in words("given") or t.fold.split("-")[0] in words("given") for t in run)
        fits = _initial(text, token) or (capital and not text[token.end : token.end + 1].isdigit())
        particle = bool(run) and token.fold in _PARTICLES and k + 1 < len(tokens) and _capital(tokens[k + 1])
        if run and not ((joined or surname_first) and (fits or particle)):
            yield run
            run = []
        if fits or (particle and run and joined):
            run.append(token)
    if run:
        yield run


def _parts(text: str, run: list[_Token]) -> Iterator[list[_Token]]:
    """A run without the words that no name holds; common words stay only beside a given name."""
    part: list[_Token] = []
    while run and like(run[0].fold, "private") and run[0].fold not in words("given"):
        run = run[1:]
    for token in run:
        fold = token.fold
        hard = not _initial(text, token) and (
            fold in words("organisations") or (like(fold, "titles") and fold not in words("given"))
        )
        soft = fold in words("common") and fold not in words("given") and not any(
            t.fold in words("given") or _initial(text, t) for t in part
        )  # fmt: skip
        if hard and fold in words("given") and not part:
            hard = False
        if hard or soft:
            # "Conflict Observers Team": a body's word behind makes all of it a body's name
            body = hard and len(fold) > 3 and fold not in words("times") and not any(
                t.fold in words("given") or _initial(text, t) for t in part
            )  # fmt: skip
            if part and not body:
                yield part
            part = []
        else:
            part.append(token)
    if part:
        yield part


def _place(text: str, part: list[_Token]) -> bool:
    """Whether a given name and what it is of name a place: Saint Jean d'Angely, Jean d'Arc Street."""
    for given, of in pairwise(part):
        if of.text.startswith(_OF):
            # "released Jean d'Arcy days later" is about a person
            behind = WORD.match(text, of.end + 1) if text[of.end : of.end + 1] == " " else None
            known = behind is not None and behind[0][0].isupper() and behind[0].casefold() in words("surroundings")
            return known or _PLACE.search(text, max(0, given.start - 20), given.start) is not None
    return False


def _name(text: str, part: list[_Token]) -> PersonName | None:
    if _place(text, part):
        return None
    while part and part[-1].fold in _PARTICLES:
        part = part[:-1]
    while part and part[0].fold in _PARTICLES:
        part = part[1:]
    full = [t for t in part if not _initial(text, t) and t.fold not in _PARTICLES]
    initials = [t for t in part if _initial(text, t)]
    whole = " ".join(text[max(0, part[0].start - 4) : part[-1].end].casefold().split()) if part else ""
    if not full or " ".join(t.fold for t in full) in phrases("known") or whole.endswith(_known()):
        return None
    before = text[: part[0].start]
    given = [t for t in full if t.fold in words("given") or t.fold.split("-")[0] in words("given")]
    father = [t for t in full if _PATRONYMIC.fullmatch(t.fold) and len(full) + len(initials) > 1]
    ending = [t for t in full if len(t.text) > 4 and _SURNAME.fullmatch(t.fold)]
    known = [t for t in full if t.fold in words("surnames")]
    if len(full) == 1 and not initials:
        if not _alone(text, full[0], before, bool(given), bool(ending), bool(known)):
            return None
    elif not (initials or given or father or ending or known) and _headline(text):
        return None
    firsts = [t for t in full if t in given or t in father]
    lasts = [t for t in full if t not in firsts]
    if len(full) > 1 and not lasts:
        firsts, lasts = full[:-1], full[-1:]
    if not firsts and len(lasts) > 1:
        firsts, lasts = lasts[:-1], lasts[-1:]
    end = part[-1].end + (1 if part and _initial(text, part[-1]) else 0)
    names = (*(t.fold for t in initials), *(t.fold for t in firsts))
    sure = bool(initials or given or father or ending or known)
    office = beside(text, part[0].start, end)
    return PersonName(part[0].start, end, names, lasts[-1].fold if lasts else "", office, sure)


def _alone(text: str, token: _Token, before: str, given: bool, ending: bool, known: bool) -> bool:
    """Whether one capitalised word is a person's name."""
    behind = WORD.match(text[token.end :].lstrip(" "))
    if behind is not None and behind[0].casefold() in words("surroundings"):
        return False
    previous = [m[0].casefold() for m in WORD.finditer(before[-40:])][-1:]
    if previous and before.endswith(" ") and like(previous[0], "private"):
        return True
    if given and token.fold not in words("doubtful"):
        return True
    if known and not before.strip() and len(text.split()) <= 3:
        return True
    return ending and (not _WEAK.match(token.fold) or _SUBJECT.match(text[token.end :]) is not None)


def _small(text: str) -> Iterator[PersonName]:
    """Given name and surname in small letters, as in addresses and careless notes, whichever comes first."""
    if not text or text.isdigit():
        return
    position = 0
    while (match := _SMALL.search(text, position)) is not None:
        one, other = (p for p in re.split(r"[ _\-+.]|%20", match[0], maxsplit=1))
        position = match.start() + len(one) + 1
        if not (one.islower() and other.islower()):
            continue
        for first, last in ((one, other), (other, one)):
            if first != one and not (_SURNAME.fullmatch(last) or last in words("surnames")):
                continue  # "news-anna-petrova": the surname is the word behind
            if first in words("given") and first not in words("doubtful") and last not in _nameless() and not like(
                last, "private"
            ):  # fmt: skip
                yield PersonName(match.start(), match.end(), (first,), last, False, True)
                position = match.end()
                break
