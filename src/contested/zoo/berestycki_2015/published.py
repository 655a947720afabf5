"""The model with its card, its presets and its proof."""

from __future__ import annotations

from contested.zoo.berestycki_2015.card import CARD
from contested.zoo.berestycki_2015.model import Unrest, make
from contested.zoo.berestycki_2015.pictures import WAVE, pictures
from contested.zoo.berestycki_2015.targets import targets
from contested.zoo.published import Published

PUBLISHED = Published(
    name="berestycki-2015",
    title="Rioting and tension on a line: shocks, spread and thresholds",
    params=Unrest(),
    make=make,
    steps=120,
    card=CARD,
    presets={
        "wave": {**WAVE, "spark": 0.5},
        "burns-out": {**WAVE, "feedback": -2, "spark": 0.5},
        "front": {"tension": "frozen", "shock_width": 1e6},
    },
    targets=targets(),
    pictures=pictures,
)
