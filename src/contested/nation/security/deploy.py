"""Where officers are sent today: local police at home, the rest where the crowd is."""

from __future__ import annotations

import numpy as np

from contested.engine.clock import Tick
from contested.engine.phase import Columns, Phase
from contested.nation.codes import TACTICS
from contested.nation.params import NationParams


def deploy(c: Columns, params: NationParams, tick: Tick) -> None:
    """Officers who obey, and effort and violence of the day's tactic, by place."""
    s = params.security
    effort = np.array([0.0, s.effort_pause, s.effort_containment, s.effort_hardening, s.effort_crackdown])
    violence = np.array([0.0, s.violence_pause, s.violence_containment, s.violence_hardening, s.violence_crackdown])
    assert len(effort) == len(TACTICS)
    c.security_effort[:] = effort[c.security_tactic] * c.security_level
    c.security_violence[:] = np.minimum(1.0, violence[c.security_tactic] * c.security_level)
    obeying = c.unit_officers * c.unit_deployable * (1.0 - c.security_refusing)
    local = c.unit_place >= 0
    c.security_officers[:] = np.bincount(
        c.unit_place[local], weights=obeying[local], minlength=len(c.security_officers)
    )
    crowd = c.street_crowd.sum()
    if crowd > 0:
        c.security_officers[:] += obeying[~local].sum() * c.street_crowd / crowd


PHASE = Phase(
    "deployment", "security", deploy,
    reads=("unit_officers", "unit_deployable", "unit_place", "street_crowd", "security_tactic", "security_level",
           "security_refusing"),
    writes=("security_officers", "security_effort", "security_violence"),
    source="epstein2002",
    meaning="local police stay at home, mobile forces go where the crowd is; tactics set effort and violence",
)
