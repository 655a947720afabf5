"""Strike waves have no typical size: readiness gathers slowly, an incident releases all that hangs together at once.

Biggs 2005 shows it for Chicago and Paris and illustrates it with the forest fire of Drossel & Schwabl 1992, which is
the model here. Leaves out: Biggs's data and fits, and fires that take time to burn.
"""

from __future__ import annotations

import math

from contested.zoo.biggs_2005.model import Town, make
from contested.zoo.biggs_2005.proof import pictures, targets
from contested.zoo.card import Card, Fact
from contested.zoo.published import Published
from contested.zoo.rest import Rest
from contested.zoo.view import View, flags

CARD = Card(
    cites=("biggs2005", "drossel1992", "drossel1993", "grassberger2002", "clauset2009"),
    idea="Why are most strike waves small and a few immense, with no typical size? If establishments become ready to "
    "strike slowly, and one incident stops every ready establishment connected to it, sizes range over orders of "
    "magnitude although all incidents are alike.",
    rules=(
        Fact("Biggs uses the forest-fire model to illustrate the kind of process that generates a power law of event "
             "sizes.", "read", "abstract"),
        Fact("Sites of a lattice are empty or hold a tree. Trees grow at empty sites at rate p, lightning strikes "
             "sites at rate f, and a fire burns the whole connected cluster. Here an empty site is an establishment "
             "that is not ready, a tree one that is ready, lightning an incident and a fire a strike wave.", "read",
             "arXiv cond-mat/9310059 and a page of the University of Bath; the correspondence is our choice"),
        Fact("Growth is much faster than lightning, and burning much faster than growth. So a cluster burns at once.",
             "read", "abstracts of drossel1992 and drossel1993"),
        Fact("In one step exactly theta = p/f (`gathering`) sites are drawn uniformly with replacement from all sites, "
             "ready or not, and become ready. Then one incident occurs at a uniformly drawn site.", "chosen"),
        Fact("The lattice is a ring or a torus. Initially no establishment is ready.", "chosen"),
    ),
    reports=(
        Fact("Chicago 1881-86: strikes or small strike waves, by establishments or workers, follow a power law over "
             "two or three orders of magnitude; Paris 1890-99 looks similar.", "read", "abstract"),
        Fact("Biggs also reports exponents.", "recalled", "we do not know their values, and give none"),
        Fact("In one dimension the exponent of cluster sizes is exactly 2.", "read", "drossel1993, abstract"),
        Fact("In two dimensions earlier simulations gave a share of ready sites near 0.408; much larger simulations "
             "show no clean scaling.", "read",
             "grassberger2002, abstract"),
    ),
    differences=(
        Fact("In the original, fires spread step by step while trees grow, so a fire can pass between clusters that "
             "burn separately here. The two versions agree when growth is slow relative to burning.", "derived"),
        Fact("Exponents are quoted either for clusters (near 2.15) or for fires. Fires hit clusters in proportion to "
             "their size, so their exponent is 1 less.", "derived"),
        Fact("A maximum-likelihood fit without an upper bound mistakes the cut-off at the largest waves for a steeper "
             "power law: exponent 1.26 fitted from 10 upwards against 1.18 between 10 and 1,000 (torus of 256 x 256, "
             "theta 2,000).", "own run"),
        Fact("Over all sizes a truncated log-normal fits far better than a power law, even in simulations generally "
             "described as power laws: the cut-off decides the comparison, and not the middle range of sizes.",
             "own run"),
        Fact("Biggs's own page gives the article as volume 111(1); the pages are those of 110(6).", "read",
             "author's page"),
    ),
    leaves_out=("the strikes of Chicago and Paris themselves", "any spread of strikes that takes time"),
    checked="tests/second/biggs_2005.py, written from the rules in words by somebody who had not seen this file. Very "
    "small towns agree with its exact distribution. On a torus of 4,096 sites, a torus of 400 and a ring of 2,048, the "
    "mean share ready, the mean number newly ready per step and the mean wave size agree, in 40 towns each.",
)  # fmt: skip


PUBLISHED = Published(
    name="biggs-2005",
    title="Strikes as forest fires: waves of all sizes",
    params=Town(),
    make=make,
    steps=2000,
    card=CARD,
    presets={
        "slow": {"establishments": 65_536, "gathering": 2000},
        "ring": {"lattice": "ring", "establishments": 65_536, "gathering": 1000},
    },
    targets=targets(),
    pictures=pictures,
    view=View(
        kinds=(("not ready", "quiet"), ("ready after the wave", "active")), codes=flags("ready"), follows="size",
        side=lambda params: math.isqrt(params.establishments) if params.lattice == "torus" else 0,
    ),
    rest=Rest(never="organisers go on visiting, and incidents go on coming"),
)
