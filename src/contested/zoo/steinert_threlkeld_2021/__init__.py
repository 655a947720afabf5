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
    "case? Here it cannot: repression only takes people out, and still regressions on samples of simulated protests "
    "need not find a decrease.",
    rules=(
        Fact("1,000 people in a network (`network`).", "read", CODE),
        Fact("Scale-free: expected degrees follow a power law of exponent gamma (`exponent`), a pair is tied with "
             "chance w_i w_j / sum w, without self-loops; the largest part is kept.", "read", CODE),
        Fact("Expected degrees are u^(-1 / (gamma - 1)), u uniform: at least 1, no upper bound but that a chance is at "
             "most 1.", "recalled", "networkx, powerlaw_sequence and expected_degree_graph"),
        Fact("Small world: a ring of k = 15 rewired with chance p (`rewired`).", "read", CODE),
        Fact("k = 15 ties 7 neighbours on either side: `degree` is 14.", "recalled", "networkx halves an odd k"),
        Fact("A rewired tie keeps one end; the other goes to anybody it is not tied to.", "chosen",
             "as in the zoo's other small worlds"),
        Fact("Clustered: Holme and Kim's preferential attachment, m = 3 (`attached`); a further tie closes a triad "
             "with chance p (`closing`).", "read", CODE),
        Fact("The first m people begin without ties. Preference draws from an urn that holds them once each, and "
             "everybody once more for each of their ties. A closing tie goes to a neighbour of the last person found "
             "by preference whom the newcomer is not tied to; where none is left, the tie is made by preference. Where "
             "preference finds somebody tied already, the tie is drawn again, chance of closing included.",
             "chosen", "so that there are exactly m (n - m) ties"),
        Fact("Thresholds are uniform from 0 to 1 in the main experiments (`thresholds`); alike, or normal with mean "
             "0.25 and standard deviation 0.122 and never below 0, in others.", "read", CODE),
        Fact("At the start a random person and all their neighbours are active.", "read", CODE),
        Fact("A step is repression, then who sees too few stops, then who sees enough begins; the first repression "
             "comes at once.", "read", CODE),
        Fact("Repression takes int(rate x active) of those active (`repression`) out of the network for good, without "
             "replacement, with weights degree / largest degree + (1 - threshold / largest threshold), the largest "
             "among those active, degrees as in the original network.", "read", CODE),
        Fact("An active person stops when the share of active among their remaining neighbours is below their "
             "threshold. Those of the start never stop, but can be taken out.", "read", CODE),
        Fact("In the authors' code those of the start stay in the set of active people while their own flag goes out. "
             "Here they stay active in both senses: they count, and others see them.", "chosen",
             "who is counted in the street is seen in the street"),
        Fact("A person with an active neighbour begins when the share of active among their remaining neighbours is "
             "at least their threshold, all at once.", "read", CODE),
        Fact("Who has no neighbour left sees a share of 0.", "chosen"),
        Fact("It ends with the first step in which nobody begins.", "read", CODE),
    ),
    reports=(
        Fact("Although repression can only decrease the size of protests, across regressions on samples of simulated "
             "trials it goes with a significant decrease, a significant increase or no change, whatever the type of "
             "network or the size of the sample.", "read", "abstract"),
        Fact("Results are most contradictory where the rate of repression is close to that observed in real data.",
             "read", "abstract"),
        Fact("Regressions: least squares of protest size, or its logarithm, on the repression rate, the network's "
             "parameter, initial size and density, clustering and degrees, repeated on samples drawn with replacement; "
             "counted as significant beyond t = 1.96.", "read", CODE + ", analysis/08_*.R"),
    ),
    differences=(
        Fact("Significant increases occur here in at most 3 of 100 regressions, which is what a test at 5 % gives by "
             "chance where there is nothing to find; over the whole grid of rates, samples of 100 find the decrease in "
             "83 to 100 of 100. What the paper counts was not seen beyond its abstract.", "own run"),
        Fact("Compared with no repression, a protest never ends larger, whatever is drawn: without repression nobody "
             "ever stops, and whoever is taken out was active there too, so that shares seen are no larger.",
             "derived"),
        Fact("Between two rates above 0 this is not so: who stopped in the one can have been taken out in the other, "
             "which leaves fewer inactive neighbours to be seen, and others are drawn. At 0.02 and 0.04 the higher "
             "rate left the larger protest in 1 of 450 pairs on the same networks.", "own run"),
        Fact("Regressions here leave out the clustering of the whole network and the median degree, and take log10 of "
             "1 + size, since a protest can end with nobody.", "chosen"),
    ),
    leaves_out=(
        "repression that cuts each tie of an active person with a chance",
        "samples weighted by fatality rates of campaigns (NAVCO), so what is close to real data is taken as a low rate",
    ),
    checked="tests/second/steinert_threlkeld_2021.py, written from this card by somebody who had not seen `model.py`: "
    "every history of small protests and its chance, against 1,500 runs on each of 3 networks; every step without "
    "repression on networks of 120; networks in law. It found that the rule of closing ties could be read in two ways",
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
