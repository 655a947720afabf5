"""Names of chance in inference. Append only, as in `ground.streams`: a number never changes its meaning.

All are of `ground.streams.MEMBER`'s family, away from those of `ensemble.streams`.
"""

from __future__ import annotations

from contested.ground.streams import MEMBER

# baselines of forecasts, and their scores
CLIMATOLOGY = MEMBER + 40
LAST_VALUE = MEMBER + 41
SAME_WEEKDAY = MEMBER + 42
AUTOREGRESSION = MEMBER + 43
SELF_EXCITING = MEMBER + 44
ETS_ARIMA = MEMBER + 45
DAMPED_TREND = MEMBER + 46
POOL = MEMBER + 47
PIT = MEMBER + 48
BLOCKS = MEMBER + 49
# claims simulated with biases of the prior
PRIOR_BIAS = MEMBER + 50
PRIOR_BIAS_PAIR = MEMBER + 51
PRIOR_WITNESS = MEMBER + 52
PRIOR_ERROR = MEMBER + 53
PRIOR_COUNT = MEMBER + 54
# biases in an indicator that a party has not spoken of, and counts of a forecast at a scale of 1:1
FORECAST_BIAS = MEMBER + 55
PERSONS = MEMBER + 56
# which pairs a resample of differences has
RESAMPLED_PAIRS = MEMBER + 90
# sampling
START = MEMBER + 100
MOMENTUM = MEMBER + 101
STRIDE = MEMBER + 102
ACCEPT = MEMBER + 103
OWN_NOISE = MEMBER + 104
# where the next runs lie
PROPOSE = MEMBER + 105
PROPOSE_WHICH = MEMBER + 106
PROPOSE_PRIOR = MEMBER + 107
# checks; 108 and 109 were used once
RESAMPLE = MEMBER + 110
# runs of the prior that no emulator learns from
CHECK = MEMBER + 300
# biases given the truth, and claims given the biases
POSTERIOR_BIAS = MEMBER + 301
POSTERIOR_BIAS_PAIR = MEMBER + 302
NEW_BIAS = MEMBER + 303
POSTERIOR_WITNESS = MEMBER + 304
POSTERIOR_ERROR = MEMBER + 305
POSTERIOR_COUNT = MEMBER + 306
# cells that nobody spoke of, given the others
OTHER_CELLS_SHARED = MEMBER + 307
OTHER_CELLS_OWN = MEMBER + 308
# truths drawn from an emulator: where a trial's lies, and what it is
TRIAL_TRUTH = MEMBER + 309
TRUTH_SHARED = MEMBER + 310
TRUTH_OWN = MEMBER + 311
