"""An election tells people how many feel as they do; expected fraud must still be paid for (Little 2012).

A result is public news of discontent, and a revolution is easier the more join. The body of the paper could not be
read: structure and claims are its abstract's, formulas are ours.
Leaves out: incumbents who know their own popularity, a monitor with aims of its own, and who wins the election.
"""

from __future__ import annotations

from contested.zoo.card import Card, Fact
from contested.zoo.little_2012.model import make
from contested.zoo.little_2012.proof import pictures, targets
from contested.zoo.little_2012.theory import Contest
from contested.zoo.published import Published

CARD = Card(
    cites=("little2012",),
    idea="Why hold elections that everybody knows will be rigged, and invite monitors to them? A result is public news "
    "of how many are discontented. An insecure incumbent has more to gain from a good one than to lose from a bad one; "
    "fraud is expected and discounted, so being prevented from it only saves its cost.",
    rules=(
        Fact("An election is a public signal in a game of revolution under incomplete information; it changes beliefs "
             "about how much discontent there is.", "read", "abstract, as quoted by a research blog in June 2012"),
        Fact("Fraud distorts the signal at a cost; monitoring changes the cost.", "read", "abstract"),
        Fact("Mean discontent theta ~ Normal(mu0, s0^2); citizen j feels t_j = theta + Normal(0, sv^2): taste and "
             "private signal in one.", "recalled", "the double role; the normal law is our choice"),
        Fact("The incumbent does not know theta and commits fraud x at cost c x^2 / 2 (`fraud_cost`). The result is "
             "e = theta - x + Normal(0, se^2).", "chosen", "that it does not know is recalled"),
        Fact("Joining pays t_j - k (1 - rho), rho the share that joins (`joint_cost`); staying home 0. Citizens join "
             "from a cut-off on that solves t = k Phi(steepness (t - q)), q what all expect of theta.", "chosen"),
        Fact("A revolution succeeds iff rho is at least T (`needed`). The incumbent gets 1 if there is none.",
             "chosen"),
        Fact("In equilibrium the fraud expected is the best one: x* = B / c, B the marginal fall in the chance of a "
             "revolution, which does not depend on x.", "derived"),
        Fact("Parameters with several equilibria among citizens, or with no best fraud that is expected, are refused.",
             "chosen"),
    ),
    reports=(
        Fact("Citizens discount the fraud: average protest and the chance of a revolution are those without fraud.",
             "read", "abstract; targets"),
        Fact("Elections are valuable to incumbents who are not secure: they have more to gain by good results than to "
             "lose by bad ones.", "read", "abstract; targets"),
        Fact("Monitoring is valuable to incumbents: it lowers the fraud they must pay for, so that elections may be "
             "held that would not be without it.", "read", "abstract; targets"),
    ),
    differences=(
        Fact("If the incumbent knows its own popularity, the amount of fraud tells about it; Little's later paper on "
             "non-competitive elections takes that up.", "read", "its abstract: an incumbent who did not would "
             "appear weak"),
        Fact("No public reimplementation was found. The functional forms are ours: numbers on this page are this "
             "model's, not the paper's.", "chosen"),
    ),
    leaves_out=("the paper's own functional forms and proofs", "an incumbent who knows its popularity",
                "monitors' aims and reports"),
    checked="tests/second/little_2012.py, written from a statement of these rules by somebody who had not seen this "
    "file: the best fraud and beliefs agree within 1e-5, protests and revolutions of small crowds in law, with fraud, "
    "without, unexpected, and without an election.",
)  # fmt: skip


PUBLISHED = Published(
    name="little-2012",
    title="Elections, fraud and monitors in the shadow of revolution",
    params=Contest(),
    make=make,
    steps=60,
    card=CARD,
    presets={
        "insecure": {"mean_sentiment": 0.8},
        "secure": {"mean_sentiment": 0.2},
        "monitored": {"fraud_cost": 3.0},
        "no-election": {"election": "none"},
    },
    targets=targets(),
    pictures=pictures,
)
