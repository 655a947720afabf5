"""The one contract of all importers: `scan(path)` gives claims, rows kept aside, and the rules that made the claims.

A rule is a named function from a row to claims. Every claim holds its row and its rule; a row no rule can use, or of
which a rule cannot use a part, is kept aside whole, with line and reason; a row that is sound and says nothing a
claim could hold is counted. So every row is found again in one of the three, and none is lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from contested.claims.claim import Claim, Origin
from contested.claims.importers.rows import Broken, Row
from contested.ground.errors import ClaimError


@dataclass(frozen=True)
class Rule:
    """How a claim is made.

    Parameters
    ----------
    name, meaning : str
        What it is called on its claims, and one sentence.
    make : function
        From a row to its claims, without origin; raises ClaimError, whose message begins with the column, if the row
        says something that cannot be used.
    """

    name: str
    meaning: str
    make: Callable[[Row], Iterable[Claim]]


@dataclass(frozen=True)
class Aside:
    """A row that could not be used, or not wholly.

    Parameters
    ----------
    file : str
        Its file.
    line : int
        Where it stands there.
    reason, hint : str
        What was expected and what came, and what to do.
    columns, cells : tuple of str
        The row; empty where the line could not be split into cells.
    text : str
        The line itself where it could not be split; else empty.
    """

    file: str
    line: int
    reason: str
    hint: str = ""
    columns: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    text: str = ""

    @property
    def error(self) -> ClaimError:
        """The same as an error, which begins with file, line and column."""
        return ClaimError(f"{self.file}:{self.line}, {self.reason}", self.hint)


@dataclass(frozen=True)
class Imported:
    """What a file held.

    Parameters
    ----------
    claims : tuple of Claim
        In the order of the file, each with its `origin`.
    aside : tuple of Aside
        Rows kept aside, in the order of the file.
    rules : dict of str to str
        Name and meaning of every rule that could have made a claim.
    passed : dict of str to int
        Rows that are sound and say nothing a claim could hold, counted by reason.
    rows : int
        How many rows there were.
    """

    claims: tuple[Claim, ...]
    aside: tuple[Aside, ...]
    rules: Mapping[str, str]
    passed: Mapping[str, int]
    rows: int

    @property
    def made(self) -> dict[str, int]:
        """How many claims each rule made."""
        return dict(Counter(c.origin.rule for c in self.claims if c.origin is not None))


def gather(rows: Iterator[Row | Broken], rules: tuple[Rule, ...], silent: Callable[[Row], str]) -> Imported:
    """Apply every rule to every row.

    Parameters
    ----------
    rows : iterator of Row or Broken
    rules : tuple of Rule
    silent : function
        Why a row that no rule says anything about says nothing.
    """
    claims: list[Claim] = []
    aside: list[Aside] = []
    passed: Counter[str] = Counter()
    count = 0
    for row in rows:
        count += 1
        if isinstance(row, Broken):
            aside.append(Aside(row.file, row.line, row.reason, row.hint, text=row.text))
            continue
        before = len(claims), len(aside)
        told: set[str] = set()
        for rule in rules:
            origin = Origin(row.file, row.line, rule.name, row.columns, row.cells)
            try:
                claims.extend(replace(claim, origin=origin) for claim in tuple(rule.make(row)))
            except ClaimError as reason:
                if reason.message not in told:  # a bad date spoils every rule alike
                    aside.append(Aside(row.file, row.line, reason.message, reason.hint, row.columns, row.cells))
                told.add(reason.message)
        if before == (len(claims), len(aside)):
            passed[silent(row)] += 1
    return Imported(tuple(claims), tuple(aside), {r.name: r.meaning for r in rules}, dict(passed), count)
