"""Events that set off events: a self-exciting process (Hawkes 1971).

Three ways to look at one process: in continuous time, event by event; by the day, as counts; and by clusters, each a
first event with all that descends from it.
Leaves out: several kinds of event that excite one another, places, and kernels other than the exponential.
"""

from __future__ import annotations

from contested.zoo.card import Card, Fact
from contested.zoo.hawkes_1971.model import Excitement, make
from contested.zoo.hawkes_1971.proof import pictures, targets
from contested.zoo.published import Published
from contested.zoo.rest import Rest

CARD = Card(
    cites=("hawkes1971",),
    idea="How much unrest is caused by earlier unrest? Events occur spontaneously at a base rate, and each event "
    "raises the rate for a while. The mean number n of events that one event triggers directly determines how strongly "
    "events cluster.",
    rules=(
        Fact("The rate is mu + sum over past events of n b exp(-b (t - t_k)) (`base` mu, `branching` n, `decay` b).",
             "recalled", "the paper's exponential kernel, in current notation"),
        Fact("`view` continuous: the process starts without past events, and each event time is drawn exactly, not on "
             "a grid.", "chosen",
             "the method of Dassios and Zhao 2013"),
        Fact("`view` counts: the count N_t is Poisson with mean mu + x_t, where x_0 = 0 and x_(t+1) = e^-b x_t + (1 - "
             "e^-b) n N_t. So the count j steps ago has weight n (1 - e^-b) e^(-b (j - 1)).",
             "chosen", "the usual form for daily counts; no event triggers another in its own step"),
        Fact("`view` clusters: one cluster per step, in which every event has a Poisson number of offspring with mean "
             "n.", "derived", "the process is a superposition of such clusters, which start at rate mu"),
    ),
    reports=(
        Fact("n < 1: mean rate mu / (1 - n); a cluster's size has mean 1 / (1 - n), variance n / (1 - n)^3 and the "
             "Borel distribution; counts in long windows have variance-to-mean ratio (1 - n)^-2.", "derived",
             "standard"),
        Fact("The rate integrated between consecutive events is exponential with mean 1.", "derived", "time rescaling"),
        Fact("At n = 1 the tail of a cluster's size has exponent 3/2, as at the lower edge of Watts' window.",
             "derived"),
        Fact("Later papers use the process for crime, insurgency and terrorism (Mohler and others 2011, Lewis and "
             "others 2012, Porter and White 2012); we give no fitted numbers.", "recalled"),
    ),
    differences=(
        Fact("The kernel is written n b exp(-b t) here and alpha exp(-b t) elsewhere; then n = alpha / b.", "derived"),
        Fact("Simulation on a time grid delays triggered events and underestimates the variance; ours uses no grid.",
             "derived"),
        Fact("In windows that are not long compared with 1 / ((1 - n) b), the variance-to-mean ratio is below (1 - "
             "n)^-2.", "derived", "(1 - n)^-2 (1 - (1 - (1 - n)^2) (1 - exp(-z)) / z), z = (1 - n) b T, view "
             "continuous"),
    ),
    leaves_out=("the paper's spectra, mutually exciting processes and general kernels",),
    checked="tests/second/hawkes_1971.py, written from the rules by somebody who had not seen this file; it simulates "
    "clusters, and ours simulates the rate. Integrated rates of 60 random series agree to 1e-9. The Borel distribution "
    "and the variance of counts in windows agree with independent formulas. Counts in windows at the start and in "
    "equilibrium and counts per step (4,500 runs each), and 20,000 clusters, agree in distribution",
)  # fmt: skip


PUBLISHED = Published(
    name="hawkes-1971",
    title="Events that set off events",
    params=Excitement(),
    make=make,
    steps=500,
    card=CARD,
    presets={
        "by-the-day": {"view": "counts", "branching": 0.8, "decay": 0.5},
        "clusters": {"view": "clusters", "branching": 0.8},
        "critical-clusters": {"view": "clusters", "branching": 1, "largest": 1_000_000},
    },
    targets=targets(),
    pictures=pictures,
    rest=Rest(never="events go on coming"),
)
