"""A new scenario explains itself, loads as it is, and never writes over anything."""

from __future__ import annotations

import pytest

from contested.ground.errors import DiskError, ScenarioError
from contested.nation.acts import ACT_KINDS
from contested.scenarios.check import check
from contested.scenarios.load import load
from contested.scenarios.schema import FILES, SECTIONS
from contested.scenarios.template import new


def test_what_it_writes_loads_without_a_warning(tmp_path):
    report = check(new(tmp_path / "mine"))
    assert report.errors == () and report.warnings == ()
    assert report.scenario.country.population == 20_000


def test_every_column_and_every_act_is_explained_in_the_files(tmp_path):
    folder = new(tmp_path / "mine")
    for spec in FILES:
        text = (folder / spec.name).read_text("utf-8")
        for column in spec.columns:
            assert f"# {column.name}: {column.meaning}" in text, (spec.name, column.name)
    acts = (folder / "acts.csv").read_text("utf-8")
    assert all(f"#   {name}" in acts for name in ACT_KINDS)


def test_its_settings_file_shows_every_section(tmp_path):
    text = (new(tmp_path / "mine") / "scenario.toml").read_text("utf-8")
    assert all(f"[{section}]" in text for section in SECTIONS)


def test_an_empty_folder_is_filled(tmp_path):
    assert load(new(tmp_path)).name == "my-country"


@pytest.mark.parametrize("kind", ["folder", "file"])
def test_it_writes_over_nothing(tmp_path, kind):
    target = tmp_path / "mine"
    if kind == "folder":
        target.mkdir()
        (target / "thesis.txt").write_text("do not lose")
    else:
        target.write_text("do not lose")
    with pytest.raises(ScenarioError, match="expected an empty folder"):
        new(target)
    kept = target / "thesis.txt" if kind == "folder" else target
    assert kept.read_text() == "do not lose"
    assert kind == "file" or len(list(target.iterdir())) == 1


def test_a_folder_that_cannot_be_made_is_a_disk_error(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(DiskError, match="cannot write"):
        new(tmp_path / "file" / "mine")
