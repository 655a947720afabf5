"""Dated acts take effect on their date and not before, hold as long as they say, and never after the origin."""

from __future__ import annotations

import numpy as np
import pytest

from contested.nation.acts import ACT_KINDS, OF_DAYS, STANDING
from contested.nation.country import Unit
from contested.nation.params import NationParams
from contested.nation.plan import FIELDS, PHASES
from tests.nation.countries import act, place, small_world, with_country
from tests.nation.playing import Stage, play

TACTICS = NationParams().tactics
PAUSE, CONTAINMENT, HARDENING, CRACKDOWN = (
    TACTICS.row(name) for name in ("pause", "containment", "hardening", "crackdown")
)
DAILY = {
    "shutdown": "media_shutdown",
    "release": "detention_release",
    "concession": "incumbent_conceded",
    "defiance": "incumbent_defied",
    "rally": "incumbent_rallying",
    "non_recognition": "abroad_refused",
}
#: what the incumbent orders by rule, and the column that the order of the evening before sets
ORDERED = {
    "shutdown": "incumbent_shutdown",
    "release": "incumbent_release",
    "concession": "incumbent_offer",
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
#: each tested by itself
OTHERS = {"tactic", "leader_freed", "loan", "shock", "refusal"}


def _history(world, column, acts, days=10, origin=20):
    stage = Stage(with_country(world, acts=acts, origin=origin))
    return np.array([stage.play("acts", day=day)[column].flat[0] for day in range(days)])


def test_every_act_of_the_vocabulary_is_tested_here():
    elsewhere = {"call"}  # a series of the opposition, and no column of the day
    assert DAILY.keys() | LASTING.keys() | OTHERS | elsewhere == ACT_KINDS.keys()
    assert DAILY.keys() | {"tactic", "call"} == OF_DAYS and LASTING.keys() >= STANDING


@pytest.mark.parametrize("kind", DAILY)
def test_an_act_of_days_holds_from_its_first_to_its_last(town, kind):
    history = _history(town, DAILY[kind], (act(kind, 3, 0.4, until=5),))
    assert history.tolist() == [0, 0, 0, 0.4, 0.4, 0.4, 0, 0, 0, 0]


@pytest.mark.parametrize("kind", DAILY)
def test_an_act_of_days_ends_with_the_script(town, kind):
    stage = Stage(with_country(town, acts=(act(kind, 3, 0.4, until=9),), origin=5))
    seen = []
    for day in range(9):
        seen.append(stage.play("acts", day=day)[DAILY[kind]].flat[0])
        stage["incumbent_rallying"][:] = 0.0  # the evening's order for the morrow is another's
    assert seen == [0, 0, 0, 0.4, 0.4, 0.4, 0, 0, 0]


@pytest.mark.parametrize("kind", ORDERED)
def test_what_the_incumbent_orders_by_rule_is_done_only_after_the_origin(town, kind):
    """Up to it the script is the record of what was done, also of what was not."""
    stage = Stage(with_country(town, acts=(act(kind, 3, 0.4),), origin=5))
    stage[ORDERED[kind]][:] = 0.7
    seen = [stage.play("acts", day=day)[DAILY[kind]].flat[0] for day in range(9)]
    assert seen == [0, 0, 0, 0.4, 0, 0, 0.7, 0.7, 0.7]


def test_what_is_refused_is_refused_for_its_day_only(town):
    stage = Stage(with_country(town, origin=0))
    for column in ("incumbent_defied", "patron_lent_today", "abroad_refused"):
        stage[column][:] = 1.0
        stage.play("acts", day=3)
        assert stage[column][0] == 0.0


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


def test_a_tactic_holds_on_its_dates_and_the_others_are_the_incumbent_s_choice(town):
    acts = (act("tactic_crackdown", 1, 0.7, until=2), act("tactic_pause", 5, 1.0))
    stage = Stage(with_country(town, acts=acts, origin=20))
    rows, levels = [], []
    for day in range(8):
        stage["incumbent_tactic"][0] = HARDENING if day >= 4 else CONTAINMENT
        stage.play("acts", day=day)
        rows.append(int(stage["security_tactic"][0]))
        levels.append(float(stage["security_level"][0]))
    assert rows == [CONTAINMENT, CRACKDOWN, CRACKDOWN, CONTAINMENT, HARDENING, PAUSE, HARDENING, HARDENING]
    assert levels == [1.0, 0.7, 0.7, 1.0, 1.0, 1.0, 1.0, 1.0]


def test_on_days_without_a_scripted_tactic_forces_do_what_was_ordered_the_evening_before(town):
    """From the first day, and past the origin: the script overrides the rule on its dates and nowhere else."""
    world = with_country(town, mechanism="ordered", origin=12, days=25, acts=(
        *(act("call_march", day) for day in range(1, 13)), act("tactic_crackdown", 5, 1.0, until=6),
        act("tactic_pause", 9), act("tactic_pause", 14),
    ))  # fmt: skip
    ordered, done = [], []

    def note(_, state):
        ordered.append(int(state["incumbent_tactic"][0]))
        done.append(int(state["security_tactic"][0]))

    play(world, each_day=note, settings={"street.cost": 0.6, "incumbent.review": 1.0})
    assert len(set(ordered)) > 1
    for day in range(1, 25):
        scripted = {5: CRACKDOWN, 6: CRACKDOWN, 9: PAUSE}
        assert done[day] == scripted.get(day, ordered[day - 1]), day


def test_the_tactic_in_force_at_the_origin_is_what_the_incumbent_goes_on_from(town):
    """Where nothing is reviewed, the calendar's last tactic goes on, whatever the rule wanted before; one for a single
    place is no order for the country."""
    world = small_world(places=(place("A"), place("B")))
    for last, expected in ((act("tactic_crackdown", 3, 1.0, until=5), CRACKDOWN),
                           (act("tactic_crackdown", 3, 1.0, until=5, place=1), CONTAINMENT)):  # fmt: skip
        country = with_country(world, acts=(last,), origin=5, days=15)
        done = []
        play(country, each_day=lambda _, state, done=done: done.append(int(state["security_tactic"][0])),
             settings={"incumbent.review": 0.0})  # fmt: skip
        assert set(done[6:]) == {expected}


def test_an_act_in_one_place_leaves_the_others():
    world = small_world(places=(place("A"), place("B")))
    stage = Stage(with_country(world, acts=(
        act("tactic_crackdown", 0, 0.6, place=1), act("shutdown", 0, 0.3, place=0), act("shock", 0, 0.2, place=1),
    )))  # fmt: skip
    stage.play("acts")
    assert stage["security_tactic"].tolist() == [CONTAINMENT, CRACKDOWN]
    assert stage["security_level"].tolist() == [1.0, 0.6]
    assert stage["media_shutdown"].tolist() == [0.3, 0.0]
    assert stage["citizens_shock"].tolist() == [0.0, 0.2]


def test_of_two_acts_of_days_the_stronger_counts(town):
    weak, strong = act("shutdown", 1, 0.4), act("shutdown", 1, 0.7)
    for acts in ((weak, strong), (strong, weak)):
        assert _history(town, "media_shutdown", acts)[1] == 0.7


def test_a_shock_adds_to_what_people_resent_and_is_forgotten_by_halves(town):
    half = NationParams().citizens.shock_half_life
    history = _history(town, "citizens_shock", (act("shock", 2, 0.3), act("shock", 5, 0.5)), days=60, origin=59)
    left = 0.5 ** (1 / half)
    assert history[:2].tolist() == [0, 0]
    assert history[2] == pytest.approx(0.3)
    assert history[4] == pytest.approx(0.3 * left**2)
    assert history[5] == pytest.approx(0.3 * left**3 + 0.5)
    assert history[5 + int(half)] == pytest.approx(history[5] / 2)


def test_all_shocks_of_a_country_have_one_factor(town):
    world = with_country(town, acts=(act("shock", 2, 0.3), act("shock", 2, 0.1)))
    for size in (0.0, 1.0, 2.5):
        stage = Stage(world, {"citizens.shock_size": size})
        stage.play("acts", day=2)
        assert stage["citizens_shock"] == pytest.approx(0.4 * size)


def test_a_shock_happens_once_and_none_after_the_origin(town):
    once = _history(town, "citizens_shock", (act("shock", 2, 0.3),))
    assert (_history(town, "citizens_shock", (act("shock", 2, 0.3, until=6),)) == once).all()
    assert not _history(town, "citizens_shock", (act("shock", 6, 0.3),), origin=5).any()


def test_a_shock_brings_people_out_who_would_have_stayed_at_home(town):
    marches = tuple(act("call_march", day, 0.5) for day in range(1, 6))
    calm, upset = (
        play(with_country(town, acts=acts), days=6, settings={"forms.march.deniable": 0.0})
        for acts in (marches, (*marches, act("shock", 3, 1.0)))
    )
    assert (calm.numbers["crowd"][:3] == upset.numbers["crowd"][:3]).all()
    assert upset.total("crowd")[3] > calm.total("crowd")[3] + 100


@pytest.mark.parametrize(
    ("kind", "column"),
    [("sanctions", "abroad_sanctioned"), ("loan", "patron_lent_today"), ("aid", "abroad_aid"),
     ("strike_fund", "opposition_fund"), ("shock", "citizens_shock")],
)
def test_two_sums_on_a_day_add_up(town, kind, column):
    assert _history(town, column, (act(kind, 1, 30.0), act(kind, 1, 12.0)))[1] == 42.0


def test_a_loan_is_lent_once_however_long_its_row_says(town):
    assert _history(town, "patron_lent_today", (act("loan", 3, 30.0, until=6),)).tolist() == [0] * 3 + [30] + [0] * 6


def test_forces_of_a_place_or_all_refuse_from_the_date_of_the_act():
    units = (Unit("omon", "riot_police", -1, 99, 1.0), Unit("a", "police", 0, 99, 1.0), Unit("b", "police", 1, 9, 1.0))
    world = small_world(places=(place("A"), place("B")), units=units)

    def refusing(*acts, day=3):
        stage = Stage(with_country(world, acts=acts))
        for d in range(day + 1):
            stage.play("acts", day=d)
        return stage

    assert refusing(act("refusal", 4, 0.5))["security_refusing"].tolist() == [0, 0, 0]
    there = refusing(act("refusal", 3, 0.5, place=1))
    assert there["security_refusing"].tolist() == [0, 0, 0.5]
    start = Stage(world)["security_loyalty"]
    assert (there["security_loyalty"][:2] == start[:2]).all() and there["security_loyalty"][2] < start[2]
    assert refusing(act("refusal", 3, 0.5))["security_refusing"].tolist() == [0.5, 0.5, 0.5]
    assert refusing(act("refusal", 3, 0.0))["security_loyalty"].tolist() == start.tolist()
    # loyalty moves on from where the act left it: what is seen is the same the evening after
    stage = refusing(act("refusal", 3, 1.0)).play("force_loyalty", day=3)
    assert (stage["security_refusing"] > 0.5).all()


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
    assert teaching.country.calls and len(stage["call_until"]) == 0
    for day in range(teaching.country.origin + 1):
        stage.day(day)
        assert stage["opposition_today"].sum() == 0
    assert stage["abroad_sanctioned"][0] == stage["opposition_council"][0] == 0
    assert stage["patron_reserve"].sum() == 0 or stage["patron_guarantee"][0] > 0


def test_the_script_writes_every_column_that_an_act_moves():
    script = next(p for p in PHASES if p.subsystem == "script")
    names = {f.name for f in FIELDS}
    assert set(script.writes) <= names
    moved = {
        *DAILY.values(), *(c for c, _ in LASTING.values()),
        "security_tactic", "security_level", "opposition_free", "patron_lent_today", "citizens_shock",
        "security_loyalty", "security_refusing", "incumbent_tactic", "citizens_shocked",
    }
    assert moved == set(script.writes)
