"""Published models as pages: a served run is the run, sliders keep to their ranges, a page draws, a link holds."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

import contested
from contested.engine.params import walk
from contested.serve.models import model_of
from contested.zoo.catalogue import names
from tests.browser import Page, browser

RUN = "/api/model-runs?model="
READY = "document.body.dataset.ready"
HASH = "document.body.dataset.hash"


def test_numbers_are_those_of_simulate(server, tmp_path):
    served = server.get(f"{RUN}granovetter-1978&seed=7&set=sd=0.3").json()
    whole = contested.simulate("granovetter-1978", seed=7, settings={"sd": 0.3}, progress=False, out=tmp_path / "a")
    assert served["series"]["crowd"] == whole.to_xarray()["crowd"].isel(replicate=0).values.tolist()
    assert served["terminal"] == "contested simulate granovetter-1978 --seed 7 --set sd=0.3"
    assert server.get(f"/api/model-runs?{served['query']}").json() == served


def test_the_ladders_differ_by_one_person(server):
    """Granovetter's two crowds, from their addresses."""
    ends = [server.get(f"{RUN}granovetter-1978&set=thresholds={kind}&set=people=30").json()["series"]["crowd"][-1]
            for kind in ("ladder", "ladder-gap")]  # fmt: skip
    assert ends == [30, 1]


@pytest.mark.parametrize(
    ("query", "key", "steps", "last"),
    [
        ("granovetter-1978&set=thresholds=ladder", "crowd", 110, 100),
        ("granovetter-1978&set=thresholds=ladder-gap", "crowd", 100, 1),
        ("centola-macy-2007&set=rewired=0", "share", 1676, 1),
    ],
)
def test_a_page_shows_as_many_steps_as_the_parameters_take(server, query, key, steps, last):
    series = server.get(f"{RUN}{query}").json()["series"][key]
    assert len(series) == steps and series[-1] == last


def test_a_setting_without_effect_is_named(server):
    answer = server.get(f"{RUN}granovetter-1978&set=thresholds=ladder&set=sd=0.3").json()
    assert answer["unused"] == ["sd is not used with thresholds=ladder"]
    assert server.get(f"{RUN}granovetter-1978&set=sd=0.3").json()["unused"] == []


def test_a_network_is_drawn_where_its_nodes_are(server):
    run = server.get(f"{RUN}centola-macy-2007&set=nodes=100").json()
    assert run["nodes"] == len(run["at"]) == len(run["stand"][0]) == 100 and run["side"] == 0
    assert all(0 <= v <= 1 for at in run["at"] for v in at)
    assert {k for pair in run["tie"] for k in pair} == set(range(100))
    for stand, count in zip(run["stand"], run["count"], strict=True):
        assert [stand.count(str(k)) for k in range(len(count))] == count and sum(count) == 100
    assert run["look"][0] == 0 and run["look"] == sorted(set(run["look"]))
    active = [count[1] for count in run["count"]]
    assert active == [run["series"]["active"][step] for step in run["look"]]


@pytest.mark.parametrize("name", names())
def test_sliders_keep_to_what_is_declared(server, name):
    about = server.get(f"/api/models/{name}").json()
    declared = {n: (value, d) for n, value, d in walk(model_of(name).params)}
    assert {s["name"] for s in about["slider"]} | {c["name"] for c in about["choice"]} == set(declared)
    for s in about["slider"]:
        value, d = declared[s["name"]]
        assert d.within[0] <= s["low"] <= value <= s["high"] <= d.within[1] and s["low"] < s["high"], s
        assert s["step"] > 0 and (not d.whole or float(s["step"]).is_integer())
    assert about["idea"] and about["source"] and about["report"], name


@pytest.mark.parametrize(
    ("query", "status", "part"),
    [
        ("", 400, "model: expected a name"),
        ("model=granoveter", 404, "model: expected a name from /api/models"),
        ("model=../zoo/own", 404, "model: expected"),
        ("model=/etc/passwd.py", 404, "model: expected"),
        ("model=granovetter-1978&scale=2", 400, "query: expected model, seed, set"),
        ("model=granovetter-1978&set=sd=x", 400, "sd"),
        ("model=granovetter-1978&set=mean=0.25&set=mean=0.3", 400, "set mean: given twice, 0.25 and 0.3."),
        ("model=granovetter-1978&set=mean=0.3&set=mean=0.3", 400, "set mean: given twice, 0.3 and 0.3."),
        ("model=granovetter-1978&set=mean=7", 400, "mean"),
        ("model=granovetter-1978&set=people=900000&set=thresholds=ladder", 400, "agents times steps on a page"),
        ("model=granovetter-1978&set=people=100000000", 400, "people: expected at most 1,000,000 on a page"),
        ("model=epstein-2002&set=side=5000", 400, "side: expected at most 300 sites"),
        ("model=centola-macy-2007&set=degree=8&set=nodes=10&set=lattice=moore", 400, "nodes"),
    ],
)
def test_what_cannot_be_simulated_is_refused_in_words(server, query, status, part):
    refused = server.get(f"/api/model-runs?{query}")
    assert refused.status_code == status and part in " ".join(refused.json().values()), refused.text


@pytest.fixture(scope="module")
def page(address, tmp_path_factory) -> Iterator[Page]:
    with browser(tmp_path_factory.mktemp("zoo")) as one:
        one.size(1400, 950)
        yield one


def test_a_page_plays_changes_and_is_a_link(address, page, tmp_path):
    page.open(f"{address}zoo/centola-macy-2007?set=nodes=100&day=0")
    page.until(READY)
    assert page.ask("document.querySelectorAll('#stand circle').length") == 100
    first = page.ask("document.getElementById('words').textContent")
    page.press("End", 35)
    assert page.ask("document.getElementById('words').textContent") != first
    assert page.ask("document.querySelectorAll('#reports li').length") > 0
    assert page.ask("document.querySelector('#sources a').href").startswith("https://")
    before = page.ask(HASH)
    page.ask("document.querySelector('[data-name=\"threshold\"]').focus()")
    page.press("ArrowRight", 39)
    page.until(f"{HASH} !== '{before}' && location.search.includes('threshold%3D3')")
    assert page.ask("document.querySelector('#charts path.before').getAttribute('d')").startswith("M")
    link, shown = page.ask("location.href"), page.ask(HASH)
    assert re.fullmatch(r"[0-9a-f]{16}-[0-9a-f]{16}", shown)
    with browser(tmp_path / "second") as other:
        other.size(390, 844)
        other.open(link)
        other.until(READY)
        assert other.ask(HASH) == shown
        assert other.ask("document.getElementById('link-says').textContent").startswith("These are the numbers")
        assert other.ask("document.documentElement.scrollWidth") <= 390
        assert other.errors == []
    assert page.errors == []


def test_a_longer_run_moves_the_end_of_the_player(address, page):
    page.open(f"{address}zoo/granovetter-1978?set=thresholds=ladder&set=people=150")
    page.until(READY)
    assert page.ask("document.getElementById('day').max") == "159"
    assert "150" in page.ask("document.getElementById('words').textContent")
    before = page.ask(HASH)
    page.ask("document.querySelector('[data-name=\"sd\"]').focus()")
    page.press("ArrowRight", 39)
    page.until("document.getElementById('status').textContent.startsWith('sd is not used with thresholds=ladder. ')")
    page.ask("document.getElementById('reset').click()")
    page.until(f"{HASH} !== '{before}'")
    assert page.ask("['max', 'value'].map((key) => document.getElementById('day')[key])") == ["99", "99"]
    assert page.errors == []


def test_a_lattice_is_painted(address, page):
    page.open(f"{address}zoo/makowsky-rubin-2013?set=side=24")
    page.until(READY)
    colours = """(() => { const c = document.querySelector('#stand canvas'), d = c.getContext('2d')
        .getImageData(0, 0, c.width, c.height).data, seen = new Set();
        for (let i = 0; i < d.length; i += 4) seen.add(d[i] * 65536 + d[i + 1] * 256 + d[i + 2]);
        return [...seen]; })()"""
    assert len(set(page.ask(colours))) == 2
    assert page.ask("document.querySelectorAll('#charts .chart').length") > 0
    assert page.errors == []


def test_a_run_that_ends_too_early_says_so(server):
    """A ladder of more rungs than a run has steps; one that fits its steps has nothing to say."""
    for people, words in ((20, ""), (12_000, "still changing at the end")):
        query = f"model=granovetter-1978&set=thresholds=ladder&set=people={people}"
        assert server.get(f"/api/model-runs?{query}").json()["unfinished"] == words
