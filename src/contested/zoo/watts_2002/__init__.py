"""Watts 2002: one person changes, and now and then everybody does.

Rules in `model`, what they imply for endless graphs in `theory`, what must come out in `targets`, pictures and the card
beside them. Reads `zoo.networks` and `zoo.spreading`. Leaves out: the paper's scale-free graphs and its finite-size
measurements of the cascade's time course.
"""

from __future__ import annotations

from contested.zoo.card import Card, Fact
from contested.zoo.published import Published
from contested.zoo.rest import Rest
from contested.zoo.view import View, flags, stored_ties
from contested.zoo.watts_2002.model import Cascade, make
from contested.zoo.watts_2002.proof import pictures, targets

_NOTES = "notes on the paper at chendaniely.github.io"

CARD = Card(
    cites=("watts2002", "gleeson2007"),
    idea="Why do most shocks die out, while a rare one that looks no different spreads to everybody? If people have "
    "too few ties, they cannot pass a change on; if they have too many, no single neighbour can change their mind. "
    "Cascades happen in the window between. Near its upper edge they are rare and reach nearly everybody.",
    rules=(
        Fact("There are n nodes (`nodes`). By default every pair is tied with probability p = z/n (`degree` is z, "
             "`ties` drawn).", "read",
             _NOTES),
        Fact("With `ties` fixed there are exactly n z / 2 ties instead. Our regression values use this graph.",
             "chosen"),
        Fact("A node has a threshold phi (`threshold`), which is the same for all or random.", "read", _NOTES),
        Fact("Random thresholds are normal with standard deviation `threshold_sd`; with a threshold at or below 0 a "
             "node with ties is on from the start, and with one above 1 it never switches on.", "chosen"),
        Fact("A node is on or off, and stays on once it is; it switches on when the fraction of its neighbours that "
             "are on is at least phi.", "read", _NOTES),
        Fact("All nodes are off at the start, except a seed that is three orders of magnitude smaller than the graph.",
             "read",
             _NOTES),
        Fact("The seed is one node drawn uniformly from all nodes, including those without ties (`seeds`).", "chosen",
             "the closed forms are for such a seed"),
        Fact("Nodes are updated one after another in random order (`order` in-turn).", "read", _NOTES),
        Fact("A step updates every node once, in a new random order each step.", "chosen"),
        Fact("The final state does not depend on the order of updates, because nobody switches off.", "derived"),
        Fact("A cascade counts as global if more than a tenth of all nodes are on.", "chosen"),
    ),
    reports=(
        Fact("Figure 1 shows the window in (phi, z), with phi from 0.10 to 0.25 and z up to 15: the analytic border, "
             "and simulations with 100 runs.",
             "read", _NOTES),
        Fact("Figure 2 is for phi = 0.18 and n = 10,000, with 1,000 realisations.", "read", _NOTES),
        Fact("Figure 3 shows the sizes of cascades at the two edges of the window, z = 1.05 and z = 6.14.", "recalled"),
        Fact("At the lower edge sizes follow a power law of exponent 3/2; at the upper edge there are small cascades "
             "and a few that reach nearly everybody.", "recalled", "figure 3"),
        Fact("Cascades can be global where z P[Poisson(z) <= K - 2] > 1 with K = floor(1/phi): for phi 0.18 from z = "
             "1.0207 to 5.7647, and nowhere for phi above 1/4.", "derived"),
    ),
    differences=(
        Fact("The fraction must be at least phi, not above it. With phi = 1/5 one of five neighbours is enough, and "
             "the window is that of phi = 0.18. With a strict comparison it would be that of phi = 1/4.", "derived"),
        Fact("floor(1/phi) and ceil(phi k) can be one off in floating point: floor(1/0.2) is 4 if 0.2 is stored in "
             "single precision, and 0.28 x 25 exceeds 7 even in double precision; here m / k is compared with phi.",
             "derived"),
        Fact("Nodes without ties never switch on; if their undefined fraction counts as meeting the threshold, 22 % of "
             "a graph of mean degree 1.5 is on without any seed.", "derived"),
        Fact("Size here is the mean over global cascades. The mean over all cascades mixes size and frequency, and "
             "shows neither.", "derived"),
        Fact("The printed window is for infinite graphs and a vanishing seed: one seed among 10,000 nodes still "
             "switches on nearly everybody in a fifth of the graphs at z = 5.76 and in 2 % at 6.14; one among 1,000 "
             "does so in 21 % at 6.14.", "own run"),
        Fact("With exactly n z / 2 ties instead of independent pairs, means are unchanged and sizes vary less: a "
             "standard deviation of 0.0040 instead of 0.0066 at z = 2.", "own run"),
    ),
    readings=(
        "A node with a threshold at or below 0 is on from the start here. In the second implementation it switches on "
        "at its first update, as the rule literally says: one step later if updates are simultaneous. The final state "
        "is the same.",
        "Both implementations update every node once per step, in a newly drawn random order. The next node could also "
        "be drawn from all nodes each time; this changes the time scale but not the final state.",
    ),
    leaves_out=("scale-free graphs", "seeds with chosen degrees", "graphs in which thresholds depend on degree"),
    checked="tests/second/watts_2002.py, written from the rules by somebody who had not seen this folder",
)  # fmt: skip

PUBLISHED = Published(
    name="watts-2002",
    title="Global cascades on random networks",
    params=Cascade(),
    make=make,
    steps=60,
    card=CARD,
    presets={
        # figure 2
        "paper": {"threshold": 0.18, "nodes": 10_000},
        # figure 3; both mean degrees are recalled
        "lower-edge": {"degree": 1.05, "threshold": 0.18},
        "upper-edge": {"degree": 6.14, "threshold": 0.18},
        "varied": {"threshold_sd": 0.05},
    },
    targets=targets(),
    pictures=pictures,
    view=View(
        kinds=(("off", "quiet"), ("on", "active")), codes=flags("active"), follows="on", ties=stored_ties
    ),
    rest=Rest(within={"on": 0}),
)
