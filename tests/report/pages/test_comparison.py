"""The page of a comparison: what it shows is what the tables say, and it says that the model says it."""

from __future__ import annotations

import csv
import io
import json
import re
from html import unescape

import polars as pl
import pytest

import contested
from contested.report.charts.comparison import charts
from contested.report.pages.comparison import write_compare_page

BAD = "a < b & <script>alert(1)</script>"


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    folder = tmp_path_factory.mktemp("compare")
    (folder / "change.toml").write_text(f"name = '{BAD}'\n[set]\nelection.mechanism = 'none'\n")
    how = {"scale": 20, "days": 14, "pairs": 5, "executor": "serial"}
    return contested.compare("teaching", folder / "change.toml", out=folder / "study", **how)


@pytest.fixture(scope="module")
def text(done):
    return write_compare_page(done, done.path / "report.html", pictures=False).read_text("utf-8")


def own_part(text: str) -> str:
    return re.sub(r"<script.*?</script>", "", text, flags=re.S)


def words(text: str) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", own_part(text)))


def specs(text: str) -> dict:
    return json.loads(re.search(r'<script type="application/json" id="specs">(.*?)</script>', text, re.S)[1])


def rows(spec: dict, field: str) -> list[dict[str, str]]:
    for layer in (spec, *spec.get("layer", ())):
        data = layer.get("data", {})
        told = data.get("values") or spec.get("datasets", {}).get(data.get("name"), "")
        found = list(csv.DictReader(io.StringIO(told))) if isinstance(told, str) else []
        if found and field in found[0]:
            return found
    raise AssertionError(field)


def test_the_page_loads_nothing_and_text_is_escaped(text):
    assert not re.search(r"<(script|img|iframe|link)[^>]*\b(src|href)\s*=", own_part(text))
    assert "<script>alert" not in text and BAD in words(text)


def test_it_says_at_the_top_and_at_every_chart_of_a_difference_that_the_model_says_it(done, text):
    assert done.label in words(text)
    for some in charts(done).values():
        for figure in some:
            if figure.name.startswith(("difference_", "map_")):
                assert "Conditional on the model" in figure.caption


def test_every_part_is_there(text):
    said = words(text)
    for heading in ("What differs", "Over time", "By place", "Who is affected, and through what",
                    "Where the arms diverge", "Provenance", "What people do instead"):  # fmt: skip
        assert heading in said
    assert {"both_crowd", "difference_crowd", "map_crowd", "reached"} <= set(specs(text))
    assert "Parameters are the scenario's own" in said


def test_charts_show_the_tables(done, text):
    table = done.tables["over_time"].filter(indicator="crowd")
    shown = rows(specs(text)["difference_crowd"], "low90")
    assert [float(r["median"]) for r in shown[:-1]] == pytest.approx(table["median"].to_list(), rel=1e-3)
    assert [float(r["low90"]) for r in shown[:-1]] == pytest.approx(table["low90"].to_list(), rel=1e-3)
    places = done.tables["by_place"].filter(indicator="crowd.sum")
    at = {r["place"]: float(r["median"]) for r in rows(specs(text)["map_crowd"], "median")}
    assert at == pytest.approx(dict(places.select("place", "median").rows()), rel=1e-4)


def test_lines_are_labelled_with_what_each_arm_is(done, text):
    both = next(f for f in charts(done)["time"] if f.name == "both_crowd")
    assert [label for label, _, _ in both.key] == ["A: teaching as it is", f"B: {BAD}"]
    assert {r["arm"] for r in rows(specs(text)["both_crowd"], "arm")} == {"A: teaching as it is", f"B: {BAD}"}


def test_differences_of_shares_are_points(done, text):
    table = done.tables["over_time"].filter(indicator="fraud_belief")
    shown = rows(specs(text)["difference_fraud_belief"], "low90")
    assert float(shown[-2]["median"]) == pytest.approx(100 * table["median"][-1], rel=1e-3)
    row = done.tables["indicators"].row(by_predicate=pl.col("indicator") == "official_share.last", named=True)
    assert f"−{100 * abs(row['median']):.3g} points" in words(text)


def test_a_sure_sign_is_marked_and_an_unsure_one_is_not(text):
    cells = re.search(r"crowd, summed over the days</div></td>(.*?)</tr>", text, re.S)[1]
    assert "<strong>100 %</strong>" in cells and ">0 % <small" in cells


def test_all_persons_reached_are_in_the_picture(done, text):
    shown = sum(float(r["mean"]) for r in rows(specs(text)["reached"], "mean"))
    assert shown == pytest.approx(done.tables["changed"].filter(by="day")["mean"].sum(), rel=1e-4)
    assert shown == pytest.approx(done.to_polars()["changed"].mean(), rel=1e-4)


def test_no_difference_is_said_and_nothing_drawn():
    same = contested.compare("teaching", "teaching", scale=20, days=5, pairs=2, executor="serial")
    text = same.report().read_text("utf-8")
    assert "exactly the same in each of 2 pairs" in words(text) and specs(text) == {}


def test_one_pair_has_a_page(tmp_path):
    one = contested.compare(
        "teaching", settings={"election.mechanism": "none"}, scale=20, days=5, pairs=1, executor="serial"
    )
    text = write_compare_page(one, tmp_path / "page.html", pictures=True).read_text("utf-8")
    assert "1 pair of 5 days" in words(text)
    assert "1 pair cannot be sure of a sign, which takes at least 5" in words(text)
    assert (tmp_path / "figures/difference_crowd.png").is_file()
