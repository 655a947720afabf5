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
from contested.zoo.rest import Rest
from contested.zoo.view import EMPTY, View

_TEN = "first pages of the article, at pmc.ncbi.nlm.nih.gov/articles/PMC128592"
_NETLOGO = "NetLogo models library, Rebellion, code"
_MESA = "mesa/examples/advanced/epstein_civil_violence, agents.py and model.py"
_OLD_MESA = "mesa-examples, epstein_civil_violence, agent.py and model.py before October 2024"

CARD = Card(
    cites=("epstein2002", "epstein2006"),
    idea="Why does a population with constant grievances rebel suddenly, and many people at once? People who see many "
    "cops and few rebels stay quiet; each who acts makes it safer for the next. Whether this produces the paper's "
    "sudden outbursts depends on how one of its formulas is read.",
    rules=(
        Fact("Members of the population are active (in open rebellion) or quiet. Cops look for active people and "
             "arrest them.", "read", _TEN),
        Fact("Grievance G = H (1 - L): hardship H uniform on 0 to 1 and fixed over time, legitimacy L (`legitimacy`) "
             "the same for everybody.", "read", f"{_NETLOGO}; {_MESA}"),
        Fact("Estimated probability of arrest P = 1 - exp(-k C/A), with C cops and A active people in vision; A "
             "includes oneself. k (`arrest_constant`) is 2.3.", "read", f"{_NETLOGO}; {_MESA}"),
        Fact("Net risk N = R P, with risk aversion R uniform on 0 to 1 and fixed over time. The paper has N = R P "
             "J^alpha with alpha = 0.", "recalled"),
        Fact("A person is active if G - N > T (`threshold`, 0.1) and quiet if not.", "read", f"{_NETLOGO}; {_MESA}"),
        Fact("A cop arrests one random active person within its vision.", "read", f"{_NETLOGO}; {_MESA}"),
        Fact("Everybody moves to a random empty site within vision.", "read", f"{_NETLOGO}; {_MESA}"),
        Fact("Jail terms are uniform up to J max (`max_jail`); the jailed are off the lattice, and return to it "
             "afterwards.",
             "recalled"),
        Fact("Vision counts sites north, south, east and west.", "recalled", f"the words also stand in {_MESA}"),
        Fact("The lattice is a 40 by 40 torus with at most one agent per site. In each step everybody is activated "
             "once, in random order, and sees the actions of those before.",
             "read", f"{_NETLOGO}; {_MESA}; recalled for the paper"),
        Fact("The standard case is the paper's run 2: vision 7 for people and cops, L = 0.82, J max = 30, cops on 4 % "
             "of sites, population on 70 %.", "recalled",
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
        Fact("Figures 2 to 8 are on local outbursts, punctuated equilibrium, waiting times and their logarithms, total "
             "activation (active people summed over an outburst), and tension.", "read", "list of figures"),
        Fact("Figures 9 and 10 compare a large reduction of legitimacy in small increments with a smaller one in a "
             "single jump at t = 77.", "read", "captions"),
        Fact("The single jump brings out more people than the larger reduction in small steps.", "recalled",
             "text on figures 9 and 10"),
        Fact("Figure 11: cops are withdrawn gradually, and at some point a rebellion breaks out.", "recalled",
             "its caption, which was read, says cop reductions"),
        Fact("Waits were counted over 100,000 steps; total activation has mean about 708 and SD about 230.",
             "recalled", "not used as targets"),
    ),
    differences=(
        Fact("C/A is rounded down in NetLogo, and rounded to the nearest whole number (halves to even) in Mesa since "
             "October 2024, whose code comment says the paper's dynamics cannot be reproduced without it. The paper "
             "prints neither.", "read", f"{_NETLOGO}; {_MESA}"),
        Fact("With C/A as printed, no outburst occurs in run 2 in any neighbourhood. If C/A is rounded down, P falls "
             "to 0 as soon as active people outnumber cops; if it is rounded to the nearest whole number, as soon as "
             "they are twice as many. That sets off an avalanche.", "own run"),
        Fact("Only the larger-coordinate (Chebyshev) neighbourhood with rounding down gives nearly exponential waiting "
             "times (SD close to the mean); the other readings that give outbursts are nearly periodic, and J max "
             "determines the period.", "own run"),
        Fact("With the printed formula the jump brings out more people than the small steps, as in the paper; with "
             "rounding down only in the larger-coordinate neighbourhood.", "own run"),
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
        Fact("Mesa's defaults (L = 0.8, cops 7.4 %, J max 1000) are those of the paper's run on cop reductions, but "
             "without the reductions. They gave no outburst in 5,000 steps.", "own run", "the paper's run as recalled"),
        Fact("Whether a cop moves to the site of the person it arrests matters: with rounding down and Euclidean "
             "vision (`neighbourhood` disc) the mean wait is 20.5 steps if it stays and 23.4 if it moves.", "own run"),
        Fact("Activation drawn with replacement lengthens waits by about a quarter.", "own run"),
        Fact("Populations of 1,120 people drawn at random differ in how rebellious they are: their mean waits differ "
             "by about a tenth. `people_seed` fixes the sample.", "own run"),
    ),
    leaves_out=("the exponent alpha of the jail term in net risk, 0 in the paper", "animations of the lattice"),
    readings=(
        "The rules can be read so that a cop moves to the arrested person's site, or so that it stays; `pursuit` "
        "selects one.",
        "Both implementations decrement terms at the end of each step, including the step of the arrest, so terms of 0 "
        "and 1 end at the same time.",
    ),
    checked="tests/second/epstein_2002.py, a plain loop written from the rules by somebody who had not seen this file. "
    "Compared on ten cases that together use every option except by-block: means and standard deviations of the "
    "numbers active, jailed and arrested after 1 to 40 steps, over 240 runs each. Waits, durations, sizes and peaks "
    "were compared once on the full lattice, for about 750 outbursts (preset netlogo, and disc with rounding down) and "
    "90 (preset punctuated): no difference exceeds 1.3 standard errors.",
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
    rest=Rest(never="people go on moving, and outbursts come again"),
)
