"""Where officers are sent today: local police at home, the rest where a crowd is expected; and whom they keep apart."""

from __future__ import annotations

import numpy as np

from contested.engine.clock import Tick
from contested.engine.phase import Columns, Phase
from contested.nation.params import NationParams
from contested.rules.contact import denied
from contested.rules.loyalty import diligence


def deploy(c: Columns, params: NationParams, tick: Tick) -> None:
    """Officers who obey, effort they put into the day's tactic, its violence, and the part of a gathering they deny.

    Forces expect of a call what people online expect of it, at full connectivity: they read the same channels.
    """
    places = len(c.security_officers)
    tactics, kinds = params.tactics, params.forces
    obeying = c.unit_officers * c.unit_deployable * (1.0 - c.security_refusing)
    local = c.unit_place >= 0
    coming = (c.media_turnout * c.opposition_call).max(axis=1)
    expected = np.bincount(c.street_venue, weights=coming, minlength=places)
    expected = np.maximum(expected, c.opposition_inside)  # who stayed overnight is there
    share = expected / max(1e-9, expected.sum())

    def sent(weights: np.ndarray) -> np.ndarray:
        """A sum over units, where each unit is today."""
        there: np.ndarray = np.bincount(c.unit_place[local], weights=weights[local], minlength=places)
        there = there + weights[~local].sum() * share
        return there

    c.security_officers[:] = sent(obeying)
    # who has doubts obeys with less effort than was ordered, and nobody who gives the orders sees it
    usual = kinds.column("loyalty")[c.unit_kind]
    effort = [diligence(x, x0) for x, x0 in zip(c.security_loyalty.tolist(), usual.tolist(), strict=True)]
    ordered = tactics.column("effort")[c.security_tactic] * c.security_level
    c.security_effort[:] = ordered
    some = c.security_officers > 0.0
    c.security_effort[some] *= sent(obeying * np.array(effort))[some] / c.security_officers[some]
    c.security_capacity[:] = sent(obeying * kinds.column("arrests")[c.unit_kind])
    cruelty = sent(obeying * kinds.column("violence")[c.unit_kind]) / np.maximum(1e-9, c.security_officers)
    violence = tactics.column("violence")[c.security_tactic] * c.security_level
    c.security_violence[:] = np.minimum(1.0, violence * cruelty)
    for p in range(places):
        c.security_denial[p] = denied(
            expected[p], c.security_officers[p] * c.security_effort[p], params.security.denial_half,
            c.opposition_deniable[p],
        )
        # cordons keep out those who come, and not those who are inside
        c.security_denial[p] *= 1.0 - min(1.0, c.opposition_inside[p] / max(1.0, expected[p]))


PHASE = Phase(
    "deployment", "security", deploy,
    reads=("unit_officers", "unit_deployable", "unit_place", "unit_kind", "opposition_call", "opposition_deniable",
           "opposition_inside",
           "street_venue", "media_turnout", "security_tactic", "security_level", "security_refusing",
           "security_loyalty"),
    writes=("security_officers", "security_capacity", "security_effort", "security_violence", "security_denial"),
    source="truex2019",
    meaning="local police stay at home, mobile forces go where a crowd is expected, and try as hard as they are loyal",
)
