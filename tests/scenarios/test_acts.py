"""Calls are series of a form; acts of earlier versions are read, and can be written anew."""

from __future__ import annotations

import shutil
from datetime import date

import pytest

from contested.ground.errors import ScenarioError
from contested.ground.renamed import OutdatedWarning
from contested.nation.country import Act, Call
from contested.scenarios.check import check
from contested.scenarios.convert import convert
from contested.scenarios.load import load, opened
from contested.scenarios.rhythm import dates_of

BEFORE = """date,end_date,actor,act,place,level,unit,source,level_source,note
2031-05-04,2031-05-07,incumbent,tactic_crackdown,,1,level,invented,invented,first nights
# evenings
2031-05-05,2031-05-06,opposition,call_march,,0.35,share,invented,invented,"evening, squares"
2031-05-07,,opposition,call_strike,North,0.2,share,invented,invented,
2031-05-08,,incumbent,release,,0.2,share,invented,invented,
"""


@pytest.fixture
def before(folder):
    """A copy of `teaching` with acts as an earlier version wrote them."""
    (folder / "acts.csv").write_text(BEFORE, "utf-8")
    return folder


def test_a_series_is_one_call(folder):
    calls = load(folder).country.calls
    assert Call(7, 35, 7, "march", (), "leaders", None) in calls
    assert Call(0, 5, 1, "night", (), "network", None) in calls
    assert Call(11, 39, 3, "district", (0,), "network", None) in calls


def test_a_call_of_a_region_is_one_call_in_its_places(folder):
    country = load(folder).country
    call = next(c for c in country.calls if c.form == "rally")
    assert [country.places[p].name for p in call.places] == ["Tesk", "Dolna", "Rest of North"]


def test_an_act_without_a_level_has_the_usual_one(folder):
    acts = load(folder).country.acts
    assert Act(0, 3, "tactic", -1, 1.0, "crackdown") in acts
    assert next(a for a in load(folder).acts if a.form == "crackdown").level is None


def test_a_level_that_nobody_states_needs_no_source_and_is_no_number_of_the_scenario(folder):
    scenario = load(folder)
    assert not any(n.name == "call" for n in scenario.numbers)
    assert all((a.level is None) == (a.level_source == "") for a in scenario.acts)


def test_days_of_a_series():
    assert dates_of(date(2031, 5, 11), date(2031, 5, 25), 7) == [date(2031, 5, d) for d in (11, 18, 25)]
    assert dates_of(date(2031, 5, 11), None, 1) == [date(2031, 5, 11)]


def test_acts_of_earlier_versions_are_read_as_those_of_today(before):
    country = load(before).country
    assert country.calls == (
        Call(1, 2, 1, "march", (), "leaders", 0.35), Call(3, 3, 1, "strike", (1, 2, 3), "leaders", 0.2)
    )
    assert country.acts == (Act(0, 3, "tactic", -1, 1, "crackdown"), Act(4, 4, "release", -1, 0.2))


def test_and_a_note_says_so_once(before):
    with pytest.warns(OutdatedWarning, match="3 acts are written as in earlier versions") as noted:
        opened(before)
    assert len(noted) == 1
    assert any("scenarios convert" in w for w in check(before).warnings)


def test_converted_it_is_the_same_country_without_a_note(before, tmp_path):
    new = convert(before, tmp_path / "new")
    assert load(new).country == load(before).country
    assert load(new).notes == ()
    assert "# evenings" in (new / "acts.csv").read_text("utf-8")
    assert load(new).acts[1].note == "evening, squares"


def test_a_conversion_writes_over_nothing(before, tmp_path):
    shutil.copytree(before, tmp_path / "new")
    with pytest.raises(ScenarioError, match="expected an empty folder"):
        convert(before, tmp_path / "new")


def test_a_new_form_is_a_row_and_can_be_called(folder, spoil):
    spoil(
        "scenario.toml", "[parameters.elite]",
        '[parameters.forms.motorcade]\nbase = { value = 0.2, unit = "share", source = "assumed" }\n[parameters.elite]',
    )  # fmt: skip
    spoil("acts.csv", ",rally,", ",motorcade,")
    country = load(folder).country
    assert country.params.forms["motorcade"].base == 0.2
    assert country.params.forms["motorcade"].deniable == country.params.forms.of().deniable
    assert any(c.form == "motorcade" for c in country.calls)
    assert next(s for s in load(folder).settings if s.name == "forms.motorcade.base").value == 0.2


def test_a_new_kind_of_force_and_of_place_are_rows(folder, spoil):
    rows = "[parameters.forces.cossacks]\n[parameters.places.port]\n"
    spoil("scenario.toml", "[parameters.elite]", f"{rows}[parameters.elite]")
    spoil("forces.csv", ",army,", ",cossacks,")
    spoil("places.csv", ",town,", ",port,")
    country = load(folder).country
    assert "cossacks" in {u.kind for u in country.units} & set(country.params.forces)
    assert "port" in {p.kind for p in country.places} & set(country.params.places)
