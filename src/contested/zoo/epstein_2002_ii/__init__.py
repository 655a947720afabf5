"""Two groups that deny each other the right to exist, and peacekeepers between them: who survives, and for how long.

Epstein 2002, Model II: people who act kill; they clone and age; cops arrest killers of either group. Most rules are
recalled and several are our choice, each marked as such on the card.
"""

from contested.zoo.epstein_2002_ii.card import CARD
from contested.zoo.epstein_2002_ii.model import Strife, make
from contested.zoo.epstein_2002_ii.pictures import pictures
from contested.zoo.epstein_2002_ii.targets import all_targets
from contested.zoo.epstein_2002_ii.view import VIEW
from contested.zoo.published import Published

PUBLISHED = Published(
    name="epstein-2002-ii",
    title="Civil violence between two groups, with peacekeepers",
    params=Strife(),
    make=make,
    steps=500,
    card=CARD,
    presets={
        "coexistence": {"legitimacy": 0.9},
        "cleansing": {"legitimacy": 0.8},
        "havens": {"legitimacy": 0.8, "cop_density": 0.04},
    },
    targets=all_targets(),
    pictures=pictures,
    view=VIEW,
)
