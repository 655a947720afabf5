"""Pages in a real browser: first visit, keyboard, a dragged slider, deeds, a link in a second profile, a phone."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest

from contested.serve import pages
from tests.browser import Page, browser

PAGE = "explore/teaching?scale=10"
READY = "document.body.dataset.ready"
DATE = "document.getElementById('date').textContent"
HASH = "document.body.dataset.hash"
VERDICT = "document.getElementById('link-says').textContent"
CURVE = "document.querySelector('#charts path.now').getAttribute('d')"


@pytest.fixture(scope="module")
def page(address, tmp_path_factory) -> Iterator[Page]:
    with browser(tmp_path_factory.mktemp("first")) as one:
        one.size(1400, 950)
        yield one


def visit(page: Page, url: str) -> None:
    page.open(url)
    page.until(READY)


def test_a_first_visit_plays_by_keyboard_and_loads_nothing_from_elsewhere(address, page):
    page.open(address)
    first = page.ask("document.querySelector('.card').href")
    assert first.startswith(f"{address}explore/")
    visit(page, f"{address}{PAGE}&day=0")
    begun = page.ask(DATE)
    page.press("ArrowRight", 39)
    page.press("PageDown", 34)
    assert page.ask("document.getElementById('day').value") == "8"
    page.press("Home", 36)
    assert page.ask(DATE) == begun
    page.ask("document.getElementById('speed').value = '30'")
    page.press(" ", 32)
    page.until("document.getElementById('day').value > 20")
    page.press(" ", 32)
    assert page.ask("document.getElementById('play').textContent") == "Play"
    page.press("End", 35)
    assert page.ask("document.getElementById('day').value === document.getElementById('day').max")
    loaded = page.ask("performance.getEntriesByType('resource').map(r => r.name)")
    assert loaded and all(url.startswith(address) for url in loaded)
    assert page.errors == []


def test_a_dragged_slider_changes_the_curve_and_reset_brings_it_back(address, page):
    visit(page, f"{address}{PAGE}")
    before, plain = page.ask(CURVE), page.ask(HASH)
    slider = "document.querySelector('[data-name=\"street.cost\"]')"
    page.ask(f"{slider}.scrollIntoView({{block: 'center', behavior: 'instant'}})")
    box = f"{slider}.getBoundingClientRect()"
    left, width, top, height = (page.ask(f"{box}.{side}") for side in ("left", "width", "top", "height"))
    middle = top + height / 2
    page.mouse("mousePressed", left + width / 2, middle)
    for k in range(1, 6):
        page.mouse("mouseMoved", left + width * (0.5 - 0.08 * k), middle)
    page.mouse("mouseReleased", left + width * 0.1, middle)
    page.until(f"{HASH} !== '{plain}' && !document.body.classList.contains('busy')")
    assert re.fullmatch(rf"{plain}-[0-9a-f]{{16}}", page.ask(HASH))
    assert page.ask(CURVE) != before
    assert page.ask("document.querySelector('#charts path.before').getAttribute('d')").startswith("M")
    assert "was" in page.ask("document.querySelector('.slider.changed output').textContent")
    page.ask("document.getElementById('reset').click()")
    page.until(f"{HASH} === '{plain}'")
    assert page.ask(CURVE) == before
    assert page.errors == []


def test_deeds_are_done_and_acts_left_out(address, page):
    visit(page, f"{address}{PAGE}&day=0")
    plain = page.ask(HASH)
    page.ask("document.getElementById('deed-no-crackdown').click()")
    page.until(f"{HASH} !== '{plain}'")
    page.ask("document.getElementById('deed-no-crackdown').click()")
    page.until(f"{HASH} === '{plain}'")
    page.ask("document.querySelector('.dated').click()")
    assert "crackdown" in page.ask("document.getElementById('act').textContent")
    press(page, "Leave out")
    page.until(f"{HASH} !== '{plain}'")
    assert page.ask("document.querySelector('.dated').className") == "dated out"
    assert "--drop-act" in page.ask("document.getElementById('command').textContent")
    page.until("location.search.includes('drop=')")
    press(page, "Put back")
    page.until(f"{HASH} === '{plain}'")
    assert page.errors == []


def test_the_page_says_who_differs_and_through_whom(address, page):
    visit(page, f"{address}{PAGE}&set=street.cost=1.6&day=14")
    page.until("document.getElementById('who').dataset.hash")
    said = "document.getElementById('who').innerText"
    text = page.ask(said)
    assert "differ in the evening" in text and "stayed at home who march without the change" in text
    assert re.search(r"\d+ % through attitudes \(citizens\)", text) and "It begins on 2031-05-04" in text
    first = page.ask("document.getElementById('who-words').textContent")
    page.press("ArrowRight", 39)
    assert page.ask("document.getElementById('who-words').textContent") != first
    assert page.ask("document.querySelectorAll('#who svg path[fill]').length") >= 3
    assert page.ask("document.getElementById('many').href").startswith(f"{address}jobs?kind=compare&scenario=teaching&")
    press(page, "Reset")
    page.until("document.getElementById('who').hidden")
    assert page.errors == []


def test_a_chart_is_saved_as_it_stands_with_its_numbers_and_its_citation(address, page):
    """By the script of written reports: light colours, the key and the source, whatever scheme the page has."""
    page.size(1400, 950, dark=True)
    visit(page, f"{address}{PAGE}&set=street.cost=1.6&day=14")
    page.ask("""window.saved = [];
        const make = URL.createObjectURL;
        URL.createObjectURL = (blob) => (saved.push(blob), make.call(URL, blob));
        HTMLAnchorElement.prototype.click = function () { window.called = this.download; }""")
    figure = "document.getElementById('figure-people-marching')"
    for kind, name in (("svg", "people-marching.svg"), ("png", "people-marching.png"), ("csv", "people-marching.csv")):
        count = page.ask("saved.length")
        page.ask(f"{figure}.querySelector('[data-save={kind}]').click()")
        page.until(f"saved.length > {count}")
        assert page.ask("called") == name
    drawn = page.ask("saved[0].text()")
    assert "with the change" in drawn and page.ask(HASH) in re.sub(r"<[^>]+>", "", drawn) and "white" in drawn
    assert "rgb(43, 58, 85)" in drawn, "the ink of a light page"
    assert page.ask("saved[1].arrayBuffer().then((b) => [...new Uint8Array(b).slice(1, 4)])") == list(b"PNG")
    rows = page.ask("saved[2].text()").splitlines()
    assert rows[0] == "date,what,value,low,high" and sum(",without the change," in row for row in rows) == 60
    page.ask(f"{figure}.querySelector('[data-save=cite]').click()")
    cited = page.ask("document.getElementById('citing').innerText")
    assert '"people marching". The contested developers.' in cited and "street.cost = 1.6" in cited
    assert f"url = {{{address}explore/teaching?seed=1&scale=10&set=street.cost" in cited
    page.ask("document.querySelector('#citing .close').click()")
    page.size(1400, 950)
    assert page.errors == []


@pytest.mark.parametrize(
    ("path", "figures"),
    [(PAGE + "&set=street.cost=1.6&day=14", ("people-marching", "map", "calendar")),
     ("claims/belarus-2020?day=2020-08-16", ("ratios", "crowd")), ("zoo/granovetter-1978", ("crowd",))],
)  # fmt: skip
def test_what_can_be_saved_is_saved_by_a_click(address, page, tmp_path, path, figures):
    """Files as a browser writes them: a picture, a drawing, a table with rows; and a citation on the page."""
    visit(page, address + path)
    ids = page.ask("[...document.querySelectorAll('figure.live')].map((f) => f.id)")
    for wanted in figures:
        one = next(i for i in ids if re.fullmatch(f"figure-{wanted}.*", i))
        for kind in ("png", "svg", "csv"):
            file = page.saved(f"document.querySelector('#{one} [data-save={kind}]')", tmp_path)
            assert file.name == f"{one.removeprefix('figure-')}.{kind}"
            content = file.read_bytes()
            if kind == "png":
                assert content.startswith(b"\x89PNG") and len(content) > 2000
            elif kind == "svg":
                assert len(list(ElementTree.fromstring(content).iter())) > 10
            else:
                head, *rows = content.decode("utf-8-sig").splitlines()
                assert rows and all(row.count(",") >= head.count(",") for row in rows)
        page.click(f"document.querySelector('#{one} [data-save=cite]')")
        assert "The contested developers" in page.ask("document.getElementById('citing').innerText")
        page.click("document.querySelector('#citing .close')")
    assert page.errors == []


def test_the_first_page_has_a_picture_of_a_model(address, page):
    page.open(address)
    picture = "document.querySelector('img[data-src]')"
    page.until(f"{picture}.complete && {picture}.naturalWidth > 0")
    assert page.errors == []


def press(page: Page, text: str) -> None:
    """A button by its words."""
    page.ask(f"[...document.querySelectorAll('button')].find(b => b.textContent === '{text}').click()")


def test_an_act_is_dragged_stepped_and_left_out_by_keyboard(address, page):
    """The release of line 7 goes two days earlier by mouse, a day back by keyboard, and away by Delete."""
    visit(page, f"{address}{PAGE}")
    plain = page.ask(HASH)
    page.ask("document.getElementById('calendar').scrollIntoView({block: 'center', behavior: 'instant'})")
    box = "document.getElementById('act-7').getBoundingClientRect()"
    left, top, day = (page.ask(e) for e in (f"{box}.left", f"{box}.top", f"{box}.width + 0.5"))
    page.mouse("mousePressed", left + 2, top + 4)
    page.mouse("mouseMoved", left + 2 - day, top + 4)
    page.mouse("mouseMoved", left + 2 - 2 * day, top + 4)
    page.mouse("mouseReleased", left + 2 - 2 * day, top + 4)
    page.until("location.search.includes('move=7%3A-2')")
    page.until(f"{HASH} !== '{plain}' && !document.body.classList.contains('busy')")
    assert "6 May 2031" in page.ask("document.getElementById('act-7').getAttribute('aria-label')")
    page.ask("document.getElementById('calendar').focus()")
    page.press("ArrowRight", 39)
    page.until("location.search.includes('move=7%3A-1')")
    assert page.ask("document.getElementById('calendar').getAttribute('aria-activedescendant')") == "act-7"
    page.press("Delete", 46)
    page.until("location.search.includes('drop=7') && !location.search.includes('move=')")
    page.press("ArrowDown", 40)
    assert page.ask("document.getElementById('calendar').getAttribute('aria-activedescendant')") != "act-7"
    assert page.errors == []


def test_an_act_is_added_and_an_impossible_one_is_explained(address, page, tmp_path):
    visit(page, f"{address}{PAGE}&day=12")
    plain = page.ask(HASH)
    page.ask("document.getElementById('adding').open = true")
    page.until("document.querySelector('#add [name=date]').value === '2031-05-16'")
    fill = "(n, v) => {{ const e = document.querySelector(`#add [name=${{n}}]`); e.value = v; "
    fill = fill.replace("{{", "{").replace("}}", "}") + "e.dispatchEvent(new Event('change')); }"
    page.ask(f"({fill})('kind', 'call'), ({fill})('form', 'march'), ({fill})('end', '2031-05-18')")
    press(page, "Add this act")
    page.until(f"{HASH} !== '{plain}' && location.search.includes('add=')")
    assert "added: 2031-05-16 to 2031-05-18 call march" in page.ask("document.getElementById('changes').textContent")
    added, link = page.ask(HASH), page.ask("location.href")
    page.ask(f"({fill})('date', '2031-06-30')")
    page.ask("document.getElementById('add').noValidate = true")
    press(page, "Add this act")
    page.until("document.getElementById('status').className === 'bad'")
    assert "expected a day not after the origin" in page.ask("document.getElementById('status').textContent")
    assert page.ask("document.querySelectorAll('.act.added').length") == 1, "what cannot be done is undone"
    assert len(page.errors) == 1 and "400" in str(page.errors), "the refusal itself, and no defect"
    page.errors.clear()
    with browser(tmp_path / "second") as other:
        other.size(1400, 950)
        visit(other, link)
        assert other.ask(HASH) == added and other.ask(VERDICT) == "These are the numbers that the link was made from."


def test_a_branch_leaves_the_days_before_as_they_were(address, page, tmp_path):
    visit(page, f"{address}{PAGE}&day=20&set=street.cost=1.6")
    whole = page.ask(HASH)
    press(page, "Branch from this day")
    page.until(f"{HASH} !== '{whole}' && location.search.includes('branch=20')")
    assert "24 May 2031" in page.ask("document.getElementById('branched').textContent")
    assert page.ask("document.querySelectorAll('#charts line.branch').length") > 0
    now, before = (page.ask(f"document.querySelector('#charts path.{kind}').getAttribute('d')") for kind in
                   ("now", "before"))  # fmt: skip
    points = [re.findall(r"[\d.]+ [\d.]+", d) for d in (now, before)]
    assert points[0][:20] == points[1][:20] and points[0] != points[1]
    with browser(tmp_path / "second") as other:
        other.size(1400, 950)
        visit(other, page.ask("location.href"))
        assert other.ask(HASH) == page.ask(HASH)
    press(page, "From the first day")
    page.until(f"{HASH} === '{whole}'")
    assert page.errors == []


def test_a_link_is_the_result_in_a_second_profile(address, page, tmp_path):
    visit(page, f"{address}{PAGE}&set=street.cost=1.2&intervention=no-shutdown&day=9&place=0")
    shown = page.ask(HASH)
    page.until("location.search.includes('hash=')")
    link = page.ask("location.href")
    asked = parse_qs(urlsplit(link).query)
    assert asked["set"] == ["street.cost=1.2"] and asked["intervention"] == ["no-shutdown"] and asked["hash"] == [shown]
    with browser(tmp_path / "second") as other:
        other.size(1400, 950)
        visit(other, link)
        assert other.ask(HASH) == shown
        assert other.ask(VERDICT) == "These are the numbers that the link was made from."
        assert other.ask("document.getElementById('day').value") == "9"
        assert other.ask(CURVE) == page.ask(CURVE)
        version = asked["version"][0]
        visit(other, link.replace(version, "0.1.0-abc"))
        assert "The link was made by another version, 0.1.0-abc" in other.ask(VERDICT)
        visit(other, link.replace("street.cost%3D1.2", "street.cost%3D1.3"))
        assert other.ask(VERDICT).startswith("These are not the numbers that the link was made from.")
        visit(other, link.replace(version, "0.1.0-abc").replace("seed=1", "seed=2"))
        assert "are not the numbers" in other.ask(VERDICT) and "another version, 0.1.0-abc" in other.ask(VERDICT)
        assert other.errors == []


ODD = "document.getElementById('odd').textContent"


@pytest.mark.parametrize(
    "part", ["seed=-1", "drop=1.5", "foo=1", "place=99", "day=999", "branch=60", "hash=deadbeef",
             "scale=4"],
)  # fmt: skip
def test_each_part_of_an_address_that_means_nothing_is_named(address, page, part):
    page.open(f"{address}claims/teaching")  # a page of the server without runs
    read = f"import('/static/address.js').then((a) => a.read('?scale=3&{part}', 10, 60, 5))"
    found = page.ask(read)
    assert len(found["odd"]) == 1 and found["odd"][0].startswith(part)
    assert found["wanted"] == page.ask(read.replace(f"&{part}", ""))["wanted"]
    good = "seed=3&scale=5&set=a=1&drop=7&move=7:-2&add=x&branch=59&place=4&day=59&hash=ab&version=1&bands=c"
    assert page.ask(f"import('/static/address.js').then((a) => a.read('?{good}', 10, 60, 5))")["odd"] == []
    of_a_model = page.ask("import('/static/address.js').then((a) => a.read('?seed=3&place=0&day=9', 0, 9, 0))")
    assert of_a_model["odd"] == ["place=0", "day=9"]


def test_parts_of_a_link_that_are_left_out_stay_named_until_something_is_changed(address, page):
    visit(page, f"{address}{PAGE}&seed=abc&foo=1")
    page.until("location.search.includes('seed=1')")
    assert "seed=abc" in page.ask(ODD) and "foo=1" in page.ask(ODD)
    assert page.ask("document.getElementById('odd').offsetHeight") > 0
    page.ask("document.getElementById('reset').click()")
    assert page.ask(ODD) == ""
    assert page.errors == []


def test_a_day_compares_the_country_with_the_country(address, page):
    """Numbers of both runs side by side and rounded alike, before the town with the most."""
    page.open(f"{address}claims/teaching")
    day = """import('/static/words.js').then((w) => {
        const run = (crowd) => ({ place: { ...Object.fromEntries(['detained', 'custody', 'released', 'injured',
            'killed', 'strikers'].map((name) => [name, [[0, 0]]])), crowd: [crowd] }, nation: { elite_loyalty: [1] } });
        const places = [{ name: 'Orvane' }, { name: 'Lenvik' }];
        return w.ofDay({ place: places }, run([1981, 1183]), run([%s]), 0); })"""
    said = page.ask(day % "1200, 1114")
    assert said.startswith("3,160 people marched (2,310 without the change), 1,980 of them in Orvane. Loyalty")
    assert page.ask(day % "1981, 1183").startswith("3,160 people marched, 1,980 of them in Orvane.")
    assert page.ask(day % "1981, 1182").startswith("3,164 people marched (3,163 without the change)")


def test_what_an_address_says_stays_text(address, page):
    word = "%3Cimg%20src=x%20onerror=document.title='x'%3E"
    page.open(f"{address}{PAGE}&set={word}=1&hash={word}&version={word}&place={word}&intervention={word}")
    page.until("document.getElementById('status').className === 'bad'")
    assert page.ask("document.querySelectorAll('img').length") == 0
    assert "<img" in page.ask("document.body.innerText")
    assert page.ask("document.title") != "x"


@pytest.mark.parametrize("dark", [False, True])
def test_a_phone_has_everything_in_one_column(address, page, dark):
    page.size(390, 844, dark)
    for path in ("", PAGE):
        page.open(address + path)
        if path:
            page.until(READY)
        assert page.ask("document.documentElement.scrollWidth") <= 390, path
    small = """[...document.querySelectorAll('main button, main select, main input')].filter(e => e.offsetParent)
        .map(e => [e.id || e.className, e.getBoundingClientRect()]).filter(([, r]) => r.height < 24 || r.right > 390)
        .map(([name]) => name)"""
    assert page.ask(small) == []
    page.size(1400, 950)


def test_every_control_has_a_name(address, page):
    visit(page, f"{address}{PAGE}")
    nameless = """[...document.querySelectorAll('button, select, input, svg[role=img]')].filter(e =>
        !(e.textContent.trim() || e.getAttribute('aria-label') || e.labels?.length)).map(e => e.outerHTML)"""
    assert page.ask(nameless) == []


def test_modules_are_typed(tmp_path):
    """TypeScript reads the comments of the modules; it is fetched through npm."""
    if shutil.which("npm") is None:
        pytest.skip("no npm on this machine")
    folder = Path(pages.__file__).with_name("static")
    files = sorted(str(file) for file in folder.glob("*.js"))
    tsc = ["npm", "exec", "--yes", "--package=typescript@5.9.2", "--", "tsc"]
    if subprocess.run([*tsc, "--version"], capture_output=True, cwd=tmp_path, timeout=120, check=False).returncode:
        pytest.skip("npm cannot fetch TypeScript")
    options = ["--checkJs", "--allowJs", "--noEmit", "--strict", "--target", "es2022", "--module", "es2022",
               "--moduleResolution", "bundler", "--lib", "es2023,dom,dom.iterable"]  # fmt: skip
    line = [*tsc, *options, *files]
    done = subprocess.run(line, capture_output=True, text=True, cwd=tmp_path, timeout=200, check=False)
    assert done.returncode == 0, done.stdout
