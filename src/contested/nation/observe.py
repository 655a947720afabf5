"""The numbers of a day, from the state; `observables` says what they are."""

from __future__ import annotations

from typing import Any

import numpy as np

from contested.engine.model import State
from contested.ground.compiled import serial
from contested.nation.observables import REPORTED


def observe(state: State) -> dict[str, Any]:
    """The numbers in `OBSERVABLES`, in persons where they count people."""
    numbers: dict[str, Any] = {o.name: state[c] if o.dims else state[c][0] for o, c in REPORTED if c}
    people = state["place_people"]
    weight = people / people.sum()
    officers = state["unit_officers"]
    force = state["unit_force"]
    share = np.maximum(officers, 1e-9)  # a force without officers has the plain mean of its units, and not no number
    numbers["call"] = state["opposition_call"].max(axis=1)
    # sums, not matrix products: linear algebra libraries add in an order of their own on every machine
    numbers["told_abuse"] = _mean(weight, state["media_abuse"])
    numbers["shock"] = _mean(weight, state["media_shock"])
    numbers["dread"] = _mean(weight, state["media_dread"])
    numbers["expected_effort"] = _mean(weight, state["media_effort"])
    numbers["organisers"] = (weight * state["opposition_organisers"]).sum()
    numbers["shutdown"] = (weight * state["media_shutdown"]).sum()
    numbers["force_loyalty"] = np.bincount(force, share * state["security_loyalty"]) / np.bincount(force, share)
    numbers["refusing"] = np.bincount(force, weights=officers * state["security_refusing"])
    # what nobody has cast or announced is no number, and no 0 to be averaged with those of later days
    numbers["true_share"] = state["election_true_share"][0] if state["election_votes"][0] else np.nan
    numbers["official_share"] = state["election_official"][0] if state["election_announced"][0] else np.nan
    numbers["elite_defected"] = state["elite_out"].sum()
    return numbers


@serial
def _mean(weight: np.ndarray, values: np.ndarray) -> np.ndarray:
    """By segment, place after place."""
    mean = np.zeros(values.shape[1])
    for p in range(values.shape[0]):
        for g in range(values.shape[1]):
            mean[g] += weight[p] * values[p, g]
    return mean
