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
    "are: ties carry participation to those who would not begin, and carry inaction to those who would.",
    rules=(
        Fact("Each person has an internal motivation b, normal with `motivation_mean` and `motivation_sd`, fixed.",
             "recalled"),
        Fact("External motivation c follows c(t+1) = lambda c(t) - (1 - lambda)(1 - lpr(t)); lpr is the share of a "
             "person's neighbours who take part, lambda is `memory`, 0.6.", "recalled"),
        Fact("A person takes part at t when b + c(t) > 0, and stops when it is not: participation is reversible.",
             "recalled"),
        Fact("At the start c = -1, so that only people with b above the full cost take part.", "recalled"),
        Fact("1,000 people, all looking at once.", "recalled"),
        Fact("Small world: a ring of neighbours up to `radius` away; each tie goes to anybody with chance `rewired` "
             "(one end moves).", "recalled", "family recalled; which end moves is ours"),
        Fact("Village: everybody is tied within a village of `village_size`, and to each other person with chance "
             "`far`.", "recalled"),
        Fact("Opinion leader: newcomers tie to `attached` people with chances in proportion to their ties.",
             "chosen", "the paper's family is scale-free; this way of making one is ours"),
        Fact("Hierarchy: everybody has `expansion` people under them, and is tied to each of their own level with "
             "chance `in_level`.", "recalled"),
        Fact("Without neighbours lpr is 0.", "chosen"),
    ),
    reports=(
        Fact("Adding ties can lower participation in some settings; the effects of size, weak ties and elites depend "
             "on the type of network and on motivation.", "read", "abstract"),
    ),
    differences=(
        Fact("Participation here can be undone, unlike in Granovetter's crowd; from c = -1 it only grows all the same, "
             "because more participants never lower anybody's c.", "derived"),
        Fact("On the complete network this is Granovetter's map with mean threshold 1 - b mean.", "derived"),
        Fact("Starting from another c can end in another equilibrium.", "derived"),
        Fact("On sparse networks participation stops at knots of unmotivated people: a ring of five neighbours on "
             "either side ends well below the complete network where that one is full.", "own run"),
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
