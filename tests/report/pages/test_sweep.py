"""The page of a sweep: the question, the answer in a sentence, and charts that fit the points."""

from __future__ import annotations

import json
import re

import polars as pl
import pytest

import contested
from contested.ground.errors import CheckpointError
from contested.report import format as fmt
from contested.report.charts.sweep import plotted
from contested.report.pages.sweep import write_sweep_page

HOW = {"executor": "serial", "steps": 8}
MODEL = "granovetter-1978"


def page_of(sweep, tmp_path):
    return write_sweep_page(sweep, tmp_path / "page.html").read_text()


def specs(page):
    return json.loads(re.search(r'id="specs">(.*?)</script>', page, re.DOTALL)[1])


def test_one_parameter_is_a_line_with_its_band_and_days_are_lines(tmp_path):
    sweep = contested.sweep(MODEL, settings={"sd": [0.1, 0.2, 0.3]}, replicates=3, series="crowd", **HOW)
    page = page_of(sweep, tmp_path)
    assert f"<h1>What does sd change in {MODEL}?</h1>" in page
    found = specs(page)
    assert set(found) == {"sweep-1-1", "sweep-2-1", "sweep-3-1", "sweep-4-1", "days-1-1"}
    text = json.dumps(found["sweep-1-1"])
    assert '"area"' in text and '"line"' in text
    largest = sweep.to_polars().group_by("sd").agg(pl.col("crowd.sum").mean())["crowd.sum"].max()
    assert fmt.plain(largest) in page, "the sentence says the largest mean"


def test_a_caption_names_a_band_where_there_is_one(tmp_path):
    one = page_of(contested.sweep(MODEL, settings={"sd": [0.1, 0.2, 0.3]}, **HOW), tmp_path)
    several = page_of(contested.sweep(MODEL, settings={"sd": [0.1, 0.2, 0.3]}, replicates=3, **HOW), tmp_path)
    assert "One run at each point." in one and "band of 90 %" not in one
    assert "with the band of 90 % of them" in several


def test_a_ranking_is_in_the_sentence(tmp_path):
    over = {"sd": (0.1, 0.3), "mean": (0.2, 0.3)}
    page = page_of(contested.sweep(MODEL, over, sensitivity="morris", points=4, **HOW), tmp_path)
    assert re.search(r"It depends most on (sd, then mean|mean, then sd)\.", page)


def test_two_parameters_on_a_grid_are_a_map(tmp_path):
    sweep = contested.sweep(MODEL, {"sd": (0.1, 0.3), "mean": (0.2, 0.3)}, design="grid", points=9, **HOW)
    assert '"rect"' in json.dumps(specs(page_of(sweep, tmp_path))["sweep-1-1"])


def test_points_that_are_no_grid_are_points_along_each_parameter(tmp_path):
    sweep = contested.sweep(MODEL, {"sd": (0.1, 0.3), "mean": (0.2, 0.3)}, points=8, **HOW)
    found = specs(page_of(sweep, tmp_path))
    assert {"sweep-1-1", "sweep-1-2"} <= set(found)


def test_words_alone_are_bars_and_own_statistics_come_first(tmp_path):
    sweep = contested.sweep(
        MODEL, settings={"thresholds": ["normal", "ladder"]}, statistics={"mine": lambda run: run["crowd"].sum()}, **HOW
    )
    assert plotted(sweep).outputs[0] == "mine"
    marks = json.dumps(specs(page_of(sweep, tmp_path))["sweep-1-1"])
    assert '"rect"' in marks and "ladder" in marks


def test_nothing_that_varies_is_said(tmp_path):
    sweep = contested.sweep(MODEL, settings={"sd": [0.01, 0.02], "mean": 0.5}, **HOW)  # nobody ever begins
    assert "Nothing that was observed varies over these points." in page_of(sweep, tmp_path)


def test_an_unfinished_sweep_has_no_page(tmp_path):
    sweep = contested.sweep(MODEL, settings={"sd": [0.1, 0.2]}, out=tmp_path / "s", **HOW)
    (tmp_path / "s/points.parquet").unlink()
    with pytest.raises(CheckpointError, match="unfinished"):
        sweep.report()
