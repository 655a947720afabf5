"""Wage gaps make workers protest in bursts; whom they take for their own makes the bursts smaller, not rarer.

Kim & Hanneman 2011, which puts relative wages and group tags into Epstein's model of civil violence. The authors'
claims are tested; their formulas could not be read, and the card says which are ours. Reads `zoo.torus_sight` and
`zoo.turn_order`. Leaves out: the authors' measures of rhythm other than those in `runs`.
"""

from __future__ import annotations

import numpy as np

from contested.engine.model import State
from contested.zoo.card import Card, Fact
from contested.zoo.kim_hanneman_2011.model import FREE, Works, make
from contested.zoo.kim_hanneman_2011.proof import pictures, targets
from contested.zoo.published import Published
from contested.zoo.view import EMPTY, View

CARD = Card(
    cites=("kim2011", "epstein2002"),
    idea="Who protests when wages differ? Those paid less than the people around them, when few cops are near and many "
    "protest already: so protest comes in bursts, and more unequal wages make more of them. Workers are bolder among "
    "people whom they see as their own group, and more timid among others.",
    rules=(
        Fact("Grievance is the gap between one's wage and the average of one's neighbours; protest has a chance in "
             "proportion to it, held back by the risk of arrest, which goes by the local ratio of cops to probable "
             "rebels.", "read", "abstract and the authors' model description"),
        Fact("In-group around makes risk-taking, out-group risk-averse; similarity is binary or by degrees of tags.",
             "read", "abstract"),
        Fact("The model is informed by Epstein 2002 and Wilensky's NetLogo version of it.", "read",
             "the authors' model description, forum.comses.net/t/6291"),
        Fact("1,120 workers and 64 cops on a 40 x 40 torus, vision 7, rounded-down ratio, k = 2.3, T = 0.1, terms to "
             "30, a cop moves onto the arrested person's site.", "chosen", "as in Wilensky's version"),
        Fact("Wages 1 + `inequality` x normal; G = max(0, mean wage in sight - w), at most 1; R uniform on 0 to 1.",
             "chosen"),
        Fact("P = 1 - exp(-k floor(C/A)), A the protesters in sight and oneself once; risk R' P with R' = R (1 + "
             "`identity` (1 - 2 s)), cut to 0 to 1, s the mean similarity to workers in sight.", "chosen"),
        Fact("A turn: move to a random empty site in sight, then decide (G - R' P > T, or with that chance) or arrest. "
             "All have one turn a step in a random order; terms are 1 to `jail_max` steps and end at the ends of "
             "steps.", "chosen"),
        Fact("An outburst lasts while more than 5 % of workers protest (50 of Epstein's 1,120 are 4.5 %); one that is "
             "open when the first 100 steps end, or at the end of the run, is not counted.", "chosen"),
    ),
    reports=(
        Fact("More wage inequality: outbursts more frequent, more intense, longer; and the last one tends to suppress "
             "the next.", "read", "abstract"),
        Fact("Group identification leaves frequency about alone, and lowers strength and duration.", "read",
             "abstract"),
    ),
    differences=(
        Fact("Read as a chance of G - R' P at every turn, protest simmers and does not burst: about one worker in a "
             "hundred at most (inequality 0.3). The threshold of Epstein's rule A gives bursts, so it is the default.",
             "own run"),
        Fact("Strength and duration rise with inequality to about 0.3 and fall beyond it: jail empties the works.",
             "own run"),
        Fact("Whether an outburst puts off the next cannot be told in our runs: rank correlations of its size with the "
             "wait that follows are -0.10(6) at inequality 0.3 and 0.16(9) at 0.5.", "own run"),
        Fact("What identity does depends on how many are unlike: with two equal groups strength and duration fall by a "
             "tenth to a sixth (inequality 0.5), as reported; with three groups, all of them minorities, they rise by "
             "a fifth to a quarter, because fear keeps workers out of jail between outbursts.", "own run"),
        Fact("A public model of worker riots takes a logistic of the wage gap and wages of mean 1 and deviation 1/3; "
             "it does not say that it follows the paper.", "read", "Antiochian/worker-riot-model, model.py"),
    ),
    leaves_out=("the paper's formulas and parameter values, which could not be read", "the authors' code on CoMSES"),
    readings=("An outburst that begins just after the steps left out is whole and counts: one of us had left it out "
              "with those open at that moment.",),
    checked="tests/second/kim_hanneman_2011.py, plain loops written from a statement of these rules by somebody who "
    "had not seen this file. Compared on nine cases of a 12 x 12 torus that use every choice: workers protesting and "
    "in jail after 1 to 20 steps and on average, and outbursts, 364 runs each; outbursts of 400 random series exactly; "
    "a step without cops with an integral. Not compared: the full lattice, where bursts are large.",
)  # fmt: skip


# view -----------------------------------------------------------------------------------------------------------------


COP = 2


def codes(state: State, params: Works) -> np.ndarray:
    """What stands on each site; who is in jail stands on none."""
    kind = np.full(params.side**2, EMPTY, np.int8)
    free = state["jail"] == FREE
    kind[state["site"][free]] = state["protesting"][free]
    kind[state["cop"]] = COP
    return kind


VIEW = View(
    kinds=(("quiet", "quiet"), ("protesting", "active"), ("cops", "force")),
    codes=codes,
    follows="protesting",
    side=lambda params: params.side,
)


PUBLISHED = Published(
    name="kim-hanneman-2011",
    title="Wages, neighbours and worker protest",
    params=Works(),
    make=make,
    steps=400,
    card=CARD,
    presets={
        "even": {"inequality": 0.15},
        "uneven": {"inequality": 0.5},
        "identity": {"inequality": 0.5, "identity": 1.0},
        "by-chance": {"decision": "chance"},
    },
    targets=targets(),
    pictures=pictures,
    view=VIEW,
)
