"""The model with its card, its presets and its proof."""

from __future__ import annotations

from contested.zoo.bonnasse_gahot_2018.card import CARD
from contested.zoo.bonnasse_gahot_2018.model import Country, make
from contested.zoo.bonnasse_gahot_2018.pictures import pictures
from contested.zoo.bonnasse_gahot_2018.targets import targets
from contested.zoo.published import Published

PUBLISHED = Published(
    name="bonnasse-gahot-2018",
    title="A wave of riots: contagion within and between towns",
    params=Country(),
    make=make,
    steps=120,
    card=CARD,
    presets={
        "single-site": {"sites": 1, "unevenness": 0},
        "media-only": {"media": 0.01, "fading": 20},
    },
    targets=targets(),
    pictures=pictures,
)
