"""Runs of capitalised words in a text, and the town of a dateline."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping

#: capital letters of the Latin script, for a class of characters: "Š" begins a name, too
CAPITAL = "A-Z" + "".join(c for c in map(chr, (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))) if c.isupper())
#: titles that are cut short, whose stop ends no sentence and which are no places: "Lieut. Gen. Song"
SHORT_TITLES = (
    "mr|mrs|ms|dr|prof|barr|engr|supt|insp|cpl|pte|pvt|brig|cdr|pres|amb|atty|fr|mme|mlle|sen|rep|gov|gen|lt|lieut|col|"
    "sgt|capt|jr|sr|rev|hon|maj|adm|cmdr|comdt|messrs|msgr|mgr|det|dep|cllr|ald"
)
#: one word of a name ("N'Djamena" is one), and several in a row ("Côte d'Ivoire", "Dar es Salaam")
NAME = rf"(?:[A-Z]['’](?=[{CAPITAL}]))?[{CAPITAL}][^\W\d_]+(?:[-’'/][^\W\d_]+)*"
_JOINS = "de|la|del|di|al|el|and|of|es|do|da|dos|das|du|des|de la|de los"
RUN = re.compile(rf"{NAME}(?:[ ](?:(?:{_JOINS})[ ])?(?:[dl]['’])?{NAME})*")
_CAPS = rf"[{CAPITAL}][{CAPITAL}’'.-]"
DATELINE = re.compile(
    rf"(?P<town>{_CAPS}{{2,}}(?: {_CAPS}+){{0,2}}|[A-Z]{{2}} {_CAPS}+"
    r"|[A-Z][a-z]+(?: [A-Z][a-z]+)?(?= \([^)]+\) \S+ [A-Z“\"])"
    r"|[A-Z][a-z]+(?: [A-Z][a-z]+)?(?=, \d{1,2} [A-Z][a-z]{2,8}\.? \([^)]+\) [—–-]))"
    r"(?:, [A-Z][a-z]{1,4}\.|, (?P<land>[A-Z][a-z]+(?: [A-Z][a-z]+)?)|, (?:[A-Z]\.){2,3})?"
    r"(?:,? [A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?|, \d{1,2} [A-Z][a-z]{2,8}\.?(?: \d{4})?)?\s*"
    r"(?P<by>\([^)\n]{2,40}\)\s*)?(?:—|–|--?)\s(?=[A-Z“\"‘0-9])"
)


def spelled(name: str, known: Collection[str], in_capitals: Mapping[str, str]) -> str:
    """How a known name is spelled: that of a text in capitals as it stands in a table; empty if the table has none.

    Parameters
    ----------
    name : str
    known : collection of str
    in_capitals : mapping of str to str
        Names by how they are spelled in capitals.

    Examples
    --------
    >>> spelled("CÔTE D’IVOIRE", ["Côte d'Ivoire"], {"CÔTE D'IVOIRE": "Côte d'Ivoire"})
    "Côte d'Ivoire"
    >>> spelled("São Tomé", ["Sao Tome"], {}), spelled("MALÉ", [], {"MALE": "Male"}), spelled("Nice", [], {})
    ('São Tomé', 'Malé', '')
    """
    straight = name.replace("’", "'")
    if straight in known:
        return straight
    bare = straight if straight.isascii() else accentless(straight)
    if not straight.isupper():
        return straight if bare in known else ""
    found = in_capitals.get(straight) or in_capitals.get(bare) or ""
    if len(found) != len(straight):
        return found
    return "".join(c if d.isupper() else c.lower() for c, d in zip(straight, found, strict=True))


def accentless(name: str) -> str:
    """A name without accents.

    >>> accentless("Côte d'Ivoire")
    "Cote d'Ivoire"
    """
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()


def plain(name: str) -> str:
    """A name without accents and apostrophes.

    >>> plain("Hrodna’"), plain("Jūrmala")
    ('Hrodna', 'Jurmala')
    """
    return accentless(name).replace("'", "").strip()
