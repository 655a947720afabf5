"""Names of chance in the tests of a count. Append only, as in `ground.streams`: a number never changes its meaning."""

from __future__ import annotations

from contested.ground import streams

INTEGER_ISSUED = streams.OWN
INTEGER_LEADER = streams.OWN + 1
RESAMPLE_UNITS = streams.OWN + 2
KERNEL_TURNOUT = streams.OWN + 3
KERNEL_RESULT = streams.OWN + 4
DIGIT_NULL = streams.OWN + 5
MODEL_TURNOUT = streams.OWN + 6
MODEL_RESULT = streams.OWN + 7
MODEL_KIND = streams.OWN + 8
MODEL_INTENSITY = streams.OWN + 9
HONEST_TURNOUT = streams.OWN + 10
HONEST_RESULT = streams.OWN + 11
HONEST_ISSUED = streams.OWN + 12
HONEST_LEADER = streams.OWN + 13
STUFFED = streams.OWN + 14
SWITCHED = streams.OWN + 15
POSTERIOR = streams.OWN + 16
SAMPLE_ORDER = streams.OWN + 17
SYNTHETIC_SIZE = streams.OWN + 18
SYNTHETIC_UNIT = streams.OWN + 19
NEIGHBOUR = streams.OWN + 20
SAMPLE_TERRITORIES = streams.OWN + 21
