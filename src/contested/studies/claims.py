"""Claims as callers give them: a file's, or claims that were read."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from contested.claims import Claim, scan
from contested.ground.options import CLAIM_FORMAT, ClaimFormat
from contested.store import layout


def claims_of(claims: str | Path | Iterable[Claim], format: ClaimFormat = CLAIM_FORMAT) -> tuple[Claim, ...]:
    """The claims of a file, all of them; or claims as they are given.

    Raises
    ------
    ClaimError
        If the file is of another kind, or at the first row that cannot be used, with file and line.
    """
    if not isinstance(claims, str | Path):
        return tuple(claims)
    found = scan(layout.given(claims, "path"), format)
    if found.aside:
        raise found.aside[0].error
    return found.claims
