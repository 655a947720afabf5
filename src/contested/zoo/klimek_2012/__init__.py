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
from contested.zoo.rest import Rest

PORT = (
    "ComputeKlimekModel in Election Forensics Toolkit (here called the port), which says that it converts the "
    "authors' Matlab fitter"
)

CARD = Card(
    cites=("klimek2012",),
    idea="Can ballot stuffing be detected from election returns alone? In a plot of turnout against the winner's "
    "share, honest polling stations form a round cloud. Adding votes for the winner moves a station up and to the "
    "right, so fraud smears the cloud. The frequency and extent of fraud can be fitted.",
    rules=(
        Fact("Station i has N_i electors (`electors`; here all stations have the same number). Turnout a_i is normal "
             "with mean a and standard deviation s_a, and the winner's share v_i normal with mean v and standard "
             "deviation s_v, both truncated to 0..1 (`turnout`, `share`).", "read", PORT),
        Fact("x_i is the share of non-voters for whom votes are stuffed, drawn per station. With probability f_i "
             "(`incremental`) it is |Normal(0, theta)| (`spread`), with probability f_e (`extreme`) it is 1 - "
             "|Normal(0, 0.075)|, both truncated to 0..1; otherwise it is 0. No station has both kinds of fraud.",
             "read", PORT),
        Fact("The winner gets N_i (a_i v_i + x_i (1 - a_i) + x_i^alpha a_i (1 - v_i)), the others "
             "N_i (1 - x_i^alpha) a_i (1 - v_i) (`switching` is alpha).", "read", PORT),
        Fact("Truncation means that a value is redrawn until it is inside the range (`cut`).", "read", PORT),
        Fact("The fit takes from a grid the (f_i, f_e, alpha) that minimise the sum of ((simulated - "
             "reported)/(reported + 1))^2 over the counts of stations in bins of 1 % of the winner's share. It is "
             "repeated and averaged.", "read", PORT),
        Fact("For the fit, v is the first high peak of the histogram of shares, smoothed over five bins, and a that of "
             "turnout. s_v and s_a are the root mean square deviations of values below these peaks, and theta that of "
             "the shares above v.",
             "chosen", "the port takes the first drop of more than five stations as the end of the peak, but in a "
                       "large country such a drop is noise"),
        Fact("Turnout, share, theta and alpha of the standard case are for illustration; the presets named after "
             "elections set f_i and f_e only.", "chosen"),
    ),
    reports=(
        Fact("Russia 2011 f_i 0.64(1), f_e 0.033(4); Russia 2012 0.39(1), 0.021(3); Uganda 2011 0.49(1), 0.011(3); "
             "other countries are compatible with no fraud (standard errors of the last digit in brackets).",
             "recalled", "the paper's table; alpha and theta of each election are in its supplement, which we did not "
             "see"),
        Fact("In elections with alleged fraud the vote rates have a much higher kurtosis. The test gives similar "
             "results at every level of aggregation of the data.", "read", "abstract"),
    ),
    differences=(
        Fact("The port draws the winner's share as one normal number divided by the sum of two (`shares` pair). It "
             "rounds votes to whole numbers, and stuffed votes down (`votes` whole). The ratio raises the correlation "
             "of turnout and share by about 0.04 in our standard case.", "own run",
             "that it does so was read in the code"),
        Fact("Where extreme fraud falls outside 0..1, the port redraws it as |Normal|, which is close to 0, instead of "
             "1 - |Normal|. With a standard deviation of 0.075 this happens to one station in 10^40 and is harmless; "
             "with a larger one it would not be.", "derived", "the code was read"),
        Fact("The port's grid (f_i by 0.2, f_e by 0.1, alpha 0.5 or 1) does not contain the paper's values; its theta "
             "is the square root of a standard deviation.", "read", PORT),
        Fact("If the parameters of honest voting are known, a simulated fraud of f_i 0.64, f_e 0.033 and alpha 2.5 is "
             "recovered. With (simulated + 1) as the divisor in the sum, f_i is 0.63 to 0.65 and f_e 0.032 to 0.035 in "
             "three elections of 20,000 stations. The port's sum gives f_i 0.70 to 0.75 for these, and 0.65 and 0.67 "
             "with 100,000 stations, because it gives most weight to nearly empty bins.", "own run"),
        Fact("If the parameters of honest voting are estimated from the same returns, f_e is recovered (0.030 to "
             "0.039) but f_i is not: it is 0.24 to 0.38 with the port's sum and 0.00 to 0.24 with the other. Repeated "
             "fits differ little, so their spread does not reveal this.", "own run"),
        Fact("We fitted the 90,996 Russian stations of 2011 with more than 100 electors, with honest voting estimated "
             "from them (v 0.32, a 0.53, theta 0.31). The port's sum gives f_i 0.82(6), f_e 0.049(3) and alpha 1.3(1); "
             "the other gives 0.65(1), 0.054(3) and 1.04(4). The second f_i agrees with the paper's; neither f_e does.",
             "own run",
             "official returns by polling station; United Russia's share of all ballots cast"),
    ),
    leaves_out=(
        "stations with different numbers of electors",
        "the paper's test of vote rates across levels of aggregation, and its table of countries",
        "other kinds of fraud: keeping voters away, inventing whole returns",
    ),
    readings=("If all votes at a station are the winner's, up to rounding error, its vote rate is undefined, and it is "
              "left out of the kurtosis. Both implementations had included such stations where fraud is truncated to "
              "exactly 1.",),
    checked="tests/second/klimek_2012.py, written from the formulas by somebody who had not seen this file; turnout, "
    "share, correlation, fraud, kurtosis and histogram agree in four settings with both kinds of truncation, and "
    "elections of ten stations agree in distribution. The port's variants and the fit were not compared",
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
    rest=Rest(never="each step is another election"),
)
