"""The buttons under a chart give what they say: a picture, the same as a drawing, its numbers, and how to cite them."""

from __future__ import annotations

import base64
import io
import re
import time
from xml.etree import ElementTree

import polars as pl
import pypdf
import pytest

from contested.report import numbers
from contested.report.pages.cite import citation
from contested.report.pages.nation import write_report
from tests.browser import browser

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def saved(played, tmp_path_factory):
    """The page, what each button of the first chart downloads or shows, and what the page asked the network for."""
    folder = tmp_path_factory.mktemp("saved")
    page = write_report(played, folder / "report.html")
    with browser(folder / "profile") as opened:
        opened.open_report(page)
        opened.call("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(folder))
        rows = opened.ask("['figure .save', 'figure'].map((of) => document.querySelectorAll(of).length)")
        for kind in ("svg", "csv", "png"):
            opened.ask(f"document.querySelector('#figure-crowd [data-save={kind}]').click()")
            file = folder / f"crowd.{kind}"
            late = time.monotonic() + 30
            while not (file.is_file() and file.stat().st_size) and time.monotonic() < late:
                time.sleep(0.05)
        sheet = printed(opened)
        opened.ask("document.querySelector('#figure-crowd [data-save=cite]').click()")
        cited = opened.ask("document.getElementById('citing').innerText")
        focus = opened.ask("document.activeElement.className")
        names = opened.ask("[...document.querySelectorAll('#figure-crowd .save button')].map((b) => b.ariaLabel)")
        asked = [url for url in opened.requests if not url.startswith(("data:", "blob:"))]
    return {"folder": folder, "page": page, "cited": cited, "asked": asked, "rows": rows, "focus": focus,
            "names": names, "sheet": sheet}  # fmt: skip


def printed(page):
    """What the PDF button of the first chart hands to the printer, and what is left of it on the page afterwards."""
    page.ask("window.print = () => { window.asked = document.title; }")
    page.ask("document.querySelector('#figure-crowd [data-save=pdf]').click()")
    name = page.until("window.asked")
    pdf = base64.b64decode(page.call("Page.printToPDF", preferCSSPageSize=True, printBackground=True)["data"])
    page.until("!document.getElementById('sheet')")  # printing ended
    left = page.ask("[document.title !== 'crowd', document.body.dataset.sheet ?? 'none', "
                    "document.querySelectorAll('details.section[open]').length]")  # fmt: skip
    return {"name": name, "pdf": pdf, "left": left}


def test_every_figure_has_its_buttons_with_names_for_screen_readers(saved):
    assert saved["rows"][0] == saved["rows"][1] > 40
    assert [name.split(":")[0] for name in saved["names"]] == ["PNG", "SVG", "PDF", "CSV", "Cite"]
    assert all(name.endswith("People who marched, nationwide") for name in saved["names"])


def test_nothing_but_the_page_is_asked_for(saved):
    assert saved["asked"] == [saved["page"].as_uri()]


def test_the_drawing_has_title_key_axes_and_caption(saved):
    root = ElementTree.parse(saved["folder"] / "crowd.svg").getroot()
    words = " ".join(text for e in root.iter(f"{SVG}text") for text in e.itertext())
    for part in ("People who marched, nationwide", "simulated", "people marching that day", "Each point is somebody's"):
        assert part in words
    assert float(root.attrib["width"]) > 300 and len(list(root.iter(f"{SVG}path"))) > 5


def test_the_picture_is_the_drawing_twice_as_fine(saved):
    head = (saved["folder"] / "crowd.png").read_bytes()[:24]
    assert head.startswith(b"\x89PNG")
    width, height = int.from_bytes(head[16:20]), int.from_bytes(head[20:24])
    root = ElementTree.parse(saved["folder"] / "crowd.svg").getroot()
    assert (width, height) == (2 * int(root.attrib["width"]), 2 * int(root.attrib["height"]))


def test_the_pdf_is_one_sheet_with_the_drawing_alone_in_lines_and_letters(saved):
    assert saved["sheet"]["name"] == "crowd"
    sheets = pypdf.PdfReader(io.BytesIO(saved["sheet"]["pdf"])).pages
    assert len(sheets) == 1
    root = ElementTree.parse(saved["folder"] / "crowd.svg").getroot()
    points = [0.75 * float(root.attrib[side]) for side in ("width", "height")]  # 96 pixels are 72 points
    assert [float(sheets[0].mediabox.width), float(sheets[0].mediabox.height)] == pytest.approx(points, abs=1.5)
    words = sheets[0].extract_text()
    assert "People who marched, nationwide" in words and "Each point is somebody's" in words
    assert "People in custody" not in words and not sheets[0].images


def test_printing_a_chart_leaves_the_page_as_it_was(saved):
    assert saved["sheet"]["left"] == [True, "none", 0]


def test_the_table_has_the_numbers_of_the_run(saved, played, played_material):
    table = pl.read_csv(saved["folder"] / "crowd.csv", infer_schema_length=None)
    if "table" in table.columns:
        table = table.filter(table=1)
    crowd = numbers.bands(played_material.nation("crowd"))
    assert table["date"].to_list() == [str(day) for day in crowd["date"]]
    assert table["median"].to_list() == pytest.approx(crowd["median"].to_list(), rel=1e-3)
    assert "end" not in table.columns


def test_the_citation_says_what_it_takes_to_make_it_again(saved, played):
    p = played.provenance
    for part in (p["scenario"]["hash"][:16], "teaching", "seed 3", "scale 1:1", p["versions"]["contested"],
                 p["created"][:10], "People who marched, nationwide", "@misc{contested-run-velinia"):  # fmt: skip
        assert part in saved["cited"], part
    assert saved["focus"] == "close"


def test_texts_of_a_citation_cannot_break_bibtex():
    found = citation("run", "50 % of {A} & \\B_1 $x$ #2", {"seed": 1, "created": "2026-01-02T00:00:00", "start": None})
    body = re.search(r"title = \{(.*)\},", found.bibtex)[1]
    assert body == r"50 \% of A \& B\_1 \$x\$ \#2"
    assert found.bibtex.count("{") == found.bibtex.count("}")


def test_a_citation_names_both_arms_and_leaves_out_what_is_not_known():
    arms = {arm: {"scenario": "teaching", "hash": arm * 64} for arm in "ab"}
    text = citation("comparison", "What if?", {"seed": 4, **arms}).text
    assert f"A teaching, sha256 {'a' * 16}" in text and f"B teaching, sha256 {'b' * 16}" in text
    assert "None" not in text and "Made" not in text and "scale" not in text
