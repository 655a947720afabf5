"""The page of claims: the whole ledger, its contradictions, and files that can be read again."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from contested.claims import examine, scan
from contested.scenarios.folders import names
from contested.serve import claims as served
from contested.serve.ask import scenario_of
from contested.serve.openapi_desk import CALLS
from tests.axe import served_findings
from tests.browser import browser
from tests.inference.saying import say
from tests.serve.test_api import misfits

READY = "document.body.dataset.ready"


@pytest.mark.parametrize("path", [path for path, calls in CALLS.items() if path.startswith("/api/claims/{")])
def test_answers_are_as_described(server, path):
    described = server.get("/api/openapi.json").json()
    ((kind, content),) = described["paths"][path]["get"]["responses"]["200"]["content"].items()
    for name in names():
        answer = server.get(path.replace("{name}", name))
        assert answer.status_code == 200 and answer.headers["content-type"].startswith(kind)
        if kind == "application/json":
            assert misfits(answer.json(), content["schema"], described["components"]["schemas"]) == []
    assert server.get(path.replace("{name}", "nowhere")).status_code == 404


def test_the_ledger_is_the_scenarios_and_points_at_its_rows(server):
    ledger = server.get("/api/claims/belarus-2020").json()
    claims = scenario_of("belarus-2020").claims
    assert [c["value"] for c in ledger["claim"]] == [c.value for c in claims]
    found = examine(claims).contradictions
    assert len(ledger["contradiction"]) == len(found) > 100
    for one in ledger["contradiction"]:
        less, more = ledger["claim"][one["less"]], ledger["claim"][one["more"]]
        assert less["party"] == one["less_party"] and more["party"] == one["more_party"]
        assert one["most"] < one["least"]
    by = {p["name"]: p["ratio"] for p in ledger["party"] if p["ratio"]}
    assert by["Central Election Commission"]["things"] > 5


def test_the_page_knows_how_many_people_its_country_has(monkeypatch):
    real = scenario_of("teaching")
    listed = tuple(say(n, what="detained", by="Spring", side="independent") for n in (88, 169, 900_000))
    monkeypatch.setattr(served, "scenario_of", lambda name: replace(real, claims=listed))
    (grown,) = served._examined.__wrapped__("teaching").growing
    assert [c.value for c in grown.claims] == [88, 169]


def test_the_table_is_a_ledger_again(server, tmp_path):
    file = tmp_path / "claims.csv"
    file.write_bytes(server.get("/api/claims/serbia-2024/table.csv").content)
    again = scan(file)
    assert not again.aside and len(again.claims) == len(scenario_of("serbia-2024").claims)
    header = server.get("/api/claims/serbia-2024/contradictions.csv")
    assert header.text.startswith("kind,less_party,") and "attachment" in header.headers["content-disposition"]


def test_the_page_filters_and_its_address_holds_the_filter(address, tmp_path):
    with browser(tmp_path / "claims") as page:
        page.size(1400, 900)
        page.open(f"{address}claims/belarus-2020")
        page.until(READY)
        assert page.ask("document.querySelectorAll('#strips .thing').length") > 3, "the busiest day is shown"
        page.ask("document.getElementById('all').click()")
        whole = page.ask("document.getElementById('counted').textContent")
        assert whole.startswith(f"{len(scenario_of('belarus-2020').claims)} claims")
        page.ask("""(() => { const s = document.getElementById('party'); s.value = 'Viasna';
                     s.dispatchEvent(new Event('change')); })()""")
        assert page.ask("""[...document.querySelectorAll('#claims td[data-label=Who]')]
                           .every(td => td.textContent.includes('Viasna'))""")
        assert page.ask("location.search").endswith("party=Viasna&quantity=")
        assert page.ask("[...document.querySelectorAll('#claims a')].every(a => a.rel.includes('noreferrer'))")
        page.size(390, 844)
        page.open(f"{address}claims/belarus-2020?day=2020-08-09")
        page.until(READY)
        assert page.ask("document.documentElement.scrollWidth") <= 390
        assert page.errors == []


def test_none_stands_on_a_tick_of_its_own_and_a_vote_share_names_whose_it_is(address, tmp_path):
    """On a line of powers of ten, 0 is before the least of them, and a bound from above reaches it."""
    draw = """import('/static/strips.js').then((s) => {
        const claim = { date: '', end: '', place: '', quantity: '', unit: 'person', low: null, high: null,
            claimant: '', side: '' };
        const place = document.createElement('div');
        document.body.append(place);
        s.strip(place, 'killed', [{ ...claim, party: 'a', kind: 'one figure', value: 0 },
            { ...claim, party: 'b', kind: 'one figure', value: 10 },
            { ...claim, party: 'c', kind: 'at most', value: 40 },
            { ...claim, party: 'd', kind: 'between', value: null, low: 0, high: 40 }],
            {}, { cite: () => ({ text: '', bibtex: '' }), key: () => [] });
        const all = (css) => [...place.querySelectorAll(css)];
        return { ticks: Object.fromEntries(all('.tick').map((t) => [t.textContent, +t.getAttribute('x')])),
            dots: all('.dot').map((d) => +d.getAttribute('cx')),
            reach: all('.reach').map((r) => +r.getAttribute('x1')), broken: all('.break').length };
        })"""  # fmt: skip
    with browser(tmp_path / "claims") as page:
        page.size(1400, 900)
        page.open(f"{address}claims/belarus-2020")
        page.until(READY)
        seen = page.ask(draw)
        assert seen["broken"] == 1
        assert seen["ticks"]["0"] < seen["ticks"]["10"] < seen["ticks"]["100"]
        assert seen["dots"][:2] == [seen["ticks"]["0"], seen["ticks"]["10"]]
        assert seen["reach"] == [seen["ticks"]["0"]] * 2
        assert seen["ticks"]["0"] < seen["dots"][3] < seen["dots"][2]
        page.ask("document.getElementById('all').click()")
        cells = "[...document.querySelectorAll('#contradictions td[data-label=What]')]"
        what = page.ask(f"{cells}.map((c) => c.textContent)")
        shares = [text for text in what if text.startswith("vote share")]
        assert shares and all(text.startswith("vote share (") for text in shares)
        assert page.errors == []


def test_axe_finds_nothing_serious(address, tmp_path):
    assert served_findings(f"{address}claims/belarus-2020", tmp_path / "axe", READY) == []


def test_an_impossible_number_makes_no_party_larger_than_the_others(monkeypatch):
    real = scenario_of("teaching")
    ask = (("Spring", "independent", 100), ("Ministry", "incumbent", 50), ("Rumour", "media", 9e9))
    listed = tuple(say(n, what="detained", by=by, side=side) for by, side, n in ask)
    monkeypatch.setattr(served, "scenario_of", lambda name: replace(real, claims=listed))
    served._examined.cache_clear()
    parties = json.loads(served._ledger.__wrapped__("teaching"))["party"]
    served._examined.cache_clear()
    ratios = {p["name"]: p["ratio"] and p["ratio"]["middle"] for p in parties}
    assert ratios == {"Spring": 2, "Ministry": 0.5, "Rumour": None}
