"""A claim lies in a band if they share a number, and quantiles count weights."""

from __future__ import annotations

import numpy as np
import pytest

from contested.inference.posterior import predictive_check
from contested.inference.posterior.predictive_check import overlaps, weighted_quantiles
from contested.studies.calibration import tables
from tests.inference.saying import ready, say


def test_what_was_said_lies_in_a_band_if_they_share_a_number():
    assert overlaps(100, np.inf, 20, 150), "at least 100"
    assert not overlaps(200, np.inf, 20, 150)
    assert overlaps(0, 30, 20, 150) and not overlaps(0, 10, 20, 150), "at most"
    assert overlaps(95, 105, 20, 150) and not overlaps(151, 160, 20, 150)


def test_weighted_quantiles_are_those_of_repeated_numbers():
    values, weight = np.array([3.0, 1.0, np.nan, 2.0]), np.array([1.0, 2.0, 5.0, 0.0])
    assert weighted_quantiles(values, weight, (0.5,))[0] == pytest.approx(np.interp(0.5, [1 / 3, 5 / 6], [1, 3]))
    assert np.isnan(weighted_quantiles(np.array([np.nan]), np.ones(1), (0.5,))[0])


@pytest.mark.parametrize("copies", [0, 30])
def test_copies_of_a_number_that_is_held_do_not_hide_one_that_is_not(copies):
    claims = ready(say(300), *[say(300)] * copies, say(40_000, by="Wire", side="media", day=1))
    figures = np.full((40, len(claims)), 300.0) * np.geomspace(0.5, 2, 40)[:, None]
    table = tables.claims(claims, figures, figures, np.full((40, len(claims.cells)), 300.0), False)
    assert table.height == 2 + copies, "the table lists all"
    whole = predictive_check.coverage(table).filter(indicator="", side="")
    assert whole.select("claims", "within", "bounded", "share", "share_bounded").row(0) == (2, 1, 2, 0.5, 0.5)
    assert predictive_check.pooled(table)["fitted"]["claims"] == 2
    assert predictive_check.shares(predictive_check.replayed(table, table)) == {"fitted": 0.5}
    for groups in (predictive_check.by_party(claims, figures), predictive_check.by_indicator(claims, figures)):
        assert sum(g.claims for g in groups) == 2
    old = table.drop("copy")
    assert predictive_check.of_table(old).claims == old.height, "an earlier version did not write which are copies"
