"""Columns of the patron."""

from __future__ import annotations

from contested.ground.field import Field

FIELDS = (
    Field("patron_guarantee", "float64", (), "level", "standing promise of help"),
    Field("patron_reserve", "float64", (), "officer", "officers held ready"),
    Field("patron_lent_today", "float64", (), "million USD", "lent today"),
    Field("patron_lent", "float64", (), "million USD", "lent so far"),
)
