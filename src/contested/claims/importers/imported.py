"""What every importer has in common: a `Format` whose rules make claims, and what a file held.

A rule is a named function from a row to claims. Every claim holds its row and its rule; a row no rule can use, or of
which a rule cannot use a part, is kept aside whole, with line and reason; a row that is sound and says nothing a
claim could hold is counted. So every row is found again in one of the three, and none is lost.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Generic, TypeVar, cast

from contested.claims.claim import Claim, Origin
from contested.claims.importers.latest import Records
from contested.claims.importers.rows import Aside, Expected, Row, rows
from contested.claims.people.people import People
from contested.ground.errors import ClaimError, UnknownQuantity
from contested.ground.progress import ProgressCallback

#: why a row is passed over of which a later version is there
REPLACED = "replaced by a later version of the same record"


#: what rules look at: a row, or what a format's `look` makes of it
T = TypeVar("T")


@dataclass(frozen=True)
class Rule(Generic[T]):
    """How a claim is made.

    Parameters
    ----------
    name, meaning : str
        What it is called on its claims, and one sentence.
    make : function
        From a row, or what the format's `look` makes of it, to its claims, without origin, each made anew; raises
        ClaimError, whose message begins with the column, if the row says something that cannot be used. What cannot be
        used beside a claim that can be made goes to `Row.fault`.
    """

    name: str
    meaning: str
    make: Callable[[T], Iterable[Claim]]


@dataclass(frozen=True)
class Format(Generic[T]):
    """A kind of file that can be read.

    Parameters
    ----------
    rules : tuple of Rule
        Every rule is applied to every row.
    passed : function
        Why a row that no rule says anything about says nothing.
    expected : Expected
        What the file must be like.
    check : function, optional
        Refuses, by ClaimError, a file by its first row; the second argument is how messages call the file.
    skip : function, optional
        Why a row needs no look at its cells, "" where it does; uses `Row.peek`.
    record : tuple of str, optional
        Columns of a record's number and of its version, where later versions replace earlier ones.
    look : function, optional
        What the rules look at, made once of each row; raises nothing. The row itself if absent.
    """

    rules: tuple[Rule[T], ...]
    passed: Callable[[Row], str]
    expected: Expected
    check: Callable[[Row, str], None] | None = None
    skip: Callable[[Row], str] | None = None
    record: tuple[str, str] | None = None
    look: Callable[[Row], T] | None = None


@dataclass(frozen=True)
class Imported:
    """What a file held.

    Parameters
    ----------
    claims : tuple of Claim
        In the order of the file, each with its `origin`.
    aside : tuple of Aside
        Rows kept aside, in the order of the file: wholly, or a part of them.
    rules : dict of str to str
        Name and meaning of every rule that could have made a claim.
    passed : dict of str to int
        Rows that are sound and say nothing a claim could hold, counted by reason.
    rows : int
        How many rows there were.
    people : People or None
        Who is masked in the claims, and by which number.
    """

    claims: tuple[Claim, ...]
    aside: tuple[Aside, ...]
    rules: Mapping[str, str]
    passed: Mapping[str, int]
    rows: int
    people: People | None = field(default=None, repr=False, compare=False)

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


def read(path: Path | str, form: Format[T], progress: ProgressCallback) -> Imported:
    """Apply every rule of a format to every row of a file.

    Raises
    ------
    ClaimError
        If the file cannot be read, or is of another kind.
    """
    claims: list[Claim] = []
    aside: list[Aside] = []
    passed: Counter[str] = Counter()
    reasons = [""]  # why rows were passed over, by the number that stands for it
    records = Records(*form.record) if form.record else None
    count = 0
    checked = form.check is None
    with without_collector():
        for row in rows(path, form.expected, progress=progress):
            count += 1
            if isinstance(row, Aside):
                aside.append(row)
                continue
            if form.check is not None and not checked:
                form.check(row, str(path))
                checked = True
            before = len(claims)
            reason = form.skip(row) if form.skip is not None else ""
            if not reason:
                _apply(form, row, claims)
                if row.faults:
                    aside.extend(_asides(row))
                elif len(claims) == before:
                    reason = form.passed(row)
            if reason:
                passed[reason] += 1
                if reason not in reasons:
                    reasons.append(reason)
            # a version of which nothing can be read replaces none that can
            if records is not None and (reason or len(claims) > before):
                records.add(row, reasons.index(reason))
    if not count and form.record:
        raise ClaimError(
            f"{path}: expected {form.expected.title}; got column names and no row.",
            "a search without results gives such a file, and so does a download that broke off",
        )
    if records is not None and records.replaced:
        gone = records.replaced
        claims = [c for c in claims if c.origin is None or c.origin.line not in gone]
        aside = [a for a in aside if a.line not in gone]
        passed.subtract(reasons[counted] for counted in gone.values() if counted)
        passed[REPLACED] = len(gone)
    meanings = {r.name: r.meaning for r in form.rules}
    return Imported(tuple(claims), tuple(aside), meanings, {r: n for r, n in passed.items() if n}, count)


def _apply(form: Format[T], row: Row, claims: list[Claim]) -> None:
    seen = cast(T, row) if form.look is None else form.look(row)
    for rule in form.rules:
        try:
            made = rule.make(seen)
            if not isinstance(made, tuple):
                made = tuple(made)
        except ClaimError as reason:
            if isinstance(reason, UnknownQuantity) and isinstance(reason.claim, Claim):
                origin = Origin(row.file, row.line, rule.name, row.columns, row.cells)
                reason.claim = replace(reason.claim, origin=origin)
            row.faults.append(reason)
            continue
        if made:
            origin = Origin(row.file, row.line, rule.name, row.columns, row.cells)
            for claim in made:
                # nobody else has it yet; a copy would check it a second time
                object.__setattr__(claim, "origin", origin)
            claims.extend(made)


def _asides(row: Row) -> Iterator[Aside]:
    # a bad date spoils every rule alike
    for fault in {fault.message: fault for fault in row.faults}.values():
        claim = fault.claim if isinstance(fault, UnknownQuantity) else None
        kept = claim if isinstance(claim, Claim) else None
        yield Aside(row.file, row.line, fault.message, fault.hint, row.columns, row.cells, claim=kept)


@contextmanager
def without_collector() -> Iterator[None]:
    """Without the collector of cycles, which looks through millions of new claims again and again and finds none."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            # what is new goes to the oldest generation unseen
            gc.freeze()
            gc.unfreeze()
            gc.enable()
