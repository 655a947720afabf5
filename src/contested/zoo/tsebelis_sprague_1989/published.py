"""The model with its card, presets and proof."""

from __future__ import annotations

from contested.zoo.published import Published
from contested.zoo.tsebelis_sprague_1989.card import CARD
from contested.zoo.tsebelis_sprague_1989.model import Rivalry, make
from contested.zoo.tsebelis_sprague_1989.pictures import pictures
from contested.zoo.tsebelis_sprague_1989.targets import targets

PUBLISHED = Published(
    name="tsebelis-sprague-1989",
    title="Coercion and revolution as predator and prey",
    params=Rivalry(),
    make=make,
    steps=400,
    card=CARD,
    presets={
        "limited": {"room": 3.0},
        "strained": {"strain": 0.2},
        "helped": {"help_activity": 0.2},
        "periods": {"time": "periods"},
    },
    targets=targets(),
    pictures=pictures,
)
