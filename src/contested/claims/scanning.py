"""Claims of a file as everything else sees them: private persons have numbers for names (`claims.people`)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from contested.claims import importers
from contested.claims.importers import Aside, Imported
from contested.claims.importers.imported import without_collector
from contested.claims.people.masking import masked_claims, people_of
from contested.claims.people.people import People
from contested.ground.options import ClaimFormat
from contested.ground.progress import ProgressCallback, silent


def scan(path: Path | str, format: ClaimFormat | None = None, progress: ProgressCallback = silent) -> Imported:
    """What a file holds: `importers.scan`, its names masked."""
    found = importers.scan(path, format, progress)
    with without_collector():
        people = people_of(found.with_unknown)
        people.learn(text for row in found.aside for text in (*row.cells, row.text))
        aside = tuple(masked_row(row, people) for row in found.aside)
        return replace(found, claims=masked_claims(found.claims, people), aside=aside, people=people)


def masked_row(row: Aside, people: People) -> Aside:
    """A row that was set aside, without names in it or in its reason."""
    claim = None if row.claim is None else masked_claims([row.claim], people)[0]
    reason, hint, text = (people.masked(word) for word in (row.reason, row.hint, row.text))
    return replace(row, claim=claim, reason=reason, hint=hint, text=text, cells=people.masked_row(row.cells))
