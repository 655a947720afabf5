"""Centralised rule hides more discontent, and far-reaching networks turn what is hidden into revolution.

Makowsky & Rubin 2013. Citizens trade off what they want, what those they know say, and what authority wants to hear;
institutions fall when most of those under them defy. The paper's claims are reproduced, not its formulas, which could
not be read: the card says which rules are ours. Leaves out: the paper's empirical half.
"""

from __future__ import annotations

from contested.zoo.card import Card, Fact
from contested.zoo.makowsky_rubin_2013.model import Society, make
from contested.zoo.makowsky_rubin_2013.proof import HIGH, LOW, STEPS, pictures, targets
from contested.zoo.published import Published
from contested.zoo.view import View, flags

CARD = Card(
    cites=("makowsky2013", "kuran1991"),
    idea="Why do regimes that look safest fall so suddenly? A central authority far from what people want makes them "
    "hide more; whoever sees many others speak out is freer to do so. So where power is central and networks reach "
    "far, one shock reveals a great deal at once, and institutions fall with it.",
    rules=(
        Fact("Citizens choose a public position between their private wish, their network and authority; a shock; "
             "institutions move to what is expressed.", "recalled", "outline; the paper's formulas were not read"),
        Fact("Citizen i wants b_i (part `regional` shared in the province), faces a_i = c A + (1 - c) I_j (c is "
             "`centralisation`, A the centre at `seat`, I_j the province's institution, at first the mean wish there).",
             "chosen"),
        Fact("The network is everybody within `reach` rows and columns of a torus.", "chosen"),
        Fact("To differ from a_i by more than `tolerance` is to defy. Sanction weighs f_i = `sanction` e_i / (1 + "
             "`relief` D_i), D_i the number (not share) of defiant people one knows, e_i the person's timidity.",
             "chosen", "Kuran's external payoff falls with the opposition one sees"),
        Fact("A step, all at once: x_i = (b_i + conformity m_i + f_i a_i)/(1 + conformity + f_i), from what was said "
             "and defied the step before; m_i is the network's mean.", "chosen"),
        Fact("From step `shock_at` + 1 on a part `shock` of citizens says what it wants.", "chosen"),
        Fact("Every `term` steps an institution that more than half of its people defy gives way to one at their mean "
             "public position; all are judged by the defiance before any of them falls.", "chosen"),
    ),
    reports=(
        Fact("Falsification rises with centralisation and falls with the range of networks.", "read", "abstract"),
        Fact("Hence larger cascades of revelation and more institutional change in centralised societies, the more so "
             "at longer range.", "read", "abstract"),
        Fact("Change jumps at a tipping size of the shock, which falls with range.", "read",
             "working paper of 2012, abstract (SSRN 1947076)"),
    ),
    differences=(
        Fact("The working paper's abstract has another interaction (change falls with centralisation at short range); "
             "only the published one is tested.", "read", "SSRN 1947076"),
        Fact("The claims on range rest on our counting defiant acquaintances by number. In a trial with their share "
             "instead, falsification rose with range and no revolution came of it.", "own run"),
        Fact("With a linear rule (`relief` 0) there is no cascade, and the mean position does not depend on the "
             "network at all.", "derived"),
        Fact("At centralisation near 1 and reach 4 or more the centre falls before any shock, and what is hidden "
             "falls with it.", "own run"),
    ),
    leaves_out=("the paper's formulas and parameters, which could not be read", "its empirical analysis"),
    checked="tests/second/makowsky_rubin_2013.py, written from the rules in words by somebody who had not seen this "
    "file. Falsification, defiance, expressed positions and change at nine steps, means of 80 societies in "
    "five cells; the linear rule against its solution.",
)  # fmt: skip


PUBLISHED = Published(
    name="makowsky-rubin-2013",
    title="Centralised institutions, networks and what people hide",
    params=Society(),
    make=make,
    steps=STEPS,
    card=CARD,
    presets={
        "centralised-connected": {"centralisation": HIGH, "reach": 4},
        "centralised-local": {"centralisation": HIGH, "reach": 1},
        "decentralised-connected": {"centralisation": LOW, "reach": 4},
        "decentralised-local": {"centralisation": LOW, "reach": 1},
    },
    targets=targets(),
    pictures=pictures,
    view=View(
        kinds=(("following authority", "quiet"), ("defying it", "active")), codes=flags("defies"), follows="defiance",
        side=lambda params: params.side,
    ),
)
