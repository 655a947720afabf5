"""The model with its card, presets and proof."""

from __future__ import annotations

from contested.zoo.little_2012.card import CARD
from contested.zoo.little_2012.game import Contest
from contested.zoo.little_2012.model import make
from contested.zoo.little_2012.pictures import pictures
from contested.zoo.little_2012.targets import targets
from contested.zoo.published import Published

PUBLISHED = Published(
    name="little-2012",
    title="Elections, fraud and monitors in the shadow of revolution",
    params=Contest(),
    make=make,
    steps=60,
    card=CARD,
    presets={
        "insecure": {"mean_sentiment": 0.8},
        "secure": {"mean_sentiment": 0.2},
        "monitored": {"fraud_cost": 3.0},
        "no-election": {"election": "none"},
    },
    targets=targets(),
    pictures=pictures,
)
