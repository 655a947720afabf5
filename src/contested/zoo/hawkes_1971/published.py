"""The model with its card, its presets and its proof."""

from __future__ import annotations

from contested.zoo.hawkes_1971.card import CARD
from contested.zoo.hawkes_1971.model import Excitement, make
from contested.zoo.hawkes_1971.pictures import pictures
from contested.zoo.hawkes_1971.targets import targets
from contested.zoo.published import Published

PUBLISHED = Published(
    name="hawkes-1971",
    title="Events that set off events",
    params=Excitement(),
    make=make,
    steps=500,
    card=CARD,
    presets={
        "by-the-day": {"view": "counts", "branching": 0.8, "decay": 0.5},
        "clusters": {"view": "clusters", "branching": 0.8},
        "critical-clusters": {"view": "clusters", "branching": 1, "largest": 1_000_000},
    },
    targets=targets(),
    pictures=pictures,
)
