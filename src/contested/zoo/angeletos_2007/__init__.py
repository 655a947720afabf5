"""Repeated attacks on a regime of unknown strength (Angeletos, Hellwig & Pavan 2007).

The static game is Morris & Shin's (1998); the repeated one adds that a regime which survived is known to be strong.
Leaves out: regimes whose strength moves, public signals that arrive over time, and attacks that are seen with noise.
"""

from __future__ import annotations

from contested.zoo.angeletos_2007.model import Game, make
from contested.zoo.angeletos_2007.proof import WAVES, pictures, targets
from contested.zoo.card import Card, Fact
from contested.zoo.published import Published
from contested.zoo.rest import Rest

CARD = Card(
    cites=("angeletos2007", "morris1998"),
    idea="A regime falls when enough people attack it, and everybody would attack if they knew that the others will. "
    "If each person has a slightly different signal of its strength, a single equilibrium is left. Once people know "
    "that it survived an attack, there can be several again, and calm and crisis alternate.",
    rules=(
        Fact("A regime of strength theta falls if and only if the share A of people who attack is at least theta.",
             "read",
             "abstract: abandoned once a sufficiently large fraction attacks; the form A >= theta recalled"),
        Fact("The common prior is theta ~ Normal(z, 1/alpha) (`public_mean`, `public_precision`). Each person has a "
             "private signal x = theta + noise / sqrt(beta) (`private_precision`), with standard normal noise. "
             "Attacking pays 1 - c if the regime falls and -c if not (`cost`); staying home pays 0.",
             "recalled", "section 2"),
        Fact("People attack if x <= x*, and the regime falls if theta <= theta*, with alpha (theta* - z) - sqrt(beta) "
             "PhiInv(theta*) = sqrt(alpha + beta) PhiInv(c) and x* = theta* + PhiInv(theta*) / sqrt(beta). Phi is the "
             "standard normal distribution function and PhiInv its inverse.", "derived",
             "a person with signal x* gives success probability c; at strength theta* the share of signals below x* is "
             "theta*"),
        Fact("Repeated game: theta is fixed, everybody gets one more signal of precision beta per step, and past "
             "outcomes are known. After a regime survives an attack with threshold theta', everybody knows that theta "
             "exceeds theta'. In the next attack, a person at the cut-off gives success probability c under beliefs "
             "truncated at theta'.", "recalled",
             "the structure is in the abstract: arrival of information and knowledge that the regime survived; its "
             "equations are derived here"),
        Fact("After an attack has been survived, at most two thresholds for a further attack are consistent with "
             "equilibrium. The larger one is played as soon as it exists (`later` soonest), or nobody ever attacks "
             "again (`later` never); both are equilibria.", "chosen"),
        Fact("A finite crowd uses the cut-offs of the infinite-population game; whether the regime falls depends on "
             "the realised share of attackers.", "chosen"),
    ),
    reports=(
        Fact("The repeated game can have several equilibria even where information is such that the static game has "
             "only one.", "read", "abstract"),
        Fact("Fundamentals may predict whether a regime falls eventually, but not when or after how many attacks.",
             "read", "abstract"),
        Fact("Tranquillity, where no attack is possible, and distress, where a large attack can occur, alternate even "
             "without any change in fundamentals.", "read", "abstract"),
        Fact("Static game: there is one equilibrium for every z if and only if beta >= alpha^2 / (2 pi).",
             "derived", "the left side of the threshold equation is then decreasing in theta*"),
    ),
    differences=(
        Fact("Papers differ in sign: here a low signal is good news for attackers; where x measures discontent the "
             "inequalities are reversed.", "derived"),
        Fact("Where three equilibria exist, solvers that look for one root on (0, 1) return whichever lies in their "
             "bracket; ours brackets each root and returns all three.", "derived"),
    ),
    leaves_out=(
        "regimes whose strength changes, public news over time and attacks seen with noise (later sections)",
        "the lower of the two thresholds for a further attack, which is unstable",
    ),
    checked="tests/second/angeletos_2007.py, written from the rules by somebody who had not seen this file (best "
    "replies by quadrature, no closed form). For the one-shot game, the thresholds of all equilibria agree within "
    "1e-9, and the share who attack and whether the regime falls, in small crowds, agree in distribution. The repeated "
    "game has no second implementation.",
)  # fmt: skip

PUBLISHED = Published(
    name="angeletos-2007",
    title="Repeated attacks on a regime of unknown strength",
    params=Game(),
    make=make,
    steps=60,
    card=CARD,
    presets={
        "benchmark": {"public_precision": 0.0, "strength": "given"},
        "three-equilibria": {"public_precision": 4.0},
        "waves": WAVES,
    },
    targets=targets(),
    pictures=pictures,
    rest=Rest(
        within={"threshold": 0, "fell": 0}, never=lambda p: "each step is another regime" if p.game == "once" else "",
    ),
)
