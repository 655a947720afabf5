"""The page of a calibration says what the tables say, whole and without a number that is none."""

from __future__ import annotations

import json
import re

import polars as pl
import pytest

from contested.report import format as fmt
from contested.report.charts import calibration as drawn
from contested.report.pages.calibration import calibrate_page, coverage_table
from tests.studies.small_study import PARAMETERS, study


def _csv(figure):
    """The one table of a chart that is text."""
    spec = figure.chart.to_dict(validate=False)
    parts = [spec, *spec["layer"]]
    found = [p["data"]["values"] for p in parts if isinstance(p.get("data", {}).get("values"), str)]
    found += [v for v in spec.get("datasets", {}).values() if isinstance(v, str)]
    return found[0]


@pytest.fixture(scope="module")
def page():
    done = study()
    return calibrate_page(done, drawn.charts(done))


def test_every_question_has_its_section(page):
    anchors = re.findall(r'<section id="([^"]+)"', page)
    assert anchors == [
        "method", "biases", "parameters", "courses", "held-back", "fitted", "prior", "without", "scales", "calibration",
        "emulator", "audit", "claims", "unused", "provenance",
    ]  # fmt: skip
    assert re.findall(r'<li><a href="#([^"]+)"', page) == anchors
    text = re.sub(r"<script.*?</script>", "", page, flags=re.S)
    assert not re.search(r"\b(nan|inf|None|NaN)\b", text), re.search(r".{40}\b(nan|inf|None|NaN)\b.{40}", text)
    assert all(f"<code>{name}</code>" in text for name in PARAMETERS)


def test_fitted_later_and_unused_claims_on_a_page_add_up_to_those_given(page):
    counts = re.search(r"(\d+) claims until .*?, (\d+) later ones .*?, (\d+) not used;", page)
    assert sum(map(int, counts.groups())) == study().answer["given"]


def test_every_chart_has_its_place_and_its_data(page):
    specs = json.loads(re.search(r'id="specs">(.*?)</script>', page, re.S)[1])
    assert set(specs) == set(re.findall(r'data-chart="([^"]+)"', page))
    indicators = study().tables["fans"]["indicator"].unique().to_list()
    assert {f"course_{name.replace('+', '_')}" for name in indicators} <= set(specs)
    predictive = {"predicted_prior", "predicted_fitted", "predicted_holdout"}
    assert {"parameters", "biases", "ranks_emulated", "ranks_simulated"} | predictive <= set(specs)


def test_the_table_of_biases_has_every_ratio(page):
    part = page[page.index('<section id="biases">') : page.index('<section id="parameters">')]
    ratios = re.findall(r'data-label="ratio"><div>(.*?)</div>', part)
    assert ratios == [fmt.factor(factor) for factor in study().tables["biases"]["factor"]]
    assert fmt.factor(0.2049) == "0.2" and fmt.factor(31.4) == "31"


def test_posterior_bars_are_read_off_the_table():
    table = study().tables["posterior"]
    figure = drawn.parameters(table)
    data = _csv(figure)
    rows = {line.split(",")[0]: line for line in data.splitlines()[1:]}
    assert set(rows) == set(PARAMETERS)
    learnt = table.sort("contraction", descending=True)
    # the bar of what was learnt about most is shortest
    ends = {k: [float(v) for v in line.split(",")[-2:]] for k, line in rows.items()}
    length = {k: b - a for k, (a, b) in ends.items()}
    assert min(length, key=length.get) == learnt["parameter"][0]


def test_bands_that_miss_are_crosses_and_are_counted():
    table = study().tables["predicted"].filter(~pl.col("holdout")).head(3)
    table = table.with_columns(within=pl.Series([True, False, True]))
    figure = drawn.predictive(table, "fitted")
    assert "2 of 3 bands" in figure.caption
    data = _csv(figure)
    assert data.count("outside") == 1 and data.count("within") == 2


def test_coverage_is_judged_only_where_there_are_enough_claims():
    row = {"holdout": True, "indicator": "crowd", "side": "media", "within": 4, "bounded": 4, "share_bounded": 1.0,
           "prior_share": 1.0}  # fmt: skip
    few, low, good = (
        coverage_table(pl.DataFrame([{**row, "claims": n, "share": share}])).rows[0][4]
        for n, share in ((4, 0.25), (20, 0.6), (20, 0.9))
    )
    assert (few.chip, low.chip, good.chip) == ("", "miscalibrated", "well calibrated")


def test_the_page_and_its_pictures_are_written(tmp_path):
    path = study().report(tmp_path / "report.html", pictures=True)
    assert path.read_text(encoding="utf-8").startswith("<!doctype html>")
    pictures = {p.stem for p in (tmp_path / "figures").glob("*.png")}
    assert pictures == {p.stem for p in (tmp_path / "figures").glob("*.svg")} and "biases" in pictures
