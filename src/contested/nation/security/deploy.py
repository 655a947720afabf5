"""Where officers are sent today: local police at home, the rest where a crowd is expected; and whom they keep apart."""

from __future__ import annotations

import numpy as np

from contested.engine.clock import Tick
from contested.engine.phase import Columns, Phase
from contested.ground.compiled import serial
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
    home, mobile = c.unit_place[local], ~local
    coming = (c.media_turnout * c.opposition_call).max(axis=1)
    expected = np.bincount(c.street_venue, weights=coming, minlength=places)
    expected = np.maximum(expected, c.opposition_inside)  # who stayed overnight is there
    share = expected / max(1e-9, expected.sum())

    def sent(weights: np.ndarray) -> np.ndarray:
        """A sum over units, where each unit is today."""
        there: np.ndarray = np.bincount(home, weights=weights[local], minlength=places)
        there = there + weights[mobile].sum() * share
        return there

    c.security_officers[:] = sent(obeying)
    # who has doubts obeys with less effort than was ordered, and nobody who gives the orders sees it
    usual = kinds.column("loyalty")[c.unit_kind]
    effort = np.empty(len(usual))
    _diligence(c.security_loyalty, usual, effort)
    ordered = tactics.column("effort")[c.security_tactic] * c.security_level
    c.security_effort[:] = ordered
    some = c.security_officers > 0.0
    c.security_effort[some] *= sent(obeying * effort)[some] / c.security_officers[some]
    c.security_capacity[:] = sent(obeying * kinds.column("arrests")[c.unit_kind])
    cruelty = sent(obeying * kinds.column("violence")[c.unit_kind]) / np.maximum(1e-9, c.security_officers)
    violence = tactics.column("violence")[c.security_tactic] * c.security_level
    c.security_violence[:] = np.minimum(1.0, violence * cruelty)
    _deny(
        c.security_denial, expected, c.security_officers, c.security_effort, c.opposition_deniable,
        c.opposition_inside, float(params.security.denial_half),
    )


# kernels over units and places: one compiled function called from Python for each of them took longer than its work

@serial
def _diligence(loyalty: np.ndarray, usual: np.ndarray, effort: np.ndarray) -> None:
    for k in range(len(effort)):
        effort[k] = diligence(loyalty[k], usual[k])


@serial
def _deny(
    denial: np.ndarray, expected: np.ndarray, officers: np.ndarray, effort: np.ndarray, deniable: np.ndarray,
    inside: np.ndarray, half: float,
) -> None:
    for p in range(len(denial)):
        denial[p] = denied(expected[p], officers[p] * effort[p], half, deniable[p])
        # cordons keep out those who come, and not those who are inside
        denial[p] *= 1.0 - min(1.0, inside[p] / max(1.0, expected[p]))


PHASE = Phase(
    "deployment", "security", deploy,
    reads=("unit_officers", "unit_deployable", "unit_place", "unit_kind", "opposition_call", "opposition_deniable",
           "opposition_inside",
           "street_venue", "media_turnout", "security_tactic", "security_level", "security_refusing",
           "security_loyalty"),
    writes=("security_officers", "security_capacity", "security_effort", "security_violence", "security_denial"),
    source="truex2019",
    meaning="local police stay in place, mobile forces go where a crowd is expected; the more loyal, the more effort",
)
