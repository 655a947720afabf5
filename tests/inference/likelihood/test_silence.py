"""A term for silence: half at half, and the two outcomes are all there are."""

from __future__ import annotations

import numpy as np
import pytest

from contested.ground.errors import InputError
from contested.inference.likelihood.silence import log_spoken


def test_half_is_spoken_of_half_the_time():
    X = np.array([[200.0, 50.0], [200.0, 0.0]])
    both = [log_spoken(X[:1, :1], np.array([s]), half=200)[0] for s in (True, False)]
    assert both == pytest.approx([np.log(0.5)] * 2)
    assert np.exp(log_spoken(X[:1], np.array([True, False]), 200, 1.0)) == pytest.approx([0.5 * 0.8])
    # nobody speaks of what did not happen
    assert log_spoken(X[1:, 1:], np.array([True]), 200)[0] == -np.inf
    assert log_spoken(X[1:, 1:], np.array([False]), 200)[0] == 0


def test_marks_that_do_not_fit_are_refused():
    with pytest.raises(InputError, match="one mark"):
        log_spoken(np.ones((2, 3)), np.array([True]), 10)
    with pytest.raises(InputError, match="above 0"):
        log_spoken(np.ones((2, 1)), np.array([True]), 0)
