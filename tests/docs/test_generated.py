"""What the pages take from the code is what the code says now."""

from __future__ import annotations

import importlib
import re

import pytest

from contested.nation.plan import SUBSYSTEMS
from contested.zoo.catalogue import names
from tests.docs.pages import DOCS, ROOT, name, pages

REGION = re.compile(r"<!-- generated: ([^>]*?) -->")
HEADINGS = (
    "What it holds", "What it does each day", "Equations", "Parameters", "What it reports", "Acts it takes",
    "Literature", "What it leaves out", "Known limits",
)  # fmt: skip


@pytest.fixture
def generate(monkeypatch):
    """`docs/generate.py` in this process, which has most of what it imports already."""
    monkeypatch.syspath_prepend(DOCS)
    return importlib.import_module("generate")


def test_no_page_is_stale(generate, capsys):
    code = generate.main(only_check=True)
    said = capsys.readouterr()
    assert code == 0, f"run `make docs`:\n{said.out}{said.err}"


def test_the_check_sees_a_stale_table(generate):
    page = DOCS / "reference" / "acts.md"
    before = page.read_text(encoding="utf-8")
    broken = before.replace("| `loan` |", "| `lend` |")
    assert broken != before
    assert generate.filled(page, broken) == before


@pytest.mark.parametrize("subsystem", SUBSYSTEMS)
def test_every_subsystem_has_a_whole_page(subsystem):
    text = (DOCS / "subsystems" / f"{subsystem}.md").read_text(encoding="utf-8")
    assert tuple(re.findall(r"^## (.*)$", text, re.MULTILINE)) == HEADINGS
    wanted = {f"{table} {subsystem}" for table in ("columns", "phases", "parameters", "observables", "acts")}
    assert set(REGION.findall(text)) == wanted


@pytest.mark.parametrize("model", names())
def test_every_published_model_is_placed_among_others(model):
    """Below what the code says of a model, its page says in a paragraph of its own what is special to it."""
    page = (DOCS / "zoo" / f"{model}.md").read_text(encoding="utf-8")
    own = re.split(r"^## ", page.partition("<!-- end -->")[2], flags=re.MULTILINE)[0]
    assert len(own.split()) >= 25, f"{model}: {own.strip() or 'no paragraph'}"


def test_every_page_stands_in_the_navigation_once():
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    listed = re.findall(r"([\w/-]+\.md)$", config.split("nav:")[1], re.MULTILINE)
    there = [p.relative_to(DOCS).as_posix() for p in pages() if DOCS in p.parents]
    assert sorted(listed) == sorted(there)


@pytest.mark.parametrize("page", pages(), ids=name)
def test_generated_parts_are_closed(page):
    text = page.read_text(encoding="utf-8")
    assert len(REGION.findall(text)) == text.count("<!-- end -->")


def test_members_of_a_class_have_words_of_their_own():
    """A plain value has the docstring of its type, which says nothing of it."""
    page = (DOCS / "reference" / "python.md").read_text(encoding="utf-8")
    for words in ("Built-in immutable sequence", "str(object=", "dict() -> new", "Alias for field number"):
        assert words not in page, words
    assert "| `drop_acts` | Acts of acts.csv to leave out" in page and "| `done` | Steps finished. |" in page
