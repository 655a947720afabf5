"""A run in a few numbers: sums of counts, means of shares by people."""

import numpy as np
import pytest

from contested.engine.model import Model, Observable
from contested.ensemble.summaries import summaries


def test_counts_are_added_up_and_shares_are_averaged_by_people():
    observables = (
        Observable("crowd", "person", "marched", ("place",)),
        Observable("fear", "share", "feared", ("place",)),
        Observable("told", "person", "told", ("segment",)),
        Observable("cells", "person", "held", ("place", "segment")),
    )
    model = Model("m", None, None, None, None, observables, {"place": ["a", "b"], "segment": ["x", "y"]})
    arrays = {
        "crowd": np.array([[1.0, 2], [3, 4], [1, 0]]),
        "fear": np.array([[0.0, 1], [1, 0], [0, 0]]),
        "told": np.array([[5.0, 6], [7, 8], [9, 1]]),
        "cells": np.arange(12.0).reshape(3, 2, 2),
    }
    found = summaries(model, arrays, np.array([3.0, 1.0]))
    assert (found["crowd.last"], found["crowd.max"], found["crowd.sum"]) == (1, 7, 11)
    assert (found["fear.last"], found["fear.max"]) == (0, 0.75)
    assert found["fear.mean"] == pytest.approx(1 / 3)
    assert (found["told[x].sum"], found["told[y].last"]) == (21, 1)
    assert (found["cells[x].last"], found["cells[y].max"]) == (8 + 10, 9 + 11)


def test_days_before_there_is_a_share_are_no_zeros_and_no_gap():
    """A share that is announced on day 1 of three; one that is never announced; one whose run ended after day 0."""
    names = ("announced", "silent", "ended")
    observables = tuple(Observable(name, "share", "of votes", ()) for name in names)
    arrays = {
        "announced": np.array([np.nan, 0.5, 0.7]), "silent": np.full(3, np.nan), "ended": np.array([0.2, 0.4, np.nan]),
    }  # fmt: skip
    found = summaries(Model("m", None, None, None, None, observables), arrays, None)
    assert (found["announced.mean"], found["announced.max"], found["announced.last"]) == (0.6, 0.7, 0.7)
    for name in ("silent", "ended"):
        assert np.isnan([found[f"{name}.{how}"] for how in ("mean", "max", "last")]).all()
