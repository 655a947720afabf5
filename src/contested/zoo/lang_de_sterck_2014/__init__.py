"""A revolution grows only while it can be seen, and shrinks only while the police can cope (Lang & De Sterck 2014).

One number, the share of the people who protest; two switches, one at the size that censorship can no longer hide and
one at the size that police can no longer handle. How the switches lie makes four kinds of police state.
Leaves out: who protests, where, and networks (the authors' follow-up of 2016).
"""

from __future__ import annotations

from contested.zoo.card import Card, Fact
from contested.zoo.lang_de_sterck_2014.model import Regime, make
from contested.zoo.lang_de_sterck_2014.proof import example, pictures, targets
from contested.zoo.published import Published
from contested.zoo.rest import Rest

CARD = Card(
    cites=("lang2014", "lang2016"),
    idea="What did new media change in the Arab Spring? In this model they make protest visible at a smaller size. "
    "That is enough to turn a police state that withstands any protest its police can handle into one that falls as "
    "soon as protest becomes visible.",
    rules=(
        Fact("r is the share of the people who protest: dr/dt = c1 v(r; alpha) (1 - r) - c2 p(r; beta) r, with c1, c2 "
             "> 0 (`joining`, `removal`) and alpha, beta between 0 and 1 (`visibility`, `capacity`).", "read",
             "review in the MaRDI portal, item Q2453824, equation 1"),
        Fact("The visibility v and the policing p change rapidly with r. The classification below holds for a broad "
             "class of such functions.", "read",
             "abstract"),
        Fact("Step form (`switches` step): v = 1 if r > 1 - alpha, else 0; p = 1 if r < beta, else 0.", "recalled"),
        Fact("Smooth form (`switches` smooth): v and p are logistic curves centred at 1 - alpha and beta "
             "(`steepness`).", "chosen", "the paper requires rapid transitions and prescribes no formula"),
        Fact("The population is constant; nobody is born, dies or leaves.", "read", "the same review"),
    ),
    reports=(
        Fact("Four regions of parameters: stable, meta-stable and unstable police state, and failed state.", "read",
             "abstract"),
        Fact("The influence of the Internet and new media on visibility causes discontinuous changes of stability, "
             "which greatly raise the likelihood of a revolution.", "read", "abstract"),
        Fact("With c* = c1/(c1 + c2): failed if beta < 1 - alpha; otherwise stable if c* < 1 - alpha, meta-stable if "
             "1 - alpha < c* < beta, unstable if c* > beta.", "derived", "which name belongs to which condition is "
             "recalled"),
        Fact("Besides Tunisia and Egypt, the cases are Iran, China and Somalia.", "read", "abstract of the "
             "preprint, arXiv 1210.1841"),
    ),
    differences=(
        Fact("The right-hand side jumps. A solver that does not stop at the discontinuities makes an error of the "
             "order of its step size at each. Here every crossing time has a closed form (a logarithm), and the path "
             "between crossings is exact.", "derived"),
        Fact("At the switching points, r = 1 - alpha is not yet visible and r = beta is no longer policed. With the "
             "opposite convention, a path that starts exactly at a switching point ends on the other side.", "derived"),
        Fact("In a failed state every size between beta and 1 - alpha stays as it is: an interval of equilibria, none "
             "of them attracting.", "derived"),
    ),
    leaves_out=(
        "the paper's derivation of v from a network of people who see each other",
        "time-dependent parameters, with which the paper describes the course of events in each country",
    ),
    checked="tests/second/lang_de_sterck_2014.py, written from the equation by somebody who had not seen this file; "
    "200 random paths agree to 1e-9, 30 with smooth switches to 1e-7; an integration with very small steps and the "
    "classification of regions agree too",
)  # fmt: skip


PUBLISHED = Published(
    name="lang-de-sterck-2014",
    title="The Arab Spring: visibility against policing",
    params=Regime(),
    make=make,
    steps=100,
    card=CARD,
    presets={
        "stable": example("stable", start=0.75),
        "meta-stable": example("meta-stable", start=0.45),
        "unstable": example("unstable", start=0.45),
        "failed": example("failed", start=0.55),
    },
    targets=targets(),
    pictures=pictures,
    rest=Rest(within={"protesting": 1e-6}),
)
