"""Claims made for tests of forecasts."""

from __future__ import annotations

from datetime import date, timedelta

from contested.claims.claim import Claim

START = date(2020, 8, 3)  # a Monday


def said(
    day: int | date, value: float | None = None, low: float | None = None, high: float | None = None, *,
    quantity: str = "crowd", actor: str = "opposition", place: str = "Town", claimant: str = "Daily",
    side: str = "media", source: str = "", end: date | None = None,
) -> Claim:  # fmt: skip
    """A claim of one day, given as a date or counted from START."""
    on = day if isinstance(day, date) else START + timedelta(days=day)
    return Claim(on, end, place, quantity, actor, value, low, high, claimant, side, source)
