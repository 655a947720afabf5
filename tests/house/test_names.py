"""Names are the field's words: a few homely ones occur in no name that others read, type or find in a table."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache

import pytest

from tests.house.sources import FILES, shown, tree

REFUSED = frozenset((
    "told", "said", "found", "made", "kept", "held", "drawn", "asked", "played", "foretold", "worth", "bent", "warned",
))  # fmt: skip
ROOMS = sorted({shown(path).split("/")[0] for path in FILES})
#: no names: words that data have for themselves, and names of earlier versions, which are still read
KNOWN = {
    "claims/claim.py": {"held"},
    "inference/forecast/ledger.py": {"made"},
    "nation/observables.py": {"told_crowd", "told_abuse"},  # stored with every run, under their hashes
    "nation/observe.py": {"told_abuse"},
    "report/charts/nation.py": {"told_crowd"},
    "report/charts/trends.py": {"told_abuse"},
    "studies/calibration/calibration.py": {"worth", "held_back", "said_low", "said_high", "played", "kept"},
    "studies/comparison/comparison.py": {"worth", "worth_low", "worth_high"},
    "studies/forecasting/forecast.py": {"said"},
    "zoo/kit/spreading.py": {"told"},  # stored with every checkpoint
}
#: methods that a library calls by its own name
OVERRIDDEN = {"serve/patience.py": {"connection_made"}}


def parts(name: str) -> set[str]:
    """A name's words: split at underscores, hyphens and camel humps."""
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}


def refused(names: Iterable[tuple[int, str]]) -> list[tuple[int, str]]:
    """Those that have one of the words in them."""
    return [(line, name) for line, name in names if parts(name) & REFUSED]


def declared(body: list[ast.stmt]) -> Iterator[tuple[int, str]]:
    """Functions with their arguments, classes with their fields and methods, and module-level variables."""
    for node in body:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                yield node.lineno, node.name
                a = node.args
                given = (*a.posonlyargs, *a.args, *a.kwonlyargs, *(x for x in (a.vararg, a.kwarg) if x))
                yield from ((one.lineno, one.arg) for one in given)
            case ast.ClassDef():
                yield node.lineno, node.name
                yield from declared(node.body)
            case ast.Assign() | ast.AnnAssign():
                for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                    yield from ((node.lineno, x.id) for x in ast.walk(target) if isinstance(x, ast.Name))
            case ast.Import() | ast.ImportFrom():
                yield from ((node.lineno, one.asname) for one in node.names if one.asname)
            case ast.If() | ast.For() | ast.While() | ast.With() | ast.Try():
                yield from declared([x for x in ast.walk(node) if isinstance(x, ast.stmt) and x is not node])


def written(module: ast.Module) -> Iterator[tuple[int, str]]:
    """Columns, keys of records and observables, where they stand in the code: keys of a dict, what is looked up in
    brackets or by `pl.col`, what `alias`, `with_columns`, `select`, `agg` and `rename` call a column, and the names of
    declared columns, fields and observables."""
    for node in ast.walk(module):
        match node:
            case ast.Dict():
                yield from _texts(node.keys)
            case ast.Subscript():
                yield from _texts([node.slice])
            case ast.Call():
                called = ast.unparse(node.func).rpartition(".")[2]
                if called in ("alias", "col", "select", "sort", "group_by", "drop", "pivot"):
                    yield from _texts(node.args)
                if called[:1].isupper():
                    yield from _texts(node.args[:1])
                if called in ("with_columns", "select", "agg"):
                    yield from ((node.lineno, given.arg) for given in node.keywords if given.arg)
                if called == "rename":
                    for given in node.args:
                        yield from _texts(given.values if isinstance(given, ast.Dict) else [])


def _texts(nodes: Iterable[ast.expr | None]) -> Iterator[tuple[int, str]]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
            yield node.lineno, node.value


@cache
def _by_room(of) -> dict[str, list[str]]:
    found = defaultdict(list)
    for path in FILES:
        room = shown(path).split("/")[0]
        known = (KNOWN if of is written else OVERRIDDEN).get(shown(path), set())
        found[room] += [f"{shown(path)}:{line}: {name}" for line, name in refused(of(tree(path))) if name not in known]
        if of is _names and parts(path.stem) & REFUSED:
            found[room].append(f"{shown(path)}: the file's name")
    return found


def _names(module: ast.Module) -> Iterator[tuple[int, str]]:
    return declared(module.body)


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("of", [_names, written], ids=["names", "columns"])
def test_no_name_has_a_refused_word(room, of):
    there = _by_room(of)[room]
    assert not there, "\n".join(there)


def test_no_option_has_a_refused_word():
    import typer

    from contested.cli.main import app

    def options(name, command):
        yield from ((0, f"{name} {spelled}") for p in command.params for spelled in (*p.opts, *p.secondary_opts))
        for under, one in getattr(command, "commands", {}).items():
            yield from options(f"{name} {under}", one)

    assert refused(options("contested", typer.main.get_command(app))) == []


def test_a_refused_word_is_seen_wherever_it_stands():
    module = ast.parse(
        "from x import y as asked\nheld = 1\n_a, kept_b = 1, 2\nif held:\n    made = 2\n"
        "def told(a, *, is_said, **warned): played = 1\n"
        "class HeldBack:\n    worth: float\n    def f(self, askedAgain): ...\n"
        "free = unmade, mistold, asks\n"
        'frame.with_columns(foretold=1)["is_bent"].alias("drawn_from"), "a word that is said", "sayings"\n'
    )
    names = [name for _, name in refused(declared(module.body))]
    assert names == ["asked", "held", "kept_b", "made", "told", "is_said", "warned", "HeldBack", "worth", "askedAgain"]
    assert [name for _, name in refused(written(module))] == ["drawn_from", "is_bent", "foretold"]
