"""The model with its card, its presets and its proof."""

from __future__ import annotations

from contested.zoo.davies_2013.card import CARD
from contested.zoo.davies_2013.model import Riots, make
from contested.zoo.davies_2013.pictures import pictures
from contested.zoo.davies_2013.targets import targets
from contested.zoo.published import Published

PUBLISHED = Published(
    name="davies-2013",
    title="London 2011: whether to riot, where, and the police",
    params=Riots(),
    make=make,
    steps=100,
    card=CARD,
    presets={
        "no-police": {"police": 0},
        "enough-police": {"police": 1500},
        "late-police": {"delay": 12},
    },
    targets=targets(),
    pictures=pictures,
)
