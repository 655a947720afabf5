"""Is drawing everybody's number vectorised? Guards ground.draws.fill, which LLVM stops vectorising when it is pasted
into a loop that does more. Compares it with one block at a time, the older way.

    python benchmarks/draws.py
"""

from __future__ import annotations

import time

import numpy as np

from contested.ground.compiled import parallel, prange
from contested.ground.draws import fill, four

ROWS = 9_410_259


@parallel
def one_by_one(seed, stream, day, words):
    """The same words, block by block through `four`."""
    for quad in prange(words.shape[1]):
        u = four(seed, stream, quad, day, 0)
        for lane in range(4):
            words[lane, quad] = np.uint32(u[lane] * 4294967296.0)


def main() -> None:
    """Print nanoseconds a block of four rows, for both."""
    a = np.zeros((4, (ROWS + 3) // 4), np.uint32)
    b = np.zeros_like(a)
    for name, function, words in (("fill", fill, a), ("one by one", one_by_one, b)):
        function(7, 10, 3, words)
        times = []
        for _ in range(9):
            begun = time.perf_counter()
            function(7, 10, 3, words)
            times.append(time.perf_counter() - begun)
        best = min(times)
        print(f"{name:12s} {1e9 * best / words.shape[1]:6.2f} ns a block, {1e3 * best:6.2f} ms for everybody")
    assert (a == b).all(), "the two ways draw different numbers"


if __name__ == "__main__":
    main()
