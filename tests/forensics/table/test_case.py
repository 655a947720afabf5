"""No test of the count depends on the order of rows, on codes of units, or on a station where nobody voted."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from contested.forensics.indicators import (
    coarse_shares,
    digits,
    equal_shares,
    full_turnout,
    integers,
    slopes,
    vote_rate,
)
from contested.forensics.models.synthetic import honest_election

FINDS = [integers.find, digits.find, slopes.find, vote_rate.find, full_turnout.find, equal_shares.find,
         lambda case: coarse_shares.find(case, resamples=30)]  # fmt: skip
COUNTS = ("registered", "issued", "cast", "leader", "region", "territory", "row")


def shuffled(case, seed):
    return case.where(np.random.default_rng(seed).permutation(case.stations))


def recoded(case):
    """The same units, numbered from the other end."""
    return replace(
        case, regions=case.regions[::-1], territories=case.territories[::-1],
        region=len(case.regions) - 1 - case.region, territory=len(case.territories) - 1 - case.territory,
    )  # fmt: skip


def with_empty(case):
    """One more station, where nobody voted."""
    extra = dict(zip(COUNTS, (700, 0, 0, 0, 0, 0, case.stations)))
    return replace(case, **{name: np.append(getattr(case, name), extra[name]) for name in COUNTS})


@pytest.mark.parametrize("find", FINDS)
@settings(deadline=None, max_examples=5)
@given(seed=st.integers(0, 2**32 - 1))
def test_order_codes_and_empty_stations_change_nothing(find, seed):
    case = honest_election(300, voters=400, territories=20, seed=seed)
    want = find(case)
    for other in (shuffled(case, seed), recoded(case), with_empty(case), shuffled(with_empty(recoded(case)), seed)):
        found = find(other)
        for name in ("value", "low", "high"):
            a, b = getattr(found, name), getattr(want, name)
            assert a == (None if b is None else pytest.approx(b, rel=1e-9)), name
        assert (found.alarm, found.says) == (want.alarm, want.says)
        for name, table in want.tables.items():
            assert_frame_equal(found.tables[name], table)
