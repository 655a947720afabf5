"""Where officers are, how hard they work, and whom they keep from coming together."""

from __future__ import annotations

import numpy as np
import pytest

from contested.nation.country import Unit
from contested.nation.kinds import TACTIC_ROWS
from contested.rules.contact import denied
from tests.nation.countries import act, place, series, small_world, with_country
from tests.nation.playing import Stage, play


@pytest.fixture(scope="module")
def two():
    return small_world(
        places=(place("A"), place("B")),
        units=(Unit("omon", "riot_police", -1, 1000, 0.8), Unit("police b", "police", 1, 200, 0.5)),
    )


def _deployed(world, expected, day=0, settings=None, **columns):
    """Where a call of full strength lets forces expect crowds of these sizes."""
    stage = Stage(world, settings)
    stage["opposition_call"][:] = 1.0
    stage["media_turnout"][:] = np.array(expected, float)[:, None]
    for name, value in columns.items():
        stage[name][:] = value
    return stage.play("deployment", day=day)


def _officers(world, expected, **columns):
    return _deployed(world, expected, **columns)["security_officers"].copy()


def test_local_police_stay_and_mobile_forces_go_where_a_crowd_is_expected(two):
    assert _officers(two, [3000, 1000]) == pytest.approx([600, 200 + 100])


def test_where_nothing_is_expected_mobile_forces_stay_in_barracks(two):
    assert _officers(two, [0, 0]) == pytest.approx([0, 100])


def test_officers_who_refuse_are_not_there(two):
    assert _officers(two, [1000, 0], security_refusing=[0.25, 1.0]) == pytest.approx([600, 0])


def test_a_deserted_place_of_a_crowded_country_keeps_only_its_police(two):
    assert _officers(two, [1000, 0]).sum() == pytest.approx(1000 * 0.8 + 100)


def test_forces_expect_what_the_call_leads_people_to_expect(two):
    """A call half as strong is expected to bring half as many; of two segments forces read what the larger says."""
    stage = _deployed(two, [1000, 1000], opposition_call=np.array([[0.5, 0.2], [0.1, 0.1]]))
    assert stage["security_officers"] == pytest.approx([800 * 5 / 6, 800 / 6 + 100])


def test_officers_go_to_the_square_and_not_to_where_its_marchers_live(two):
    assert _officers(two, [1000, 3000], street_venue=[0, 0]) == pytest.approx([800, 100])
    assert _officers(two, [1000, 3000], street_venue=[1, 1]) == pytest.approx([0, 900])


@pytest.mark.parametrize("tactic", TACTIC_ROWS)
def test_effort_is_that_of_the_tactic_times_its_level(two, tactic):
    stage = Stage(two)
    row = stage.params.tactics[tactic]
    stage["security_tactic"][:] = stage.params.tactics.row(tactic)
    stage["security_level"][:] = [1.0, 0.5]
    stage["opposition_call"][:] = 1.0
    stage["security_refusing"][:] = [0.0, 1.0]  # riot police alone: violence as the tactic has it
    stage.play("deployment")
    assert stage["security_effort"] == pytest.approx([row.effort, row.effort / 2])
    assert stage["security_violence"] == pytest.approx([row.violence, row.violence / 2])


def test_forces_that_doubt_try_less_hard_and_are_there_all_the_same(two):
    row = TACTIC_ROWS["hardening"]
    riot, police = (Stage(two).params.forces[kind].loyalty for kind in ("riot_police", "police"))
    loyal, doubting = (
        _deployed(two, [1000, 1000], security_tactic=TACTIC_ROWS.row("hardening"), security_loyalty=level)
        for level in ([riot, police], [riot / 2, police / 4])
    )
    assert loyal["security_effort"] == pytest.approx([row.effort, row.effort])
    # 400 riot police each; 100 police in the second place alone
    assert doubting["security_effort"] == pytest.approx([row.effort / 2, row.effort * (400 / 2 + 100 / 4) / 500])
    assert (doubting["security_officers"] == loyal["security_officers"]).all()
    assert (doubting["security_denial"] <= loyal["security_denial"]).all()


def test_where_no_officer_is_the_order_stands(two):
    stage = _deployed(two, [1000, 0], security_tactic=TACTIC_ROWS.row("hardening"), security_loyalty=0.1,
                      security_refusing=[0.0, 1.0])  # fmt: skip
    assert stage["security_effort"][1] == pytest.approx(TACTIC_ROWS["hardening"].effort)


def test_violence_has_a_ceiling(two):
    stage = _deployed(two, [1000, 1000], security_tactic=TACTIC_ROWS.row("crackdown"), security_level=3.0)
    assert stage["security_effort"] == pytest.approx([3.0, 3.0])
    assert (stage["security_violence"] == 1.0).all()


def test_each_kind_of_force_counts_for_its_own_arrests_and_violence(two):
    stage = _deployed(two, [1000, 1000], security_tactic=TACTIC_ROWS.row("hardening"))
    kinds, violence = stage.params.forces, stage.params.tactics["hardening"].violence
    riot, police = kinds["riot_police"], kinds["police"]
    assert stage["security_officers"] == pytest.approx([400, 400 + 100])
    assert stage["security_capacity"] == pytest.approx([400 * riot.arrests, 400 * riot.arrests + 100 * police.arrests])
    mean = (400 * riot.violence + 100 * police.violence) / 500
    assert stage["security_violence"] == pytest.approx([violence * riot.violence, violence * mean])


def test_what_is_denied_follows_officers_effort_and_the_crowd_expected(two):
    stage = _deployed(
        two, [3000, 1000], security_tactic=TACTIC_ROWS.row("hardening"), opposition_deniable=[0.9, 0.4]
    )
    half = stage.params.security.denial_half
    assert stage["security_denial"] == pytest.approx(
        [denied(3000, 600 * 0.35, half, 0.9), denied(1000, 300 * 0.35, half, 0.4)]
    )
    assert (stage["security_denial"] > 0.1).all()


def test_forces_that_refuse_deny_nothing(two):
    stage = _deployed(two, [3000, 1000], security_refusing=1.0, opposition_deniable=0.9)
    assert stage["security_denial"].tolist() == [0.0, 0.0]


@pytest.mark.parametrize(("setting", "few", "many"), [("officers", 20, 2000), ("level", 0.1, 3.0)])
def test_more_officers_or_more_effort_make_a_smaller_crowd_today(setting, few, many):
    """Denial comes before dispersal: those kept apart today did not come today."""
    crowds = []
    for x in (few, many):
        units = (Unit("riot police", "riot_police", -1, x if setting == "officers" else 200, 1.0),)
        world = small_world(units=units, mechanism="ordered", acts=(
            series("march", 1, level=0.8), act("tactic_hardening", 1, x if setting == "level" else 1.0),
        ))  # fmt: skip
        crowds.append(play(world, days=2, settings={"street.cost": 0.6, "opposition.spread": 0.0}).total("crowd")[1])
    assert crowds[1] < 0.8 * crowds[0]


def test_a_district_gathering_is_hardly_denied_where_a_march_is(town):
    """The same call and the same officers; only the form differs."""
    crowds = {}
    for form in ("march", "district"):
        world = with_country(town, mechanism="ordered", acts=(
            series(form, 1, level=0.5), act("tactic_crackdown", 1),
        ))  # fmt: skip
        crowds[form] = play(world, days=2, settings={"street.cost": 0.6, "opposition.spread": 0.0}).total("crowd")[1]
    assert crowds["district"] > 2 * crowds["march"]


def test_a_country_without_forces_can_be_played():
    stage = Stage(small_world(units=()))
    stage["street_crowd"][:] = 100
    stage["opposition_call"][:] = 1.0
    stage.play("deployment", "policing", "force_loyalty", "patron", "incumbent", "outcome", day=25)
    assert stage["security_officers"].sum() == stage["security_denial"].sum() == 0
    for column in ("patron_guarantee", "security_level", "security_violence", "incumbent_control", "outcome_hazard"):
        assert np.isfinite(stage[column]).all(), column
