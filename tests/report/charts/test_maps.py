"""Names on the map leave room for one another, the larger places first."""

from __future__ import annotations

from contested.nation.country import Place
from contested.report.charts.maps import _labelled

FRAME = (0.0, 10.0, 0.0, 10.0)


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
