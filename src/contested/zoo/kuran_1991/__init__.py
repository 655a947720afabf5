"""A regime can look unshakeable the day before it falls: people hide what they want until enough others show it.

Kuran 1989, 1991. Everybody has a size of the public opposition at which they would join it; who knows only the size
cannot tell how near the edge a society is. The map is Granovetter's, but people may return to silence.
Leaves out: how private preferences themselves change when the public ones do, and who is in power afterwards.
"""

from contested.zoo.kuran_1991.published import PUBLISHED as PUBLISHED
