"""No page of any kind has a serious or critical finding of axe-core, in light or in dark."""

from __future__ import annotations

from pathlib import Path

import pytest

import contested
from contested.forensics.models.synthetic import falsify, honest_election, of_case
from tests.axe import findings
from tests.cli.terminal import typed
from tests.studies import spoken_study
from tests.studies.small_study import study

SMALL = {"scale": 20, "executor": "serial"}
REPORT = "Police in Orvane said 120 people were detained on Sunday. The Council said at least 5,000 marched."


def comparison(folder: Path) -> Path:
    return contested.compare("teaching", settings={"street.cost": 1.5}, days=12, pairs=3, **SMALL).report(folder)


def sweep(folder: Path) -> Path:
    return contested.sweep("teaching", over=["street.cost"], points=6, days=8, **SMALL).report(folder)


def calibration(folder: Path) -> Path:
    return study().report(folder)


def forecast(folder: Path) -> Path:
    of = spoken_study.made(folder.parent / "study")
    return contested.forecast(of, 12, draws=100, runs=40, executor="serial", origins=["2031-05-24"]).report(folder)


def model(folder: Path) -> Path:
    return contested.simulate("epstein-2002", steps=20, seed=1).report(folder)


def audit(folder: Path) -> Path:
    election = falsify(honest_election(300, regions=2, territories=6, seed=3), stuffing=0.3, seed=3)
    return contested.audit(of_case(election.case, "Made"), out=folder.parent / "audit").report(folder)


def review(folder: Path) -> Path:
    text = folder.with_name("report.txt")
    text.write_text(REPORT)
    done = typed("read", text, "--published", "2020-08-20", "--review", folder)
    assert done.exit_code == 0, done.stderr
    return folder


@pytest.mark.slow
@pytest.mark.parametrize(
    "made", [comparison, sweep, calibration, forecast, audit, model, review], ids=lambda f: f.__name__
)
def test_a_page_of_each_kind(made, tmp_path):
    assert findings(made(tmp_path / "page.html"), tmp_path / "profile") == []


@pytest.mark.slow
def test_the_page_of_a_run(played, tmp_path):
    assert findings(played.report(tmp_path / "page.html"), tmp_path / "profile") == []


@pytest.mark.slow
def test_a_page_with_faults_has_findings(tmp_path):
    page = tmp_path / "page.html"
    faulty = '<img src="data:,"><button></button>'
    page.write_text(f'<!doctype html><html lang="en"><title>x</title><body>{faulty}</body></html>')
    assert {"image-alt", "button-name"} <= {f.split(" | ")[1] for f in findings(page, tmp_path / "profile")}
