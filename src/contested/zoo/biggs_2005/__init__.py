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
from contested.zoo.view import View, flags

CARD = Card(
    cites=("biggs2005", "drossel1992", "drossel1993", "grassberger2002", "clauset2009"),
    idea="Why are most strikes small and a few immense, with nothing in between to call typical? If readiness builds "
    "up slowly and an incident releases everything connected to it, sizes spread over orders of magnitude although "
    "every incident is alike.",
    rules=(
        Fact("Biggs uses the forest-fire model to illustrate the kind of process that makes a power law of event "
             "sizes.", "read", "abstract"),
        Fact("Sites of a lattice are empty or hold a tree; trees grow at empty sites at rate p; lightning strikes at "
             "rate f; a fire takes the whole connected cluster. Here: not ready, ready, incident, strike wave.", "read",
             "arXiv cond-mat/9310059 and a page of the University of Bath; what stands for what is our choice"),
        Fact("Growth is much faster than lightning and burning much faster than growth, so a cluster burns at once.",
             "read", "abstracts of drossel1992 and drossel1993"),
        Fact("A step: exactly theta = p/f visits (`gathering`) to sites drawn from all, ready or not, each making its "
             "site ready; then one incident at a site drawn from all.", "chosen"),
        Fact("Ring or torus; nobody ready at first.", "chosen"),
    ),
    reports=(
        Fact("Chicago 1881-86: strikes or small strike waves, by establishments or workers, follow a power law over "
             "two or three orders of magnitude; Paris 1890-99 looks alike.", "read", "abstract"),
        Fact("Biggs's exponents.", "recalled", "not known to us: none is claimed here"),
        Fact("In one dimension the clusters have exponent exactly 2.", "read", "drossel1993, abstract"),
        Fact("In two dimensions simulations gave a density near 0.408; much larger ones show no clean scaling.", "read",
             "grassberger2002, abstract"),
    ),
    differences=(
        Fact("Fires that spread step by step while trees grow (the original) join clusters that burn apart here; the "
             "two agree when growth is slow beside burning.", "derived"),
        Fact("Exponents are quoted for clusters (near 2.15) or for fires, which hit clusters by their size (1 less).",
             "derived"),
        Fact("A maximum-likelihood fit without an end reads the cut-off at the largest wave as a steeper law: 1.26 "
             "from 10 on against 1.18 between 10 and 1,000 (torus of 256 x 256, theta 2,000).", "own run"),
        Fact("Over all sizes a cut log-normal beats a power law by far in simulations that everybody calls power laws: "
             "the cut-off decides, not the middle.", "own run"),
        Fact("Biggs's own page gives the article as volume 111(1); the pages are those of 110(6).", "read",
             "author's page"),
    ),
    leaves_out=("the strikes of Chicago and Paris themselves", "any spread of strikes that takes time"),
    checked="tests/second/biggs_2005.py, written from the rules in words by somebody who had not seen this file. "
    "Tiny towns against its exact law; densities, takes and sizes of 40 towns each on a torus of 4,096, one "
    "of 400 and a ring of 2,048 in the mean.",
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
)
