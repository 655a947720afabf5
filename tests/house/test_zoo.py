"""Promises about the zoo's own files, kept by reading them: one model, one folder of the same words, alone."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pytest

from contested import zoo
from tests.docs.pages import DOCS
from tests.house.sources import PACKAGE, shown, tree

ZOO = PACKAGE / "zoo"
TESTS = Path(__file__).resolve().parents[1]
MODEL = re.compile(r"[a-z_]+_\d{4}[a-z_]*")
MODELS = [name.replace("-", "_") for name in zoo.names()]
FILES = sorted(ZOO.rglob("*.py"))
#: rooms and libraries a model may know; numba comes through ground.compiled
BELOW = ("", "ground", "rules", "engine", "zoo")
LIBRARIES = ("numpy", "scipy")
#: the files of a model's folder: those it must have, the one for closed forms, and a fifth where a model needs it
WORDS, CLOSED_FORMS = {"__init__", "model", "proof"}, {"theory"}
FIFTH = {
    "epstein_2002": {"kernel"},  # compiled turns, one after another and by block: with the rest past 400 lines
    "epstein_2002_ii": {"kernel"},  # likewise
}


def _imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {a.name for a in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {node.module or ""} | {f"{node.module}.{a.name}" for a in node.names}
    return found


def _model_of(path: Path) -> str | None:
    name = path.relative_to(ZOO).parts[0]
    return name if MODEL.fullmatch(name) else None


@pytest.mark.parametrize("path", FILES, ids=shown)
def test_a_model_imports_only_what_is_below_and_no_other_model(path):
    for name in _imports(path):
        top, *inside = name.split(".")
        if top != "contested":
            assert top in LIBRARIES or top in sys.stdlib_module_names, f"{shown(path)} imports {name}"
            continue
        room, *rest = inside or [""]
        assert room in BELOW, f"{shown(path)} imports {name}"
        other = rest[0] if room == "zoo" and rest and MODEL.fullmatch(rest[0]) else None
        assert other in (None, _model_of(path)), f"{shown(path)} imports {name}; what two share has a file of its own"


@pytest.mark.parametrize("name", MODELS)
def test_a_model_is_a_folder_of_the_same_words(name):
    here = {path.stem for path in (ZOO / name).glob("*.py")}
    assert here >= WORDS, f"{name}: no {sorted(WORDS - here)}"
    assert here <= WORDS | CLOSED_FORMS | FIFTH.get(name, set()), f"{name}: {sorted(here - WORDS - CLOSED_FORMS)}"


@pytest.mark.parametrize("path", FILES, ids=shown)
def test_nothing_is_remembered_in_a_global(path):
    for node in ast.walk(tree(path)):
        assert not isinstance(node, ast.Global), f"{shown(path)}:{node.lineno}"


@pytest.mark.parametrize("name", MODELS)
def test_a_model_has_tests_a_second_version_and_a_page(name):
    for file in (f"zoo/test_{name}.py", f"second/{name}.py", f"second/test_{name}.py"):
        assert (TESTS / file).is_file(), f"no tests/{file}"
    assert (DOCS / "zoo" / f"{name.replace('_', '-')}.md").is_file(), "docs/generate.py writes the page"


@pytest.mark.parametrize("name", MODELS)
def test_the_second_version_does_not_lean_on_the_first(name):
    """What it took from the package would be compared with itself."""
    taken = {n for n in _imports(TESTS / "second" / f"{name}.py") if n.split(".")[0] == "contested"}
    assert not taken, sorted(taken)


@pytest.mark.parametrize("name", MODELS)
def test_the_second_version_is_no_copy(name):
    """Runs of eight lines, comments and blanks aside, that both have."""
    first = [f for f in FILES if _model_of(f) == name]
    both = _stretches(TESTS / "second" / f"{name}.py") & set().union(*map(_stretches, first))
    assert not both, sorted(both)[:1]


def _stretches(path: Path, length: int = 8) -> set[str]:
    lines = [x.strip() for x in path.read_text("utf-8").splitlines()]
    lines = [x for x in lines if x and not x.startswith("#")]
    return {"\n".join(lines[k : k + length]) for k in range(len(lines) - length + 1)}


def test_every_page_of_a_model_has_its_model():
    pages = {p.stem for p in (DOCS / "zoo").glob("*.md")} - {"index", "gallery", "replication"}
    assert pages <= set(zoo.names()), f"no model (any more): {sorted(pages - set(zoo.names()))}"
