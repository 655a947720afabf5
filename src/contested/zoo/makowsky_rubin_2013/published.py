"""What the folder gives out."""

from contested.zoo.makowsky_rubin_2013.card import CARD
from contested.zoo.makowsky_rubin_2013.model import Society, make
from contested.zoo.makowsky_rubin_2013.pictures import pictures
from contested.zoo.makowsky_rubin_2013.runs import HIGH, LOW, STEPS
from contested.zoo.makowsky_rubin_2013.targets import targets
from contested.zoo.published import Published
from contested.zoo.view import View, flags

PUBLISHED = Published(
    name="makowsky-rubin-2013",
    title="Centralised institutions, networks and what people hide",
    params=Society(),
    make=make,
    steps=STEPS,
    card=CARD,
    presets={
        "centralised-connected": {"centralisation": HIGH, "reach": 4},
        "centralised-local": {"centralisation": HIGH, "reach": 1},
        "decentralised-connected": {"centralisation": LOW, "reach": 4},
        "decentralised-local": {"centralisation": LOW, "reach": 1},
    },
    targets=targets(),
    pictures=pictures,
    view=View(
        kinds=(("following authority", "quiet"), ("defying it", "active")), codes=flags("defies"), follows="defiance",
        side=lambda params: params.side,
    ),
)
