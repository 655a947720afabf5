"""How many riot depends on the whole distribution of thresholds: two like crowds, one person apart, end apart.

Granovetter 1978. Everybody joins once as many others have joined as their threshold says; nobody leaves.
Leaves out: who sees whom (everybody sees all), friendship weights, and leaving.
"""

from __future__ import annotations

from contested.zoo.card import Card, Fact
from contested.zoo.granovetter_1978.model import Crowd, make
from contested.zoo.granovetter_1978.proof import pictures, targets
from contested.zoo.published import Published
from contested.zoo.rest import Rest

CARD = Card(
    cites=("granovetter1978",),
    idea="When does a crowd riot? What counts is not how willing its members are on average, but whether their "
    "thresholds leave a gap: of two crowds that differ in one person, one can end with a single rioter and the other "
    "with a hundred.",
    rules=(
        Fact("Each of n people has a threshold tau_i (`thresholds`, `mean`, `sd`): the number or share of participants "
             "at which they join.", "read", "abstract; retold in public course notes"),
        Fact("Let r(t) be the number of participants at step t. r(0) = 0, and r(t+1) is the number of people with "
             "tau_i <= r(t). Nobody leaves.", "read", "as above"),
        Fact("The crowd ends at the smallest root of F(r) = r, where F(r) is the number of people with tau_i <= r.",
             "read", "as above"),
        Fact("A threshold given as a share of n people is met when the number of participants is at least tau n, "
             "rounded up.",
             "chosen"),
        Fact("People with random thresholds of 0 or below are instigators, and those with thresholds above 1 never "
             "join; neither are redrawn.", "derived", "without instigators nobody ever begins"),
    ),
    reports=(
        Fact("With thresholds 0 to 99 all 100 people riot; with the 1 replaced by a 2, one does.",
             "read", "retold in The Rules "
             "of Contagion and in course notes"),
        Fact("Normal thresholds of mean 25: the equilibrium rises slowly with the standard deviation, jumps at about "
             "12.2 from about 6 to nearly 100, then declines slowly.", "recalled", "figure 2; the jump and the levels "
             "are quoted in two public retellings"),
    ),
    differences=(
        Fact("The location of the jump depends on how a continuous distribution is discretised to 100 people: 12.22 in "
             "the continuum, 12.55 for mid-quantiles, 12.83 for quantiles i/(n+1), 12.87 for rounding down.",
             "derived"),
        Fact("One public reimplementation reports a jump near 0.10; our continuum value agrees with the paper.", "read",
             "its README"),
        Fact("Versions that redraw negative thresholds have no instigators, and nobody ever starts.", "derived"),
        Fact("Averages over random crowds of 100 show no sharp jump. The paper's figure is for the distribution "
             "itself.",
             "own run"),
        Fact("The comparison is tau <= r; with tau < r nobody joins a crowd that exactly meets their threshold.",
             "derived"),
    ),
    leaves_out=("the paper's friendship weights and its discussion of spatial and temporal effects",),
    checked="tests/second/granovetter_1978.py, written from the rules by somebody who had not seen this file; the two "
    "crowds with thresholds 0, 1, 2, ... and 150 random crowds built from quantiles agree at every step. Randomly "
    "drawn crowds agree in distribution at six steps and in equilibrium, and the jump agrees to 1e-7",
)  # fmt: skip


def _one_by_one(params: Crowd) -> int:
    """Steps up a ladder, on which one more person joins in each, and a few at rest."""
    return params.people + 10 if params.thresholds == "ladder" else 0


PUBLISHED = Published(
    name="granovetter-1978",
    title="Thresholds: how a crowd grows, or does not",
    params=Crowd(),
    make=make,
    steps=100,
    card=CARD,
    presets={
        "riot-a": {"thresholds": "ladder", "people": 100},
        "riot-b": {"thresholds": "ladder-gap", "people": 100},
        "just-below": {"thresholds": "normal-quantiles", "people": 1_000_000, "sd": 0.122},
        "just-above": {"thresholds": "normal-quantiles", "people": 1_000_000, "sd": 0.1225},
    },
    targets=targets(),
    pictures=pictures,
    longer=_one_by_one,
    rest=Rest(within={"crowd": 0}),
)
