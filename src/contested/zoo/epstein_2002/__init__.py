"""Rebellion against a central authority: why people who are aggrieved all along act all at once, or not at all.

Epstein 2002, Model I: on a torus, people weigh grievance against the risk of arrest as they see it, and cops arrest.
Every point at which known versions differ is a word among the parameters. Leaves out the paper's exponent of the jail
term in net risk, which is 0 there.
"""

from __future__ import annotations

import numpy as np

from contested.engine.model import State
from contested.zoo.card import Card, Fact
from contested.zoo.epstein_2002.model import Rebellion, make
from contested.zoo.epstein_2002.proof import PRESETS, all_targets, pictures
from contested.zoo.kit.policed_torus import FREE
from contested.zoo.published import Published
from contested.zoo.view import EMPTY, View

_TEN = "first pages of the article, at pmc.ncbi.nlm.nih.gov/articles/PMC128592"
_NETLOGO = "NetLogo models library, Rebellion, code"
_MESA = "mesa/examples/advanced/epstein_civil_violence, agents.py and model.py"
_OLD_MESA = "mesa-examples, epstein_civil_violence, agent.py and model.py before October 2024"

CARD = Card(
    cites=("epstein2002", "epstein2006"),
    idea="When does a population that is aggrieved all along rebel, and why all at once? People who see many cops and "
    "few rebels stay quiet; a few who act make it safer for the next. Whether that gives the paper's sudden outbursts "
    "depends on how one of its formulas is read.",
    rules=(
        Fact("Agents of the population are active or not; cops seek out and arrest active ones.", "read", _TEN),
        Fact("Grievance G = H (1 - L): hardship H uniform on 0 to 1 and fixed over time, legitimacy L (`legitimacy`) "
             "the same for everybody.", "read", f"{_NETLOGO}; {_MESA}"),
        Fact("Estimated probability of arrest P = 1 - exp(-k C/A): C cops and A actives in vision, A counting oneself; "
             "k (`arrest_constant`) = 2.3.", "read", f"{_NETLOGO}; {_MESA}"),
        Fact("Net risk N = R P, risk aversion R uniform on 0 to 1 and fixed. The paper has N = R P J^alpha with "
             "alpha = 0.", "recalled"),
        Fact("A person is active if G - N > T (`threshold`, 0.1) and quiet if not.", "read", f"{_NETLOGO}; {_MESA}"),
        Fact("A cop arrests one random active person within its vision.", "read", f"{_NETLOGO}; {_MESA}"),
        Fact("Everybody moves to a random empty site within vision.", "read", f"{_NETLOGO}; {_MESA}"),
        Fact("Jail terms are uniform up to J max (`max_jail`); the jailed are off the lattice and return to it.",
             "recalled"),
        Fact("Vision counts sites north, south, east and west.", "recalled", f"the words also stand in {_MESA}"),
        Fact("A 40 by 40 torus, at most one agent per site; each step activates everybody once in random order, each "
             "seeing the actions of those before.", "read", f"{_NETLOGO}; {_MESA}; recalled for the paper"),
        Fact("Run 2: both visions 7, L = 0.82, J max = 30, cops 4 %, population 70 % of sites.", "recalled",
             "equal to the defaults of NetLogo's version"),
        Fact("An outburst lasts while more than 50 are active; a wait runs from its end to the next one's start.",
             "recalled", "also in a student replication"),
        Fact("People move first and then act; cops stay where they are when they arrest; released people return, "
             "quiet, to a random empty site at the end of the step in which their term ends; a term of 0 ends with the "
             "step of the arrest.", "chosen", "`turn`, `pursuit`, `jailed`, `release`"),
        Fact("`neighbourhood` diamond as the default: all sites within that many steps north, south, east and west "
             "(Manhattan distance). A vision of 1.7 is then the same as 1; in Euclidean distance it would include the "
             "diagonal neighbours.", "chosen"),
        Fact("`activation` by-block: blocks of a large lattice are updated in parallel, each in its own random order, "
             "with block boundaries redrawn each step. Meant for ten million people; no difference in outcome from "
             "each-once was seen.", "chosen"),
    ),
    reports=(
        Fact("Figures 2 to 8: local outbursts; punctuated equilibrium, waiting times and their logarithms, total "
             "activation, tension.", "read", "list of figures"),
        Fact("Figures 9 and 10: a large reduction of legitimacy in small increments, and a small one in a single jump "
             "at t = 77.", "read", "captions"),
        Fact("The single jump brings out more people than the larger reduction in small steps.", "recalled",
             "text on figures 9 and 10"),
        Fact("Figure 11: cops are withdrawn gradually, and at some point a rebellion breaks out.", "recalled",
             "its caption, read, says cop reductions"),
        Fact("Waits were counted over 100,000 cycles; total activation has mean about 708 and SD about 230.",
             "recalled", "not used as targets"),
    ),
    differences=(
        Fact("C/A is rounded down in NetLogo, and rounded to the nearest whole number (halves to even) in Mesa since "
             "October 2024, whose code comment says the paper's dynamics cannot be reproduced without it. The paper "
             "prints neither.", "read", f"{_NETLOGO}; {_MESA}"),
        Fact("With C/A as printed, no outburst occurs in run 2 in any neighbourhood. Rounding lets P fall to 0 as soon "
             "as actives outnumber cops (or cops twice over), and that sets off an avalanche.", "own run"),
        Fact("Only the larger-coordinate (Chebyshev) neighbourhood with rounding down gives nearly exponential waiting "
             "times (SD close to the mean); the other readings that give outbursts are nearly periodic, with a period "
             "set by J max.", "own run"),
        Fact("The comparison of the jump with small steps agrees with the paper under the printed formula; under "
             "rounding down it does so only in the larger-coordinate neighbourhood.", "own run"),
        Fact("NetLogo: Euclidean vision; an active agent counts itself twice; terms are integers below J max, so that "
             "a term of 0 is no jail at all; a cop moves onto the arrested person's patch; the jailed stay on their "
             "patch, which counts as free; terms are decremented at the end of the step; cops move even if movement is "
             "switched off.", "read", _NETLOGO),
        Fact("Mesa: people act first and then move; cops stay; the jailed block their site, count down their terms at "
             "their own turns, and stay labelled arrested until they act again; the initial occupant of each site is "
             "drawn independently.", "read", _MESA),
        Fact("Mesa before October 2024: C/A as printed, larger-coordinate neighbourhood. Still earlier versions looked "
             "only at the four adjacent sites, whatever vision was set.", "read",
             f"{_OLD_MESA}; copies of older "
             "versions in public repositories"),
        Fact("Mesa's defaults (L = 0.8, cops 7.4 %, J max 1000) are those of the paper's run on cop reductions, "
             "without the reductions: they gave no outburst in 5,000 steps.", "own run", "the paper's run as recalled"),
        Fact("Whether a cop moves to the site of the person it arrests matters: under rounding down (disc) the mean "
             "wait is 20.5 steps if it stays and 23.4 if it moves.", "own run"),
        Fact("Activation drawn with replacement lengthens waits by about a quarter.", "own run"),
        Fact("A sample of 1,120 people varies in how rebellious it is: the mean wait differs by about a tenth between "
             "sampled populations. `people_seed` fixes the sample.", "own run"),
    ),
    leaves_out=("the exponent alpha of the jail term in net risk, 0 in the paper", "moving pictures of the lattice"),
    readings=(
        "Whether a cop takes the arrested person's site was read both ways; it is a switch, `pursuit`.",
        "Both implementations decrement terms at the end of each step, including the step of the arrest, so terms of 0 "
        "and 1 end at the same time.",
    ),
    checked="tests/second/epstein_2002.py, a plain loop written from the rules by somebody who had not seen this file. "
    "Compared on ten cases that together use every option except by-block: means and spreads of actives, jailed and "
    "arrests after 1 to 40 steps, over 240 runs each. Waits, durations, sizes and peaks were compared once on the full "
    "lattice, for about 750 outbursts (netlogo, disc with rounding down) and 90 (punctuated): no difference beyond 1.3 "
    "standard errors.",
)  # fmt: skip


# view -----------------------------------------------------------------------------------------------------------------


QUIET, ACTIVE, JAILED, COP = range(4)


def codes(state: State, params: Rebellion) -> np.ndarray:
    """What stands on each site; a cop hides whoever lies under their feet."""
    kind = np.full(params.side**2, EMPTY, np.int8)
    site, free = state["site"], state["jail"] == FREE
    shown = ~free & (site >= 0)
    kind[site[shown]] = JAILED
    kind[site[free]] = np.where(state["active"][free] == 1, ACTIVE, QUIET)
    kind[state["cop"][: state["cops"][0]]] = COP
    return kind


VIEW = View(
    kinds=(("quiet", "quiet"), ("active", "active"), ("jailed in place", "confined"), ("cops", "force")),
    codes=codes,
    follows="active",
    side=lambda params: params.side,
)


PUBLISHED = Published(
    name="epstein-2002",
    title="Civil violence: rebellion against a central authority",
    params=Rebellion(),
    make=make,
    steps=1_000,
    card=CARD,
    presets=PRESETS,
    targets=all_targets(),
    pictures=pictures,
    view=VIEW,
)
