"""Names of chance in calibrations. Append only, as in `ground.streams`: a number never changes its meaning."""

from __future__ import annotations

from contested.ground import streams

#: of `ground.streams.MEMBER`'s family, behind those of `inference.streams`
_FIRST = streams.MEMBER + 300
# runs of the prior that no emulator learns from
CHECK = _FIRST
# biases given the truth, and claims given the biases
BIAS_OWN = _FIRST + 1
BIAS_PAIR = _FIRST + 2
BIAS_NEW = _FIRST + 3
WITNESS = _FIRST + 4
ERROR = _FIRST + 5
COUNT = _FIRST + 6
# cells that nobody spoke of before the date
SHARED = _FIRST + 7
OWN = _FIRST + 8
# truths of trials, and of the chance that runs are weighed against
TRUTH = _FIRST + 9
TRUTH_SHARED = _FIRST + 10
TRUTH_OWN = _FIRST + 11
# which draws are played
PLAYED = _FIRST + 12
# claims made from runs, for the audit
AUDIT = _FIRST + 13
