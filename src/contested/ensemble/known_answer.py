"""What a machine computes when it is asked for something whose answer is known: whether two of them give the same bits.

The same sources may still give other bits on another kind of processor, or with another version of a library.
"""

from __future__ import annotations

import hashlib

from contested.ensemble.points import Point
from contested.ensemble.recipes import published
from contested.ensemble.summaries import summaries
from contested.ground import streams
from contested.ground.draws import normals


def known_answer() -> str:
    """A hash over draws and over a run of a published model, 16 characters; on one machine always the same."""
    seen = hashlib.sha256(normals(1000, 1, streams.CHECK).tobytes())
    answer = published("granovetter-1978", steps=6, read=summaries)(Point(1, 0, 0, 0, {"people": 200}))
    for name in sorted(answer):
        seen.update(f"{name} {float(answer[name]).hex()}".encode())
    return seen.hexdigest()[:16]
