"""Revolution as prey, coercion as predator: each feeds or eats the other, and they may circle for ever.

Tsebelis & Sprague 1989. Coercion grows where there is revolutionary activity and withers without it; activity
grows by itself and shrinks under coercion. Variants: activity that limits itself, coercion that does, help from
outside.
Leaves out: the data to which Francisco (1995, 1996) fitted difference equations of this kind.
"""

from __future__ import annotations

from contested.zoo.card import Card, Fact
from contested.zoo.published import Published
from contested.zoo.rest import Rest
from contested.zoo.tsebelis_sprague_1989.model import Rivalry, make
from contested.zoo.tsebelis_sprague_1989.proof import pictures, targets

CARD = Card(
    cites=("tsebelis1989", "francisco1995", "francisco1996"),
    idea="Does coercion end a revolution or feed it? If coercion grows with revolutionary activity and activity "
    "shrinks under coercion, neither wins: both rise and fall in turn, and coercion lags behind. More coercion per act "
    "of protest changes the levels, but they still cycle.",
    rules=(
        Fact("R is revolutionary activity, the prey; C is coercion, the predator.", "recalled"),
        Fact("R' = a R - b R C (`growth`, `deterrence`); C' = -d C + e R C (`relaxing`, `provocation`).", "derived",
             "the general form of a predator-prey model; the paper's own symbols were not seen"),
        Fact("Variants add a term: - a R^2 / K in R', if activity limits itself (`room` K); - f C^2 in C', if coercion "
             "limits itself (`strain` f); or a constant in either, for help from outside (`help_activity`, "
             "`help_coercion`).", "chosen", "recalled that the paper has linear self-terms and outside input; the form "
             "here is ours"),
        Fact("`time` periods: R(t+1) = R(t) + h R'(t), and the same for C; levels are clipped at 0.", "chosen",
             "difference equations like those Francisco fitted; his three forms were not seen"),
    ),
    reports=(
        Fact("The paper treats coercion and revolution as variations on a predator-prey model.",
             "recalled", "from the title; we could not open the text, and report none of its results"),
        Fact("Francisco fits two forms of a predator-prey model to East Germany, Czechoslovakia and the Intifada and "
             "finds stable, damped relations in all three.", "read", "abstract, Journal of Conflict Resolution 39(2), "
             "1995"),
        Fact("Francisco fits three forms to Germany and Northern Ireland, weekly, 1982 to 1992: the German data fit "
             "well, Northern Ireland's less.", "read", "abstract, American Journal of Political Science 40(4), 1996"),
    ),
    differences=(
        Fact("The equilibrium is R = d/e and C = a/b. So the level of activity depends only on the parameters of "
             "coercion, and that of coercion only on those of activity. To lower activity, coercion must relax more "
             "slowly or respond more to activity; stronger deterrence b only lowers coercion.", "derived"),
        Fact("Without self-limits the cycles are neutrally stable, and eR - d ln R + bC - a ln C is conserved; any "
             "self-limit damps them.", "derived"),
        Fact("In the difference equation, a small cycle grows by a factor sqrt(1 + a d h^2) in each period of length "
             "h. Such growth is an artefact of the discretisation.", "derived"),
        Fact("With room K the equilibrium with coercion exists if and only if K > d/e, and is then stable.", "derived"),
        Fact("Levels can come arbitrarily close to 0 and recover. In a version with integer counts they would die out.",
             "derived"),
    ),
    leaves_out=("the paper's further variants and its phase diagrams, which we could not read",),
    checked="tests/second/tsebelis_sprague_1989.py, a different integrator, written by somebody who had not seen this "
    "file (the variants from this card); 80 random paths agree to 1e-6 and 60 of the difference equation to 1e-9, as "
    "do the period and stability",
)  # fmt: skip


def _circling(params: Rivalry) -> str:
    """Why the two never settle: in continuous time they do once either is limited or helped from outside."""
    damped = params.room or params.strain or params.help_activity or params.help_coercion
    return "" if damped or params.time == "periods" else "neither is limited or helped, so they circle for ever"


PUBLISHED = Published(
    name="tsebelis-sprague-1989",
    title="Coercion and revolution as predator and prey",
    params=Rivalry(),
    make=make,
    steps=400,
    card=CARD,
    presets={
        "limited": {"room": 3.0},
        "strained": {"strain": 0.2},
        "helped": {"help_activity": 0.2},
        "periods": {"time": "periods"},
    },
    targets=targets(),
    pictures=pictures,
    longer=lambda params: 0 if _circling(params) else 800,
    rest=Rest(within={"activity": 1e-3, "coercion": 1e-3}, never=_circling),
)
