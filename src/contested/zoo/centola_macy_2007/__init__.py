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
from contested.zoo.rest import Rest
from contested.zoo.view import View, flags, stored_ties

CARD = Card(
    cites=("centola2007", "morris2000", "watts1998", "maslov2002"),
    idea="Do ties to distant people always speed up spread? They do for news, because hearing it once is enough. "
    "Before people adopt something costly or risky they need to see several others adopt it, and long ties replace the "
    "neighbours who would have been the second source.",
    rules=(
        Fact("N people (`nodes`) on a ring lattice of degree z (`degree`), or on a grid where the square around a "
             "person contains the neighbours.",
             "recalled", "the original runs had N = 40,000 and z = 8 and larger"),
        Fact("A person adopts when at least a neighbours (`threshold`) have adopted, and never reverts; the threshold "
             "is a number, which does not depend on the degree.", "read", "public replication scripts"),
        Fact("The seed is one focal person and all their neighbours.", "read", "public replication scripts"),
        Fact("Each tie is rewired to a long tie with probability p (`rewired`).", "read", "public replication scripts"),
        Fact("By default two ties swap ends, which preserves degrees (`rewiring` swaps); a tie is chosen at most once.",
             "recalled", "the original preserves degrees; the authors of a port ask whether page 719 means sampling "
                         "with replacement"),
        Fact("In a step everybody updates simultaneously (`order` together). The final state does not depend on the "
             "order, because nobody reverts.", "derived"),
        Fact("The focal person's neighbours are those after rewiring.", "chosen"),
    ),
    reports=(
        Fact("For complex contagions, as long ties are added, they first have no effect, then speed up the spread, and "
             "then stop it. The more ties a bridge must have (the higher the threshold), the sooner spread stops.",
             "recalled", "figures 3 to 6"),
        Fact("On a ring a contagion spreads up to a = z/2; on the square grid up to 3 of 8 neighbours.", "recalled",
             "Morris 2000"),
    ),
    differences=(
        Fact("One port rewires one end of a tie, which makes degrees vary. Spread at a = 2 fails at about the same p "
             "either way.", "own run"),
        Fact("If one end is rewired, here it is the end further along the lattice, and degrees have variance z p (1 - "
             "p/2). If either end may be rewired, the variance is z p (1 - p/4).", "derived"),
        Fact("If pairs to swap are drawn with replacement, only a fraction 1 - exp(-p) of the ties is rewired and a = "
             "2 fails at larger p: at N = 40,000 and p = 0.3 the contagion spreads in a fraction 0.44 of 200 runs, "
             "against 0.12 of 400 here.", "own run"),
        Fact("With 8 neighbours and a = 3 long ties slow the spread and then stop it; at no p do they speed it up.",
             "own run"),
        Fact("With two random people as the seed instead of a neighbourhood every contagion with a >= 2 fails at once.",
             "derived"),
        Fact("If a threshold of 2 of 8 is interpreted as a share, the number of neighbours it requires changes when "
             "rewiring changes degrees.",
             "derived"),
        Fact("The p at which spread fails falls with N: the seed stays the same size while more people must be "
             "reached.", "own run"),
    ),
    leaves_out=("thresholds that differ between people", "differences in status, and people who never adopt"),
    checked="tests/second/centola_macy_2007.py, written from the rules by somebody who had not seen this folder",
)  # fmt: skip


def _travel(params: Contagion) -> int:
    """Steps around a ring whose few long ties leave most of the way to the lattice, and a few at rest."""
    if params.lattice != "ring" or params.rewired >= 0.05 or 2 * params.threshold > params.degree:
        return 0
    return params.nodes // (2 * (params.degree // 2 - params.threshold + 1)) + 10


PUBLISHED = Published(
    name="centola-macy-2007",
    title="Complex contagions and the weakness of long ties",
    params=Contagion(rewired=0.05),
    make=make,
    steps=500,
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
    longer=_travel,
    rest=Rest(within={"active": 0}),
)
