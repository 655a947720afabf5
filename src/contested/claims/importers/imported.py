"""What every importer has in common: a `Format` whose rules make claims, and what a file held.

A rule is a named function from a row to claims. Every claim holds its row and its rule; a row no rule can use, or of
which a rule cannot use a part, is kept aside whole, with line and reason; a row that is sound and says nothing a
claim could hold is counted. So every row is found again in one of the three, and none is lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from contested.claims.claim import Claim, Origin
from contested.claims.importers.rows import Aside, Row, rows
from contested.ground.errors import ClaimError, UnknownQuantity
from contested.ground.progress import ProgressCallback


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
class Format:
    """A kind of file that can be read.

    Parameters
    ----------
    rules : tuple of Rule
        Every rule is applied to every row.
    passed : function
        Why a row that no rule says anything about says nothing.
    required : tuple of str
        Columns without which the file is another kind of file.
    names : tuple of str
        Columns of a file without a heading (`rows.rows`).
    comments : bool
        Lines that begin with # are comments.
    check : function, optional
        Refuses, by ClaimError, a file by its first row; the second argument is how messages call the file.
    """

    rules: tuple[Rule, ...]
    passed: Callable[[Row], str]
    required: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    comments: bool = False
    check: Callable[[Row, str], None] | None = None


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
    def with_unknown(self) -> tuple[Claim, ...]:
        """The claims, with those about unknown quantities in their places: they are set aside and stop nothing."""
        unknown = [row.claim for row in self.aside if row.claim is not None]
        if not unknown:
            return self.claims
        return tuple(sorted((*self.claims, *unknown), key=lambda c: c.origin.line if c.origin else 0))

    @property
    def by_rule(self) -> dict[str, int]:
        """How many claims come from each rule."""
        return dict(Counter(c.origin.rule for c in self.claims if c.origin is not None))


def read(path: Path | str, form: Format, progress: ProgressCallback) -> Imported:
    """Apply every rule of a format to every row of a file.

    Raises
    ------
    ClaimError
        If the file cannot be read, or is of another kind.
    """
    claims: list[Claim] = []
    aside: list[Aside] = []
    passed: Counter[str] = Counter()
    count = 0
    checked = form.check is None
    for row in rows(path, form.required, names=form.names, comments=form.comments, progress=progress):
        count += 1
        if isinstance(row, Aside):
            aside.append(row)
            continue
        if form.check is not None and not checked:
            form.check(row, str(path))
            checked = True
        before = len(claims), len(aside)
        reasons: set[str] = set()
        for rule in form.rules:
            origin = Origin(row.file, row.line, rule.name, row.columns, row.cells)
            try:
                claims.extend(replace(claim, origin=origin) for claim in tuple(rule.make(row)))
            except ClaimError as reason:
                if reason.message not in reasons:  # a bad date spoils every rule alike
                    claim = reason.claim if isinstance(reason, UnknownQuantity) else None
                    set_aside = replace(claim, origin=origin) if isinstance(claim, Claim) else None
                    aside.append(
                        Aside(row.file, row.line, reason.message, reason.hint, row.columns, row.cells, claim=set_aside)
                    )
                reasons.add(reason.message)
        if before == (len(claims), len(aside)):
            passed[form.passed(row)] += 1
    return Imported(tuple(claims), tuple(aside), {r.name: r.meaning for r in form.rules}, dict(passed), count)
