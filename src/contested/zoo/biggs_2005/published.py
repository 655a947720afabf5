"""What the folder gives out."""

import math

from contested.zoo.biggs_2005.card import CARD
from contested.zoo.biggs_2005.model import Town, make
from contested.zoo.biggs_2005.pictures import pictures
from contested.zoo.biggs_2005.targets import targets
from contested.zoo.published import Published
from contested.zoo.view import View, flags

PUBLISHED = Published(
    name="biggs-2005",
    title="Strikes as forest fires: waves of all sizes",
    params=Town(),
    make=make,
    steps=2000,
    card=CARD,
    presets={
        "slow": {"establishments": 65_536, "gathering": 2000},
        "ring": {"lattice": "ring", "establishments": 65_536, "gathering": 1000},
    },
    targets=targets(),
    pictures=pictures,
    view=View(
        kinds=(("not ready", "quiet"), ("ready after the wave", "active")), codes=flags("ready"), follows="size",
        side=lambda params: math.isqrt(params.establishments) if params.lattice == "torus" else 0,
    ),
)
