"""Ours, under the same stopwatch: `python -m benchmarks.peers.ours SPEC QUESTION`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from benchmarks.peers.models.timed import answer
from benchmarks.peers.ours import mass_action, network
from benchmarks.peers.specs import SPECS, sized

from contested import zoo
from contested.engine.clock import Tick
from contested.engine.model import Model

NATION = 9_410_259
#: people from which on a model takes the way for many threads; that is compiled beforehand as well
MANY = {"epstein": 20_000, "network": 400_000}


def epstein(numbers: dict[str, Any]) -> Model:
    """The zoo's model as Mesa reads it, played block by block where the lattice has room for it."""
    preset = zoo.load("epstein-2002").presets["mesa"]
    return zoo.load("epstein-2002").model(
        {
            **preset,
            "side": numbers["side"],
            "citizen_density": numbers["citizen_density"],
            "cop_density": numbers["cop_density"],
            "citizen_vision": numbers["vision"],
            "cop_vision": numbers["vision"],
            "legitimacy": numbers["legitimacy"],
            "threshold": numbers["threshold"],
            "arrest_constant": numbers["arrest_constant"],
            "max_jail": numbers["max_jail"],
            "activation": "by-block",
        }
    )


def on_network(numbers: dict[str, Any]) -> Model:
    """Civil violence on a fixed network."""
    names = ("people", "degree", "legitimacy", "threshold", "arrest_constant", "max_jail")
    return network.make(network.Network(cops=numbers["cops"] / numbers["people"], **{k: numbers[k] for k in names}))


def mixing(numbers: dict[str, Any]) -> Model:
    """Susceptible and infected."""
    return mass_action.make(mass_action.MassAction(**{k: numbers[k] for k in ("people", "beta", "first")}))


def nation(numbers: dict[str, Any]) -> Model:
    """The nation at the scale that comes nearest."""
    from contested.nation.model import nation_model
    from contested.nation.world import build
    from contested.scenarios.load import load

    country = load("belarus-2020").country
    model = nation_model(build(country, max(1, round(NATION / numbers["people"]))))
    return replace(model, params=country.params)


MAKE: dict[str, Callable[[dict[str, Any]], Model]] = {
    "epstein": epstein, "network": on_network, "mass-action": mixing, "nation": nation,
}  # fmt: skip


class Playing:
    """A model, its state and its seed."""

    def __init__(self, model: Model, seed: int) -> None:
        self.model, self.seed = model, seed
        self.state = model.init(model.params, seed)

    def step(self, k: int) -> None:
        """Step number k."""
        self.state = self.model.step(self.state, self.model.params, Tick(k, self.seed))


def main() -> None:
    """Answer the question in the last argument."""
    spec = sys.argv[1]

    def seen(playing: Playing) -> dict[str, float]:
        numbers = playing.model.observe(playing.state)
        if spec == "nation":
            return {"out": float(numbers["crowd"].sum())}
        return numbers

    if spec in MANY:
        warm = Playing(MAKE[spec](sized(SPECS[spec], MANY[spec])), 1)
        warm.step(0)
        warm.step(1)
    people = None
    if spec == "nation":
        people = lambda playing: playing.state["citizens_status"].size  # noqa: E731
    elif spec == "epstein":
        people = lambda playing: playing.state["active"].size + playing.state["cop"].size  # noqa: E731
    answer(
        lambda numbers, seed, steps: Playing(MAKE[spec](numbers), seed),
        lambda playing, k: playing.step(k),
        seen,
        packages=("contested", "numba", "numpy"),
        people=people,
        differs=("large lattices are played block by block, in random order within each",) if spec == "epstein" else (),
    )


if __name__ == "__main__":
    main()
