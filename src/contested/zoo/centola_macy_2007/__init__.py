"""Centola & Macy 2007: what needs two friends to be believed does not travel along one long tie.

Rules in `model`, what must come out in `targets`, pictures and card beside them. Reads `zoo.lattices` and
`zoo.spreading`. Leaves out: the paper's thresholds that differ between people, and its status and identity extensions.
"""

from __future__ import annotations

import math

from contested.zoo.card import Card, Fact
from contested.zoo.centola_macy_2007.model import Contagion, make
from contested.zoo.centola_macy_2007.proof import pictures, targets
from contested.zoo.published import Published
from contested.zoo.view import View, flags, stored_ties

CARD = Card(
    cites=("centola2007", "morris2000", "watts1998", "maslov2002"),
    idea="Long ties spread news fast, because hearing it once is enough. What is costly or doubtful must be heard "
    "from several people, and long ties replace the neighbours who would have been the second source.",
    rules=(
        Fact("N people on a ring lattice of degree z, or on a grid with the square around each as neighbours.",
             "recalled", "the original runs had N = 40,000 and z = 8 and larger"),
        Fact("A person takes it up when at least a neighbours (`threshold`) have, and keeps it: a number, whatever the "
             "degree.", "read", "public replication scripts"),
        Fact("The seed is one focal person and all their neighbours.", "read", "public replication scripts"),
        Fact("Ties are made long with chance p (`rewired`).", "read", "public replication scripts"),
        Fact("Two ties swap ends, so that degrees stay (`rewiring` swaps); a tie is chosen once at most.", "recalled",
             "the original keeps degrees; a port asks whether page 719 samples with replacement"),
        Fact("Everybody looks at once in a step (`order`); the end is the same in any order, because nobody gives it "
             "up.", "derived"),
        Fact("The focal person's neighbours are those after rewiring.", "chosen"),
    ),
    reports=(
        Fact("For complex contagions long ties first do nothing, then speed up, then stop the spread; the wider the "
             "bridge that is needed, the earlier.", "recalled", "figures 3 to 6"),
        Fact("On a ring a contagion spreads up to a = z/2; on the square grid up to 3 of 8 neighbours.", "recalled",
             "Morris 2000"),
    ),
    differences=(
        Fact("One port rewires one end of a tie, which spreads degrees; the failure of a = 2 comes at about the same p "
             "either way.", "own run"),
        Fact("Where one end moves, it is here the one further along the lattice, and the variance of degrees is "
             "z p (1 - p/2); where it may be either end, z p (1 - p/4).", "derived"),
        Fact("Where pairs to swap are drawn with replacement, 1 - exp(-p) of the ties move and a = 2 fails later: at "
             "N = 40,000 and p = 0.3, 0.44 of 200 runs succeed, here 0.12 of 400.", "own run"),
        Fact("With 8 neighbours and a = 3 long ties slow it down and then end it; at no p do they speed it up.",
             "own run"),
        Fact("With two random people as the seed instead of a neighbourhood every contagion with a >= 2 fails at once.",
             "derived"),
        Fact("A threshold of 2 of 8 read as a share becomes another number when rewiring changes degrees.", "derived"),
        Fact("The point of failure falls with N: seeds are as large, and more has to go right.", "own run"),
    ),
    leaves_out=("thresholds that differ between people", "status, and people who never take it up"),
    checked="tests/second/centola_macy_2007.py, written from the rules by somebody who had not seen this folder",
)  # fmt: skip

PUBLISHED = Published(
    name="centola-macy-2007",
    title="Complex contagions and the weakness of long ties",
    params=Contagion(rewired=0.05),
    make=make,
    steps=400,
    card=CARD,
    presets={
        "lattice": {"rewired": 0.0},
        "simple": {"threshold": 1},
        "complex": {"threshold": 2, "rewired": 0.1},
        "too-many-long-ties": {"threshold": 2, "rewired": 0.5},
        "moore": {"lattice": "moore", "threshold": 3, "rewired": 0.0},
    },
    targets=targets(),
    pictures=pictures,
    view=View(
        kinds=(("not yet", "quiet"), ("active", "active")), codes=flags("active"), follows="active",
        side=lambda params: math.isqrt(params.nodes) if params.lattice == "moore" and params.rewired == 0 else 0,
        ties=stored_ties,
    ),
)
