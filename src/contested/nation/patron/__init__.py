"""Patron: an outside power that backs the incumbent with a guarantee, a reserve of officers and money.

Reads loyalty and treasury; writes guarantee, reserve and loans: by script, then by a policy.
Sources: tolstrup2015 (black knights), levitsky2010 (linkage and leverage).
"""

from __future__ import annotations

from contested.ground.field import Field

FIELDS = (
    Field("patron_guarantee", "float64", (), "level", "standing promise of help"),
    Field("patron_reserve", "float64", (), "officer", "officers held ready"),
    Field("patron_lent_today", "float64", (), "million USD", "lent today"),
    Field("patron_lent", "float64", (), "million USD", "lent so far"),
)
