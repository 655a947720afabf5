"""Names of chance in studies of many runs. Append only, as in `ground.streams`: a number never changes its meaning."""

from __future__ import annotations

from contested.ground import streams

#: of `ground.streams.MEMBER`'s family: derivation of seeds
POINT = streams.MEMBER + 1
# where a design lies
LATIN_ORDER = streams.MEMBER + 2
LATIN_WITHIN = streams.MEMBER + 3
SOBOL_SHIFT = streams.MEMBER + 4
MORRIS_START = streams.MEMBER + 5
MORRIS_ORDER = streams.MEMBER + 6
MORRIS_SENSE = streams.MEMBER + 7
