"""Models, scenarios and maps of installed packages, by entry points; the package here is one that pip would leave."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

import contested
from contested import forensics, zoo
from contested.forensics.table.column_map import load_map, maps
from contested.ground import plugins
from contested.ground.errors import InputError, ReturnsError
from contested.scenarios import folders

MODEL = '''
def init(params, seed): return {"x": 0}
def step(state, params, tick): state["x"] += 1
def observe(state): return {"x": state["x"]}
'''


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """A distribution that adds one of each, and a model that cannot be imported."""
    package = tmp_path / "their_things"
    shutil.copytree(folders.find("teaching"), package / "land")
    toml = package / "land/scenario.toml"
    toml.write_text(toml.read_text().replace('name = "teaching"', 'name = "their-land"'))
    (package / "land/__init__.py").touch()
    (package / "__init__.py").write_text("from pathlib import Path\nMAP = Path(__file__).with_name('map.toml')\n")
    (package / "counter.py").write_text(MODEL)
    (package / "map.toml").write_text((Path(forensics.__file__).parent / "maps/russia-2018.toml").read_text())
    info = tmp_path / "their_things-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: their-things\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        "[contested.models]\ntheir-counter = their_things.counter\nbroken = their_things.nowhere\n"
        "[contested.scenarios]\ntheir-land = their_things.land\nempty = their_things\n"
        "[contested.maps]\ntheir-map = their_things:MAP\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    plugins._points.cache_clear()
    yield package
    plugins._points.cache_clear()
    for name in [name for name in sys.modules if name.split(".")[0] == "their_things"]:
        del sys.modules[name]


def test_a_model_is_found_by_its_name(installed):
    assert "their-counter" in zoo.names()
    run = contested.simulate("their_counter", steps=4)
    assert run.to_xarray()["x"].values[0].tolist() == [1, 2, 3, 4]


def test_a_scenario_is_found_by_its_name(installed):
    assert "their-land" in folders.names()
    assert contested.simulate("their-land", scale=50, days=2).provenance["scenario"]["name"] == "their-land"
    assert folders.builtin("their_land") == installed / "land"


def test_a_map_is_found_by_its_name(installed):
    assert load_map("their-map").title == load_map("russia-2018").title
    with pytest.raises(ReturnsError, match="did you mean 'their-map'"):
        load_map("their-mapp")


def test_what_a_package_breaks_names_the_package(installed):
    with pytest.raises(InputError, match="cannot be imported"):
        zoo.load("broken")
    with pytest.raises(InputError, match="expected scenario"):
        contested.simulate("empty")


def test_without_plugins_there_is_what_was_shipped():
    from contested.zoo.catalogue import shipped

    assert zoo.names() == shipped() and folders.names() == folders.shipped() and maps()
