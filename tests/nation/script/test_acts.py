"""Dated acts take effect on their date and not before, hold as long as they say, and never after the origin."""

from __future__ import annotations

import numpy as np
import pytest

from contested.nation.acts import ACT_KINDS
from contested.nation.codes import CONTAINMENT, CRACKDOWN, PAUSE
from contested.nation.plan import FIELDS, PHASES
from tests.nation.countries import act, place, small_world, with_country
from tests.nation.playing import Stage

DAILY = {
    "call_march": "opposition_march",
    "call_strike": "opposition_strike",
    "shutdown": "media_shutdown",
    "release": "detention_release",
    "concession": "incumbent_conceded",
    "defiance": "incumbent_defied",
    "non_recognition": "abroad_refused",
}
LASTING = {
    "leader_jailed": ("opposition_jailed", 3.0),
    "leader_exiled": ("opposition_exiled", 3.0),
    "council_formed": ("opposition_council", 1.0),
    "strike_fund": ("opposition_fund", 3.0),
    "guarantee": ("patron_guarantee", 3.0),
    "reserve": ("patron_reserve", 3.0),
    "sanctions": ("abroad_sanctioned", 3.0),
    "mediation": ("abroad_mediation", 3.0),
    "aid": ("abroad_aid", 3.0),
}


def _history(world, column, acts, days=10, origin=20):
    stage = Stage(with_country(world, acts=acts, origin=origin))
    return np.array([stage.play("acts", day=day)[column].flat[0] for day in range(days)])


def test_every_act_of_the_vocabulary_is_tested_here():
    tactics = {k for k in ACT_KINDS if k.startswith("tactic_")}
    assert DAILY.keys() | LASTING.keys() | tactics | {"leader_freed", "loan"} == ACT_KINDS.keys()


@pytest.mark.parametrize("kind", DAILY)
def test_an_act_of_days_holds_from_its_first_to_its_last(town, kind):
    history = _history(town, DAILY[kind], (act(kind, 3, 0.4, until=5),))
    assert history.tolist() == [0, 0, 0, 0.4, 0.4, 0.4, 0, 0, 0, 0]


@pytest.mark.parametrize("kind", DAILY)
def test_an_act_of_days_ends_with_the_script(town, kind):
    stage = Stage(with_country(town, acts=(act(kind, 3, 0.4, until=9),), origin=5))
    seen = []
    for day in range(9):
        if day > 5:  # what policies would set is theirs, not the script's
            stage[DAILY[kind]][:] = 0.0
        seen.append(stage.play("acts", day=day)[DAILY[kind]].flat[0])
    assert seen == [0, 0, 0, 0.4, 0.4, 0.4, 0, 0, 0]


@pytest.mark.parametrize("kind", LASTING)
def test_an_act_that_lasts_happens_once(town, kind):
    column, level = LASTING[kind]
    history = _history(town, column, (act(kind, 3, 3.0, until=6),))
    assert (history[:3] == history[0]).all()
    assert history[0] != level
    assert (history[3:] == level).all()


@pytest.mark.parametrize("kind", LASTING)
def test_an_act_after_the_origin_does_not_happen(town, kind):
    column, _ = LASTING[kind]
    history = _history(town, column, (act(kind, 6, 3.0),), origin=5)
    assert (history == history[0]).all()


def test_a_tactic_holds_until_the_next_one(town):
    acts = (act("tactic_crackdown", 1, 0.7, until=2), act("tactic_pause", 5, 1.0))
    assert _history(town, "security_tactic", acts).tolist() == [CONTAINMENT] + [CRACKDOWN] * 4 + [PAUSE] * 5
    assert _history(town, "security_level", acts).tolist() == [1.0] + [0.7] * 4 + [1.0] * 5


def test_an_act_in_one_place_leaves_the_others(town):
    world = small_world(places=(place("A"), place("B")))
    stage = Stage(with_country(world, acts=(act("call_march", 0, 0.6, place=1), act("shutdown", 0, 0.3, place=0))))
    stage.play("acts")
    assert stage["opposition_march"].tolist() == [0.0, 0.6]
    assert stage["media_shutdown"].tolist() == [0.3, 0.0]


def test_of_two_calls_on_a_day_the_stronger_counts(town):
    weak, strong = act("call_march", 1, 0.4), act("call_march", 1, 0.7)
    for acts in ((weak, strong), (strong, weak)):
        assert _history(town, "opposition_march", acts)[1] == 0.7


@pytest.mark.parametrize(
    ("kind", "column"),
    [("sanctions", "abroad_sanctioned"), ("loan", "patron_lent_today"), ("aid", "abroad_aid"),
     ("strike_fund", "opposition_fund")],
)
def test_two_sums_on_a_day_add_up(town, kind, column):
    assert _history(town, column, (act(kind, 1, 30.0), act(kind, 1, 12.0)))[1] == 42.0


def test_a_loan_is_lent_once_however_long_its_row_says(town):
    assert _history(town, "patron_lent_today", (act("loan", 3, 30.0, until=6),)).tolist() == [0] * 3 + [30] + [0] * 6


def test_leaders_are_conserved_and_nobody_is_jailed_twice(town):
    acts = (
        act("leader_jailed", 1, 8), act("leader_exiled", 2, 7), act("leader_freed", 3, 100), act("leader_jailed", 4, 2)
    )
    stage = Stage(with_country(town, acts=acts))
    seen = []
    for day in range(5):
        stage.play("acts", day=day)
        seen.append(tuple(int(stage[f"opposition_{where}"][0]) for where in ("free", "jailed", "exiled")))
    # exile takes the four still free, then three of the jailed; of whom five are left to be freed
    assert seen == [(12, 0, 0), (4, 8, 0), (0, 5, 7), (5, 0, 7), (3, 2, 7)]


def test_acts_of_a_subsystem_left_out_are_left_out_with_it(teaching):
    stage = Stage(teaching, without=("opposition", "abroad"))
    for day in range(teaching.country.origin + 1):
        stage.play("acts", day=day)
        assert stage["opposition_march"].sum() == 0
    assert stage["abroad_sanctioned"][0] == stage["opposition_council"][0] == 0
    assert stage["patron_reserve"].sum() == 0 or stage["patron_guarantee"][0] > 0


def test_the_script_writes_every_column_that_an_act_moves():
    script = next(p for p in PHASES if p.subsystem == "script")
    names = {f.name for f in FIELDS}
    assert set(script.writes) <= names
    moved = {
        *DAILY.values(), *(c for c, _ in LASTING.values()),
        "security_tactic", "security_level", "opposition_free", "patron_lent_today",
    }
    assert moved == set(script.writes)
