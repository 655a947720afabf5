"""Runs become members as often as their weights ask, and once at most."""

from __future__ import annotations

import numpy as np
import pytest
from benchmarks.smoother.starts import inclusion

from contested.ground.draws import normals


@pytest.mark.parametrize("spread", [0.01, 3.0, 4000.0])
@pytest.mark.parametrize("members", [1, 40, 119])
def test_every_run_is_a_member_once_at_most(spread, members):
    chance = inclusion(spread * normals(120, 5, 7), members)
    assert chance.sum() == pytest.approx(members) and (chance <= 1.0).all()


def test_the_likeliest_is_sure_and_the_others_share_what_is_left():
    assert inclusion(np.log([8.0, 1.0, 1.0, 2.0, 3.0]), 2) == pytest.approx([1.0, 1 / 7, 1 / 7, 2 / 7, 3 / 7])
