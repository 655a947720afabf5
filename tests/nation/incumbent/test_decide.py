"""What the day does to the incumbent, and what they therefore order for tomorrow."""

from __future__ import annotations

import numpy as np
import pytest

from contested.ground.exact import exp
from contested.nation.country import Unit
from contested.nation.incumbent import IncumbentParams
from contested.nation.incumbent.decide import DEPTH
from contested.nation.params import NationParams
from tests.laws import assert_chance
from tests.nation.countries import act, small_world, with_country
from tests.nation.playing import Stage, both_arms, play

PARAMS = IncumbentParams()
TACTICS = NationParams().tactics
PAUSE = TACTICS.row("pause")


def _day(town, day=0, settings=None, **columns):
    stage = Stage(town, settings)
    for name, value in columns.items():
        stage[name][:] = value
    return stage.play("incumbent", day=day)


def test_concessions_defiance_and_refused_recognition_move_legitimacy_as_declared(town):
    start = PARAMS.legitimacy
    assert _day(town, incumbent_conceded=0.5)["incumbent_legitimacy"][0] == pytest.approx(start + 0.5 * 0.1)
    assert _day(town, incumbent_defied=0.5)["incumbent_legitimacy"][0] == pytest.approx(start - 0.5 * 0.03)
    assert _day(town, abroad_refused=0.5)["incumbent_legitimacy"][0] == pytest.approx(start - 0.5 * 0.05)


def test_legitimacy_stays_a_share(town):
    stage = Stage(town)
    for column, end in (("incumbent_conceded", 1.0), ("incumbent_defied", 0.0)):
        for _ in range(60):
            stage["incumbent_conceded"][:] = stage["incumbent_defied"][:] = 0.0
            stage[column][:] = 1.0
            stage.play("incumbent")
        assert stage["incumbent_legitimacy"][0] == end


@pytest.mark.parametrize(
    ("column", "value", "change"), [("patron_lent_today", 500.0, 500.0), ("workplaces_lost", 10.0, -4.0)]
)
def test_the_treasury_takes_loans_and_loses_the_tax_of_strikes(town, column, value, change):
    stage = _day(town, **{column: value})
    assert stage["incumbent_treasury"][0] - PARAMS.treasury == pytest.approx(change, rel=1e-9)


def test_a_loan_raises_the_treasury_from_its_day_on(town):
    plain = play(town, days=8).numbers["treasury"]
    lent = play(with_country(town, acts=(act("loan", 3, 500.0),)), days=8).numbers["treasury"]
    assert (lent[:3] == plain[:3]).all()
    assert lent[3:] - plain[3:] == pytest.approx(500.0)


def test_a_crowd_and_its_threat_are_remembered_by_halves(town):
    half = int(PARAMS.threat_half_life)
    stage = _day(town, street_crowd=200.0)  # 1 % of the people: half of the largest threat
    assert stage["incumbent_threat"][0] == 0.5
    stage["street_crowd"][:] = 0.0
    for day in range(1, half + 1):
        stage.play("incumbent", day=day)
    assert stage["incumbent_crowd"][0] == pytest.approx(100.0)
    assert stage["incumbent_threat"][0] == pytest.approx(1 / 3)  # half a per cent of the people


def test_strikes_threaten_as_crowds_do(town):
    assert _day(town, workplaces_by_place=200.0)["incumbent_threat"][0] == 0.5


def test_control_is_lost_to_a_crowd_that_outnumbers_officers_and_half_lost_where_declared(town):
    officers = 200 * 0.8 + 100 * 0.5
    at_half = _day(town, street_crowd=officers / PARAMS.control)
    assert at_half["incumbent_control"][0] == pytest.approx(0.5)
    assert _day(town, street_crowd=0.0)["incumbent_control"][0] == 1.0
    assert _day(town, street_crowd=19_000.0)["incumbent_control"][0] < 0.05
    assert _day(town, street_crowd=100.0, security_refusing=1.0)["incumbent_control"][0] == 0.0


def test_a_false_result_is_a_threat_foreseen_from_the_eve_of_its_announcement(town):
    """Who falsified knows by how much; after the announcement the street says."""
    def threats(mechanism, **country):
        stage = Stage(with_country(town, election_day=4, announcement_day=6, mechanism=mechanism, **country))
        levels = []
        for day in range(9):
            stage.play("vote", "protocols", "announcement", day=day)
            stage["incumbent_threat"][0] = 0.0
            levels.append(float(stage.play("incumbent", day=day)["incumbent_threat"][0]))
        added = stage["election_official"][0] - stage["election_true_share"][0]
        return levels, added

    levels, added = threats("ordered")
    assert added > 0.2
    assert levels == pytest.approx([0.0] * 4 + [PARAMS.alarm * added] * 3 + [0.0] * 2)
    assert threats("none")[0] == [0.0] * 9


def _orders(town, column, days=400, settings=None, start=1, **columns):
    """What is ordered on many evenings alike."""
    stage = Stage(town, settings)
    before = {name: stage[name].copy() for name in stage.state if name.startswith("incumbent_")}
    seen = []
    for day in range(start, start + days):
        for name, value in before.items():
            stage[name][:] = value
        for name, value in columns.items():
            stage[name][:] = value
        stage.play("incumbent", day=day)
        seen.append(float(stage[column][0]))
    return np.array(seen), stage


@pytest.mark.parametrize(("review", "reviews"), [(0.2, 0.2 + 0.8 * 0.5), (1.0, 1.0)])
def test_tactics_are_ordered_as_often_as_the_rule_says(town, review, reviews):
    """At a threat that rose from none to half of the largest, without control to spare, and containment yesterday."""
    seen, stage = _orders(town, "incumbent_tactic", settings={"incumbent.review": review}, street_crowd=200.0,
                          days=3000)  # fmt: skip
    assert stage["incumbent_threat"][0] == pytest.approx(0.5)
    wanted = stage["incumbent_wanted"][0]
    control = stage["incumbent_control"][0]
    leaning = 0.5 + 0.5 * stage["patron_guarantee"][0]
    assert wanted == pytest.approx((PARAMS.vigilance + PARAMS.policy_hardness * 0.5 * leaning) * control)
    efforts = TACTICS.column("effort")
    utility = -0.5 * ((np.sqrt(efforts) - np.sqrt(wanted)) / PARAMS.width) ** 2
    chance = reviews * np.exp(utility) / np.exp(utility).sum()
    chance[TACTICS.row("containment")] += 1.0 - reviews
    for row in range(len(TACTICS)):
        assert_chance(int((seen == row).sum()), len(seen), chance[row], detects=0.12)


def test_force_is_held_back_where_control_is_lost(town):
    """A small crowd is met with force, the same officers hold back before one that fills the town."""
    settings = {"incumbent.review": 1.0, "incumbent.control_sharpness": 4.0}
    lost, stage = _orders(town, "incumbent_tactic", settings=settings, street_crowd=19_000.0)
    assert stage["incumbent_threat"][0] > 0.9
    assert (lost == PAUSE).mean() > 0.95
    met, _ = _orders(town, "incumbent_tactic", settings=settings, street_crowd=300.0)
    assert (met == PAUSE).mean() < 0.05


def test_those_in_custody_are_let_go_only_while_forces_hold_back(town):
    lost = {"street_crowd": 19_000.0, "settings": {"incumbent.review": 1.0}}
    tactic, _ = _orders(town, "incumbent_tactic", **lost)
    let_go, _ = _orders(town, "incumbent_release", **lost)
    assert 0.1 < (tactic == PAUSE).mean() < 0.9
    assert (let_go == np.where(tactic == PAUSE, PARAMS.policy_release, 0.0)).all()


def test_connectivity_is_cut_the_more_often_and_the_deeper_the_more_force_is_wanted(town):
    for crowd in (100.0, 300.0):
        cut, stage = _orders(town, "incumbent_shutdown", street_crowd=crowd, days=2000)
        hard = min(1.0, stage["incumbent_wanted"][0])
        assert set(np.unique(cut).tolist()) == {0.0, DEPTH * hard}
        assert_chance(int((cut > 0).sum()), len(cut), PARAMS.policy_shutdown * hard, detects=0.14)


@pytest.mark.parametrize(("elite", "crowd"), [(1.0, 0.0), (0.0, 0.0)])
def test_a_quiet_street_is_offered_nothing(town, elite, crowd):
    offered, _ = _orders(town, "incumbent_offer", elite_mean=elite, street_crowd=crowd)
    assert not offered.any()


def test_concessions_are_offered_as_often_as_declared_under_threat_without_control_or_a_loyal_elite(town):
    settings = {"incumbent.policy_concession": 0.5}
    for elite in (0.0, 1.0):
        offered, stage = _orders(
            town, "incumbent_offer", settings=settings, elite_mean=elite, street_crowd=2000.0, days=1500
        )
        pressed = stage["incumbent_threat"][0] * (1 - stage["incumbent_control"][0] * elite)
        assert set(np.unique(offered).tolist()) == {0.0, PARAMS.concession_size}
        assert_chance(int((offered > 0).sum()), 1500, 0.5 * pressed, detects=0.17)


def test_a_tactic_after_which_fewer_came_is_learned_to_work(town):
    for crowd, gain in ((100.0, 0.5), (400.0, -1.0), (200.0, 0.0), (5000.0, -1.0)):
        stage = Stage(town)
        stage["security_tactic"][:] = TACTICS.row("hardening")
        stage["incumbent_crowd"][:] = 200.0
        stage["incumbent_success"][:] = 0.5
        stage["street_crowd"][:] = crowd
        stage.play("incumbent", day=3)
        learned = np.full(len(TACTICS), 0.5)
        learned[TACTICS.row("hardening")] += PARAMS.learning * (gain - 0.5)
        assert stage["incumbent_success"] == pytest.approx(learned)


def test_what_worked_is_ordered_more_often_and_by_how_much_is_declared(town):
    plain, _ = _orders(town, "incumbent_tactic", street_crowd=200.0, days=2000)
    row = TACTICS.row("crackdown")
    success = np.zeros(len(TACTICS))
    success[row] = 1.0
    taught, stage = _orders(
        town, "incumbent_tactic", street_crowd=200.0, days=2000, incumbent_success=success,
        settings={"incumbent.learning": 0.0},
    )
    odds = [(x == row).mean() / (x != row).mean() for x in (plain, taught)]
    assert odds[1] / odds[0] == pytest.approx(exp(PARAMS.lesson), rel=0.5)
    assert (stage["incumbent_success"] == success).all()


def test_forces_count_by_their_officers():
    """A large loyal force is leant on, however many small ones refuse."""
    units = (Unit("army", "army", -1, 9000, 1.0), *(Unit(f"u{k}", "police", -1, 10, 1.0) for k in range(9)))
    world = small_world(units=units)

    def wanted(refusing):
        stage = Stage(world)
        stage["street_crowd"][:] = 5000.0
        stage["security_refusing"][:] = refusing
        return stage.play("incumbent", day=25)["incumbent_wanted"][0]

    small_ones = wanted([0.0] + [1.0] * 9)
    assert small_ones == pytest.approx(wanted([0.0] * 10), rel=0.02)
    assert wanted([1.0] + [0.0] * 9) < small_ones


def test_a_patron_s_promise_makes_force_look_safer(town):
    weak, strong = (_day(town, street_crowd=300.0, patron_guarantee=x)["incumbent_wanted"][0] for x in (0.0, 1.0))
    assert strong > weak


@pytest.mark.parametrize("origin", [3, 20])
def test_a_harder_policy_meets_the_same_march_with_more_effort_whether_or_not_a_script_goes_on(town, origin):
    world = with_country(town, origin=origin, mechanism="ordered", acts=tuple(act("call_march", d) for d in range(4)))
    soft, hard = both_arms(world, "incumbent.policy_hardness", 0.0, 4.0, days=8, settings={"street.cost": 0.9})
    assert (soft.numbers["crowd"][:1] == hard.numbers["crowd"][:1]).all()
    assert hard.numbers["wanted"][0] > soft.numbers["wanted"][0]
    assert hard.numbers["effort"][1:].mean() > 1.5 * soft.numbers["effort"][1:].mean()


def test_concessions_add_up(town):
    run = play(with_country(town, acts=(act("concession", 2, 0.1), act("concession", 4, 0.3))), days=6)
    assert run.numbers["concessions"] == pytest.approx([0, 0, 0.1, 0.1, 0.4, 0.4])
