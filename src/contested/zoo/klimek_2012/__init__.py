"""What stuffing does to the returns of thousands of stations, and how much of it the returns give away.

Klimek, Yegorov, Hanel & Thurner 2012. Honest turnout and votes are drawn station by station; some stations add votes
for the winner from those who stayed at home and switch votes from others, a few of them nearly all.
Leaves out: the paper's data, its electorates station by station, and fraud that wins by keeping people away.
"""

from __future__ import annotations

from contested.zoo.card import Card, Fact
from contested.zoo.klimek_2012.model import Election, make
from contested.zoo.klimek_2012.proof import FITTED, pictures, targets
from contested.zoo.published import Published

PORT = "ComputeKlimekModel in Election Forensics Toolkit, which says it converts the authors' Matlab fitter"

CARD = Card(
    cites=("klimek2012",),
    idea="Can ballot stuffing be read off the returns alone? Honest stations make a round cloud of turnout and "
    "winner's share. Adding votes for the winner moves a station up and to the right, so fraud smears the cloud; how "
    "far and how often can be fitted.",
    rules=(
        Fact("Unit i has N_i electors (`electors`; here all alike). Turnout a_i is normal around a with s_a, the "
             "winner's share v_i normal around v with s_v, both truncated to 0..1 (`turnout`, `share`).", "read", PORT),
        Fact("With probability f_i (`incremental`) x_i = |Normal(0, theta)| (`spread`), with probability f_e "
             "(`extreme`) x_i = 1 - |Normal(0, 0.075)|, both truncated to 0..1; otherwise x_i = 0. No station does "
             "both.", "read", PORT),
        Fact("The winner gets N_i (a_i v_i + x_i (1 - a_i) + x_i^alpha a_i (1 - v_i)), the others "
             "N_i (1 - x_i^alpha) a_i (1 - v_i) (`switching` is alpha).", "read", PORT),
        Fact("Truncated means redrawn until inside (`cut`).", "read", PORT),
        Fact("Fit: (f_i, f_e, alpha) from a grid, minimising the sum of ((simulated - reported)/(reported + 1))^2 over "
             "bins of 1 % of the winner's share, repeated and averaged.", "read", PORT),
        Fact("v is the first high peak of the histogram of shares, smoothed over five bins, and a that of turnout; s_v "
             "and s_a are the root mean square deviations below these peaks, theta that of the shares above v.",
             "chosen", "the port takes the first drop of more than five stations, which in a large country is noise"),
        Fact("Turnout, share, theta and alpha of the standard case are for illustration; the presets named after "
             "elections set f_i and f_e only.", "chosen"),
    ),
    reports=(
        Fact("Russia 2011 f_i 0.64(1), f_e 0.033(4); Russia 2012 0.39(1), 0.021(3); Uganda 2011 0.49(1), 0.011(3); "
             "other countries compatible with none.", "recalled", "the paper's table; alpha and theta of each are in "
             "its supplement, which we did not see"),
        Fact("Elections with alleged fraud have a much higher kurtosis of vote rates; the test gives similar results "
             "whatever the resolution of the data.", "read", "abstract"),
    ),
    differences=(
        Fact("The port draws the winner's share as the ratio of one normal to the sum of two (`shares` pair), and "
             "rounds votes to whole numbers, stuffed ones down (`votes` whole). The ratio raises the correlation of "
             "turnout and share by about 0.04 in our standard case.", "own run",
             "that it does so was read in the code"),
        Fact("Where extreme fraud falls outside 0..1, the port redraws it as |Normal|, which is close to 0, instead of "
             "1 - |Normal|. At a spread of 0.075 that happens to one station in 10^40 and is harmless; with a wider "
             "spread it would not be.", "derived", "the code was read"),
        Fact("The port's grid (f_i by 0.2, f_e by 0.1, alpha 0.5 or 1) does not contain the paper's values; its theta "
             "is the square root of a standard deviation.", "read", PORT),
        Fact("With the parameters of honest voting known, a simulated fraud of f_i 0.64, f_e 0.033 and alpha 2.5 is "
             "recovered: with the sum divided by (simulated + 1), f_i is 0.63 to 0.65 and f_e 0.032 to 0.035 in three "
             "elections of 20,000 stations. The port's sum gives f_i 0.70 to 0.75 there, and 0.65 and 0.67 with "
             "100,000 stations, because it gives most weight to nearly empty bins.", "own run"),
        Fact("With honest voting estimated from the same returns, f_e is recovered (0.030 to 0.039) but f_i is not: "
             "0.24 to 0.38 with the port's sum, 0.00 to 0.24 with the other. The small spread between repeated fits "
             "does not reveal this.", "own run"),
        Fact("Our fit to the 90,996 Russian stations of 2011 with more than 100 electors, honest voting estimated from "
             "them (v 0.32, a 0.53, theta 0.31): with the port's sum f_i 0.82(6), f_e 0.049(3), alpha 1.3(1); with the "
             "other 0.65(1), 0.054(3), 1.04(4). The second f_i agrees with the paper's; neither f_e does.", "own run",
             "official returns by polling station; United Russia's share of all ballots cast"),
    ),
    leaves_out=(
        "electorates of different sizes; stations here all have the same size",
        "the paper's test of vote rates across levels of aggregation, and its table of countries",
        "fraud that does not add votes: keeping people away, inventing whole returns",
    ),
    readings=("A station whose votes are all the winner's, but for the last digit of the arithmetic, has no defined "
              "vote rate and is left out of the kurtosis: both implementations had included it where fraud is "
              "truncated to exactly 1.",),
    checked="tests/second/klimek_2012.py, written from the formulas by somebody who had not seen this file; turnout, "
    "share, correlation, fraud, kurtosis and bins agree in four settings with both kinds of truncation, and elections "
    "of ten stations in distribution; the port's variants and the fit were not compared",
)  # fmt: skip


PUBLISHED = Published(
    name="klimek-2012",
    title="What ballot stuffing does to returns",
    params=Election(),
    make=make,
    steps=5,
    card=CARD,
    presets={
        "honest": {"incremental": 0.0, "extreme": 0.0},
        **{name.lower().replace(" ", "-"): {"incremental": fi, "extreme": fe} for name, (fi, fe) in FITTED.items()},
        "port": {"shares": "pair", "votes": "whole"},
    },
    targets=targets(),
    pictures=pictures,
)
