"""Tables that stand at the end of a run: returns by station, and casualties one by one."""

from __future__ import annotations

from typing import Any

import numpy as np

from contested.engine.model import State
from contested.nation.casualties import CASUALTIES_LISTED
from contested.nation.codes import CAUSES
from contested.nation.tallies import protocols
from contested.nation.world import World


def tables(world: World, state: State) -> dict[str, dict[str, Any]]:
    """Returns by station, and casualties by agent and cause.

    Returns
    -------
    dict of name to columns
        `returns`: counts in persons, without rows where nobody votes; `casualties`: a row is of one agent and cause,
        and stands for `persons`.
    """
    names = np.array([p.name for p in world.country.places])
    regions = np.array([p.region for p in world.country.places])
    place = world.arrays["station_place"]
    returns: dict[str, Any] = {
        "station": np.arange(1, len(place) + 1),
        "place": names[place],
        "region": regions[place],
        **protocols(state, world.scale),
    }
    returns["honest"] = state["election_honest"].astype(bool)
    if not world.country.election:
        returns = {name: column[:0] for name, column in returns.items()}
    listed = state["security_casualties"][: min(int(state["security_casualty_count"][0]), CASUALTIES_LISTED)]
    casualties = {
        "day": listed[:, 0].astype(np.int64),
        "place": names[listed[:, 1]],
        "kind": np.where(listed[:, 2] == 1, "killed", "injured"),
        "setting": np.where(listed[:, 3] == 1, "custody", "street"),
        "cause": np.array(CAUSES)[listed[:, 4]],
        "persons": listed[:, 5].astype(np.int64),
    }
    return {"returns": returns, "casualties": casualties}
