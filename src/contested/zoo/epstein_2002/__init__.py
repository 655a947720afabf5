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
    "depends on how one line of it is read.",
    rules=(
        Fact("Agents of the population are active or not; cops seek out and arrest active ones.", "read", _TEN),
        Fact("Grievance G = H (1 - L): hardship H uniform on 0 to 1 and fixed, legitimacy L (`legitimacy`) the same "
             "for everybody.", "read", f"{_NETLOGO}; {_MESA}"),
        Fact("Estimated chance of arrest P = 1 - exp(-k C/A): C cops and A actives in vision, A counting oneself; "
             "k (`arrest_constant`) = 2.3.", "read", f"{_NETLOGO}; {_MESA}"),
        Fact("Net risk N = R P, risk aversion R uniform on 0 to 1 and fixed. The paper has N = R P J^alpha with "
             "alpha = 0.", "recalled"),
        Fact("A person is active if G - N > T (`threshold`, 0.1) and quiet if not.", "read", f"{_NETLOGO}; {_MESA}"),
        Fact("A cop arrests one random active person within its vision.", "read", f"{_NETLOGO}; {_MESA}"),
        Fact("Everybody moves to a random empty site within vision.", "read", f"{_NETLOGO}; {_MESA}"),
        Fact("Jail terms are uniform up to J max (`max_jail`); the jailed are off the lattice and return to it.",
             "recalled"),
        Fact("Vision counts sites north, south, east and west.", "recalled", f"the words also stand in {_MESA}"),
        Fact("A 40 by 40 torus, one agent a site, everybody once a step in random order, each seeing what those before "
             "did.", "read", f"{_NETLOGO}; {_MESA}; recalled for the paper"),
        Fact("Run 2: both visions 7, L = 0.82, J max = 30, cops 4 %, population 70 % of sites.", "recalled",
             "equal to the defaults of NetLogo's version"),
        Fact("An outburst lasts while more than 50 are active; a wait runs from its end to the next one's start.",
             "recalled", "also in a student replication"),
        Fact("People move first and act then; cops stay where they are when they arrest; the freed return to a random "
             "empty site, quiet, at the end of the step in which their term ends; a term of 0 ends with the step of "
             "the arrest.", "chosen", "`turn`, `pursuit`, `jailed`, `release`"),
        Fact("`neighbourhood` diamond as the default: all sites that many steps north, south, east and west can reach. "
             "A vision of 1.7 then equals 1; as the crow flies it would take in the corners.", "chosen"),
        Fact("`activation` by-block: blocks of a large lattice play at the same time, each in a random order of its "
             "own, cut anew each step. For ten million people; no difference of outcome was seen against each-once.",
             "chosen"),
    ),
    reports=(
        Fact("Figures 2 to 8: local outbursts; punctuated equilibrium, waiting times and their logarithms, total "
             "activation, tension.", "read", "list of figures"),
        Fact("Figures 9 and 10: a large reduction of legitimacy in small increments, and a small one in a single jump "
             "at t = 77.", "read", "captions"),
        Fact("The jump brings out more people than the larger fall in small steps.", "recalled", "text on figures 9 "
             "and 10"),
        Fact("Figure 11: cops are withdrawn bit by bit, and at some point a rebellion breaks out.", "recalled",
             "its caption, read, says cop reductions"),
        Fact("Waits were counted over 100,000 cycles; total activation has mean about 708 and SD about 230.",
             "recalled", "not used as targets"),
    ),
    differences=(
        Fact("C/A is rounded down in NetLogo, and rounded to the nearest whole number (halves to even) in Mesa since "
             "October 2024, whose comment says the paper's dynamics cannot be had without it. The paper prints "
             "neither.", "read", f"{_NETLOGO}; {_MESA}"),
        Fact("Under C/A as printed no outburst occurs in run 2, in any neighbourhood. Rounding lets P fall to 0 as "
             "soon as actives outnumber cops (or cops twice over), and that sets off an avalanche.", "own run"),
        Fact("Only the larger-coordinate neighbourhood with rounding down gives waits that are nearly exponential "
             "(SD close to the mean); the other readings with outbursts are nearly periodic, with a period set by J "
             "max.", "own run"),
        Fact("The jump against small steps comes out as the paper says under the printed formula, and not under "
             "rounding down, except in the larger-coordinate neighbourhood.", "own run"),
        Fact("NetLogo: vision as the crow flies; somebody active counts themself twice; terms below J max, so that 0 "
             "is none at all; a cop moves onto the arrested person's patch; the jailed stay on their patch, which "
             "counts as free; terms fall at the end of the step; cops move even if movement is switched off.", "read",
             _NETLOGO),
        Fact("Mesa: people act first and move then; cops stay; the jailed block their site, serve their terms turn by "
             "turn, and keep the name arrested until they act again; each site draws what stands on it.", "read",
             _MESA),
        Fact("Mesa before October 2024: C/A as printed, larger-coordinate neighbourhood. Still earlier versions looked "
             "only at the four sites beside one, whatever vision was set.", "read", f"{_OLD_MESA}; copies of older "
             "versions in public repositories"),
        Fact("Mesa's defaults (L = 0.8, cops 7.4 %, J max 1000) are those of the paper's run on cop reductions, "
             "without the reductions: no outburst came of them in 5,000 steps.", "own run",
             "the paper's run as recalled"),
        Fact("Whether a cop takes the place of who it arrests matters: under rounding down (disc) the mean wait is "
             "20.5 steps if it stays, 23.4 if it moves.", "own run"),
        Fact("Turns drawn with replacement lengthen waits by about a quarter.", "own run"),
        Fact("How rebellious 1,120 people are differs from draw to draw: the mean wait differs by about a tenth "
             "between populations. `people_seed` holds them fixed.", "own run"),
    ),
    leaves_out=("the exponent alpha of the jail term in net risk, 0 in the paper", "moving pictures of the lattice"),
    readings=(
        "Whether a cop takes the arrested person's site was read both ways; it is a switch, `pursuit`.",
        "Both read terms to fall at the end of a step, that of the arrest included, so terms of 0 and 1 end alike.",
    ),
    checked="tests/second/epstein_2002.py, a plain loop written from the rules by somebody who had not seen this file. "
    "Compared on ten cases that use every word of the switches but by-block: actives, jailed and arrests after 1 to 40 "
    "steps, their means and spread over 240 runs each. Once, on the full lattice, waits, durations, sizes and peaks of "
    "about 750 outbursts (netlogo, disc with rounding down) and 90 (punctuated): no difference beyond 1.3 standard "
    "errors.",
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
