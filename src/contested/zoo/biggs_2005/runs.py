"""The runs that targets and pictures share."""

from __future__ import annotations

from functools import cache

import numpy as np

from contested.ground.draws import member_seed
from contested.zoo.biggs_2005.model import Town, make
from contested.zoo.kit.trajectories import trajectory


@cache
def settled_rounds(lattice: str, n: int, gathering: int, rounds: int, replicate: int = 0) -> dict[str, np.ndarray]:
    """Rounds after everybody has had the time to become ready ten times over."""
    model = make(Town(lattice=lattice, establishments=n, gathering=gathering))
    settle = 10 * n // gathering + 10
    numbers = trajectory(model, steps=settle + rounds, seed=member_seed(2005, replicate))
    return {name: column[settle:] for name, column in numbers.items()}


def waves(n: int, gathering: int, rounds: int) -> np.ndarray:
    """Sizes above 0 of the waves of three tori, one after another."""
    sizes = [settled_rounds("torus", n, gathering, rounds, r)["size"] for r in range(3)]
    return np.concatenate([s[s > 0] for s in sizes])
