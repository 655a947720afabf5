"""Interventions by name: what each does to the acts of a scenario, and what it refuses."""

from __future__ import annotations

from datetime import timedelta

import pytest

import contested
from contested.ground.errors import InputError, ScenarioError
from contested.ground.interventions import INTERVENTIONS
from contested.scenarios import interventions
from contested.scenarios.changes import changed
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
