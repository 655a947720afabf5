"""No two decisions share a stream: a number that is registered twice is refused, in the package and in any model."""

import ast
import re
from pathlib import Path

import pytest

import contested
from contested.ground import streams
from contested.ground.errors import BrokenInvariant

SOURCES = Path(contested.__file__).parent


def test_a_number_is_refused_the_second_time():
    stream = streams.Register()
    assert (stream(7), stream(9, 2), stream(8)) == (7, 9, 8)
    for again in (7, 10):
        with pytest.raises(BrokenInvariant, match=f"stream {again} is registered twice"):
            stream(again)


def test_a_model_cannot_take_a_number_of_the_code_it_builds_on():
    shared = streams.own()
    order = shared(3)
    model = streams.own(shared)
    assert model(2) == order - 1
    with pytest.raises(BrokenInvariant, match=f"stream {order} is registered twice"):
        model(2 + 1)
    with pytest.raises(BrokenInvariant, match="registered twice"):
        streams.own(shared, model)


def test_two_models_may_use_the_same_numbers():
    assert streams.own()(0) == streams.own()(0) == streams.OWN


def test_every_name_of_the_register_stands_once_and_every_number_went_through_it():
    tree = ast.parse(Path(streams.__file__).read_text(encoding="utf-8"))
    given = [(n.targets[0].id, n.value) for n in tree.body if isinstance(n, ast.Assign)]
    given = [(name, value) for name, value in given if name.isupper() and name != "OWN"]
    names = [name for name, _ in given]
    assert len(names) == len(set(names)) > 100
    assert all(isinstance(value, ast.Call) for _, value in given)
    assert all(type(getattr(streams, name)) is int for name in names), "kernels need plain ints"


def test_nobody_numbers_a_stream_beside_the_register():
    files = [f for f in SOURCES.rglob("*.py") if f.name != "streams.py"]
    assert not [f.name for f in files if re.search(r"streams\.OWN\b", f.read_text(encoding="utf-8"))]
