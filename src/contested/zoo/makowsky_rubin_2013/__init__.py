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
from contested.zoo.rest import Rest
from contested.zoo.view import View, flags

CARD = Card(
    cites=("makowsky2013", "kuran1991"),
    idea="Why do the regimes that look safest fall so suddenly? If a central authority is far from what people want, "
    "they hide more of it. Those who see many others speak out find it easier to do so. So where power is centralised "
    "and networks reach far, one shock can reveal many hidden preferences at once, and institutions fall.",
    rules=(
        Fact("Citizens choose a public position between their private preference, their network and authority; a shock "
             "occurs; institutions move towards what is expressed.", "recalled",
             "outline; the paper's formulas were not read"),
        Fact("Citizen i's private preference is b_i, of which a fraction `regional` is common to the province. The "
             "authority they face wants a_i = c A + (1 - c) I_j. Here c is `centralisation`, A the position of the "
             "centre (initially `seat`), and I_j that of the province's institution (initially the mean preference in "
             "province j).", "chosen"),
        Fact("A citizen's network is everybody within `reach` rows and columns on a torus.", "chosen"),
        Fact("A citizen whose public position differs from a_i by more than `tolerance` is defiant. The weight of "
             "sanctions is f_i = `sanction` e_i / (1 + `relief` D_i), where D_i is the number (not share) of defiant "
             "people in the network and e_i the person's timidity.",
             "chosen", "Kuran's external payoff falls with the opposition one "
             "sees"),
        Fact("In each step everybody takes the public position x_i = (b_i + `conformity` m_i + f_i a_i) / (1 + "
             "`conformity` + f_i), where m_i is the mean public position in the network. m_i and f_i are those of the "
             "step before.",
             "chosen"),
        Fact("From step `shock_at` + 1 on, a fraction `shock` of citizens express their private preference.", "chosen"),
        Fact("Every `term` steps, each institution that more than half of its people defy is replaced by one at their "
             "mean public position. All are assessed before any is replaced.", "chosen"),
    ),
    reports=(
        Fact("Falsification rises with centralisation and falls with the range of networks.", "read", "abstract"),
        Fact("Hence cascades of preference revelation are larger and institutions change more in centralised "
             "societies, the more so if networks have a longer range.", "read", "abstract"),
        Fact("Institutional change jumps at a critical size of the shock, which is smaller if networks have a longer "
             "range.", "read",
             "working paper of 2012, abstract (SSRN 1947076)"),
    ),
    differences=(
        Fact("The abstract of the working paper reports another interaction: change falls with centralisation if the "
             "range is short. Only that of the published abstract is tested.", "read", "SSRN 1947076"),
        Fact("The results on range depend on our choice that what counts is the number of defiant people one knows. In "
             "a trial with their share instead, falsification rose with range and there was no revolution.", "own run"),
        Fact("With a linear rule (`relief` 0) there is no cascade, and the mean position does not depend on the "
             "network at all.", "derived"),
        Fact("At centralisation near 1 and reach 4 or more the centre falls before any shock, and falsification falls "
             "with it.", "own run"),
    ),
    leaves_out=("the paper's formulas and parameters, which could not be read", "its empirical analysis"),
    checked="tests/second/makowsky_rubin_2013.py, written from the rules in words by somebody who had not seen this "
    "file. Falsification, defiance, expressed positions and change agree at nine steps, as means of 80 societies for "
    "five sets of parameters; the linear rule agrees with its exact solution.",
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
    longer=lambda params: params.shock_at + 200,
    rest=Rest(within={"defiance": 0, "change": 1e-9}, begins=lambda params: params.shock_at),
)
