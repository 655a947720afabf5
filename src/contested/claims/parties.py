"""Who says it: a claimant's name on one claim, turned into the party that stands behind it.

A wire that quotes a ministry is the ministry speaking: "Interior Ministry (MVD)", "TASS citing MVD" and "Interior
Ministry (MVD) via Sputnik" are one party with three names. The rules read names only, never numbers:

- "A via B", "A as cited by B", "A as reported by B" is said by A and carried by B; so is "B citing A", "B quoting A",
  "B, according to A";
- "press via B", "observers via B" names nobody: it stays a party of its own (ANONYMOUS);
- an abbreviation in capitals in brackets is a second name: "Interior Ministry (MVD)" is also "MVD";
- "A; B", a list of outlets, is said by A and carried by B;
- case does not matter.

What the rules cannot know is given as `aliases`, other names of a party. Leaves out: how a party bends its numbers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from contested.claims.claim import Claim

#: who could be anybody; two of them are not one voice
ANONYMOUS = frozenset({
    "press", "media", "independent media", "observers", "analysts", "experts", "witnesses", "eyewitnesses",
    "unofficial", "telegram channels", "sources", "reports", "various", "wire", "internet users",
})  # fmt: skip

_SPEAKER_FIRST = re.compile(
    r"^(?P<by>.+?),? (?:via|as (?:cited|reported|quoted) by|quoted by|cited by) (?P<carrier>.+)$", re.I
)
_SPEAKER_LAST = re.compile(r"^(?P<carrier>.+?),? (?:citing|quoting|according to) (?P<by>.+)$", re.I)
_SHORT_NAME = re.compile(r"^(?P<long>.+?) \((?P<short>[^\W\d_]{2,8})\)$")


@dataclass(frozen=True)
class Party:
    """One who makes claims.

    Parameters
    ----------
    name : str
        Its longest name.
    side : str
        On whose side it stands: the side of most of its own claims, of those carried by others if it has none.
    names : tuple of str
        Claimants as written that are this party, in the order in which they appear.
    claims : int
        How many claims are its.
    sides : tuple of str
        Every side given to it; more than one is worth a look.
    """

    name: str
    side: str
    names: tuple[str, ...]
    claims: int
    sides: tuple[str, ...]


@lru_cache(maxsize=65_536)
def speaker(claimant: str) -> tuple[str, str]:
    """Who says it, and who carries it ("" if nobody else does).

    >>> speaker("TASS citing MVD"), speaker("observers via Meduza"), speaker("Viasna")
    (('MVD', 'TASS'), ('observers', 'Meduza'), ('Viasna', ''))
    """
    if ";" in claimant:  # a list of outlets: the first is taken for the source of the others
        first, _, others = claimant.partition(";")
        if first.strip() and others.strip():
            return speaker(first)[0], others.strip()
    for pattern in (_SPEAKER_FIRST, _SPEAKER_LAST):
        if match := pattern.fullmatch(claimant.strip()):
            return match["by"].strip(), match["carrier"].strip()
    return claimant.strip(), ""


class Names:
    """Claimants' names, and the party each is.

    Parameters
    ----------
    claimants : iterable of str
        Every name there is; abbreviations in brackets are learnt from them.
    aliases : mapping of str to iterable of str
        Other names of a party, by its name, for example {"Interior Ministry (MVD)": ["police headquarters"]}.
    """

    def __init__(self, claimants: Iterable[str], aliases: Mapping[str, Iterable[str]] | None = None) -> None:
        self._party: dict[str, str] = {}
        for name in dict.fromkeys(speaker(c)[0] for c in claimants):
            self._party.setdefault(name.casefold(), name)
        for name in list(self._party.values()):
            if (match := _SHORT_NAME.fullmatch(name)) and match["short"].isupper():
                for other in (match["long"], match["short"]):
                    self._party[other.casefold()] = name
        for name, others in (aliases or {}).items():
            for other in (name, *((others,) if isinstance(others, str) else others)):
                self._party[other.casefold()] = name
        self._found: dict[str, str] = {}
        self._names: dict[str, list[str]] = {}
        for other, name in self._party.items():
            self._names.setdefault(name, []).append(other)

    def party(self, claimant: str) -> str:
        """Name of the party that a claimant is."""
        if claimant not in self._found:
            self._found[claimant] = self._look_up(claimant.strip())
        return self._found[claimant]

    def _look_up(self, claimant: str) -> str:
        if (known := self._party.get(claimant.casefold())) is not None:
            return known
        by, _ = speaker(claimant)
        return claimant if by.casefold() in ANONYMOUS else self._party.get(by.casefold(), by)

    def mentions(self, claimant: str, party: str) -> bool:
        """Whether a claimant's name holds, as a word, a name of a party: "press sum of MVD daily figures" does."""
        text = claimant.casefold()
        return any(_holds(text, name) for name in self._names.get(party, (party.casefold(),)))


def _holds(text: str, name: str) -> bool:
    # most names are not in most texts, and `in` is much faster than a pattern
    return (
        len(name) >= 3
        and name in text
        and name not in ANONYMOUS
        and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None
    )


def parties(claims: Iterable[Claim], aliases: Mapping[str, Iterable[str]] | None = None) -> tuple[Party, ...]:
    """Every party of some claims, those with most claims first.

    Parameters
    ----------
    claims : iterable of Claim
    aliases : mapping of str to iterable of str
        As for `Names`.
    """
    claims = tuple(claims)
    names = Names((c.claimant for c in claims), aliases)
    of: dict[str, list[Claim]] = {}
    for claim in claims:
        of.setdefault(names.party(claim.claimant), []).append(claim)
    found = []
    for name, own in of.items():
        direct = [c for c in own if not speaker(c.claimant)[1]] or own
        sides = Counter(c.side for c in direct)
        found.append(
            Party(
                name,
                sides.most_common(1)[0][0],
                tuple(dict.fromkeys(c.claimant for c in own)),
                len(own),
                tuple(dict.fromkeys(c.side for c in own)),
            )
        )
    return tuple(sorted(found, key=lambda p: (-p.claims, p.name)))
