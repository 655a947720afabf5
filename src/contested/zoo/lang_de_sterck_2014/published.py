"""The model with its card, presets and proof."""

from __future__ import annotations

from contested.zoo.lang_de_sterck_2014.card import CARD
from contested.zoo.lang_de_sterck_2014.model import Regime, make
from contested.zoo.lang_de_sterck_2014.pictures import pictures
from contested.zoo.lang_de_sterck_2014.targets import example, targets
from contested.zoo.published import Published

PUBLISHED = Published(
    name="lang-de-sterck-2014",
    title="The Arab Spring: visibility against policing",
    params=Regime(),
    make=make,
    steps=100,
    card=CARD,
    presets={
        "stable": example("stable", start=0.75),
        "meta-stable": example("meta-stable", start=0.45),
        "unstable": example("unstable", start=0.45),
        "failed": example("failed", start=0.55),
    },
    targets=targets(),
    pictures=pictures,
)
