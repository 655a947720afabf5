"""Whatever a file, a scenario or a model says is text on every kind of page, and never markup."""

from __future__ import annotations

import ast
import re
from base64 import b64encode
from dataclasses import replace
from datetime import date
from functools import partial
from hashlib import sha256
from html import unescape
from pathlib import Path
from types import SimpleNamespace

import polars as pl
import pytest

import contested.report
from contested.forensics import suite
from contested.forensics.models.synthetic import honest_election, of_case
from contested.forensics.table.returns import ReturnsTable
from contested.ground.visible import visible
from contested.report.pages import audit, calibration, comparison, forecast, nation, published
from contested.report.pages.nation_sections import SECTIONS, draw

BAD = "</script><script>alert('x')</script>\x1b[2J\u202e"
DRAWN = {"crowd", "detained", "map_detained"}


def of_nation(request) -> str:
    """Title, a place, a claimant and a note."""
    material = request.getfixturevalue("material")
    country, results = material.country, material.results
    first = country.places[0].name
    places = tuple(replace(p, name=BAD) if p.name == first else p for p in country.places)
    names = [BAD if str(n) == first else str(n) for n in results["place"].values]
    claims = tuple(replace(c, claimant=BAD, note=BAD) for c in material.scenario.claims[:30])
    scenario = replace(
        material.scenario, title=BAD, summary=BAD, claims=claims, country=replace(country, places=places)
    )
    returns = material.returns.with_columns(pl.col("place").replace(first, BAD))
    bad = replace(material, scenario=scenario, results=results.assign_coords(place=names), returns=returns)
    return nation.page(bad, [(s, [draw(bad, name) for name in s.charts if name in DRAWN]) for s in SECTIONS])


def of_published(request) -> str:
    """A title, and every text of a card."""
    from contested.report.charts.observables import run_charts
    from contested.studies.run.run import Run
    from contested.tasks.simulate import simulate
    from contested.zoo.card import Card, Fact
    from contested.zoo.catalogue import load

    folder = request.getfixturevalue("tmp_path")
    simulate("granovetter-1978", steps=3, out=folder / "run")
    fact = (Fact(BAD, "read", BAD),)
    card = Card(cites=(BAD,), idea=BAD, rules=fact, reports=fact, differences=fact, readings=(BAD,),
                leaves_out=(BAD,), checked=BAD)  # fmt: skip
    model = replace(load("granovetter-1978"), title=BAD, card=card)
    run = Run(folder / "run")
    return published.model_page(run, model, run_charts(run))


def of_audit(request) -> str:
    """The title of a file of returns, a contestant, a station."""
    from contested.report.charts.audit import charts

    case = honest_election(60, regions=2, territories=4, seed=3)
    frame = of_case(case, "x").frame.drop("row", "line").rename({"leader": BAD})
    frame = frame.with_columns(station=pl.format("{}{}", "station", pl.lit(BAD)))
    table = ReturnsTable.of(frame, (BAD, "all others"), BAD, BAD, units=("region", "territory"))
    result = suite.examine(table)
    return audit.audit_page(result, charts(result))


class Relabelled:
    """A study of which every table says something else in its columns of text."""

    def __init__(self, study, *columns: str) -> None:
        self.study = study
        self.record = {**study.record, "title": BAD}
        self.tables = {
            name: frame.with_columns(pl.lit(BAD).alias(c) for c in columns if c in frame.columns)
            for name, frame in study.tables.items()
        }

    def __getattr__(self, name: str):
        return getattr(self.study, name)


def of_calibration(request) -> str:
    """The title, parties, places and what parameters mean."""
    from contested.report.charts.calibration import charts
    from tests.studies.small_study import study

    bad = Relabelled(study(), "party", "place", "meaning", "name")
    return calibration.calibrate_page(bad, charts(study()))


def of_comparison(request) -> str:
    """The title, places, and what columns mean."""
    from contested.report.charts.comparison import charts

    kept = contested.compare(
        "teaching", settings={"election.mechanism": "none"}, scale=20, days=8, pairs=2, executor="serial"
    )
    return comparison.compare_page(Relabelled(kept, "place", "meaning"), charts(kept))


def of_forecast(request) -> str:
    """The title, voices, places, and reasons; nothing could be scored."""
    from contested.report.charts.forecast import fans

    row = {"quantity": BAD, "actor": BAD, "place": BAD, "voice": BAD, "side": "media"}
    ahead = {"lead": 1, "date": date(2031, 6, 1), "kind": "claim"}
    frame = pl.DataFrame([row | ahead | dict.fromkeys(("q05", "q25", "q50", "q75", "q95"), 5.0)])
    claim = {"date": date(2031, 5, 20), "known": True, "form": "said", "value": 3.0, "low": 3.0, "high": 3.0,
             "claimant": BAD}  # fmt: skip
    skipped = pl.DataFrame({"reason": [BAD], "subject": [BAD]})
    tables = dict.fromkeys(("against", "scores", "best", "averages"), pl.DataFrame()) | {"skipped": skipped}
    record = {"title": BAD, "origin": "2031-05-31", "horizon": 1, "series": 1, "origins": [], "runs": 1,
              "converged": {BAD: False}}  # fmt: skip
    made = SimpleNamespace(record=record, tables=tables, to_polars=lambda: frame, coverage=lambda: None,
                           warnings=lambda: [f"the study: {BAD}"])  # fmt: skip
    figures = {"fans": fans(frame, pl.DataFrame([row | claim]), date(2031, 5, 31), 1), "hits": []}
    return forecast.forecast_page(made, figures)


PAGES = {f.__name__: f for f in (of_nation, of_published, of_audit, of_calibration, of_comparison, of_forecast)}


@pytest.mark.parametrize("kind", PAGES)
def test_text_from_outside_is_escaped_on_every_page(kind, request):
    text = PAGES[kind](request)
    vega = re.compile(r"<script>(?!\"use strict\").*?</script>", re.S)
    ours = vega.sub("", text)
    assert "<script>alert" not in ours
    assert ours.count("<script") == ours.count("</script>") == 4, "the charts' data, the citation and our own lines"
    shown = unescape(re.sub(r"<[^>]+>", "", re.sub(r"<script.*?</script>", "", text, flags=re.S)))
    assert shown.count(visible(BAD)) >= 3
    assert not set("\x1b\u202e") & set(text), "nothing that a screen would obey"
    _nothing_else_may_run(text)


def _nothing_else_may_run(text: str) -> None:
    """The page's policy allows its own scripts by their hashes, and neither handlers nor what loads something."""
    policy = unescape(re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', text)[1])
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    scripts = re.findall(r"<script>(.*?)</script>", text, re.S)
    hashes = {f"'sha256-{b64encode(sha256(s.encode()).digest()).decode()}'" for s in scripts}
    assert len(scripts) == 3 and set(rules["script-src"].split()) == hashes, "no unsafe-inline, no unsafe-eval"
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    assert text.index("Content-Security-Policy") < min(text.index("<style"), text.index("<script"))
    tags = re.findall(r"<[a-z][^>]*>", re.sub(r"<script.*?</script>", "", text, flags=re.S))
    assert not [tag for tag in tags if re.search(r"\son[a-z]+\s*=|javascript:|\ssrc=", tag)]


def test_no_function_builds_tags_from_strings():
    tag = partial(re.search, r"</?[a-z][a-z0-9]*[ >]")
    for file in Path(contested.report.__file__).parent.rglob("*.py"):
        found = [n for n in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(n, ast.Constant)]
        for node in found:
            assert not (isinstance(node.value, str) and tag(node.value)), f"{file}:{node.lineno}: {node.value}"
