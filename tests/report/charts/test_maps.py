"""Names on the map leave room for one another, the larger places first; land is where the country is."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contested.files.gazetteer.outlines import Ring, outline
from contested.nation.country import Place
from contested.report.charts.map_ground import Frame, clipped, frame_of, land
from contested.report.charts.maps import _labelled, day_map
from contested.scenarios.load import load

FRAME = Frame(0.0, 10.0, 0.0, 10.0)


def place(name, kind, lat, lon, population):
    return Place(name, kind, "R", lat, lon, population, 1, 1, 0.5, 0.5, 0.5, 0.5)


def test_a_crowd_of_centres_keeps_the_largest_names():
    crowded = [place(f"centre {i}", "regional_centre", 5.0 + i / 100, 5.0, 1000 + i) for i in range(30)]
    far = place("far", "regional_centre", 9.0, 1.0, 10)
    town = place("town", "town", 1.0, 9.0, 10**6)
    assert _labelled([*crowded, far, town], FRAME) == {"centre 29", "far"}


def test_the_capital_is_named_beside_a_larger_city():
    capital, larger = place("seat", "capital", 5, 5, 10), place("port", "regional_centre", 5.1, 5.1, 10**6)
    assert _labelled([larger, capital], FRAME) == {"seat"}


# the land under the places ------------------------------------------------------------------------------------------


def area(corners) -> float:
    x, y = np.asarray(corners, float).T
    return float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y)) / 2


def test_a_frame_holds_the_country_but_not_one_that_is_much_larger():
    """Belarus is seen whole; of Russia, and of Germany under the GDR, only what lies around the places."""
    belarus, khabarovsk, leipzig = (load(n) for n in ("belarus-2020", "khabarovsk-2020", "leipzig-1989"))
    whole = frame_of(belarus.country.places, outline("BY"))
    corners = np.vstack([r.corners for r in outline("BY")])
    assert whole.west < corners[:, 0].min() and corners[:, 0].max() < whole.east
    assert whole.south < corners[:, 1].min() and corners[:, 1].max() < whole.north
    for part, code in ((khabarovsk, "RU"), (leipzig, "DE")):
        assert frame_of(part.country.places, outline(code)) == frame_of(part.country.places)


@settings(max_examples=60, deadline=None)
@given(at=st.floats(24, 32), code=st.sampled_from(["BY", "UA", "ZA", "NO", "FR"]), axis=st.sampled_from([0, 1]))
def test_two_halves_of_a_frame_show_the_whole_between_them(at, code, axis):
    corners = outline(code)[0].corners
    (west, south), (east, north) = corners.min(axis=0) - 1, corners.max(axis=0) + 1
    at = (at - 24) / 8 * ((north, east)[axis == 0] - (south, west)[axis == 0]) + (south, west)[axis == 0]
    one = Frame(south, north, west, at) if axis == 0 else Frame(south, at, west, east)
    other = Frame(south, north, at, east) if axis == 0 else Frame(at, north, west, east)
    parts = [clipped(corners, f) for f in (one, other)]
    assert sum(area(p) for p in parts if len(p)) == pytest.approx(area(corners), rel=1e-9)
    for f, p in zip((one, other), parts):
        for x, y in p:
            assert f.west <= x <= f.east and f.south <= y <= f.north


def test_a_side_of_the_frame_is_no_border():
    square = [Ring("land", np.array([[0.0, 0.0], [10.0, 0.0], [10.0, 10.0], [0.0, 10.0]]))]
    shape, lines = land(square, Frame(2, 8, -5, 5))
    outer = shape["geometry"]["coordinates"][0][0]
    assert area(outer) == pytest.approx(-30), "clockwise, 5 across and 6 high"
    drawn = [point for piece in lines["geometry"]["coordinates"] for point in piece]
    assert {x for x, _ in drawn} == {0.0}, "only the coast in the west lies inside the frame"
    assert land(square, Frame(2, 8, 2, 8)) == [], "nothing but land is no outline"


def test_a_hole_is_walked_the_other_way_round_and_goes_with_its_land():
    outer = Ring("land", np.array([[0.0, 0.0], [0.0, 9.0], [9.0, 9.0], [9.0, 0.0]]))
    lake = Ring("hole", np.array([[4.0, 4.0], [4.0, 5.0], [5.0, 5.0], [5.0, 4.0]]))
    shape, _ = land([outer, lake], Frame(-1, 10, -1, 10))
    first, second = shape["geometry"]["coordinates"][0]
    assert area(first) == pytest.approx(-81) and area(second) == pytest.approx(1)
    assert land([outer, lake], Frame(20, 30, 20, 30)) == []


def shapes(figure) -> list[str]:
    return re.findall(r'"type": "(Multi\w+)"', json.dumps(figure.bare))


def test_the_map_of_a_country_shows_its_land_and_a_made_up_one_degrees(material, played_material):
    belarus, velinia = day_map(material, "detained"), day_map(played_material, "detained")
    assert "MultiPolygon" in shapes(belarus) and "Natural Earth" in belarus.caption
    assert shapes(velinia) == ["MultiLineString"] and "Natural Earth" not in velinia.caption
