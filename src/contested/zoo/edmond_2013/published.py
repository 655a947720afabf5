"""The model with its card, presets and proof."""

from __future__ import annotations

from contested.zoo.edmond_2013.card import CARD
from contested.zoo.edmond_2013.game import Propaganda
from contested.zoo.edmond_2013.model import make
from contested.zoo.edmond_2013.pictures import pictures
from contested.zoo.edmond_2013.targets import targets
from contested.zoo.published import Published

PUBLISHED = Published(
    name="edmond-2013",
    title="Propaganda that nobody believes and that works",
    params=Propaganda(),
    make=make,
    steps=60,
    card=CARD,
    presets={
        "no-manipulation": {"manipulation": "none"},
        "blurred": {"precision": 10.0},
        "sharp": {"precision": 10_000.0},
        "dear-lies": {"opportunity_cost": 0.25, "precision": 10.0, "marginal_cost": 1.2},
    },
    targets=targets(),
    pictures=pictures,
)
