"""Siegel 2009: whom one sees decides whether one joins, and more ties are not always more participation.

Rules in `model`, the four families of networks in `families`, what must come out in `targets`, pictures and card beside
them. Leaves out: the removal of participants (Siegel 2011) and unequal influence.
"""

from __future__ import annotations

from contested.zoo.card import Card, Fact
from contested.zoo.published import Published
from contested.zoo.siegel_2009.model import Participation, make
from contested.zoo.siegel_2009.proof import pictures, targets
from contested.zoo.view import View, flags, stored_ties

CARD = Card(
    cites=("siegel2009", "watts1998", "barabasi1999"),
    idea="Does a better connected society protest more? It depends on the kind of network and on how motivated people "
    "are: ties carry participation to those who would not start by themselves, and inaction to those who would.",
    rules=(
        Fact("Each person has an internal motivation b, normal with `motivation_mean` and `motivation_sd`, fixed.",
             "recalled"),
        Fact("External motivation c follows c(t+1) = lambda c(t) - (1 - lambda)(1 - lpr(t)); lpr is the share of a "
             "person's neighbours who take part, lambda is `memory`, 0.6.", "recalled"),
        Fact("A person takes part at t when b + c(t) > 0, and stops when it is not: participation is reversible.",
             "recalled"),
        Fact("At the start c = -1, so that only people with b above the full cost take part.", "recalled"),
        Fact("1,000 people, updated simultaneously.", "recalled"),
        Fact("Small world: a ring of neighbours up to `radius` away; each tie is rewired to a random person with "
             "probability `rewired` (one end moves).", "recalled", "family recalled; which end moves is ours"),
        Fact("Village: everybody is tied to everybody within a village of `village_size`, and to each person outside "
             "it with probability `far`.", "recalled"),
        Fact("Opinion leader: newcomers attach to `attached` people with probability proportional to degree.", "chosen",
             "the paper's family is scale-free; this construction is ours"),
        Fact("Hierarchy: everybody has `expansion` people under them, and is tied to each person at the same level "
             "with probability `in_level`.", "recalled"),
        Fact("Without neighbours lpr is 0.", "chosen"),
    ),
    reports=(
        Fact("Adding ties can lower participation in some settings; the effects of size, weak ties and elites depend "
             "on the type of network and on motivation.", "read", "abstract"),
    ),
    differences=(
        Fact("Participation here can be undone, unlike in Granovetter's crowd; from c = -1 it nevertheless only grows, "
             "because more participants never lower anybody's c.", "derived"),
        Fact("On the complete network this is Granovetter's map with mean threshold 1 - b mean.", "derived"),
        Fact("Starting from another c can end in another equilibrium.", "derived"),
        Fact("On sparse networks participation stops at clusters of unmotivated people: a ring with five neighbours on "
             "either side ends well below full participation where the complete network reaches it.", "own run"),
    ),
    leaves_out=("unequal influence of elites", "removal of participants, which came with the paper of 2011"),
    checked="tests/second/siegel_2009.py, written from the rules by somebody who had not seen this folder",
)  # fmt: skip

PUBLISHED = Published(
    name="siegel-2009",
    title="Social networks and collective action: what ties carry",
    params=Participation(),
    make=make,
    steps=60,
    card=CARD,
    presets={
        "complete": {"network": "complete"},
        "small-world": {"network": "small-world"},
        "village": {"network": "village"},
        "opinion-leader": {"network": "opinion-leader"},
        "hierarchy": {"network": "hierarchy"},
    },
    targets=targets(),
    pictures=pictures,
    view=View(
        kinds=(("staying away", "quiet"), ("taking part", "active")), codes=flags("takes_part"), follows="participants",
        ties=stored_ties,
    ),
)
