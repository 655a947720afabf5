"""Whose own bulletin, statement or communique a text is: that body speaks where nobody else is named."""

from __future__ import annotations

import re
from collections.abc import Sequence

from contested.reading.structure import Paragraph, Span

#: what a body calls itself in its own text
WE = frozenset(["we", "i", "our", "our records", "our figures", "our volunteers", "our count", "our members",
                "our doctors", "our monitors", "our data", "our organisation", "our lawyers"])  # fmt: skip
#: how those who took part speak of a crowd: "we were nine thousand"
MARCHED = re.compile(
    r"(?:^|[\n:;,.] ?|- )[Ww]e (?:were|are) (?:about |some |over |more than |nearly |at least )?"
    r"(?:\d|two|three|four|five|six|seven|eight|nine|ten|a (?:hundred|thousand)|hundreds|thousands|tens)"
)
_KIND = re.compile(
    r"\b(?:bulletin|communiqu[eé]|press release|statement|daily report|weekly report|monthly (?:report|figures)|"
    r"situation report|for immediate release|notice to the press|news release|press statement|telegram channel|"
    r"declaration|daily digest|note to editors|briefing|press communiqu[eé]|information on|update on|appeal|"
    r"(?:strike |news |urgent )?flash|advice to (?:travellers|travelers|citizens)|travel advice|press note|open letter|"
    r"circular|newsletter|sitrep|preliminary (?:findings|conclusions)|announcement|call to action|"
    r"official information|(?:public|official) notice|"
    r"(?:information|daily|fact|news) sheet|week in review|alert no|"
    r"pastoral letter|fact ?sheet|operational summary|dispatch no|memorandum)\b",
    re.I,
)
_BODY = re.compile(
    r"\b(?:ministry|commission|office|committee|watch|network|doctors|union|group|organi[sz]ation|association|"
    r"council|"
    r"rights|documentation|police|prosecutor|headquarters|directorate|department|administration|agency|alliance|"
    r"bloc|bureau|clinic|hospital|campaign|parliament|embassy|monitor|collective|initiative|charity|archive|"
    r"institute|board|authority|inspectorate|command|guard|chamber|council|congress|centre|center|party|"
    r"movement|front|coalition|institute|"
    r"mission|country team|voice|diocese|archdiocese|university|observatory|syndicate|bishops|general staff|garrison|"
    r"municipality|city hall|guild|assembly|conference|registry|"
    r"society|forum|federation|service|secretariat|government|court|league|memorial|foundation|platform|staff)\b",
    re.I,
)
#: those who report what others say
_MEDIA = re.compile(
    r"\b(?:radio|tv|television|news|courier|times|post|gazette|tribune|herald|broadcast\w*|"
    r"paper|magazine|chronicle|mail|star|echo|journal)\b",
    re.I,
)


def issuer_of(text: str, parts: Sequence[Paragraph]) -> Span | None:
    """The words of the heading that name the body whose own text this is; None where a reporter writes."""
    heads = [p.span for p in parts[:4]]
    lines = [text[slice(*h)] for h in heads]
    kind = next((k for k, line in enumerate(lines) if _KIND.search(line) and len(line.split()) < 16), -1)
    if kind < 0:
        return _headed(text, heads) or _speaking(text, parts)
    if any(_MEDIA.search(text[slice(*h)]) for h in heads[: kind + 1]):
        return _headed(text, heads)
    for at in range(kind, -1, -1):
        start, end = heads[at]
        line = text[start:end]
        found = _KIND.search(line)
        own = line[: found.start()].rstrip(" –—-:,") if at == kind and found else line
        if at == kind and found and not (own and _BODY.search(own)):  # "Statement by the Foreign Ministry"
            by = re.match(
                r"(?: \w+)? (?:by|of|from) (?:the )?"
                r"(?:(?:\w+ )?(?:director|head|chair\w*|president|secretary|spokes\w+|management|board) of (?:the )?)?",
                line[found.end() :], re.I,
            )  # fmt: skip
            named = (
                re.match(r"[^.,:;\n–—(]+?(?= on | about | regarding |$|[.,:;\n–—(])", line[found.end() + by.end() :])
                if by
                else None
            )
            if by and named and _BODY.search(named[0]) and len(named[0].split()) <= 10:
                begin = start + found.end() + by.end()
                return Span(begin, begin + len(named[0]))
        own = re.sub(
            r"[\s–—,:-]+(?:daily|weekly|monthly|evening|morning|special|joint|public|official)$", "", own, flags=re.I
        )
        if own and _BODY.search(own) and len(own.split()) <= 10 and not _NEWS.search(own):
            return Span(start, start + len(own))
    if headed := _headed(text, heads):
        return headed
    first = heads[0]
    return first if kind > 0 and len(text[slice(*first)].split()) <= 8 else None


#: a letterhead: a body's name with what it is of ("Ministry of Health of the Kyrgyz Republic", "Doctors' Union")
_NAME = re.compile(
    rf"(?:(?:the )?(?:press|media|information) (?:office|service|centre) of )?(?:the )?"
    rf"((?:[^\W\d_][\w'’.&-]* ){{0,6}}?{_BODY.pattern}(?: (?:of|for|to|and|in)(?: [\w'’&-]+)+)?)", re.I
)
#: what dates or numbers a letter, in its first lines
_DATED = re.compile(
    r"\b(?:(?:no\.?|report|alert) ?\d|\d{4}\b|press (?:service|centre|office)|to the press|to be read|"
    r"(?:\d{1,2}(?:st|nd|rd|th)?(?: of)? )?(?:january|february|march|april|may|june|july|august|september|october|"
    r"november|december)\b)", re.I
)  # fmt: skip
#: a headline goes on with a verb, which a name does not
_NEWS = re.compile(
    r"(?: |^)(?!(?:workers|doctors|lawyers|teachers|students|monitors|journalists)\b)[a-z]{4,}s$|: [a-z]"
)
_INFORMATION = re.compile(r"\bministry of information\b.*|\bpost-", re.I)
_SEGMENT = re.compile(r"(?:(?! [–—-] |[,:] |\n|\. ).)+")


def _headed(text: str, heads: Sequence[Span]) -> Span | None:
    """The body whose name alone is the letterhead, in capitals or before a dash or comma, with a date or a number."""
    for start, end in heads[:2]:
        line = text[start:end].partition("\n")[0]
        if _MEDIA.search(_INFORMATION.sub("", line)):
            return None
        segments = list(_SEGMENT.finditer(line))
        for segment in segments[:2]:
            own = segment[0].strip(" –—-,:.")
            found = _NAME.fullmatch(own)
            if found is None or not 1 < len(found[1].split()) <= 12:
                continue
            loud = own.isupper()
            if not loud and (len(segments) < 2 or re.search(r"(?:^| )(?!(?:of|for|to|and|in|the) )[a-z]", found[1])):
                continue
            stop = heads[min(2, len(heads) - 1)].end if loud else start + len(line)
            if _DATED.search(text, start + segment.end(), stop):
                at = start + segment.start() + segment[0].index(own) + found.start(1)
                return Span(at, at + len(found[1]))
    return None


#: how a channel greets those who read it
_GREETS = re.compile(
    r"(?:Dear |Good (?:morning|evening|day),? )?(?:[Ff]riends|[Cc]omrades|[Ss]ubscribers|[Cc]olleagues|[Cc]ompatriots|"
    r"[Nn]eighbours|[Bb]rothers and sisters|[Ff]ellow citizens)\b"
)
_OURS = re.compile(r"\b(?:[Ww]e|[Oo]ur|us)\b")


def _speaking(text: str, parts: Sequence[Paragraph]) -> Span | None:
    """The body that a title names and nothing else, where the text behind it speaks of "us" outside of quotations."""
    first = parts[0] if parts else None
    if first is None or not first.head or len(parts) < 2:
        return None
    title = text[slice(*first.span)]
    head, _, more = title.partition("\n")
    greeted = _GREETS.match(more) or _GREETS.match(text, parts[1].span.start)
    if greeted and len(head.split()) <= 5 and not _MEDIA.search(head) and head[-1:] not in ".:!":
        return Span(first.span.start, first.span.start + len(head))
    if len(title.split()) > 7 or not _BODY.search(title) or _MEDIA.search(title) or re.search(r"\b[a-z]{5,}\b", title):
        return None
    said = re.sub(r"[“\"][^”\"]{3,}[”\"]", "", text[first.span.end :])
    return first.span if len(_OURS.findall(said)) > 1 else None
