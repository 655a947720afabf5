"""Who attacks a regime of unknown strength, once and again (Angeletos, Hellwig & Pavan 2007).

The static game is Morris & Shin's (1998); the repeated one adds that a regime which survived is known to be strong.
Leaves out: regimes whose strength moves, public signals that arrive over time, and attacks that are seen with noise.
"""

from __future__ import annotations

from contested.zoo.angeletos_2007.model import Game, make
from contested.zoo.angeletos_2007.proof import WAVES, pictures, targets
from contested.zoo.card import Card, Fact
from contested.zoo.published import Published

CARD = Card(
    cites=("angeletos2007", "morris1998"),
    idea="A regime falls when enough people attack it, and everybody would attack if they knew that the others will. A "
    "little private doubt about its strength is enough to leave one equilibrium; knowing that it survived an attack "
    "can bring back several, and calm and crisis alternate.",
    rules=(
        Fact("A regime of strength theta falls iff the share A of people who attack is at least theta.", "read",
             "abstract: abandoned once a sufficiently large fraction attacks; the form A >= theta recalled"),
        Fact("Everybody believes theta ~ Normal(z, 1/alpha) (`public_mean`, `public_precision`) and sees x = theta + "
             "noise / sqrt(beta) (`private_precision`); attacking pays 1 - c if it falls and -c if not (`cost`), "
             "staying home 0.", "recalled", "section 2"),
        Fact("People attack iff x <= x*. The regime falls iff theta <= theta*, with alpha (theta* - z) - sqrt(beta) "
             "PhiInv(theta*) = sqrt(alpha + beta) PhiInv(c) and x* = theta* + PhiInv(theta*) / sqrt(beta).", "derived",
             "success at the cut-off has chance c; the share below it at theta* is theta*"),
        Fact("Repeated: the regime stays, everybody gets one more signal of precision beta a step, and what happened "
             "is known. A regime that survived theta' is known to exceed it; an attack has chance c at its cut-off "
             "under the belief cut at theta'.", "recalled", "the structure is in the abstract: arrival of information "
             "and knowledge that the regime survived; its equations are derived here"),
        Fact("Of two continuations with an attack the one with the larger threshold is played, as soon as there is one "
             "(`later` soonest); or none ever (`later` never): both are equilibria.", "chosen"),
        Fact("A finite crowd plays the cut-offs of an endless one; whether the regime falls is judged by the share "
             "that really came.", "chosen"),
    ),
    reports=(
        Fact("Multiplicity may obtain under conditions on exogenous information that give a unique equilibrium in the "
             "static game.", "read", "abstract"),
        Fact("Fundamentals may predict whether a regime falls eventually, but not when or after how many attacks.",
             "read", "abstract"),
        Fact("Tranquillity, where no attack is possible, and distress, where a large attack can occur, alternate even "
             "without any change in fundamentals.", "read", "abstract"),
        Fact("Static game: one equilibrium for every z iff beta >= alpha^2 / (2 pi).", "derived",
             "the left side of the threshold equation falls everywhere"),
    ),
    differences=(
        Fact("Papers differ in sign: here a low signal is good news for attackers; where x measures discontent the "
             "inequalities turn round.", "derived"),
        Fact("Where three equilibria exist, solvers that look for one root on (0, 1) return whichever the bracket "
             "holds; we return all, with exact brackets.", "derived"),
    ),
    leaves_out=(
        "regimes whose strength changes, public news over time and attacks seen with noise (later sections)",
        "the lower of the two continuation thresholds, which is unstable",
    ),
    checked="tests/second/angeletos_2007.py, written from the rules by somebody who had not seen this file (best "
    "replies by quadrature, no closed form): thresholds of all equilibria agree within 1e-9, attacks and falls of "
    "small crowds in law, for the game played once. The repeated game has no second version.",
)  # fmt: skip

PUBLISHED = Published(
    name="angeletos-2007",
    title="Attacking a regime of unknown strength, once and again",
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
)
