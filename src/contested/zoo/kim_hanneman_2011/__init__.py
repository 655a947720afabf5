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
from contested.zoo.rest import Rest
from contested.zoo.view import EMPTY, View

CARD = Card(
    cites=("kim2011", "epstein2002"),
    idea="Who protests when wages differ? Workers who are paid less than those around them protest when few cops are "
    "near and many already protest. So protest comes in bursts, and more often if wages are more unequal. Workers are "
    "bolder among people of their own group and more timid among others.",
    rules=(
        Fact("Grievance is the gap between one's wage and the average of one's neighbours; the probability of protest "
             "is proportional to it, reduced by the risk of arrest, which depends on the local ratio of cops to "
             "probable rebels.", "read", "abstract and the authors' model description"),
        Fact("In-group neighbours make a person more willing to take risks, and out-group neighbours less. Similarity "
             "of two people is binary, or a matter of degree that depends on tags.", "read", "abstract"),
        Fact("The model is informed by Epstein 2002 and Wilensky's NetLogo version of it.", "read",
             "the authors' model description, forum.comses.net/t/6291"),
        Fact("The standard case has 1,120 workers and 64 cops on a 40 x 40 torus, vision 7, a ratio C/A of cops to "
             "protesters that is rounded down, k = 2.3, T = 0.1 and jail terms up to 30. A cop moves onto the arrested "
             "person's site.", "chosen", "as in Wilensky's version"),
        Fact("A wage w is 1 + `inequality` times a standard normal number. Grievance G = max(0, mean wage of workers "
             "in sight - w), at most 1. Risk aversion R is uniform on 0 to 1.",
             "chosen"),
        Fact("The estimated probability of arrest is P = 1 - exp(-k floor(C/A)), with C cops and A protesters in "
             "sight; A counts oneself once. The risk is R' P, with R' = R (1 + `identity` (1 - 2 s)) clipped to 0 to "
             "1, and s the mean similarity to workers in sight.",
             "chosen"),
        Fact("In a turn everybody moves to a random empty site in sight. Then a worker decides (`decision`: protest if "
             "G - R' P > T, or with probability G - R' P), and a cop arrests a random protester in sight. Everybody "
             "has one turn per step, in random order. Jail terms are 1 to `jail_max` steps and end at the end of a "
             "step.", "chosen"),
        Fact("An outburst lasts while more than 5 % of workers protest (Epstein's limit of 50 among 1,120 people is "
             "4.5 %). The first 100 steps are discarded. An outburst that is under way when they end, or at the end of "
             "the run, is not counted.", "chosen"),
    ),
    reports=(
        Fact("With more wage inequality, outbursts are more frequent, more intense and longer; and an outburst tends "
             "to suppress the next.", "read", "abstract"),
        Fact("Group identification leaves frequency roughly unchanged, and lowers strength and duration.", "read",
             "abstract"),
    ),
    differences=(
        Fact("If G - R' P is the probability of protest at every turn, protest stays low and there are no outbursts: "
             "at most about one worker in a hundred protests (inequality 0.3). A threshold, as in Epstein's model "
             "(protest if G - R' P > T), gives outbursts, so it is the default.", "own run"),
        Fact("Strength and duration rise with inequality to about 0.3 and fall beyond it, because too many workers are "
             "in jail.", "own run"),
        Fact("Our runs do not show whether an outburst delays the next: the rank correlation of its size with the wait "
             "that follows is -0.10(6) at inequality 0.3 and 0.16(9) at 0.5 (standard errors of the last digit in "
             "brackets).", "own run"),
        Fact("The effect of identity depends on how many workers belong to other groups: with two equal groups "
             "strength and duration fall by a tenth to a sixth (inequality 0.5), as reported; with three groups, all "
             "of them minorities, they rise by a fifth to a quarter, because fear keeps workers out of jail between "
             "outbursts.", "own run"),
        Fact("A public model of worker riots uses a logistic function of the wage gap and wages with mean 1 and "
             "standard deviation 1/3; it does not say that it follows the paper.", "read",
             "Antiochian/worker-riot-model, model.py"),
    ),
    leaves_out=("the paper's formulas and parameter values, which could not be read", "the authors' code on CoMSES"),
    readings=("An outburst that begins just after the discarded steps is complete, and is counted. One implementation "
              "had discarded it with those under way at that moment.",),
    checked="tests/second/kim_hanneman_2011.py, plain loops written from a statement of these rules by somebody who "
    "had not seen this file. Compared on nine cases of a 12 x 12 torus that together use every option: numbers of "
    "workers protesting and in jail after 1 to 20 steps and on average, and outbursts, agree over 364 runs each. "
    "Outbursts found in 400 random series agree exactly; one step without cops agrees with an integral. Not compared: "
    "the full lattice, where bursts are large.",
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
    rest=Rest(never="workers go on moving, and protests come again"),
)
