"""Forecasts of a ledger, scored by claims that came since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import polars as pl

from contested.claims.claim import Claim
from contested.ground.errors import InputError
from contested.inference.forecast import ledger as book
from contested.inference.forecast.series import Key, series_of
from contested.store import layout
from contested.studies.claims import claims_of


def score(ledger: str | Path, claims: str | Path | Iterable[Claim]) -> pl.DataFrame:
    """Score every forecast of a book by claims that came since, and write that down in the book.

    Parameters
    ----------
    ledger : path
    claims : path or iterable of Claim

    Returns
    -------
    polars.DataFrame
        A row per claim scored now: quantity, actor, place, voice, date, lead, claimant, ahead (the forecast was written
        before that day), crps, crps_log, log_score, interval_score, covered, pit. Claims scored earlier are not scored
        twice, and those of days or series that were not forecast not at all.

    Raises
    ------
    InputError
        No book, a book that was changed, or claims that cannot be read.
    """
    path = layout.given(ledger, "ledger")
    if not path.is_file():
        raise InputError(f"{path}: expected a ledger of forecasts; there is no such file.", "see FOLDER/ledger.jsonl")
    given, lines = claims_of(claims), book.read(path)
    by_voice = {**series_of(given, dt.date.max, "side"), **series_of(given, dt.date.max, "party")}
    scored = [line for line in lines if line["kind"] == "score"]
    before = {(line["forecast"], *(line["claim"][name] for name in sorted(line["claim"]))) for line in scored}
    today = max([dt.date.today(), *map(book.written_on, lines)])
    rows = []
    for line in (line for line in lines if line["kind"] == "forecast"):
        key, origin = Key.of(line["series"]), dt.date.fromisoformat(line["origin"])
        due = [c for c in by_voice[key].claims if (c.date - origin).days in line["leads"]] if key in by_voice else []
        new = [c for c in due if (line["hash"], *_claim_key(c)) not in before]
        for found in book.score(path, line["hash"], new, today) if new else ():
            claim = found["claim"]
            rows.append({**key._asdict(), "date": claim["date"], "lead": found["lead"], "claimant": claim["claimant"],
                         "ahead": found["ahead"], **found["scores"]})  # fmt: skip
    return pl.DataFrame(rows, infer_schema_length=None)


def _claim_key(claim: Claim) -> tuple[Any, ...]:
    """A claim as a score's line names it."""
    return (claim.claimant, claim.date.isoformat(), claim.high, claim.low, claim.side, claim.source_url, claim.value)
