"""Claims added at the end of a table of claims, whose lines stay as they are."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from contested.claims.claim import Claim
from contested.claims.importers.rows import plain_name
from contested.claims.importers.table import FORMAT, SHORT
from contested.claims.importers.text import columns_of
from contested.claims.write import FIELDS, cell_text, csv_of_claims
from contested.files.content import decode, read_bytes
from contested.files.lines import is_note, lines_of
from contested.files.refusal import refusing
from contested.ground.columns import Column
from contested.ground.errors import ClaimError
from contested.ground.formulas import csv_of_rows


def appended(path: Path, claims: Sequence[Claim], columns: Sequence[Column]) -> bytes:
    """The content of a ledger with some claims more, in the order of its own columns.

    Raises
    ------
    ClaimError
        If a claim has something that no column of the ledger takes.
    """
    if not path.exists():
        return b"".join(csv_of_claims(claims, masked=True))
    refused = refusing(ClaimError, f"{path}: expected a ledger")
    before = read_bytes(path, refused, "text")
    lines = lines_of(decode(before, refused))
    first = next((line for line in lines if line.strip() and not is_note(line)), "")
    head, separator = columns_of(first, FORMAT.expected)
    if separator != ",":
        raise ClaimError(
            f"{path}:{lines.index(first) + 1}: expected columns separated by commas; got {separator!r} between them.",
            "save the ledger again as CSV with commas",
        )
    own = [SHORT.get(name, name) for name in map(plain_name, head)]
    for claim in claims:
        for column in columns:
            # "read" is what a table without that column means
            if column.name not in own and getattr(claim, FIELDS[column.name]) not in (None, "", "read"):
                raise ClaimError(
                    f"{path}:{lines.index(first) + 1}: expected a column {column.name!r}; got none.",
                    "add the column to the ledger, empty where nothing is said",
                )
    rows = ([cell_text(getattr(claim, FIELDS[name])) if name in FIELDS else "" for name in own] for claim in claims)
    added = csv_of_rows(own, rows).split(b"\n", 1)[1]
    return before + (b"" if before.endswith(b"\n") else b"\n") + added
