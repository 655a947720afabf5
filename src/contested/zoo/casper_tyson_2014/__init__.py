"""A protest tells elites what they could not tell each other, and they coordinate on it (Casper & Tyson 2014).

Two static games of regime change in a row, by people who see different things; the crowd of the first is public news
in the second. The body of the paper could not be read: structure and claims are its abstract's, formulas are ours.
Leaves out: what a coup does to the citizens' aims, repression, and the paper's regressions.
"""

from __future__ import annotations

from contested.zoo.card import Card, Fact
from contested.zoo.casper_tyson_2014.model import make
from contested.zoo.casper_tyson_2014.proof import pictures, targets
from contested.zoo.casper_tyson_2014.theory import Square
from contested.zoo.published import Published
from contested.zoo.rest import Rest

CARD = Card(
    cites=("casper2014", "morris1998"),
    idea="Why do coups follow protests? Members of the elite who would oust a leader fear that nobody else will join "
    "them. A protest aggregates what citizens know about the leader; all elites see it, and each knows that the others "
    "do. So it helps them to coordinate, beyond the information it contains.",
    rules=(
        Fact("Citizens face a coordination problem over a protest, elites over a coup, against the same leadership.",
             "read", "abstract"),
        Fact("Protest aggregates citizens' information and is a public signal to elites.", "read", "abstract"),
        Fact("The leadership's strength is theta ~ Normal(z, 1/alpha) (`mean_strength`, `prior_precision`). Each "
             "citizen has a private signal of theta with precision beta_c (`citizen_precision`) and protests if it is "
             "below a cut-off. The protest wins if and only if the share that protests is at least theta.",
             "chosen", "the standard Gaussian game of regime change"),
        Fact("All elites hear the same report y = PhiInv(share protesting) + noise of precision mu (`media_freedom`), "
             "which is a signal of theta with precision beta_c mu. PhiInv is the inverse of the standard normal "
             "distribution function Phi. Elites decide whether or not the protest won, and do not use that outcome.",
             "chosen"),
        Fact("Each member of the elite has a private signal of theta with precision beta_e (`elite_precision`) and "
             "joins the coup if it is below a cut-off that depends on y. The coup wins if and only if the share that "
             "joins is at least theta. Acting costs citizens a fraction c_c and elites a fraction c_e of the value of "
             "success.",
             "chosen"),
        Fact("Parameters for which either game has several equilibria are rejected: the precision beta of private "
             "signals must be at least (public precision)^2 / (2 pi).",
             "chosen", "the paper's claims are about the response of one equilibrium"),
        Fact("A finite crowd uses the cut-offs of the infinite-population game, and the outcomes depend on the "
             "realised shares. The report is that of the infinite population.", "chosen"),
    ),
    reports=(
        Fact("Elites overreact to protest because it is public.", "read", "abstract; here the factor of "
             "`overreaction`, always above 1"),
        Fact("Protest helps elites to coordinate more where media are freer.", "read", "abstract; here the response of "
             "the coup threshold to the report grows with mu"),
        Fact("In the data, protests raise the risk of coups more where media are free.", "read", "abstract; not built"),
    ),
    differences=(
        Fact("No public reimplementation was found. The functional forms are ours: numbers on this page are this "
             "model's, not the paper's.", "chosen"),
    ),
    leaves_out=("the paper's own functional forms and its proofs", "its regressions", "repression"),
    checked="tests/second/casper_tyson_2014.py, written from a statement of these rules by somebody who had not seen "
    "this file: beliefs and coup thresholds agree within 1e-9 for every report, and protests and coups of small crowds "
    "agree in distribution.",
)  # fmt: skip

PUBLISHED = Published(
    name="casper-tyson-2014",
    title="Popular protest as a signal to those who could stage a coup",
    params=Square(),
    make=make,
    steps=60,
    card=CARD,
    presets={"free-press": {"media_freedom": 3.0}, "tight-press": {"media_freedom": 0.25}},
    targets=targets(),
    pictures=pictures,
    rest=Rest(never="each step is another leadership"),
)
