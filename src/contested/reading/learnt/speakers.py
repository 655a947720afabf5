"""What sort of body or person a source is, by its words: a ministry speaks of a country, a mayor of a town."""

from __future__ import annotations

import re
from functools import lru_cache

#: the first that fits is taken
_SORTS = (
    ("court", r"court|judge|magistrate|prosecut\w+|judiciary|tribunal"),
    ("count", r"(?:electoral|election|elections|returning|canvass\w*|polling) ?\w*|pollster|poll|exit poll"),
    ("abroad", r"united nations|u\.?n\.?|european|embassy|foreign|washington|state department|observers?|mission"),
    ("hospital", r"hospital\w*|clinic|doctors?|medics?|surgeons?|nurses?|morgue|matron|ambulance|health|red cross"),
    ("town", r"mayor\w*|municipal\w*|city|town|village|district|county|sheriff|precinct|parish|local|town hall"),
    ("region", r"region\w*|province|provincial|governor\w*|prefect\w*|state police|oblast"),
    ("police", r"police\w*|constab\w*|officer|commander|colonel|captain|major|inspector|general|army|military|guard"),
    ("state", r"minist\w+|government|president|parliament|cabinet|state|national|federal|spokes\w+ for the"),
    ("workers", r"union\w*|strik\w+|workers|syndicate|federation|confederation|stewards?|guild"),
    ("marchers", r"organi[sz]\w+|marchers|protest\w*|demonstrat\w*|campaign\w*|committee|coalition|opposition|party|"
                 r"candidate|front|bloc|movement|alliance|supporters"),
    ("law", r"lawyers?|rights|watch|monitor\w*|legal|ngo|network|group|activists?"),
    ("trade", r"chamber|employers|companies|company|bank|traders?|economists?|port|owners?|shop\w*"),
    ("eyewitness", r"witness\w*|residents?|neighbou?rs?|mother|father|wife|brother|sister|relatives|famil\w+|"
                   r"students?|passers?-?by|boy|girl|woman|man|priest|teacher"),
    ("press", r"radio|television|agency|newspaper|paper|reporters?|correspondents?|journalists?|news\w*"),
)  # fmt: skip
_PATTERNS = tuple((name, re.compile(rf"\b(?:{words})\b", re.I)) for name, words in _SORTS)


@lru_cache(maxsize=4096)
def sort_of(words: str) -> str:
    """The sort of a source: the first whose words name it, `somebody` if none do."""
    return next((name for name, pattern in _PATTERNS if pattern.search(words)), "somebody")
