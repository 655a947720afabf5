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
from contested.zoo.rest import Rest

CARD = Card(
    cites=("burbeck1978", "bonnassegahot2018"),
    idea="Does a riot spread like a disease? Rioters draw others in and tire after a while. If so, a riot takes off "
    "only if one rioter draws in more than one other, R0 > 1, and it ends before everybody has joined.",
    rules=(
        Fact("People are waiting (S), rioting (I) or calmed for good (R); S + I + R = N (`people`).", "recalled",
             "the SIR form (susceptible, infected, recovered); Bonnasse-Gahot and others 2018 say that this paper "
             "began epidemic modelling of riots"),
        Fact("`law` rates: dS/dt = -beta S I / N, dI/dt = beta S I / N - gamma I (`infection` beta, `recovery` gamma).",
             "recalled", "the paper's own letters were not seen"),
        Fact("`law` chances: the same as a Markov jump process. In a short time dt one person joins with probability "
             "beta S I / N dt, and one rioter calms down with probability gamma I dt.",
             "chosen", "the standard stochastic SIR model"),
        Fact("`law` rates is integrated by fourth-order Runge-Kutta with steps of at most 1/200 of the shorter of 1 / "
             "beta and 1 / gamma.", "chosen"),
    ),
    reports=(
        Fact("The paper fits such a model to the riots of Los Angeles 1965, Detroit 1967 and Washington 1968.",
             "recalled",
             "the fitted numbers were not read, and none is given here"),
        Fact("With R0 = beta / gamma: a riot grows if and only if R0 > 1, and the share z who ever join solves z = 1 - "
             "exp(-R0 z), if few riot at the start.", "derived"),
        Fact("In the stochastic form, k rioters set off a large riot with probability 1 - R0^-k.", "derived",
             "R0 above 1, large N"),
    ),
    differences=(
        Fact("The share who ever join includes the initial rioters here. The share s who never join solves s = s0 "
             "exp(-R0 (1 - s)) under either convention, but excluding the initial rioters changes the number quoted.",
             "derived"),
        Fact("Euler's method with whole steps is inaccurate: at infection 0.5 and recovery 0.25 a step is a large "
             "fraction of the mean times 1 / beta and 1 / gamma.", "derived"),
    ),
    leaves_out=(
        "the paper's data and fitted values; we do not know whether its people can riot again, or only after a delay",
    ),
    checked="tests/second/burbeck_1978.py, a different integrator and a plain event loop, written from the rules by "
    "somebody who had not seen this file. With `law` rates, 60 random cities agree to 2e-8 of the "
    "population, and with the closed forms of final size and peak. With `law` chances, final sizes in five cities of 3 "
    "to 40 people agree with their exact distribution, and trajectories agree in distribution",
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
    rest=Rest(within={"joined": 1e-5}),
)
