"""Spellings of one place: by rule, and by a table of aliases.

Two spellings are one place by rule if they differ in case, accents, underscores, a word such as "town" or "city of", or
in an administrative name behind a comma that is the claim's own ("Orvane, OV" in OV), and if nothing that is known of
them speaks against it: another country, another first-level unit, or a distance above APART_KM. A province is not the
town whose name it bears.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from contested.claims.claim import Claim
from contested.claims.spellings.aliases import Aliases

#: kilometres; two places of one name that lie further apart are two places
APART_KM = 25.0
_KIND = re.compile(r"^(?:city|town|village|municipality) of | (?:town|city|village|municipality|urban settlement)$")
#: kinds of area that contain towns: a name with such a word is no town
AREA = re.compile(r"\b(?:oblast|voblast|region|province|district|county|state|raion|rayon|governorate|department|"
                  r"prefecture|canton|republic|krai)\b")  # fmt: skip
_CODE = re.compile(r"[A-Z]{2,3}")


@dataclass(frozen=True)
class Spelling:
    """Spellings that are read as one.

    Parameters
    ----------
    kind : str
        `place` or `party`.
    name : str
        The name that is kept.
    also : tuple of str
        The other spellings.
    why : str
        Rule or table.
    """

    kind: str
    name: str
    also: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class Site:
    """What claims say about where a spelling lies: how many claims, its units, and the mean of its coordinates."""

    place: str
    claims: int
    country: str
    admin1: str
    point: tuple[float, float] | None


@lru_cache(maxsize=65_536)
def simple(text: str) -> str:
    """A name without case, accents, underscores and spaces that say nothing."""
    plain = unicodedata.normalize("NFKD", text.replace("_", " ").replace("-", " ")).casefold()
    return " ".join("".join(ch for ch in plain if not unicodedata.combining(ch)).replace("'", "").split())


def key_of(place: str, admins: Iterable[str] = ()) -> str:
    """The name of a place without what a rule may take away."""
    head, comma, rest = place.partition(",")
    if comma and head.strip():
        own = {_unit(a) for a in admins if a}
        parts = [p.strip() for p in rest.split(",")]
        if all(_CODE.fullmatch(p) or _unit(p) in own for p in parts):
            place = head
    name = simple(place)
    shorter = _KIND.sub("", name)
    return shorter or name


def sites(claims: Iterable[Claim]) -> list[Site]:
    """Every spelling of a place, those with most claims first."""
    of: dict[str, list[Claim]] = {}
    for claim in claims:
        if claim.place:
            of.setdefault(claim.place, []).append(claim)
    found = [Site(place, len(own), _one(c.country for c in own), _one(c.admin1 for c in own), _middle(own))
             for place, own in of.items()]  # fmt: skip
    return sorted(found, key=lambda s: (-s.claims, len(s.place), s.place))


def one_spelling(claims: Sequence[Claim], aliases: Aliases) -> tuple[tuple[Claim, ...], tuple[Spelling, ...]]:
    """Claims with one spelling per place, and which spellings were read as one, and why."""
    name_of: dict[str, str] = {}
    read: dict[tuple[str, str], list[str]] = {}
    table = {other.casefold(): name for name, also in aliases.places.items() for other in also}
    known = sites(claims)
    for site in known:
        if (name := table.get(site.place.casefold())) is not None and name != site.place:
            name_of[site.place] = name
            read.setdefault((name, "table of aliases"), []).append(site.place)
    groups: dict[str, list[Site]] = {}
    for site in known:
        if site.place not in name_of:
            groups.setdefault(key_of(site.place, (site.admin1, site.country)), []).append(site)
    for same in groups.values():
        if len(same) > 1 and all(agree(a, b) for i, a in enumerate(same) for b in same[:i]):
            first = min(same, key=lambda s: (len(s.place), -s.claims))
            for site in same:
                if site is not first:
                    name_of[site.place] = first.place
                    read.setdefault((first.place, "one name by rule"), []).append(site.place)
    spellings = tuple(Spelling("place", name, tuple(also), why) for (name, why), also in read.items())
    if not name_of:
        return tuple(claims), spellings
    return tuple(replace(c, place=name_of[c.place]) if c.place in name_of else c for c in claims), spellings


def agree(one: Site, other: Site) -> bool:
    """Whether nothing that is known of two spellings makes them two places."""
    if bool(AREA.search(simple(one.place))) != bool(AREA.search(simple(other.place))):
        return False
    if one.country and other.country and simple(one.country) != simple(other.country):
        return False
    if _differ(_unit_of(one), _unit_of(other)):
        return False
    km = apart(one, other)
    return km is None or km <= APART_KM


def apart(one: Site, other: Site) -> float | None:
    """Kilometres between two places; None if one has no coordinates."""
    if one.point is None or other.point is None:
        return None
    (a, b), (c, d) = ((math.radians(x) for x in p) for p in (one.point, other.point))
    chord = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * 6371.0 * math.asin(min(1.0, math.sqrt(chord)))


def _differ(one: str, other: str) -> bool:
    if not one or not other or _unit(one) == _unit(other):
        return False
    # a code such as OV may stand for any name
    return bool(_CODE.fullmatch(one)) == bool(_CODE.fullmatch(other))


def _unit_of(site: Site) -> str:
    behind = site.place.rpartition(",")[2].strip() if "," in site.place else ""
    return site.admin1 or (behind if _CODE.fullmatch(behind) else "")


def _unit(admin: str) -> str:
    return " ".join(AREA.sub("", simple(admin)).split()) or simple(admin)


def _one(words: Iterable[str]) -> str:
    counts: Mapping[str, int] = Counter(w for w in words if w)
    return max(counts, key=lambda w: counts[w]) if counts else ""


def _middle(claims: Iterable[Claim]) -> tuple[float, float] | None:
    points = [(c.latitude, c.longitude) for c in claims if c.latitude is not None and c.longitude is not None]
    if not points:
        return None
    return sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points)
