"""Who riots, where, and who is arrested: looting as shopping under police (Davies, Fry, Wilson & Bishop 2013).

Residents set out if some site is worth the journey, choose a site as shoppers choose a town centre, and stay away from
those where police are not outnumbered. There is no term for contagion: a crowd protects and so attracts.
Leaves out: London. The city is made up, the equations are recalled, and no number is the paper's.
"""

from __future__ import annotations

from contested.zoo.card import Card, Fact
from contested.zoo.davies_2013.model import Riots, make
from contested.zoo.davies_2013.proof import pictures, targets
from contested.zoo.published import Published
from contested.zoo.rest import Rest

CARD = Card(
    cites=("davies2013", "epstein2002"),
    idea="Can the London riots of 2011 be explained by three decisions: whether to set out, where to go, and whether "
    "to stay at the risk of arrest? Rioters go where they would shop, unless many police are there. So a crowd grows "
    "where it outnumbers the police; the model has no other contagion.",
    rules=(
        Fact("There are three stages: whether a person takes part, which depends on deprivation and on what happens "
             "nearby; where they go, as in a model of retail; and whether they are arrested, given the ratio of police "
             "to rioters. The sites are retail centres.",
             "read", "abstract; press notice of University College London; The Rules of Contagion"),
        Fact("Site j attracts residents of neighbourhood i with weight W_ij = Z_j^a exp(-b d_ij) exp(-g floor(Q_j / "
             "D_j)), with size Z, distance d, police Q and rioters D (`size_pull` a, `distance_cost` b, `deterrence` "
             "g).", "recalled"),
        Fact("A resident of neighbourhood i sets out with probability eta rho_i W_i / (1 + W_i) per step, where W_i is "
             "the sum of W_ij over sites j and rho_i the neighbourhood's deprivation (`readiness` eta).", "recalled",
             "that it rises with rho and with W / (1 + W); their product is ours"),
        Fact("Whoever sets out goes to j with probability W_ij / W_i.", "recalled"),
        Fact("A rioter at j is arrested in a step with probability 1 - exp(-tau floor(Q_j / D_j)) (`arrest_rate` tau).",
             "recalled"),
        Fact("D is at least 1, because a rioter counts themself. A ratio Q / D within 1e-9 below a whole number counts "
             "as that number.",
             "chosen"),
        Fact("`police` are allocated in proportion to D_j^e `delay` steps ago (`police_focus` e). They are spread "
             "evenly if nobody rioted then, and in the first `delay` steps.", "chosen", "recalled only that police are "
             "allocated by a similar attraction with a delay"),
        Fact("A rioter not arrested goes home for good with probability `leaving` per step.", "chosen"),
        Fact("Within a step everybody acts on the numbers at its start; draws are independent between persons.",
             "chosen"),
        Fact("The city has homes on a grid, two deprived quarters, and evenly spread sites whose sizes fall as 1 / "
             "rank.",
             "chosen"),
    ),
    reports=(
        Fact("London, 6 to 10 August 2011. The model simulates the general pattern; location puts some areas at higher "
             "risk; the authors use it to vary police numbers and reaction times.", "read", "abstract"),
        Fact("About half of the offences took place in the 20 % most deprived areas.", "read", "an account at "
             "indicesofdeprivation.co.uk"),
        Fact("Where D > Q nobody is deterred or arrested: police who are outnumbered have no effect at all.",
             "derived", "from the rounding down"),
        Fact("Without police, the probability of still being at home after t steps is (1 - eta rho_i W_i / (1 + "
             "W_i))^t, and destinations split as Z_j^a exp(-b d_ij).", "derived"),
    ),
    differences=(
        Fact("Without rounding down every officer deters a little, and the threshold at one officer per rioter "
             "disappears.", "derived"),
        Fact("In our city, evenly spread police deter best. They stay evenly spread until the first news arrives, so a "
             "long delay slows the start. We cannot say whether this holds in the paper, where police are not "
             "everywhere at the start.",
             "own run"),
    ),
    leaves_out=(
        "the text of the paper beyond its first page was not available to us: parameter values, the retail centres, "
        "the travel of police and the fit are missing, and no target here is the paper's number",
    ),
    checked="tests/second/davies_2013.py, written from a neutral statement of these rules by somebody who had not seen "
    "the code. In 40 random cities, the layout and the probabilities of setting out and of first destinations agree to "
    "1e-11. In 108 settings, the step in which police of a given number and delay arrest everybody agrees. In five "
    "small cities, 720 runs each, crowds and arrests after 1 to 40 steps, the peak, and destinations agree in "
    "distribution",
)  # fmt: skip


PUBLISHED = Published(
    name="davies-2013",
    title="London 2011: whether to riot, where, and the police",
    params=Riots(),
    make=make,
    steps=600,
    card=CARD,
    presets={
        "no-police": {"police": 0},
        "enough-police": {"police": 1500},
        "late-police": {"delay": 12},
    },
    targets=targets(),
    pictures=pictures,
    rest=Rest(within={"set_out": 2, "arrested": 2}),
)
