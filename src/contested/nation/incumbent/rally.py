"""Counter-mobilisation: rallies for the incumbent, which supporters attend and state employers fill."""

from __future__ import annotations

import numpy as np

from contested.engine.clock import Tick
from contested.engine.phase import Columns, Phase
from contested.ground import streams
from contested.ground.draws import normal
from contested.ground.exact import exp
from contested.nation.params import NationParams


def rally(c: Columns, params: NationParams, tick: Tick) -> None:
    """How many rally for the incumbent today: a part of supporters where one is ordered, give or take by chance."""
    n = params.incumbent
    c.incumbent_rally[:] = 0.0
    strength = float(c.incumbent_rallying[0])
    if strength <= 0.0 or c.outcome_ended.any():
        return
    chance = exp(params.opposition.spread * normal(tick.seed, streams.RALLY, 0, tick.step, 0))
    supporters = c.place_people * c.place_incumbent * c.place_reach
    c.incumbent_rally[:] = np.floor(supporters * min(1.0, strength * n.rally_base * chance) + 0.5)


PHASE = Phase(
    "rallies", "incumbent", rally,
    reads=("place_people", "place_incumbent", "place_reach", "incumbent_rallying", "outcome_ended"),
    writes=("incumbent_rally",),
    source="hellmeier2020",
    meaning="supporters rally for the incumbent where a rally is ordered",
)
