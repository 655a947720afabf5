"""Names of columns that R and Stata take as they are: lower case, digits and underscores, 32 characters at most.

    from contested.ground.safe_names import safe_names

    safe_names(["detention.hold_limit", "crowd.peak", "if"])     # detention_hold_limit, crowd_peak, if_
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from hashlib import sha256

#: longest name of a variable in Stata
LONGEST = 32
#: words of R and of Stata that no variable may have for a name, in lower case
RESERVED = frozenset((
    # R: ?Reserved
    "if", "else", "repeat", "while", "function", "for", "next", "break", "true", "false", "null", "inf", "nan", "na",
    "na_integer_", "na_real_", "na_complex_", "na_character_", "in",
    # Stata: help reswords
    "_all", "_b", "byte", "_coef", "_cons", "double", "float", "int", "long", "_n", "_pi", "_pred", "_rc", "_skip",
    "str", "strl", "using", "with",
))  # fmt: skip
_STATA_TEXT = re.compile(r"str\d+")


def safe_name(name: str) -> str:
    """A name that is a variable's name in R, Stata, SQL and Python; two names may become one.

    Parameters
    ----------
    name : str

    Returns
    -------
    str
        Of letters a to z, digits and underscores, beginning with a letter, of 32 characters at most, and no word that R
        or Stata reserves. A longer one ends with four characters of its hash.
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", plain).lower()
    plain = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    if not plain:
        plain = f"x_{_mark(name)}"
    if not plain[0].isalpha():
        plain = f"x_{plain}"
    if plain in RESERVED or _STATA_TEXT.fullmatch(plain):
        plain += "_"
    return plain if len(plain) <= LONGEST else f"{plain[: LONGEST - 5].rstrip('_')}_{_mark(name)}"


def safe_names(names: Iterable[str]) -> list[str]:
    """A safe name for each name, no two the same.

    Parameters
    ----------
    names : iterable of str
        No two the same.

    Returns
    -------
    list of str
        In the order given; of those that would be one, all but the first end with four characters of their hash.
    """
    taken: set[str] = set()
    chosen = []
    for name in names:
        safe = safe_name(name)
        for k in range(LONGEST):
            if safe not in taken:
                break
            mark = _mark(f"{name} {k}" if k else name)
            safe = f"{safe_name(name)[: LONGEST - 5].rstrip('_')}_{mark}"
        taken.add(safe)
        chosen.append(safe)
    return chosen


def _mark(name: str) -> str:
    """Four characters that tell a name from others."""
    return sha256(name.encode()).hexdigest()[:4]
