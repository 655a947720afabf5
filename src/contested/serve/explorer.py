"""What a worker does with a request: a run by day and place, a pair compared person by person, or a published model."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from contested.nation.world import World, build
from contested.serve import models
from contested.serve.ask import PairRequest, RunRequest, scenario_of
from contested.serve.differences import differences
from contested.serve.models import ModelRequest
from contested.serve.series import Numbers, simulated

#: populations that a worker holds at once
WORLDS = 4
Request = RunRequest | PairRequest | ModelRequest


def explorer() -> Callable[[Request], Numbers]:
    """What simulates requests in a worker; a population is drawn once and serves every later run of its scenario."""
    worlds: OrderedDict[tuple[str, int], World] = OrderedDict()

    def simulate(request: Request) -> Numbers:
        if isinstance(request, ModelRequest):
            return models.simulated(request)
        one = request.run if isinstance(request, PairRequest) else request
        key = one.scenario, one.scale
        if key not in worlds:
            worlds[key] = build(scenario_of(one.scenario).country, one.scale)
            if len(worlds) > WORLDS:
                worlds.popitem(last=False)
        worlds.move_to_end(key)
        return differences(one, worlds[key]) if isinstance(request, PairRequest) else simulated(one, worlds[key])

    return simulate
