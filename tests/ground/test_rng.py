"""Philox gives the words that Random123 publishes."""

import numpy as np
import pytest

from contested.ground.rng import philox

ONES = 0xFFFFFFFF
VECTORS = {
    "zero": ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    "all ones": ((ONES,) * 4, (ONES,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    "digits of pi": (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
}


@pytest.mark.parametrize("name", VECTORS)
def test_published_vector(name):
    counter, key, words = VECTORS[name]
    assert tuple(int(w) for w in philox(*(np.uint64(x) for x in (*counter, *key)))) == words
