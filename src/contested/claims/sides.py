"""On whose side a source stands, by its own words: "Interior Ministry", "opposition activists", "City Hospital".

Databases name their sources in a line of text. A ministry speaks for the incumbent, organisers for the opposition, a
hospital for nobody, and a newspaper is media whatever else its name says: "Police Gazette" is no police. What no rule
covers has no side here, and whoever asks says what it is then. Several sources have a side where all agree.
"""

from __future__ import annotations

import re
from functools import lru_cache

from contested.claims.claim import Side
from contested.claims.parties import speaker

_OFFICE = re.compile(r"\bpress (?:office|service|release|secretary|statement)s?\b", re.I)
_STATE_MEDIA = re.compile(
    r"\bstate(?:[- ](?:run|owned|controlled))? (?:media|news|television|tv|radio|press|agency)\b", re.I
)
_MEDIA = re.compile(
    r"\b(?:news|newspapers?|press|presse|agenc(?:y|e)|times|post|courier|radio|tv|television|channel|herald|gazette|"
    r"daily|weekly|tribune|journal|journalists?|reporters?|media|wire|telegraph|chronicle|bulletin|magazine|online|"
    r"broadcasting|reuters|afp|ap|bbc|cnn|itar-tass|tass|interfax|xinhua|upi|dpa|efe|al jazeera|nexta|twitter|facebook|"
    r"telegram|youtube|whatsapp|blog|social media)\b",
    re.I,
)
_NOBODYS = re.compile(
    r"\b(?:human rights|rights (?:groups?|watch|organi[sz]ations?|cent(?:er|re)s?|defenders?)|ngos?|"
    r"non-?governmental|observers|observatory|monitors|monitoring|osce|odihr|united nations|un|ohchr|unhcr|"
    r"amnesty|hrw|red cross|red crescent|icrc|msf|hospitals?|medics?|doctors?|morgues?|ambulance|"
    r"eye-?witness(?:es)?|witness(?:es)?|residents?|villagers?|locals|relatives|famil(?:y|ies)|university|"
    r"institute|church|volunteers|viasna|spring96|ovd-info)\b",
    re.I,
)
#: in this order: a ministry of human rights is a ministry, an officer of the Red Cross is none
_SIDES: tuple[tuple[Side, re.Pattern[str]], ...] = (
    ("foreign", re.compile(
        r"\b(?:embass(?:y|ies)|ambassador|state department|pentagon|white house|nato|european (?:union|commission|"
        r"parliament)|foreign governments?|foreign (?:ministry|minister) of)\b", re.I)),
    ("independent", re.compile(r"\b(?:human )?rights (?:activists?|campaigners?|defenders?|organi[sz]ers?)\b", re.I)),
    ("opposition", re.compile(
        r"\b(?:opposition|protest[eo]rs?|demonstrators?|rioters?|organi[sz]ers?|organi[sz]ing committee|activists?|"
        r"rebels?|insurgents?|guerrillas?|militants?|dissidents?|strike committee|strikers?|(?:trade|labou?r) unions?|"
        r"union|campaigners?|protest leaders?)\b", re.I)),
    ("incumbent", re.compile(r"\b(?:minist(?:ry|ries|er)|government|presiden(?:t|cy|tial))\b", re.I)),
    ("independent", _NOBODYS),
    ("incumbent", re.compile(
        r"\b(?:police|sheriffs?|cops|law enforcement|security (?:forces?|services?|officials?)|"
        r"authorit(?:y|ies)|officials?|army|military|armed forces|national guard|border guards?|"
        r"prosecutors?|prosecution|courts?|mayor(?:'s office)?|governors?|municipality|city hall|"
        r"parliament|election commission|mvd|kgb|fsb|investigative committee|state media)\b", re.I)),
)  # fmt: skip


@lru_cache(maxsize=65_536)
def side_of(source: str, usual: Side = "media", opposed: str = "") -> Side:
    """The side of a source.

    Parameters
    ----------
    source : str
        One name, or several parted by semicolons.
    usual : Side
        What a name that says nothing is.
    opposed : str
        A party known to be against the incumbent.

    Examples
    --------
    >>> side_of("Interior Ministry"), side_of("Courier; AFP"), side_of("Courier citing organisers")
    ('incumbent', 'media', 'opposition')
    """
    found = {_one(part.strip(), usual, opposed) for part in source.split(";") if part.strip()}
    if len(found) == 1:
        return found.pop()
    return usual


def _one(source: str, usual: Side, opposed: str) -> Side:
    said, _ = speaker(source)
    if opposed and opposed.casefold() in said.casefold():
        return "opposition"
    said = _OFFICE.sub(" ", said)
    if _STATE_MEDIA.search(said):
        return "incumbent"
    if _MEDIA.search(said):
        return "media"
    return next((side for side, words in _SIDES if words.search(said)), usual)
