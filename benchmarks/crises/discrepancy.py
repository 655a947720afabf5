"""The discrepancy's factor on crowds, and how the choice of reported days is learnt, chosen on four early origins.

    python -m benchmarks.crises.discrepancy [--only belarus-2020@2020-09-14] [--crowds 0.5] [--write]

Origins are the four that chose the law before (`EARLY`), and no other is looked at. For each factor on both spreads of
crowds (`FACTORS`; 1 is the law of the second run) members are fitted anew, as in `rolling`, and their forecasts scored.

The rule, written down before any of them was run: that factor is taken which has the lowest mean log score (minus log
density of log(1 + n)) over claims of crowds, where each crisis counts the same; with it that way of `WAYS` which has the
lowest mean log score over claims of detentions. If its fair CRPS is worse by more than 0.02 than with what the package
has, that stays.

It is kept if the third run of all origins (`rolling`) has over all claims a fair CRPS not above that of the second
(0.606), or above it by less than 0.02 with bands nearer to what they say: the distances of the four coverages (50 and
90 %, crowds and detentions) from their levels are smaller in sum. Otherwise the package goes back to the second run's.
"""
