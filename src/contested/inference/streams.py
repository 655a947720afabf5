"""Names of chance in inference. Append only, as in `ground.streams`: a number never changes its meaning."""

from __future__ import annotations

from contested.ground import streams

#: of `ground.streams.MEMBER`'s family, behind those of `ensemble.streams`
_FIRST = streams.MEMBER + 100
# sampling
START = _FIRST
MOMENTUM = _FIRST + 1
STRIDE = _FIRST + 2
ACCEPT = _FIRST + 3
OWN_NOISE = _FIRST + 4
# where the next runs lie
PROPOSE = _FIRST + 5
PROPOSE_WHICH = _FIRST + 6
PROPOSE_PRIOR = _FIRST + 7
# checks
TRUTH = _FIRST + 8
THIN = _FIRST + 9
RESAMPLE = _FIRST + 10
