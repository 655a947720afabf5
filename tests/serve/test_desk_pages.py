"""A report is reviewed and a count audited in a real browser; what files say stays text."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from contested.serve.jobs.folder import SETTLED
from tests.axe import served_findings
from tests.browser import Page, browser
from tests.serve.test_desk import REPORT, returns
from tests.serve.test_jobs import asked, until

READY = "document.body.dataset.ready"
HOSTILE = "<img src=x onerror=document.title='x'>"


@pytest.fixture(scope="module")
def page(address, tmp_path_factory) -> Iterator[Page]:
    with browser(tmp_path_factory.mktemp("desk")) as one:
        one.size(1400, 900)
        yield one


def test_a_report_is_drafted_decided_by_keyboard_and_becomes_claims(address, page):
    page.open(f"{address}read")
    page.until(READY)
    page.ask("document.getElementById('draft').click()")
    assert page.ask("document.getElementById('status').textContent").startswith("Say on which day")
    said = REPORT | {"name": HOSTILE}
    for name, value in said.items():
        page.ask(f"document.getElementById('{name}').value = {json.dumps(value)}")
    page.ask("document.getElementById('draft').click()")
    page.until("location.pathname.startsWith('/drafts/') && !!document.querySelector('#drafts li')")
    drafts = page.ask("document.querySelectorAll('#drafts li').length")
    first = "document.querySelector('#drafts li')"
    for label, decided in (("Reject", 1), ("Undo", 0)):  # hands without a keyboard
        page.click(f"[...{first}.querySelectorAll('button')].find((b) => b.textContent === '{label}')")
        assert page.ask("document.getElementById('count').textContent") == f"{decided} of {drafts} decided"
    page.click(f"{first}.querySelector('summary')")
    assert "right" in page.ask(f"{first}.querySelector('details[open]').innerText")
    for _ in range(drafts):
        page.press("a", 65)
    assert page.ask("document.getElementById('count').textContent") == f"{drafts} of {drafts} decided"
    page.ask("document.getElementById('accept').click()")
    page.until(f"document.getElementById('count').textContent.startsWith('{drafts} claims')")
    assert page.ask("document.querySelectorAll('img').length") == 0 and page.ask("document.title") != "x"
    assert page.errors == []


def test_returns_are_dropped_their_columns_corrected_and_audited(address, page):
    page.open(f"{address}audit")
    page.until(READY)
    table = returns(f"station,{HOSTILE},registered,cast,invalid,Alice,Bob").decode()
    page.ask(f"""(() => {{ const bag = new DataTransfer(); bag.items.add(new File([{json.dumps(table)}], 'count.csv'));
        const input = document.getElementById('file'); input.files = bag.files;
        input.dispatchEvent(new Event('change')); }})()""")
    page.until("!document.getElementById('mapped').hidden")
    shown = page.ask("[...document.querySelectorAll('#names th')].map(th => th.textContent)")
    assert shown[1] == HOSTILE and page.ask("document.querySelectorAll('img').length") == 0
    roles = "[...document.querySelectorAll('#roles select')].map(s => s.value)"
    assert page.ask(roles) == ["station", "unit", "registered", "cast", "invalid", "contestant", "contestant"]
    page.ask("""(() => { const s = document.querySelectorAll('#roles select')[1]; s.value = '';
        s.dispatchEvent(new Event('change')); document.getElementById('elections').value = '0'; })()""")
    assert page.ask("[...document.querySelectorAll('#leader option')].map(o => o.textContent)")[1:] == ["Alice", "Bob"]
    page.ask("document.getElementById('audit').click()")
    page.until("location.pathname === '/jobs' && !!document.querySelector('.job')")
    assert "count; an audit" in page.ask("document.querySelector('.job h3').textContent")
    number = page.ask("document.querySelector('.job').dataset.number")
    until(lambda: asked(f"{address}api/jobs/{number}")["state"], *SETTLED, patience=240, every=0.5)
    page.until("document.querySelector('.job').dataset.state === 'finished'")
    page.open(page.ask("document.querySelector('.job a.open').href"))
    page.until(READY)
    assert "60 stations" in page.ask("document.body.innerText")
    assert page.ask("self.origin") == "null", "its scripts reach nothing of this server"
    assert page.errors == []


def test_a_job_offers_only_what_can_help(address, page):
    """Bands where a page would show them; to go on where the order is not at fault."""
    page.open(f"{address}jobs")
    page.until(READY)
    page.ask("""(() => { const job = { kind: 'run', title: 'x', changes: [], query: 'scenario=teaching&seed=1',
            error: 'x', hint: '', refused: false, done: 0, total: 0, text: '', report: null };
        const jobs = [{ ...job, state: 'failed', refused: true }, { ...job, state: 'failed' },
            { ...job, state: 'cancelled' }, { ...job, state: 'finished' }];
        const ask = window.fetch, said = JSON.stringify(jobs.map((one, k) => ({ ...one, number: k + 1 })));
        window.fetch = async (path, options) => path !== '/api/jobs' ? ask(path, options) : new Response(said);
        document.getElementById('scenario').dispatchEvent(new Event('change')); })()""")  # fmt: skip
    page.until("document.querySelectorAll('.job').length === 4")
    names = "[...j.querySelectorAll('a, button')].map((b) => b.textContent)"
    offers = page.ask(f"[...document.querySelectorAll('.job')].map((j) => {names})")
    assert offers == [["Remove"], ["Go on", "Remove"], ["Go on", "Remove"], ["Bands beside one run", "Remove"]]


@pytest.mark.parametrize("path", ["jobs", "read", "audit"])
def test_pages_fit_a_phone_and_axe_finds_nothing_serious(address, page, path, tmp_path):
    page.size(390, 844)
    page.open(address + path)
    page.until(READY)
    assert page.ask("document.documentElement.scrollWidth") <= 390
    page.size(1400, 900)
    assert served_findings(address + path, tmp_path / "axe", READY) == []
