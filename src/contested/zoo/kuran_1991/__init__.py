"""A regime can look unshakeable the day before it falls: people hide what they want until enough others show it.

Kuran 1989, 1991. Everybody has a size of the public opposition at which they would join it; who knows only the size
cannot tell how near the edge a society is. The map is Granovetter's, but people may return to silence.
Leaves out: how private preferences themselves change when the public ones do, and who is in power afterwards.
"""

from __future__ import annotations

from contested.zoo.card import Card, Fact
from contested.zoo.kuran_1991.model import SEQUENCES, Society, make
from contested.zoo.kuran_1991.proof import pictures, targets
from contested.zoo.published import Published
from contested.zoo.rest import Rest

CARD = Card(
    cites=("kuran1991", "kuran1989", "granovetter1978"),
    idea="Why did nobody foresee the revolutions of 1989, and why do they look inevitable afterwards? People hide "
    "their preferences while the opposition is small. So nobody can observe how close a society is to the tipping "
    "point: one person's change of mind brings down one regime and has no effect on another.",
    rules=(
        Fact("Each person has a private preference, fixed in the short run, and a public one: for the regime or the "
             "opposition.", "recalled"),
        Fact("The choice weighs a payoff from others, which grows with the size S of the public opposition, and the "
             "cost of falsifying one's preference. So each person has a revolutionary threshold T, and opposes in "
             "public when S is at least T (`thresholds`).", "recalled"),
        Fact("The stronger the private preference for the opposition, the lower T.", "recalled"),
        Fact("S(t+1) is the share of people with T <= S(t).", "recalled"),
        Fact("With random preferences, x is the private preference for the opposition and the threshold is 1 - x; x is "
             "normal (`preference_mean`, `preference_sd`).",
             "chosen", "the papers show curves and specify no distribution"),
        Fact("S(0) is the opposition that people believe exists at the start (`opposition`), 0 by default. If it is "
             "above an equilibrium, S falls: people stop opposing in public.", "chosen",
             "the 1989 paper's expected opposition"),
    ),
    reports=(
        Fact("Ten people with thresholds 0, 20, 20, 30, 40, 50, 60, 70, 80, 100: one opposes. If one threshold of 20 "
             "falls to 10, nine do.", "recalled", "1991; outcome by running the rule"),
        Fact("With thresholds 0, 20, 30, 30, ... instead, two oppose after the same change of one person.",
             "recalled", "1991"),
        Fact("With 0, 20 (seven times), 60, 100, nine oppose after the same change, and nearly all start at the same "
             "time.", "recalled", "1991; outcome "
             "by running the rule"),
        Fact("The curve of realised against expected opposition is S-shaped, with a low and a high equilibrium; a "
             "small shift can eliminate the low one.", "recalled", "1989"),
    ),
    differences=(
        Fact("The comparison is T <= S. With T < S not even a threshold of 0 is met when nobody opposes; and if one "
             "person is made to oppose at the start, every sequence here stays at 10 %.", "derived"),
        Fact("S is the share among all ten people, oneself included. A person with threshold 100 never joins here, "
             "because S cannot exceed 90 without them.", "derived"),
        Fact("The map from S(t) to S(t+1) is that of granovetter-1978. There nobody leaves; here S can also fall. From "
             "0 both reach the same equilibrium.", "derived"),
        Fact("The sequences of thresholds are from memory; we did not find them in any text that we could open.",
             "recalled"),
    ),
    leaves_out=(
        "private preferences that change because public ones have changed",
        "leaders, organisations and the example of other countries, which the paper discusses without equations",
    ),
    readings=("S(0) is rounded down to a whole number of people. One implementation had compared thresholds with the "
              "unrounded share.",),
    checked="tests/second/kuran_1991.py, lists and loops written from the rules by somebody who had not seen this "
    "file; the six sequences from eleven starting points and 150 random societies agree at every step, and randomly "
    "drawn societies agree in distribution",
)  # fmt: skip


PUBLISHED = Published(
    name="kuran-1991",
    title="Preference falsification: now out of never",
    params=Society(),
    make=make,
    steps=60,
    card=CARD,
    presets={
        **{name: {"thresholds": name} for name in SEQUENCES},
        "before-the-spark": {"thresholds": "quantiles", "people": 1_000_000, "preference_mean": 0.705},
        "prairie-fire": {"thresholds": "quantiles", "people": 1_000_000, "preference_mean": 0.712},
    },
    targets=targets(),
    pictures=pictures,
    rest=Rest(within={"opposition": 0}),
)  # fmt: skip
