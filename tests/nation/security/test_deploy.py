"""Where officers are, and how hard they work."""

from __future__ import annotations

import numpy as np
import pytest

from contested.nation.codes import CRACKDOWN, TACTICS
from contested.nation.country import Unit
from tests.nation.countries import place, small_world
from tests.nation.playing import Stage


@pytest.fixture(scope="module")
def two():
    return small_world(
        places=(place("A"), place("B")),
        units=(Unit("omon", "riot police", -1, 1000, 0.8), Unit("police b", "police", 1, 200, 0.5)),
    )


def _officers(two, crowd, refusing=0.0):
    stage = Stage(two)
    stage["street_crowd"][:] = crowd
    stage["security_refusing"][:] = refusing
    return stage.play("deployment")["security_officers"].copy()


def test_local_police_stay_and_mobile_forces_go_where_the_crowd_is(two):
    assert _officers(two, [3000, 1000]) == pytest.approx([600, 200 + 100])


def test_without_a_crowd_mobile_forces_stay_in_barracks(two):
    assert _officers(two, [0, 0]) == pytest.approx([0, 100])


def test_officers_who_refuse_are_not_there(two):
    assert _officers(two, [1000, 0], refusing=[0.25, 1.0]) == pytest.approx([600, 0])


def test_a_deserted_place_of_a_crowded_country_keeps_only_its_police(two):
    assert _officers(two, [1000, 0]).sum() == pytest.approx(1000 * 0.8 + 100)


@pytest.mark.parametrize("tactic", range(1, len(TACTICS)))
def test_effort_is_that_of_the_tactic_times_its_level(two, tactic):
    stage = Stage(two)
    stage["security_tactic"][:] = tactic
    stage["security_level"][:] = [1.0, 0.5]
    stage.play("deployment")
    name = TACTICS[tactic]
    effort = getattr(stage.params.security, f"effort_{name}")
    violence = getattr(stage.params.security, f"violence_{name}")
    assert stage["security_effort"] == pytest.approx([effort, effort / 2])
    assert stage["security_violence"] == pytest.approx([violence, violence / 2])


def test_violence_has_a_ceiling(two):
    stage = Stage(two)
    stage["security_tactic"][:] = CRACKDOWN
    stage["security_level"][:] = 3.0
    stage.play("deployment")
    assert stage["security_effort"] == pytest.approx([3.0, 3.0])
    assert (stage["security_violence"] == 1.0).all()


def test_a_country_without_forces_can_be_played():
    stage = Stage(small_world(units=()))
    stage["street_crowd"][:] = 100
    stage.play("deployment", "policing", "force_loyalty", "patron", "incumbent", "outcome", day=25)
    assert stage["security_officers"].sum() == 0
    assert np.isfinite(stage["patron_guarantee"][0])
    assert np.isfinite(stage["security_level"]).all()
    assert np.isfinite(stage["outcome_hazard"]).all()
