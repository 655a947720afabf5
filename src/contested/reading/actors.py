"""Who is named in a report, and whom a pronoun or a description means.

Names come from a table of actors with their other names (`actors.txt`), and from the rules that find names of persons
in claims (`claims.people`). Age, title and sex are read beside the name, so that "the 65-year-old" is whoever has this
age or none that is known, and "the president" whoever bears the title.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from contested.claims.claim import Side
from contested.claims.people.names import names_in
from contested.claims.sides import side_of
from contested.reading.structure import Paragraph, Span


@dataclass
class Actor:
    """Somebody in a report.

    Parameters
    ----------
    name : str
        The fullest name in the report.
    side : Side
    sex : str
        `m`, `f`, or empty where nothing says.
    age : int or None
    words : set of str
        Titles and descriptions, in small letters.
    person : bool
    """

    name: str
    side: Side = "independent"
    sex: str = ""
    age: int | None = None
    words: set[str] = field(default_factory=set)
    person: bool = True


@dataclass(frozen=True)
class Named:
    """A source as it stands in the text, and who it is.

    Parameters
    ----------
    text : str
    actor : str
    side : Side
    mention : str
        `name`, `pronoun`, `desc` or `none`.
    rule : str
    """

    text: str
    actor: str
    side: Side
    mention: str
    rule: str


REPORTER = Named("", "reporter", "media", "none", "reporter")
_MALE = frozenset(["he", "him", "his", "himself"])
_FEMALE = frozenset(["she", "her", "herself"])
_AGE = re.compile(r"(?:^|[^\w])(\d{2})[- ]year[- ]old|^, (\d{2})(?=[,.;])|^,? aged (\d{2})|^ \((\d{2})\)")
_OLD = re.compile(r"\b(\d{2})-year-old\b")
_OPPOSED = re.compile(
    r"\b(?:opposition|challenger|activist|protest(?:er)?|organi[sz]er|union|strike|dissident|jailed|"
    r"campaign(?:er)?|rival|lawyer for|mother|father|sister|brother|wife|husband|candidate)\b",
    re.I,
)
_OFFICE = re.compile(
    r"\b(?:president|minister|prime minister|mayor|governor|police|general|spokes(?:man|woman|person)|"
    r"prosecutor|judge|chief|commander|commissioner|deputy|official|director|head|chair(?:man|woman|"
    r"person)?|rector|colonel|senator|speaker|premier|ruling)\b",
    re.I,
)
_NEUTRAL = re.compile(
    r"\b(?:doctor|nurse|surgeon|witness|resident|student|analyst|professor|expert|rights|observer|monitor|hospital|pollster|bishop|priest|archbishop|father|charity|sociologist|historian)\b",
    re.I,
)
_FOREIGN = re.compile(
    r"\b(?:EU|European|NATO|US|U\.S\.|American|German|French|British|Polish|Lithuanian|Latvian|Estonian|"
    r"Russian|Swedish|Ukrainian|Kremlin|ambassador|Brussels|Washington|foreign minister of|Sweden|"
    r"Poland|Lithuania|Germany|France|Britain)\b"
)
_GROUPS = frozenset(["they", "we", "them", "us"])


@cache
def table() -> tuple[tuple[str, Side, str, tuple[str, ...]], ...]:
    """Known actors: name, side, sex, other names."""
    lines = (files("contested.reading") / "actors.txt").read_text("utf-8").splitlines()
    rows = []
    for line in lines:
        if line and not line.startswith("#"):
            name, side, sex, also = (part.strip() for part in line.split("|"))
            rows.append((name, side, sex, tuple(a.strip() for a in also.split(",") if a.strip())))
    return tuple(rows)  # type: ignore[arg-type]


class Cast:
    """Everybody in a report, where they are named.

    Parameters
    ----------
    text : str
    paragraphs : tuple of Paragraph
    home : str
        The country that the report is about.
    """

    def __init__(self, text: str, paragraphs: tuple[Paragraph, ...], home: str = "") -> None:
        self._text = text
        self._home = home
        self.actors: list[Actor] = []
        self.mentions: list[tuple[int, int, Actor]] = []
        self._by_name: dict[str, Actor] = {}
        self._learn(paragraphs)

    @property
    def name_words(self) -> set[str]:
        """Words of names of persons."""
        return {w for actor in self.actors if actor.person for w in actor.name.split()}

    def _learn(self, paragraphs: tuple[Paragraph, ...]) -> None:
        spots: dict[int, tuple[int, Actor]] = {}
        known = [(other, row) for row in table() for other in (row[0], *row[3])]
        present = sorted((k for k in known if k[0] in self._text), key=lambda k: -len(k[0]))
        for other, (name, side, sex, _) in present:
            actor = self._by_name.get(name)
            for match in re.finditer(rf"(?<!\w){re.escape(other)}(?!\w)", self._text):
                if any(s <= match.start() < e for s, (e, _) in spots.items()):
                    continue
                if actor is None:
                    actor = self._by_name[name] = Actor(name, side, sex, person=bool(sex))
                    self.actors.append(actor)
                spots[match.start()] = match.end(), actor
        for paragraph in paragraphs:
            start, end = paragraph.span
            for one in names_in(self._text[start:end]):
                at, stop = start + one.start, start + one.end
                if any(s < stop and at < e for s, (e, _) in spots.items()):
                    continue
                whole = self._text[at:stop]
                known_actor = self._same(whole, one.surname)
                if known_actor is None:
                    if " " not in whole and not one.office and not one.sure:
                        continue
                    known_actor = Actor(whole, sex=_sex(one.given))
                    self.actors.append(known_actor)
                elif len(whole) > len(known_actor.name) and known_actor.name not in {r[0] for r in table()}:
                    known_actor.name = whole
                spots[at] = stop, known_actor
        surnames = {a.name.split()[-1]: a for a in reversed(self.actors) if a.person}
        for surname, actor in surnames.items():
            for match in re.finditer(rf"(?<!\w){re.escape(surname)}(?!\w)", self._text):
                if not any(s <= match.start() < e for s, (e, _) in spots.items()):
                    spots[match.start()] = match.end(), actor
        self.mentions = (
            sorted((s, e, a) for s, (e, a) in spots.items())[:5000]
            if False
            else [(s, e, a) for s, (e, a) in sorted(spots.items(), key=lambda item: item[0])]
        )
        fixed = {row[0] for row in table()}
        for start, end, actor in self.mentions:
            self._describe(start, end, actor, actor.name in fixed)

    def _same(self, whole: str, surname: str) -> Actor | None:
        last = whole.split()[-1].casefold()
        for actor in self.actors:
            if actor.person and actor.name.split()[-1].casefold() in (last, surname):
                return actor
        return None

    def _describe(self, start: int, end: int, actor: Actor, fixed: bool) -> None:
        """Age, titles and side from what stands beside a name."""
        before = re.split(r"[.,;:“”\"!?()\n]", self._text[max(0, start - 70) : start])[-1]
        behind = re.split(r"[.;:“”\"!?()\n]", self._text[end : end + 110])[0]
        if behind.startswith(", "):
            behind = ", " + ",".join(behind[2:].split(",")[:1])
        elif not behind.startswith((" (", ",")):
            behind = ""
        titles = re.split(r"\b(?:and|but|said|as|while|that|with|by|to|of his|of her|than|told|from)\b", before)[-1]
        context = f"{titles} {behind}"
        for source in (self._text[end : end + 30], titles + " "):
            if actor.age is None and (age := _AGE.search(source)):
                actor.age = int(next(g for g in age.groups() if g))
        actor.words |= set(re.findall(r"[a-z]{3,}", f"{titles} {behind}".casefold()))
        if not fixed and context.strip() and actor.side == "independent":
            actor.side = self._side(context)

    def _side(self, context: str) -> Side:
        if _OPPOSED.search(context):
            return "opposition"
        if _NEUTRAL.search(context):
            return "independent"
        if _OFFICE.search(context):
            foreign = _FOREIGN.search(context)
            return "foreign" if foreign and self._home[:5].casefold() != foreign[0][:5].casefold() else "incumbent"
        return "independent"

    def resolve(self, span: Span, sources: list[Named] | None = None, quoted: bool = False) -> Named:
        """Who the words of a span are.

        Parameters
        ----------
        span : Span
        sources : list of Named
            Who spoke before, in order.
        quoted : bool
            Whether the span stands inside a quotation.
        """
        spelled = " ".join(self._text[span.start : span.end].split())
        low = spelled.casefold()
        earlier = sources or []
        if low in _MALE | _FEMALE:
            return self._pronoun(spelled, "m" if low in _MALE else "f", span.start, earlier)
        if low in _GROUPS or low in ("it", "i"):
            return self._group(spelled, low, earlier)
        if low in ("who", "which", "that"):
            return self._relative(spelled, span.start, earlier)
        if (old := _OLD.search(low)) and low.startswith(("the ", "a ")):
            return self._aged(spelled, int(old[1]), span.start)
        inside = [a for s, e, a in self.mentions if span.start <= s and e <= span.end + 1]
        if inside and not re.match(r"(?:a |the )?(?:spokes\w+|aides?|allies|lawyers?|supporters) (?:for|of|to) ", low):
            owner = max(self._text.rfind("’s ", span.start, span.end), self._text.rfind("'s ", span.start, span.end))
            heads = [a for s, e, a in self.mentions if max(span.start, owner) <= s and e <= span.end + 1] or inside
            own = next((a for a in heads if a.person), heads[0])
            if own.person and re.search(
                r"\b(?:police|ministry)\b.*\bspokes|spokes\w* for the (?:police|ministry)", low
            ):
                return Named(spelled, "police" if "police" in low else "ministry", "incumbent", "name", "spokesman")
            return Named(spelled, own.name, own.side, "name", "name")
        if low.startswith("the ") and (actor := self._described(low[4:], span.start)) is not None:
            return Named(spelled, actor.name, actor.side, "desc", "description")
        return self._plain(spelled, low)

    def _plain(self, spelled: str, low: str) -> Named:
        plain = re.sub(r"^(?:the|a|an|his|her|its|their|some|other|several|many|local|two|three)\s+", "", low)
        plain = re.sub(
            r"^(?:spokes(?:man|woman|person)|officials?|sources?) (?:for|of|at|in|from) (?:the )?", "", plain
        )
        if re.search(r"\b(?:reporters?|correspondents?|newspaper|agency)\b", plain):
            return Named(spelled, plain, "media", "name", "noun")
        bare = re.sub(r"^(?:[Tt]he|[Aa]n?)\s+", "", spelled)
        if (
            bare[:1].isupper()
            and (bare != spelled or " " in bare)
            and all(w[0].isupper() or len(w) < 4 for w in bare.split())
        ):
            plain = bare
        return Named(spelled, plain, group_side(spelled, self._home), "name", "noun")

    def _pronoun(self, spelled: str, sex: str, at: int, earlier: list[Named]) -> Named:
        fits = {a.name: a for a in self.actors if a.person and a.sex in (sex, "")}
        recent = [a for s, _, a in self.mentions if at - 700 < s < at and a.person and a.name in fits]
        last_source = next((n for n in reversed(earlier[-4:]) if n.actor in fits), None)
        if last_source is not None and (not recent or last_source.actor in {a.name for a in recent[-4:]}):
            return Named(spelled, last_source.actor, last_source.side, "pronoun", "pronoun-speaker")
        if recent:
            sure = [a for a in recent if a.sex == sex]
            own = (sure or recent)[-1]
            return Named(spelled, own.name, own.side, "pronoun", "pronoun-last")
        if earlier:
            last = earlier[-1]
            return Named(spelled, last.actor, last.side, "pronoun", "pronoun-speaker")
        return Named(spelled, spelled.casefold(), "independent", "pronoun", "pronoun-unresolved")

    def _group(self, spelled: str, low: str, earlier: list[Named]) -> Named:
        persons = {a.name for a in self.actors if a.person}
        fits = [n for n in earlier if (n.actor not in persons) != (low == "i")]
        last = (fits or earlier or [REPORTER])[-1]
        return Named(spelled, last.actor, last.side, "pronoun", "pronoun-group")

    def _relative(self, spelled: str, at: int, earlier: list[Named]) -> Named:
        before = [(s, e, a) for s, e, a in self.mentions if e <= at and at - e <= 60]
        if before:
            own = before[-1][2]
            return Named(spelled, own.name, own.side, "name", "relative")
        noun = re.search(r"((?:[A-Z][\w’'-]+ ?)+|(?:the |a )?[a-z]+),? $", self._text[max(0, at - 60) : at])
        return (
            self._plain(spelled, noun[1].strip().casefold())
            if noun
            else Named(spelled, spelled, "independent", "pronoun", "relative")
        )

    def _aged(self, spelled: str, age: int, at: int) -> Named:
        own = next((a for a in self.actors if a.age == age), None)
        if own is None:
            last = [a for s, _, a in self.mentions if s < at and a.person and a.age is None]
            own = last[-1] if last else None
        if own is None:
            return Named(spelled, spelled, "independent", "desc", "description")
        return Named(spelled, own.name, own.side, "desc", "age")

    def _described(self, words: str, at: int) -> Actor | None:
        """Whoever bears a title or a description that a definite phrase repeats."""
        own = set(re.findall(r"[a-z]{3,}", words))
        if not own or len(own) > 4:
            return None
        head = words.split()[-1]
        last: Actor | None = None
        for s, _, actor in self.mentions:
            if s < at and head in actor.words and own <= actor.words | {"former", "country"} and actor.person:
                last = actor
        return last


def _sex(given: tuple[str, ...]) -> str:
    name = given[0] if given else ""
    if len(name) < 3:
        return ""
    if name in ("nikita", "ilya", "luca", "misha", "kolya", "joshua", "mustafa", "dima", "vanya"):
        return "m"
    if name.endswith(("a", "ia", "ya")) or name in (
        "ann",
        "anne",
        "mary",
        "elizabeth",
        "susan",
        "carmen",
        "iryna",
        "lyubov",
        "ruth",
        "alice",
        "jane",
        "helen",
        "grace",
        "miriam",
        "isabel",
        "esther",
        "ines",
    ):
        return "f"
    return "m" if name[-1] not in "aeiy" else ""


def group_side(words: str, home: str = "") -> Side:
    """The side of nameless sources, by their words; independent where no rule covers them."""
    low = words.casefold()
    if re.search(
        r"\b(?:strike committee|coalition|movement|platform|resistance|dissidents?|miners|dockers|strikers|"
        r"organi[sz]ers?|protest(?:er|or)s?|demonstrators?|opposition|challenger|"
        r"activists?|relatives|families|campaign)\b",
        low,
    ):
        return "opposition"
    if re.search(
        r"\b(?:factory|plant|management|managers?|director|commander|governor|prefect|sub-prefect|mayor|"
        r"minist|spokes\w+ for the (?:police|government)|prosecutor|authority|council|city|colonel|"
        r"inspectorate)",
        low,
    ):
        return "incumbent"
    if re.search(r"\b(?:kremlin|eu|european|washington|brussels|embassy|foreign governments?|allies in)\b", low):
        return "foreign"
    foreign = _FOREIGN.search(words)
    if (
        foreign
        and home
        and foreign[0][:5].casefold() != home[:5].casefold()
        and re.search(r"minist|official|government|president|police|border|embassy", low)
    ):
        return "foreign"
    if re.search(r"\b(?:poll|survey|study|report|hospital|pollster|count)\b", low):
        return "independent"
    return side_of(words, "independent")
