"""Interventions by name: what each does to the acts of a scenario, and what it refuses."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

import contested
from contested.ground.errors import InputError, ScenarioError
from contested.ground.interventions import INTERVENTIONS
from contested.scenarios import interventions
from contested.scenarios.changes import Change, changed
from contested.scenarios.interventions import intervened
from contested.scenarios.load import load


def acts(scenario, wanted):
    return changed(scenario, intervened(scenario, wanted)).acts


def days(rows, kind):
    return sorted(row.date for row in rows if row.act == kind)


def test_every_name_has_a_change_and_every_change_a_name():
    assert INTERVENTIONS.keys() == interventions._CHANGES.keys()


@pytest.mark.parametrize("name", ["teaching", "belarus-2020"])
def test_releases_come_three_days_earlier_with_the_same_shares(name):
    scenario = load(name)
    new = acts(scenario, {"release-earlier": "3d"})
    assert days(new, "release") == [d - timedelta(days=3) for d in days(scenario.acts, "release")]
    levels = [sorted(str(row.level) for row in rows if row.act == "release") for rows in (scenario.acts, new)]
    assert levels[0] == levels[1] and len(new) == len(scenario.acts)


def test_none_comes_before_the_first_day():
    scenario = load("teaching")
    assert min(days(acts(scenario, {"release-earlier": 300}), "release")) == scenario.country.start


def test_no_release_is_lost_where_two_meet_on_the_first_day():
    """0.2 on 8 May and 0.4 of the others on 9 May free 0.52; the larger of two orders of a day would free 0.4."""
    scenario = load("teaching")
    change = intervened(scenario, {"release-earlier": "7d"})
    moved = [(str(row.date), row.level) for row in changed(scenario, change).acts if row.act == "release"]
    assert moved == [("2031-05-04", 0.2), ("2031-05-04", 0.52), ("2031-05-21", 0.15)]
    assert change.name == (
        "detainees released 7 days earlier, but none before 2031-05-04 (that of 2031-05-08 by 4 days, that of "
        "2031-05-09 by 5 days; those that meet on 2031-05-04 free 0.52 together)"
    )


def test_releases_of_several_days_meet_day_by_day():
    scenario = load("teaching")
    lines = ("2031-05-05,2031-05-06,incumbent,release,,0.5,share", "2031-05-06,,incumbent,release,,0.7,share",
             "2031-05-07,2031-05-08,incumbent,release,,0.1,share")  # fmt: skip
    own = changed(scenario, Change("", {}, ("release",), lines))
    rows = [replace(row, line=100 + k) for k, row in enumerate(own.acts) if row.act == "release"]
    new = acts(replace(own, acts=(*(r for r in own.acts if r.act != "release"), *rows)), {"release-earlier": 2})
    # 5 to 6 May go one day earlier, the others two: on 4 May 5 and 6 May meet, on 5 May 6 and 7 May
    assert [(str(r.date), r.end_date, r.level) for r in new if r.act == "release"] == [
        ("2031-05-04", None, 0.5), ("2031-05-05", None, 0.5), ("2031-05-04", None, 0.85), ("2031-05-05", None, 0.55),
        ("2031-05-06", None, 0.1),
    ]  # fmt: skip


def test_an_amount_is_simulated_and_named_with_all_its_digits():
    change = intervened(load("teaching"), {"strike-fund": "1.23456789"})
    assert ",1.23456789,million EUR" in change.add_acts[0] and "1.23456789 million" in change.name
    assert intervened(load("teaching"), {"strike-fund": 1}).name == "a strike fund of 1 million EUR"


def test_an_accepted_mediator_is_known_to_both_and_refused_by_none():
    scenario = load("teaching")
    new = acts(scenario, "mediator-accepted")
    assert {row.level for row in new if row.act == "mediation"} == {1.0}
    assert days(new, "mediation") == days(scenario.acts, "mediation")
    assert not days(new, "defiance")


def test_cordons_take_the_days_of_crackdowns():
    scenario = load("belarus-2020")
    new = acts(scenario, "no-crackdown")
    assert {row.form for row in new if row.act == "tactic"} <= {"pause", "containment"}
    assert days(new, "tactic") == days(scenario.acts, "tactic")


@pytest.mark.parametrize(
    ("name", "gone"),
    [("no-shutdown", "shutdown"), ("no-patron-guarantee", "guarantee"), ("no-concessions", "concession")],
)
def test_what_is_left_undone_is_gone_and_not_done_later_by_policy(name, gone):
    scenario = load("belarus-2020")
    assert days(scenario.acts, gone) and not days(acts(scenario, name), gone)
    assert set(intervened(scenario, name).settings.values()) == {0.0}


def test_leaders_whom_no_act_takes_stay_free():
    scenario = load("belarus-2020")
    assert not {row.act for row in acts(scenario, "leaders-free")} & {"leader_jailed", "leader_exiled"}
    assert not intervened(scenario, "leaders-free").settings  # no rule takes them


def test_several_at_once_and_a_callable_of_ones_own():
    scenario = load("teaching")

    def cheaper(given):
        assert given is scenario
        return contested.Change(settings={"street.cost": 1.0})

    change = intervened(scenario, ["no-shutdown", "release-earlier=2d", cheaper])
    assert change.name == "no internet shutdown; detainees released 2 days earlier; cheaper"
    assert change.settings["street.cost"] == 1.0 and len(change.add_acts) == 3


@pytest.mark.parametrize(
    ("wanted", "error", "part"),
    [
        ("no-shutdwn", InputError, "is no intervention"),
        ({"release-earlier": "soon"}, InputError, "expected a number of days"),
        ({"release-earlier": 0}, InputError, "expected a number of days"),
        ({"no-shutdown": 3}, InputError, "takes no value"),
        ({"strike-fund": -1}, InputError, "expected a number above 0"),
        ([3], InputError, "expected names or callables"),
        (lambda _: {"settings": 1}, InputError, "expected a Change"),
    ],
)
def test_what_makes_no_sense_is_refused(wanted, error, part):
    with pytest.raises(error, match=part):
        intervened(load("teaching"), wanted)


def test_a_scenario_without_such_acts_says_so():
    with pytest.raises(ScenarioError, match="expected a release of detainees in khabarovsk-2020"):
        intervened(load("khabarovsk-2020"), {"release-earlier": 1})


@pytest.mark.parametrize(
    ("wanted", "change", "part"),
    [
        ("leaders-free", {"drop_acts": ("leader_jailed", "leader_exiled")}, "a leader jailed or exiled in teaching"),
        ("no-falsification", {"settings": {"election.mechanism": "none"}}, "a count that is falsified in teaching"),
        ("no-shutdown", {"settings": {"incumbent.policy_shutdown": 0.0}, "drop_acts": ("shutdown",)}, "a shutdown, or"),
        ("release-earlier=2", {"drop_acts": ("release",), "add_acts": ("2031-05-04,,incumbent,release,,0.5,share",)},
         "a release after the first day in teaching"),
    ],
)
def test_what_changes_nothing_of_a_scenario_is_refused(wanted, change, part):
    with pytest.raises(ScenarioError, match=f"expected {part}"):
        intervened(changed(load("teaching"), Change(**change)), wanted)


def test_every_intervention_says_what_it_needs():
    assert interventions._NEEDED.keys() == INTERVENTIONS.keys()
