"""Who is named in a report, and whom a pronoun or a description means.

Names come from a table of actors with their other names (`known_actors`), and from the rules that find names of persons
in claims (`claims.people`). Age, title and sex are read beside the name, so that "the 65-year-old" is whoever has this
age or none that is known, and "the president" whoever bears the title.
"""

from __future__ import annotations

import re
from dataclasses import replace

from contested.claims.claim import Side
from contested.claims.people.names import names_in
from contested.reading import bodies, pronouns
from contested.reading.known_actors import known_actors
from contested.reading.lexicon import words
from contested.reading.persons import Actor, Named
from contested.reading.standing import by_role, group_side, sex_of, side_beside, side_within
from contested.reading.structure import Paragraph, Span

_MALE = frozenset(["he", "him", "his", "himself"])
_FEMALE = frozenset(["she", "her", "herself"])
_AGE = re.compile(r"(?:^|[^\w])(\d{2})[- ]year[- ]old|^, (\d{2})(?=[,.;])|^,? aged (\d{2})|^ \((\d{2})\)")
_OLD = re.compile(r"\b(\d{2})-year-old\b")
_BEGINS = re.compile(r"(?:^|[.!?]\s)(?:The |the )?((?:[\w’'-]+ ){0,3}?\w+) (?:has|have|had|is|was|were|are|also)\b")
_AT = re.compile(r"\b(?:in|near|at|outside|from) $")
_IN = re.compile(r"\b(?:[Ii]n|[Nn]ear|[Oo]utside) $")
#: a title that the rules for names leave in the name
_TITLED = re.compile(rf"((?:{'|'.join(map(str.title, sorted(words('actors.titles'))))})\.?) (?=[A-Z][\w’'-]+ [A-Z])")
#: somebody without a name, and where they are
_NAMELESS = re.compile(
    r"(?:(?:the|an?|one|two|three|some|several|many|other|local) )?"
    rf"((?:[a-z-]+ )?(?:{'|'.join(sorted(words('actors.nameless')))})) "
    r"(?:of|at|in|from|near|outside|on|by|reached|interviewed|with) .*",
    re.S,
)
#: a name behind what it is: "the rights group Viasna"
_CALLED = re.compile(
    r"(?:[Tt]he |[Aa]n? )?((?:[\w-]+ ){0,3}(?:group|newspaper|broadcaster|agency|organi[sz]ation|union|charity|website|"
    r"channel|monitor|watchdog|daily|weekly|movement|network)) "
    r"((?:[A-Z][\w’'-]*)(?: (?:[A-Z][\w’'-]*|of|for|and|the))*)$"
)
_PAPERS = re.compile(r"\b(?:newspaper|broadcaster|agency|website|channel|daily|weekly)$")
#: the subject of a sentence: "The opposition People's Convention, which ..."
_SUBJECT = re.compile(
    r"(?:^|[.!?]\s)(?:The|A) ((?:[a-z-]+ )*(?:[A-Z][\w’'-]+ ?)+|(?:[a-z-]+ ){0,2}(?:union|party|front|movement|"
    r"alliance|coalition|federation|committee|ministry|commission))",
    re.M,
)
_BODIES = re.compile(r"\b(police|army|ministry|government|union|commission|party|court|council|committee)\b", re.I)
#: a spokesman with a name, and for whom: "police spokesman Jan Novak", "Ana Sol, a spokeswoman for the union"
_SPOKES = r"(?:[Ss]pokes(?:man|woman|person)|[Pp]ress (?:[Oo]fficer|[Ss]ecretary)|public relations officer)"
_SPOKESMAN = re.compile(
    rf"(?:^(?:(?:[Tt]he|[Aa]n?) )?|, (?:the|an?) )((?:[\w’'-]+ ){{0,2}}?[\w’'-]+?)(?:['’]s)? (?:chief )?{_SPOKES}\b"
    rf"|\b{_SPOKES} (?:for|of) (?:the )?([\w’'-]+(?: (?!in\b|at\b|on\b|said\b|told\b)[\w’'-]+){{0,3}})"
)
#: what speaks for whose it is: "its spokesman", "their count"
_SPEAKS_FOR = re.compile(r"(?:chief )?(?:spokes\w+|statement|(?:own )?(?:figures?|count)|tally|total) ?")
_REPORTS = re.compile(
    r"(?:our|this paper['’]s|the newspaper['’]s own) (?:\w+ )?(?:reporters?|correspondents?)(?: \w+)?"
)
#: names that a description of one person introduces: "the union's chairwoman, Ana Sol"
_INTRODUCED = re.compile(
    rf"\b(?:{pronouns.ONE_PERSON})(?: (?:of|at|for|in) [\w’' -]{{3,30}})?,? ([A-Z][\w’'-]+(?: [A-Z][\w’'-]+){{1,2}})\b"
)
#: titles cut short, whose stop ends no sentence: "police director Col. Ana Sol"
_SHORT = re.compile(
    r"\b(Col|Gen|Maj|Capt|Lt|Sgt|Cpl|Brig|Adm|Cmdr|Insp|Supt|Gov|Sen|Rep|Dr|Prof|Rev|Fr|Hon|Amb|Atty)\."
)
_NO_NAMES = words("actors.no_names")
_GROUPS = frozenset(["they", "we", "them", "us"])


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
        self.paragraphs = paragraphs
        self.actors: list[Actor] = []
        self.mentions: list[tuple[int, int, Actor]] = []
        self._by_name: dict[str, Actor] = {}
        self._sides: dict[tuple[str, Side], Side] = {}
        self._learn(paragraphs)

    @property
    def name_words(self) -> set[str]:
        """Words of names of persons."""
        return {w for actor in self.actors if actor.person for w in actor.name.split()}

    def _side_within(self, name: str, usual: Side = "independent") -> Side:
        """The side of a body in this report, found once for each name: a search of the whole text."""
        key = name, usual
        if key not in self._sides:
            self._sides[key] = side_within(self._text, name, self._home, usual)
        return self._sides[key]

    def _learn(self, paragraphs: tuple[Paragraph, ...]) -> None:
        spots: dict[int, tuple[int, Actor]] = {}
        known = [(other, row) for row in known_actors() for other in row.names_in(self._home)]
        present = sorted((k for k in known if k[0] in self._text), key=lambda k: -len(k[0]))
        for other, row in present:
            actor = self._by_name.get(row.name)
            for match in re.finditer(rf"(?<!\w){re.escape(other)}(?!\w)", self._text):
                if any(s <= match.start() < e for s, (e, _) in spots.items()):
                    continue
                if not row.is_in(self._text, other, match.end()):
                    continue
                if actor is None:
                    side = row.side_in(self._home)
                    actor = self._by_name[row.name] = Actor(row.name, side, row.sex, person=bool(row.sex))
                    self.actors.append(actor)
                spots[match.start()] = match.end(), actor
        for paragraph in paragraphs:
            start, end = paragraph.span
            for one in names_in(self._text[start:end]):
                at, stop = start + one.start, start + one.end
                if any(s < stop and at < e for s, (e, _) in spots.items()):
                    continue
                whole = self._text[at:stop]
                several, before = " " in whole, self._text[max(0, at - 12) : at]
                if not one.office and (_IN.search(before) and not one.sure if several else _AT.search(before)):
                    continue  # "a hospital in Ambato reports", "in Petit Anse"
                known_actor = self._same(whole, one.surname)
                if known_actor is None:
                    if " " not in whole and not one.office and not one.sure:
                        continue
                    known_actor = Actor(whole, sex=sex_of(one.given))
                    self.actors.append(known_actor)
                elif len(whole) > len(known_actor.name) and known_actor.name not in self._by_name:
                    known_actor.name = whole
                spots[at] = stop, known_actor
        for match in _INTRODUCED.finditer(self._text):
            at, stop = match.span(1)
            if any(s < stop and at < e for s, (e, _) in spots.items()) or match[1].split()[0] in _NO_NAMES:
                continue
            if match[1].split()[-1].casefold() in bodies.KINDS:
                continue  # "secretary of the Dawn Alliance"
            known_actor = self._same(match[1], match[1].split()[-1].casefold())
            if known_actor is None:
                known_actor = Actor(match[1], sex=sex_of((match[1].split()[0].casefold(),)))
                self.actors.append(known_actor)
            spots[at] = stop, known_actor
        surnames = {a.name.split()[-1]: a for a in reversed(self.actors) if a.person}
        for surname, actor in surnames.items():
            for match in re.finditer(rf"(?<!\w){re.escape(surname)}(?!\w)", self._text):
                if not any(s <= match.start() < e for s, (e, _) in spots.items()):
                    spots[match.start()] = match.end(), actor
        self.mentions = [(s, e, a) for s, (e, a) in sorted(spots.items(), key=lambda item: item[0])]
        for start, end, actor in self.mentions:
            self._describe(start, end, actor, actor.name in self._by_name)

    def _same(self, whole: str, surname: str) -> Actor | None:
        last = whole.split()[-1].casefold()
        for actor in self.actors:
            if actor.person and actor.name.split()[-1].casefold() in (last, surname):
                return actor
        return None

    def _describe(self, start: int, end: int, actor: Actor, fixed: bool) -> None:
        """Age, titles and side from what stands beside a name."""
        whole = _SHORT.sub(r"\1 ", self._text[max(0, start - 70) : start])
        ahead = re.split(r"[.;:“”\"!?()\n]", whole)[-1].split(",")
        before = ahead[-2] if len(ahead) > 1 and not ahead[-1].strip() else ahead[-1]  # "his rival, Ana Sol"
        behind = re.split(r"[.;:“”\"!?()\n]", self._text[end : end + 110])[0]
        if behind.startswith(", "):
            said = [part for part in behind[2:].split(",") if not re.fullmatch(r"\s*(?:aged )?\d{2}", part)]
            behind = ", " + ",".join(said[:1]).lstrip()
        elif not behind.startswith((" (", ",")):
            behind = ""
        if (own := _TITLED.match(actor.name)) is not None:
            before = f"{before}{own[1]} "
            actor.name = actor.name[own.end() :]
        titles = re.split(r"\b(?:and|but|said|as|while|that|with|by|to|of his|of her|than|told|from)\b", before)[-1]
        context = re.sub(r"\b(?:former (?!candidate)|ex-)\w+(?: \w+)?", "", f"{titles} {behind}")
        context = re.sub(r"\b(?:in|at|to|from|near|visiting) (?:[A-Z][\w-]+ ?)+", "", context)
        if not actor.sex and (title := re.search(r"\b(Mr|Sir|Lord|Mrs|Ms|Miss|Mme|Madam)\.? $", before)):
            actor.sex = "m" if title[1] in ("Mr", "Sir", "Lord") else "f"
        for source in (self._text[end : end + 30], titles + " "):
            if actor.age is None and (age := _AGE.search(source)):
                actor.age = int(next(g for g in age.groups() if g))
        actor.words |= set(re.findall(r"[a-z]{3,}", f"{titles} {behind}".casefold()))
        if not fixed and context.strip() and actor.side == "independent":
            actor.side = side_beside(context, self._home)
            if re.match(r"\s*(?:Its|Their|its|their) ", titles):
                subject = _SUBJECT.findall(self._text[max(0, start - 400) : start])
                if body := (subject[-1] if subject else bodies.last_body(self._text, start)):
                    own_side = group_side(body, self._home)
                    actor.side = own_side if own_side != "independent" else self._side_within(body)

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
            return pronouns.person(self, spelled, "m" if low in _MALE else "f", span.start, earlier)
        if _REPORTS.fullmatch(low) or (low in ("i", "we") and not quoted):
            return Named(spelled, "reporter", "media", "pronoun" if low in ("i", "we") else "name", "reporter")
        if low in _GROUPS or low in ("it", "i"):
            return pronouns.group(self, spelled, low, span.start, earlier)
        if (owned := re.fullmatch(r"(his|her|its|their) ([\w’'-]+(?: [\w’'-]+){0,3} ?)", low)) is not None and not any(
            span.start < s and e <= span.end + 1 and a.person for s, e, a in self.mentions
        ):
            return self._owned(spelled, owned[1], owned[2], span.start, earlier)
        if low in ("who", "which", "that"):
            return self._relative(spelled, span.start, earlier)
        if (old := _OLD.search(low)) and low.startswith(("the ", "a ")):
            return self._aged(spelled, int(old[1]), span.start)
        if (nobody := _NAMELESS.fullmatch(spelled)) is not None:
            side = group_side(nobody[1], self._home)
            return Named(spelled, nobody[1], side, "name", "noun")
        inside = [a for s, e, a in self.mentions if span.start <= s and e <= span.end + 1]
        if inside and not re.match(r"(?:a |the )?(?:spokes\w+|aides?|allies|lawyers?|supporters) (?:for|of|to) ", low):
            owner = max(self._text.rfind("’s ", span.start, span.end), self._text.rfind("'s ", span.start, span.end))
            heads = [a for s, e, a in self.mentions if max(span.start, owner) <= s and e <= span.end + 1] or inside
            own = next((a for a in heads if a.person), heads[0])
            if own.person and (office := self._office(spelled, span)):
                return Named(spelled, office, group_side(office, self._home), "name", "spokesman")
            return Named(spelled, own.name, own.side, "name", "name")
        if low.startswith("the "):
            if (actor := self._described(low[4:].split(",")[0], span.start)) is not None:
                return Named(spelled, actor.name, actor.side, "desc", "description")
            if name := bodies.named(self._text, low[4:], span.start, earlier):
                spoken = [n.side for n in earlier if n.actor == name]
                side = spoken[-1] if spoken else self._side_within(name)
                return Named(spelled, name, side, "desc", "description")
            if bodies.points_back(low[4:]) and (last := self._last_person(span.start, earlier)) is not None:
                return Named(spelled, last.name, last.side, "desc", "description")
        return self._plain(spelled, low, span.start)

    def _office(self, spelled: str, span: Span) -> str:
        """The body that a named spokesman speaks for; empty for anybody else."""
        beside = spelled + re.split(r"[.;:“”\"]", self._text[span.end : span.end + 60])[0]
        found = _SPOKESMAN.search(beside)
        office = (found[1] or found[2]).strip() if found is not None else ""
        return office.casefold() if _BODIES.fullmatch(office) else office

    def body(self, span: Span) -> Named:
        """A span as the name of a body, whoever else it names."""
        spelled = " ".join(self._text[span.start : span.end].split())
        return self._plain(spelled, spelled.casefold())

    def body_at(self, start: int, end: int) -> Named | None:
        """The body that a stretch of text begins its last sentence with, such as "Police have"; None if none does."""
        found = _BEGINS.findall(self._text[start:end])
        for words_of in reversed(found):
            if _BODIES.search(words_of):
                return self._plain(words_of, words_of.casefold())
        return None

    def _owned(self, spelled: str, whose: str, noun: str, at: int, earlier: list[Named]) -> Named:
        """Somebody of somebody: "her party" is "Ana Sol's party"."""
        sex = "m" if whose == "his" else "f"
        owner = (pronouns.group(self, whose, whose, at, earlier) if whose in ("its", "their")
                 else pronouns.person(self, whose, sex, at, earlier))  # fmt: skip
        plain = self._plain(spelled, noun)
        if owner.actor in ("reporter", whose):
            return replace(plain, mention="desc")
        if whose in ("its", "their"):
            speaks = _SPEAKS_FOR.fullmatch(noun)
            return Named(spelled, owner.actor if speaks else plain.actor, owner.side, "desc", "description")
        own = re.search(r"party|coalition|campaign|office|team|movement|group|union", noun)
        side = owner.side if own else plain.side
        return Named(spelled, f"{owner.actor}'s {noun.strip()}", side, "desc", "description")

    def _plain(self, spelled: str, low: str, at: int = -1) -> Named:
        if at > 0 and re.fullmatch(r"(?:a|an|its|the|their) (?:spokes\w+|official|statement)", low):
            before = _BODIES.findall(self._text[max(0, at - 200) : at])
            if before:
                return Named(spelled, before[-1].casefold(), group_side(before[-1], self._home), "desc", "spokesman")
        low = re.sub(r"^(?:\[?\d{1,2}[.:h]\d\d\]?(?: ?[ap]m)?\s+)", "", low)
        low = re.sub(r"(?<=[a-z]), (?:an?|the|his|her|its|who|which) .*$", "", low)
        spelled = re.sub(r"(?<=[a-z]), (?:an?|the|his|her|its|who|which) .*$", "", spelled)
        plain = re.sub(
            r"^(?:the|a|an|mr|mrs|ms|dr|his|her|its|their|some|other|several|many|local|two|three)\s+", "", low
        )
        plain = re.sub(
            r"^(?:spokes(?:man|woman|person)|officials?|sources?) (?:for|of|at|in|from) (?:the )?", "", plain
        )
        if (named := _CALLED.match(spelled)) is not None:
            side = "media" if _PAPERS.search(named[1]) else group_side(spelled, self._home)
            return Named(spelled, named[2], side, "name", "noun")
        if by_role(low) is None and re.search(
            r"\b(?:reporters?|correspondents?|newspaper|(?:news|press) agency)\b|^agency$", plain
        ):
            return Named(spelled, plain, "media", "name", "noun")
        bare = re.sub(r"^(?:[Tt]he|[Aa]n?)\s+", "", spelled)
        if (
            bare[:1].isupper()
            and (bare != spelled or " " in bare)
            and all(w[0].isupper() or len(w) < 4 for w in bare.split())
        ):
            plain = bare
        side = group_side(spelled, self._home)
        if side in ("independent", "media") and plain[:1].isupper():
            side = self._side_within(plain, side)
        return Named(spelled, plain, side, "name", "noun")

    def _relative(self, spelled: str, at: int, earlier: list[Named]) -> Named:
        before = [(s, e, a) for s, e, a in self.mentions if e <= at and at - e <= 60]
        if before:
            own = before[-1][2]
            return Named(spelled, own.name, own.side, "name", "relative")
        noun = re.search(r"([A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*|(?:the |a )?[a-z]+),? $", self._text[max(0, at - 60) : at])
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

    def _last_person(self, at: int, earlier: list[Named]) -> Actor | None:
        """Who spoke last, or else the person named last."""
        names = [n.actor for n in earlier] + [a.name for s, _, a in self.mentions if s < at]
        persons = {a.name: a for a in self.actors if a.person}
        spoke = next((persons[n.actor] for n in reversed(earlier) if n.actor in persons), None)
        return spoke or next((persons[n] for n in reversed(names) if n in persons), None)

    def _described(self, title: str, at: int) -> Actor | None:
        """Whoever bears a title or a description that a definite phrase repeats."""
        own = set(re.findall(r"[a-z]{3,}", title))
        if not own or len(own) > 4:
            return None
        head = title.split()[-1]
        if head in bodies.KINDS:
            return None  # no person, though a title may have the word
        last: Actor | None = None
        for s, _, actor in self.mentions:
            if s < at and head in actor.words and own <= actor.words | {"former", "country"} and actor.person:
                last = actor
        return last
