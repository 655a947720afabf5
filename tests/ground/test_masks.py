"""The list of a mask's ones is NumPy's."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from contested.ground.masks import mask_of, ones


@given(arrays(np.bool_, st.integers(0, 300)))
@settings(deadline=None)
def test_ones_are_listed_in_order_and_none_is_lost(wanted):
    mask = mask_of(wanted.size)
    assert mask.size % 8 == 0
    assert not mask.any()
    mask[: wanted.size] = wanted
    where = np.empty(mask.size, np.int32)
    assert np.array_equal(where[: ones(mask, where)], np.flatnonzero(wanted))
