"""A picture shows the data it was given: no more, no less, and legibly."""

from __future__ import annotations

import csv
import io
import json
import re
import struct
from xml.etree import ElementTree

import numpy as np
import pytest
import vl_convert
from hypothesis import given, settings
from hypothesis import strategies as st

from contested.report.charts.published import chart, figures, inks, key, specification, write_pictures
from contested.report.plot.axes import log_ticks, spans
from contested.report.plot.labels import LINE, Box, lanes, place, width
from contested.report.plot.palette import INK
from contested.report.plot.panel import ALONE
from contested.zoo.picture import KINDS, Layer, Panel, Picture, long

GRID = [(float(x), float(y)) for x in range(4) for y in range(3)]
DATA = {
    "line": {"x": [0, 1, 2, 5], "y": [1.5, 2.5, 0.25, 4]},
    "dashed": {"x": [0, 1, 2, 5], "y": [1.5, 2.5, 0.25, 4]},
    "steps": {"x": [0, 1, 2, 5], "y": [1.5, 2.5, 0.25, 4]},
    "points": {"x": [0, 1, 2, 5], "y": [1.5, 2.5, 0.25, 4]},
    "bars": {"low": [0, 1, 2], "high": [1, 2, 4], "y": [3, 1, 2]},
    "band": {"x": [0, 1, 2, 5], "low": [0, 1, 1, 2], "high": [2, 3, 4, 5]},
    "heat": {"x": [x for x, _ in GRID], "y": [y for _, y in GRID], "value": [x * y for x, y in GRID]},
    "text": {"x": [0, 5], "y": [1, 2], "label": ["here", "there"]},
}


def one(*layers: Layer, **panel) -> Picture:
    return Picture("made", "Made up", "For a test.", (Panel("x", "y", layers, **panel),))


def svg(picture: Picture) -> str:
    return vl_convert.vegalite_to_svg(specification(picture))


def drawn(text: str, kind: str) -> list[str]:
    """The outlines of the marks of one kind."""
    root = ElementTree.fromstring(text)
    groups = [g for g in root.iter() if f"mark-{kind} " in g.get("class", "") and "role-mark" in g.get("class", "")]
    return [p.get("d") for g in groups for p in g.iter() if p.tag.endswith("path") and p.get("d")]


def tables(spec: dict) -> list[list[dict[str, str]]]:
    """Every CSV table in a chart."""
    texts = [v for v in spec.get("datasets", {}).values() if isinstance(v, str)]
    texts += [json.loads(f'"{v}"') for v in re.findall(r'"values": "((?:[^"\\]|\\.)*)"', json.dumps(spec))]
    return [list(csv.DictReader(io.StringIO(text))) for text in texts]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_layer_is_drawn(kind):
    empty, full = svg(one()), svg(one(Layer(kind, DATA[kind])))
    outlines = {"line": "line", "dashed": "line", "steps": "line", "points": "symbol", "band": "area"}
    if kind == "text":
        assert "here" in full and "there" in full
    else:
        of = outlines.get(kind, "rect")
        assert len(drawn(full, of)) > len(drawn(empty, of))


@pytest.mark.parametrize("kind", [k for k in KINDS if k != "text"])
def test_the_chart_holds_the_data_it_was_given(kind):
    given = DATA[kind]
    (rows,) = tables(chart(one(Layer(kind, given))).to_dict(validate=False))
    for column in KINDS[kind]:
        assert [float(row[column]) for row in rows] == pytest.approx(given[column]), column


@settings(deadline=None)  # a busy machine is slow, not wrong
@given(st.lists(st.floats(-1e9, 1e9), min_size=2, max_size=30))
def test_numbers_are_kept_to_six_digits(numbers):
    spec = chart(one(Layer("points", {"x": list(range(len(numbers))), "y": numbers}))).to_dict(validate=False)
    (rows,) = tables(spec)
    assert [float(row["y"]) for row in rows] == pytest.approx(numbers, rel=1e-5)


@pytest.mark.parametrize("missing", [np.nan, np.inf, None])
def test_a_missing_number_breaks_a_line(missing):
    whole = one(Layer("line", {"x": [0, 1, 2, 3, 4, 5], "y": [1, 2, 3, 4, 5, 6]}))
    broken = one(Layer("line", {"x": [0, 1, 2, 3, 4, 5], "y": [1, 2, missing, 4, 5, 6]}))
    assert [d.count("M") for d in drawn(svg(whole), "line")] == [1]
    (outline,) = drawn(svg(broken), "line")
    assert outline.count("M") == 2 and outline.count("L") == 3, "two points, a gap, three points"


def test_a_missing_number_breaks_a_band():
    data = {"x": [0, 1, 2, 3, 4], "low": [0, 0, np.nan, 0, 0], "high": [1, 1, np.nan, 1, 1]}
    (outline,) = drawn(svg(one(Layer("band", data))), "area")
    assert outline.count("M") == 2


def test_zero_is_missing_on_a_logarithmic_axis():
    layer = Layer("line", {"x": [0, 1, 10, 100], "y": [1, 10, 0, 1000]})
    (rows,) = tables(chart(one(layer, x_log=True, y_log=True)).to_dict(validate=False))
    assert [row["x"] for row in rows] == ["", "1", "10", "100"]
    assert [row["y"] for row in rows] == ["1", "10", "", "1000"]


def test_a_line_goes_the_way_it_was_given_and_may_turn_back():
    (outline,) = drawn(svg(one(Layer("line", {"x": [0, 2, 1, 3], "y": [0, 1, 2, 3]}))), "line")
    across = [float(v) for v in re.findall(r"[ML]([-\d.]+),", outline)]
    assert across[1] > across[2] < across[3]


def test_a_line_may_be_dashed_in_part():
    data = {"x": [0, 1, 1, 2], "y": [0, 1, 1, 2], "series": ["a"] * 4, "dash": [False, False, True, True]}
    assert len(drawn(svg(one(Layer("line", data))), "line")) == 2


def test_names_are_text_and_never_markup():
    bad = '<b>& "x"</b>'
    picture = Picture("p", bad, bad, (Panel(bad, bad, (Layer("line", DATA["line"], bad),), title=bad,
                                            x_rules={bad: 1.0}, y_rules={bad: 1.0}),))  # fmt: skip
    text = svg(picture)
    assert "<b>" not in text and text.count("&lt;b&gt;") >= 6
    ElementTree.fromstring(text)


def test_a_name_has_one_colour_in_every_panel_and_the_key():
    picture = Picture("p", "t", "c", (
        Panel("x", "y", (Layer("line", long([0, 1], {"a": [0, 1], "b": [1, 2]})),)),
        Panel("x", "y", (Layer("points", long([0, 1], {"b": [0, 1], "a": [1, 2]})),)),
    ))  # fmt: skip
    found = {}
    for panel in chart(picture).to_dict(validate=False)["concat"]:
        for layer in panel["layer"]:
            shades = layer["encoding"]["color"]["scale"]
            for name, colour in zip(shades["domain"], shades["range"]):
                assert found.setdefault(name, colour) == colour
    assert found == {name: colour for name, colour, _ in key(picture)}
    assert len(set(found.values())) == 2
    assert {sign for *_, sign in key(picture)} == {"line-point"}


def test_names_alike_before_a_colon_share_a_colour_only_where_their_marks_differ():
    x = [0, 1]
    shared = one(Layer("points", {"x": x, "y": x}, "n 10: run"), Layer("line", {"x": x, "y": x}, "n 10: exact"))
    apart = one(Layer("line", {"x": x, "y": x}, "n 10: run"), Layer("line", {"x": x, "y": x}, "n 10: exact"))
    assert len(set(inks(shared).colours.values())) == 1
    assert len(set(inks(apart).colours.values())) == 2


def test_one_name_alone_is_ink_and_many_are_all_apart():
    assert inks(one(Layer("line", DATA["line"], "it"))).colours == {"it": INK}
    many = one(Layer("line", long([0, 1], {str(k): [0, k] for k in range(20)})))
    assert len(set(inks(many).colours.values())) == 20


def test_heat_of_one_meaning_has_one_scale_and_each_panel_its_legend():
    def cells(k: float) -> Layer:
        return Layer("heat", {**DATA["heat"], "value": [k * v for v in DATA["heat"]["value"]]}, "size")

    picture = Picture("p", "t", "c", (Panel("x", "y", (cells(1),)), Panel("x", "y", (cells(3),))))
    panels = chart(picture).to_dict(validate=False)["concat"]
    colours = [layer["encoding"]["color"] for panel in panels for layer in panel["layer"]]
    assert [c["scale"]["domain"] for c in colours] == [[0, 18], [0, 18]]
    assert all(c["scale"]["range"] == ALONE and c["legend"]["title"] == ["size"] for c in colours)


def test_heat_with_names_is_in_the_key():
    layer = Layer("heat", {**DATA["heat"], "series": ["low" if x < 2 else "high" for x, _ in GRID]})
    assert [(name, sign) for name, _, sign in key(one(layer))] == [("low", "square"), ("high", "square")]


def test_places_are_drawn_square_and_without_axes():
    picture = Picture("p", "t", "c", (Panel("", "", (Layer("heat", DATA["heat"]),)),))
    (panel,) = chart(picture).to_dict(validate=False)["concat"]
    assert panel["width"] == panel["height"]
    assert all(layer["encoding"]["x"]["axis"] is None for layer in panel["layer"])
    assert figures(picture)[0].ratio == 1


def test_a_range_is_kept_exactly_and_points_outside_are_left_out():
    layer = Layer("points", {"x": [0, 1, 2], "y": [0, 50, 500]})
    picture = one(layer, y_range=(0, 100))
    assert spans(picture.panels[0], "y") == (0, 100)
    assert len(drawn(svg(picture), "symbol")) == len(drawn(svg(one(layer)), "symbol")) - 1


def test_rules_outside_the_axis_are_not_drawn():
    shown = svg(one(Layer("line", DATA["line"]), x_range=(0, 5), x_rules={"inside": 2, "outside": 9}))
    assert "inside" in shown and "outside" not in shown


def test_nothing_to_draw_is_drawn_as_axes():
    nan = [np.nan, np.nan]
    for layers in ((), (Layer("line", {"x": [], "y": []}),), (Layer("points", {"x": nan, "y": nan}),)):
        assert "<svg" in svg(one(*layers)) and "<svg" in svg(one(*layers, x_log=True, y_log=True))


@settings(deadline=None)  # a busy machine is slow, not wrong
@given(st.floats(1e-12, 1e12), st.floats(1.01, 1e9))
def test_logarithmic_ticks_lie_on_the_axis(low, ratio):
    ticks = log_ticks(low, low * ratio)
    assert len(ticks) <= 12 and ticks == sorted(set(ticks))
    assert all(low * (1 - 1e-6) <= t <= low * ratio * (1 + 1e-6) for t in ticks)


@settings(deadline=None)  # a busy machine is slow, not wrong
@given(st.lists(st.tuples(st.text("abc de", min_size=1, max_size=12), st.floats(0, 400)), max_size=12))
def test_names_of_rules_never_cover_each_other(labels):
    boxes = []
    for (text, x), (row, align) in zip(labels, lanes(labels, 400), strict=True):
        left = x - {"left": 4, "center": width(text) / 2, "right": width(text) - 4}[align]
        boxes.append(Box(left, -LINE * (row + 1), left + width(text), -LINE * row))
    assert not any(a.meets(b) for k, a in enumerate(boxes) for b in boxes[:k])


def test_words_at_one_point_stand_apart():
    taken: list[Box] = []
    for word in ("one", "two", "three", "four"):
        place(word, 200, 200, taken, Box(0, 0, 400, 400))
    assert not any(a.meets(b) for k, a in enumerate(taken) for b in taken[:k])


def test_files_are_written_with_title_caption_and_key_twice_as_fine(tmp_path):
    picture = one(Layer("line", DATA["line"], "an exact line"), Layer("points", DATA["points"], "runs"))
    png, drawing = write_pictures([picture], tmp_path / "new" / "folder", prefix="model-")
    assert (png.name, drawing.name) == ("model-made.png", "model-made.svg")
    text = drawing.read_text("utf-8")
    assert all(words in text for words in ("Made up", "For a test.", "an exact line", "runs"))
    wide = struct.unpack(">I", png.read_bytes()[16:20])[0]
    assert wide == pytest.approx(2 * float(re.search(r'width="([\d.]+)"', text)[1]), abs=2)


def test_panels_for_a_page_need_nothing_from_outside():
    picture = one(*(Layer(kind, DATA[kind], kind) for kind in KINDS))
    (panel,) = figures(picture)
    assert '"url"' not in json.dumps(panel.bare)
    assert [name for name, *_ in panel.key] == [k for k in KINDS if k not in ("heat", "text")]
