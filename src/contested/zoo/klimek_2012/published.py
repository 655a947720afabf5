"""The model with its card, presets and proof."""

from __future__ import annotations

from contested.zoo.klimek_2012.card import CARD
from contested.zoo.klimek_2012.model import Election, make
from contested.zoo.klimek_2012.pictures import pictures
from contested.zoo.klimek_2012.targets import FITTED, targets
from contested.zoo.published import Published

PUBLISHED = Published(
    name="klimek-2012",
    title="What ballot stuffing does to returns",
    params=Election(),
    make=make,
    steps=5,
    card=CARD,
    presets={
        "honest": {"incremental": 0.0, "extreme": 0.0},
        **{name.lower().replace(" ", "-"): {"incremental": fi, "extreme": fe} for name, (fi, fe) in FITTED.items()},
        "port": {"shares": "pair", "votes": "whole"},
    },
    targets=targets(),
    pictures=pictures,
)
