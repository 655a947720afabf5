"""Light scenarios of rulers who fell: sound, marked as recalled, and their script ends before the end."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from contested.nation.outcome.published import published
from contested.nation.world import build
from contested.scenarios.check import check
from contested.scenarios.load import load
from tests.nation.playing import play

FALLEN = {"serbia-2000": "serbia_2000", "georgia-2003": "georgia_2003", "ukraine-2004": "ukraine_2004"}

pytestmark = pytest.mark.parametrize("name", FALLEN)


def test_it_is_sound_and_nothing_in_it_is_odd(name):
    report = check(name)
    assert report.errors == () and report.warnings == ()


def test_the_script_ends_before_the_end_that_is_published(name):
    scenario = load(name)
    country = scenario.country
    crisis = next(c for c in published() if c.crisis == FALLEN[name])
    fall = country.start + timedelta(days=int(crisis.days))
    assert 1 <= (fall - country.start).days - country.origin <= 2
    assert all((a.end_date or a.date) < fall for a in scenario.acts)


def test_no_call_says_how_many_came_and_what_is_not_read_says_so(name):
    scenario = load(name)
    assert all(a.level is None for a in scenario.acts if a.act in ("call", "tactic", "shock"))
    assert all("recalled" in scenario.sources[key] or scenario.links[key] for key in scenario.sources)
    assert all(claim.status == "recalled" or claim.source_url for claim in scenario.claims)


def test_the_count_is_inflated_and_it_plays(name):
    run = play(build(load(name).country, 5000), days=20)
    official, true = (run.numbers[k] for k in ("official_share", "true_share"))
    assert np.nanmax(official) > true.max()
    assert np.isfinite(run.total("crowd")).all() and run.total("crowd").sum() > 0


def test_its_readme_says_how_runs_end(name):
    text = (load(name).folder / "README.md").read_text(encoding="utf-8")
    section = text.split("<!-- endings -->")[1].split("<!-- end -->")[0]
    assert "| script known to | the ruler falls |" in section and section.count("\n| 200") == 2
