"""Names become folders, dates become days, names of places become rows."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date

import pytest

from contested.ground.errors import ScenarioError
from contested.nation.acts import ACT_KINDS
from contested.scenarios.catalogue import catalogue
from contested.scenarios.load import load
from contested.scenarios.places import rows_of


def test_hyphens_and_underscores_name_the_same_scenario():
    assert load("belarus_2020").hash == load("belarus-2020").hash


def test_a_copy_elsewhere_is_the_same_country_with_the_same_hash(folder):
    assert load(folder).hash == load("teaching").hash
    assert load(folder).country == load(str(folder)).country == load("teaching").country


def test_one_changed_number_changes_the_hash_of_its_file_only(folder, spoil):
    before = load(folder)
    spoil("sites.csv", ",14,", ",15,")
    after = load(folder)
    assert after.hash != before.hash
    assert {name for name in before.files if before.files[name] != after.files[name]} == {"sites.csv"}


def test_a_column_s_earlier_name_is_still_read(folder, spoil):
    before = load(folder).headlines
    spoil("headlines.csv", "item,statement,", "item,told,")
    assert load(folder).headlines == before


@pytest.mark.parametrize(
    ("group", "name", "value", "before", "now"),
    [("media", "independent_bias", 1.2, "share", "ratio"), ("detention", "testify", 0.4, "chance", "probability")],
)
def test_a_parameter_s_earlier_unit_is_still_read(folder, group, name, value, before, now):
    file = folder / "scenario.toml"
    line = f'{name} = {{ value = {value}, unit = "{before}", source = "assumed" }}'
    text, head = file.read_text(), f"[parameters.{group}]\n"
    text += "" if head in text else f"\n{head}"
    file.write_text(text.replace(head, f"{head}{line}\n"))
    scenario = load(folder)
    assert getattr(getattr(scenario.country.params, group), name) == value
    assert [s.unit for s in scenario.settings if s.name == f"{group}.{name}"] == [now]


@pytest.mark.parametrize("name", ["belarus-202", "no/such/folder", "x" * 5000, "a\0b"])
def test_an_unknown_scenario_is_one_clear_error(name):
    with pytest.raises(ScenarioError, match="expected the name of a scenario or a folder"):
        load(name)


def test_an_unknown_scenario_is_met_with_the_nearest_one():
    with pytest.raises(ScenarioError) as told:
        load("belarus-202")
    assert "did you mean 'belarus-2020'?" in told.value.hint


def test_an_act_without_an_end_date_holds_for_one_day():
    acts = load("teaching").country.acts
    loan = next(a for a in acts if a.act == "loan")
    assert (loan.day, loan.until, loan.place, loan.level) == (34, 34, -1, 5)


def test_an_act_of_a_region_holds_in_each_of_its_places(folder):
    scenario = load(folder)
    reported = [a for a in scenario.acts if a.place == "North" and a.act == "shock"]
    assert len(reported) == 1
    acted = [a for a in scenario.country.acts if a.act == "shock"]
    assert [scenario.country.places[a.place].name for a in acted] == ["Tesk", "Dolna", "Rest of North"]


def test_the_day_of_an_act_is_counted_from_the_start(folder, spoil):
    spoil("acts.csv", "2031-06-07,,patron,loan", "2031-05-04,,patron,loan")
    assert next(a.day for a in load(folder).country.acts if a.act == "loan") == 0
    assert load(folder).acts[0].date == date(2031, 5, 4)


def test_comments_empty_lines_spaces_windows_line_ends_and_another_order_of_columns_change_nothing(folder):
    before = load(folder).country
    path = folder / "sites.csv"
    head, *rows = [line.split(",") for line in path.read_text("utf-8").splitlines()]
    order = [3, 1, 0, 2, 4]
    lines = [" , ".join(row[i] for i in order) for row in [head, *rows]]
    text = "\r\n".join(['\ufeff# a comment, with "quotes', lines[0], "", *lines[1:], "# the end"])
    path.write_bytes(text.encode())
    assert load(folder).country == before


def test_claims_with_short_names_that_a_spreadsheet_put_into_quotes_are_read(folder):
    (folder / "claims.csv").write_text(
        '"date";"quantity";"claimant";"side";"value"\n"2031-05-04";"detained";"Wire";"media";"7"\n',
        "utf-8")  # fmt: skip
    assert [(c.claimant, c.value) for c in load(folder).claims] == [("Wire", 7)]


def test_rows_of_a_name():
    places = load("belarus-2020").country.places
    everywhere = tuple(range(34))
    assert (
        rows_of("", places)
        == rows_of("", places, "Belarus")
        == rows_of("Belarus", places, "Belarus")
        == everywhere
    )
    assert [places[i].name for i in rows_of("Minsk", places)] == ["Minsk"]
    assert {places[i].region for i in rows_of("Grodno_oblast", places)} == {"Grodno_oblast"}
    assert set(rows_of("outside_Minsk", places)) == set(everywhere) - set(rows_of("Minsk", places))
    assert (
        rows_of("Vilnius", places) == rows_of("outside_Vilnius", places) == rows_of("outside_", places) == ()
    )


def test_the_catalogue_tells_what_each_scenario_holds():
    entries = {e.name: e for e in catalogue()}
    assert set(entries) >= {"belarus-2020", "teaching"}
    assert (entries["belarus-2020"].people, entries["belarus-2020"].days) == (9_410_259, 145)
    assert (entries["teaching"].places, entries["teaching"].acts) == (6, len(load("teaching").acts))
    belarus = entries["belarus-2020"]
    assert (str(belarus.start), str(belarus.end), belarus.targets) == ("2020-08-09", "2020-12-31", 13)


def test_the_catalogue_tells_how_each_scenario_was_set_and_scored():
    for entry in catalogue():
        scenario = load(entry.name)
        assert entry.set_by == scenario.set_by != ""
        assert entry.calibrated == ("its claims" if scenario.set_by == "calibration" else "no")
        assert entry.scored == (scenario.scored or "no")


def test_every_act_in_every_scenario_is_in_the_vocabulary():
    for entry in catalogue():
        for act in load(entry.name).acts:
            kind = ACT_KINDS[act.act]
            assert act.actor == kind.actor
            assert act.unit == ("" if act.level is None else kind.unit)


def test_reading_a_scenario_needs_no_heavy_library():
    heavy = {"numba", "polars", "xarray", "altair", "zarr"}
    code = (
        "import sys, json; from contested.scenarios.load import load; load('teaching');"
        f"print(json.dumps(sorted({heavy!r} & set(sys.modules))))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(out.stdout) == []
