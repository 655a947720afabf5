"""A regime that makes itself look strong to people who know that it would (Edmond 2013).

The static game of regime change, with a hidden and costly bias in everybody's signal.
Leaves out: strictly convex costs of manipulation, the number of outlets and their economies of scale, and media of
different slant.
"""

from __future__ import annotations

from contested.zoo.card import Card, Fact
from contested.zoo.edmond_2013.model import make
from contested.zoo.edmond_2013.proof import pictures, targets
from contested.zoo.edmond_2013.theory import Propaganda
from contested.zoo.published import Published
from contested.zoo.rest import Rest

CARD = Card(
    cites=("edmond2013",),
    idea="Does propaganda work on people who know that it is propaganda? A regime may bias the signals that everybody "
    "sees. Citizens know how regimes lie, but regimes of different strengths come to look alike. If signals are "
    "precise and lies are cheap, nearly every regime stays in power.",
    rules=(
        Fact("A regime is overthrown only if enough citizens take part. Citizens are imperfectly informed about its "
             "ability to resist, and it can make itself look stronger than it is.", "read",
             "abstract, draft of June 2013"),
        Fact("The regime knows its strength theta. It is overthrown if and only if theta < S, the share of citizens "
             "who rise. A citizen who rises pays p (`opportunity_cost`) and gains 1 if the regime is overthrown.",
             "recalled",
             "section 2"),
        Fact("The regime chooses a hidden bias a >= 0 at cost C(a); citizens see x = theta + a + noise of precision "
             "alpha (`precision`). The regime's pay-off is max(theta - S, 0) - C(a).", "recalled", "section 2"),
        Fact("The prior on theta is flat. C(a) = k a (`marginal_cost`).", "recalled",
             "the linear case is one of the paper's"),
        Fact("Citizens rise on signals below a cut-off x*. All regimes that lie choose the same mean signal y = x* + "
             "g, with sqrt(alpha) phi(sqrt(alpha) g) = k. Regimes below theta* do not lie, those between theta* and y "
             "do, and those above y have no need to. Phi and phi are the standard normal distribution function and "
             "density.",
             "derived", "first-order condition; corner above y"),
        Fact("theta* = (1 - p)/p Phi(sqrt(alpha)(theta* - x*)), with theta* = Phi(-sqrt(alpha) g) + k (y - theta*).",
             "derived", "posterior at x* and the marginal regime's zero pay-off"),
        Fact("If lies are costly and p is low, the weakest survivors would need too large a bias. Then theta* = 1 - p "
             "exactly, and only stronger regimes lie. So with linear costs, manipulation never makes a regime easier "
             "to overthrow.", "derived", "indifference of the weakest regime that lies makes the denominator of the "
                                         "posterior 1"),
        Fact("A finite crowd uses the cut-off of the infinite-population game; overthrow depends on the realised share "
             "that rises. Strengths are drawn uniformly between two bounds (`weakest`, `strongest`), so that outcomes "
             "can be counted.",
             "chosen"),
    ),
    reports=(
        Fact("The game has a unique equilibrium.", "read", "abstract"),
        Fact("If the precision of each signal is high enough, manipulation makes the regime harder to overthrow.",
             "read", "abstract"),
        Fact("If the number of signals grows, so that precision and the cost of manipulation rise together, the regime "
             "is easier to overthrow, unless there are strong economies of scale.", "read", "abstract; not built"),
        Fact("With linear costs, theta* tends to 0 as signals become exact.", "recalled", "our values agree"),
    ),
    differences=(
        Fact("Citizens here take into account the bias and which regimes choose it. Versions in which they subtract a "
             "mean bias from the signal give the threshold without manipulation, and miss the paper's result.",
             "derived"),
        Fact("Here, as in the paper, citizens rise on low signals.", "recalled"),
    ),
    leaves_out=("strictly convex costs", "many media outlets and economies of scale", "slanted and diverse media"),
    checked="tests/second/edmond_2013.py, written from the rules by somebody who had not seen this file (each regime's "
    "best bias by search, no first-order condition): biases agree within 2e-6 and the threshold within 1e-7. Uprisings "
    "and overthrows with small crowds agree in distribution, including the cases of costly lies and of no lies.",
)  # fmt: skip


PUBLISHED = Published(
    name="edmond-2013",
    title="Propaganda that nobody believes and that works",
    params=Propaganda(),
    make=make,
    steps=60,
    card=CARD,
    presets={
        "no-manipulation": {"manipulation": "none"},
        "blurred": {"precision": 10.0},
        "sharp": {"precision": 10_000.0},
        "dear-lies": {"opportunity_cost": 0.25, "precision": 10.0, "marginal_cost": 1.2},
    },
    targets=targets(),
    pictures=pictures,
    rest=Rest(never="each step is another regime"),
)
