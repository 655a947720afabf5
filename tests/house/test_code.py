"""Promises about the code itself, kept by reading it."""

from __future__ import annotations

import ast
import re

import pytest

from tests.house.sources import FILES, references, shown, tree

#: the package's files by their names from the package on
NAMED = {shown(path): path for path in FILES}


def _dotted(node: ast.AST) -> str:
    """`np.random.default_rng` for that attribute, or ''."""
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else ""


@pytest.mark.parametrize("name", NAMED)
def test_no_chance_but_keyed_chance(name):
    """No generator is carried and none is global: `ground.draws` is the only source of chance.

    A token that opens a server is no chance of a model: nobody may be able to work it out.
    """
    secret = {"serve/server.py": {"secrets"}, "serve/desk.py": {"secrets"}}.get(name, set())
    for node in ast.walk(tree(NAMED[name])):
        if isinstance(node, ast.Attribute):
            dotted = _dotted(node)
            chance = re.match(r"(np|numpy)\.random\b|random\.|secrets\.|uuid\.uuid[14]", dotted)
            assert not chance or dotted.split(".")[0] in secret, (
                f"{name}:{node.lineno}: {dotted}"
            )
        if isinstance(node, ast.Import | ast.ImportFrom):
            modules = [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module or ""]
            assert not ({"random", "secrets", "numpy.random"} - secret) & set(modules), f"{name}:{node.lineno}"


@pytest.mark.parametrize("name", [n for n in NAMED if n.split("/")[0] in ("ground", "rules", "engine", "nation")])
def test_the_model_does_not_know_what_time_it_is(name):
    for node in ast.walk(tree(NAMED[name])):
        assert _dotted(node) not in ("time.time", "time.time_ns", "datetime.now", "date.today", "os.getpid"), (
            f"{name}:{getattr(node, 'lineno', 0)}"
        )


@pytest.mark.parametrize("name", NAMED)
def test_no_error_is_swallowed_unnamed(name):
    for node in ast.walk(tree(NAMED[name])):
        if isinstance(node, ast.ExceptHandler):
            where = f"{name}:{node.lineno}"
            assert node.type is not None, f"{where}: a bare except"
            caught = ast.unparse(node.type)
            if re.search(r"\b(Base)?Exception\b", caught):
                assert any(isinstance(x, ast.Raise | ast.Return) for x in ast.walk(node)), (
                    f"{where}: catches {caught} and goes on"
                )


@pytest.mark.parametrize("name", NAMED)
def test_a_file_opens_with_why_it_exists_and_stays_short(name):
    lines = max((n.end_lineno for n in ast.walk(tree(NAMED[name])) if hasattr(n, "end_lineno")), default=0)
    assert lines <= 500, f"{name} has {lines} lines: which second idea moved in?"
    assert ast.get_docstring(tree(NAMED[name])) or lines == 0, name


@pytest.mark.parametrize("name", [n for n in NAMED if not n.startswith("cli/")])
def test_what_others_may_use_says_what_it_is(name):
    for node in tree(NAMED[name]).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{name}:{node.lineno}: {node.name}"


@pytest.mark.parametrize("name", [n for n in NAMED if n.startswith("rules/")])
def test_a_formula_cites_what_is_in_the_bibliography(name):
    for node in tree(NAMED[name]).body:
        text = ast.get_docstring(node) if isinstance(node, ast.FunctionDef) else None
        if text and "References\n" in text:
            cited = re.findall(r"\b[a-z]+(?:19|20)\d\d[a-z]*\b", text[text.index("References\n") :])
            assert cited, f"{name}: {node.name} has a section of references without a key"
            assert set(cited) <= references(), f"{name}: {node.name}: {sorted(set(cited) - references())}"


@pytest.mark.parametrize("name", NAMED)
def test_nothing_names_a_machine(name):
    """Paths of somebody's machine in the sources would be in everybody's copy."""
    for node in ast.walk(tree(NAMED[name])):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            assert not re.search(r"(^|[\s\"'])/(work|home|root|Users|mnt)/", node.value), f"{name}:{node.lineno}"
