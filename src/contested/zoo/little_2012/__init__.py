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
from contested.zoo.rest import Rest

CARD = Card(
    cites=("little2012",),
    idea="Why hold elections that everybody knows will be rigged, and invite monitors to them? The result is a public "
    "signal of how many people are discontented. An insecure incumbent has more to gain from a good result than to "
    "lose from a bad one. Citizens expect fraud and discount it, so an incumbent whom monitors prevent from fraud only "
    "saves its cost.",
    rules=(
        Fact("An election is a public signal in a game of revolution under incomplete information; it changes beliefs "
             "about how much discontent there is.", "read", "abstract, as quoted by a research blog in June 2012"),
        Fact("Fraud distorts the signal at a cost to the incumbent, and monitoring changes this cost.",
             "read", "abstract"),
        Fact("Mean discontent is theta ~ Normal(mu0, s0^2) (`mean_sentiment`, `sd_sentiment`). Citizen j's discontent "
             "t_j = theta + Normal(0, sv^2) (`sd_citizen`) is both a preference and a private signal.",
             "recalled", "the double role is recalled; the normal distribution is "
             "our choice"),
        Fact("The incumbent does not know theta, and commits fraud x at cost c x^2 / 2 (`fraud_cost`). The result "
             "shows discontent e = theta - x + Normal(0, se^2) (`sd_result`).",
             "chosen", "recalled that the incumbent does not know theta"),
        Fact("Joining a protest pays t_j - k (1 - rho), where rho is the share that joins and k is `joint_cost`; "
             "staying home pays 0. Citizens join if t_j is above a cut-off t that solves t = k Phi(s (t - q)). q is "
             "the common expectation of theta, Phi the standard normal distribution function, and Phi(s (t - q)) the "
             "share that a citizen at the cut-off expects to stay home; s follows from the variances.", "chosen"),
        Fact("A revolution succeeds if and only if rho is at least T (`needed`). The incumbent's pay-off is 1 without "
             "a revolution and 0 with one, minus the cost of fraud.",
             "chosen"),
        Fact("In equilibrium citizens expect the fraud that is optimal: x* = B / c. B is the marginal reduction in the "
             "probability of a revolution by fraud beyond what is expected; it does not depend on x.", "derived"),
        Fact("Parameters with several equilibria among citizens, or for which no expected level of fraud is optimal, "
             "are rejected.", "chosen"),
    ),
    reports=(
        Fact("Citizens discount the fraud: average protest and the probability of a revolution are the same as without "
             "fraud.", "read", "abstract; targets"),
        Fact("Elections are valuable to incumbents who are not secure: they have more to gain from good results than "
             "to lose from bad ones.", "read", "abstract; targets"),
        Fact("Monitoring is valuable to incumbents: it lowers the fraud they must pay for. So they may hold elections "
             "that they would not hold without it.", "read", "abstract; targets"),
    ),
    differences=(
        Fact("If the incumbent knows its own popularity, the amount of fraud is informative about it; Little's later "
             "paper on non-competitive elections studies that case.", "read", "its abstract: an incumbent who "
             "committed no fraud would appear weak"),
        Fact("No public reimplementation was found. The functional forms are ours: numbers on this page are this "
             "model's, not the paper's.", "chosen"),
    ),
    leaves_out=("the paper's own functional forms and proofs", "an incumbent who knows its popularity",
                "monitors' aims and reports"),
    checked="tests/second/little_2012.py, written from a statement of these rules by somebody who had not seen this "
    "file: optimal fraud and beliefs agree within 1e-5, and protests and revolutions of small crowds agree in "
    "distribution with expected fraud, without fraud, with unexpected fraud, and without an election.",
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
    rest=Rest(never="each step is another election, or another term without one"),
)
