"""Errors stand under one root, and hints name what was probably meant."""

import inspect

import pytest

from contested.ground import errors
from contested.ground.errors import ContestedError, InputError, MissingExtra, RunError, closest

KINDS = [c for _, c in inspect.getmembers(errors, inspect.isclass) if issubclass(c, Exception)]
CLASSES = [c for c in KINDS if not issubclass(c, Warning)]


@pytest.mark.parametrize("kind", CLASSES, ids=lambda c: c.__name__)
def test_every_error_is_the_callers_the_runs_or_a_missing_extra_and_stands_in_the_tree(kind):
    assert kind is ContestedError or issubclass(kind, (InputError, RunError, MissingExtra))
    assert kind.__name__ in errors.__doc__


def test_the_hint_follows_after_a_blank_line():
    assert str(InputError("expected 1; got 2.", "say 1")) == "expected 1; got 2.\n\nhint: say 1"
    assert str(InputError("expected 1; got 2.")) == "expected 1; got 2."


def test_a_near_name_is_offered_and_a_far_one_gets_the_list():
    assert closest("detention.hold_limt", ["detention.hold_limit", "street.cost"]) == (
        "did you mean 'detention.hold_limit'?"
    )
    assert closest("zzz", ["b", "a"]) == "known: a, b"
    assert closest("zzz", [f"name{k:02d}" for k in range(20)]).endswith("name11 ...")
