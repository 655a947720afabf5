"""Every result shows itself: a card with a picture in a notebook, charts by name, and its page."""

from __future__ import annotations

import shutil
import sys
import tarfile
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

import contested
from contested.ground.errors import InputError
from tests.report.made_run import make_run

PACKED = Path(__file__).parents[1] / "studies" / "former.tar.xz"
STUDIES = ("calibration", "comparison", "sweep", "forecast")


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    folder = tmp_path_factory.mktemp("shown")
    with tarfile.open(PACKED) as packed:
        # the filter came with 3.11.4
        packed.extractall(folder, **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))
    make_run(folder / "run", "teaching", replicates=3, days=30, ends_early=20)
    return {kind: contested.open(folder / kind) for kind in (*STUDIES, "run")}


@pytest.fixture
def run(results):
    return results["run"]


def picture(card):
    """The SVG of a card, parsed."""
    return ET.fromstring(card[card.index("<svg") : card.index("</svg>") + 6])


@pytest.mark.parametrize("kind", [*STUDIES, "run"])
def test_a_card_has_a_picture_and_needs_nothing_from_outside(results, kind):
    card = results[kind]._repr_html_()
    svg = picture(card)
    assert svg.get("role") == "img" and svg[0].tag.endswith("title") and svg[0].text
    for word in ("<script", "http://", "https://", "javascript", "url("):
        assert word not in card.replace('xmlns="http://www.w3.org/2000/svg"', ""), word
    assert len(card) < 40_000
    assert str(results[kind].path) in card


def test_a_cards_line_is_the_median_of_the_country(run):
    """The highest point of the line stands on the day whose median crowd is the largest."""
    import numpy as np

    from contested.report.plot import sketch

    svg = picture(run._repr_html_())
    line = next(e for e in svg.iter() if e.tag.endswith("polyline"))
    points = np.array([[float(v) for v in p.split(",")] for p in line.get("points").split()])
    crowd = run.to_xarray("place")["crowd"].sum("place", skipna=False).median("replicate", skipna=True).values
    assert len(points) == len(crowd) == 30
    heights = sketch.HEIGHT - sketch.BOTTOM - points[:, 1]
    assert np.allclose(heights / heights.max(), crowd / crowd.max(), atol=0.01)


def test_a_card_escapes_what_others_wrote(run, tmp_path):
    copy = tmp_path / "x<b>"
    shutil.copytree(run.path, copy)
    assert "x<b>" not in contested.open(copy)._repr_html_()


def test_an_unfinished_or_damaged_result_still_has_a_card(run, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(run.path, copy)
    for note in (copy / "members").glob("*.json"):
        note.unlink()
    card = contested.open(copy)._repr_html_()
    assert "<svg" not in card and "contested resume" in card
    damaged = tmp_path / "damaged"
    shutil.copytree(run.path, damaged)
    chunk = next(f for f in (damaged / "observables.zarr" / "crowd" / "c" / "0").rglob("*") if f.is_file())
    chunk.write_bytes(chunk.read_bytes()[:-4])
    card = contested.open(damaged)._repr_html_()
    assert "<svg" not in card and "crowd" in card and "<table>" in card


@pytest.mark.parametrize("kind", [*STUDIES, "run"])
def test_charts_are_altair_charts_that_stand_alone(results, kind):
    import altair as alt

    result = results[kind]
    names = result.charts()
    assert names and len(set(names)) == len(names)
    for name in names[:3]:
        chart = result.chart(name)
        assert isinstance(chart, alt.TopLevelMixin)
        spec = chart.to_dict()
        assert spec["title"] and "config" in spec


def test_a_chart_shows_the_runs_numbers_and_is_saved(run, tmp_path):
    import polars as pl

    spec = run.chart("crowd").to_dict()
    tables = [pl.read_csv(text.encode()) for text in _csv(spec) if "median" in text.splitlines()[0]]
    crowd = run.to_xarray("place")["crowd"].sum("place", skipna=False).median("replicate", skipna=True).values
    assert max(t["median"].max() for t in tables) == pytest.approx(float(crowd.max()), rel=1e-3)
    run.chart("crowd").save(tmp_path / "crowd.svg")
    assert "<svg" in (tmp_path / "crowd.svg").read_text()[:300]


def _csv(spec):
    if isinstance(spec, dict):
        for key, value in spec.items():
            if key == "values" and isinstance(value, str):
                yield value
            elif key == "datasets":
                yield from (v for v in value.values() if isinstance(v, str))
            else:
                yield from _csv(value)
    elif isinstance(spec, list):
        for value in spec:
            yield from _csv(value)


def test_charts_that_a_page_moves_have_controls_of_their_own(run):
    place = next(p for p in run.chart("place_crowd").to_dict()["params"] if p["name"] == "place")
    assert place["bind"]["input"] == "select" and "Orvane" in place["bind"]["options"]
    day = next(p for p in run.chart("map_detained").to_dict()["params"] if p["name"] == "day")
    assert (day["bind"]["input"], day["bind"]["max"]) == ("range", 29)


def test_an_unknown_chart_is_refused_with_the_nearest(run):
    with pytest.raises(InputError, match=r"(?s)chart: expected a chart of .*; got 'crowds'.*did you mean 'crowd'"):
        run.chart("crowds")


def test_a_page_is_printed_where_nobody_watches_and_stands_in_a_notebook(run, capsys, monkeypatch):
    page = run.show()
    assert capsys.readouterr().out == f"{page}\n" and page.stat().st_size > 10_000
    shown = []

    class Kernel:
        kernel = object()

    class IPython:
        get_ipython = staticmethod(Kernel)

    class Display:
        HTML = staticmethod(str)
        display = staticmethod(shown.append)

    monkeypatch.setitem(sys.modules, "IPython", IPython)
    monkeypatch.setitem(sys.modules, "IPython.display", Display)
    run.show()
    assert len(shown) == 1 and shown[0].startswith('<iframe srcdoc="&lt;!doctype html&gt;')
