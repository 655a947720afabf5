"""A riot as an epidemic: those at it draw others in, and tire (Burbeck, Raine & Stark 1978).

One city, three kinds of people: not yet rioting, rioting, calmed. Here as rates (the mean of a large crowd) and as
chances (every joining and calming an event of its own).
Leaves out: space, police, and the paper's fits to arrests in three cities, which we could not read.
"""

from __future__ import annotations

from contested.zoo.burbeck_1978.model import City, make
from contested.zoo.burbeck_1978.proof import pictures, targets
from contested.zoo.card import Card, Fact
from contested.zoo.published import Published

CARD = Card(
    cites=("burbeck1978", "bonnassegahot2018"),
    idea="Does a riot spread like a disease? Rioters draw others in and tire after a while. If so, a riot takes off "
    "only if one rioter draws in more than one other, R0 > 1, and it ends before everybody has joined.",
    rules=(
        Fact("People are waiting (S), rioting (I) or calmed for good (R); S + I + R = N (`people`).", "recalled",
             "the SIR form; that this paper began epidemic modelling of riots was read in Bonnasse-Gahot and others "
             "2018"),
        Fact("`law` rates: dS/dt = -beta S I / N, dI/dt = beta S I / N - gamma I (`infection` beta, `recovery` gamma).",
             "recalled", "the paper's own letters were not seen"),
        Fact("`law` chances: the same as a Markov jump process; in a short time dt one person joins with probability "
             "beta S I / N dt and one calms with probability gamma I dt.", "chosen", "the usual stochastic form"),
        Fact("Integrated by fourth-order Runge-Kutta with steps of at most 1/200 of the shorter mean time.", "chosen"),
    ),
    reports=(
        Fact("Fits of this kind to the riots of Los Angeles 1965, Detroit 1967 and Washington 1968.", "recalled",
             "the fitted numbers were not read, and none is given here"),
        Fact("With R0 = beta / gamma: a riot grows iff R0 > 1, and the share z who ever join solves "
             "z = 1 - exp(-R0 z).", "derived"),
        Fact("In the stochastic form, k rioters set off a large riot with probability 1 - R0^-k.", "derived",
             "R0 above 1, large N"),
    ),
    differences=(
        Fact("The share who ever join includes the initial rioters here. The share s who never join solves s = s0 "
             "exp(-R0 (1 - s)) under either convention, but excluding the initial rioters changes the number quoted.",
             "derived"),
        Fact("Euler's method with whole steps overshoots: at infection 0.5 and recovery 0.25 a step is a large "
             "fraction of a mean time.", "derived"),
    ),
    leaves_out=(
        "the paper's data and fitted values; whether people in it can riot again, or only after a delay, is not known "
        "to us",
    ),
    checked="tests/second/burbeck_1978.py, a different integrator and a plain event loop, written from the rules by "
    "somebody who had not seen this file. Deterministic form: 60 random cities agree to 2e-8 of the crowd, with exact "
    "sizes and peaks. Stochastic form: in five cities of 3 to 40 people, the exact distribution of sizes, and "
    "trajectories agree in distribution",
)  # fmt: skip

PUBLISHED = Published(
    name="burbeck-1978",
    title="A riot as an epidemic in one city",
    params=City(),
    make=make,
    steps=120,
    card=CARD,
    presets={
        "by-chances": {"law": "chances", "people": 500},
        "below-threshold": {"infection": 0.2},
    },
    targets=targets(),
    pictures=pictures,
)
