"""Repression can only shrink a protest here, and regressions on samples of protests need not find that it does.

Steinert-Threlkeld & Steinert-Threlkeld 2021. One person and all their neighbours protest; others follow what they see;
repression takes out of the network those with many ties and low thresholds. Leaves out: repression that cuts ties, and
the paper's samples weighted by fatalities in real campaigns.
"""

from __future__ import annotations

from contested.zoo.card import Card, Fact
from contested.zoo.published import Published
from contested.zoo.rest import Rest
from contested.zoo.steinert_threlkeld_2021.model import Streets, make
from contested.zoo.steinert_threlkeld_2021.proof import pictures, targets
from contested.zoo.view import View, flags, stored_ties

CODE = "the authors' companion code, github.com/shanest/scale-free-protest"

CARD = Card(
    cites=("steinert2021", "chung2002", "watts1998", "holme2002"),
    idea="Studies find that repression shrinks protest, spurs it, or has no effect. Does this mean that the effect "
    "differs from case to case? Here repression only removes people, so it can never increase protest. Yet regressions "
    "on samples of simulated protests do not always find a decrease.",
    rules=(
        Fact("1,000 people in a network (`network`).", "read", CODE),
        Fact("Scale-free: expected degrees w follow a power law with exponent gamma (`exponent`). A pair is tied with "
             "probability w_i w_j / sum w, without self-loops, and only the largest component is used.", "read", CODE),
        Fact("Expected degrees are u^(-1 / (gamma - 1)) with u uniform on 0 to 1. They are at least 1 and have no "
             "upper bound, but probabilities are capped at 1.",
             "recalled", "networkx, powerlaw_sequence and expected_degree_graph"),
        Fact("Small world: a ring lattice with k = 15, rewired with probability p (`rewired`).", "read", CODE),
        Fact("k = 15 gives 7 neighbours on either side: `degree` is 14.", "recalled", "networkx halves an odd k"),
        Fact("A rewired tie keeps one end; the other goes to a random person not yet tied to it.", "chosen",
             "as in the zoo's other small worlds"),
        Fact("Clustered: preferential attachment as in Holme and Kim. A newcomer makes m = 3 ties (`attached`), of "
             "which each after the first closes a triad with probability p (`closing`).", "read", CODE),
        Fact("The first m people begin without ties. Preferential attachment draws from a list that contains each of "
             "them once, and everybody once more for each of their ties. A closing tie goes to a neighbour of the last "
             "preferentially chosen person to whom the newcomer is not yet tied; if there is none, the tie is made by "
             "preferential attachment. If preferential attachment selects somebody already tied, the tie is redrawn, "
             "including the choice of whether it closes a triad.", "chosen",
             "so that there are exactly m (n - m) ties"),
        Fact("Thresholds are uniform from 0 to 1 in the main experiments (`thresholds`); in others they are the same "
             "for all, or normal with mean 0.25 and standard deviation 0.122, and never below 0.", "read", CODE),
        Fact("At the start a random person and all their neighbours are active.", "read", CODE),
        Fact("In a step repression comes first, then those who see too few active people stop, and then those who see "
             "enough begin. Repression starts in the first step.", "read", CODE),
        Fact("Repression removes int(rate x active) of those active (`repression`) from the network for good. They are "
             "drawn without replacement, with weights degree / largest degree + (1 - threshold / largest threshold). "
             "The maxima are over those active, and the degrees are those of the original network.", "read", CODE),
        Fact("An active person stops when the share of active among their remaining neighbours is below their "
             "threshold. The initial participants never stop, but can be removed.", "read", CODE),
        Fact("In the authors' code the initial participants stay in the set of active people even when the flag that "
             "makes them visible to others is cleared. Here they stay active in both senses: they are counted, and "
             "others see them.", "chosen",
             "whoever is counted as protesting is visible as protesting"),
        Fact("A person with an active neighbour begins when the share of active among their remaining neighbours is at "
             "least their threshold; updates are simultaneous.", "read", CODE),
        Fact("A person without remaining neighbours sees a share of 0.", "chosen"),
        Fact("The protest ends with the first step in which nobody begins.", "read", CODE),
    ),
    reports=(
        Fact("Although repression can only decrease the size of protests, across regressions on samples of simulated "
             "trials it is associated with a significant decrease, a significant increase or no change, whatever the "
             "type of network or the size of the sample.", "read", "abstract"),
        Fact("Results contradict each other most where the rate of repression is close to that observed in real data.",
             "read", "abstract"),
        Fact("Regressions: least squares of protest size, or its logarithm, on the repression rate, the network's "
             "parameter, initial size and density, clustering and degrees, repeated on samples drawn with replacement; "
             "significant if |t| exceeds 1.96.", "read", CODE + ", analysis/08_*.R"),
    ),
    differences=(
        Fact("Significant increases occur here in at most 3 of 100 regressions, no more than the false positives of a "
             "5 % test when there is no effect; over the whole grid of rates, samples of 100 find the decrease in 83 "
             "to 100 of 100. Of the paper's own counts we saw only what the abstract says.", "own run"),
        Fact("With repression a protest never ends larger than the same protest without it, in any run. Without "
             "repression nobody ever stops, and whoever is removed is active there too; so with repression the shares "
             "that people see are never larger.",
             "derived"),
        Fact("Between two rates above 0 this does not hold. A person who stops at one rate may be removed at the "
             "other, which leaves fewer inactive neighbours in sight; and different people are drawn for removal. With "
             "rates of 0.02 and 0.04, the higher rate left the larger protest in 1 of 450 pairs of runs on the same "
             "network.",
             "own run"),
        Fact("Regressions here leave out the clustering of the whole network and the median degree, and take log10 of "
             "1 + size, since a protest can end with nobody active.", "chosen"),
    ),
    leaves_out=(
        "repression that cuts each tie of an active person with some probability",
        "samples weighted by the fatality rates of real campaigns (NAVCO data); instead, low rates of repression "
        "represent rates close to real data",
    ),
    checked="tests/second/steinert_threlkeld_2021.py, written from this card by somebody who had not seen `model.py`: "
    "the probabilities of all possible histories of small protests agree with the frequencies in 1,500 runs on each of "
    "3 networks. Without repression, every step agrees on networks of 120 people, and networks agree in distribution. "
    "The comparison showed that the rule for closing ties could be read in two ways",
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
    rest=Rest(within={"active": 0, "removed": 0}),
)
