"""Riots that travel though rioters do not: contagion within and between towns (Bonnasse-Gahot and others 2018).

Every town has a reservoir of people who can be drawn in; what draws them is the rioting they hear of, near or far.
With one town this is the epidemic of Burbeck and others (1978).
Leaves out: the map of France, the police counts and the fit; the towns here are made up.
"""

from __future__ import annotations

from contested.zoo.bonnasse_gahot_2018.model import Country, make
from contested.zoo.bonnasse_gahot_2018.proof import pictures, targets
from contested.zoo.card import Card, Fact
from contested.zoo.published import Published
from contested.zoo.rest import Rest

CARD = Card(
    cites=("bonnassegahot2018", "burbeck1978"),
    idea="How did the riots of autumn 2005 spread across France although rioters did not travel? Each town has its own "
    "epidemic, and news of rioting elsewhere is what infects it; nearby news counts more.",
    rules=(
        Fact("Town k has lambda_k expected events per day and a reservoir sigma_k of people susceptible to joining.",
             "recalled"),
        Fact("d lambda_k/dt = -omega lambda_k + sigma_k Psi(Lambda_k), d sigma_k/dt = -sigma_k Psi(Lambda_k) "
             "(`calming` omega).", "recalled"),
        Fact("Town k hears of rioting Lambda_k = sum_j W_kj lambda_j. The weight W falls with distance d as a power "
             "law, down to a constant: W = xi + (1 - xi) (1 + d / d0)^-delta (`media`, `reach`, `fading`).", "recalled",
             "a power law and a constant; this particular form is ours"),
        Fact("Psi(Lambda) is b Lambda (`contagion`), or saturates (`response`, `ceiling`).",
             "recalled", "linear for one "
             "town; the paper's form for several towns was not read; the saturating form is ours"),
        Fact("sigma_k(0) is proportional to one measure of a town's deprivation.", "read",
             "abstract: a single sociological variable"),
        Fact("Here that measure is drawn once per run from a lognormal distribution with mean `reservoir`, and the "
             "towns lie on a regular pattern.", "chosen"),
        Fact("Events counted on a day are Poisson with mean lambda_k(t) at the end of the day, plus `background`.",
             "chosen", "Poisson recalled; that activity falls back to a background level is stated in a press account "
             "of the paper"),
    ),
    reports=(
        Fact("Riots began on 27 October 2005 and lasted about three weeks, in more than 800 municipalities; daily "
             "police counts over 44 days, 26 October to 8 December.",
             "read", "abstract, introduction; the 44 days as quoted in a "
             "press account"),
        Fact("Rioters stayed in their towns, but the riots spread as a wave around Paris. Geographic proximity played "
             "a major role although the news was available everywhere.", "read", "abstract"),
        Fact("In one town there is an epidemic if and only if R0 = b sigma(0) / omega > 1, and the final share z of "
             "the reservoir that joined solves z = 1 - exp(-R0 z).", "derived"),
        Fact("In many towns with linear Psi, the number s_k left in each reservoir solves s_k = f_k exp(-(b / omega) "
             "sum_j W_kj (lambda_j(0) + f_j - s_j)), where f_k = sigma_k(0). There is an epidemic if and only if the "
             "largest eigenvalue of (b / omega) sigma(0) W exceeds 1.",
             "derived"),
    ),
    differences=(
        Fact("Taking the rate at the end of the day, instead of its mean over the day, as the expected count shifts "
             "the series by half a day: a few percent while rioting grows.", "derived"),
    ),
    leaves_out=(
        "the map of France, the data, and the fitted values (not read; none is given here)",
        "a threshold of news below which nobody joins, if the paper has one",
    ),
    readings=(
        "The expected count of a day is the rioting rate at the end of the day. One implementation left open whether "
        "it is that or the mean over the day, and offers both.",
        "Only one implementation has a threshold of news below which nobody joins; with the threshold at 0 the two "
        "agree.",
    ),
    checked="tests/second/bonnasse_gahot_2018.py, written from the rules by somebody who had not seen this file; "
    "weights, rioting and reservoirs agree every day to 1e-7 in 40 random countries of up to 15 towns, with linear and "
    "saturating response. Final sizes agree to 1e-6, the epidemic threshold of one town agrees too, and counts of two "
    "countries agree in distribution. Both implementations take the towns' locations and reservoirs from this one; "
    "`background` is not compared.",
)  # fmt: skip


PUBLISHED = Published(
    name="bonnasse-gahot-2018",
    title="A wave of riots: contagion within and between towns",
    params=Country(),
    make=make,
    steps=180,
    card=CARD,
    presets={
        "single-site": {"sites": 1, "unevenness": 0},
        "media-only": {"media": 0.01, "fading": 20},
    },
    targets=targets(),
    pictures=pictures,
    rest=Rest(within={"spent": 1e-4}),
)
