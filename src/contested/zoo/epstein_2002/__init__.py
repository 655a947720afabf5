"""Rebellion against a central authority: why people who are aggrieved all along act all at once, or not at all.

Epstein 2002, Model I: on a torus, people weigh grievance against the risk of arrest as they see it, and cops arrest.
Every point at which known versions differ is a word among the parameters. Leaves out the paper's exponent of the jail
term in net risk, which is 0 there.
"""

from contested.zoo.epstein_2002.card import CARD
from contested.zoo.epstein_2002.model import make
from contested.zoo.epstein_2002.params import Rebellion
from contested.zoo.epstein_2002.pictures import pictures
from contested.zoo.epstein_2002.presets import PRESETS
from contested.zoo.epstein_2002.targets import all_targets
from contested.zoo.epstein_2002.view import VIEW
from contested.zoo.published import Published

PUBLISHED = Published(
    name="epstein-2002",
    title="Civil violence: rebellion against a central authority",
    params=Rebellion(),
    make=make,
    steps=1_000,
    card=CARD,
    presets=PRESETS,
    targets=all_targets(),
    pictures=pictures,
    view=VIEW,
)
