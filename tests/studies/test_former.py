"""Folders that version 0.1 wrote open with today's names, show their pages, and are never resumed."""

from __future__ import annotations

import tarfile
from pathlib import Path

import numpy as np
import pytest

import contested
from contested.ground.errors import CheckpointError

#: a calibration, a comparison, a sweep and a forecast of the teaching country and of a model, made by version 0.1.0
PACKED = Path(__file__).with_name("former.tar.xz")


@pytest.fixture(scope="module")
def former(tmp_path_factory):
    folder = tmp_path_factory.mktemp("former")
    with tarfile.open(PACKED) as packed:
        # the filter came with 3.11.4
        packed.extractall(folder, **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))
    return folder


@pytest.mark.parametrize("kind", ["calibration", "comparison", "sweep", "forecast"])
def test_each_opens_as_what_it_is(former, kind):
    opened = contested.open(former / kind)
    assert type(opened) is getattr(contested, kind.capitalize())
    assert opened.to_polars().height > 0
    overview = dict(opened.overview())
    assert kind in overview and overview["folder"] == str(former / kind)


def test_a_calibration_has_todays_names(former):
    old = contested.open(former / "calibration")
    assert {"converged", "rhat", "ess", "extrapolating", "unmatched", "holdout", "simulated"} <= old.answer.keys()
    assert {"rhat", "ess", "contraction"} <= set(old.tables["posterior"].columns)
    assert {"reported_low", "holdout"} <= set(old.tables["predicted"].columns)
    assert str(old.folder.fit_until) == "2031-05-11" and str(old.folder.until) == "2031-05-13"
    assert old.z.shape[1] == len(old.parameters) == 2 and np.isfinite(old.truth).all()


def test_a_comparison_has_todays_names(former):
    old = contested.open(former / "comparison")
    assert "efficiency" in old.tables["indicators"].columns
    assert "worth" not in " ".join(old.tables["indicators"].columns)
    assert old.record["posterior"] is None and old.record["b"]["drop_acts"] == ["shutdown"]


def test_a_forecast_has_todays_names(former):
    old = contested.open(former / "forecast")
    assert old.tables["claims"].height == 5
    assert old.record["training"] == 80 and old.record["converged"] == {"2031-05-11": True}


@pytest.mark.parametrize("kind", ["calibration", "comparison", "forecast"])
def test_each_still_writes_its_page(former, kind, tmp_path):
    page = contested.open(former / kind).report(tmp_path / "page.html")
    assert page.stat().st_size > 10_000


def test_none_is_resumed(former):
    with pytest.raises(CheckpointError, match="format 1, made by an earlier version"):
        contested.sweep(
            "granovetter-1978", {"mean": (0.2, 0.3)}, points=4, steps=5, executor="serial", out=former / "sweep"
        )
    with pytest.raises(CheckpointError, match="format 1, made by an earlier version"):
        contested.compare(
            "teaching", settings={"street.cost": 1.4}, drop_acts=["shutdown"], pairs=3, days=20, scale=200,
            executor="serial", out=former / "comparison",
        )  # fmt: skip


def test_a_calibration_answers_for_another_view_of_its_sources(former):
    again = contested.calibrate(former / "calibration", distrust="Ministry of Order")
    assert again.answer["distrust"] == ["Ministry of Order"] and again.answer["other_code"]
    assert contested.open(again.path).answer == again.answer
