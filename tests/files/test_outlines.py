"""Outlines of countries: towns lie on land, and nothing outside the table is opened."""

from __future__ import annotations

import gzip

import numpy as np
import pytest

from contested.files import gazetteer
from contested.files.gazetteer import outlines
from contested.files.gazetteer.outlines import outline
from contested.ground.errors import InputError
from contested.scenarios.catalogue import names
from contested.scenarios.load import load
from tests.files.land import kilometres_off

#: kilometres that a place may lie off its country's outline: simplified coasts, piers, middles of regions
NEAR = 30


@pytest.mark.parametrize("name", names())
def test_the_places_of_a_scenario_lie_in_its_country(name):
    scenario = load(name)
    if not scenario.outline:
        assert "invented" in scenario.summary
        return
    rings = outline(scenario.outline)
    off = {p.name: kilometres_off(rings, p.lon, p.lat) for p in scenario.country.places}
    assert max(off.values()) < NEAR, off


@pytest.mark.parametrize("code", ["BY", "GE", "ID", "JP", "CL", "ZA", "NO", "XK", "CY", "SO", "KZ", "MT", "LS", "UA"])
def test_towns_lie_in_their_country(code):
    """Nine of ten within a few kilometres: some stand on islands that a map of the whole country leaves out."""
    rings = outline(code)
    off = [kilometres_off(rings, t.lon, t.lat) for t in gazetteer.towns(code)[:120] if t.kind != "region"]
    assert np.mean(np.array(off) < 5) >= 0.9


def test_a_hole_is_no_land():
    """Maseru lies in Lesotho, which South Africa surrounds."""
    assert kilometres_off(outline("LS"), 27.48, -29.45) == 0
    assert kilometres_off(outline("ZA"), 28.2, -29.6) > 50


def test_a_neighbour_is_no_land():
    """Vilnius is 30 km from Belarus; Pristina is not in Serbia's outline, nor Simferopol in Russia's."""
    assert 20 < kilometres_off(outline("BY"), 25.28, 54.69) < 45
    assert kilometres_off(outline("RS"), 21.16, 42.66) > 10
    assert kilometres_off(outline("RU"), 34.1, 44.95) > 100


def test_nearly_every_country_has_one_and_no_other_name_opens_a_file():
    have = [code for code in gazetteer.countries() if outline(code)]
    assert len(have) >= 230
    assert {p.stem for p in (gazetteer.HERE / "outlines").glob("*.csv")} == set(have)
    assert outline("") == outline("QQ") == outline("../countries") == outline("../towns/BY") == ()


def test_a_damaged_table_names_its_line(tmp_path, monkeypatch):
    monkeypatch.setattr(outlines, "HERE", tmp_path)
    (tmp_path / "outlines").mkdir()
    (tmp_path / "outlines" / "QX.csv").write_text("kind,points\nland,1 2 3 4 5 6\nland,1 2 3 four 5 6\n", "utf-8")
    with pytest.raises(InputError, match=r"QX\.csv:3, points: expected pairs of numbers"):
        outline("QX")


def test_the_tables_are_small_and_name_their_source():
    files = [*(gazetteer.HERE / "outlines").glob("*.csv")]
    assert sum(len(gzip.compress(f.read_bytes())) for f in files) < 0.8e6
    licence = (gazetteer.HERE / "LICENSE.md").read_text("utf-8")
    assert "Natural Earth" in licence and "public domain" in licence and "world-atlas 2.0.2" in licence
