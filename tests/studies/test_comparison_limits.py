"""What an ensemble cannot tell of a difference, in words that hold for differences of nothing too."""

from __future__ import annotations

import numpy as np
import polars as pl

from contested.studies.comparison.limits import limits

PAIRS = 24


def told(difference: np.ndarray, indicator: str = "crowd.sum") -> list[str]:
    """The sentences about one indicator, of members that match the claims equally well."""
    pairs = list(range(PAIRS))
    members = pl.DataFrame({"pair": pairs, "member": pairs, "misfit": [1.0] * PAIRS, "weight": [1 / PAIRS] * PAIRS})
    tidy = pl.DataFrame({"pair": pairs, "indicator": [indicator] * PAIRS, "difference": difference})
    return limits(members, tidy)


def test_a_change_that_moves_no_leading_indicator_is_an_answer_and_no_error():
    for unmoved in (told(np.zeros(PAIRS)), told(np.ones(PAIRS), "released.sum")):
        assert len(unmoved) == 2 and "differs in any pair" in unmoved[1]


def test_members_that_disagree_on_the_sign_are_named_with_their_shares():
    sign = np.where(np.arange(PAIRS) % 4 == 0, -100.0, 100.0)
    assert any("more in 75 %, less in 25 %" in text for text in told(sign))
    assert not any("disagree" in text for text in told(np.abs(sign)))
