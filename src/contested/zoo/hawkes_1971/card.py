"""What is known of the process, and how."""

from __future__ import annotations

from contested.zoo.card import Card, Fact

CARD = Card(
    cites=("hawkes1971",),
    idea="How much of unrest does unrest itself cause? Events come of themselves at a base rate, and each raises the "
    "rate for a while; n, the events that one event sets off itself, decides how bursty the whole is.",
    rules=(
        Fact("The rate is mu + sum over past events of n b exp(-b (t - t_k)) (`base` mu, `branching` n, `decay` b).",
             "recalled", "the exponential kernel of the paper, in today's letters"),
        Fact("view continuous: started with no past; each event drawn exactly, not on a grid.", "chosen",
             "the method of Dassios and Zhao 2013"),
        Fact("view counts: N_t is Poisson with mean mu + x_t, x_0 = 0, x_(t+1) = e^-b x_t + (1 - e^-b) n N_t: weights "
             "(1 - e^-b) e^(-b (j - 1)) of the number j steps ago.", "chosen", "the usual form by the day; no event "
             "excites within its own step"),
        Fact("view clusters: each step one cluster, a Poisson number of children with mean n for each event in turn.",
             "derived", "the process is such clusters, begun at rate mu"),
    ),
    reports=(
        Fact("n < 1: mean rate mu / (1 - n); a cluster has mean size 1 / (1 - n), variance n / (1 - n)^3 and Borel's "
             "law; long windows have variance over mean (1 - n)^-2.", "derived", "standard"),
        Fact("The rate summed between events is exponential with mean 1.", "derived", "time rescaling"),
        Fact("At n = 1 the tail of a cluster's size has exponent 3/2, as at the lower edge of Watts' window.",
             "derived"),
        Fact("Later used for crime, insurgency and terrorism (Mohler and others 2011, Lewis and others 2012, "
             "Porter and White 2012); no fitted number is given here.", "recalled"),
    ),
    differences=(
        Fact("The kernel is written n b exp(-b t) here and alpha exp(-b t) elsewhere; then n = alpha / b.", "derived"),
        Fact("Simulation on a time grid adds events late and makes the variance too small; ours has no grid.",
             "derived"),
        Fact("Windows that are not long against 1 / ((1 - n) b) have a smaller variance over mean than (1 - n)^-2.",
             "derived", "(1 - n)^-2 (1 - (1 - (1 - n)^2) (1 - exp(-z)) / z), z = (1 - n) b T, view continuous"),
    ),
    leaves_out=("the paper's spectra, mutually exciting processes, general kernels",),
    checked="tests/second/hawkes_1971.py, written from the rules by somebody who had not seen this file; it grows "
    "families, ours follows the rate. Summed rates of 60 random series agree to 1e-9, Borel's law and the spread of "
    "windows with other formulas; and windows from nothing and long after, counts by the day (4,500 runs each) and "
    "20,000 families in law",
)  # fmt: skip
