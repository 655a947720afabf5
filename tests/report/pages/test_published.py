"""The page of a published model stands alone, shows every observable, and hides nothing that its card says."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import dataclass
from html import unescape

import numpy as np
import pytest
import vl_convert

from contested.engine.model import Model, Observable
from contested.engine.params import Params, choice, param
from contested.report.charts.observables import WINDOWS, run_charts, sampled_steps
from contested.report.pages.published import write_model_report
from contested.studies.run.run import Run
from contested.tasks.simulate import simulate
from contested.zoo.card import Card, Fact
from contested.zoo.catalogue import load
from contested.zoo.picture import Layer, Panel, Picture
from contested.zoo.published import Published
from contested.zoo.target import Measured, Target

BAD = "a < b & <script>alert(1)</script>"


@dataclass(frozen=True, kw_only=True)
class Made(Params):
    """Of a made-up model."""

    start: float = param(2.0, unit="person", within=(0, 10), source="assumed", meaning=BAD)
    growth: float = param(1.0, unit="1/step", within=(0, 10), source="biggs2005", meaning="added a step")
    rule: str = choice("up", among=("up", "down"), source="biggs2005", meaning="which way")


def make(params: Made) -> Model:
    """Counts up; twelve groups, the later the larger; a table; and a share that is nothing for a while."""

    def init(params, seed):
        return {"count": np.array([params.start + seed % 7]), "steps": np.zeros(1, np.int64)}

    def step(state, params, tick):
        state["count"] += params.growth
        state["steps"] += 1
        return state

    def observe(state):
        count, played = float(state["count"][0]), int(state["steps"][0])
        return {
            "count": count,
            "part": np.nan if played == 3 else played / 100,
            "groups": count * np.arange(12),
            "pairs": np.zeros((2, 12)),
            "along": count + np.arange(90),
        }

    return Model(
        name="made-up",
        params=params,
        init=init,
        step=step,
        observe=observe,
        observables=(
            Observable("count", "person", "how many there are"),
            Observable("part", "share", BAD),
            Observable("groups", "person", "how many in each group", ("group",)),
            Observable("along", "level", "how much at each place", ("place",)),
            Observable("pairs", "-", "what no chart shows", ("half", "group")),
        ),
        coords={"group": [f"group_{k}" for k in range(12)], "half": ["a", "b"], "place": list(range(90))},
        clock="step",
    )


CARD = Card(
    cites=("biggs2005", "granovetter1978"),
    idea=f"An idea: {BAD}",
    rules=(Fact("rule one of `start`", "read", "page 7"), Fact(BAD, "chosen")),
    reports=(Fact("reported one", "recalled", "figure 2"),),
    differences=(Fact("difference one", "own run"), Fact("difference two", "derived", "by a sum")),
    readings=("a reading agreed on",),
    leaves_out=("what is left out",),
    checked="checked by somebody",
)


def known() -> tuple[Picture, ...]:
    panel = Panel("x", "y", (Layer("line", {"x": [0, 1], "y": [0, 1]}, BAD),), title=BAD)
    return (Picture("curve", f"A curve {BAD}", f"How to read it {BAD}", (panel, panel)),)


PUBLISHED = Published(
    name="made-up",
    title=f"Made up: {BAD}",
    params=Made(),
    make=make,
    steps=10,
    card=CARD,
    presets={"fast": {"growth": 3.0}},
    targets=(Target("a number", 1.0, 0.5, "read", lambda: 1.2), Target("another", 5.0, 0.5, "own run", lambda: 9.0)),
    pictures=known,
)
MEASURED = (Measured(PUBLISHED.targets[0], 1.2, 0.1), Measured(PUBLISHED.targets[1], 9.0, 0.1))


@pytest.fixture(scope="module")
def run(tmp_path_factory) -> Run:
    out = tmp_path_factory.mktemp("made-up") / "run"
    simulate(PUBLISHED, preset="fast", replicates=5, steps=8, settings={"rule": "down"}, out=out)
    return Run(out)


@pytest.fixture(scope="module")
def page(run, tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "report.html"
    return write_model_report(run, PUBLISHED, path, pictures=True, measured=MEASURED)


@pytest.fixture(scope="module")
def text(page) -> str:
    return page.read_text("utf-8")


def own_part(text: str) -> str:
    """The page without the copy of Vega inside it, whose text is not ours, and without the charts."""
    return re.sub(r"<script.*?</script>", "", text, flags=re.S)


def specs(text: str) -> dict:
    return json.loads(re.search(r'<script type="application/json" id="specs">(.*?)</script>', text, re.S)[1])


def words(text: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", own_part(text)))


def test_the_page_loads_nothing(text):
    ours = own_part(text)
    assert not re.search(r"<(script|img|iframe|link)[^>]*\b(src|href)\s*=", ours)
    assert "@import" not in ours and not re.search(r"url\(\s*['\"]?http", ours)
    assert '"url":' not in json.dumps(specs(text)), "data stands inside the charts"
    assert "vegaEmbed" in text


def test_every_fact_of_the_card_is_there_with_how_it_is_known_and_where(text):
    for fact in (*CARD.rules, *CARD.reports, *CARD.differences):
        (item,) = [i for i in re.findall(r"<li><span.*?</li>", own_part(text), re.S)
                   if fact.text.replace("`", "") in words(i)]  # fmt: skip
        assert f">{fact.status}</span>" in item and fact.where in words(item)
    for said in (*CARD.readings, *CARD.leaves_out, CARD.checked, CARD.idea):
        assert said in words(text)
    assert "<code>start</code>" in text
    assert "do not quote it as the paper's" in words(text), "what the chips mean"


def test_what_is_cited_has_words_and_a_link(text):
    assert "Biggs (2005)" in words(text) and 'href="https://doi.org/10.1086/427675"' in text
    assert "Granovetter (1978)" in words(text)


def test_how_it_was_run_is_said(text):
    assert "8 steps, 5 runs, seed 1; preset fast." in words(text)
    assert "Changed for this run: rule = down." in words(text)
    assert "by the preset" in words(text) and "changed for this run" in words(text)


def test_text_is_escaped(text):
    assert "<script>alert" not in text and "\\u003cscript\\u003ealert" in text


def test_every_observable_is_drawn_or_named(run, text):
    charts = run_charts(run)
    assert [f.name for f in charts.figures] == ["count", "part", "groups", "along"]
    assert charts.left_out == ["pairs"]
    assert "more than one dimension besides the step: pairs" in words(text)
    assert {"run-count", "run-part", "run-groups", "run-along", "known-curve-1", "known-curve-2"} == set(specs(text))
    for name in specs(text):
        assert f'data-chart="{name}"' in text


def rows(spec: dict, field: str) -> list[dict[str, str]]:
    """The first table of a chart that has a column."""
    for layer in (spec, *spec["layer"]):
        data = layer.get("data", {})
        text = data.get("values") or spec.get("datasets", {}).get(data.get("name"), "")
        found = list(csv.DictReader(io.StringIO(text))) if isinstance(text, str) else []
        if found and field in found[0]:
            return found
    raise AssertionError(field)


def test_charts_show_the_median_of_the_runs(run, text):
    stored = run.to_xarray()
    shown = [float(row["y"]) for row in rows(specs(text)["run-count"], "y")]
    assert shown == pytest.approx(np.median(stored["count"].values, axis=0))
    low = [float(row["low"]) for row in rows(specs(text)["run-count"], "low")]
    assert low == pytest.approx(np.quantile(stored["count"].values, 0.05, axis=0))


def marks(spec: dict, kind: str) -> int:
    """How many outlines of a kind a chart of the page has."""
    svg = vl_convert.vegalite_to_svg({**spec, "width": 400})
    groups = re.findall(rf'<g class="mark-{kind} role-mark[^>]*>(.*?)</g>', svg, re.S)
    return sum(len(re.findall(r'<path [^>]*d="M[^"]+L?[^"]*"', group)) for group in groups)


def test_every_line_is_seen_for_many_runs_and_for_one(run, text, tmp_path):
    assert marks(specs(text)["run-count"], "line") == 1 and marks(specs(text)["run-count"], "area") == 2
    assert marks(specs(text)["run-groups"], "line") == 8
    simulate(PUBLISHED, steps=9, out=tmp_path / "run")
    alone = specs(write_model_report(Run(tmp_path / "run"), None, pictures=False).read_text("utf-8"))
    for name, lines in (("run-count", 1), ("run-part", 1), ("run-groups", 8)):
        assert marks(alone[name], "line") == lines and marks(alone[name], "area") == 0


def test_many_places_on_a_line_are_heat(run, text):
    along = run_charts(run).figures[3]
    assert "Drawn for every 2nd place." in along.caption
    stored = np.median(run.to_xarray()["along"].values, axis=0)[:, ::2]
    assert [float(row["value"]) for row in rows(specs(text)["run-along"], "value")] == pytest.approx(stored.ravel())


def test_shares_are_percent_and_a_missing_step_stays_missing(text):
    shown = [row["y"] for row in rows(specs(text)["run-part"], "y")]
    assert shown[2] == "" and float(shown[3]) == pytest.approx(4)


def test_only_the_largest_of_many_labels_are_drawn_and_this_is_said(run):
    groups = run_charts(run).figures[2]
    assert [name for name, *_ in groups.key] == [f"group {k}" for k in range(4, 12)]
    assert "The 8 largest of 12 are drawn" in groups.caption


def test_targets_are_measured_on_the_page(text):
    assert "1 of 2 met." in words(text)
    assert re.search(r'chip good">met</span>', text) and re.search(r'chip bad">missed</span>', text)


def test_pictures_lie_beside_the_page(page):
    names = {f.name for f in (page.parent / "figures").iterdir()}
    assert names == {
        f"{n}.{kind}" for n in ("count", "part", "groups", "along", "made-up-curve") for kind in ("png", "svg")
    }


def test_a_run_without_a_card_has_charts_parameters_and_provenance(run, tmp_path):
    found = write_model_report(run, None, tmp_path / "new" / "page.html", pictures=False)
    text = found.read_text("utf-8")
    assert set(specs(text)) == {"run-count", "run-part", "run-groups", "run-along"}
    assert "growth" in words(text) and "Provenance" in words(text) and 'id="card"' not in text
    assert not (tmp_path / "new" / "figures").exists()


def test_one_run_of_one_step_is_drawn(tmp_path):
    simulate(PUBLISHED, steps=1, out=tmp_path / "run")
    run = Run(tmp_path / "run")
    text = write_model_report(run, PUBLISHED, known=False).read_text("utf-8")
    assert "1 step, one run" in words(text) and "90 % of runs" not in words(text)
    assert marks(specs(text)["run-count"], "symbol") == 1, "a point, where there is no line"
    assert "2 numbers" in words(text) and "--check" in words(text)


def test_a_real_model_has_its_page(tmp_path):
    simulate("granovetter-1978", replicates=2, steps=5, out=tmp_path / "run")
    text = write_model_report(Run(tmp_path / "run"), load("granovetter-1978"), known=False)
    shown = words(text.read_text("utf-8"))
    assert "Granovetter (1978)" in shown and "When does a crowd riot?" in shown


def test_a_long_run_keeps_its_bursts():
    series = np.zeros(50_000)
    series[[17, 23_456, 49_998]] = [5, 9, 7]
    at = sampled_steps(series)
    assert len(at) <= 2 * WINDOWS + 2 and {17, 23_456, 49_998, 0, 49_999} <= set(at.tolist())
    assert np.array_equal(sampled_steps(series[:1000]), np.arange(1000))
    assert len(sampled_steps(np.full(50_000, np.nan))) <= 2 * WINDOWS + 2
