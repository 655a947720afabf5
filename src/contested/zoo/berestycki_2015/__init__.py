"""Rioting and the tension under it, spreading along a line (Berestycki, Nadal & Rodriguez 2015).

Activity grows on itself where tension is high and dies down where it is low; shocks raise tension, and activity makes
it last longer or burn out sooner.
Leaves out: two dimensions, uneven surroundings, and the paper's theorems.
"""

from __future__ import annotations

from contested.zoo.berestycki_2015.model import Unrest, make
from contested.zoo.berestycki_2015.proof import WAVE, pictures, targets
from contested.zoo.card import Card, Fact
from contested.zoo.published import Published
from contested.zoo.rest import Rest

CARD = Card(
    cites=("berestycki2015",),
    idea="Why does one shock die out while another sets off riots across a country? Activity is observed, tension is "
    "not: shocks raise tension, tension decides whether activity is self-reinforcing, and activity in turn sustains or "
    "depletes tension.",
    rules=(
        Fact("Two coupled fields in space: rioting activity u, which is observed, and tension v, which is not. There "
             "are external and internal shocks and several kinds of spatial spread; travelling waves are possible.",
             "read", "abstract"),
        Fact("u_t = D u_xx + r(v) G(u) - omega (u - u_b); r(v) = 1 / (1 + exp(-beta (v - a))) (`reach` D, `calming` "
             "omega, `quiet` u_b, `sharpness` beta, `threshold` a).", "recalled"),
        Fact("v_t = D_v v_xx + A - h(u) (v - v_b); h(u) = theta / (1 + u)^p (`tension_reach` D_v, `drive` A, "
             "`tension_base` v_b, `easing` theta, `feedback` p).", "recalled", "tension spreads in space in a similar "
             "way; its kernel is not recalled"),
        Fact("G(u) = u (1 - u), or u (`growth`).", "chosen", "G(u) close to u at low activity is recalled"),
        Fact("With `spread` everywhere, D (mean(u) - u) replaces D u_xx (global coupling).", "chosen",
             "represents mass media; the paper's kernels were not read"),
        Fact("A shock adds `shock` to the tension of all places up to `shock_width` from the middle, at the start of "
             "steps 0, `shock_every`, 2 `shock_every`, and so on; with `shock_every` 0 there is only the first.",
             "chosen"),
        Fact("Initially activity is u_b, plus `spark` at the middle place; tension is at its equilibrium v_b + A / "
             "h(u_b), or at v_b if theta is 0. With `tension` frozen it stays at this value plus the first shock.",
             "chosen"),
        Fact("The line has `places` points, `spacing` apart. Space is discretised by second-order central differences "
             "with no-flux boundaries, and time by fourth-order Runge-Kutta.", "chosen"),
    ),
    reports=(
        Fact("The interaction between places and the spatial spread of tension determine the course of outbursts.",
             "read", "abstract"),
        Fact("Activity enhances tension if p > 0 and inhibits it if p < 0.",
             "recalled", "the two classes themselves are read "
             "in the abstract of a companion paper by Berestycki, Nordmann and Rossi 2021"),
        Fact("With tension frozen, small activity grows at rate r(v) - omega, and its front moves at speed 2 sqrt(D "
             "(r(v) - omega)).", "derived"),
        Fact("Spatially uniform equilibria satisfy r(v) u (1 - u) = omega (u - u_b) and v = v_b + A / h(u); with A > 0 "
             "and p > 0 a quiet and an active equilibrium can both be stable.", "derived"),
    ),
    differences=(
        Fact("On a lattice of spacing dx the front is faster: its speed is the minimum over k of (2 D (cosh(k dx) - 1) "
             "/ dx^2 + r - omega) / k; 0.5 % faster at dx = 0.5 and 4 % at dx = 1.5 in the standard case.", "derived"),
        Fact("A front from a localised start approaches its speed from below: at time t it is slower by 3 / (2 k t), "
             "so short runs underestimate it.", "derived", "Bramson 1983"),
    ),
    leaves_out=(
        "the paper's text beyond its first page was not read: its own G, kernels, parameter values and figures are not "
        "reproduced",
        "two dimensions, heterogeneous environments and restricted information, which the sequel treats",
    ),
    checked="tests/second/berestycki_2015.py, a different integrator, written from the rules by somebody who had not "
    "seen this file. Activity and tension agree at every step to 1e-6 on 100 lines with random rules and initial "
    "states, in the presets and under repeated shocks; equilibria, growth rates and front speeds agree too. Global "
    "spread was compared on two places only.",
)  # fmt: skip


PUBLISHED = Published(
    name="berestycki-2015",
    title="Rioting and tension on a line: shocks, spread and thresholds",
    params=Unrest(),
    make=make,
    steps=120,
    card=CARD,
    presets={
        "wave": {**WAVE, "spark": 0.5},
        "burns-out": {**WAVE, "feedback": -2, "spark": 0.5},
        "front": {"tension": "frozen", "shock_width": 1e6},
    },
    targets=targets(),
    pictures=pictures,
    rest=Rest(within={"total": 1e-3}, never=lambda p: "shocks come again and again" if p.shock_every else ""),
)
