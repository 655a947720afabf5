"""How a scenario is changed: which acts are meant, what is added, and what is refused."""

from __future__ import annotations

import pytest

from contested.ground.errors import InputError, ParameterError, ScenarioError
from contested.nation.country import Call
from contested.scenarios.changes import Change, changed, in_words, read_change
from contested.scenarios.load import load

RELEASE = "2031-05-05,2031-05-07,incumbent,release,,0.5,share"


@pytest.fixture(scope="module")
def teaching():
    return load("teaching")


def _days(scenario, act):
    return sorted((a.day, a.place, a.level) for a in scenario.country.acts if a.act == act)


def test_no_change_is_the_scenario(teaching):
    same = changed(teaching, Change())
    assert same.country == teaching.country and same.acts == teaching.acts
    assert in_words(teaching, Change()) == ()


@pytest.mark.parametrize(
    ("which", "gone"),
    [
        ("shutdown", lambda row: row.act == "shutdown"),
        ("2031-05-08", lambda row: str(row.date) == "2031-05-08"),
        ("2031-05-08/release", lambda row: str(row.date) == "2031-05-08" and row.act == "release"),
        ("Tesk/call_strike", lambda row: row.place == "Tesk" and row.form == "strike"),
        ("call/march", lambda row: row.form == "march"),
        ("crackdown", lambda row: row.form == "crackdown"),
        ("2", lambda row: row.line == 2),
    ],
)
def test_what_is_dropped_is_what_is_meant_and_nothing_else(teaching, which, gone):
    left = changed(teaching, Change(drop_acts=(which,)))
    assert left.acts == tuple(row for row in teaching.acts if not gone(row))
    assert 0 < len(teaching.acts) - len(left.acts) < len(teaching.acts)
    both = [len(c.acts) + len(c.calls) for c in (left.country, teaching.country)]
    assert both[0] < both[1]


def test_an_added_act_is_played_last_with_its_days_and_level(teaching):
    more = changed(teaching, Change(add_acts=(RELEASE, RELEASE + ",invented,invented,a note")))
    assert more.country.acts[: len(teaching.country.acts)] == teaching.country.acts
    assert [(a.act, a.day, a.until, a.level) for a in more.country.acts[-2:]] == [("release", 1, 3, 0.5)] * 2
    assert more.acts[-2].source == "assumed" and more.acts[-1].note == "a note"


def test_an_act_of_a_region_is_one_a_place(teaching):
    region = teaching.country.regions[0]
    more = changed(teaching, Change(add_acts=(f"2031-05-05,,events,shock,{region},0.5,level",)))
    places = [p for p in teaching.country.places if p.region == region]
    assert len(more.country.acts) == len(teaching.country.acts) + len(places)


@pytest.mark.parametrize(
    ("line", "call"),
    [
        ("2031-05-06,2031-05-20,opposition,call,Tesk,,,march,week", Call(2, 16, 7, "march", (1,))),
        ("2031-05-06,,opposition,call,,,,night,,network,invented", Call(2, 2, 1, "night", (), "network")),
        ("2031-05-06,,opposition,call_march,,0.5,share,invented,invented,a note",
         Call(2, 2, 1, "march", (), "leaders", 0.5)),
    ],
)  # fmt: skip
def test_an_added_call_is_a_series(teaching, line, call):
    assert changed(teaching, Change(add_acts=(line,))).country.calls[-1] == call


def test_parameters_and_the_way_counts_are_falsified_are_settings(teaching):
    change = Change(settings={"detention.hold_limit": "1", "election.mechanism": "none"})
    other = changed(teaching, change)
    assert other.country.params.detention.hold_limit == 1 and other.country.mechanism == "none"
    assert teaching.country.mechanism == "stuffing"
    assert in_words(teaching, change) == ("detention.hold_limit = 1 day", "election.mechanism = none")


def test_changes_add_up_and_the_later_setting_holds():
    both = Change("first", {"street.cost": 1, "elite.loyalty": 0.9}, ("shutdown",), (), ("ties",)).then(
        Change("", {"street.cost": 2}, ("shutdown", "release"), (RELEASE,))
    )
    assert both == Change("", {"street.cost": 2, "elite.loyalty": 0.9}, ("shutdown", "release"), (RELEASE,), ("ties",))


def test_an_act_that_is_added_twice_is_done_twice(teaching):
    """Loans add up, whether the second is written as the first or otherwise, and whatever else is changed."""
    loan = "2031-05-06,,patron,loan,,5,million USD"
    for lines in ((loan, loan), (loan, loan.replace("5,", "5.0,"))):
        change = Change(add_acts=lines).then(Change(settings={"street.cost": 1.3}))
        assert sum(act.act == "loan" for act in changed(teaching, change).country.acts) == 3


@pytest.mark.parametrize(
    ("change", "kind", "part"),
    [
        ({"drop_acts": ("shutdwn",)}, ScenarioError, "did you mean 'shutdown'?"),
        ({"drop_acts": ("",)}, ScenarioError, "got ''"),
        ({"drop_acts": ("2031-05-09/shutdown",)}, ScenarioError, "there is 2031-05-04/shutdown"),
        ({"drop_acts": ("2031-06-30",)}, ScenarioError, "`contested plan teaching` lists its acts"),
        ({"add_acts": ("2031-05-05,,incumbent",)}, ScenarioError, "expected 4 to 13 cells"),
        ({"add_acts": ("2031-05-05,,incumbent,releese,,0.5,share",)}, ScenarioError, "did you mean 'release'?"),
        ({"add_acts": ("2031-05-05,,opposition,release,,0.5,share",)}, ScenarioError,
         "'incumbent', who does 'release'"),
        ({"add_acts": ("2031-05-05,,incumbent,release,,50,share",)}, ScenarioError, "write it as a share: 0.5"),
        ({"add_acts": ("5 May,,incumbent,release,,0.5,share",)}, ScenarioError, "added act 1, date"),
        ({"add_acts": ("2031-06-20,,incumbent,release,,0.5,share",)}, ScenarioError,
         "not after the origin, 2031-06-13"),
        ({"add_acts": ("2031-05-05,,opposition,call,Tsk,,,march",)}, ScenarioError, "did you mean 'Tesk'?"),
        ({"add_acts": (RELEASE,), "without": ("detention",)}, ScenarioError, "left out with detention"),
        ({"settings": {"detention.hold_limt": 1}}, ParameterError, "did you mean 'detention.hold_limit'?"),
        ({"settings": {"detention.hold_limit": 48}}, ParameterError, "48 hours is 2 days"),
        ({"settings": {"election.mechanism": "honest"}}, ParameterError, "none, stuffing, ordered"),
        ({"without": ("medya",)}, ParameterError, "did you mean 'media'?"),
    ],
)
def test_what_makes_no_sense_is_told(teaching, change, kind, part):
    with pytest.raises(kind) as told:
        changed(teaching, Change(**change))
    assert part in str(told.value)


FILE = """
name = "no blackout"
scenario = "teaching"
drop_acts = ["shutdown"]
add_acts = ["2031-05-05,,incumbent,release,,0.5,share"]
without = ["workplaces"]
[set]
detention.hold_limit = 1
"election.mechanism" = "none"
"""


def test_a_change_can_be_a_file(tmp_path):
    (tmp_path / "change.toml").write_text(FILE)
    change, scenario = read_change(tmp_path / "change.toml")
    assert scenario == "teaching"
    assert change == Change(
        "no blackout", {"detention.hold_limit": 1, "election.mechanism": "none"}, ("shutdown",),
        ("2031-05-05,,incumbent,release,,0.5,share",), ("workplaces",),
    )  # fmt: skip


def test_names_of_earlier_versions_are_still_read(tmp_path, teaching):
    file = tmp_path / "change.toml"
    added = "2031-05-05,,incumbent,release,,0.5,share"
    file.write_text(f'drop = ["shutdown"]\nadd = ["{added}"]\n[set]\noutcome.held = 0.5\n')
    change, _ = read_change(file)
    assert (change.drop_acts, change.add_acts) == (("shutdown",), (added,))
    assert changed(teaching, change).country.params.outcome.repression == 0.5


def test_a_folder_named_in_the_file_is_found_beside_it(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "change.toml").write_text('scenario = "mine"')
    assert read_change(tmp_path / "change.toml")[1] == str(tmp_path / "mine")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("drop = shutdown", "expected TOML"),
        ('dorp_acts = ["shutdown"]', "did you mean 'drop_acts'?"),
        ('drop_acts = "shutdown"', "expected a list of texts"),
        ("set = 3", "expected a table [set]"),
        ("[set]\nstreet.cost = true", "expected a number or a word"),
        ("name = 3", "expected text"),
    ],
)
def test_a_file_that_is_no_change_is_told(tmp_path, text, part):
    (tmp_path / "change.toml").write_text(text)
    with pytest.raises(InputError) as told:
        read_change(tmp_path / "change.toml")
    assert part in str(told.value) and "change.toml" in str(told.value)
