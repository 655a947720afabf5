"""Siegel 2009: whom one sees decides whether one joins, and more ties are not always more participation.

Rules in `model`, the four families of networks in `families`, what must come out in `targets`, pictures and card beside
them. Leaves out: the removal of participants (Siegel 2011) and unequal influence.
"""

from __future__ import annotations

from contested.zoo.card import Card, Fact
from contested.zoo.published import Published
from contested.zoo.rest import Rest
from contested.zoo.siegel_2009.model import Participation, make
from contested.zoo.siegel_2009.proof import pictures, targets
from contested.zoo.view import View, flags, stored_ties

CARD = Card(
    cites=("siegel2009", "watts1998", "barabasi1999"),
    idea="Does a better connected society protest more? This depends on the kind of network and on people's "
    "motivation. Ties draw in those who would not start by themselves, but also discourage those who would, by showing "
    "them that others do nothing.",
    rules=(
        Fact("Each person has an internal motivation b, normal with `motivation_mean` and `motivation_sd`, fixed.",
             "recalled"),
        Fact("External motivation c follows c(t+1) = lambda c(t) - (1 - lambda)(1 - lpr(t)), where lpr (the local "
             "participation rate) is the share of a person's neighbours who take part and lambda is `memory`, 0.6.",
             "recalled"),
        Fact("A person takes part at t if b + c(t) > 0, and otherwise does not: participation is reversible.",
             "recalled"),
        Fact("At the start c = -1, so only people with b above 1 take part.", "recalled"),
        Fact("There are 1,000 people, who update simultaneously.", "recalled"),
        Fact("Small world: a ring of neighbours up to `radius` away; each tie is rewired to a random person with "
             "probability `rewired` (one end moves).", "recalled", "the kind of network is recalled; which end moves "
                                                                   "is our choice"),
        Fact("Village: everybody is tied to everybody within a village of `village_size`, and to each person outside "
             "it with probability `far`.", "recalled"),
        Fact("Opinion leader: newcomers attach to `attached` people with probability proportional to degree.", "chosen",
             "the paper's networks of this kind are scale-free; this construction is ours"),
        Fact("Hierarchy: everybody above the lowest level has `expansion` people under them, and is tied to each "
             "person at the same level with probability `in_level`.", "recalled"),
        Fact("For a person without neighbours lpr is 0.", "chosen"),
    ),
    reports=(
        Fact("Adding ties can lower participation in some settings; the effects of size, weak ties and elites depend "
             "on the type of network and on motivation.", "read", "abstract"),
    ),
    differences=(
        Fact("Here, unlike in Granovetter's crowd, people can stop taking part. Starting from c = -1, participation "
             "nevertheless only grows, because more participants never lower anybody's c.", "derived"),
        Fact("On the complete network the equilibria are those of Granovetter's model with mean threshold 1 - "
             "`motivation_mean`.", "derived"),
        Fact("Starting from another c can end in another equilibrium.", "derived"),
        Fact("On sparse networks participation stops at clusters of unmotivated people: a ring with five neighbours on "
             "either side ends well below full participation where the complete network reaches it.", "own run"),
    ),
    leaves_out=("unequal influence of elites", "removal of participants, which a paper of 2011 adds"),
    checked="tests/second/siegel_2009.py, written from the rules by somebody who had not seen this folder",
)  # fmt: skip

PUBLISHED = Published(
    name="siegel-2009",
    title="Social networks and collective action: what ties carry",
    params=Participation(),
    make=make,
    steps=200,
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
    longer=lambda params: int(80 / (1 - params.memory)),
    rest=Rest(within={"participants": 0}),
)
