"""What the folder gives out."""

from contested.zoo.kim_hanneman_2011.card import CARD
from contested.zoo.kim_hanneman_2011.model import Works, make
from contested.zoo.kim_hanneman_2011.pictures import pictures
from contested.zoo.kim_hanneman_2011.targets import targets
from contested.zoo.kim_hanneman_2011.view import VIEW
from contested.zoo.published import Published

PUBLISHED = Published(
    name="kim-hanneman-2011",
    title="Wages, neighbours and worker protest",
    params=Works(),
    make=make,
    steps=400,
    card=CARD,
    presets={
        "even": {"inequality": 0.15},
        "uneven": {"inequality": 0.5},
        "identity": {"inequality": 0.5, "identity": 1.0},
        "by-chance": {"decision": "chance"},
    },
    targets=targets(),
    pictures=pictures,
    view=VIEW,
)
