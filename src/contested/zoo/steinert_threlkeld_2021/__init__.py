"""Repression can only shrink a protest here, and regressions on samples of protests need not find that it does.

Steinert-Threlkeld & Steinert-Threlkeld 2021. One person and all their neighbours protest; others follow what they see;
repression takes out of the network those with many ties and low thresholds. Leaves out: repression that cuts ties, and
the paper's samples weighted by fatalities in real campaigns.
"""

from __future__ import annotations

from contested.zoo.card import Card, Fact
from contested.zoo.published import Published
from contested.zoo.steinert_threlkeld_2021.model import Streets, make
from contested.zoo.steinert_threlkeld_2021.proof import pictures, targets
from contested.zoo.view import View, flags, stored_ties

CODE = "the authors' companion code, github.com/shanest/scale-free-protest"

CARD = Card(
    cites=("steinert2021", "chung2002", "watts1998", "holme2002"),
    idea="Studies find that repression shrinks protest, spurs it, or does nothing. Need the effect differ from case to "
    "case? Here it cannot: repression only removes people, and yet regressions on samples of simulated protests need "
    "not find a decrease.",
    rules=(
        Fact("1,000 people in a network (`network`).", "read", CODE),
        Fact("Scale-free: expected degrees follow a power law of exponent gamma (`exponent`), a pair is tied with "
             "probability w_i w_j / sum w, without self-loops; only the largest component is used.", "read", CODE),
        Fact("Expected degrees are u^(-1 / (gamma - 1)), u uniform: at least 1, with no upper bound except that "
             "probabilities are capped at 1.", "recalled", "networkx, powerlaw_sequence and expected_degree_graph"),
        Fact("Small world: a ring lattice with k = 15, rewired with probability p (`rewired`).", "read", CODE),
        Fact("k = 15 gives 7 neighbours on either side: `degree` is 14.", "recalled", "networkx halves an odd k"),
        Fact("A rewired tie keeps one end; the other goes to a random person not yet tied to it.", "chosen",
             "as in the zoo's other small worlds"),
        Fact("Clustered: Holme and Kim's preferential attachment, m = 3 (`attached`); each further tie closes a triad "
             "with probability p (`closing`).", "read", CODE),
        Fact("The first m people begin without ties. Preferential attachment draws from an urn that holds each of them "
             "once, and everybody once more for each of their ties. A closing tie goes to a neighbour of the last "
             "preferentially chosen person to whom the newcomer is not yet tied; if there is none, the tie is made by "
             "preferential attachment. If preferential attachment selects somebody already tied, the tie is redrawn, "
             "including the choice of whether it closes a triad.", "chosen",
             "so that there are exactly m (n - m) ties"),
        Fact("Thresholds are uniform from 0 to 1 in the main experiments (`thresholds`); the same for all, or normal "
             "with mean 0.25 and standard deviation 0.122 and never below 0, in others.", "read", CODE),
        Fact("At the start a random person and all their neighbours are active.", "read", CODE),
        Fact("In a step repression comes first, then those who see too few stop, then those who see enough begin; "
             "repression starts in the first step.", "read", CODE),
        Fact("Repression takes int(rate x active) of those active (`repression`) out of the network for good, without "
             "replacement, with weights degree / largest degree + (1 - threshold / largest threshold); maxima are over "
             "those active, degrees are those of the original network.", "read", CODE),
        Fact("An active person stops when the share of active among their remaining neighbours is below their "
             "threshold. The initial participants never stop, but can be removed.", "read", CODE),
        Fact("In the authors' code the initial participants stay in the set of active people while their own flag is "
             "cleared. Here they stay active in both senses: they are counted, and others see them.", "chosen",
             "whoever is counted as protesting is visible as protesting"),
        Fact("A person with an active neighbour begins when the share of active among their remaining neighbours is at "
             "least their threshold; updates are simultaneous.", "read", CODE),
        Fact("Whoever has no neighbour left sees a share of 0.", "chosen"),
        Fact("It ends with the first step in which nobody begins.", "read", CODE),
    ),
    reports=(
        Fact("Although repression can only decrease the size of protests, across regressions on samples of simulated "
             "trials it is associated with a significant decrease, a significant increase or no change, whatever the "
             "type of network or the size of the sample.", "read", "abstract"),
        Fact("Results are most contradictory where the rate of repression is close to that observed in real data.",
             "read", "abstract"),
        Fact("Regressions: least squares of protest size, or its logarithm, on the repression rate, the network's "
             "parameter, initial size and density, clustering and degrees, repeated on samples drawn with replacement; "
             "significant if |t| exceeds 1.96.", "read", CODE + ", analysis/08_*.R"),
    ),
    differences=(
        Fact("Significant increases occur here in at most 3 of 100 regressions, no more than the false positives of a "
             "5 % test when there is no effect; over the whole grid of rates, samples of 100 find the decrease in 83 "
             "to 100 of 100. The paper's own counts were not seen beyond its abstract.", "own run"),
        Fact("Compared with no repression, a protest never ends larger, in any realisation: without repression nobody "
             "ever stops, and whoever is removed was active there too, so the shares people see are no larger.",
             "derived"),
        Fact("Between two rates above 0 this does not hold: a person who stopped at one rate may have been removed at "
             "the other, which leaves fewer inactive neighbours in sight, and different people are drawn. At 0.02 and "
             "0.04 the higher rate left the larger protest in 1 of 450 pairs on the same networks.", "own run"),
        Fact("Regressions here leave out the clustering of the whole network and the median degree, and take log10 of "
             "1 + size, since a protest can end with nobody.", "chosen"),
    ),
    leaves_out=(
        "repression that cuts each tie of an active person with some probability",
        "samples weighted by fatality rates of campaigns (NAVCO), so a low rate stands for rates close to real data",
    ),
    checked="tests/second/steinert_threlkeld_2021.py, written from this card by somebody who had not seen `model.py`: "
    "the probability of every possible history of small protests, against 1,500 runs on each of 3 networks; every step "
    "without repression on networks of 120; networks in distribution. The comparison showed that the rule for closing "
    "ties could be read in two ways",
)  # fmt: skip

PUBLISHED = Published(
    name="steinert-threlkeld-2021",
    title="The repression-dissent puzzle: what regressions make of a known effect",
    params=Streets(),
    make=make,
    steps=40,
    card=CARD,
    presets={
        "small-world": {"network": "small-world"},
        "clustered": {"network": "clustered"},
        "no-repression": {"repression": 0.0},
    },
    targets=targets(),
    pictures=pictures,
    view=View(
        kinds=(("quiet", "quiet"), ("protesting", "active"), ("taken out", "confined")), codes=flags("status"),
        follows="active", ties=stored_ties,
    ),
)
