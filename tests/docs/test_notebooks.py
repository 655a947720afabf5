"""The notebooks run from top to bottom, carry no outputs, and give what their pages show."""

from __future__ import annotations

import importlib.util
import json
import re

import pytest

from tests.docs.pages import DOCS, ROOT, blocks

FOLDER = DOCS / "notebooks"
NAMES = sorted(p.stem for p in FOLDER.glob("*.ipynb"))


def notebook(name):
    return json.loads((FOLDER / f"{name}.ipynb").read_text(encoding="utf-8"))


def runner():
    spec = importlib.util.spec_from_file_location("notebooks", DOCS / "notebooks.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_there_are_six():
    assert len(NAMES) == 6


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_is_kept_without_outputs(name):
    cells = notebook(name)["cells"]
    assert len({c["id"] for c in cells}) == len(cells)
    for cell in cells:
        if cell["cell_type"] == "code":
            assert not cell["outputs"] and cell["execution_count"] is None


@pytest.mark.parametrize("name", NAMES)
def test_the_page_has_the_code_of_the_notebook(name):
    code = ["".join(c["source"]) for c in notebook(name)["cells"] if c["cell_type"] == "code"]
    shown = [b.text.removesuffix("\n") for b in blocks(FOLDER / f"{name}.md") if b.language == "python"]
    assert shown == code, f"run `python docs/notebooks.py {name}`"


@pytest.mark.parametrize("name", NAMES)
def test_the_page_has_the_text_of_the_notebook(name):
    page = (FOLDER / f"{name}.md").read_text(encoding="utf-8")
    for cell in notebook(name)["cells"]:
        if cell["cell_type"] == "markdown":
            assert re.sub(r"(\]\([\w./-]+)\.ipynb", r"\1.md", "".join(cell["source"])) in page


@pytest.mark.parametrize("name", NAMES)
def test_the_page_is_not_of_a_run_that_failed(name):
    page = (FOLDER / f"{name}.md").read_text(encoding="utf-8")
    assert "Traceback" not in page and "IPython.core.display" not in page and str(ROOT) not in page
    for picture in re.findall(r"\]\((\.\./images/[^)]+)\)", page):
        assert (FOLDER / picture).is_file()


@pytest.fixture(scope="module")
def manager():
    pytest.importorskip("nbclient", reason="needs nbclient, which is in the extra `dev`")
    with runner().kernel() as started:
        yield started


def words(text):
    """The words and numbers of an output, without the lines of its tables."""
    return re.sub(r"[^\x00-\x7f…–]|-{3,}", " ", text).split()


def same(one, other):
    """The same word, or numbers that differ by what another processor's arithmetic may change."""
    try:
        return float(one.strip("(),:;%").replace(",", "")) == pytest.approx(
            float(other.strip("(),:;%").replace(",", "")), rel=0.01
        )
    except ValueError:
        return one == other


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [("2,060", "2,070", True), ("2060", "3490", False), ("police", "lawyer", False), ("41.2%", "41.3%", True)],
)
def test_outputs_are_compared_by_words_and_by_numbers_within_a_hundredth(one, other, alike):
    assert same(one, other) is alike


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_runs_and_gives_what_its_page_shows(name, manager):
    cells = [c for c in runner().executed(name, manager).cells if c.cell_type == "code"]
    assert all(o.output_type != "error" for c in cells for o in c.outputs)
    got = [words(text) for c in cells for kind, text in runner().shown(c.outputs) if kind == "text"]
    page = [words(b.text) for b in blocks(FOLDER / f"{name}.md") if b.language == "text"]
    assert len(got) == len(page) and got
    stale = [" ".join(g) for g, p in zip(got, page, strict=True) if len(g) != len(p) or not all(map(same, g, p))]
    assert not stale, f"run `python docs/notebooks.py {name}`"
