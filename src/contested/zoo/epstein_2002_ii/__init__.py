"""Two groups that deny each other the right to exist, and peacekeepers between them: who survives, and for how long.

Epstein 2002, Model II: people who act kill; they clone and age; cops arrest killers of either group. Most rules are
recalled and several are our choice, each marked as such on the card.
"""

from __future__ import annotations

import numpy as np

from contested.engine.model import State
from contested.zoo.card import Card, Fact
from contested.zoo.epstein_2002_ii.model import Strife, make
from contested.zoo.epstein_2002_ii.proof import all_targets, pictures
from contested.zoo.kit.policed_torus import FREE
from contested.zoo.published import Published
from contested.zoo.rest import Rest
from contested.zoo.view import EMPTY, View

_FIRST = "first pages of the article, at pmc.ncbi.nlm.nih.gov/articles/PMC128592"
_PORT = "modelingcommons.org, model 7733, description"

CARD = Card(
    cites=("epstein2002", "epstein2006"),
    idea="Can peacekeepers keep apart two groups that do not grant each other the right to exist? If legitimacy is "
    "below 0.9, one group exterminates the other. Peacekeepers can delay this, but how long it takes in a single run "
    "is hardly predictable.",
    rules=(
        Fact("A central authority seeks to suppress communal violence between two warring ethnic groups.", "read",
             _FIRST),
        Fact("Grievance G = H (1 - L), where L (`legitimacy`) is the perceived legitimacy of the other group's right "
             "to exist, the same for everybody. The rest of the decision is that of the paper's Model I "
             "(`epstein-2002`).", "recalled",
             f"also {_PORT}"),
        Fact("An active person kills a random member of the other group within vision. Peacekeepers arrest active "
             "people of either group.", "recalled", f"also {_PORT}"),
        Fact("With probability 0.05 per step (`birth`) a person has a child on an adjacent free site, if there is one; "
             "offspring belong to the parent's group.", "recalled"),
        Fact("People die at a random age of at most 200 (`max_age`).", "recalled"),
        Fact("Vision is 1.7 for people and peacekeepers, J max (`max_jail`) 15, population 70 % of sites, L 0.9 or "
             "0.8, and peacekeepers 0, 2 or 4 % of sites.", "recalled"),
        Fact("In a turn a person moves, decides, kills if active and a member of the other group is in sight, and may "
             "have a child. The victim is removed at once. Everybody has one turn per step, in random order; newborns "
             "have their first turn in the next step.", "chosen"),
        Fact("A counts the active people of both groups in sight, including oneself.", "chosen"),
        Fact("Offspring inherit hardship and risk aversion; adjacent sites are the four nearest ones.", "chosen"),
        Fact("Lifespans are uniform on 1 to `max_age`; initial ages are uniform within the lifespan. People also age "
             "in jail.", "chosen"),
        Fact("The jailed leave the lattice and return to a random empty site; if there is none, they wait for one. "
             "Peacekeepers stay where they are when they arrest.", "chosen"),
    ),
    reports=(
        Fact("Figures 12 to 14 show peaceful coexistence, local ethnic cleansing that leads to genocide, and safe "
             "havens under peacekeeping. Figures 15 to 17 show the time to extinction, its mean and its standard "
             "deviation against the initial density of peacekeepers.", "read", "captions"),
        Fact("L = 0.9 without peacekeepers: the groups coexist. L = 0.8: one dies out. Peacekeepers slow this down; "
             "mean and standard deviation of the time to extinction rise with their density, and at a given density "
             "the time varies widely between runs.", "recalled"),
    ),
    differences=(
        Fact("At L = 0.9 coexistence is certain: grievance never exceeds the threshold T, so nobody can ever become "
             "active.",
             "derived"),
        Fact("Mean steps to extinction fall from 178 without peacekeepers to 143 at 4 % and rise to 261 at 12 % (100 "
             "runs each): in this implementation a few peacekeepers do not help.", "own run"),
        Fact("With Euclidean vision, which at 1.7 includes the diagonal neighbours, extinction takes only about two "
             "thirds as long.", "own run"),
        Fact("A NetLogo port rounds C/A down; at peacekeeper densities up to 4 % that changes little.", "read",
             f"{_PORT}; the effect is from our own run"),
    ),
    leaves_out=("spatial maps of where safe havens form, beyond one picture",),
    checked="tests/second/epstein_2002_ii.py, a plain loop written from a neutral statement of these rules by somebody "
    "who had not seen this file, and therefore with the same choices where the rules are open. Compared on five cases, "
    "up to the extinction of a group: the sizes of both groups and the numbers active, jailed, killed, born and dead "
    "after 1 to 40 steps, 250 runs each.",
)  # fmt: skip


# view -----------------------------------------------------------------------------------------------------------------


ACTIVE, COP = 2, 3


def codes(state: State, params: Strife) -> np.ndarray:
    """What stands on each site: the group of a quiet person, whoever is active, or a peacekeeper."""
    kind = np.full(params.side**2, EMPTY, np.int8)
    there = (state["alive"] == 1) & (state["jail"] == FREE)
    kind[state["site"][there]] = np.where(state["active"][there] == 1, ACTIVE, state["group"][there])
    kind[state["cop"]] = COP
    return kind


VIEW = View(
    kinds=(("first group", "quiet"), ("second group", "other"), ("active", "active"), ("peacekeepers", "force")),
    codes=codes,
    follows="active",
    side=lambda params: params.side,
)


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
    rest=Rest(never="births, deaths and killings go on"),
)
